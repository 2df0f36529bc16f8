/* sweep_hits.h -- hits in the order of the walk, and a first opinion; private to finding/. */
#ifndef FINDING_SWEEP_HITS_H
#define FINDING_SWEEP_HITS_H

#include "finding/sweeping.h"

/* Where the next line of an item goes; NULL: it went out in a first try. */
struct buf *hits_room(struct sweep *s, struct item *i);
int  hits_take(struct sweep *s, struct item *i, const struct hit_answer *h, struct error *e);
void hits_done(struct sweep *s, struct item *i);
/*
 * A preliminary opinion, for the progress line and the first alarm; until that one it is made at
 * once, then when it is asked for (sweep_opinion).  `wire`: the same by observation_encode.
 */
void hits_notice(struct sweep *s, const struct item *i, const struct observation *seen,
		 struct span wire);

#endif
