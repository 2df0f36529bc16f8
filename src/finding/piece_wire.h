/*
 * piece_wire.h -- what sweep_wire.h says of a mailbox, log or text that several workers
 * sweep at once.
 *
 * Of a text a piece is what lies between two multiples of BLOCK_BYTES, but that
 * the line that goes over its end is the next one's.
 */
#ifndef FINDING_PIECE_WIRE_H
#define FINDING_PIECE_WIRE_H

#include "evidence/blocks.h"
#include "finding/census.h"

/* A mailbox of more than twice as much is swept in pieces, by whoever is idle. */
#define PIECE_BYTES (UINT64_C(32) << 20)
/* So is a log or text of more than this, in pieces of a PIECE_SHARE of it within limits. */
#define PIECE_TEXT  (UINT64_C(16) << 20)
#define PIECE_LEAST (UINT64_C(8) << 20)
#define PIECE_SHARE 32

/* What an order wants of a file that is swept in pieces. */
enum piece_task {
	PIECE_SWEEP,		/* what begins in begin..end; end 0: not in pieces (yet) */
	PIECE_COUNT,		/* how many messages or lines there are: a worker died over them */
	PIECE_DIGEST,		/* the digests that are wanted of the whole file */
	PIECE_TASKS
};

enum piece_of { PIECE_OF_MAIL, PIECE_OF_LOG, PIECE_OF_TEXT, PIECE_OFS };

/* What a log has told so far that decides how what follows is sampled (scan_sample.c). */
enum piece_known {
	PIECE_UNEVEN = 1 << 0,		/* something else than traffic */
	PIECE_IDS    = 1 << 1,		/* ids that run on */
	PIECE_TIMED  = 1 << 2,		/* a time */
};

/* Whoever sweeps the first piece says this when it knows enough for the others to begin. */
struct piece_plan {
	uint32_t item;
	enum piece_of of;
	uint64_t first, bytes;	/* of the first piece, and of each that follows */
	/* Of a text: what holds where the other pieces begin, unless one finds that it changes. */
	uint16_t family;	/* its place in the list and 1; 0: it is no log */
	uint64_t columns;	/* log_columns */
	uint8_t known;		/* PIECE_UNEVEN ... */
	bool digests;		/* of the whole file are wanted at the end */
	bool long_log;		/* too long a log to be compared with listed digests */
};
void piece_plan_encode(struct buf *b, const struct piece_plan *p);
void piece_plan_decode(struct cursor *c, struct piece_plan *p);

/* The detail of a gap: how many of a text. */
#define VEILED_TEXT "%llu encoded stretches of text were searched as they stand"

struct piece_answer {
	uint32_t item;
	uint64_t count;		/* messages or line breaks in it */
	bool speaks;		/* something was said about it */
	/* Of a text. */
	bool changed;		/* what the plan says does not hold: all is to be read by one */
	unsigned sensors;	/* different ones met, counted to two */
	bool overflow;		/* more hits in a block than are kept */
	uint64_t veiled;	/* encoded stretches searched as they stand */
	struct census_run run;
};
void piece_answer_encode(struct buf *b, const struct piece_answer *p);
void piece_answer_decode(struct cursor *c, struct piece_answer *p);

/* One of two records of a connection whose other one may stand in another piece (tally.h). */
struct piece_stray {
	uint32_t item;
	struct tally_stray {
		enum stray_kind {
			STRAY_END,	/* of a connection that did not begin here */
			STRAY_BEGIN,	/* of one that did not end here */
			STRAY_NONE,	/* what began in front of this piece has lost its slot */
			STRAY_KINDS
		} kind;
		uint64_t key;
		uint32_t slot;
	} of;
	struct span observation;	/* observation_encode */
};
void piece_stray_encode(struct buf *b, const struct piece_stray *s);
void piece_stray_decode(struct cursor *c, struct piece_stray *s);

#endif
