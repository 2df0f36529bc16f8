/*
 * verdict.h -- the answer for one advisory (DESIGN.md 2): takes every finding
 * of the sweep, then the coverage of the sources, and says one of five words.
 */
#ifndef FINDING_VERDICT_H
#define FINDING_VERDICT_H

#include "base/arena.h"
#include "base/out.h"
#include "base/table.h"
#include "finding/bulletin.h"
#include "finding/coverage.h"
#include "finding/finding.h"
#include "finding/ours.h"

enum answer {			/* the worst last */
	ANSWER_NOT_SEEN, ANSWER_EXPLAINED, ANSWER_INCONCLUSIVE, ANSWER_TARGETED, ANSWER_AFFECTED,
	ANSWERS
};
const char *answer_name(enum answer a);

enum strength { STRENGTH_NONE, STRENGTH_WEAK, STRENGTH_MODERATE, STRENGTH_STRONG };
const char *strength_name(enum strength s);

enum rank { RANK_CHECK, RANK_EXAMINE, RANK_ACT_NOW };
const char *rank_name(enum rank r);

#define MACHINE_FINDINGS 32
#define MACHINE_SIGNS    8

/* Findings of one kind of sign on a machine: enough to see whether two agree. */
struct sign {
	enum kind_class class;
	int64_t first, last;
	uint64_t count;
};

struct machine {
	bool has_host;
	struct address host;
	struct span name, user, via, via_kind, owner;
	enum rank rank;
	enum strength strength;
	struct sign sign[MACHINE_SIGNS];
	uint32_t signs;
	bool is_new;		/* something of it is new */
	bool strong;		/* a listed program, or a log-in that succeeded */
	bool known_outcome, in_window, repeated, both_ways;
	uint32_t finding[MACHINE_FINDINGS];
	uint64_t findings;	/* all; the first are kept */
};

struct blind {
	struct span reason, detail, remedy;
};

#define BLIND_MAX 64

struct verdict {
	const struct bulletin *bulletin;
	uint32_t index;			/* of the advisory */
	uint64_t lacking;		/* values whose pattern can never hold (logic.h) */
	uint64_t by_class[FINDING_CLASSES];
	uint64_t kinds_seen;		/* bits: some finding of this kind */
	struct machine *machine;	/* in the order of their first finding */
	uint32_t machines, room;
	struct table by_key;
	uint32_t because[MACHINE_FINDINGS];
	uint32_t becauses;
	bool needs_person;
	/* After verdict_reach. */
	enum answer answer;
	enum strength strength;
	bool evidence_missing;
	struct blind blind[BLIND_MAX];
	uint32_t blinds;
	uint64_t could_show;		/* bits of kinds that some source could have shown */
	uint32_t window_days, covered_days;
};

struct verdicts {
	struct verdict *list;
	uint32_t count;
	struct arena arena;
	struct buf key;			/* of a machine */
};

int  verdicts_init(struct verdicts *v, const struct bulletins *bulletins, struct error *e);
void verdicts_release(struct verdicts *v);

/* One finding, in canonical order; `number` is its F-number. */
int  verdicts_take(struct verdicts *v, const struct finding *f, uint32_t number, struct error *e);

struct verdict_facts {
	const struct sources *sources;
	const struct ours *ours;
	bool material_gap;	/* one that excludes not-seen (sources' own are known by them) */
	struct period read;	/* --since, --until */
	const struct span *scope;	/* machines expected (--scope), or NULL */
	uint32_t scopes;
	bool only_new;		/* verdict_json: machines of which something is new */
	bool plan;		/* nothing was looked for: records without an answer */
};
void verdicts_reach(struct verdicts *v, const struct verdict_facts *facts);

/* The record. */
void verdict_json(struct out *o, const struct verdict *v, const struct verdict_facts *facts,
		  uint64_t bytes_met, uint64_t bytes_read);

#endif
