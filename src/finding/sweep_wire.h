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

#include "evidence/opening.h"
#include "finding/census.h"
#include "finding/observation.h"
#include "finding/piece_wire.h"
#include "value/where.h"

enum sweep_order {
	SWEEP_ITEM = 1,		/* item_order_encode, with the descriptor */
	SWEEP_VERIFY,		/* all of the set; nothing else */
};

enum sweep_answer {
	SWEEP_PROGRESS = 101,	/* u32 item, u64 bytes consumed */
	SWEEP_HIT,		/* hit_answer_encode (only with --hits) */
	SWEEP_OBSERVATION,	/* observed_encode */
	SWEEP_GAP,		/* gap_answer_encode */
	SWEEP_PART,		/* part_answer_encode: something inside a container has ended */
	SWEEP_LEASE,		/* lease_answer_encode */
	SWEEP_SHOWN,		/* shown_encode (only with setup.show) */
	SWEEP_FRAGILE,		/* u32 item: from here on do not trust me with the next one */
	/* For recall (match/recorder.h); without SWEEP_NOTED an item's notes are worth nothing. */
	SWEEP_NOTES,		/* u32 item, span segment */
	SWEEP_NOTED,		/* the last of them, noted_encode */
	SWEEP_END,		/* item_end_encode */
	SWEEP_DOUBT,		/* what I used of the set is damaged, I say; nothing follows */
	SWEEP_VERIFIED,		/* u8 code (0: the set is sound), span text */
	SWEEP_PIECES,		/* piece_plan_encode: of a large one I do the first piece only */
	SWEEP_STRAY,		/* piece_stray_encode */
	SWEEP_PIECE,		/* piece_answer_encode, before the end of a piece */
};

struct item_order {
	uint32_t item;
	struct span path;	/* as people see it */
	uint64_t size;
	int64_t mtime;		/* TIME_NONE: not known */
	bool regular;
	bool crash, divided;	/* tests: the worker dies over it, or when it has divided it */
	uint16_t zone;		/* index in the setup's zones + 1; 0: none given */
	uint16_t year;		/* 0: not given */
	struct span columns;	/* --columns mapping, or empty */
	enum piece_task task;
	uint64_t begin, end;
	bool whole;		/* not in pieces, however large */
	struct piece_plan plan;	/* of a piece */
	bool speaks;		/* PIECE_DIGEST: something was found, so SHA-256 is wanted */
};
void item_order_encode(struct buf *b, const struct item_order *o);
void item_order_decode(struct cursor *c, struct item_order *o);

struct hit_answer {
	uint32_t item;
	struct value_ref indicator;
	struct span listed;		/* as of an observation */
	struct where where;
	uint64_t offset, length, line;
};
void hit_answer_encode(struct buf *b, const struct hit_answer *h);
void hit_answer_decode(struct cursor *c, struct hit_answer *h);

/* What is seen is about a part of the item: 0 the file itself, else something inside it. */
struct observed {
	uint32_t item;
	uint64_t part;
	struct where where;
	struct span wire;		/* bytes of what follows */
	struct observation seen;
};
void observed_encode(struct buf *b, uint32_t item, uint64_t part, const struct where *where,
		     const struct observation *seen);
void observed_decode(struct cursor *c, struct observed *o);

struct gap_answer {
	uint32_t item;
	uint64_t part;
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
	bool by_hit;		/* its record was read only because something was found in it */
};
void lease_answer_encode(struct buf *b, const struct lease_answer *l);
void lease_answer_decode(struct cursor *c, struct lease_answer *l);

struct noted {
	uint32_t item;
	uint32_t segments;	/* in front of this one */
	unsigned digests;	/* all that is digested was digested so (1 << enum digest) */
	unsigned listed;	/* digests that the set lists */
	uint64_t long_log;	/* bytes of it: a log that no set has digested; else 0 */
	bool long_inside;	/* there is one inside the item */
	struct span segment;
};
void noted_encode(struct buf *b, const struct noted *n);
void noted_decode(struct cursor *c, struct noted *n);

/* What an item turned out to be. */
enum item_kind {
	ITEM_LOG, ITEM_DOCUMENT, ITEM_TEXT, ITEM_BINARY, ITEM_COPY, ITEM_OWN, ITEM_MAIL,
	ITEM_ARCHIVE,		/* holds files of its own */
	ITEM_WRAPPER,		/* holds logs or mail and nothing else: they speak for themselves */
	ITEM_KINDS
};

#define ITEM_LAYERS WHERE_MAX

struct item_end {
	uint32_t item;
	enum item_kind kind;
	struct span format;	/* "fortigate", "html", "text", "gzip"... of the innermost layer */
	struct span people;	/* "firewall": first word of the source's label */
	struct span sensor;
	uint64_t shows;		/* LOG_SHOWS bits */
	uint64_t bytes;		/* of the file, as read */
	uint64_t decoded;	/* of the innermost layer */
	uint64_t things, inner;	/* met inside, and their bytes as decoded */
	uint64_t undigested;	/* bytes of logs not compared with listed digests */
	uint64_t hits;
	int64_t first, last;	/* of its records; TIME_NONE */
	struct span sha256[ITEM_LAYERS];	/* of each layer, outermost first; or empty */
	uint32_t layers;
	struct census census;	/* of a log or of mail */
};
void item_end_encode(struct buf *b, const struct item_end *e);
/* e->census is initialised here; release it in every case. */
void item_end_decode(struct cursor *c, struct item_end *e);

/*
 * The end of a part that has something to say, or is a log or a mailbox of its
 * own.  `outer` is the part around it, which speaks too and ends later; the
 * layers of `end` are its own.
 */
struct part_answer {
	uint32_t item;
	uint64_t part, outer;
	bool speaks;
	struct where where;
	struct item_end end;	/* .item is not used */
};
void part_answer_encode(struct buf *b, const struct part_answer *p);
/* p->end.census is initialised here; release it in every case. */
void part_answer_decode(struct cursor *c, struct part_answer *p);

/* `tocsin show`: what was decoded, a part at a time. */
#define SHOWN_FIELDS 80
enum shown_kind {
	SHOWN_FILE, SHOWN_MEMBER, SHOWN_MESSAGE, SHOWN_BODY, SHOWN_STREAM, SHOWN_HEADER,
	SHOWN_EVENT, SHOWN_ROW, SHOWN_TEXT_PART, SHOWN_VALUE, SHOWN_KINDS
};
const char *shown_kind_name(enum shown_kind k);		/* "file" */

struct shown_field {
	struct span name, value;
};

struct shown {
	uint32_t item;
	enum shown_kind kind;
	struct where where;
	int64_t time;			/* TIME_NONE */
	enum event_class class;		/* of an event */
	enum outcome outcome;
	uint32_t fields;
	struct shown_field field[SHOWN_FIELDS];
};
void shown_encode(struct buf *b, const struct shown *s);
void shown_decode(struct cursor *c, struct shown *s);

/* The setup of the sweep job. fd 0: the set. */
#define SWEEP_ZONES   64
#define SWEEP_COPIES  64
#define SWEEP_HEAD    32	/* bytes that a copy begins with */
#define SWEEP_WORDS   OPENING_WORDS

struct sweep_setup {
	struct span zone[SWEEP_ZONES];	/* names */
	uint32_t zones;
	int64_t since, until;		/* TIME_NONE: open */
	uint32_t context;		/* bytes of context kept for each place */
	struct opening_limits limits;
	bool hits;			/* send SWEEP_HIT */
	bool custody;			/* SHA-256 of every file, for the manifest */
	bool digest_all;		/* long logs, too, are compared with listed digests */
	bool plan; /* census only: nothing is matched, large items are sampled */
	bool show;			/* what is decoded is told; nothing is matched */
	uint64_t piece, large;		/* tests: of texts, instead of PIECE_BYTES, WHOLE_CENSUS */
	bool notes;			/* SWEEP_NOTES and SWEEP_NOTED, for sets of this seed */
	uint64_t seed;
	uint64_t set_size;
	/* Documents whose copies are set aside; `head`: how they begin, or empty. */
	struct { uint64_t size; struct span sha256, head; uint32_t advisory; } copy[SWEEP_COPIES];
	uint32_t copies;
	struct span password[SWEEP_WORDS];	/* tried on what is encrypted */
	uint32_t passwords;
};
void sweep_setup_encode(struct buf *b, const struct sweep_setup *s);
void sweep_setup_decode(struct cursor *c, struct sweep_setup *s);

#endif
