/*
 * where.h -- the place of a thing: a chain of steps, outermost first
 * (DESIGN.md 4), as it stands in the records and as people read it.
 */
#ifndef VALUE_WHERE_H
#define VALUE_WHERE_H

#include "base/arena.h"
#include "base/frame.h"
#include "base/span.h"

enum step_kind {
	STEP_FILE,		/* text = path */
	STEP_MEMBER,		/* text = name */
	STEP_MESSAGE,		/* number, text = id */
	STEP_STREAM,		/* text = format */
	STEP_RECORD,		/* number */
	STEP_FLOW,		/* text */
	STEP_TEXT,		/* page, line, column, offset, length, quote */
	STEP_POINTER,		/* text = JSON pointer (RFC 6901) */
	STEP_ROW,		/* number = row, column */
	STEP_KINDS
};

#define WHERE_MAX 24		/* steps in a chain: nesting 16 and what lies inside */

struct step {
	enum step_kind kind;
	struct span text;
	struct span quote;
	uint64_t number;	/* message, record, row */
	uint64_t offset, length;
	uint64_t line, column;	/* 1-based; 0: not known */
	uint32_t page;		/* 1-based; 0: none */
};

struct where {
	struct step step[WHERE_MAX];
	uint32_t count;
};

void where_add(struct where *w, struct step step);	/* beyond WHERE_MAX: dropped */

/* Only the steps that there are. */
void where_copy(struct where *to, const struct where *from);

void where_encode(struct buf *b, const struct where *w);
/* Without the steps before the first. */
void where_encode_from(struct buf *b, const struct where *w, uint32_t first);
/* Spans point into the cursor's bytes; sets c->bad (and no steps) on nonsense. */
void where_decode(struct cursor *c, struct where *w);

/*
 * "mail.mbox » message 4121 » invoice.zip » a.exe @ 0x1f40+32", raw: escape
 * before showing.  A stream is written behind its step ("fw.log.gz (gzip)");
 * a text by its line (":12"), else its bytes in the part (" @ 0xOFFSET+LENGTH"),
 * with a page as " page 3 line 12"; a row as "row 7 column 2".
 */
void where_text(const struct where *w, struct buf *out);

/* The array of the records. */
struct out;
void where_json(struct out *o, const char *key, const struct where *w);

#endif
