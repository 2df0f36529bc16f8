/*
 * table.h -- the filters (may this key be listed?) and the table (what does it
 * lead to?).
 *
 * A filter is a Bloom filter of 64-bit words: a key sets four bits of
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

/* A filter by itself, so that a loop that writes keys need not read where it is each time. */
struct filter {
	const uint64_t *word;
	uint32_t words;
};

static inline struct filter filter_of(const struct set *s, enum filter_id id)
{
	return (struct filter){ s->filter[id], s->filter_words[id] };
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

/* Of any class: what is asked seldom is proved here. */
static inline bool filter_may(const struct set *s, enum key_class class, uint64_t key)
{
	enum filter_id id = filter_of_class(class);
	struct filter f = filter_of(s, id);

	return (id != FILTER_SELDOM ||
		set_used(s, SECTION_FILTER, 8 * (size_t)filter_word(key, f.words), 8)) &&
	       filter_has(f, key);
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
 *	struct probe p = table_probe_text(set, KEY_HOST, name);
 *	while (table_next(&p, &list)) compare...
 */
struct probe {
	const struct set *set;
	enum key_class class;
	uint32_t bucket, print;
	unsigned left;		/* buckets that may still be looked at */
	unsigned same;		/* slots of the bucket at hand with that print */
	const struct image_bucket *at;
	uint32_t one;		/* the item of a list of one: such a list lives as long as this */
};

struct probe table_probe(const struct set *s, enum key_class class, uint64_t key);
struct probe table_probe_text(const struct set *s, enum key_class class, struct span text);
bool table_next(struct probe *p, struct list *out);

#endif
