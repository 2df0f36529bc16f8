/*
 * layout.h -- a document in memory: its passages in their order, each with
 * what stands around it: section, table, list, label, the sentence that leads
 * to it.  What all of that means for a value is asked in role.h.
 *
 * Passages are the parts of a format, except that preformatted text and
 * paragraphs that are lists of values are cut into their lines.
 */
#ifndef ADVISORY_LAYOUT_H
#define ADVISORY_LAYOUT_H

#include "advisory/labels.h"
#include "advisory/reading.h"
#include "advisory/sections.h"

enum passage_kind {
	PASSAGE_HEADING, PASSAGE_TEXT, PASSAGE_ITEM, PASSAGE_CELL,
	PASSAGE_LINE,		/* of preformatted text or of a paragraph that is a list */
	PASSAGE_RULE,		/* code that is, or may be, a detection rule; whole */
	PASSAGE_LINK, PASSAGE_FURNITURE,
};

#define NO_BLOCK UINT32_MAX

struct block {
	enum passage_kind kind;
	enum section section;
	bool header;			/* of a table */
	bool entry;			/* one of several alike: cell, item, line of a list */
	bool inside;			/* indented below a folder: a file in it */
	struct label label;		/* of the column, or of the line above the list */
	struct span text;
	struct span target;		/* of a link */
	uint64_t offset, line;		/* of its first byte; 0: not known */
	uint32_t column_byte;		/* bytes in front of it in its line, when it was cut out */
	uint32_t page, level, table, row, column;
	uint32_t heading;		/* the heading it stands under, or NO_BLOCK */
	uint32_t section_from;		/* the block whose words made the section, or NO_BLOCK */
	uint32_t named;			/* the block its label comes from, or NO_BLOCK */
	uint32_t lead;			/* the paragraph before its list or table, or NO_BLOCK */
	uint32_t list;			/* entries of one list or column share a number; 0: none */
};

/* A statement of the document about itself. */
struct statement {
	struct span name, value;
};

#define STATEMENTS_MAX 200

/* What the format could not read. */
struct hole {
	struct span reason, text;	/* of DESIGN.md 4; what, where */
	uint32_t page;			/* 0: not known */
};

#define HOLES_MAX 100

/* A file in the document. */
struct attached {
	struct span name, bytes;
};

#define ATTACHED_MAX 64

struct layout {
	struct reading *reading;
	struct buf blocks;		/* struct block */
	uint32_t count;
	uint32_t lists;			/* numbers given */
	struct span title;		/* as the format states it */
	struct statement statement[STATEMENTS_MAX];
	uint32_t statements;
	enum section title_section;	/* what the document calls itself */
	/* Where layout_step stood last. */
	uint32_t at_block;
	size_t at_byte, line_start;
	uint64_t at_line;
	struct hole hole[HOLES_MAX];
	uint32_t holes;
	struct attached attached[ATTACHED_MAX];
	uint32_t attachments, attached_more;
	bool truncated;			/* the document broke off; `why` says how */
	struct error why;
};

/* Read the whole document. Text lives in the reading's arena. */
int  layout_read(struct layout *l, struct reading *r, struct error *e);
void layout_release(struct layout *l);

static inline struct block *layout_block(const struct layout *l, uint32_t i)
{
	return (struct block *)(void *)l->blocks.ptr + i;
}

/*
 * The step of `where` for bytes from..to of block `i`.  Cheap when asked in
 * the order of the document: lines are counted from the place asked for last.
 */
struct step layout_step(struct layout *l, uint32_t i, size_t from, size_t to);

/* Structure once all blocks are there (structure.c): sections, tables, lists, labels. */
void layout_structure(struct layout *l);

/* Does a line begin with a value, alone or with a wide gap behind it? */
bool layout_is_entry(struct reading *r, struct span line);

/* A short line that names what follows: "SHA-256", "C&C servers:", "Legitimate domains". */
bool layout_is_label(struct reading *r, struct span line);

#endif
