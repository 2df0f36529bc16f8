/*
 * table.h -- the filter (may this key be listed?) and the table (what does it
 * lead to?).
 *
 * The filter is one Bloom filter of 64-bit words: a key sets four bits of
 * one word, so that a question costs one cache miss at most.  The table has
 * buckets of one cache line; a full bucket overflows into the next.
 */
#ifndef MATCH_TABLE_H
#define MATCH_TABLE_H

#include "match/opened.h"

static inline uint64_t filter_bits(uint64_t key)
{
	return UINT64_C(1) << (key & 63) | UINT64_C(1) << (key >> 6 & 63) |
	       UINT64_C(1) << (key >> 12 & 63) | UINT64_C(1) << (key >> 18 & 63);
}

static inline uint32_t filter_word(uint64_t key, uint32_t words)
{
	return (uint32_t)((key >> 32) * words >> 32);
}

/* The filter by itself, so that a loop that writes keys need not read where it is each time. */
struct filter {
	const uint64_t *word;
	uint32_t words;
};

static inline struct filter filter_of(const struct set *s)
{
	return (struct filter){ s->filter, s->filter_words };
}

/* The question will come soon. */
static inline void filter_expect(struct filter f, uint64_t key)
{
	__builtin_prefetch(&f.word[filter_word(key, f.words)]);
}

static inline bool filter_has(struct filter f, uint64_t key)
{
	uint64_t bits = filter_bits(key);

	return (f.word[filter_word(key, f.words)] & bits) == bits;
}

/* In the order of the keys, so that a sorted list of them is written front to back. */
static inline uint32_t table_bucket(uint64_t key, uint32_t buckets)
{
	return (uint32_t)((key >> 32) * buckets >> 32);
}

/* Nonzero, so that a free slot looks like no key. */
static inline uint32_t table_print(uint64_t key)
{
	return (uint32_t)key | 1;
}

/*
 * Walk through what may belong to a key: the filter is asked first.
 *
 *	struct probe p = table_probe(set, key);
 *	while (table_next(&p, KEY_HOST, &list)) compare...
 */
struct probe {
	const struct set *set;
	uint32_t bucket, print;
	unsigned slot, left;	/* buckets that may still be looked at */
	uint32_t one;		/* the item of a list of one: such a list lives as long as this */
};

struct probe table_probe(const struct set *s, uint64_t key);
bool table_next(struct probe *p, enum key_class class, struct list *out);

#endif
