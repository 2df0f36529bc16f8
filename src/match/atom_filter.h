/*
 * atom_filter.h -- may an atom of some YARA string stand here?  A Bloom filter of
 * three bytes; both bits of an entry stand in one word, so that a question is one look.
 */
#ifndef MATCH_ATOM_FILTER_H
#define MATCH_ATOM_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#define ATOM_STRIDE 64u		/* bytes that a kernel is asked about at once */
#define ATOM_READ   (ATOM_STRIDE + 2)	/* that it reads for it */
#define ATOM_FACTOR 0x9e3779b1u

struct atom_filter {
	uint32_t *word;
	unsigned shift;		/* 32 less the logarithm of their number */
};

/* Of the lowest 24 bits; the kernels do the same with many at once. */
static inline uint32_t atom_hash(uint32_t three)
{
	return three * ATOM_FACTOR;
}

static inline unsigned atom_first(uint32_t hash)
{
	return hash >> 13 & 31;
}

static inline unsigned atom_second(uint32_t three, uint32_t hash)
{
	return (hash >> 8 ^ three >> 16) & 31;
}

static inline void atom_filter_add(struct atom_filter *f, uint32_t three)
{
	uint32_t hash = atom_hash(three);

	f->word[hash >> f->shift] |= UINT32_C(1) << atom_first(hash) |
				     UINT32_C(1) << atom_second(three, hash);
}

#endif
