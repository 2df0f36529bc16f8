/*
 * prose.h -- a document while it is read: what prose.c and prose_rules.c share.
 */
#ifndef ADVISORY_PROSE_H
#define ADVISORY_PROSE_H

#include "advisory/collected.h"
#include "advisory/entities.h"
#include "advisory/mentions.h"
#include "advisory/rules.h"
#include "advisory/sayings.h"
#include "advisory/values.h"

#define BROKEN_TOLD 50		/* rules with mistakes that get a gap of their own */

/* What the cells of one row say together. */
struct prose_row {
	uint32_t table, row;
	uint64_t said;			/* cues of its remarks */
	bool digest;			/* a digest stands in it */
	struct label type;		/* of its type cell */
};

/* The sentence whose cues are known, in the passage at hand. */
struct prose_sentence {
	size_t from, to, slot;
	uint64_t said;
};

struct prose_broken {			/* a rule with a mistake */
	uint32_t rule;
	struct span why;
};

struct prose {
	struct reading *reading;
	struct layout layout;
	struct finder finder;
	struct values values;
	struct entities entities;
	struct collected attached;	/* what files in the document say */
	struct mentions mentions;
	struct sayings *sayings;
	struct own_domains own;
	struct buf rules;		/* struct rule_found */
	struct rule_imports imports;
	uint32_t rule_count;
	struct prose_broken broken[BROKEN_TOLD];
	uint32_t broken_count;
	struct prose_row at_row;
	uint32_t lead;			/* the lead whose cues are known, or NO_BLOCK */
	uint64_t lead_said;
	struct prose_sentence sentence;
	size_t last_to;			/* end of the value before, in the passage at hand */
	/* The passage at hand: */
	uint32_t block;
	uint64_t signs;
	bool running;			/* running text: cues by sentence */
	bool digest;			/* an entry with a digest in it */
	struct span text;
	size_t base;			/* of `text` in the text of the block */
	struct error *error;
};

/* A value found, in bytes of the text at hand. */
int  prose_add_value(struct prose *p, const struct candidate *c, uint64_t signs);

/* A STIX pattern in bytes from..to of the text at hand: a rule, and its values. */
int  prose_take_pattern(struct prose *p, struct span text, size_t from, size_t to);

int  prose_keep_rule(struct prose *p, const struct rule_found *rule);

/* Files in the document: their records wait in p->attached. */
int  prose_read_attached(struct prose *p);

void prose_rules_init(struct prose *p);

/* Rules in code of the block at hand, kept; how many, or -1. */
int  prose_find_rules(struct prose *p, struct span code);

/* The last rule of the block at hand that begins at or before `at`; NULL: none. */
const struct rule_found *prose_rule_at(const struct prose *p, size_t at);

int  prose_give_rules(struct prose *p);

/* What is wrong with the rules, and what they ask for that is not here. */
int  prose_give_rule_gaps(struct prose *p);

#endif
