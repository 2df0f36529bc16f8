/*
 * window.h -- the period that an answer is about, and how long a sign stays
 * one (DESIGN.md 1 "window", 2 rule 4).
 */
#ifndef FINDING_WINDOW_H
#define FINDING_WINDOW_H

#include "base/time.h"
#include "value/kind.h"

/* What an advisory says about time; TIME_NONE where it says nothing. */
struct advisory_dates {
	int64_t published, activity_from, activity_to;
};

struct period {
	int64_t from, to;	/* TIME_NONE: open */
};

/*
 * First stated activity to the later of publication and last stated activity;
 * no activity stated: the year before publication; no dates at all: open.
 */
struct period window_of(const struct advisory_dates *d);

/* A date without time of day is its last second. */
#define WINDOW_DAY_END (TIME_DAY - TIME_SECOND)

enum age {
	AGE_FRESH,	/* inside the margin, or of a kind that does not age */
	AGE_UNDATED,	/* the advisory has no dates: no ageing, at most moderate */
	AGE_OUTSIDE,	/* too long before or after: a person must judge */
	AGE_UNKNOWN,	/* the record's time is not known, and this kind ages */
};

/*
 * Rule 4 for an indicator seen at first..last.  valid_from and valid_until of
 * the indicator itself (TIME_NONE: none) widen what the advisory states.
 */
enum age age_of(const struct advisory_dates *d, enum kind kind, int64_t valid_from,
		int64_t valid_until, int64_t first, int64_t last);

bool period_has(const struct period *p, int64_t first, int64_t last);

#endif
