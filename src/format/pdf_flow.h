/*
 * pdf_flow.h -- what the files that give the parts of a page share:
 * pdf_flow.c (text and code) and pdf_flow_table.c (tables).
 */
#ifndef FORMAT_PDF_FLOW_H
#define FORMAT_PDF_FLOW_H

#include "format/pdf.h"
#include "format/pdf_code.h"

#define EDGES		256	/* stretches of the page's width */
#define EDGE_STEP	4.0f

enum flow_state { FLOW_NONE, FLOW_PARAGRAPH, FLOW_ITEM, FLOW_HEADING, FLOW_CODE };

struct pdf_flow {
	struct pdf *pdf;
	enum flow_state state;
	struct buf block, line;
	size_t last;			/* where the block's last line begins */
	uint32_t page, row;		/* of the block's first line */
	uint32_t last_page;
	struct pdf_box box;		/* of the last line */
	struct pdf_box area;		/* of the block, on its last page */
	float right[EDGES];		/* of the page's text, by where its lines begin */
	float pitch;			/* distance of two lines, in heights */
	float indent, mark;		/* of an item's text and mark; of a code's first line */
	float letter;			/* its width, in code */
	struct pdf_code code;
	/* The table given last, if another page may go on with it. */
	struct pdf_table table;
	uint32_t table_number, table_row;
	bool table_open;
	struct buf header;		/* its first row */
	struct buf cell[PDF_COLUMNS];
	float brim[PDF_COLUMNS];	/* the right edge of its text */
	struct pdf_box ends[PDF_COLUMNS];	/* the line of each cell that was added last */
	struct buf order;		/* pieces of a ruled table */
};

void flow_give(struct pdf_flow *f, struct part *part, uint32_t page, uint32_t row);
void flow_flush(struct pdf_flow *f);		/* give the block that is open */
void flow_widen(struct pdf_box *box, const struct pdf_box *by);

void flow_take_table(struct pdf_flow *f, uint32_t page, const struct pdf_table *t);
/* The ruled table `number` of the page, wherever its pieces stand. */
void flow_take_ruled(struct pdf_flow *f, uint32_t page, uint32_t number);

#endif
