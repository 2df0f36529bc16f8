/* text_state.h -- what the text report keeps until its end; private to text*.c. */
#ifndef REPORT_TEXT_STATE_H
#define REPORT_TEXT_STATE_H

#include "base/table.h"
#include "intel/intel.h"
#include "report/people.h"
#include "report/record.h"
#include "report/report.h"
#include "report/text_mail.h"

#define KEPT_GROUPS  4000
#define KEPT_VALUES  4000	/* of `read` */
#define KEPT_OF_GROUP 200	/* of them, of one kind and role */
#define KEPT_OTHERS  400	/* verdicts, gaps, sources, rules, entities */
#define KEPT_ADVISORIES 20000
#define SCREEN_LINES 40
#define GROUP_IDS    4
#define GAP_REASONS  32

struct kept {
	const struct node **list;
	uint32_t count;
	uint64_t all;
};

/* Findings that differ only in where and when: told as one (text_groups.c). */
struct group {
	uint32_t number;		/* in the order of their firsts */
	const struct node *first;	/* the first of them, as a record */
	struct span class;		/* of it */
	int weight;			/* group_weight */
	struct span machine;		/* key; equal for what happened on one machine */
	uint64_t findings, count, bytes_out, bytes_in;
	int64_t from, to;
	struct span id[GROUP_IDS];
	struct mail_seen *message, *last_message;	/* that it is about, of mail */
	uint32_t messages;
	bool mailboxes;		/* several, of mail */
	unsigned said;			/* how they ended: text_mail.c's */
};

struct groups {
	struct group **list;
	uint32_t count;
	uint64_t findings, lost;	/* all; of them without a group */
	struct table by_key, copies, messages;
	bool more_messages;		/* than are kept: their numbers are lower bounds */
};

/* What was set aside. */
struct aside {
	uint64_t mentions, copies, documents, lists, denials, look_ups, fields;
	uint64_t explained;
	struct span why, label;
};

struct gap_reason {
	struct span reason;
	const struct node *first;
	uint64_t count, material;
};

struct text {
	struct report *report;
	struct arena scratch;		/* of the record at hand */
	struct kept advisories, verdicts, plans, gaps, sources;
	struct kept indicators, rules, entities, mentions, assessments;	/* of `read` */
	uint64_t values[KIND_COUNT][ROLE_COUNT];	/* of `read`: how many there are */
	struct gap_reason reason[GAP_REASONS];
	uint32_t reasons;
	struct groups groups;
	struct mail_rows *mail;		/* text_mail.c's */
	struct aside aside;
	const struct node *summary, *run;
	bool blind_left;		/* the first screen did not tell all that is not visible */
	int year;			/* all dates are in it: told once; 0: they are not */
	struct buf line;		/* scratch */
};

/* How much the first screen tells; the levels shrink until it fits. */
struct room {
	unsigned machines;	/* rows under one heading */
	unsigned sentences;	/* of one machine */
	unsigned rows;		/* of other lists */
	unsigned paragraph;	/* lines of one paragraph, 0: any */
};

/* text.c: gathering records, for every report that is for people. */
struct text *text_new(struct report *r, struct error *e);
/* One record; *n is it as a tree in t->scratch, or NULL when it says nothing to people. */
int  text_take(struct text *t, struct span json, const struct node **n, struct error *e);
void text_release(struct text *t);
/* The one year that all dates are in, or 0: for t->year when all records are there. */
int  text_year(const struct text *t);

const struct node *text_advisory(const struct text *t, struct span id);
/* The advisory's title, or its file. */
struct span text_title(const struct node *advisory);
bool node_has(const struct node *list, const char *text);
/* How far the report may go and what was replaced in it; nothing when it stays in the house. */
void text_marking(const struct text *t, struct page *p);
/* "12,004 addresses" etc.: `word` in a phrase of ours from a record's own text. */
void text_add(struct buf *b, const struct node *n, const char *path);

/* text_values.c: is it a value whose like are kept already?  Then it is counted, and all done. */
bool values_full(struct text *t, struct span json);
/* How many there are of its kind and role; 0: not counted. */
uint64_t values_met(const struct text *t, const struct node *value);

/* text_groups.c */
/* `json` is the finding's record, `n` the same in t->scratch. */
int  groups_take(struct text *t, const struct node *n, struct error *e);
/* The key of a machine of a verdict, or of a finding. */
void machine_key(const struct node *n, struct buf *key);
bool group_is(const struct group *g, const char *class);
/* The more it proves the higher. */
int  group_weight(const struct group *g);
/* One happening seen by another source, or a copy of its log. */
bool group_same_happening(const struct group *a, const struct group *b);
/* "F1", "F1 F2 F3", "F1 and 73 more". */
void group_ids(const struct group *const *list, uint32_t n, struct buf *out);

/* text_sentence.c: a group in words. */
void text_sentence(const struct text *t, const struct group *g, struct buf *out);
/* Several things known of one thing at one place, in one sentence (text_same_thing). */
void text_thing(const struct text *t, const struct group *const *g, uint32_t n, struct buf *out);
bool text_same_thing(const struct group *a, const struct group *b);
/* Noun of what came in: "packet from", "packets from". */
void incoming_noun(const struct group *g, const char **one, const char **many);
/* "; all refused", "; answered": how it ended, for what came in. */
const char *incoming_end(const struct group *g, bool many);
/* A record about a file or a program; a command that names what is listed. */
bool group_is_program(const struct group *g);
bool group_is_command(const struct group *g);
/* Who is at the other end, without a port. */
struct span group_peer(const struct group *g);
void text_times(const struct text *t, int64_t from, int64_t to, struct buf *out);

/* text_kinds.c: "51 addresses, 14 file hashes" out of {"ipv4":51,...}; false when there is nothing. */
bool text_kinds(const struct node *counts, struct buf *out);

/* text_machines.c: ACT NOW, EXAMINE, CHECK, THEY TRIED, SET ASIDE. */
void text_machines(struct text *t, struct page *p, const struct room *room);
unsigned machines_ranked(const struct text *t, const char *rank);
/* The i-th machine of that rank over all verdicts, each machine once; NULL behind the last. */
const struct node *machine_ranked(const struct text *t, const char *rank, unsigned i);
void machine_name(const struct node *m, struct buf *out);
/* Groups of a machine, most telling first; how many (at most `most`). */
uint32_t machine_groups(const struct text *t, const struct node *m, const struct group **out,
			uint32_t most);
/* The record of its source; NULL: there is none. */
const struct node *group_source(const struct text *t, const struct group *g);
/* "mail gateway exim, mail under box.mbox": the sources of groups; how many. */
uint32_t groups_sources(const struct text *t, const struct group *const *g, uint32_t n,
			struct buf *out);
/* An address that a user had, whose machine has no name: "user bob by VPN"; else false. */
bool machine_user(const struct text *t, const struct node *m, struct buf *out);
/* Neither name nor user, and an address of the Internet: it may stand for many machines. */
bool machine_is_public(const struct node *m);
/* It has an address and neither name nor user: what the leases have to say; else false. */
bool machine_unknown(const struct text *t, const struct node *m, struct buf *out);

/* text_tried.c */
void text_tried(struct text *t, struct page *p, const struct room *room);
void text_aside(struct text *t, struct page *p);

/* text_answer.c: the first screen. */
void text_answer(struct text *t, struct page *p);
/* "AFFECTED   evidence: strong" and "1 machine to act on now". */
void answer_line(const struct text *t, const struct node *v, struct buf *left, struct buf *right);
/* What happened, in a sentence or two, into t->line. */
void answer_sentence(struct text *t, const struct node *v);
/* 4 affected .. 0 not seen. */
int  answer_rank(const struct node *verdict);
const char *answer_words(const struct node *verdict);
/* Verdicts of that rank besides `worst`, also those that were only counted. */
uint64_t answers_of_rank(const struct text *t, int rank, const struct node *worst);
const struct node *worst_verdict(const struct text *t);
void advisory_words(const struct text *t, const struct node *advisory, struct buf *out);

/* text_seen.c: what could not be seen, what was searched for, in what. */
void text_blind(struct text *t, struct page *p, const struct node *v, const struct room *room);
/* One of verdict.blind, in words. */
void blind_row(struct text *t, struct page *p, const struct node *b, const char *first);
void text_searched(struct text *t, struct page *p, const struct node *v);
void text_swept(struct text *t, struct page *p, const struct room *room);
/* "firewall fw-edge". */
void source_name(const struct node *source, struct buf *out);
/* 0 what shows addresses, 1 other logs of the network, 2 other logs, 3 files. */
int source_class(const struct node *source);
/* A gap's reason in plain words: "locked with a password". */
struct span gap_words(struct span reason);

/* text_next.c: first steps, and the last line. */
void text_next(struct text *t, struct page *p, const struct node *v, const struct room *room);
void text_last(struct text *t, struct page *p);

/* text_rest.c: behind the first screen. */
void text_rest(struct text *t, struct page *p);
void text_sources(struct text *t, struct page *p);
/* What was known from notes of earlier sweeps, and what was read again; or nothing. */
void text_recall(const struct node *run, struct buf *out);

/* text_plan.c: what `plan` shows. */
void text_plan(struct text *t, struct page *p);

/* text_read.c: what `read` shows. */
void text_read(struct text *t, struct page *p);
/* text_why.c: why a value of `read` is, or is not, an indicator. */
void text_why(struct text *t, struct page *p);

#endif
