/*
 * bodies.h -- in one sentence: who vouches, with which verb, for what.
 * "the NCSC and CSE assess", "CISA endorses the technical detail", "supported
 * by the NSA".
 */
#ifndef ADVISORY_BODIES_H
#define ADVISORY_BODIES_H

#include "advisory/known.h"

#define VOUCHERS_MAX 8

struct vouching {
	const char *verb;	/* "assesses", "endorses", "says"; NULL: none in the sentence */
	bool vouches;		/* not merely says */
	struct span scope;
	struct span name[VOUCHERS_MAX];
	uint32_t names;
};

/* `known` is scratch. Names are those of the tables where they know them. */
void vouching_read(struct span sentence, struct known_finder *known, struct vouching *out);

/* The capitalised words that a sentence begins with: "Dmitry Peskov"; may be empty. */
struct span leading_name(struct span sentence);

#endif
