/*
 * carried.h -- what a set file carries of its advisories beside the values
 * that are searched for: their records as the reader gave them, and of the
 * values beyond the first thousands only how many there are.
 */
#ifndef CARRIED_H
#define CARRIED_H

#include "base/buf.h"
#include "finding/bulletin.h"

#define CARRIED_VALUES 2000	/* whose records are carried, and told by a sweep */

struct carried {
	struct buf bytes;
	uint64_t kept;			/* values whose records are carried */
	/* Of the advisory at hand, those that are not. */
	uint64_t listed[KIND_COUNT], clear_urls;
	uint64_t numbered;
	struct buf addresses;		/* 16 bytes each, of all advisories: one may be ours */
};

void carried_init(struct carried *c);
void carried_release(struct carried *c);

/* A record (as on the wire) that was taken; `usable`: it is searched for. */
void carried_add(struct carried *c, const struct intel_record *record, struct span wire,
		 bool usable);
/* A value that is searched for and whose record is not carried. */
void carried_count(struct carried *c, enum kind kind, struct span value);
/* So many values that not all records are carried. */
bool carried_is_long(const struct carried *c);
/* The advisory ends, whose document has so many bytes. */
void carried_end(struct carried *c, uint64_t size);

/*
 * Take it back: records to `record`, ends to `end`, counts into the last of `bulletins`
 * (NULL: records alone).
 */
struct carried_taker {
	int (*record)(void *context, struct span wire, struct error *e);
	int (*end)(void *context, uint64_t size, struct error *e);
	void *context;
	struct bulletins *bulletins;
	struct span addresses;		/* as they were; or empty: nobody wants to know */
};
int  carried_take(struct span bytes, const struct carried_taker *t, struct error *e);

#endif
