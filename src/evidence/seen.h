/* seen.h -- which inodes the walk has met: an exact set, growing. Private to evidence/. */
#ifndef EVIDENCE_SEEN_H
#define EVIDENCE_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct inode {
	uint64_t device, number;
};

struct seen {
	struct inode *slot;	/* number 0: empty (no file system gives it) */
	size_t count, room;
};

void seen_init(struct seen *s);
void seen_release(struct seen *s);
/* True when it is new. Without memory everything is new: better twice than never. */
bool seen_add(struct seen *s, uint64_t device, uint64_t number);

#endif
