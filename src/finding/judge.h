/*
 * judge.h -- from facts to an opinion: rules 1 to 4 and 10 of DESIGN.md 2 for
 * one observation.  The verdict over all of them is verdict.h.
 */
#ifndef FINDING_JUDGE_H
#define FINDING_JUDGE_H

#include "base/arena.h"
#include "finding/finding.h"
#include "finding/ours.h"

struct judge {
	const struct ours *ours;
	const struct advisory_dates *dates;	/* by advisory */
	uint32_t advisories;
	struct arena *arena;		/* for texts of the finding at hand */
};

/* What the user said about the source of an item. */
struct item_facts {
	struct span label;	/* empty: none given */
	struct span host;	/* of the label: a name or an address */
	struct span root;	/* the PATH that the item lies under */
	enum source_role role;
};

/* Fills *f completely; never fails (without memory texts are empty). */
void judge(const struct judge *j, const struct observation *o, const struct item_facts *item,
	   struct finding *f);

#endif
