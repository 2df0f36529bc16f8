/*
 * table.h -- a hash map from bytes to a number, in order of insertion.
 *
 * Open addressing; nothing is ever taken out.  Iterating t->entry[0] to
 * t->entry[t->count - 1] gives the keys in the order in which they came, so
 * that output never depends on hashing; the hash is seeded at random for each
 * table, so that nobody can prepare keys that collide.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"

struct table_entry {
	struct span key;
	uint64_t value;
};

struct table_slot;

struct table {
	struct table_entry *entry;
	uint32_t count;
	uint32_t room;		/* of `entry` */
	uint32_t ceiling;	/* keys at most */
	struct arena *keys;	/* NULL: keys are borrowed */
	struct table_slot *slot;
	uint32_t slots;		/* a power of two, or 0 */
	uint64_t seed;
};

/*
 * With an arena keys are copied into it; without one they are borrowed and
 * must outlive the table.  At most `ceiling` keys.
 */
void table_init(struct table *t, struct arena *keys, uint32_t ceiling);
void table_release(struct table *t);		/* the arena stays */

/* The value of `key`, or NULL. The pointer is good until the next table_add. */
uint64_t *table_find(const struct table *t, struct span key);

/*
 * The value of `key`, which is added with 0 if it was not there (*is_new, may
 * be NULL, tells).  NULL and *e: ERR_LIMIT beyond the ceiling or the arena's
 * budget, else ERR_MEMORY; the table stays as it was.
 */
uint64_t *table_add(struct table *t, struct span key, bool *is_new, struct error *e);

#endif
