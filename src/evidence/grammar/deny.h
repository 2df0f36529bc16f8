/*
 * deny.h -- one simple command, taken apart: does it deny what it names?
 */
#ifndef EVIDENCE_GRAMMAR_DENY_H
#define EVIDENCE_GRAMMAR_DENY_H

#include "base/span.h"

#define DENY_WORDS 64

struct simple_command {
	struct span text;
	struct span word[DENY_WORDS];	/* without quotes around them; name first */
	size_t words;
};

enum deny_answer {
	DENY_NOT,		/* some other program */
	DENY_YES,
	DENY_OTHER,		/* a firewall's or resolver's command that does not deny */
};

/* By the plain name of the program (no path but the system's own). */
enum deny_answer deny_command(const struct simple_command *c);

/* Programs that only look at text or files: grep, less, ls. */
bool deny_only_looks(struct span name);

#endif
