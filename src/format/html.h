/*
 * html.h -- what the files that read HTML share: html.c (tags), html_open.c
 * (what is open), html_block.c (text and links of a block), html_probe.c.
 */
#ifndef FORMAT_HTML_H
#define FORMAT_HTML_H

#include "format/grid.h"
#include "format/html_token.h"

#define HTML_DEPTH  256
#define HTML_TABLES 16

struct html_table {
	uint32_t number;
	struct grid grid;
	bool header;			/* the cell at hand is one */
};

struct html_link {
	size_t from, to;		/* its text in the block */
	size_t target, target_len;	/* in `targets` */
	uint64_t line;
};

enum html_gap { GAP_NONE, GAP_BLANK, GAP_LINE };

struct html {
	struct document document;
	struct html_tokens tokens;
	/* What is open, outermost first. */
	uint8_t open[HTML_DEPTH];	/* enum html_tag */
	uint8_t scope[HTML_DEPTH];	/* where the scope outside of it began */
	bool furniture[HTML_DEPTH];
	unsigned depth;
	unsigned base;			/* where the present scope begins */
	unsigned count[TAG_COUNT];	/* how many of each are open */
	unsigned lost[TAG_COUNT];	/* ... and deeper than HTML_DEPTH */
	unsigned furnitures;
	struct html_table table[HTML_TABLES];
	unsigned tables;		/* open */
	uint32_t table_count;		/* met */
	bool titled;
	/* The text of the block at hand. */
	struct buf block;
	uint64_t line, offset;		/* where it begins */
	enum html_gap gap;		/* before what comes next */
	bool lead;			/* 0xc2 was read: half of a blank or a soft hyphen */
	struct span language;		/* of the code at hand */
	char language_text[32];
	struct buf links, targets;
	struct html_link link;		/* the one at hand */
	bool in_link, link_text, link_given;
};

/* html_open.c: what is open, as a browser keeps it (implied ends, scopes). */

/* Place + 1 of the innermost `tag` at or behind `base`, or 0. */
unsigned html_find(const struct html *h, enum html_tag tag, unsigned base);
bool html_in_cell(const struct html *h);
bool html_in_item(const struct html *h);
bool html_in_code(const struct html *h);
unsigned html_heading(const struct html *h);	/* level, 0: none is open */
unsigned html_heading_place(const struct html *h);	/* place + 1, if one is open */
unsigned html_table_base(const struct html *h);	/* place of what the innermost table holds */
/* False when it lies too deep; its end tag will be passed over likewise. */
bool html_push(struct html *h, enum html_tag tag, bool furniture);
void html_pop_to(struct html *h, unsigned place);	/* close it and all inside; 0: nothing */
void html_end_implied(struct html *h, enum html_tag tag);	/* what a start tag closes */
/* How far out an end tag reaches. */
unsigned html_end_base(const struct html *h, enum html_tag tag);

/* html_block.c: the block's text, and the links in it. */
void html_add_text(struct html *h, const struct html_token *t);
void html_add_code(struct html *h, const struct html_token *t);
void html_line_break(struct html *h);
struct span html_block_text(const struct html *h);
void html_flush(struct html *h);			/* give it and its links */
void html_end_link(struct html *h);

/* html_probe.c */
int html_probe(struct span head);
struct span html_charset(struct span head);		/* that the page names, or empty */

#endif
