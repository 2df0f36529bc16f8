/*
 * html_coverage.c -- what was looked at: for each kind of value that the
 * advisories list, the sources that could have shown it, day by day; and what
 * was not looked at.
 */
#include <stdlib.h>

#include "report/html_state.h"

#define SOURCES_PER_FAMILY 40
#define PERIODS_MOST	   4000
#define HOLES_TOLD	   3

/* Kinds that one and the same evidence shows. */
static const struct family { const char *name; enum kind from, to; } families[] = {
	{ "Addresses", KIND_IPV4, KIND_CIDR },
	{ "Names and links", KIND_DOMAIN, KIND_URL },
	{ "Onion names", KIND_ONION, KIND_ONION },
	{ "Mail", KIND_EMAIL, KIND_EMAIL_SUBJECT },
	{ "Files", KIND_MD5, KIND_PATH },
	{ "Traces on machines", KIND_REGISTRY_KEY, KIND_COMMAND_LINE },
	{ "Encrypted traffic", KIND_USER_AGENT, KIND_X509_ISSUER },
};

#define FAMILIES (sizeof(families) / sizeof(families[0]))

/* ---- what the advisories ask for */

struct asked {
	uint64_t values;
	bool seen, shown, blind;
};

static struct asked asked_of(const struct html *h, const struct family *f)
{
	struct asked a = { 0 };

	for (uint32_t i = 0; i < h->text->verdicts.count; i++) {
		const struct node *v = h->text->verdicts.list[i];
		const struct node *k = record_get(v, "coverage.kinds");

		for (k = k ? k->child : NULL; k; k = k->next) {
			enum kind kind = kind_of_name(k->key);

			if (kind < f->from || kind > f->to)
				continue;
			a.seen |= span_equal(k->text, SPAN("seen"));
			a.shown |= span_equal(k->text, SPAN("not-seen"));
			a.blind |= span_equal(k->text, SPAN("blind"));
		}
		k = record_get(v, "searched");
		for (k = k ? k->child : NULL; k; k = k->next) {
			enum kind kind = kind_of_name(k->key);
			uint64_t n = 0;

			if (kind >= f->from && kind <= f->to && span_u64(k->text, &n))
				a.values += n;
		}
	}
	return a;
}

static bool can_show(const struct node *source, const struct family *f)
{
	const struct node *k = record_get(source, "kinds");

	for (k = k ? k->child : NULL; k; k = k->next) {
		enum kind kind = kind_of_name(k->text);

		if (kind >= f->from && kind <= f->to)
			return true;
	}
	return false;
}

/* ---- periods */

struct periods {
	struct strip list[PERIODS_MOST];
	uint32_t count;
};

/* Good until the next one. */
static struct periods *periods_new(struct html *h)
{
	arena_reset(&h->text->scratch);
	return arena_new(&h->text->scratch, struct periods);
}

static void periods_add(struct periods *p, int64_t from, int64_t to)
{
	if (p && from < to && p->count < PERIODS_MOST)
		p->list[p->count++] = (struct strip){ from, to };
}

/* What a source covers: from its first record to its last, but for the holes. */
static void periods_of(const struct node *source, struct periods *p)
{
	int64_t from = record_time(source, "time_from"), to = record_time(source, "time_to");
	const struct node *hole = record_get(source, "holes");

	if (from == TIME_NONE || to == TIME_NONE)
		return;
	for (hole = hole ? hole->child : NULL; hole; hole = hole->next) {
		int64_t a = record_time(hole, "from"), b = record_time(hole, "to");

		if (a == TIME_NONE || b == TIME_NONE || b <= from || a >= to)
			continue;
		periods_add(p, from, a);
		from = b;
	}
	periods_add(p, from, to);
}

static int period_order(const void *a, const void *b)
{
	const struct strip *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

static void periods_join(struct periods *p)
{
	uint32_t n = 0;

	if (!p)
		return;
	qsort(p->list, p->count, sizeof(p->list[0]), period_order);
	for (uint32_t i = 0; i < p->count; i++) {
		struct strip *last = n ? &p->list[n - 1] : NULL;

		if (last && p->list[i].from <= last->to)
			last->to = p->list[i].to > last->to ? p->list[i].to : last->to;
		else
			p->list[n++] = p->list[i];
	}
	p->count = n;
}

static void periods_draw(struct html *h, const struct strip *s, const struct periods *p,
			 const char *class)
{
	for (uint32_t i = 0; p && i < p->count; i++)
		strip_bar(h, s, p->list[i].from, p->list[i].to, class);
}

/* ---- one source */

static void source_dates(struct html *h, const struct node *s)
{
	const struct node *hole = record_get(s, "holes"), *l = record_get(s, "limits");
	struct buf *b = &h->text->line;
	unsigned holes = 0;

	buf_clear(b);
	if (record_time(s, "time_from") != TIME_NONE)
		people_dates(record_time(s, "time_from"), record_time(s, "time_to"), h->text->year, b);
	else
		buf_text(b, "as handed in");
	for (hole = hole ? hole->child : NULL; hole; hole = hole->next, holes++) {
		if (holes >= HOLES_TOLD)
			continue;
		buf_text(b, "; no records ");
		people_hole(record_time(hole, "from"), record_time(hole, "to"), h->text->year, b);
	}
	if (holes > HOLES_TOLD)
		buf_printf(b, " and %u holes more", holes - HOLES_TOLD);
	for (l = l ? l->child : NULL; l; l = l->next) {
		/* The hole itself says it better. */
		if (holes && span_equal(l->text, SPAN("series-hole")))
			continue;
		buf_text(b, "; ");
		people_text(gap_words(l->text), b);
	}
	if (record_true(s, "zone_assumed"))
		buf_text(b, "; times without a zone taken as UTC");
	html_line(h);
}

static void source_row(struct html *h, const struct strip *s, const struct node *source)
{
	struct periods *p = periods_new(h);
	struct buf *b = &h->text->line;

	out_text(h->out, "<tr><th scope=\"row\">");
	buf_clear(b);
	source_name(source, b);
	html_line(h);
	out_text(h->out, "<small>");
	html_count(h, record_number(source, "items"), "item, ", "items, ");
	people_bytes(record_number(source, "bytes_met"), b);
	html_line(h);
	out_text(h->out, "</small><small>");
	source_dates(h, source);
	out_text(h->out, "</small></th>");
	if (s->from == TIME_NONE) {
		out_text(h->out, "<td></td></tr>\n");
		return;
	}
	periods_of(source, p);
	strip_open(h, s, record_time(source, "time_from") == TIME_NONE ? SPAN("not dated")
		   : SPAN("days with records"));
	if (record_time(source, "time_from") == TIME_NONE)
		strip_bar(h, s, s->from, s->to, "undated");
	periods_draw(h, s, p, "covered");
	strip_close(h);
	out_text(h->out, "</tr>\n");
}

/* ---- families */

static void family_state(struct html *h, const struct asked *a)
{
	out_printf(h->out, "<span class=\"state %s\">%s</span>",
		   a->seen ? "seen" : a->shown ? "shown" : "blind",
		   a->seen ? "seen" : a->shown ? "not seen; it could have been shown"
		   : "no evidence could show them");
	if ((a->seen || a->shown) && a->blind)
		out_text(h->out, " <span class=\"state blind\">some kinds could not be shown</span>");
}

static void family_head(struct html *h, const struct strip *s, const struct family *f,
			const struct asked *a)
{
	struct periods *all = periods_new(h);
	bool undated = false;

	for (uint32_t i = 0; i < h->text->sources.count; i++) {
		const struct node *source = h->text->sources.list[i];

		if (!can_show(source, f))
			continue;
		periods_of(source, all);
		undated |= record_time(source, "time_from") == TIME_NONE;
	}
	periods_join(all);
	out_printf(h->out, "<tr class=\"family\"><th scope=\"rowgroup\">%s<small>", f->name);
	html_count(h, a->values, "value searched for", "values searched for");
	out_text(h->out, "</small><small>");
	family_state(h, a);
	out_text(h->out, "</small></th>");
	if (s->from != TIME_NONE) {
		strip_open(h, s, SPAN("days that any source covers"));
		if (undated)
			strip_bar(h, s, s->from, s->to, "undated");
		periods_draw(h, s, all, "any");
		strip_close(h);
	} else {
		out_text(h->out, "<td></td>");
	}
	out_text(h->out, "</tr>\n");
}

static void family_rows(struct html *h, const struct strip *s, const struct family *f)
{
	struct asked a = asked_of(h, f);
	uint64_t more = 0;
	unsigned shown = 0;

	if (!a.values)
		return;
	out_text(h->out, "<tbody>\n");
	family_head(h, s, f, &a);
	for (uint32_t i = 0; i < h->text->sources.count; i++) {
		if (!can_show(h->text->sources.list[i], f))
			continue;
		if (shown++ < SOURCES_PER_FAMILY)
			source_row(h, s, h->text->sources.list[i]);
		else
			more++;
	}
	if (more) {
		out_text(h->out, "<tr><th scope=\"row\">");
		html_count(h, more, "source more", "sources more");
		out_text(h->out, "</th><td></td></tr>\n");
	}
	out_text(h->out, "</tbody>\n");
}

/* Sources that show nothing of what is asked for, such as leases. */
static void other_rows(struct html *h, const struct strip *s)
{
	unsigned shown = 0;

	for (uint32_t i = 0; i < h->text->sources.count && shown < SOURCES_PER_FAMILY; i++) {
		bool useful = false;

		for (size_t f = 0; f < FAMILIES && !useful; f++)
			useful = can_show(h->text->sources.list[i], &families[f]) &&
				 asked_of(h, &families[f]).values;
		if (useful)
			continue;
		if (shown++ == 0)
			out_text(h->out, "<tbody>\n<tr class=\"family\"><th scope=\"rowgroup\" colspan=\"2\">Shows "
					 "none of it by itself<small>but may name machines, or tell of attempts"
					 "</small></th></tr>\n");
		source_row(h, s, h->text->sources.list[i]);
	}
	if (shown)
		out_text(h->out, "</tbody>\n");
}

/* The window of the answer, or all that the sources cover. */
static struct strip coverage_period(const struct html *h)
{
	const struct node *v = worst_verdict(h->text);
	const struct kept *k = &h->text->sources;
	struct strip s = { record_time(v, "window.from"), record_time(v, "window.to") };

	if (s.from != TIME_NONE && s.to != TIME_NONE)
		return s;
	s = (struct strip){ TIME_NONE, TIME_NONE };
	for (uint32_t i = 0; i < k->count; i++) {
		int64_t from = record_time(k->list[i], "time_from");
		int64_t to = record_time(k->list[i], "time_to");

		if (from != TIME_NONE && (s.from == TIME_NONE || from < s.from))
			s.from = from;
		if (to != TIME_NONE && (s.to == TIME_NONE || to > s.to))
			s.to = to;
	}
	if (s.to == TIME_NONE || s.from == TIME_NONE)
		s.from = s.to = TIME_NONE;
	return s;
}

static void blinds(struct html *h)
{
	const struct node *b = record_get(worst_verdict(h->text), "blind");

	if (!b || !b->child)
		return;
	out_text(h->out, "<h3>What could not be seen</h3>\n<ul class=\"plain\">\n");
	for (b = b->child; b; b = b->next) {
		out_text(h->out, "<li>");
		people_text(record_text(b, "detail"), &h->text->line);
		html_line(h);
		out_text(h->out, ".");
		if (record_text(b, "remedy").len) {
			out_text(h->out, " <em>Remedy: ");
			people_text(record_text(b, "remedy"), &h->text->line);
			html_line(h);
			out_text(h->out, ".</em>");
		}
		out_text(h->out, "</li>\n");
	}
	out_text(h->out, "</ul>\n");
}

void html_coverage(struct html *h)
{
	struct strip s = coverage_period(h);

	html_section(h, "coverage", "Coverage",
		     "Which evidence could have shown what, on which days. A day without a bar could not have "
		     "shown anything, whatever happened on it.");
	out_text(h->out, "<figure class=\"strips coverage\">\n<table>\n<caption>");
	html_dates(h, s.from, s.to);
	out_text(h->out, s.from != TIME_NONE ? " UTC</caption>\n" : "</caption>\n");
	if (s.from != TIME_NONE) {
		out_text(h->out, "<thead><tr><td></td>");
		strip_axis(h, &s);
		out_text(h->out, "</tr></thead>\n");
	}
	for (size_t i = 0; i < FAMILIES; i++)
		family_rows(h, &s, &families[i]);
	other_rows(h, &s);
	out_text(h->out, "</table>\n<figcaption><span class=\"key any\"></span>days that any source covers "
			 "<span class=\"key covered\"></span>one source "
			 "<span class=\"key undated\"></span>files, without days of their own</figcaption>\n"
			 "</figure>\n");
	html_more(h, h->text->sources.all - h->text->sources.count, "source", "sources");
	blinds(h);
	html_section_end(h);
}

/* ---- what was not looked at */

static void gap_reasons(struct html *h)
{
	out_text(h->out, "<ul class=\"plain\">\n");
	for (uint32_t i = 0; i < h->text->reasons; i++) {
		const struct gap_reason *r = &h->text->reason[i];

		out_text(h->out, "<li>");
		html_count(h, r->count, "time: ", "times: ");
		people_text(gap_words(r->reason), &h->text->line);
		html_line(h);
		if (r->material)
			out_text(h->out, " <strong>(enough to matter)</strong>");
		out_text(h->out, "</li>\n");
	}
	out_text(h->out, "</ul>\n");
}

static void gap_row(struct html *h, const struct node *g)
{
	struct buf *b = &h->text->line;

	out_text(h->out, "<tr><td>");
	html_path(h, record_text(g, "at"), SPAN(""));
	out_text(h->out, "</td><td>");
	people_text(gap_words(record_text(g, "reason")), b);
	html_line(h);
	if (record_text(g, "detail").len) {
		out_text(h->out, "<br><small>");
		people_text(record_text(g, "detail"), b);
		html_line(h);
		out_text(h->out, "</small>");
	}
	out_printf(h->out, "</td><td class=\"n\" data-s=\"%llu\">",
		   (unsigned long long)record_number(g, "bytes"));
	if (record_number(g, "bytes")) {
		people_bytes(record_number(g, "bytes"), b);
		html_line(h);
	}
	out_printf(h->out, "</td><td>%s</td></tr>\n", record_true(g, "material") ? "yes" : "no");
}

void html_gaps(struct html *h)
{
	const struct kept *k = &h->text->gaps;
	uint32_t shown = k->count < ROWS_GAPS ? k->count : ROWS_GAPS;

	html_section(h, "gaps", "Not looked at, or not wholly", NULL);
	if (!k->all) {
		out_text(h->out, "<p>Nothing: all that was handed in was read.</p>\n");
		html_section_end(h);
		return;
	}
	gap_reasons(h);
	out_text(h->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Not looked at\">"
			 "<table class=\"rows sortable\">\n<thead><tr><th scope=\"col\">Where</th>"
			 "<th scope=\"col\">Why</th><th scope=\"col\">Size</th>"
			 "<th scope=\"col\">Matters</th></tr></thead>\n<tbody>\n");
	for (uint32_t i = 0; i < shown; i++)
		gap_row(h, k->list[i]);
	out_text(h->out, "</tbody>\n</table></div>\n");
	html_more(h, k->all - shown, "gap", "gaps");
	html_section_end(h);
}
