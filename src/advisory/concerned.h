/*
 * concerned.h -- what a text names a sector for.
 *
 * What sectors are called are ordinary words: they count where the text speaks
 * of targets ("targets the energy sector", "hospitals were hit").  A sector
 * that is named otherwise (a sender that poses as a bank, those who are advised
 * or told, the government behind the attack) is named in passing, and the
 * reason is told.  A "banking trojan", "social media" and
 * "financial losses" are no sectors.
 */
#ifndef ADVISORY_CONCERNED_H
#define ADVISORY_CONCERNED_H

#include "base/span.h"

enum concern {
	CONCERN_OTHER,		/* the words mean something else here, or nobody asked */
	CONCERN_SILENT,		/* nothing says what it is named for */
	CONCERN_NAMED,		/* a sector, but none under attack */
	CONCERN_SPARED,		/* the attackers are said to leave it alone */
	CONCERN_TARGET,
};

struct concerned {
	enum concern is;
	bool weak;		/* a TARGET because nothing speaks against it */
	const char *why;	/* of NAMED and TARGET */
	struct span by;		/* the words that say so; may be empty */
};

/* Bytes from..to of `text` are the sector's words; `ordinary`: they say little by themselves. */
struct concerned concerned_by(struct span text, size_t from, size_t to, bool ordinary);

#define SAID_TO_BE_SPARED "said to be spared"

/* What `text` says of the sectors in the list behind it: "attacked the following industries:". */
struct concerned concerned_lead(struct span text);

#endif
