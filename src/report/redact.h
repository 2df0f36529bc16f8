/*
 * redact.h -- records that may leave the house: whatever names a machine, a
 * person, a place or a file of ours is replaced by a pseudonym.
 *
 * A pseudonym is made from a secret key and the name alone, so that it is the
 * same in every record and every report of that key and tells nothing without
 * it: "machine-0f3a91c2d4".  Only strings that a rule lets through stay as
 * they are (redact_rules.c): what a later version adds to a record is left out
 * until somebody decides.  Log lines and mail text are left out; values of the
 * attacker, times, counts, reasons and verdicts stay.  What the advisory says
 * stays, but for the folder where it lay.
 *
 * Ids of findings (F12) stay too: they lead the owner back to the record.
 */
#ifndef REPORT_REDACT_H
#define REPORT_REDACT_H

#include "base/arena.h"
#include "base/out.h"
#include "base/table.h"

#define REDACT_KEY 32		/* bytes */

struct redact {
	char key[REDACT_KEY];
	struct arena scratch;	/* of the record at hand */
	struct arena arena;
	struct table names;	/* real name -> index of its pseudonym, for sentences */
	struct span *pseudonym;
	struct span long_name[64];	/* those with blanks in them */
	uint32_t long_names;
	struct out out;
};

/* 0, or -1 and *e. `key` is REDACT_KEY bytes. */
int  redact_init(struct redact *r, struct span key, struct error *e);
void redact_release(struct redact *r);

/* The record without names of ours, good until the next call; empty: nothing may be told of it. */
int  redact_record(struct redact *r, struct span json, struct span *out, struct error *e);

/* ---- redact_rules.c: what becomes of a string */

enum redaction {
	REDACT_OUT,		/* null */
	REDACT_KEEP,
	REDACT_HOST,		/* an address or a name */
	REDACT_PEER,		/* kept unless it may be one of ours */
	REDACT_MACHINE, REDACT_USER, REDACT_MAILBOX, REDACT_SOURCE, REDACT_NETWORK,
	REDACT_PLACE,		/* a path, a member, a folder: its suffix stays */
	REDACT_MATCHED,		/* kept as far as it is the listed value */
	REDACT_SENTENCE,	/* words of ours, perhaps with names in them */
};

/* Of a member `key` in an object that is the member `parent` (empty: the record itself). */
enum redaction redaction_of(struct span type, struct span parent, struct span key);
/* Records that say what an advisory says: only places are replaced. */
bool redact_is_advisory(struct span type);

#endif
