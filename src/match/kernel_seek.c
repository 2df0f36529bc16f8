/*
 * kernel_seek.c -- places where one of several words may stand: each half of a
 * byte looks up the words that have it there, and a place is one where all of
 * the first bytes agree on a word.
 */
#include "match/kernel_name.h"
#include "match/kernel_seek.h"

/* The first of the places at+0..at+63 in `bits` where a word stands. */
static inline size_t word_at(const struct seeker *k, struct span text, size_t at, uint64_t bits)
{
	for (; bits; bits &= bits - 1) {
		size_t place = at + (unsigned)__builtin_ctzll(bits);

		if (seeker_is(k, text, place))
			return place;
	}
	return SPAN_NONE;
}

size_t KERNEL(seek)(const struct seeker *k, struct span text, size_t from)
{
	struct halves h;
	size_t at = from;

	halves_load(&h, k);
	/* Most have none: two are asked about together. */
	for (; at + 2 * WIDE + SEEK_BYTES - 1 <= text.len; at += 2 * WIDE) {
		uint64_t one = halves_agree(&h, text.ptr + at);
		uint64_t two = halves_agree(&h, text.ptr + at + WIDE);
		size_t place;

		if (!(one | two))
			continue;
		place = word_at(k, text, at, one);
		if (place == SPAN_NONE)
			place = word_at(k, text, at + WIDE, two);
		if (place != SPAN_NONE)
			return place;
	}
	for (; at < text.len; at++)
		if (seeker_is(k, text, at))
			return at;
	return SPAN_NONE;
}
