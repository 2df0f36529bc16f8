/*
 * range.h -- networks by value.  Networks are nested or disjoint, so the
 * ranges that hold an address are one range and those around it.
 */
#ifndef MATCH_RANGE_H
#define MATCH_RANGE_H

#include "match/opened.h"
#include "value/address.h"

/*
 * May an IPv4 address lie in a listed range?  Cheap: one bit per leading
 * bits of the address.
 */
static inline bool range_maybe4(const struct set *s, uint32_t ipv4)
{
	uint32_t top;

	if (s->range_bits == 0)
		return false;
	top = (uint32_t)((uint64_t)ipv4 >> (32 - s->range_bits));
	return s->range_map[top >> 6] >> (top & 63) & 1;
}

/* The question will come soon. */
static inline void range_expect4(const struct set *s, uint32_t ipv4)
{
	if (s->range_bits)
		__builtin_prefetch(&s->range_map[ipv4 >> (32 - s->range_bits) >> 6]);
}

/* Walk the ranges that hold an address, the smallest first. */
struct range_walk {
	const struct set *set;
	struct address address;
	uint32_t next;		/* index + 1 */
	uint32_t steps;		/* still allowed */
};
struct range_walk range_find(const struct set *s, const struct address *a);
bool range_next(struct range_walk *w, struct list *out);

#endif
