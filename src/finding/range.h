/*
 * range.h -- a large log or text swept in pieces, in the worker (scan_range.c);
 * private to finding/.
 */
#ifndef FINDING_RANGE_H
#define FINDING_RANGE_H

#include "evidence/opening.h"
#include "finding/piece_wire.h"

struct scanner;

/* Of the text at hand, of one item: nothing yet. */
struct file_range {
	bool on;			/* it is a piece of the file */
	bool offered;			/* it may yet become the first one */
	bool last;
	struct piece_plan plan;
	struct piece_answer answer;
	uint64_t strays;
};

/* The first block of a text has shown what it is.  1: the blocks go on elsewhere, or nowhere. */
int  scan_range_open(struct scanner *s, const struct content *c, const struct block *first,
		     struct error *e);
/* Behind a block: is enough known so that others may begin with the rest? */
int  scan_range_offer(struct scanner *s, const struct block *block, struct error *e);
/* At the end of a text: what the parent must know of this piece, if it is one. */
int  scan_range_close(struct scanner *s, struct error *e);
/* Of an order that only counts lines. */
void scan_range_count(struct scanner *s);

#endif
