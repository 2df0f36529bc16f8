/*
 * logic.h -- values that count only together: the STIX patterns of the
 * advisories, and which of them hold for what was seen.
 *
 * A comparison of a pattern is a *leaf*: it is in the set, but workers report
 * it apart (observation.leaf), with the leaves beside it in the same record or
 * line.  A bracket of a pattern holds in one record, or in one thing: a file
 * by its name, digests and content, a message by its header.  Brackets that
 * are combined hold together when all were seen at one machine: by a name or
 * address that the findings have (rule 10), or in the same thing.  What was
 * only mentioned (rule 2) or has a stated reason does not count.
 *
 * Not here: patterns that cannot be settled (stix_pattern.h); of values that
 * two fields of a record make together (a URL out of host and path) the rest
 * of the record is not seen beside it.
 */
#ifndef FINDING_LOGIC_H
#define FINDING_LOGIC_H

#include "base/table.h"
#include "finding/finding.h"
#include "intel/stix_pattern.h"

struct logic_tree {
	uint32_t advisory;
	struct span text;
	struct pattern pattern;
	uint64_t given;		/* leaves whose values are searched for */
	uint32_t values;	/* of them */
};

struct logic_ref {		/* where a value stands */
	uint32_t tree, leaf, next;	/* next: + 1 */
};

struct logic {
	struct logic_tree *tree;
	uint32_t trees, tree_room;
	struct logic_ref *ref;
	uint32_t refs, ref_room;
	struct table by_text, by_value;
	struct arena arena;
};

void logic_init(struct logic *l);
void logic_release(struct logic *l);

/*
 * One leaf of an advisory: an indicator whose `logic` is a pattern.  It is
 * searched for with the others; or its pattern cannot be settled; or a digest
 * beside it says as much, and is searched for alone.
 */
enum leaf_use { LEAF_USED, LEAF_UNUSED, LEAF_COVERED };
int logic_leaf(struct logic *l, const struct indicator *i, enum leaf_use *use, struct error *e);

/* Leaves of this advisory whose pattern lacks a value that is not searched for: it cannot hold. */
uint64_t logic_lacking(const struct logic *l, uint32_t advisory);

#define LOGIC_AT_ONCE 32	/* patterns that one record or thing is asked about */

/* What was seen of the leaves; borrows the logic. */
struct logic_seen {
	const struct logic *logic;
	struct table table;
	struct arena arena;
};

void logic_seen_init(struct logic_seen *s, const struct logic *l);
void logic_seen_release(struct logic_seen *s);

/* First all are noted ... */
int logic_note(struct logic_seen *s, uint32_t item, uint64_t part, const struct finding *f,
	       struct error *e);

/*
 * ... then each is asked: the patterns that hold with it, from *at (0 first). NULL: no more.
 * What makes a pattern hold in one thing is told once for that thing.
 */
const struct logic_tree *logic_next(struct logic_seen *s, uint32_t item, uint64_t part,
				    const struct finding *f, uint32_t *at);

#endif
