/*
 * entities.h -- the names in one advisory, each once: its kind and id, how it
 * was written, how often, and where first.  Given behind the indicators.
 */
#ifndef ADVISORY_ENTITIES_H
#define ADVISORY_ENTITIES_H

#include "advisory/reading.h"

#define ENTITIES_MAX 200000	/* of one advisory; further ones are counted, not kept */

struct entities {
	struct reading *reading;
	struct named *first, **end;
	struct named **slot;		/* hash table */
	uint32_t count, slots;
	uint64_t left_out;
};

/* What a document says; spans are copied. Empty id, stated: not known. */
struct mention {
	const char *kind;	/* "actor", "malware", "technique", "vulnerability", ... */
	struct span name, id, stated;
	struct span written;	/* as it stands; empty: as the name */
	struct step at;
};

void entities_init(struct entities *s, struct reading *r);

/* One more mention; the same kind and name (in any case) is one entity. */
int  entities_add(struct entities *s, const struct mention *m, struct error *e);

/*
 * `alias` is another way of writing `name`, whatever the kind of that is.
 * False when no such name was met: then it is the caller's to add it.
 */
bool entities_alias(struct entities *s, struct span name, struct span alias);

/* Give them all, in the order of their first mention. */
int  entities_give(struct entities *s, struct error *e);

#endif
