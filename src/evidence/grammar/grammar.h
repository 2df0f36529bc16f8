/*
 * grammar.h -- what the place of a hit means in a file that is no event log
 * (DESIGN.md 2, rules 2 and 3): one file and one row in list.h for each kind of
 * text.
 *
 * A grammar says how surely a text is its own, and then, for one byte of it,
 * what that place is.  Only a place that is recognised by its grammar excuses:
 * a line that does not follow the grammar of its file stays unjudged, and
 * nothing but a recognised denying command or a comment makes a mention of a
 * line in a script, a history or a cron table.  A path is a hint: it may break
 * a tie between two grammars that the content allows, never decide.
 */
#ifndef EVIDENCE_GRAMMAR_GRAMMAR_H
#define EVIDENCE_GRAMMAR_GRAMMAR_H

#include "base/span.h"

enum place {
	PLACE_UNKNOWN_RECORD,	/* record-like or unknown text: stays unjudged */
	PLACE_DOCUMENT,		/* prose, HTML, wiki, notes, a comment: mention */
	PLACE_LIST,		/* indicators, rules, deny list, zone, ACL, hosts: mention */
	PLACE_DENY_COMMAND,	/* a command that denies: mention */
	PLACE_COMMAND,		/* a command that ran or runs by itself: started here */
	PLACE_CONFIG,		/* configuration or a command that only names it: unjudged */
	PLACE_OWN,		/* tocsin's own output: never swept */
	PLACE_COUNT
};

const char *place_name(enum place place);	/* "deny-command" */

struct grammar {
	const char *name;	/* "crontab" */
	const char *about;
	/* 0..100 for the beginning of a text (up to 24 KiB); `path` only breaks ties. */
	int (*probe)(struct span sample, struct span path);
	/* What byte `at` of `text` (the block around the hit) is; at < text.len. */
	enum place (*place)(struct span text, size_t at);
};

const struct grammar *grammar_at(size_t i);	/* NULL behind the last */

/* The grammar that bids highest (30 at least), or NULL: unknown text. */
const struct grammar *grammar_choose(struct span sample, struct span path);

/*
 * The place of byte `at`.  `g` NULL or `at` outside: PLACE_UNKNOWN_RECORD.  Of a
 * long text at most 128 KiB on either side are looked at.
 */
enum place grammar_place(const struct grammar *g, struct span text, size_t at);

#endif
