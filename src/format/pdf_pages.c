/*
 * pdf_pages.c -- page tree, links and attachments of a PDF file.
 *
 * Trees are walked with a stack of our own; a node is entered once, and what
 * is deeper than DEPTH_MAX or more than the file can cost is left out.
 */
#include "format/pdf_pages.h"

#define DEPTH_MAX 40
#define LINKS_MAX 5000		/* of one page */
#define FILES_MAX 1000

struct level {
	struct span kids;		/* not visited yet */
	struct pdf_sheet inherited;
};

static void take_box(struct pdf_file *f, struct span node, struct pdf_sheet *sheet)
{
	struct span rest = pdf_inside(pdf_get(f, node, "/MediaBox")), v;
	double at[4];

	for (int i = 0; i < 4; i++)
		if (!pdf_next(f, &rest, &v) || !pdf_number(pdf_resolve(f, v), &at[i]))
			return;
	sheet->x0 = at[0] < at[2] ? at[0] : at[2];
	sheet->x1 = at[0] < at[2] ? at[2] : at[0];
	sheet->y0 = at[1] < at[3] ? at[1] : at[3];
	sheet->y1 = at[1] < at[3] ? at[3] : at[1];
}

static void inherit(struct pdf_file *f, struct span node, struct pdf_sheet *sheet)
{
	struct span resources = pdf_get(f, node, "/Resources");
	double turned;

	take_box(f, node, sheet);
	if (resources.len)
		sheet->resources = resources;
	if (pdf_number(pdf_get(f, node, "/Rotate"), &turned) && turned > -3600 && turned < 3600)
		sheet->rotate = (((int)turned % 360) + 360) % 360;
}

/* Where the tree is broken, pages are taken as they stand in the file. */
static uint32_t loose_sheets(struct pdf_file *f, uint32_t max, pdf_sheet_fn *fn, void *context)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < f->count && n < max; i++) {
		const struct pdf_object *o = (const struct pdf_object *)(void *)f->objects.ptr + i;
		struct pdf_sheet sheet = { .x1 = 612, .y1 = 792, .page = o->body };

		if (!pdf_is_name(pdf_get(f, o->body, "/Type"), "/Page"))
			continue;
		inherit(f, o->body, &sheet);
		n++;
		if (fn(context, &sheet) < 0)
			break;
	}
	return n;
}

uint32_t pdf_sheets(struct pdf_file *f, uint32_t max, pdf_sheet_fn *fn, void *context)
{
	struct level stack[DEPTH_MAX];
	struct span root = pdf_get(f, pdf_get(f, f->trailer, "/Root"), "/Pages"), kid;
	unsigned depth = 1;
	uint32_t n = 0;

	stack[0] = (struct level){ .kids = pdf_inside(pdf_get(f, root, "/Kids")),
				   .inherited = { .x1 = 612, .y1 = 792 } };
	inherit(f, root, &stack[0].inherited);
	while (depth && n < max) {
		struct level *top = &stack[depth - 1];
		struct pdf_sheet sheet = top->inherited;
		struct span node, kids;

		if (!pdf_next(f, &top->kids, &kid)) {
			depth--;
			continue;
		}
		node = pdf_resolve(f, kid);
		kids = pdf_get(f, node, "/Kids");
		inherit(f, node, &sheet);
		if (kids.len && depth < DEPTH_MAX) {
			stack[depth++] = (struct level){ pdf_inside(kids), sheet };
		} else if (!kids.len && span_starts(node, SPAN("<<"))) {
			sheet.page = node;
			n++;
			if (fn(context, &sheet) < 0)
				return n;
		}
	}
	return n ? n : loose_sheets(f, max, fn, context);
}

/* ---- links */

void pdf_place(const struct pdf_sheet *s, double x, double y, double *out_x, double *out_y)
{
	double left = x - s->x0, right = s->x1 - x, low = y - s->y0, high = s->y1 - y;

	*out_x = s->rotate == 90 ? low : s->rotate == 180 ? right : s->rotate == 270 ? high : left;
	*out_y = s->rotate == 90 ? left : s->rotate == 180 ? low : s->rotate == 270 ? right : high;
}

static bool link_box(struct pdf_file *f, const struct pdf_sheet *sheet, struct span annotation,
		     struct pdf_link *link)
{
	struct span rest = pdf_inside(pdf_get(f, annotation, "/Rect")), v;
	double at[4], x[2], y[2];

	for (int i = 0; i < 4; i++)
		if (!pdf_next(f, &rest, &v) || !pdf_number(pdf_resolve(f, v), &at[i]))
			return false;
	for (int i = 0; i < 2; i++)
		pdf_place(sheet, at[2 * i], at[2 * i + 1], &x[i], &y[i]);
	link->x0 = x[0] < x[1] ? x[0] : x[1];
	link->x1 = x[0] < x[1] ? x[1] : x[0];
	link->y0 = y[0] < y[1] ? y[0] : y[1];
	link->y1 = y[0] < y[1] ? y[1] : y[0];
	return true;
}

void pdf_links(struct pdf_file *f, const struct pdf_sheet *sheet, struct buf *room, pdf_link_fn *fn,
	       void *context)
{
	struct span rest = pdf_inside(pdf_get(f, sheet->page, "/Annots")), v;

	for (unsigned n = 0; n < LINKS_MAX && pdf_next(f, &rest, &v); n++) {
		struct span annotation = pdf_resolve(f, v);
		struct span action = pdf_get(f, annotation, "/A");
		struct pdf_link link;

		buf_clear(room);
		if (!pdf_is_name(pdf_get(f, action, "/S"), "/URI") ||
		    !pdf_string(pdf_get(f, action, "/URI"), room) ||
		    !link_box(f, sheet, annotation, &link))
			continue;
		link.target = span_trim(buf_span(room));
		fn(context, &link);
	}
}

/* ---- attachments */

static void attached(struct pdf_file *f, struct span specification, struct buf *name,
		     pdf_attached_fn *fn, void *context)
{
	struct span files = pdf_get(f, specification, "/EF");
	struct span stream = pdf_get(f, files, "/F");

	buf_clear(name);
	if (!pdf_string(pdf_get(f, specification, "/UF"), name))
		pdf_string(pdf_get(f, specification, "/F"), name);
	if (!stream.len)
		stream = pdf_get(f, files, "/UF");
	if (stream.len)
		fn(context, buf_span(name), stream);
}

/* Wherever a file is named: in the tree of names, at a place of a page, or forgotten. */
void pdf_attached(struct pdf_file *f, pdf_attached_fn *fn, void *context)
{
	uint32_t found = 0;
	struct buf name;

	buf_init(&name, 64u << 10);
	for (uint32_t i = 0; i < f->count && found < FILES_MAX; i++) {
		const struct pdf_object *o = (const struct pdf_object *)(void *)f->objects.ptr + i;

		if (!span_starts(o->body, SPAN("<<")) ||
		    span_find(span_cut(o->body, 0, 2000), SPAN("/EF")) == SPAN_NONE ||
		    !pdf_get_raw(f, o->body, "/EF").len)
			continue;
		found++;
		attached(f, o->body, &name, fn, context);
	}
	buf_release(&name);
}
