/*
 * pdf_paint.c -- what the content of a page paints: pictures with the part
 * of the page that they cover, text, shapes, and straight lines.
 *
 * Only the few operators that matter are understood (q Q cm Do, text, paths,
 * paint); forms inside forms are followed FORMS_DEPTH deep, of one path the
 * first PATH_MAX sides are kept.
 */
#include "format/pdf_pages.h"

#define FORMS_DEPTH 4
#define SAVED_MAX   64
#define OPERANDS    6
#define PATH_MAX    1024
#define THIN	    2.6		/* points: thinner is a line, not a box */
#define LONG	    5.0

struct matrix {
	double a, b, c, d, e, f;
};

struct point {
	double x, y;			/* of the page */
};

struct painter {
	struct pdf_file *file;
	const struct pdf_sheet *sheet;
	struct pdf_paint paint;
	double area;			/* of the page */
	pdf_stroke_fn *fn;
	void *context;
	/* The path at hand: where the pen is, where the figure began, its sides. */
	struct point pen, first;
	struct { struct point from, to; } side[PATH_MAX];
	unsigned sides;
};

static void paint_content(struct painter *p, struct span content, struct span resources,
			  struct matrix at, unsigned depth);

static struct matrix times(struct matrix l, struct matrix r)
{
	return (struct matrix){ l.a * r.a + l.b * r.c, l.a * r.b + l.b * r.d,
				l.c * r.a + l.d * r.c, l.c * r.b + l.d * r.d,
				l.e * r.a + l.f * r.c + r.e, l.e * r.b + l.f * r.d + r.f };
}

static void paint_image(struct painter *p, struct matrix at)
{
	double area = at.a * at.d - at.b * at.c;

	area = (area < 0 ? -area : area) / (p->area > 1 ? p->area : 1);
	if (area > p->paint.image)
		p->paint.image = area > 1 ? 1 : area;
}

static struct matrix matrix_of(struct pdf_file *f, struct span array)
{
	struct span rest = pdf_inside(array), v;
	double at[6] = { 1, 0, 0, 1 };

	for (int i = 0; i < 6; i++)
		if (!pdf_next(f, &rest, &v) || !pdf_number(v, &at[i]))
			return (struct matrix){ 1, 0, 0, 1, 0, 0 };
	return (struct matrix){ at[0], at[1], at[2], at[3], at[4], at[5] };
}

static void paint_object(struct painter *p, struct span name, struct span resources,
			 struct matrix at, unsigned depth)
{
	struct span objects = pdf_get(p->file, resources, "/XObject"), object, own;
	char key[128];
	struct buf content;

	if (name.len < 2 || name.len >= sizeof(key))
		return;
	memcpy(key, name.ptr, name.len);
	key[name.len] = '\0';
	object = pdf_get(p->file, objects, key);
	if (pdf_is_name(pdf_get(p->file, object, "/Subtype"), "/Image")) {
		paint_image(p, at);
		return;
	}
	if (depth >= FORMS_DEPTH)
		return;
	buf_init(&content, PDF_STREAM_MAX + 65536);
	own = pdf_get(p->file, object, "/Resources");
	if (pdf_stream(p->file, object, &content))
		paint_content(p, buf_span(&content), own.len ? own : resources,
			      times(matrix_of(p->file, pdf_get(p->file, object, "/Matrix")), at),
			      depth + 1);
	buf_release(&content);
}

/* Behind the picture that stands in the content itself. */
static struct span skip_inline(struct span rest)
{
	size_t end = span_find(rest, SPAN("EI"));

	while (end != SPAN_NONE && end + 2 < rest.len &&
	       (!ascii_space(rest.ptr[end + 2]) || (end && !ascii_space(rest.ptr[end - 1])))) {
		size_t next = span_find(span_skip(rest, end + 2), SPAN("EI"));

		end = next == SPAN_NONE ? SPAN_NONE : end + 2 + next;
	}
	return end == SPAN_NONE ? span_skip(rest, rest.len) : span_skip(rest, end + 2);
}

static bool is_one_of(struct span v, const char *const *list)
{
	for (; *list; list++)
		if (span_equal(v, span_of(*list)))
			return true;
	return false;
}

/* pdf_next stops at a closing bracket, with blanks and comments before it. */
static size_t behind_bracket(struct span rest)
{
	size_t at = 0;

	while (at < rest.len && rest.ptr[at] != ']' && rest.ptr[at] != '>')
		at++;
	return at + 1;
}

struct operands {
	double number[OPERANDS];
	unsigned count;
	struct span name;
};

static void take_operand(struct operands *o, struct span v)
{
	double n;

	if (v.ptr[0] == '/')
		o->name = v;
	if (!pdf_number(v, &n))
		return;
	if (o->count == OPERANDS) {
		memmove(o->number, o->number + 1, (OPERANDS - 1) * sizeof(double));
		o->count--;
	}
	o->number[o->count++] = n;
}

/* ---- paths */

static void add_side(struct painter *p, struct point to)
{
	if (p->sides < PATH_MAX) {
		p->side[p->sides].from = p->pen;
		p->side[p->sides++].to = to;
	}
	p->pen = to;
}

static struct point point_at(struct matrix m, double x, double y)
{
	return (struct point){ m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f };
}

static void add_box(struct painter *p, struct matrix m, const double *n)
{
	p->pen = p->first = point_at(m, n[0], n[1]);
	add_side(p, point_at(m, n[0] + n[2], n[1]));
	add_side(p, point_at(m, n[0] + n[2], n[1] + n[3]));
	add_side(p, point_at(m, n[0], n[1] + n[3]));
	add_side(p, p->first);
}

static bool take_path(struct painter *p, struct span v, struct matrix m, const struct operands *o)
{
	if (span_equal(v, SPAN("re")) && o->count >= 4) {
		add_box(p, m, o->number);
	} else if (span_equal(v, SPAN("m")) && o->count >= 2) {
		p->pen = p->first = point_at(m, o->number[0], o->number[1]);
	} else if (span_equal(v, SPAN("l")) && o->count >= 2) {
		add_side(p, point_at(m, o->number[0], o->number[1]));
	} else if (span_equal(v, SPAN("h"))) {
		add_side(p, p->first);
	} else {
		return false;
	}
	return true;
}

/* The sides that run along the page, as they are seen; the path is done. */
static void give_sides(struct painter *p)
{
	for (unsigned i = 0; p->fn && i < p->sides; i++) {
		double x0, y0, x1, y1;
		struct pdf_stroke s;

		pdf_place(p->sheet, p->side[i].from.x, p->side[i].from.y, &x0, &y0);
		pdf_place(p->sheet, p->side[i].to.x, p->side[i].to.y, &x1, &y1);
		s = (struct pdf_stroke){ (float)(x0 < x1 ? x0 : x1), (float)(y0 < y1 ? y0 : y1),
					 (float)(x0 < x1 ? x1 : x0), (float)(y0 < y1 ? y1 : y0) };
		if ((s.x1 - s.x0 < THIN) != (s.y1 - s.y0 < THIN) &&
		    (s.x1 - s.x0 > LONG || s.y1 - s.y0 > LONG))
			p->fn(p->context, &s);
	}
	p->sides = 0;
}

/* ---- content */

static void paint_content(struct painter *p, struct span content, struct span resources,
			  struct matrix at, unsigned depth)
{
	static const char *const text[] = { "Tj", "TJ", "'", "\"", NULL };
	static const char *const shapes[] = { "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh",
					      NULL };
	struct matrix saved[SAVED_MAX];
	struct operands o = { .count = 0 };
	unsigned depth_saved = 0;
	struct span v;

	while (content.len) {
		if (!pdf_next(p->file, &content, &v)) {
			/* A bracket too many is no end here. */
			content = span_skip(content, content.len && p->file->why.code == ERR_NONE
						     ? behind_bracket(content) : content.len);
			continue;
		}
		if (!ascii_alpha(v.ptr[0]) && v.ptr[0] != '\'' && v.ptr[0] != '"') {
			take_operand(&o, v);
			continue;
		}
		if (span_equal(v, SPAN("q")) && depth_saved < SAVED_MAX) {
			saved[depth_saved++] = at;
		} else if (span_equal(v, SPAN("Q")) && depth_saved) {
			at = saved[--depth_saved];
		} else if (span_equal(v, SPAN("cm")) && o.count == OPERANDS) {
			at = times((struct matrix){ o.number[0], o.number[1], o.number[2],
						    o.number[3], o.number[4], o.number[5] }, at);
		} else if (take_path(p, v, at, &o)) {
			/* Nothing is seen of it yet. */
		} else if (span_equal(v, SPAN("Do"))) {
			paint_object(p, o.name, resources, at, depth);
		} else if (span_equal(v, SPAN("BI"))) {
			paint_image(p, at);
			content = skip_inline(content);
		}
		p->paint.text += is_one_of(v, text);
		if (is_one_of(v, shapes)) {
			p->paint.shapes++;
			give_sides(p);
		} else if (span_equal(v, SPAN("n"))) {
			p->sides = 0;
		}
		o = (struct operands){ .count = 0 };
	}
}

struct pdf_paint pdf_painted(struct pdf_file *f, const struct pdf_sheet *sheet, pdf_stroke_fn *fn,
			     void *context)
{
	struct painter p = { .file = f, .sheet = sheet, .fn = fn, .context = context,
			     .area = (sheet->x1 - sheet->x0) * (sheet->y1 - sheet->y0) };
	struct span contents = pdf_get(f, sheet->page, "/Contents"), rest = contents, v;
	struct buf all;

	buf_init(&all, PDF_STREAM_MAX + 65536);
	if (contents.len && contents.ptr[0] == '[') {
		rest = pdf_inside(contents);
		while (pdf_next(f, &rest, &v)) {
			pdf_stream(f, pdf_resolve(f, v), &all);
			buf_byte(&all, '\n');
		}
	} else {
		pdf_stream(f, contents, &all);
	}
	paint_content(&p, buf_span(&all), sheet->resources, (struct matrix){ 1, 0, 0, 1, 0, 0 },
		      0);
	buf_release(&all);
	return p.paint;
}
