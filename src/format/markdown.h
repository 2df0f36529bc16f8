/*
 * markdown.h -- what the files that read Markdown and AsciiDoc share:
 * markdown.c (lines), markdown_block.c (blocks), markdown_table.c (tables);
 * inline.c takes the marks out of a passage.
 */
#ifndef FORMAT_MARKDOWN_H
#define FORMAT_MARKDOWN_H

#include "format/grid.h"
#include "format/inline.h"
#include "format/lines.h"

#define MARKDOWN_NAME 32	/* bytes of a language or fence that are kept */

enum markdown_state {
	MD_NONE, MD_PARAGRAPH, MD_ITEM, MD_FENCE, MD_INDENTED, MD_RULE, MD_COMMENT,
	MD_PIPES, MD_CELLS, MD_FRONT,
};

/* What an AsciiDoc [line of attributes] says about the block behind it. */
struct markdown_attributes {
	bool header, noheader;
	uint32_t columns;		/* 0: not stated */
	struct span language;
	char text[MARKDOWN_NAME];
};

/* A table of AsciiDoc, whose cells may stand anywhere. */
struct markdown_cells {
	struct grid grid;
	uint32_t columns;		/* 0: the first line has not ended */
	bool header;			/* the first row is one */
	bool open;			/* a cell is being read: its text is the block */
	bool began;			/* a line of cells was met */
	bool near;			/* ... directly below the rule */
	uint64_t span, rows;		/* of the cell at hand */
	struct buf first;		/* the first line waits for the one behind it */
	uint64_t first_line, first_offset;
};

struct markdown {
	struct document document;
	struct inline_text text;
	bool asciidoc;
	enum markdown_state state;
	struct buf block;		/* its lines as they stand */
	uint64_t line, offset;		/* where it begins */
	unsigned lines;
	unsigned blanks;		/* in indented code, not given yet */
	uint32_t level;			/* of the item at hand */
	bool in_list;			/* indented lines may belong to an item */
	char fence;			/* that opened the code, its length and indentation */
	size_t fence_length, fence_indent;
	struct markdown_attributes attributes;
	struct rule_block rule;
	uint32_t table;			/* met so far */
	uint32_t row;			/* of a table of pipes */
	struct markdown_cells cells;
	bool titled;
	struct buf first_text;		/* the title if there is no heading */
	uint64_t first_text_line;
	struct buf key;			/* of the front matter's list */
};

/* markdown_block.c: begin a block with `line`. */
void markdown_begin(struct markdown *m, enum markdown_state state, struct span line,
		    uint64_t number, uint64_t offset);
void markdown_append(struct markdown *m, struct span line);
/* Give the block at hand in its kind; then there is none. */
void markdown_end_block(struct markdown *m);

/* A heading at m->line; the first one is the title too. */
void markdown_heading(struct markdown *m, struct span raw, uint32_t level);
void markdown_title(struct markdown *m, struct span text, uint64_t line);

/* markdown_meta.c: each takes a trimmed line, or says that it is none of its kind. */
bool markdown_attributes(struct markdown *m, struct span s);	/* [source,yara] */
bool markdown_entry(struct markdown *m, struct span s, uint64_t number);	/* :name: value */
void markdown_front(struct markdown *m, struct span line, uint64_t number);	/* key: value */

/* markdown_table.c */
bool markdown_is_row(struct span line);		/* "| a | b" */
bool markdown_is_delimiter(struct span line);	/* "|---|:-:|" */
void markdown_begin_pipes(struct markdown *m, bool header);	/* the block is its first row */
void markdown_row(struct markdown *m, struct span line, bool header, uint64_t number,
		  uint64_t offset);
void markdown_begin_cells(struct markdown *m, uint64_t number);
/* A line inside of |===. */
void markdown_cells_line(struct markdown *m, struct span line, uint64_t number, uint64_t offset);
void markdown_end_cells(struct markdown *m);

#endif
