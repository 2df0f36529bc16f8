/*
 * sayings.h -- who says what of the attack, how surely: the sentences of a
 * document that vouch, assess, limit or deny, as assessments.
 */
#ifndef ADVISORY_SAYINGS_H
#define ADVISORY_SAYINGS_H

#include "advisory/known.h"
#include "advisory/layout.h"

#define SAYINGS_MAX 64		/* of one document; further ones are not kept */

struct saying {
	struct span body, scope, statement, term;
	const char *verb;
	uint32_t block;
	size_t from, to;	/* bytes of the block */
};

struct sayings {
	struct layout *layout;
	struct known_finder *known;	/* scratch */
	struct saying list[SAYINGS_MAX];
	uint32_t count;
	int scheme;			/* whose yardstick: of the first body that has one */
	struct span plain;		/* the sentence at hand, quotation marks made blanks */
};

/* Read them all; bodies that vouch for the document go into the reading's head. */
void sayings_read(struct sayings *s, struct layout *l, struct known_finder *known);

/* Give them, in the order of the document. */
int  sayings_give(const struct sayings *s, struct error *e);

#endif
