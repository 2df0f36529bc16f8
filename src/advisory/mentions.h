/*
 * mentions.h -- the names in the passages of a document, and in the titles and
 * remarks of lists and bundles, each added to its entities with its place.
 */
#ifndef ADVISORY_MENTIONS_H
#define ADVISORY_MENTIONS_H

#include "advisory/entities.h"
#include "advisory/layout.h"
#include "advisory/passing.h"

struct mentions {
	struct layout *layout;		/* NULL: texts that lie elsewhere */
	struct entities *entities;
	struct known_finder *known;	/* room, used again for each text */
	uint32_t texts;			/* read by mentions_in */
	uint64_t last;			/* digest of the text before */
	struct passing passing;
};

#define MENTIONS_TEXTS 20000	/* titles and remarks of one list or bundle; more are passed over */

/* Names in `text`, which lies in the text of block `block`; blocks in their order. */
int mentions_find(struct mentions *m, uint32_t block, struct span text, struct error *e);

/*
 * Names in a title or remark that stands at `at`. The text of the call before
 * is passed over: lists repeat their remarks.
 */
int mentions_in(struct mentions *m, struct span text, struct step at, struct error *e);

/*
 * A remark on a value: besides, "WellMess, .NET" names malware or an actor as a
 * whole piece of it, to which the value belongs (`belongs` may be NULL).  A name
 * that is also an ordinary word says nothing as a piece.
 */
int mentions_remark(struct mentions *m, struct span text, struct step at,
		    struct strings *belongs, struct error *e);

/* Addresses hold names of pages; only ids are meant ("attack.mitre.org/techniques/T1059"). */
int mentions_ids(const struct mentions *m, uint32_t block, struct span target, struct error *e);

#endif
