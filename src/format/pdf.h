/*
 * pdf.h -- what the files that read PDF share.  Places of words come from
 * pdftotext (pdf_words.c); rows (pdf_rows.c), running headers and footers
 * (pdf_furniture.c), columns and tables (pdf_table.c), paragraphs, lists and
 * code (pdf_flow.c) are found by their geometry.  Units are points, y grows
 * downwards.
 */
#ifndef FORMAT_PDF_H
#define FORMAT_PDF_H

#include "format/document.h"
#include "format/lines.h"
#include "format/pdf_pages.h"

#define PDF_WORDS_MAX 4000000
#define PDF_PAGES_MAX 20000
#define PDF_COLUMNS   64	/* of a table */
#define PDF_TABLES_MAX 500	/* ruled ones on a page */
#define PDF_NO_CELL   UINT32_MAX

struct pdf_box {
	float x0, y0, x1, y1;
};

struct pdf_word {
	struct pdf_box box;
	uint32_t text, len;		/* in pdf.text */
	uint32_t letters;
	uint32_t line;			/* pdftotext's own line */
	uint32_t row;			/* of the page, 1-based */
	uint32_t cell;			/* row * PDF_COLUMNS + column of the ruled table */
	uint16_t table;			/* a ruled one of the page, 1-based; 0: in none */
};

/* Words on one height with no wide gap between them. */
struct pdf_piece {
	struct pdf_box box;
	uint32_t word, words;
	uint32_t row;			/* pieces side by side share it; 1-based on the page */
	bool furniture;
	bool given;			/* as part of a table that began above it */
};

/* Why a page has no text, when it should have. */
enum pdf_blind { PDF_SEEN, PDF_IMAGE, PDF_DRAWN, PDF_GARBLED };

struct pdf_page {
	float width, height;
	uint32_t word, words;
	uint32_t piece, pieces;		/* in rows from top to bottom, left to right */
	uint32_t rows;
	uint32_t target, targets;	/* links, from top to bottom */
	uint32_t stroke, strokes;	/* straight lines drawn on it */
	uint32_t table, tables;		/* ruled ones */
	struct pdf_paint paint;
	enum pdf_blind blind;
};

struct pdf_target {
	struct pdf_box box;
	uint32_t text, len;		/* in pdf.target_text */
	bool given;
};

struct pdf_flow;

struct pdf {
	struct document document;
	struct span bytes;		/* the file */
	struct buf text;		/* of all words */
	struct buf words, pieces, pages;
	struct buf targets, target_text;
	struct buf strokes, tables;	/* struct pdf_stroke, struct pdf_table */
	struct pdf_lattice *lattice;
	struct pdf_file file;		/* open while the document is */
	bool walked;			/* its objects were found */
	bool links_lost;		/* they are there, behind a lock */
	uint32_t word_count, piece_count, page_count, target_count;
	uint32_t sheets;		/* pages that the file itself has */
	uint32_t painted;		/* ... whose painting was looked at */
	uint32_t lines;			/* pdftotext's */
	uint32_t at;			/* page given next */
	float body;			/* height of most of the text */
	struct buf title;
	bool titled;
	struct pdf_flow *flow;
};

static inline struct pdf_word *pdf_word(const struct pdf *p, uint32_t i)
{
	return (struct pdf_word *)(void *)p->words.ptr + i;
}

static inline struct pdf_piece *pdf_piece(const struct pdf *p, uint32_t i)
{
	return (struct pdf_piece *)(void *)p->pieces.ptr + i;
}

static inline struct pdf_page *pdf_page(const struct pdf *p, uint32_t i)
{
	return (struct pdf_page *)(void *)p->pages.ptr + i;
}

static inline const struct pdf_stroke *pdf_stroke_at(const struct pdf *p, uint32_t i)
{
	return (const struct pdf_stroke *)(const void *)p->strokes.ptr + i;
}

static inline struct span pdf_text(const struct pdf *p, const struct pdf_word *w)
{
	return span_make(p->text.ptr + w->text, w->len);
}

static inline float pdf_high(const struct pdf_box *b)
{
	return b->y1 - b->y0;
}

/* pdf_words.c: take one line of `pdftotext -bbox-layout`. */
void pdf_take_line(struct pdf *p, struct span line);

/* pdf_rows.c */
void pdf_make_rows(struct pdf *p);
/* Words of a piece with one blank between them; in code as many as there seem to be. */
void pdf_piece_text(const struct pdf *p, const struct pdf_piece *piece, struct buf *out);
float pdf_char_width(const struct pdf *p, const struct pdf_piece *piece);

/* pdf_furniture.c: mark what stands on page after page, and page numbers. */
void pdf_mark_furniture(struct pdf *p);

/* Rows from..to of a page that form a table, or to == from; of a ruled one its columns only. */
struct pdf_table {
	uint32_t from, to;		/* pieces */
	uint32_t columns;
	float left[PDF_COLUMNS], right[PDF_COLUMNS];
};
/* pdf_ruled.c: `table` and `cell` of the words in tables whose lines are drawn. */
int  pdf_rule_open(struct pdf *p, struct error *e);
void pdf_rule_page(struct pdf *p, struct pdf_page *page);
void pdf_rule_close(struct pdf *p);

/* pdf_table.c */
bool pdf_find_table(const struct pdf *p, uint32_t page, uint32_t from, struct pdf_table *t);

static inline struct pdf_target *pdf_target(const struct pdf *p, uint32_t i)
{
	return (struct pdf_target *)(void *)p->targets.ptr + i;
}

/* pdf_look.c: what the file says beside its words: links, pages without letters, its lock. */
int  pdf_look_open(struct pdf *p, struct error *e);
void pdf_look_paint(struct pdf *p);	/* before the rows are made */
void pdf_look_pages(struct pdf *p);
void pdf_look_close(struct pdf *p);
/* Links that lie in `box` of the page (NULL: all that are left), behind their words. */
void pdf_give_links(struct pdf *p, uint32_t page, const struct pdf_box *box, uint32_t row);
void pdf_give_gaps(struct pdf *p);	/* once, at the end */

/* pdf_flow.c: give the parts of one page; the last open part at the end of the document. */
int  pdf_flow_open(struct pdf *p, struct error *e);
void pdf_flow_page(struct pdf *p, uint32_t page);
void pdf_flow_end(struct pdf *p);
void pdf_flow_close(struct pdf *p);

/* pdf_wrap.c: how the end of a line and the beginning of the next belong together. */
enum pdf_join { PDF_BREAK, PDF_GLUE, PDF_DROP_HYPHEN, PDF_BLANK };
/* `full`: the first word of the next line would not have fitted into this one. */
enum pdf_join pdf_join(struct span line, struct span next, bool full, bool cell);
/* In a cell. `brim`: not one letter more would have fitted into the line. */
enum pdf_join pdf_join_cell(struct span line, struct span next, bool brim, bool full);

#endif
