/* explain.h -- what the parts of `explain` share; private to report/. */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include "finding/rules.h"
#include "report/people.h"
#include "report/record.h"

struct explaining {
	const struct node *finding;	/* or NULL: of a verdict */
	const struct node *verdict;
	struct buf *line;		/* the sentence at hand */
};

/* What each of answer_rules says of a finding, of a verdict. */
struct explain_rule {
	void (*finding)(struct explaining *x);	/* NULL: asked of verdicts only */
	void (*verdict)(struct explaining *x);
};
extern const struct explain_rule explain_rules[ANSWER_RULES];

/*
 * explain_shell.c: the plain command that shows the same record without us, into `out`; false
 * and a sentence instead when there is none.
 */
bool explain_shell(const struct node *finding, struct buf *out);

#endif
