/*
 * renewal_own.h -- the insides of renewal.h, shared by its files only.
 */
#ifndef ADVISORY_RENEWAL_OWN_H
#define ADVISORY_RENEWAL_OWN_H

#include "advisory/renewal.h"
#include "base/table.h"

#define NAME_LONGEST 60		/* bytes of another name */
#define MAIN_LONGEST 120

struct spelling {
	struct span written;	/* with the marks of the table; a fresh one has none yet */
	struct spelling *next;
	bool fresh;
};

struct thing {
	struct span kind, id;
	struct spelling main, *others;
	struct thing *next;
};

struct renewal {
	struct arena arena;
	struct thing *things;
	uint32_t count;
	struct table main, any, ids;	/* to struct thing; `any` to struct bearer */
	struct table never, ordinary;	/* folded words */
	struct table words;		/* how often descriptions write a word small and large */
	struct buf rest;		/* rows that no file replaces */
	struct buf techniques, kev;	/* rows as they will be written */
	struct buf warning;
	struct span list_tail;		/* lists behind the one that is replaced */
};

/* "The Dukes" of something whose kind is an actor: put it where it belongs. */
struct naming_row {
	const char *kind;	/* "actor", "malware", "tool", "campaign" */
	struct span id, name;
	struct span *others;
	uint32_t count;
};
int renewal_name(struct renewal *r, const struct naming_row *n, struct error *e);

/* Count the words of a description. */
void renewal_words(struct renewal *r, struct span text);

/* A name is also an ordinary word, as far as the descriptions show. */
bool renewal_is_ordinary(const struct renewal *r, struct span folded);

/* One clean line of text in the arena: blanks put together, the table's own signs dropped. */
struct span renewal_tidy(struct renewal *r, struct span name);

/* The values of the list that its makers call `name` are replaced; false: none of ours. */
bool renewal_list_begin(struct renewal *r, struct span name, struct span date);
void renewal_list_value(struct renewal *r, struct span value);
void renewal_list_end(struct renewal *r);

#endif
