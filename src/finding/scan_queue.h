/* scan_queue.h -- a gateway's lines of one message, by its own ids; private to finding/. */
#ifndef FINDING_SCAN_QUEUE_H
#define FINDING_SCAN_QUEUE_H

#include "base/arena.h"
#include "base/table.h"
#include "evidence/blocks.h"

struct scanner;

/* What the lines of one block say of messages, by the gateway's own ids. */
struct mail_queues {
	struct arena arena;
	struct table ids;
	struct queued *list;		/* NULL: none was read */
	uint32_t room;
	const struct blocks *text;	/* of this text, the block that begins there */
	uint64_t offset;
};

/*
 * The event of the record just parsed is of a gateway that calls its messages by
 * ids: set the Message-ID and the end that it does not say itself, out of the lines around.
 */
void scan_queue(struct scanner *s, const struct block *block, struct span record);
void scan_queues_release(struct scanner *s);	/* another text begins, or the item ends */

#endif
