/*
 * html_findings.c -- the findings one by one, each with the chain that leads
 * to the bytes, what stands there, and why it is judged as it is.
 */
#include "report/html_state.h"

/* ---- the chain */

static void number(struct html *h, const struct node *n, const char *path, const char *before)
{
	uint64_t value = record_number(n, path);

	if (value)
		out_printf(h->out, "%s%llu", before, (unsigned long long)value);
}

static void link_words(struct html *h, const struct node *step, struct span value)
{
	struct span kind = record_text(step, "kind");

	if (record_is(step, "kind", "file")) {
		html_path(h, record_text(step, "path"), value);
	} else if (record_is(step, "kind", "member")) {
		out_text(h->out, "member ");
		html_path(h, record_text(step, "name"), value);
	} else if (record_is(step, "kind", "stream")) {
		html_text(h, record_text(step, "format"));
		out_text(h->out, " stream");
	} else if (record_is(step, "kind", "text")) {
		out_text(h->out, "text");
		number(h, step, "page", ", page ");
		number(h, step, "line", ", line ");
		out_printf(h->out, ", byte %llu", (unsigned long long)record_number(step, "offset"));
		number(h, step, "length", ", length ");
	} else {
		html_text(h, kind);
		number(h, step, "number", " ");
		number(h, step, "row", " ");
		out_text(h->out, " ");
		html_text(h, record_text(step, record_text(step, "id").len ? "id" : "pointer"));
	}
}

static void chain(struct html *h, const struct node *f)
{
	const struct node *step = record_get(f, "where");

	out_text(h->out, "<ol class=\"chain\">");
	for (step = step ? step->child : NULL; step; step = step->next) {
		out_text(h->out, "<li>");
		link_words(h, step, record_text(f, "indicator.value"));
		out_text(h->out, "</li>");
	}
	out_text(h->out, "</ol>\n");
}

/* ---- what stands there */

static void quote(struct html *h, const struct node *f)
{
	struct span text = span_trim(record_text(f, "context")), matched = record_text(f, "matched");
	struct buf *b = &h->text->line;
	size_t at;

	if (!text.len)
		return;
	people_quote(text, matched, b);
	buf_clear(&h->b);
	people_value(matched, &h->b);
	at = h->b.len ? span_find_nocase(buf_span(b), buf_span(&h->b)) : SPAN_NONE;
	out_text(h->out, "<blockquote>");
	html_text(h, span_cut(buf_span(b), 0, at));
	if (at != SPAN_NONE) {
		out_text(h->out, "<mark>");
		html_text(h, span_cut(buf_span(b), at, h->b.len));
		out_text(h->out, "</mark>");
		html_text(h, span_skip(buf_span(b), at + h->b.len));
	}
	buf_clear(b);
	out_text(h->out, "</blockquote>\n");
}

/* ---- facts */

static void whys(struct html *h, const struct node *f)
{
	const struct node *w = record_get(f, "why");
	struct buf *b = &h->text->line;

	buf_clear(b);
	for (w = w ? w->child : NULL; w; w = w->next) {
		people_text(w->text, b);
		buf_text(b, w->next ? "; " : "");
	}
	if (record_text(f, "explained_by").len) {
		buf_text(b, " (your label \"");
		buf_add(b, record_text(f, "explained_by"));
		buf_text(b, "\")");
	}
	html_fact(h, "Why", buf_span(b));
	buf_clear(b);
	if (!record_text(f, "logic").len)
		return;
	people_text(record_text(f, "logic"), b);
	html_fact(h, "Pattern", buf_span(b));
	buf_clear(b);
}

static const char *outcome_words(const struct node *f)
{
	static const struct { const char *outcome, *words; } rows[] = {
		{ "data", "let through, data exchanged" }, { "let-through", "let through" },
		{ "refused", "refused" }, { "reset", "broken off" }, { "no-answer", "no answer" },
		{ "login-ok", "log-in succeeded" }, { "login-failed", "log-in failed" },
		{ "blocked-by-agent", "stopped by the agent on the machine" },
		{ "delivered", "delivered" }, { "quarantined", "in quarantine" },
		{ "answered", "answered" }, { "started", "started" }, { "at-rest", "at rest" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (record_is(f, "outcome", rows[i].outcome))
			return rows[i].words;
	return record_is(f, "place", "record") ? "not recorded" : "";
}

static void began(struct html *h, const struct node *f)
{
	struct buf *b = &h->text->line;

	buf_clear(b);
	if (record_is(f, "started_by", "us"))
		buf_text(b, "here");
	else if (record_is(f, "started_by", "them"))
		buf_text(b, "outside");
	html_fact(h, "Began", buf_span(b));
	html_fact(h, "End", span_of(outcome_words(f)));
	buf_clear(b);
	if (record_number(f, "bytes_out") || record_number(f, "bytes_in")) {
		people_bytes(record_number(f, "bytes_out"), b);
		buf_text(b, " sent, ");
		people_bytes(record_number(f, "bytes_in"), b);
		buf_text(b, " received");
	}
	html_fact(h, "Bytes", buf_span(b));
	buf_clear(b);
}

static void times(struct html *h, const struct node *f)
{
	struct buf *b = &h->text->line;

	if (!record_text(f, "first").len)
		return;
	buf_clear(b);
	buf_add(b, record_text(f, "first"));
	if (!span_equal(record_text(f, "first"), record_text(f, "last"))) {
		buf_text(b, " to ");
		buf_add(b, record_text(f, "last"));
	}
	buf_text(b, "; zone ");
	buf_add(b, record_text(f, "time_zone"));
	if (record_text(f, "time_raw").len) {
		buf_text(b, "; written \"");
		buf_add(b, record_text(f, "time_raw"));
		buf_byte(b, '"');
	}
	html_fact(h, "Time", buf_span(b));
	buf_clear(b);
}

/* Names of ours as they are, of theirs defanged. */
static void names(struct html *h, const struct node *f)
{
	static const struct { const char *path, *words; bool theirs; } rows[] = {
		{ "peer", "Other end", true }, { "user", "Account", false },
		{ "mailbox", "Mailbox", true }, { "process", "Program", true },
		{ "via", "Through", false }, { "sensor", "Seen by", false },
		{ "field", "Field", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct span text = record_text(f, rows[i].path);

		if (rows[i].theirs && text.len) {
			buf_clear(&h->text->line);
			if (i == 0)
				people_value(text, &h->text->line);
			else
				people_text(text, &h->text->line);
			text = buf_span(&h->text->line);
		}
		html_fact(h, rows[i].words, text);
	}
	buf_clear(&h->text->line);
}

static void listed_by(struct html *h, const struct node *f)
{
	const struct node *list = record_get(f, "advisories");
	struct buf *b = &h->text->line;

	if (h->text->advisories.all < 2)
		return;
	buf_clear(b);
	for (const struct node *a = list ? list->child : NULL; a; a = a->next) {
		const struct node *advisory = text_advisory(h->text, a->text);

		buf_text(b, b->len ? "; " : "");
		people_text(advisory ? text_title(advisory) : a->text, b);
	}
	html_fact(h, "Listed by", buf_span(b));
	buf_clear(b);
}

static void also(struct html *h, const struct node *f)
{
	const struct node *list = record_get(f, "also");
	struct buf *b = &h->text->line;

	buf_clear(b);
	for (const struct node *a = list ? list->child : NULL; a; a = a->next) {
		buf_text(b, b->len ? ", " : "");
		people_value(record_text(a, "value"), b);
	}
	html_fact(h, "Also", buf_span(b));
	buf_clear(b);
}

static void details(struct html *h, const struct node *f)
{
	uint64_t count = record_number(f, "count");

	out_text(h->out, "<details><summary>proof</summary>\n");
	chain(h, f);
	quote(h, f);
	if (count > 1) {
		out_text(h->out, "<p class=\"note\">The first of ");
		html_count(h, count, "place", "places");
		out_text(h->out, ".</p>\n");
	}
	out_text(h->out, "<dl class=\"facts\">\n");
	whys(h, f);
	began(h, f);
	names(h, f);
	times(h, f);
	listed_by(h, f);
	also(h, f);
	html_fact(h, "Id", record_text(f, "uid"));
	out_text(h->out, "</dl>\n</details>");
}

/* ---- rows */

/* A finding is told in the words of a group that has no other. */
static void sentence(struct html *h, const struct node *f)
{
	struct group g = {
		.first = f, .findings = 1, .count = record_number(f, "count"),
		.bytes_out = record_number(f, "bytes_out"), .bytes_in = record_number(f, "bytes_in"),
		.from = record_time(f, "first"), .to = record_time(f, "last"),
	};

	if (record_is(f, "place", "copy")) {
		out_text(h->out, "A copy of the advisory.");
		return;
	}
	buf_clear(&h->text->line);
	text_sentence(h->text, &g, &h->text->line);
	html_line(h);
}

static void row(struct html *h, const struct node *f, unsigned shelf)
{
	static const char *const dots[SHELVES] = { "acted", "judge", "tried", "plain", "plain" };
	struct buf *b = &h->text->line;

	out_text(h->out, "<tr id=\"");
	html_text(h, record_text(f, "id"));
	out_printf(h->out, "\" data-c=\"%u\"><th scope=\"row\">", shelf);
	html_text(h, record_text(f, "id"));
	out_printf(h->out, "</th><td><span class=\"dot %s\"></span>%s</td><td>", dots[shelf],
		   shelf_rows[shelf].words);
	buf_clear(b);
	machine_key(f, b);
	if (b->len) {
		buf_clear(b);
		machine_name(f, b);
		html_line(h);
	}
	out_text(h->out, "</td><td>");
	sentence(h, f);
	details(h, f);
	out_text(h->out, "</td><td class=\"when\" data-s=\"");
	html_text(h, record_text(f, "first"));
	out_text(h->out, "\">");
	html_dates(h, record_time(f, "first"), record_time(f, "last"));
	out_printf(h->out, "</td><td class=\"n\" data-s=\"%llu\">",
		   (unsigned long long)record_number(f, "count"));
	buf_clear(b);
	people_number(record_number(f, "count"), b);
	html_line(h);
	out_text(h->out, "</td></tr>\n");
}

static void shelf_rows_put(struct html *h, unsigned shelf)
{
	struct error e;

	for (uint32_t i = 0; i < h->shelf[shelf].count; i++) {
		const struct node *f;

		arena_reset(&h->text->scratch);
		f = record_parse(&h->text->scratch, h->shelf[shelf].json[i], &e);
		if (f)
			row(h, f, shelf);
	}
}

/* Shown by the script, which works it. */
static void tools(struct html *h)
{
	out_text(h->out, "<div class=\"tools\" hidden>\n<label for=\"filter\">Only rows with</label> "
			 "<input id=\"filter\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" "
			 "placeholder=\"a machine, an address, a date\">\n<fieldset><legend>Show</legend>\n");
	for (unsigned i = 0; i < SHELVES; i++)
		if (h->shelf[i].count)
			out_printf(h->out, "<label><input type=\"checkbox\" value=\"%u\" checked>"
				   "<span>%s</span></label>\n", i, shelf_rows[i].words);
	out_text(h->out, "</fieldset>\n<button type=\"button\" id=\"unfold\">Open all proofs</button>\n"
			 "<p id=\"tally\" role=\"status\"></p>\n</div>\n");
}

static void left_out(struct html *h)
{
	for (unsigned i = 0; i < SHELVES; i++) {
		uint64_t more = h->shelf[i].all - h->shelf[i].count;

		if (!more)
			continue;
		buf_clear(&h->b);
		buf_printf(&h->b, "%s", shelf_rows[i].words);
		out_text(h->out, "<p class=\"more\">");
		html_scratch(h);
		out_text(h->out, ": the first ");
		html_count(h, h->shelf[i].count, "finding is shown; ", "findings are shown; ");
		html_count(h, more, "more stands", "more stand");
		out_text(h->out, " in the records that this page was made from (NDJSON: "
				 "<code>--format json</code>).</p>\n");
	}
}

void html_findings(struct html *h)
{
	uint64_t all = 0;

	for (unsigned i = 0; i < SHELVES; i++)
		all += h->shelf[i].all;
	html_section(h, "findings", "Findings", NULL);
	if (!all) {
		out_text(h->out, "<p>None, in the evidence handed in.</p>\n");
		html_section_end(h);
		return;
	}
	out_text(h->out, "<p class=\"lead\">");
	html_count(h, all, "finding", "findings");
	out_text(h->out, ": occurrences of one value in one item, with the place of the first byte. Several "
			 "may be one happening.</p>\n");
	tools(h);
	out_text(h->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Findings\">"
			 "<table class=\"rows sortable\" id=\"list\">\n<thead><tr><th scope=\"col\">No.</th>"
			 "<th scope=\"col\">Judged</th><th scope=\"col\">Machine</th><th scope=\"col\">What</th>"
			 "<th scope=\"col\">When</th><th scope=\"col\">Times</th></tr></thead>\n<tbody>\n");
	for (unsigned i = 0; i < SHELVES; i++)
		shelf_rows_put(h, i);
	out_text(h->out, "</tbody>\n</table></div>\n");
	left_out(h);
	html_section_end(h);
}
