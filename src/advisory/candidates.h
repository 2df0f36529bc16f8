/*
 * candidates.h -- the values in one passage of a document: a paragraph, a list
 * item, a cell, a line.
 *
 * The passage is refanged piece by piece; each candidate knows which bytes of
 * the passage it was written with, and its canonical value.  A passage that is
 * an entry (cell, item, line of a list) is first tried as one value, so that
 * file names with blanks in them stay whole.
 */
#ifndef ADVISORY_CANDIDATES_H
#define ADVISORY_CANDIDATES_H

#include "advisory/labels.h"
#include "advisory/shapes.h"
#include "base/buf.h"

struct candidate {
	enum kind kind;
	struct span value;	/* canonical; until the callback returns */
	size_t from, to;	/* bytes of the passage, as written */
	uint16_t port;
	uint32_t notes;		/* enum shape_note */
	bool defanged;
	bool whole;		/* the passage, or a piece between its separators, is this value */
	bool labelled;		/* the label says this kind */
	bool regex;		/* the value is a regular expression */
	struct span logic;	/* the pattern that it is no sign outside of; empty: none */
};

/* -1 stops. */
typedef int candidate_fn(void *context, const struct candidate *c);

struct passage {
	struct span text;
	bool entry;		/* an entry of a list or table, not running text */
	struct label label;	/* of the column or heading; COLUMN_UNKNOWN: none */
};

/* Buffers that are used again for every passage. */
struct finder {
	struct buf plain, map, canonical;
};

void finder_init(struct finder *f);
void finder_release(struct finder *f);

/* Call `fn` for each candidate in the order of the text. 0, or -1 when it stopped. */
int candidates_find(struct finder *f, const struct passage *p, candidate_fn *fn, void *context);

#endif
