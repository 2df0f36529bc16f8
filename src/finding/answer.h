/*
 * answer.h -- from the results of a sweep to the records of an answer.
 *
 * Two passes over the results in the order of the walk: the first adds up the
 * census, leases and gaps; then it is known whose addresses are ours and what
 * each source could have shown; the second judges, numbers and writes.
 */
#ifndef FINDING_ANSWER_H
#define FINDING_ANSWER_H

#include "base/spool.h"
#include "finding/sweep.h"
#include "finding/verdict.h"

struct answer_options {
	struct sweep *sweep;
	const struct labels *labels;
	struct bulletins *bulletins;
	struct ours *ours;
	struct period read;		/* --since, --until */
	const struct span *scope;
	uint32_t scopes;
	struct casebook *casebook;	/* whose marks hold; NULL: none */
	bool counts_new;		/* it is asked which findings are new */
	bool again;			/* the last answer once more */
	struct spool *fresh;		/* records without findings that are known; NULL: none */
	bool plan;			/* coverage only */
};

struct answer_totals {
	uint64_t findings, set_aside, gaps;
	uint64_t fresh, no_longer;	/* findings new since the answer before; gone since */
	bool material_gap;
	unsigned answers[ANSWERS];
	enum answer worst;
};

/*
 * The first pass.  Then every step appends some records (one JSON line each) to
 * `lines`, which may be emptied between two of them, and adds to *totals: 1;
 * with 0 the last ones have been.
 */
struct answering;
int  answer_open(struct answering **out, const struct answer_options *o, struct spool *lines,
		 struct answer_totals *totals, struct error *e);
int  answer_step(struct answering *a, struct error *e);
void answer_close(struct answering *a);		/* NULL: nothing */

#endif
