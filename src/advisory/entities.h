/*
 * entities.h -- the names in one advisory, each once: its kind and id, how it
 * was written, how often, and where first.  Given behind the indicators.
 */
#ifndef ADVISORY_ENTITIES_H
#define ADVISORY_ENTITIES_H

#include "advisory/known.h"
#include "advisory/reading.h"

#define ENTITIES_MAX 200000	/* of one advisory; further ones are counted, not kept */

#define ENTITY_LISTS 4096	/* of further lists no entry vouches for another */

struct entities {
	struct reading *reading;
	struct named *first, **end;
	struct named **slot;		/* hash table */
	uint32_t count, slots;
	uint64_t left_out;
	uint8_t certain_in[ENTITY_LISTS];	/* names that are entries of a list, up to 255 */
	const char *kind_in[ENTITY_LISTS];	/* of the certain ones; "": several */
	uint8_t names_in[ENTITY_LISTS];		/* certain or not */
	bool techniques_stated;		/* the document gives ids of techniques itself */
};

/* What a document says; spans are copied. Empty id, stated: not known. */
struct mention {
	const char *kind;	/* "actor", "malware", "technique", "vulnerability", ... */
	struct span name, id, stated;
	struct span written;	/* as it stands; empty: as the name */
	const struct known *known;	/* what it is; NULL: looked up by kind, name and id */
	struct strings may_be;	/* ids; more than one: undecided, `name` is as it stands */
	bool doubtful;		/* counts only beside a certain mention of the same */
	const char *aside;	/* why it is only named in passing here; NULL: it is not */
	bool overview;		/* it is a row of an overview (passing.h) */
	bool told;		/* the words beside it say what it is */
	struct concerned concern;	/* of a sector: what it is named for */
	uint32_t list;		/* it is a whole entry of this list; 0: it is not */
	struct step at;
};

void entities_init(struct entities *s, struct reading *r);

/*
 * One more mention; the same kind and name (in any case) is one entity.  What
 * the tables know gets their name and id, what they do not is marked.
 */
int  entities_add(struct entities *s, const struct mention *m, struct error *e);

/*
 * `alias` is another way of writing `name`, whatever the kind of that is.
 * False when no such name was met, or when the tables know the alias as
 * something else: then it is the caller's to add it.  A name that the tables
 * do not know is another way of writing an alias that they do.
 */
bool entities_alias(struct entities *s, struct span name, struct span alias);

/* What the names of a list are, of which enough are certain so far, or NULL. */
const char *entities_list_kind(const struct entities *s, uint32_t list);

/* A name of this kind was met. */
bool entities_have(const struct entities *s, struct span kind, struct span name);

/*
 * Give them all, in the order of their first mention.  What the document names
 * in passing only says so, unless it names no threat otherwise.
 */
int  entities_give(struct entities *s, struct error *e);

#endif
