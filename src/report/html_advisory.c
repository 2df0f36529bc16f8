/*
 * html_advisory.c -- all advisories with their answers, and what each says:
 * who stands behind it, who assesses what how surely, names, values.
 */
#include <stdio.h>

#include "report/html_state.h"

#define ADVISORIES_TOLD	  40
#define ADVISORIES_LISTED 300

/* ---- all answers in one table */

static unsigned machine_count(const struct node *v)
{
	const struct node *m = record_get(v, "machines");
	unsigned n = 0;

	for (m = m ? m->child : NULL; m; m = m->next)
		n++;
	return n;
}

static void verdict_row(struct html *h, const struct node *v)
{
	struct buf *b = &h->text->line;
	unsigned machines = machine_count(v);

	out_printf(h->out, "<tr><td><span class=\"pill %s\">", answer_class(v));
	buf_clear(b);
	buf_text(b, answer_rank(v) == 0 ? "NOT SEEN" : answer_words(v));
	html_line(h);
	out_text(h->out, "</span></td><td>");
	advisory_words(h->text, text_advisory(h->text, record_text(v, "advisory")), b);
	html_line(h);
	out_text(h->out, "</td><td>");
	html_text(h, record_text(v, "strength"));
	out_printf(h->out, "</td><td class=\"n\" data-s=\"%u\">", machines);
	if (machines)
		out_printf(h->out, "%u", machines);
	out_text(h->out, "</td></tr>\n");
}

void html_verdicts(struct html *h)
{
	const struct kept *k = &h->text->verdicts;
	uint64_t all = 0, quiet = answers_of_rank(h->text, 0, NULL);
	unsigned shown = 0;

	if (k->all < 2)
		return;
	html_section(h, "advisories", "All advisories", NULL);
	out_text(h->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Answers\">"
			 "<table class=\"rows sortable\">\n<thead><tr><th scope=\"col\">Answer</th>"
			 "<th scope=\"col\">Advisory</th><th scope=\"col\">Evidence</th>"
			 "<th scope=\"col\">Machines</th></tr></thead>\n<tbody>\n");
	for (int rank = 4; rank > 0; rank--) {
		all += answers_of_rank(h->text, rank, NULL);
		for (uint32_t i = 0; i < k->count && shown < ADVISORIES_LISTED; i++)
			if (answer_rank(k->list[i]) == rank) {
				verdict_row(h, k->list[i]);
				shown++;
			}
	}
	out_text(h->out, "</tbody>\n</table></div>\n");
	html_more(h, all - shown, "answer", "answers");
	if (quiet) {
		out_text(h->out, "<p>");
		html_count(h, quiet, "other: not seen in the evidence handed in.",
			   "others: not seen in the evidence handed in.");
		out_text(h->out, "</p>\n");
	}
	html_section_end(h);
}

/* ---- who says what */

static void bodies(struct html *h, const struct node *a)
{
	const struct node *x = record_get(a, "bodies");
	struct buf *b = &h->text->line;

	if (!x || !x->child)
		return;
	out_text(h->out, "<ul class=\"plain\">\n");
	for (x = x->child; x; x = x->next) {
		out_text(h->out, "<li><strong>");
		html_others(h, record_text(x, "name"));
		out_text(h->out, "</strong> ");
		people_text(record_text(x, "stance"), b);
		if (record_text(x, "scope").len) {
			buf_text(b, ": ");
			people_text(record_text(x, "scope"), b);
		}
		html_line(h);
		out_text(h->out, "</li>\n");
	}
	out_text(h->out, "</ul>\n");
}

/* How sure a body is: the words it used, and what its yardstick takes them for. */
static void surely(struct html *h, const struct node *x)
{
	uint64_t low = record_number(x, "low"), high = record_number(x, "high");

	if (record_text(x, "term").len) {
		out_text(h->out, "&ldquo;");
		people_text(record_text(x, "term"), &h->text->line);
		html_line(h);
		out_text(h->out, "&rdquo;");
	}
	if (!high || high > 100 || low > high)
		return;
	out_printf(h->out, "<svg class=\"band\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" role=\"img\" "
		   "aria-label=\"%llu to %llu in 100\"><rect class=\"all\" width=\"100\" height=\"6\"/>"
		   "<rect class=\"part\" x=\"%llu\" width=\"%llu\" height=\"6\"/></svg><small>",
		   (unsigned long long)low, (unsigned long long)high, (unsigned long long)low,
		   (unsigned long long)(high - low ? high - low : 1));
	buf_printf(&h->text->line, "%llu to %llu in 100", (unsigned long long)low,
		   (unsigned long long)high);
	if (record_text(x, "yardstick").len) {
		buf_text(&h->text->line, ", ");
		buf_add(&h->text->line, record_text(x, "yardstick"));
	}
	html_line(h);
	out_text(h->out, "</small>");
}

static void assessments(struct html *h, uint32_t advisory)
{
	bool any = false;

	for (uint32_t i = 0; i < h->saids; i++) {
		const struct node *x = h->said[i].node;

		if (h->said[i].advisory != advisory || !record_is(x, "type", "assessment"))
			continue;
		if (!any)
			out_text(h->out, "<h4>Who says what, and how surely</h4>\n<div class=\"scroll\" tabindex=\"0\" "
					 "role=\"region\" aria-label=\"Assessments\"><table class=\"rows\">\n<thead><tr>"
					 "<th scope=\"col\">Who</th><th scope=\"col\">What</th><th scope=\"col\">How "
					 "surely</th></tr></thead>\n<tbody>\n");
		any = true;
		out_text(h->out, "<tr><td>");
		people_text(record_text(x, "body"), &h->text->line);
		buf_byte(&h->text->line, ' ');
		people_text(record_text(x, "verb"), &h->text->line);
		html_line(h);
		out_text(h->out, "</td><td>");
		people_text(record_text(x, "statement"), &h->text->line);
		html_line(h);
		out_text(h->out, "</td><td>");
		surely(h, x);
		out_text(h->out, "</td></tr>\n");
	}
	if (any)
		out_text(h->out, "</tbody>\n</table></div>\n");
}

/* ---- names */

static void names_of_kind(struct html *h, uint32_t advisory, const char *kind, const char *words)
{
	bool any = false;

	for (uint32_t i = 0; i < h->saids; i++) {
		const struct node *x = h->said[i].node;
		struct span name = record_text(x, "name"), id = record_text(x, "id");

		if (h->said[i].advisory != advisory || !record_is(x, "type", "entity") ||
		    !record_is(x, "kind", kind))
			continue;
		out_text(h->out, any ? "; " : "<div><dt>");
		if (!any)
			out_printf(h->out, "%s</dt><dd>", words);
		any = true;
		people_text(name, &h->text->line);
		if (id.len && !span_equal(id, name)) {
			buf_text(&h->text->line, " (");
			buf_add(&h->text->line, id);
			buf_byte(&h->text->line, ')');
		}
		html_line(h);
	}
	if (any)
		out_text(h->out, "</dd></div>\n");
}

static void names(struct html *h, uint32_t advisory)
{
	static const struct { const char *kind, *words; } rows[] = {
		{ "actor", "Actors" }, { "campaign", "Campaigns" }, { "malware", "Malware" },
		{ "tool", "Tools" }, { "technique", "Techniques" },
		{ "vulnerability", "Vulnerabilities" }, { "product", "Products" },
		{ "sector", "Sectors" }, { "country", "Countries" },
		{ "organisation", "Organisations" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		names_of_kind(h, advisory, rows[i].kind, rows[i].words);
}

/* ---- values */

/* "seen 214 times", "not seen", "could not be shown": by the verdict for its kind. */
static void value_state(struct html *h, const struct node *x, const struct node *verdict)
{
	const uint64_t *times;
	char path[64];
	struct span kind = record_text(x, "kind");

	buf_clear(&h->b);
	buf_add(&h->b, kind);
	buf_byte(&h->b, ' ');
	buf_add(&h->b, record_text(x, "value"));
	times = table_find(&h->met, buf_span(&h->b));
	if (times) {
		out_text(h->out, "<span class=\"state seen\">seen, ");
		html_count(h, *times, "time", "times");
		out_text(h->out, "</span>");
		return;
	}
	snprintf(path, sizeof(path), "coverage.kinds.%.*s", SPAN_ARG(span_cut(kind, 0, 30)));
	if (record_is(verdict, path, "blind"))
		out_text(h->out, "<span class=\"state blind\">could not be shown</span>");
	else
		out_text(h->out, "<span class=\"state shown\">not seen</span>");
}

static void value_row(struct html *h, const struct node *x, const struct node *verdict)
{
	const struct node *why = record_get(x, "why");

	out_text(h->out, "<tr><td>");
	html_value(h, record_text(x, "value"));
	if (record_number(x, "port"))
		out_printf(h->out, " port %llu", (unsigned long long)record_number(x, "port"));
	out_printf(h->out, "</td><td>%s</td><td>", kind_row(kind_of_name(record_text(x, "kind")))->people);
	if (verdict) {
		value_state(h, x, verdict);
	} else {
		html_text(h, record_text(x, "role"));
		if (!record_is(x, "role", "indicator") && why && why->child) {
			out_text(h->out, ": ");
			html_others(h, why->child->text);
		}
	}
	out_text(h->out, "</td></tr>\n");
}

static void values(struct html *h, uint32_t advisory, const struct node *verdict)
{
	uint64_t all = 0, shown = 0;

	for (uint32_t i = 0; i < h->saids; i++)
		all += h->said[i].advisory == advisory && record_is(h->said[i].node, "type", "indicator");
	if (!all)
		return;
	out_printf(h->out, "<details%s><summary>", verdict ? "" : " open");
	html_count(h, all, verdict ? "value searched for" : "value",
		   verdict ? "values searched for" : "values");
	out_text(h->out, "</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Values\">"
			 "<table class=\"rows sortable\">\n<thead><tr><th scope=\"col\">Value</th>"
			 "<th scope=\"col\">Kind</th><th scope=\"col\">");
	out_text(h->out, verdict ? "In the evidence" : "Role");
	out_text(h->out, "</th></tr></thead>\n<tbody>\n");
	for (uint32_t i = 0; i < h->saids && shown < ROWS_VALUES; i++) {
		const struct said *s = &h->said[i];

		if (s->advisory != advisory || !record_is(s->node, "type", "indicator"))
			continue;
		value_row(h, s->node, verdict);
		shown++;
	}
	out_text(h->out, "</tbody>\n</table></div>\n");
	html_more(h, all - shown, "value", "values");
	out_text(h->out, "</details>\n");
}

static void not_searched(struct html *h, const struct node *verdict)
{
	const struct node *n = record_get(verdict, "not_searched");

	if (!n || !n->child)
		return;
	out_text(h->out, "<div><dt>Not searched for</dt><dd>");
	for (n = n->child; n; n = n->next) {
		html_value(h, record_text(n, "value"));
		out_text(h->out, " (");
		people_text(record_text(n, "why"), &h->text->line);
		html_line(h);
		out_text(h->out, n->next ? "); " : ")");
	}
	out_text(h->out, "</dd></div>\n");
}

/* ---- one advisory */

static void listed(struct html *h, const char *words, const struct node *list)
{
	struct buf *b = &h->text->line;

	buf_clear(b);
	for (const struct node *n = list ? list->child : NULL; n; n = n->next) {
		people_text(n->text, b);
		buf_text(b, n->next ? ", " : "");
	}
	html_fact(h, words, buf_span(b));
	buf_clear(b);
}

static void dates(struct html *h, const char *words, int64_t from, int64_t to)
{
	struct buf *b = &h->text->line;

	buf_clear(b);
	if (from != TIME_NONE)
		people_dates(from, (to == TIME_NONE ? from : to) + TIME_DAY - TIME_SECOND, 0, b);
	html_fact(h, words, buf_span(b));
	buf_clear(b);
}

static void facts(struct html *h, const struct node *a, uint32_t index, const struct node *verdict)
{
	out_text(h->out, "<dl class=\"facts\">\n");
	dates(h, "Published", record_time(a, "published"), TIME_NONE);
	dates(h, "Activity", record_time(a, "activity_from"), record_time(a, "activity_to"));
	html_fact(h, "Marked", record_text(a, "tlp"));
	html_fact(h, "Document", record_text(a, "source"));
	listed(h, "Refers to", record_get(a, "refers_to"));
	/* The one thing that is printed so that it can be used is on the first screen. */
	listed(h, "Contacts", record_get(a, "contacts"));
	names(h, index);
	not_searched(h, verdict);
	out_text(h->out, "</dl>\n");
}

static void advisory_told(struct html *h, const struct node *a, uint32_t index,
			  const struct node *verdict)
{
	out_text(h->out, "<article class=\"advisory\">\n<h3>");
	people_text(text_title(a), &h->text->line);
	html_line(h);
	out_text(h->out, "</h3>\n");
	if (record_true(a, "pack"))
		out_text(h->out, "<p class=\"warn\">A pack: put together from public sources, not the "
				 "publishers' own document.</p>\n");
	bodies(h, a);
	assessments(h, index);
	facts(h, a, index, verdict);
	values(h, index, verdict);
	out_text(h->out, "</article>\n");
}

static const struct node *verdict_of(const struct html *h, const struct node *a)
{
	for (uint32_t i = 0; i < h->text->verdicts.count; i++)
		if (span_equal(record_text(h->text->verdicts.list[i], "advisory"), record_text(a, "id")))
			return h->text->verdicts.list[i];
	return NULL;
}

/* Those that were answered with more than "not seen" come first. */
void html_advisories(struct html *h)
{
	const struct kept *k = &h->text->advisories;
	unsigned told = 0;

	html_section(h, "says", k->all > 1 ? "What the advisories say" : "What the advisory says", NULL);
	for (int quiet = 0; quiet < 2; quiet++)
		for (uint32_t i = 0; i < k->count && told < ADVISORIES_TOLD; i++) {
			const struct node *v = verdict_of(h, k->list[i]);

			if (!v || (answer_rank(v) == 0) != quiet)
				continue;
			advisory_told(h, k->list[i], i, v);
			told++;
		}
	html_more(h, k->all - told, "advisory", "advisories");
	html_section_end(h);
}

void html_read(struct html *h)
{
	const struct kept *k = &h->text->advisories;
	uint32_t told = 0;

	html_section(h, "says", "What was understood", NULL);
	for (; told < k->count && told < ADVISORIES_TOLD; told++)
		advisory_told(h, k->list[told], told, NULL);
	html_more(h, k->all - told, "advisory", "advisories");
	html_section_end(h);
}
