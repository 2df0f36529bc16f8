/*
 * coverage.h -- what a source could have shown, over which time (rule 7).
 */
#ifndef FINDING_COVERAGE_H
#define FINDING_COVERAGE_H

#include "finding/source.h"
#include "finding/window.h"

#define HOLES_MAX 32
#define HOLE_MIN  TIME_DAY	/* shorter ones are quiet nights and Sundays */

enum limit {			/* bits; each is a gap reason of DESIGN.md 4 */
	LIMIT_REFUSALS_ONLY = 1 << 0,
	LIMIT_SHORTENED = 1 << 1,
	LIMIT_NO_TIME = 1 << 2,
	LIMIT_LOG_CLEARED = 1 << 3,
	LIMIT_SERIES_HOLE = 1 << 4,
	LIMIT_OUTSIDE_WINDOW = 1 << 5,	/* records left out by --since or --until */
	LIMIT_GAPS = 1 << 6,		/* a material part could not be read */
};
#define LIMITS 7
struct span limit_reason(unsigned bit);	/* "refusals-only" for LIMIT_REFUSALS_ONLY */

struct coverage {
	struct period seen;		/* first and last record */
	struct period hole[HOLES_MAX];	/* without a record for more than HOLE_MIN, in the window */
	uint32_t holes;
	int64_t hole_total;		/* of all, also those not listed */
	bool begins_late, ends_early;	/* the first (last) hole is at the window's edge */
	uint64_t network;		/* LOG_SHOWS bits of network kinds it can show */
	bool clear_urls;		/* shows URLs, but of https none or the host at most */
	unsigned limits;
	bool whole;			/* nothing of the above in the window */
	uint32_t days;			/* of the window with records */
	bool rules;			/* rules are asked for: files are tried with them */
};

/*
 * Judge a source over a window (an open end is the source's own).  since and
 * until are what was read at all (TIME_NONE: everything).
 */
void coverage_of(const struct source *s, const struct period *window, struct coverage *out);

/* Did record ids jump inside this period (or nobody knows when)? */
bool coverage_jump_in(const struct census_jump *j, const struct period *window);

/* Records of this role speak for the organisation's traffic? (not: honeypot, lab, scanner...) */
bool source_speaks(const struct source *s);

#endif
