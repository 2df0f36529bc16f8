/* text_state.h -- what the text report keeps until its end; private to text*.c. */
#ifndef REPORT_TEXT_STATE_H
#define REPORT_TEXT_STATE_H

#include "report/people.h"
#include "report/record.h"
#include "report/report.h"

#define KEPT_FINDINGS 4000	/* of those that are no mention; all are counted */
#define KEPT_GAPS     400
#define KEPT_SOURCES  400
#define KEPT_OTHERS   400

struct kept {
	const struct node **list;
	uint32_t count, room;
	uint64_t all;
};

struct text {
	struct report *report;
	struct kept advisories, verdicts, findings, gaps, sources;
	const struct node *summary, *run;
	/* `read`: its own records */
	struct kept indicators, rules, entities, assessments;
	uint64_t mentions, copies, aside_findings;
	struct buf line;	/* scratch */
};

/* The finding with this id ("F4"), or NULL. */
const struct node *text_finding(const struct text *t, struct span id);
const struct node *text_advisory(const struct text *t, struct span id);

/* text_read.c: what `read` shows. */
void text_read(struct text *t, struct page *p);

/* text_answer.c: the first screen. */
void text_answer(struct text *t, struct page *p);

/* text_machines.c: ACT NOW, EXAMINE, CHECK, THEY TRIED, SET ASIDE. */
void text_machines(struct text *t, struct page *p);
/* One finding in words, appended to `out` ("214 connections to ... , let through"). */
void text_sentence(const struct node *finding, struct buf *out);

/* text_rest.c: behind the first screen. */
void text_findings(struct text *t, struct page *p);
void text_sources(struct text *t, struct page *p);
void text_gaps(struct text *t, struct page *p);

#endif
