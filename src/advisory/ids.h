/*
 * ids.h -- 64-bit hashes of ids to 64-bit values: who refers to whom in a
 * bundle of any size, at 16 bytes an entry.  Ids are not kept: two ids with
 * one hash are taken for one, which 64 bits make unlikely enough for what
 * depends on it (a role, never a value).
 */
#ifndef ADVISORY_IDS_H
#define ADVISORY_IDS_H

#include "base/buf.h"
#include "base/error.h"

struct ids {
	struct buf buf;		/* slots of key and value; key 0: free */
	size_t slots, used;
};

void ids_init(struct ids *m, size_t ceiling);
void ids_release(struct ids *m);

/* Add, or leave what is there. -1 and ERR_LIMIT beyond the ceiling. */
int  ids_add(struct ids *m, struct span id, uint64_t value, struct error *e);
bool ids_get(const struct ids *m, uint64_t key, uint64_t *value);
uint64_t ids_key(struct span id);

#endif
