/*
 * naming.h -- names lead to indicators: when nothing that was given lists
 * anything, the malware and campaigns that it names are looked up in the lists
 * that ship with the program (intel/pack.h) and in the library.
 *
 * Taken are lists of the document's time: published at most two years before
 * it and three months after.  A document without a date is taken to be of the
 * time of the oldest list that bears its names.  Never looked up are actors
 * and tools: an actor's other campaigns are not what the document tells of.
 */
#ifndef NAMING_H
#define NAMING_H

#include "base/out.h"
#include "finding/bulletin.h"
#include "intel/library.h"
#include "intel/pack.h"

#define NAMING_LISTS 64		/* that bear one of the names; the rest is counted */

struct naming_list {
	const struct pack *pack;	/* NULL: a document of the library */
	int64_t number;			/* of that document */
	int64_t published;		/* TIME_NONE: not stated */
	struct span title;
	bool about;		/* values of no stated malware belong to the names, too */
	bool taken;
	uint64_t values;	/* that are searched for, once it was read */
};

struct naming {
	struct arena arena;
	struct span title;		/* of the document */
	struct strings name, id;
	int64_t from, to;		/* dates of the documents; TIME_NONE: no dates */
	struct naming_list list[NAMING_LISTS];
	uint32_t lists, more;
};

void naming_init(struct naming *n);
void naming_release(struct naming *n);

/* False: something was listed, or there are no names. */
bool naming_begin(struct naming *n, const struct bulletins *b);

/* Fill `list`, and choose which are taken. `l` may be NULL. */
int  naming_find(struct naming *n, struct library *l, struct error *e);

/* The same as a member of an object: the lists that are taken, and how much each holds. */
void naming_json(const struct naming *n, struct out *o);

/* For people: what was looked up, which lists are searched for, which are not. */
void naming_text(const struct naming *n, struct buf *out);

/*
 * A record of a list: a value of malware that was not named becomes benign;
 * false: a rule of such, to be left out.
 */
bool naming_fit(const struct naming *n, const struct naming_list *list, struct intel_record *r);

#endif
