/*
 * piece_wire.h -- what sweep_wire.h says of a mailbox that several workers sweep at once.
 */
#ifndef FINDING_PIECE_WIRE_H
#define FINDING_PIECE_WIRE_H

#include "base/frame.h"

/* A mailbox of more than twice as much is swept in pieces, by whoever is idle. */
#define PIECE_BYTES (UINT64_C(32) << 20)

/* What an order wants of a mailbox that is swept in pieces. */
enum piece_task {
	PIECE_SWEEP,		/* messages that begin in begin..end; end 0: not in pieces (yet) */
	PIECE_COUNT,		/* how many there are: a worker died over them */
	PIECE_DIGEST,		/* the digests that are wanted of the whole file */
	PIECE_TASKS
};

struct piece_answer {
	uint32_t item;
	uint64_t messages;	/* that begin in it */
	bool speaks;		/* something was said about it */
};
void piece_answer_encode(struct buf *b, const struct piece_answer *p);
void piece_answer_decode(struct cursor *c, struct piece_answer *p);

#endif
