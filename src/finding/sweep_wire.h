/*
 * sweep_wire.h -- what parent and workers say to each other in a sweep.
 *
 * The parent names an item and hands in its descriptor; the worker answers
 * with what it saw, in any number of messages, and ends with SWEEP_END.
 * Nothing in an answer is believed beyond its form: the parent decodes with
 * checks and kills a worker whose message is nonsense.
 */
#ifndef FINDING_SWEEP_WIRE_H
#define FINDING_SWEEP_WIRE_H

#include "finding/census.h"
#include "finding/observation.h"
#include "value/where.h"

enum sweep_order {
	SWEEP_ITEM = 1,		/* item_order_encode, with the descriptor */
};

enum sweep_answer {
	SWEEP_PROGRESS = 101,	/* u32 item, u64 bytes consumed */
	SWEEP_HIT,		/* hit_answer_encode (only with --hits) */
	SWEEP_OBSERVATION,	/* u32 item, where, observation */
	SWEEP_GAP,		/* gap_answer_encode */
	SWEEP_LEASE,		/* lease_answer_encode */
	SWEEP_END,		/* item_end_encode */
};

struct item_order {
	uint32_t item;
	struct span path;	/* as people see it */
	uint64_t size;
	int64_t mtime;		/* TIME_NONE: not known */
	bool regular;
	bool crash;		/* tests: the worker dies over this item */
	uint16_t zone;		/* index in the setup's zones + 1; 0: none given */
	uint16_t year;		/* 0: not given */
	struct span columns;	/* --columns mapping, or empty */
};
void item_order_encode(struct buf *b, const struct item_order *o);
void item_order_decode(struct cursor *c, struct item_order *o);

struct hit_answer {
	uint32_t item;
	struct value_ref indicator;
	uint32_t advisory[OBSERVATION_ADVISORIES];
	uint32_t advisories;
	struct where where;
	uint64_t offset, length, line;
};
void hit_answer_encode(struct buf *b, const struct hit_answer *h);
void hit_answer_decode(struct cursor *c, struct hit_answer *h);

struct gap_answer {
	uint32_t item;
	struct span reason, detail;	/* reason: a word of DESIGN.md 4 */
	uint64_t bytes;			/* not looked at, 0: not known */
	bool minor;			/* swept in another way: never material by itself */
	struct where where;
};
void gap_answer_encode(struct buf *b, const struct gap_answer *g);
void gap_answer_decode(struct cursor *c, struct gap_answer *g);

struct lease_answer {
	uint32_t item;
	struct address address;
	int64_t from, to;	/* TIME_NONE: open */
	struct span computer, user;
	bool ended;		/* given back at `to` */
};
void lease_answer_encode(struct buf *b, const struct lease_answer *l);
void lease_answer_decode(struct cursor *c, struct lease_answer *l);

/* What an item turned out to be. */
enum item_kind { ITEM_LOG, ITEM_DOCUMENT, ITEM_TEXT, ITEM_BINARY, ITEM_COPY, ITEM_OWN,
		 ITEM_MAIL, ITEM_KINDS };

#define ITEM_DIGESTS 12		/* of all layers */

struct item_end {
	uint32_t item;
	enum item_kind kind;
	struct span format;	/* "fortigate", "html", "text", "gzip"... of the innermost layer */
	struct span people;	/* "firewall": first word of the source's label */
	struct span sensor;
	uint64_t shows;		/* LOG_SHOWS bits */
	uint64_t bytes;		/* of the file, as read */
	uint64_t decoded;	/* of the innermost layer */
	uint64_t hits;
	uint32_t copy_of;	/* ITEM_COPY: the advisory */
	int64_t first, last;	/* of its records; TIME_NONE */
	struct { struct span name, hex; } digest[ITEM_DIGESTS];	/* "sha256", of each layer in turn */
	uint32_t digests;
	struct span sha256;	/* of the file; empty: not taken */
	struct census census;	/* of a log */
};
void item_end_encode(struct buf *b, const struct item_end *e);
/* e->census is initialised here; release it in every case. */
void item_end_decode(struct cursor *c, struct item_end *e);

/* The setup of the sweep job. fd 0: the set. */
#define SWEEP_ZONES   64
#define SWEEP_COPIES  64

struct sweep_setup {
	struct span zone[SWEEP_ZONES];	/* names */
	uint32_t zones;
	int64_t since, until;		/* TIME_NONE: open */
	uint32_t context;		/* bytes of context kept for each place */
	uint32_t depth;			/* nesting of decoders */
	bool hits;			/* send SWEEP_HIT */
	bool custody;			/* SHA-256 of every file, for the manifest */
	bool plan;			/* census only: nothing is matched, large items are sampled */
	uint64_t set_size;
	struct { uint64_t size; struct span sha256; uint32_t advisory; } copy[SWEEP_COPIES];
	uint32_t copies;		/* documents whose copies are set aside */
};
void sweep_setup_encode(struct buf *b, const struct sweep_setup *s);
void sweep_setup_decode(struct cursor *c, struct sweep_setup *s);

#endif
