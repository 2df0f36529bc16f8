/*
 * tally.h -- like hits of one item put together into observations.
 *
 * Hits with the same key (observation_key) become one observation with an
 * exact count, the first and last time, and the first places.  A connection
 * that has a record for its beginning and one for its end counts once: by the
 * end, which knows the bytes, unless only the beginning says who began.
 * Bounded: of TALLY_OPENED beginnings the end is known again; when
 * the tally is full it is handed out and begins anew; the judge puts equal
 * ones together again.
 */
#ifndef FINDING_TALLY_H
#define FINDING_TALLY_H

#include "base/arena.h"
#include "finding/observation.h"

#include "finding/piece_wire.h"

#define TALLY_OPENED 1024	/* beginnings of connections whose end is known again */

struct tally;

/* `emit` gets each observation, in the order in which it was first seen. */
typedef int tally_emit_fn(void *context, const struct observation *o, struct error *e);

/* Long-lived; owns its memory. NULL: none left. */
struct tally *tally_new(tally_emit_fn *emit, void *context);
void tally_free(struct tally *t);

/*
 * One more hit: `one` with its first spot filled, everything borrowed.
 * `record` says which record it stands in: two hits with one key in one record
 * count once.  -1 when emitting failed.
 */
int  tally_add(struct tally *t, const struct observation *one, uint64_t record, struct error *e);

/*
 * What follows is a piece of a log, up to tally_strays: records of connections whose other
 * record may stand in another piece are not counted but given to `stray`, ends at once,
 * beginnings at the end, by whose slots the parent puts pairs together (sweep_strays.c).
 */
typedef int tally_stray_fn(void *context, const struct tally_stray *of, struct span observation,
			   struct error *e);
void tally_begin_piece(struct tally *t, bool first, tally_stray_fn *stray);
/* Not `given`: it was no piece after all. */
int  tally_strays(struct tally *t, bool given, struct error *e);

bool tally_empty(const struct tally *t);

/* Hand out what there is and begin anew. */
int  tally_flush(struct tally *t, struct error *e);

#endif
