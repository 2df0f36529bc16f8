/*
 * stored.h -- a finding of a stored answer, as the verbs that ask about one
 * address it: F4 (of the last sweep), DIR:F4, FILE.ndjson:F4.
 */
#ifndef CLI_STORED_H
#define CLI_STORED_H

#include "base/tree.h"
#include "cli/cli.h"

struct stored {
	char records[4096];	/* the file of records */
	char folder[4096];	/* of the case; "": records of no case */
	char id[32];		/* "F4"; "": none was named */
	struct arena arena;
	const struct node *finding, *run;	/* of stored_load */
};

/* What a word addresses; NULL: the last answer as a whole. -1 with the sentence written. */
int  stored_address(struct stored *s, const char *word, const char *folder);

/* Read the finding and the record `run`. -1 with the sentence written. */
int  stored_load(struct stored *s);
void stored_release(struct stored *s);

/* The member as a string in the arena, "" when it is none. */
const char *stored_text(struct stored *s, const struct node *n, const char *key);
uint64_t stored_number(const struct node *n, const char *key);

/* verify_answer.c: seal, manifest, files; the status. */
int  verify_answer(struct stored *s, bool digests);

#endif
