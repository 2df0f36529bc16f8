/* explain.h -- what the parts of `explain` share; private to report/. */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include "report/people.h"
#include "report/record.h"

struct explaining {
	const struct node *finding;	/* or NULL: of a verdict */
	const struct node *verdict;
	struct buf *line;		/* the sentence at hand */
};

/* What one of the ten rules (DESIGN.md 2) says of a finding, of a verdict. */
#define EXPLAIN_RULES 10
struct explain_rule {
	const char *title;
	void (*finding)(struct explaining *x);	/* NULL: asked of verdicts only */
	void (*verdict)(struct explaining *x);
};
extern const struct explain_rule explain_rules[EXPLAIN_RULES];

/*
 * explain_shell.c: the plain command that shows the same record without us, into `out`; false
 * and a sentence instead when there is none.
 */
bool explain_shell(const struct node *finding, struct buf *out);

#endif
