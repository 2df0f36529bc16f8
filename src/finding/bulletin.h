/*
 * bulletin.h -- one advisory as the answer needs it: its dates, how much of
 * each kind is searched for, what is not and why, what could not be read.
 */
#ifndef FINDING_BULLETIN_H
#define FINDING_BULLETIN_H

#include "base/arena.h"
#include "finding/logic.h"
#include "finding/ours.h"
#include "finding/window.h"
#include "intel/intel.h"

#define BULLETIN_NOTES 32

struct unsearched {		/* listed, but not looked for */
	enum kind kind;
	struct span value, why;
};

struct bulletin {
	struct advisory advisory;
	struct advisory_dates dates;
	struct period window;
	uint64_t listed[KIND_COUNT];	/* searched for, by kind */
	uint64_t usable;		/* all of them */
	uint64_t clear_urls;		/* listed URLs that are not encrypted on the way */
	uint64_t leaves;		/* of patterns that cannot be settled: not searched for */
	uint32_t rules, rules_run, rules_broken;	/* broken: each has a gap of its own */
	struct strings cves;
	struct strings named, named_id;	/* malware and campaigns; an id may be empty */
	struct unsearched unsearched[BULLETIN_NOTES];
	uint64_t unsearcheds;		/* all; the first are kept */
	struct intel_gap gap[BULLETIN_NOTES];
	uint64_t gaps;
	bool unread;			/* a part of it could not be read (rule 8) */
	uint64_t size;			/* bytes of the document */
	struct span own;		/* a listed address that --home-net names, or empty */
};

struct bulletins {
	struct bulletin *list;
	uint32_t count, room;
	struct arena arena;
	struct logic logic;		/* values that count only together */
	struct period window;		/* --window; both TIME_NONE: as the advisory says */
	const struct ours *ours; /* to notice that an address of ours is listed; may be NULL */
};

void bulletins_init(struct bulletins *b);
void bulletins_release(struct bulletins *b);

/* Records of one advisory after the other, each beginning with its INTEL_ADVISORY. Copies. */
int  bulletins_take(struct bulletins *b, const struct intel_record *r, struct error *e);

/* The same for a value of the last of them that is searched for by itself (bulletins.count > 0). */
void bulletins_listed(struct bulletins *b, enum kind kind, struct span value);

/* Malware and campaigns have indicators of their own; a tool is everybody's. */
bool entity_leads_on(const struct entity *e);

/* Is this indicator one that is searched for by itself? */
bool indicator_usable(const struct indicator *i);

/* Or one that is searched for, but counts only with the others of its pattern (logic.h)? */
bool indicator_is_leaf(const struct indicator *i);

#endif
