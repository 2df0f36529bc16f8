/* seek.c -- the words that are sought, and the kernel that seeks them. */
#include "match/seek.h"

#include "match/kernel.h"

void seeker_init(struct seeker *k)
{
	*k = (struct seeker){ .find = kernel_best()->seek };
}

void seeker_add(struct seeker *k, const char *word)
{
	uint8_t bit = (uint8_t)(1u << k->words % 8);
	struct span s = span_of(word);

	if (k->words == SEEK_WORDS)
		return;
	k->word[k->words++] = s;
	for (size_t i = 0; i < SEEK_BYTES; i++) {
		unsigned char c = i < s.len ? (unsigned char)s.ptr[i] : 0;

		/* Behind a short word anything may stand. */
		for (unsigned half = 0; half < 16; half++) {
			if (i >= s.len || (c & 15) == half)
				k->low[i][half] |= bit;
			if (i >= s.len || c >> 4 == half)
				k->high[i][half] |= bit;
		}
		for (unsigned byte = 0; byte < 128; byte++)
			if (i >= s.len || (c & 127) == byte)
				k->both[i][byte] |= bit;
	}
}

size_t seeker_next(const struct seeker *k, struct span text, size_t from)
{
	return k->words ? k->find(k, text, from) : SPAN_NONE;
}
