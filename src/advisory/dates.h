/*
 * dates.h -- dates in documents: of publication, and of what the attacker did.
 *
 * A document says "16 July 2020", "throughout 2020", "between March and May",
 * "2014-2016".  Each is a stretch of time; its first and last second are kept.
 */
#ifndef ADVISORY_DATES_H
#define ADVISORY_DATES_H

#include "base/time.h"

struct stretch {
	int64_t from, to;	/* first and last second; TIME_NONE: open */
};

/*
 * A day, month, year or part of one at the start of `text` ("16 July 2020",
 * "July 2020", "early 2020", "Q3 2019", "2020-07", "2020"); bytes taken, or 0.
 */
size_t stretch_read(struct span text, struct stretch *out);

/* The whole cell is a date or time in any usual form (also epoch seconds). */
bool date_cell(struct span cell, struct stretch *out);

/* The whole cell is a period: "2014-2016", "2018-", "since May 2018", or one date. */
bool period_cell(struct span cell, struct stretch *out);

/* The first full date (with a day) in `text`; its position in *at. */
bool date_find(struct span text, struct stretch *out, size_t *at);

/*
 * What a sentence says about when something was going on, 0 when nothing:
 *   3  "throughout 2020", "between March and May 2020", "from May to July 2020"
 *   2  "since January 2020", "from at least 2019", "as early as May 2019"
 *   1  "in early 2020"
 */
int period_find(struct span sentence, struct stretch *out);

/* "TLP:WHITE", "TLP : AMBER+STRICT": the colour as stated, or empty. */
struct span tlp_find(struct span text);

#endif
