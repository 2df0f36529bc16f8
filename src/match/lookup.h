/*
 * lookup.h -- is exactly this value listed?  One question per kind; the answer
 * is the list of indicators behind the key, each compared by the caller with
 * lookup_is (lists of equal keys are equal values but for chance).
 */
#ifndef MATCH_LOOKUP_H
#define MATCH_LOOKUP_H

#include "match/range.h"
#include "match/table.h"

/* The value of indicator `id` is `text`, letters folded. */
bool lookup_is(const struct set *s, uint32_t id, struct span text);

/* The value of indicator `id` is this address. */
bool lookup_is_address(const struct set *s, uint32_t id, const struct address *a);

/* Some domain listed is `host` or above it, or some address or network listed holds it. */
bool lookup_covers_host(const struct set *s, struct span host);

bool lookup_address(const struct set *s, const struct address *a);	/* itself or a network */

#endif
