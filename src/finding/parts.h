/*
 * parts.h -- what the worker told about the inside of one item: members and
 * messages that have something to say, and logs and mailboxes inside, which
 * are sources of their own.  Private to the answer.
 */
#ifndef FINDING_PARTS_H
#define FINDING_PARTS_H

#include "finding/sweep.h"

struct part_kept {
	uint64_t id, outer;
	uint32_t source;	/* position; UINT32_MAX: that of the part around it */
	struct span answer;	/* part_answer_decode */
};

struct parts {
	struct part_kept *list;		/* by id */
	uint32_t count, room;
	struct arena arena;
};

void parts_init(struct parts *p);
void parts_release(struct parts *p);

/*
 * Those of one result.  With `count`, what a log or mailbox inside has is
 * added to its source (once in an answer).  Parts beyond the memory for them
 * are left out: what is said of them stands with the file.
 */
int  parts_read(struct parts *p, struct sweep *s, const struct result *r, bool count,
		struct error *e);

const struct part_kept *parts_find(const struct parts *p, uint64_t id);	/* or NULL */

/* The source that a part belongs to, by position. */
uint32_t parts_source(const struct parts *p, const struct result *r, uint64_t id);

/* The digests of all layers of a part's chain: its file's first; empty ones are not known. */
uint32_t parts_layers(const struct parts *p, const struct result *r, uint64_t id,
		      struct span *out, uint32_t most);

#endif
