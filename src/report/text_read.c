/* text_read.c -- what `tocsin read` shows: the advisory as understood, for a check by eye. */
#include <stdio.h>

#include "report/text_state.h"

#define VALUES_SHOWN 60		/* of one kind and role */

static void advisory_head(struct text *t, struct page *p, const struct node *a)
{
	struct buf *b = &t->line;
	const struct node *bodies = record_get(a, "bodies");
	int64_t from = record_time(a, "activity_from"), to = record_time(a, "activity_to");

	buf_clear(b);
	buf_add(b, record_text(a, "title").len ? record_text(a, "title") : record_text(a, "source"));
	page_words(p, "", 2, buf_span(b));
	buf_clear(b);
	buf_printf(b, "%.*s, %.*s", SPAN_ARG(record_text(a, "source")), SPAN_ARG(record_text(a, "format")));
	if (record_time(a, "published") != TIME_NONE) {
		buf_text(b, ", published ");
		people_date(record_time(a, "published"), 0, b);
	}
	if (from != TIME_NONE) {
		buf_text(b, ", activity ");
		people_dates(from, to != TIME_NONE ? to : from, 0, b);
	}
	if (record_text(a, "tlp").len)
		buf_printf(b, ", TLP:%.*s", SPAN_ARG(record_text(a, "tlp")));
	page_words(p, "", 2, buf_span(b));
	for (const struct node *x = bodies ? bodies->child : NULL; x; x = x->next) {
		buf_clear(b);
		buf_printf(b, "%.*s %.*s %.*s", SPAN_ARG(record_text(x, "name")),
			   SPAN_ARG(record_text(x, "stance")), SPAN_ARG(record_text(x, "scope")));
		page_words(p, "  ", 4, buf_span(b));
	}
}

static bool same_group(const struct node *a, const struct node *b)
{
	return span_equal(record_text(a, "kind"), record_text(b, "kind")) &&
	       span_equal(record_text(a, "role"), record_text(b, "role"));
}

static void value_rows(struct text *t, struct page *p, const struct node *first, uint32_t from)
{
	uint64_t n = 0;

	for (uint32_t i = from; i < t->indicators.count; i++)
		n += same_group(t->indicators.list[i], first);
	buf_clear(&t->line);
	buf_printf(&t->line, "%.*s, role %.*s: %llu", SPAN_ARG(record_text(first, "kind")),
		   SPAN_ARG(record_text(first, "role")), (unsigned long long)n);
	page_words(p, "", 2, buf_span(&t->line));
	n = 0;
	for (uint32_t i = from; i < t->indicators.count; i++) {
		const struct node *x = t->indicators.list[i], *why = record_get(x, "why");

		if (!same_group(x, first))
			continue;
		if (n++ == VALUES_SHOWN) {
			page_words(p, "    ", 4, SPAN("... (--format json)"));
			break;
		}
		buf_clear(&t->line);
		people_value(record_text(x, "value"), &t->line);
		if (record_number(x, "port"))
			buf_printf(&t->line, " port %llu", (unsigned long long)record_number(x, "port"));
		if (!record_is(x, "role", "indicator") && why && why->child)
			buf_printf(&t->line, "  (%.*s)", SPAN_ARG(why->child->text));
		page_words(p, "    ", 6, buf_span(&t->line));
	}
}

static void values(struct text *t, struct page *p)
{
	for (uint32_t i = 0; i < t->indicators.count; i++) {
		bool first = true;

		for (uint32_t k = 0; k < i && first; k++)
			first = !same_group(t->indicators.list[k], t->indicators.list[i]);
		if (first)
			value_rows(t, p, t->indicators.list[i], i);
	}
}

static void others(struct text *t, struct page *p)
{
	for (uint32_t i = 0; i < t->rules.count; i++) {
		const struct node *r = t->rules.list[i];

		buf_clear(&t->line);
		buf_printf(&t->line, "rule %.*s (%.*s)%s%.*s", SPAN_ARG(record_text(r, "name")),
			   SPAN_ARG(record_text(r, "language")), record_text(r, "why_not").len ? ": " : "",
			   SPAN_ARG(record_text(r, "why_not")));
		page_words(p, "", 2, buf_span(&t->line));
	}
	for (uint32_t i = 0; i < t->entities.count; i++) {
		const struct node *x = t->entities.list[i];

		buf_clear(&t->line);
		buf_printf(&t->line, "%.*s %.*s%s%.*s", SPAN_ARG(record_text(x, "kind")),
			   SPAN_ARG(record_text(x, "name")), record_text(x, "id").len ? " " : "",
			   SPAN_ARG(span_equal(record_text(x, "id"), record_text(x, "name")) ? SPAN("")
				    : record_text(x, "id")));
		page_words(p, "", 2, buf_span(&t->line));
	}
	for (uint32_t i = 0; i < t->gaps.count; i++) {
		const struct node *g = t->gaps.list[i];

		buf_clear(&t->line);
		buf_printf(&t->line, "not read: %.*s (%.*s)", SPAN_ARG(record_text(g, "detail")),
			   SPAN_ARG(record_text(g, "reason")));
		page_words(p, "", 2, buf_span(&t->line));
	}
}

void text_read(struct text *t, struct page *p)
{
	for (uint32_t i = 0; i < t->advisories.count; i++)
		advisory_head(t, p, t->advisories.list[i]);
	page_blank(p);
	values(t, p);
	others(t, p);
	page_blank(p);
	buf_clear(&t->line);
	people_count(record_number(t->summary, "indicators"), "value", "values", &t->line);
	buf_text(&t->line, ", ");
	people_count(record_number(t->summary, "rules"), "rule", "rules", &t->line);
	buf_text(&t->line, ", ");
	people_count(record_number(t->summary, "entities"), "name", "names", &t->line);
	buf_text(&t->line, ", ");
	people_count(record_number(t->summary, "gaps"), "gap", "gaps", &t->line);
	page_words(p, "", 0, buf_span(&t->line));
}
