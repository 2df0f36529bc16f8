/* text_rest.c -- behind the first screen: findings, sources and gaps in full. */
#include "report/text_state.h"

#define FINDINGS_SHOWN 200
#define GAPS_SHOWN     100
#define SOURCES_SHOWN  100

static void advisory_list(struct text *t, const struct node *f, struct buf *b)
{
	const struct node *list = record_get(f, "advisories");
	bool first = true;

	/* With one advisory everybody knows. */
	if (t->advisories.count < 2)
		return;
	for (const struct node *a = list ? list->child : NULL; a; a = a->next) {
		const struct node *advisory = text_advisory(t, a->text);
		struct span title = record_text(advisory, "title");

		buf_printf(b, "%s%.*s", first ? " Listed by: " : ", ",
			   SPAN_ARG(title.len ? title : a->text));
		first = false;
	}
}

static void finding_rows(struct text *t, struct page *p, const struct node *f)
{
	const struct node *why = record_get(f, "why");

	buf_clear(&t->line);
	buf_printf(&t->line, "%.*s  %.*s. ", SPAN_ARG(record_text(f, "id")), SPAN_ARG(record_text(f, "class")));
	if (record_text(f, "name").len)
		buf_printf(&t->line, "%.*s: ", SPAN_ARG(record_text(f, "name")));
	else if (record_text(f, "host").len)
		buf_printf(&t->line, "%.*s: ", SPAN_ARG(record_text(f, "host")));
	text_sentence(f, &t->line);
	page_words(p, "", 4, buf_span(&t->line));
	buf_clear(&t->line);
	buf_printf(&t->line, "at %.*s", SPAN_ARG(record_text(f, "at")));
	if (why && why->child) {
		buf_text(&t->line, ". Why: ");
		for (const struct node *w = why->child; w; w = w->next)
			buf_printf(&t->line, "%.*s%s", SPAN_ARG(w->text), w->next ? "; " : "");
	}
	buf_byte(&t->line, '.');
	advisory_list(t, f, &t->line);
	page_words(p, "    ", 4, buf_span(&t->line));
}

void text_findings(struct text *t, struct page *p)
{
	if (!t->findings.count)
		return;
	page_blank(p);
	page_heading(p, "FINDINGS");
	for (uint32_t i = 0; i < t->findings.count && i < FINDINGS_SHOWN; i++)
		finding_rows(t, p, t->findings.list[i]);
	if (t->findings.count > FINDINGS_SHOWN) {
		buf_clear(&t->line);
		people_count(t->findings.all - FINDINGS_SHOWN, "more", "more", &t->line);
		buf_text(&t->line, " (--format json)");
		page_words(p, "... ", 4, buf_span(&t->line));
	}
}

static void list_words(const struct node *list, const char *before, struct buf *b)
{
	bool first = true;

	for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
		buf_printf(b, "%s%.*s", first ? before : ", ", SPAN_ARG(n->text));
		first = false;
	}
}

static void source_rows(struct text *t, struct page *p, const struct node *s)
{
	struct buf *b = &t->line;
	const struct node *holes = record_get(s, "holes");
	int64_t from = record_time(s, "time_from"), to = record_time(s, "time_to");

	buf_clear(b);
	buf_add(b, record_text(s, "source"));
	if (record_text(s, "people").len)
		buf_printf(b, ", %.*s", SPAN_ARG(record_text(s, "people")));
	if (record_text(s, "format").len)
		buf_printf(b, " (%.*s)", SPAN_ARG(record_text(s, "format")));
	if (record_text(s, "role").len)
		buf_printf(b, ", labelled %.*s", SPAN_ARG(record_text(s, "role")));
	buf_text(b, ": ");
	people_count(record_number(s, "items"), "item", "items", b);
	buf_text(b, ", ");
	people_bytes(record_number(s, "bytes_met"), b);
	if (from != TIME_NONE) {
		buf_text(b, ", ");
		people_dates(from, to, b);
	}
	if (record_true(s, "zone_assumed"))
		buf_text(b, ", times without a zone taken as UTC (--tz)");
	list_words(record_get(s, "kinds"), ". Can show: ", b);
	if (record_get(s, "kinds") && !record_get(s, "kinds")->child)
		buf_text(b, ". Shows no contact by itself");
	list_words(record_get(s, "limits"), ". Limits: ", b);
	if (record_number(s, "left_out")) {
		buf_text(b, ". Left out by --since or --until: ");
		people_count(record_number(s, "left_out"), "record", "records", b);
	}
	page_words(p, " - ", 3, buf_span(b));
	for (const struct node *h = holes ? holes->child : NULL; h; h = h->next) {
		buf_clear(b);
		buf_text(b, "no records ");
		people_dates(record_time(h, "from"), record_time(h, "to"), b);
		page_words(p, "   ", 5, buf_span(b));
	}
}

void text_sources(struct text *t, struct page *p)
{
	if (p->lines)
		page_blank(p);
	page_heading(p, "SOURCES");
	for (uint32_t i = 0; i < t->sources.count && i < SOURCES_SHOWN; i++)
		source_rows(t, p, t->sources.list[i]);
	if (!t->sources.count)
		page_words(p, " - ", 3, SPAN("nothing that could be opened"));
	if (t->sources.all > SOURCES_SHOWN) {
		buf_clear(&t->line);
		people_count(t->sources.all - SOURCES_SHOWN, "more", "more", &t->line);
		page_words(p, "... ", 4, buf_span(&t->line));
	}
}

void text_gaps(struct text *t, struct page *p)
{
	if (!t->gaps.count)
		return;
	page_blank(p);
	page_heading(p, "NOT LOOKED AT, OR NOT WHOLLY");
	for (uint32_t i = 0; i < t->gaps.count && i < GAPS_SHOWN; i++) {
		const struct node *g = t->gaps.list[i];

		buf_clear(&t->line);
		buf_printf(&t->line, "%.*s: %.*s, %.*s", SPAN_ARG(record_text(g, "at")),
			   SPAN_ARG(record_text(g, "reason")), SPAN_ARG(record_text(g, "detail")));
		if (record_true(g, "material"))
			buf_text(&t->line, " (material)");
		page_words(p, " - ", 3, buf_span(&t->line));
	}
	if (t->gaps.all > GAPS_SHOWN) {
		buf_clear(&t->line);
		people_count(t->gaps.all - GAPS_SHOWN, "more", "more", &t->line);
		page_words(p, "... ", 4, buf_span(&t->line));
	}
}
