/*
 * pdf_file.c -- the objects of a PDF file, found by reading it once.
 *
 * Hostile input: one pass over the bytes; a stream is passed over only when
 * its length is stated in place and true; object streams are opened within
 * the work and the memory that a file may cost.
 */
#include "format/pdf_file.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

#define END_NEAR   2048

static void add_object(struct pdf_file *f, uint64_t number, uint32_t order, struct span body)
{
	struct pdf_object o = { .number = (uint32_t)number, .order = order, .body = body };

	if (number > UINT32_MAX || f->objects.bad)
		return;
	if (f->count == PDF_OBJECTS_MAX) {
		if (f->why.code == ERR_NONE)
			fail(&f->why, ERR_LIMIT, "pdf: more than %d objects", PDF_OBJECTS_MAX);
		return;
	}
	buf_add(&f->objects, span_make(&o, sizeof(o)));
	f->count += !f->objects.bad;
}

/* The number in front of " 0 obj" that ends at `at`; false when there is none. */
static bool number_before(struct span s, size_t at, uint64_t *out)
{
	size_t from[2], to[2];

	for (int i = 0; i < 2; i++) {
		size_t end = at;

		while (at && ascii_space(s.ptr[at - 1]))
			at--;
		to[i] = at;
		while (at && ascii_digit(s.ptr[at - 1]) && to[i] - at < 10)
			at--;
		from[i] = at;
		if (from[i] == to[i] || (i == 1 && end == to[i]))
			return false;
	}
	return span_u64(span_cut(s, from[1], to[1] - from[1]), out);
}

/* Behind the stream of the object whose body begins at `at`, when its length is stated truly. */
static size_t skip_stream(struct pdf_file *f, size_t at)
{
	struct span rest = span_skip(f->bytes, at), dictionary;
	double length;
	size_t from;

	rest = span_trim(span_cut(rest, 0, 64u << 10));
	if (!span_starts(rest, SPAN("<<")) || !pdf_next(f, &rest, &dictionary) ||
	    !pdf_number(pdf_get_raw(f, dictionary, "/Length"), &length) || length < 0 ||
	    length > (double)f->bytes.len)
		return at;
	from = (size_t)(rest.ptr - f->bytes.ptr);
	rest = span_cut(span_skip(f->bytes, from), 0, 16);
	if (span_find(rest, SPAN("stream")) == SPAN_NONE)
		return at;
	from += span_find(rest, SPAN("stream")) + 6 + (size_t)length;
	rest = span_cut(span_skip(f->bytes, from), 0, 24);
	return span_find(rest, SPAN("endstream")) == SPAN_NONE ? at : from;
}

static void find_objects(struct pdf_file *f)
{
	size_t at = 0;
	uint64_t number;

	while (at < f->bytes.len && f->why.code == ERR_NONE) {
		size_t found = span_find(span_skip(f->bytes, at), SPAN("obj"));

		if (found == SPAN_NONE)
			break;
		at += found + 3;
		if (!number_before(f->bytes, at - 3, &number))
			continue;
		add_object(f, number, f->count, span_skip(f->bytes, at));
		at = skip_stream(f, at);
	}
}

/* A body ends where the next object in the file begins, or at its own end mark. */
static void end_objects(struct pdf_file *f)
{
	struct pdf_object *o = (struct pdf_object *)(void *)f->objects.ptr;

	for (uint32_t i = 0; i < f->count; i++) {
		size_t at = 0;

		if (i + 1 < f->count)
			o[i].body.len = (size_t)(o[i + 1].body.ptr - o[i].body.ptr);
		while (at < o[i].body.len && (ascii_space(o[i].body.ptr[at]) || !o[i].body.ptr[at]))
			at++;
		o[i].body = span_skip(o[i].body, at);
	}
}

static int by_number(const void *a, const void *b)
{
	const struct pdf_object *l = a, *r = b;

	if (l->number != r->number)
		return l->number < r->number ? -1 : 1;
	return l->order < r->order ? -1 : l->order > r->order;
}

/* Sort, and keep the last of each number. */
static void settle(struct pdf_file *f)
{
	struct pdf_object *o = (struct pdf_object *)(void *)f->objects.ptr;
	uint32_t kept = 0;

	if (!f->count)
		return;
	qsort(o, f->count, sizeof(*o), by_number);
	for (uint32_t i = 0; i < f->count; i++) {
		if (kept && o[kept - 1].number == o[i].number)
			kept--;
		o[kept++] = o[i];
	}
	f->count = kept;
	f->objects.len = kept * sizeof(*o);
}

/* "12 0 13 57 ..." in front, then the objects: those of one object stream. */
static void open_inside(struct pdf_file *f, struct span dictionary, struct span all, uint32_t order)
{
	struct span rest = all, number, place;
	double count, first;

	if (!pdf_number(pdf_get(f, dictionary, "/N"), &count) ||
	    !pdf_number(pdf_get(f, dictionary, "/First"), &first) || first < 0)
		return;
	for (double i = 0; i < count; i++) {
		uint64_t n;
		double at;

		if (!pdf_next(f, &rest, &number) || !pdf_next(f, &rest, &place))
			return;
		if (span_u64(number, &n) && pdf_number(place, &at) && at >= 0 &&
		    at + first < (double)all.len)
			add_object(f, n, order, span_skip(all, (size_t)(at + first)));
	}
}

static bool is_object_stream(struct pdf_file *f, struct span object, struct span *dictionary)
{
	struct span rest = object;

	return span_starts(object, SPAN("<<")) &&
		span_find(span_cut(object, 0, 400), SPAN("/ObjStm")) != SPAN_NONE &&
		pdf_next(f, &rest, dictionary) &&
		pdf_is_name(pdf_get(f, *dictionary, "/Type"), "/ObjStm");
}

static void open_streams(struct pdf_file *f)
{
	uint32_t count = f->count;

	for (uint32_t i = 0; i < count && f->why.code == ERR_NONE; i++) {
		struct pdf_object o = ((struct pdf_object *)(void *)f->objects.ptr)[i];
		struct span dictionary;
		struct buf one;

		if (!is_object_stream(f, o.body, &dictionary))
			continue;
		buf_init(&one, PDF_STREAM_MAX + 65536);
		if (pdf_stream(f, o.body, &one)) {
			struct span all = arena_copy(f->arena, buf_span(&one));

			if (all.ptr)
				open_inside(f, dictionary, all, o.order);
			else
				fail(&f->why, ERR_LIMIT, "pdf: more objects than are kept");
		}
		buf_release(&one);
	}
}

/* The last dictionary that names a root: a trailer's, or of a stream of places. */
static void find_trailer(struct pdf_file *f)
{
	struct span left = f->bytes, rest, value;
	size_t at;

	while ((at = span_find(left, SPAN("trailer"))) != SPAN_NONE) {
		left = span_skip(left, at + 7);
		rest = span_trim(span_cut(left, 0, 64u << 10));
		if (span_starts(rest, SPAN("<<")) && pdf_next(f, &rest, &value) &&
		    pdf_get_raw(f, value, "/Root").len)
			f->trailer = value;
	}
	if (f->trailer.len)
		return;
	for (uint32_t i = f->count; i-- > 0;) {
		struct span object = ((struct pdf_object *)(void *)f->objects.ptr)[i].body;

		rest = object;
		if (span_starts(object, SPAN("<<")) &&
		    span_find(span_cut(object, 0, 2000), SPAN("/Root")) != SPAN_NONE &&
		    pdf_next(f, &rest, &value) && pdf_is_name(pdf_get(f, value, "/Type"), "/XRef")) {
			f->trailer = value;
			return;
		}
	}
}

int pdf_file_open(struct pdf_file *f, struct span bytes, struct arena *a, struct error *e)
{
	struct span end = span_skip(bytes, bytes.len > END_NEAR ? bytes.len - END_NEAR : 0);

	*f = (struct pdf_file){ .bytes = bytes, .arena = a,
				.work_max = 32 * (uint64_t)bytes.len + (256u << 20) };
	buf_init(&f->objects, (size_t)PDF_OBJECTS_MAX * sizeof(struct pdf_object));
	f->inflate = arena_new(a, struct inflate_state);
	if (!f->inflate)
		return fail(e, ERR_LIMIT, "pdf: no memory left for this item");
	f->ended = span_find(end, SPAN("%%EOF")) != SPAN_NONE;
	find_objects(f);
	end_objects(f);
	find_trailer(f);
	f->encrypted = pdf_get_raw(f, f->trailer, "/Encrypt").len > 0;
	settle(f);
	if (!f->encrypted) {
		open_streams(f);
		settle(f);
	}
	return f->objects.bad ? fail(e, ERR_MEMORY, "pdf: no memory") : 0;
}

void pdf_file_close(struct pdf_file *f)
{
	buf_release(&f->objects);
}
