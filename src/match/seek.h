/*
 * seek.h -- any of a few words in a text, in one pass over it.
 *
 * The first bytes of all words are asked for at once, many places of the text at a
 * time (kernel_seek.c): a byte's two halves say which words may stand there.
 * Cost does not grow with the number of words.
 */
#ifndef MATCH_SEEK_H
#define MATCH_SEEK_H

#include "base/span.h"

#define SEEK_WORDS 16
#define SEEK_BYTES 3		/* of each word */

struct seeker {			/* made by seeker_init and seeker_add */
	struct span word[SEEK_WORDS];
	unsigned words;
	/* The best kernel's. */
	size_t (*find)(const struct seeker *k, struct span text, size_t from);
	uint8_t low[SEEK_BYTES][16], high[SEEK_BYTES][16];	/* by half byte: 1 << (word % 8) */
	uint8_t both[SEEK_BYTES][128];	/* by the lower seven bits of a byte */
};

/* Nothing is sought. */
void seeker_init(struct seeker *k);

/* One more; borrowed, of two bytes at least.  Beyond SEEK_WORDS it is dropped. */
void seeker_add(struct seeker *k, const char *word);

/* Where the first word stands at or behind `from`; SPAN_NONE: nowhere. */
size_t seeker_next(const struct seeker *k, struct span text, size_t from);

/* One of the words stands at `at`. */
static inline bool seeker_is(const struct seeker *k, struct span text, size_t at)
{
	for (unsigned i = 0; i < k->words; i++)
		if (span_starts(span_skip(text, at), k->word[i]))
			return true;
	return false;
}

#endif
