/* answering.h -- an answer on its way; private to answer.c and answer_entries.c. */
#ifndef FINDING_ANSWERING_H
#define FINDING_ANSWERING_H

#include "finding/answer.h"
#include "finding/judge.h"
#include "finding/marks.h"
#include "finding/parts.h"

enum stage { STAGE_ITEMS, STAGE_ENDING, STAGE_DONE };

/* Findings and gaps of one part, on their way out. */
struct part_writing {
	uint32_t from, at, to;		/* entries */
	bool open, own;			/* begun; it is no file, but a thing inside */
	const struct source *source;
	struct span layer[ITEM_LAYERS];
	struct part_answer answer;
	uint32_t layers, findings;
};

struct answering {
	struct answer_options options;
	const struct answer_options *o;
	struct advisory_dates *dates;
	enum stage stage;
	uint32_t item, items;	/* the next result; how many there are */
	bool writing;		/* the one before is not written to its end */
	struct spool *lines;
	struct answer_totals *totals;
	struct sources *sources;
	struct verdicts verdicts;
	struct out out;
	struct arena arena;	/* of the item at hand */
	uint32_t number;	/* of the last finding */
	uint64_t bytes_met, bytes_read;
	/* the item at hand */
	struct result item_result;
	const struct result *result;
	const struct source *source;
	struct item_facts facts;
	struct judge judge;
	struct logic_seen logic;
	struct marks marks;
	struct parts parts;
	struct entry *entry;	/* findings and gaps, as they came */
	uint32_t entries;
	struct table by_key;
	struct buf key;		/* of a finding */
	struct where *where;	/* of the last finding, shared by those at the same place */
	struct span where_text;
	bool echoes;		/* one of the entries is */
	bool begun;		/* the item's `begin` is written */
	struct part_writing part;
	bool stay;		/* what its answers say needs no copy */
	uint64_t item_findings, item_gaps;
};

/* A finding or a gap that waits to be written. */
struct entry {
	uint64_t part;
	uint32_t order;
	struct finding *finding;	/* NULL: a gap */
	uint32_t room;			/* of its spots */
	struct where *where;		/* of a finding */
	struct span gap;		/* gap_answer_decode */
};

/* answer_entries.c: what is in a->out becomes a record; of all, or of what is new (--only-new). */
int answer_put(struct answering *a, struct error *e);
int answer_put_where(struct answering *a, bool lines, bool fresh, struct error *e);

/* The entries of an item are complete: in order, and its `begin`.  Then one by one: 1, 0. */
int entries_begin(struct answering *a, struct error *e);
int entries_step(struct answering *a, struct error *e);
int entries_write(struct answering *a, struct error *e);	/* all of them */

#endif
