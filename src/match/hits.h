/*
 * hits.h -- the hits of one block, put in order before anybody sees them.
 */
#ifndef MATCH_HITS_H
#define MATCH_HITS_H

#include "match/engine.h"

struct hits {
	struct hit *item;
	size_t count, room;
	bool full;		/* some were dropped: more than HITS_MAX in one block */
};

#define HITS_MAX (1u << 20)

void hits_release(struct hits *h);
void hits_add(struct hits *h, const struct hit *hit);

/*
 * One hit per indicator and place: of overlapping ones the longest, of equal
 * ones the plainest.  Then by offset, longest first, then by indicator.
 */
void hits_settle(struct hits *h);

#endif
