/*
 * pdf_pages.h -- the pages of a PDF file: their links, what is painted on
 * them, and the files attached to the document.
 */
#ifndef FORMAT_PDF_PAGES_H
#define FORMAT_PDF_PAGES_H

#include "format/pdf_file.h"

struct pdf_sheet {
	struct span page;		/* its dictionary */
	struct span resources;		/* its own or inherited */
	double x0, y0, x1, y1;		/* MediaBox */
	int rotate;			/* 0, 90, 180, 270 */
};

/* -1: stop. */
typedef int pdf_sheet_fn(void *context, const struct pdf_sheet *sheet);

/* Every page in its order, at most `max`; how many there were. */
uint32_t pdf_sheets(struct pdf_file *f, uint32_t max, pdf_sheet_fn *fn, void *context);

struct pdf_link {
	double x0, y0, x1, y1;		/* as pdftotext counts: from the top left, turned */
	struct span target;		/* in the buffer given */
};
typedef void pdf_link_fn(void *context, const struct pdf_link *link);

/* Links that lead out of the document. `room` holds one target at a time. */
void pdf_links(struct pdf_file *f, const struct pdf_sheet *sheet, struct buf *room, pdf_link_fn *fn,
	       void *context);

/* What a page shows besides letters that can be told. */
struct pdf_paint {
	double image;			/* part of the page under its largest picture, 0..1 */
	uint64_t text;			/* times that text is shown */
	uint64_t shapes;		/* times that a path is painted */
};
struct pdf_paint pdf_painted(struct pdf_file *f, const struct pdf_sheet *sheet);

/* Attached files: name and the stream object for pdf_stream. */
typedef void pdf_attached_fn(void *context, struct span name, struct span stream);
void pdf_attached(struct pdf_file *f, pdf_attached_fn *fn, void *context);

#endif
