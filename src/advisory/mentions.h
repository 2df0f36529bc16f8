/*
 * mentions.h -- the names in the passages of a document, each added to its
 * entities with its place.
 */
#ifndef ADVISORY_MENTIONS_H
#define ADVISORY_MENTIONS_H

#include "advisory/entities.h"
#include "advisory/layout.h"

struct mentions {
	struct layout *layout;
	struct entities *entities;
	struct known_finder *known;	/* room, used again for each text */
};

/* Names in `text`, which lies in the text of block `block`; blocks in their order. */
int mentions_find(const struct mentions *m, uint32_t block, struct span text, struct error *e);

/* Addresses hold names of pages; only ids are meant ("attack.mitre.org/techniques/T1059"). */
int mentions_ids(const struct mentions *m, uint32_t block, struct span target, struct error *e);

#endif
