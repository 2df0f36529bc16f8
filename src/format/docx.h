/*
 * docx.h -- what the files that read Word documents share: docx.c (the row),
 * docx_package.c (the parts of the ZIP, what refers to what), docx_styles.c,
 * docx_body.c (paragraphs, tables, links), docx_lines.c (lists of lines, code).
 */
#ifndef FORMAT_DOCX_H
#define FORMAT_DOCX_H

#include "base/table.h"
#include "base/xml.h"
#include "format/document.h"
#include "format/pdf_code.h"

#define DOCX_PARTS  64		/* parts of the package that are kept: those we read */
#define DOCX_TABLES 16		/* inside of each other */
#define DOCX_FIELDS 8		/* likewise */
#define DOCX_STYLES 4096
#define DOCX_EMBEDDED 32

/* One file of the package. */
struct docx_part {
	struct span name;		/* "word/document.xml" */
	struct buf bytes;		/* UTF-8 */
	struct error why;		/* it ended early */
};

struct docx_package {
	struct docx_part part[DOCX_PARTS];
	uint32_t parts;
	struct docx_part embedded[DOCX_EMBEDDED];	/* documents of their own, byte for byte */
	uint32_t embeddeds, embedded_more;
	struct error why;		/* the package itself ended early */
};

/* Does the list of members, at the end of the file, name a document of Word? -1: no list. */
int  docx_listed(struct span bytes);

/* Read the parts that matter. 0 with what there is, -1 when it is no package at all. */
int  docx_package_read(struct docx_package *p, struct reader *r, size_t ceiling, struct error *e);
void docx_package_release(struct docx_package *p);
struct docx_part *docx_package_find(struct docx_package *p, struct span name);

/* The package's main part: what its relationships name, else word/document.xml. NULL: none. */
struct docx_part *docx_package_main(struct docx_package *p, struct arena *a);

/* Where the relationships of one part lead. */
struct docx_relations {
	struct table table;
	struct buf targets;
};

/* Those of part `name` ("": the package's own), by their id or by the last word of their type. */
void docx_relations_open(struct docx_relations *r, struct docx_package *p, struct span name,
			 struct arena *a, bool by_type);
void docx_relations_close(struct docx_relations *r);
struct span docx_relation(const struct docx_relations *r, struct span key);	/* empty: nowhere */

/* What a style says of its paragraphs. */
struct docx_style {
	struct span id, based;		/* its own name, and of the one it goes on from */
	uint8_t level;			/* of a heading, 1..6 */
	uint8_t item;			/* of a list, 1.. */
	bool code, title;
};

struct docx_styles {
	struct docx_style *style;	/* in the arena */
	struct table ids;
};

/* Empty when there are none (`part` is NULL) or they cannot be read. */
void docx_styles_open(struct docx_styles *s, struct docx_part *part, struct arena *a);
void docx_styles_close(struct docx_styles *s);
/* With what it is based on; all zero when there is none of this name. */
struct docx_style docx_style_of(const struct docx_styles *s, struct span id);

struct docx_link {
	size_t from, to;		/* its words in the block */
	size_t target, length;		/* in `targets` */
};

struct docx_table {
	uint32_t number, row, column, columns;
	bool header;
};

enum docx_field { FIELD_CODE, FIELD_RESULT };

struct docx {
	struct document document;
	struct docx_package package;
	struct docx_styles styles;
	struct docx_part *main;
	uint32_t next;			/* part of the package */
	uint32_t page;			/* 0: the file does not say */
	uint32_t paragraph;		/* met so far */
	uint32_t tables;
	uint64_t letters, pictures;
	bool titled;
	/* The part at hand. */
	struct docx_relations relations;
	bool furniture;			/* header, footer, remark */
	/* The paragraph at hand. */
	struct docx_style style;
	uint32_t first;			/* paragraph that the block began with */
	struct buf block, links, targets;
	struct docx_link link;
	bool in_link;
	/* Complex fields, outermost first. */
	enum docx_field field[DOCX_FIELDS];
	uint32_t fields;
	struct buf instruction;
	/* Tables, outermost first. */
	struct docx_table table[DOCX_TABLES];
	uint32_t depth, too_deep;
	/* Code over several paragraphs. */
	struct buf code;
	struct pdf_code rule;
	bool in_rule, in_code;
	uint32_t code_first;
};

/* docx_body.c: all of one part. -1: its XML is broken; what came before was given. */
int  docx_body(struct docx *w, struct docx_part *part, bool furniture, struct error *e);

/* docx_lines.c */
void docx_give_paragraph(struct docx *w);	/* the block, in its kind, with its links */
void docx_give_cell(struct docx *w);		/* the block, as a cell of the innermost table */
void docx_end_code(struct docx *w);

#endif
