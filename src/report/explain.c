/*
 * explain.c -- the steps from the evidence to the answer, rule by rule: of one
 * finding (the setting "finding", F4), or of each verdict.
 */
#include "report/explain.h"

#include <stdio.h>

#include "report/report.h"

#define SCRATCH (64u << 20)

struct title {
	struct title *next;
	struct span advisory, text;
};

struct explain {
	struct title *titles;
	struct arena scratch;
	struct buf line;
	struct page page;
	bool begun;
};

static int explain_open(struct report *r, struct error *e)
{
	struct explain *x = arena_new(&r->arena, struct explain);

	if (!x)
		return fail(e, ERR_MEMORY, "no memory for the report");
	arena_init(&x->scratch, SCRATCH);
	buf_init(&x->line, 1u << 20);
	r->state = x;
	return 0;
}

static void row(struct explain *x, const char *first, unsigned indent)
{
	page_words(&x->page, first, indent, buf_span(&x->line));
	buf_clear(&x->line);
}

static void rules_put(struct explain *x, struct explaining *about)
{
	page_blank(&x->page);
	page_heading(&x->page, "RULE BY RULE");
	for (unsigned i = 0; i < ANSWER_RULES; i++) {
		char first[8];

		if (about->finding && !explain_rules[i].finding)
			continue;
		buf_printf(&x->line, "%s: ", answer_rules[i].name);
		if (about->finding)
			explain_rules[i].finding(about);
		else
			explain_rules[i].verdict(about);
		snprintf(first, sizeof(first), "%2u ", i + 1);
		row(x, first, 3);
	}
}

static void whys_put(struct explain *x, const struct node *finding)
{
	const struct node *why = record_get(finding, "why");

	page_blank(&x->page);
	page_heading(&x->page, "SO");
	people_text(record_text(finding, "class"), &x->line);
	for (why = why ? why->child : NULL; why; why = why->next) {
		buf_text(&x->line, "; ");
		people_text(why->text, &x->line);
	}
	row(x, " - ", 3);
}

/* ---- a finding */

static void finding_head(struct explain *x, const struct node *f)
{
	struct span value = record_text(f, "indicator.value");

	people_text(record_text(f, "id"), &x->line);
	buf_text(&x->line, "  ");
	people_value(value, &x->line);
	buf_printf(&x->line, " (%.*s)", SPAN_ARG(record_text(f, "indicator.kind")));
	row(x, "", 4);
	buf_text(&x->line, "at ");
	people_path(record_text(f, "at"), value, &x->line);
	row(x, "", 4);
	if (!record_text(f, "context").len)
		return;
	page_blank(&x->page);
	page_heading(&x->page, "WHAT STANDS THERE");
	people_quote(record_text(f, "context"), value, &x->line);
	row(x, "   ", 3);
}

/* Never broken: it is to be copied. */
static void shell_put(struct report *r, struct explain *x, const struct node *f)
{
	page_blank(&x->page);
	page_heading(&x->page, "SEE IT WITHOUT TOCSIN");
	explain_shell(f, &x->line);
	out_text(&r->out, "   ");
	out_terminal(&r->out, buf_span(&x->line));
	out_text(&r->out, "\n");
	buf_clear(&x->line);
	buf_printf(&x->line, "tocsin verify %.*s opens it again and compares.",
		   SPAN_ARG(record_text(f, "id")));
	row(x, "   ", 3);
}

static void finding_put(struct report *r, struct explain *x, const struct node *f)
{
	struct explaining about = { .finding = f, .line = &x->line };

	finding_head(x, f);
	rules_put(x, &about);
	whys_put(x, f);
	shell_put(r, x, f);
}

/* ---- a verdict */

static int title_take(struct report *r, struct explain *x, struct span json, struct error *e)
{
	struct title *t = arena_new(&r->arena, struct title);
	const struct node *n = record_parse(&x->scratch, json, e);

	if (!n)
		return -1;
	if (!t)
		return fail(e, ERR_MEMORY, "no memory for the report");
	*t = (struct title){ .next = x->titles,
			     .advisory = arena_copy(&r->arena, record_text(n, "id")),
			     .text = arena_copy(&r->arena, record_text(n, "title")) };
	x->titles = t;
	return 0;
}

static struct span title_of(const struct explain *x, struct span advisory)
{
	for (const struct title *t = x->titles; t; t = t->next)
		if (span_equal(t->advisory, advisory) && t->text.len)
			return t->text;
	return advisory;
}

static void verdict_put(struct explain *x, const struct node *v)
{
	struct explaining about = { .verdict = v, .line = &x->line };

	if (x->begun)
		page_blank(&x->page);
	people_text(record_text(v, "answer"), &x->line);
	buf_text(&x->line, ": ");
	people_text(title_of(x, record_text(v, "advisory")), &x->line);
	row(x, "", 4);
	rules_put(x, &about);
}

static int explain_record(struct report *r, struct span json, struct error *e)
{
	struct explain *x = r->state;
	bool one = r->finding[0];
	const struct node *n;

	arena_reset(&x->scratch);
	if (!one && span_starts(json, SPAN("{\"type\":\"advisory\"")))
		return title_take(r, x, json, e);
	if (!span_starts(json, one ? SPAN("{\"type\":\"finding\"") : SPAN("{\"type\":\"verdict\"")))
		return 0;
	n = record_parse(&x->scratch, json, e);
	if (!n)
		return -1;
	x->page = (struct page){ .out = &r->out, .width = r->width, .color = r->color };
	if (one && !record_is(n, "id", r->finding))
		return 0;
	if (one)
		finding_put(r, x, n);
	else
		verdict_put(x, n);
	x->begun = true;
	return 0;
}

static int explain_close(struct report *r, struct error *e)
{
	struct explain *x = r->state;
	bool begun = x->begun;

	arena_release(&x->scratch);
	buf_release(&x->line);
	if (begun)
		return 0;
	if (r->finding[0])
		return fail(e, ERR_USAGE, "there is no finding %s", r->finding);
	return fail(e, ERR_USAGE, "no answer stands in it");
}

const struct report_format report_explain = {
	.name = "explain", .about = "the steps from evidence to answer, rule by rule",
	.open = explain_open, .record = explain_record, .close = explain_close,
};
