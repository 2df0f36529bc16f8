/* text_answer.c -- the first screen (DESIGN.md 2). */
#include <stdio.h>

#include "report/text_state.h"

#define BLIND_ROWS 6

static const struct { const char *answer, *words; int rank; } answers[] = {
	{ "affected", "AFFECTED", 4 },
	{ "targeted", "TARGETED", 3 },
	{ "inconclusive", "INCONCLUSIVE", 2 },
	{ "explained", "SEEN, AND EXPLAINED", 1 },
	{ "not-seen", "NOT SEEN in the evidence handed in", 0 },
};

#define ANSWERS (sizeof(answers) / sizeof(answers[0]))

static int answer_rank(const struct node *v)
{
	for (size_t i = 0; i < ANSWERS; i++)
		if (record_is(v, "answer", answers[i].answer))
			return answers[i].rank;
	return -1;
}

static const char *answer_words(const struct node *v)
{
	for (size_t i = 0; i < ANSWERS; i++)
		if (record_is(v, "answer", answers[i].answer))
			return answers[i].words;
	return "INCONCLUSIVE";
}

static const struct node *worst_verdict(const struct text *t)
{
	const struct node *worst = NULL;

	for (uint32_t i = 0; i < t->verdicts.count; i++)
		if (!worst || answer_rank(t->verdicts.list[i]) > answer_rank(worst))
			worst = t->verdicts.list[i];
	return worst;
}

/* ---- the first line */

static unsigned machines_ranked(const struct text *t, const char *rank)
{
	unsigned n = 0;

	for (uint32_t v = 0; v < t->verdicts.count; v++) {
		const struct node *list = record_get(t->verdicts.list[v], "machines");

		for (const struct node *m = list ? list->child : NULL; m; m = m->next)
			n += record_is(m, "rank", rank);
	}
	return n;
}

static void affected_line(const struct text *t, const struct node *v, struct buf *left,
			  struct buf *right)
{
	unsigned act = machines_ranked(t, "act-now"), examine = machines_ranked(t, "examine");

	buf_printf(left, "AFFECTED   evidence: %.*s", SPAN_ARG(record_text(v, "strength")));
	if (act)
		buf_printf(right, "%u %s to act on now", act, act == 1 ? "machine" : "machines");
	if (examine)
		buf_printf(right, "%s%u to examine", act ? ", " : "", examine);
}

static bool is_open(const struct node *v, const char *what)
{
	const struct node *list = record_get(v, "open");

	for (const struct node *o = list ? list->child : NULL; o; o = o->next)
		if (span_equal(o->text, span_of(what)))
			return true;
	return false;
}

static const char *open_words(const struct node *v)
{
	bool missing = is_open(v, "evidence-missing"), person = is_open(v, "needs-person");

	if (missing && person)
		return "a person must judge, and evidence is missing";
	if (person)
		return "something was found that a person must judge";
	return "nothing found, but the evidence could not have shown it";
}

static void first_line(struct text *t, struct page *p, const struct node *v)
{
	struct buf left, right;

	buf_init(&left, 4096);
	buf_init(&right, 4096);
	if (record_is(v, "answer", "affected"))
		affected_line(t, v, &left, &right);
	else if (record_is(v, "answer", "inconclusive"))
		buf_printf(&left, "INCONCLUSIVE   %s", open_words(v));
	else
		buf_text(&left, answer_words(v));
	if (p->color)
		out_text(p->out, "\033[1m");
	page_ends(p, buf_span(&left), buf_span(&right));
	if (p->color)
		out_text(p->out, "\033[0m");
	buf_release(&left);
	buf_release(&right);
}

/* ---- the advisory in one line, and what happened in two */

static void advisory_words(const struct text *t, const struct node *v, struct buf *out)
{
	const struct node *a = text_advisory(t, record_text(v, "advisory")), *body;
	struct span title = record_text(a, "title");

	buf_printf(out, "\"%.*s\"", SPAN_ARG(title.len ? title : record_text(a, "source")));
	body = record_get(a, "bodies");
	if (body && body->child)
		buf_printf(out, ", %.*s", SPAN_ARG(record_text(body->child, "name")));
	if (record_time(a, "published") != TIME_NONE) {
		buf_text(out, ", ");
		people_date(record_time(a, "published"), out);
	}
	if (title.len && !span_starts(record_text(a, "source"), SPAN("-e ")))
		buf_printf(out, " (%.*s)", SPAN_ARG(record_text(a, "source")));
}

static void window_words(const struct node *v, struct buf *out)
{
	int64_t from = record_time(v, "window.from"), to = record_time(v, "window.to");

	if (from == TIME_NONE || to == TIME_NONE)
		return;
	buf_text(out, ", ");
	people_dates(from, to, out);
}

static void meaning(struct text *t, struct page *p, const struct node *v)
{
	struct buf *b = &t->line;

	buf_clear(b);
	if (record_text(v, "own_address").len) {
		buf_text(b, "The advisory lists an address of yours (");
		people_value(record_text(v, "own_address"), b);
		buf_text(b, "). Call the publisher before anything else.");
		page_words(p, "", 0, buf_span(b));
		buf_clear(b);
	}
	if (record_is(v, "answer", "affected"))
		buf_text(b, "Something here acted as this advisory describes.");
	else if (record_is(v, "answer", "targeted") && is_open(v, "evidence-missing"))
		buf_text(b, "They tried. Whether they got in cannot be seen from this.");
	else if (record_is(v, "answer", "targeted"))
		buf_text(b, "They tried. Success was looked for and not seen.");
	else if (record_is(v, "answer", "inconclusive"))
		buf_text(b, "You cannot say yes or no from this. What stands in the way is told below.");
	else if (record_is(v, "answer", "explained"))
		buf_text(b, "What looked like contact has a stated harmless reason; nothing else was seen");
	else
		buf_text(b, "No connection, file or message with what this advisory lists");
	if (answer_rank(v) < 2) {
		window_words(v, b);
		buf_text(b, ". This is no proof of absence.");
	}
	buf_text(b, " All times are UTC.");
	page_words(p, "", 0, buf_span(b));
}

static void other_verdicts(struct text *t, struct page *p, const struct node *worst)
{
	unsigned quiet = 0;

	for (int rank = 4; rank > 0; rank--)
		for (uint32_t i = 0; i < t->verdicts.count; i++) {
			const struct node *v = t->verdicts.list[i];

			if (v == worst || answer_rank(v) != rank)
				continue;
			buf_clear(&t->line);
			buf_printf(&t->line, "%s  ", answer_words(v));
			advisory_words(t, v, &t->line);
			page_words(p, "", 2, buf_span(&t->line));
		}
	for (uint32_t i = 0; i < t->verdicts.count; i++)
		quiet += t->verdicts.list[i] != worst && answer_rank(t->verdicts.list[i]) == 0;
	if (quiet) {
		buf_clear(&t->line);
		buf_printf(&t->line, "%u other %s: not seen", quiet, quiet == 1 ? "advisory" : "advisories");
		page_words(p, "", 0, buf_span(&t->line));
	}
}

/* ---- what could not be seen */

static void not_visible(struct text *t, struct page *p, const struct node *v)
{
	const struct node *list = record_get(v, "blind");
	unsigned shown = 0;

	if (!list || !list->child)
		return;
	page_heading(p, record_is(v, "answer", "inconclusive") ? "WHAT STANDS IN THE WAY, most useful first"
		     : "NOT VISIBLE");
	for (const struct node *b = list->child; b; b = b->next) {
		struct span remedy = record_text(b, "remedy");

		if (shown++ >= BLIND_ROWS && b->next)
			continue;
		buf_clear(&t->line);
		buf_add(&t->line, record_text(b, "detail"));
		if (remedy.len)
			buf_printf(&t->line, ". To do: %.*s", SPAN_ARG(remedy));
		page_words(p, " - ", 3, buf_span(&t->line));
	}
	if (shown > BLIND_ROWS + 1) {
		buf_clear(&t->line);
		buf_printf(&t->line, "and %u more (--format json)", shown - BLIND_ROWS - 1);
		page_words(p, " - ", 3, buf_span(&t->line));
	}
}

static void gaps_in_short(struct text *t, struct page *p)
{
	uint64_t material = 0;

	for (uint32_t i = 0; i < t->gaps.count; i++)
		material += record_true(t->gaps.list[i], "material");
	if (!t->gaps.all)
		return;
	buf_clear(&t->line);
	people_count(t->gaps.all, "item or part of one could not be looked at wholly",
		     "items or parts of them could not be looked at wholly", &t->line);
	if (material)
		buf_text(&t->line, ", enough to matter");
	if (t->gaps.count) {
		buf_printf(&t->line, ": %.*s (%.*s)", SPAN_ARG(record_text(t->gaps.list[0], "at")),
			   SPAN_ARG(record_text(t->gaps.list[0], "reason")));
		if (t->gaps.all > 1)
			buf_text(&t->line, " and others, listed below");
	}
	page_words(p, " - ", 3, buf_span(&t->line));
}

/* ---- searched for, in, next */

static void searched(struct text *t, struct page *p, const struct node *v)
{
	const struct node *kinds = record_get(v, "searched"), *not = record_get(v, "not_searched");
	bool first = true;

	buf_clear(&t->line);
	for (const struct node *k = kinds ? kinds->child : NULL; k; k = k->next) {
		buf_printf(&t->line, "%s%.*s %.*s", first ? "" : ", ", SPAN_ARG(k->text), SPAN_ARG(k->key));
		first = false;
	}
	if (first)
		buf_text(&t->line, "nothing: the advisory lists no value that can be searched for");
	if (record_number(v, "rules"))
		buf_printf(&t->line, ", %llu of %llu rules", (unsigned long long)record_number(v, "rules_run"),
			   (unsigned long long)record_number(v, "rules"));
	first = true;
	for (const struct node *n = not ? not->child : NULL; n; n = n->next) {
		struct span value = record_text(n, "value");

		buf_text(&t->line, first ? ". Listed but not searched for: " : ", ");
		if (value.len > 40)
			buf_printf(&t->line, "%.*s...", SPAN_ARG(span_cut(value, 0, 12)));
		else
			people_value(value, &t->line);
		if (record_text(n, "why").len)
			buf_printf(&t->line, " (%.*s)", SPAN_ARG(record_text(n, "why")));
		first = false;
	}
	page_words(p, "SEARCHED FOR  ", 4, buf_span(&t->line));
}

static void source_words(const struct node *s, struct buf *b)
{
	int64_t from = record_time(s, "time_from"), to = record_time(s, "time_to");
	struct span people = record_text(s, "people");

	if (people.len)
		buf_printf(b, "%.*s ", SPAN_ARG(people));
	buf_add(b, record_text(s, "source"));
	buf_byte(b, ' ');
	people_bytes(record_number(s, "bytes_met"), b);
	if (from != TIME_NONE) {
		buf_byte(b, ' ');
		people_dates(from, to, b);
	}
}

static void swept(struct text *t, struct page *p)
{
	unsigned shown = 0;

	buf_clear(&t->line);
	for (uint32_t i = 0; i < t->sources.count; i++) {
		if (shown++ >= 6)
			continue;
		buf_text(&t->line, shown > 1 ? " | " : "");
		source_words(t->sources.list[i], &t->line);
	}
	if (t->sources.all > 6)
		buf_printf(&t->line, " | and %llu more sources",
			   (unsigned long long)(t->sources.all - 6));
	if (!shown)
		buf_text(&t->line, "nothing that could be opened");
	page_words(p, "IN  ", 4, buf_span(&t->line));
}

static void contacts_words(const struct text *t, const struct node *v, struct buf *b)
{
	const struct node *a = text_advisory(t, record_text(v, "advisory"));
	const struct node *list = record_get(a, "contacts");

	buf_text(b, "Report it");
	if (list && list->child)
		/* The one thing that is printed so that it can be used. */
		buf_printf(b, ": %.*s", SPAN_ARG(list->child->text));
	buf_text(b, ".");
}

static void cves_words(const struct node *v, struct buf *b)
{
	const struct node *list = record_get(v, "cves");
	unsigned n = 0;

	if (!list || !list->child)
		return;
	buf_text(b, " Patched? Not examined here: ");
	for (const struct node *c = list->child; c && n < 6; c = c->next)
		buf_printf(b, "%s%.*s", n++ ? ", " : "", SPAN_ARG(c->text));
	buf_byte(b, '.');
}

static void next_steps(struct text *t, struct page *p, const struct node *v)
{
	page_heading(p, "NEXT");
	buf_clear(&t->line);
	if (record_is(v, "answer", "affected"))
		buf_text(&t->line, "Isolate the machines under ACT NOW from the network; leave them "
				   "switched on; keep their memory and disks as they are.");
	else if (record_is(v, "answer", "targeted"))
		buf_text(&t->line, "Keep these logs. Look for the same addresses in what was not handed in.");
	else if (record_is(v, "answer", "inconclusive"))
		buf_text(&t->line, is_open(v, "needs-person")
			 ? "Judge what is listed above: ask the user, look at the machine, read the log around it."
			 : "Fetch what is missing, then sweep again with it.");
	else
		buf_text(&t->line, "Sweep again when the advisory changes.");
	page_words(p, " 1 ", 3, buf_span(&t->line));
	buf_clear(&t->line);
	if (answer_rank(v) >= 3)
		contacts_words(t, v, &t->line);
	cves_words(v, &t->line);
	if (t->line.len)
		page_words(p, " 2 ", 3, buf_span(&t->line));
}

static void last_line(struct text *t, struct page *p)
{
	struct buf *b = &t->line;
	int64_t started = record_time(t->run, "started");

	buf_clear(b);
	if (record_text(t->run, "ticket").len)
		buf_printf(b, "%.*s, ", SPAN_ARG(record_text(t->run, "ticket")));
	if (started != TIME_NONE) {
		struct civil c = civil_of(started);

		buf_printf(b, "run %d-%02d-%02d %02d:%02d UTC", c.year, c.month, c.day, c.hour, c.minute);
	}
	if (record_text(t->run, "operator").len)
		buf_printf(b, ", operator %.*s", SPAN_ARG(record_text(t->run, "operator")));
	buf_printf(b, "; tocsin %.*s", SPAN_ARG(record_text(t->run, "version")));
	if (!record_true(t->run, "sandbox.seccomp"))
		buf_text(b, "; WITHOUT SANDBOX");
	if (record_true(t->summary, "interrupted"))
		buf_text(b, "; INTERRUPTED, partial");
	buf_printf(b, "; seal %.*s", SPAN_ARG(span_cut(record_text(t->run, "seal"), 0, 6)));
	page_words(p, "", 0, buf_span(b));
}

static void networks(struct text *t, struct page *p)
{
	const struct node *nets = record_get(t->summary, "home_nets");

	if (!record_is(t->summary, "home_nets_from", "inferred") || !nets || !nets->child)
		return;
	buf_clear(&t->line);
	buf_printf(&t->line, "I took %.*s as yours: nearly all records have one end there. Change: --home-net",
		   SPAN_ARG(nets->child->text));
	page_words(p, "", 0, buf_span(&t->line));
}

void text_answer(struct text *t, struct page *p)
{
	const struct node *v = worst_verdict(t);

	first_line(t, p, v);
	buf_clear(&t->line);
	advisory_words(t, v, &t->line);
	page_words(p, "", 2, buf_span(&t->line));
	meaning(t, p, v);
	networks(t, p);
	other_verdicts(t, p, v);
	page_blank(p);
	text_machines(t, p);
	not_visible(t, p, v);
	gaps_in_short(t, p);
	searched(t, p, v);
	swept(t, p);
	next_steps(t, p, v);
	last_line(t, p);
}
