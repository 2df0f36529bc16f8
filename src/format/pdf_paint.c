/*
 * pdf_paint.c -- what the content of a page paints: pictures with the part
 * of the page that they cover, text, shapes.
 *
 * Only the few operators that matter are understood (q Q cm Do, text, paint);
 * forms inside forms are followed FORMS_DEPTH deep.
 */
#include "format/pdf_pages.h"

#define FORMS_DEPTH 4
#define SAVED_MAX   64
#define OPERANDS    6

struct matrix {
	double a, b, c, d;		/* the place does not matter, only size */
};

struct painter {
	struct pdf_file *file;
	struct pdf_paint paint;
	double area;			/* of the page */
};

static void paint_content(struct painter *p, struct span content, struct span resources,
			  struct matrix at, unsigned depth);

static struct matrix times(struct matrix l, struct matrix r)
{
	return (struct matrix){ l.a * r.a + l.b * r.c, l.a * r.b + l.b * r.d,
				l.c * r.a + l.d * r.c, l.c * r.b + l.d * r.d };
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
	double at[4] = { 1, 0, 0, 1 };

	for (int i = 0; i < 4; i++)
		if (!pdf_next(f, &rest, &v) || !pdf_number(v, &at[i]))
			return (struct matrix){ 1, 0, 0, 1 };
	return (struct matrix){ at[0], at[1], at[2], at[3] };
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
						    o.number[3] }, at);
		} else if (span_equal(v, SPAN("Do"))) {
			paint_object(p, o.name, resources, at, depth);
		} else if (span_equal(v, SPAN("BI"))) {
			paint_image(p, at);
			content = skip_inline(content);
		}
		p->paint.text += is_one_of(v, text);
		p->paint.shapes += is_one_of(v, shapes);
		o = (struct operands){ .count = 0 };
	}
}

struct pdf_paint pdf_painted(struct pdf_file *f, const struct pdf_sheet *sheet)
{
	struct painter p = { .file = f, .area = (sheet->x1 - sheet->x0) * (sheet->y1 - sheet->y0) };
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
	paint_content(&p, buf_span(&all), sheet->resources, (struct matrix){ 1, 0, 0, 1 }, 0);
	buf_release(&all);
	return p.paint;
}
