/*
 * outline.c -- what `tocsin show` sees, for people: files, what is in them and
 * their records, indented by how deep they lie.
 *
 * Written as it comes: nothing is kept.  Values are escaped, defanged and cut;
 * the records have them whole.
 */
#include "report/people.h"
#include "report/record.h"
#include "report/report.h"

#define SCRATCH	    (64u << 20)	/* of one record as a tree */
#define VALUE_SHOWN 400		/* bytes of one value */
#define LINES_SHOWN 20		/* of a text */
#define INDENT_MOST 12

struct outline {
	struct arena scratch;
	struct buf line;
};

static int outline_open(struct report *r, struct error *e)
{
	struct outline *o = arena_new(&r->arena, struct outline);

	if (!o)
		return fail(e, ERR_MEMORY, "no memory for the report");
	arena_init(&o->scratch, SCRATCH);
	buf_init(&o->line, 1u << 20);
	r->state = o;
	return 0;
}

/* ---- one line */

static bool node_is_place(const struct node *step)
{
	return record_is(step, "kind", "text") || record_is(step, "kind", "record");
}

static unsigned depth_of(const struct node *n)
{
	const struct node *step = record_get(n, "where");
	unsigned depth = 0;

	for (step = step ? step->child : NULL; step; step = step->next)
		depth += !node_is_place(step);
	return depth > INDENT_MOST ? INDENT_MOST : depth;
}

/* The innermost step of the chain that is a thing: its name or number. */
static void add_name(struct outline *o, const struct node *n)
{
	const struct node *step = record_get(n, "where"), *last = NULL;

	for (step = step ? step->child : NULL; step; step = step->next)
		if (!node_is_place(step))
			last = step;
	if (record_is(last, "kind", "file"))
		buf_add(&o->line, record_text(last, "path"));
	else if (record_is(last, "kind", "message"))
		buf_printf(&o->line, "message %llu", (unsigned long long)record_number(last, "number"));
	else if (record_text(last, "name").len)
		buf_add(&o->line, record_text(last, "name"));
	else
		buf_add(&o->line, record_text(last, "format"));
}

static void put(struct report *r, unsigned depth)
{
	struct outline *o = r->state;

	out_raw(&r->out, span_cut(SPAN("                        "), 0, 2 * depth));
	out_terminal(&r->out, buf_span(&o->line));
	out_raw(&r->out, SPAN("\n"));
	buf_clear(&o->line);
}

static void add_field(struct outline *o, const struct node *field)
{
	buf_add(&o->line, field->key);
	buf_byte(&o->line, '=');
	people_text(span_cut(field->text, 0, VALUE_SHOWN), &o->line);
	if (field->text.len > VALUE_SHOWN)
		buf_text(&o->line, "...");
}

/* ---- the kinds of parts */

static void put_thing(struct report *r, const struct node *n)
{
	struct outline *o = r->state;
	uint64_t size;

	add_name(o, n);
	buf_text(&o->line, ": ");
	buf_add(&o->line, record_text(n, "fields.format"));
	if (span_u64(record_text(n, "fields.size"), &size))
		buf_printf(&o->line, ", %llu bytes", (unsigned long long)size);
	if (record_text(n, "fields.charset").len) {
		buf_text(&o->line, ", ");
		buf_add(&o->line, record_text(n, "fields.charset"));
	}
	if (record_text(n, "time").len) {
		buf_text(&o->line, ", ");
		buf_add(&o->line, record_text(n, "time"));
	}
	put(r, depth_of(n) - 1);
}

static uint64_t line_of(const struct node *n)
{
	const struct node *step = record_get(n, "where"), *last = NULL;

	for (step = step ? step->child : NULL; step; step = step->next)
		last = step;
	return record_number(last, "line");
}

static void put_record(struct report *r, const struct node *n)
{
	struct outline *o = r->state;
	const struct node *field = record_get(n, "fields");

	buf_printf(&o->line, "%llu", (unsigned long long)line_of(n));
	if (record_is(n, "kind", "event")) {
		buf_byte(&o->line, ' ');
		buf_add(&o->line, record_text(n, "time").len ? record_text(n, "time")
							     : SPAN("no time"));
		buf_byte(&o->line, ' ');
		buf_add(&o->line, record_text(n, "event"));
		if (!record_is(n, "outcome", "unknown")) {
			buf_byte(&o->line, ' ');
			buf_add(&o->line, record_text(n, "outcome"));
		}
	} else {
		buf_text(&o->line, " not understood");
	}
	for (field = field ? field->child : NULL; field; field = field->next) {
		buf_text(&o->line, "  ");
		add_field(o, field);
	}
	put(r, depth_of(n));
}

static void put_fields(struct report *r, const struct node *n)
{
	struct outline *o = r->state;
	const struct node *field = record_get(n, "fields");

	for (field = field ? field->child : NULL; field; field = field->next) {
		add_field(o, field);
		put(r, depth_of(n));
	}
}

static void put_text(struct report *r, const struct node *n)
{
	struct outline *o = r->state;
	struct span text = record_text(n, "fields.text"), line;
	unsigned lines = 0;

	if (!text.len) {
		buf_text(&o->line, "bytes ");
		buf_add(&o->line, record_text(n, "fields.hex"));
		put(r, depth_of(n));
	}
	while (lines++ < LINES_SHOWN && span_line(&text, &line)) {
		buf_text(&o->line, "| ");
		people_text(span_cut(line, 0, VALUE_SHOWN), &o->line);
		put(r, depth_of(n));
	}
	if (text.len) {
		buf_text(&o->line, "| ...");
		put(r, depth_of(n));
	}
}

static void put_part(struct report *r, const struct node *n)
{
	static const struct {
		const char *kind;
		void (*put)(struct report *r, const struct node *n);
	} kinds[] = {
		{ "event", put_record }, { "row", put_record },	  { "header", put_fields },
		{ "value", put_fields }, { "text", put_text },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (record_is(n, "kind", kinds[i].kind)) {
			kinds[i].put(r, n);
			return;
		}
	put_thing(r, n);
}

static void put_gap(struct report *r, const struct node *n)
{
	struct outline *o = r->state;

	buf_text(&o->line, "NOT LOOKED AT: ");
	buf_add(&o->line, record_text(n, "reason"));
	buf_text(&o->line, ", ");
	buf_add(&o->line, record_text(n, "detail"));
	put(r, depth_of(n));
}

/* ---- the report */

static int outline_record(struct report *r, struct span json, struct error *e)
{
	struct outline *o = r->state;
	const struct node *n;

	if (!span_starts(json, SPAN("{\"type\":\"part\"")) &&
	    !span_starts(json, SPAN("{\"type\":\"gap\"")))
		return 0;
	arena_reset(&o->scratch);
	n = record_parse(&o->scratch, json, e);
	if (!n)
		return -1;
	if (record_is(n, "type", "gap"))
		put_gap(r, n);
	else
		put_part(r, n);
	return r->out.buf.len > 32768 ? out_finish(&r->out, e) : 0;
}

static int outline_close(struct report *r, struct error *e)
{
	struct outline *o = r->state;

	(void)e;
	buf_release(&o->line);
	arena_release(&o->scratch);
	return 0;
}

const struct report_format report_outline = {
	.name = "outline",
	.about = "what `tocsin show` sees, for people",
	.open = outline_open,
	.record = outline_record,
	.close = outline_close,
};
