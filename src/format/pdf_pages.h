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
/* A side of what is painted, along the page: x0 <= x1, y0 <= y1, placed as links are. */
struct pdf_stroke {
	float x0, y0, x1, y1;
};
typedef void pdf_stroke_fn(void *context, const struct pdf_stroke *stroke);

struct pdf_paint pdf_painted(struct pdf_file *f, const struct pdf_sheet *sheet, pdf_stroke_fn *fn,
			     void *context);
/* From the page's own corner to the top left of what is seen. */
void pdf_place(const struct pdf_sheet *s, double x, double y, double *out_x, double *out_y);

/* Attached files: name and the stream object for pdf_stream. */
typedef void pdf_attached_fn(void *context, struct span name, struct span stream);
void pdf_attached(struct pdf_file *f, pdf_attached_fn *fn, void *context);

#endif
