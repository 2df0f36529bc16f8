/*
 * kernel_seek.c -- places where one of several words may stand: each half of a
 * byte looks up the words that have it there, and a place is one where all of
 * the first bytes agree on a word.
 */
#include "match/kernel_name.h"
#include "match/kernel_seek.h"

size_t KERNEL(seek)(const struct seeker *k, struct span text, size_t from)
{
	struct halves h;
	size_t at = from;

	halves_load(&h, k);
	for (; at + WIDE + SEEK_BYTES - 1 <= text.len; at += WIDE)
		for (uint64_t bits = halves_agree(&h, text.ptr + at); bits; bits &= bits - 1) {
			size_t place = at + (unsigned)__builtin_ctzll(bits);

			if (seeker_is(k, text, place))
				return place;
		}
	for (; at < text.len; at++)
		if (seeker_is(k, text, at))
			return at;
	return SPAN_NONE;
}
