/*
 * text.c -- the report for people: a first screen of at most 40 lines that a
 * tired person can act on, then what stands behind it.
 *
 * Keeps what it shows and counts the rest; a million findings cost no memory.
 */
#include "report/text_state.h"

static int keep(struct text *t, struct kept *k, uint32_t most, const struct node *n,
		struct error *e)
{
	k->all++;
	if (k->count == most)
		return 0;
	if (!k->list) {
		k->list = arena_array(&t->report->arena, const struct node *, most);
		if (!k->list)
			return fail(e, ERR_MEMORY, "no memory for the report");
	}
	k->list[k->count++] = n;
	return 0;
}

static int text_open(struct report *r, struct error *e)
{
	struct text *t = arena_new(&r->arena, struct text);

	if (!t)
		return fail(e, ERR_MEMORY, "no memory for the report");
	t->report = r;
	buf_init(&t->line, 1 << 20);
	r->state = t;
	return 0;
}

static int keep_finding(struct text *t, const struct node *n, struct error *e)
{
	bool mention = record_is(n, "class", "mention");

	if (mention) {
		t->mentions += record_number(n, "count");
		if (record_is(n, "place", "copy"))
			t->copies++;
		t->aside_findings++;
		t->findings.all++;
		return 0;
	}
	return keep(t, &t->findings, KEPT_FINDINGS, n, e);
}

static bool is_quiet_record(struct span json)
{
	return span_starts(json, SPAN("{\"type\":\"hit\"")) ||
	       span_starts(json, SPAN("{\"type\":\"begin\"")) ||
	       span_starts(json, SPAN("{\"type\":\"end\""));
}

static int text_record(struct report *r, struct span json, struct error *e)
{
	struct text *t = r->state;
	const struct node *n;

	if (is_quiet_record(json))
		return 0;
	n = record_parse(&r->arena, json, e);
	if (!n)
		return -1;
	if (record_is(n, "type", "advisory"))
		return keep(t, &t->advisories, KEPT_OTHERS, n, e);
	if (record_is(n, "type", "finding"))
		return keep_finding(t, n, e);
	if (record_is(n, "type", "verdict"))
		return keep(t, &t->verdicts, KEPT_OTHERS, n, e);
	if (record_is(n, "type", "gap"))
		return keep(t, &t->gaps, KEPT_GAPS, n, e);
	if (record_is(n, "type", "coverage"))
		return keep(t, &t->sources, KEPT_SOURCES, n, e);
	if (record_is(n, "type", "indicator"))
		return keep(t, &t->indicators, KEPT_FINDINGS, n, e);
	if (record_is(n, "type", "rule"))
		return keep(t, &t->rules, KEPT_OTHERS, n, e);
	if (record_is(n, "type", "entity"))
		return keep(t, &t->entities, KEPT_OTHERS, n, e);
	if (record_is(n, "type", "assessment"))
		return keep(t, &t->assessments, KEPT_OTHERS, n, e);
	if (record_is(n, "type", "summary"))
		t->summary = n;
	else if (record_is(n, "type", "run"))
		t->run = n;
	return 0;
}

const struct node *text_finding(const struct text *t, struct span id)
{
	for (uint32_t i = 0; i < t->findings.count; i++)
		if (span_equal(record_text(t->findings.list[i], "id"), id))
			return t->findings.list[i];
	return NULL;
}

const struct node *text_advisory(const struct text *t, struct span id)
{
	for (uint32_t i = 0; i < t->advisories.count; i++)
		if (span_equal(record_text(t->advisories.list[i], "id"), id))
			return t->advisories.list[i];
	return NULL;
}

static int text_close(struct report *r, struct error *e)
{
	struct text *t = r->state;
	struct page p = { .out = &r->out, .width = r->width, .color = r->color };

	if (!t->run && t->advisories.count) {
		text_read(t, &p);
	} else if (t->run && !t->verdicts.count) {
		text_sources(t, &p);
		text_gaps(t, &p);
	} else if (t->run) {
		text_answer(t, &p);
		text_findings(t, &p);
		text_sources(t, &p);
		text_gaps(t, &p);
	} else {
		buf_release(&t->line);
		return fail(e, ERR_MALFORMED, "these are no records of tocsin, or not all of them");
	}
	buf_release(&t->line);
	return 0;
}

const struct report_format report_text = {
	.name = "text",
	.about = "for people: a first screen to act on, then the rest",
	.open = text_open,
	.record = text_record,
	.close = text_close,
};
