/*
 * text.c -- the report for people: a first screen of at most 40 lines that a
 * tired person can act on, then what stands behind it.
 *
 * Keeps what it shows and counts the rest; a million findings cost no memory.
 */
#include "report/text_state.h"

#define SCRATCH (64u << 20)	/* of one record as a tree */

static int keep(struct text *t, struct kept *k, uint32_t most, struct span json, struct error *e)
{
	const struct node *n;

	k->all++;
	if (k->count == most)
		return 0;
	if (!k->list)
		k->list = arena_array(&t->report->arena, const struct node *, most);
	if (!k->list)
		return fail(e, ERR_MEMORY, "no memory for the report");
	n = record_parse(&t->report->arena, json, e);
	if (!n)
		return -1;
	k->list[k->count++] = n;
	return 0;
}

struct text *text_new(struct report *r, struct error *e)
{
	struct text *t = arena_new(&r->arena, struct text);

	if (!t) {
		fail(e, ERR_MEMORY, "no memory for the report");
		return NULL;
	}
	t->report = r;
	buf_init(&t->line, 1 << 20);
	arena_init(&t->scratch, SCRATCH);
	table_init(&t->groups.by_key, &r->arena, KEPT_GROUPS);
	table_init(&t->groups.copies, &r->arena, UINT32_MAX / 4);
	table_init(&t->groups.messages, &r->arena, MESSAGES_KEPT);
	return t;
}

static int text_open(struct report *r, struct error *e)
{
	r->state = text_new(r, e);
	return r->state ? 0 : -1;
}

void text_release(struct text *t)
{
	buf_release(&t->line);
	arena_release(&t->scratch);
	table_release(&t->groups.by_key);
	table_release(&t->groups.copies);
	table_release(&t->groups.messages);
	mail_rows_release(t);
}

/* ---- taking records */

static void take_mention(struct aside *a, const struct node *n)
{
	uint64_t count = record_number(n, "count");

	a->mentions += count;
	if (record_is(n, "place", "copy"))
		a->copies += count;
	else if (node_has(record_get(n, "veils"), "reversed"))
		a->look_ups += count;
	else if (record_is(n, "place", "list"))
		a->lists += count;
	else if (record_is(n, "place", "deny command"))
		a->denials += count;
	else if (record_is(n, "place", "document"))
		a->documents += count;
	else
		a->fields += count;
}

/* The last reason is the one that decided. */
static int take_explained(struct text *t, const struct node *n, struct error *e)
{
	const struct node *w = record_get(n, "why");
	struct aside *a = &t->aside;

	a->explained += record_number(n, "count");
	for (w = w ? w->child : NULL; w && w->next; w = w->next)
		;
	if (!a->why.len && w)
		a->why = arena_copy(&t->report->arena, w->text);
	if (!a->label.len && record_text(n, "explained_by").len)
		a->label = arena_copy(&t->report->arena, record_text(n, "explained_by"));
	if ((w && !a->why.ptr) || (record_text(n, "explained_by").len && !a->label.ptr))
		return fail(e, ERR_MEMORY, "no memory for the report");
	return 0;
}

static int take_finding(struct text *t, const struct node *n, struct error *e)
{
	if (record_is(n, "class", "mention")) {
		take_mention(&t->aside, n);
		return 0;
	}
	if (record_is(n, "class", "explained") && take_explained(t, n, e) < 0)
		return -1;
	return groups_take(t, n, e);
}

static int take_gap(struct text *t, const struct node *n, struct span json, struct error *e)
{
	struct span reason = record_text(n, "reason");
	uint32_t i = 0;

	if (keep(t, &t->gaps, KEPT_OTHERS, json, e) < 0)
		return -1;
	while (i < t->reasons && !span_equal(t->reason[i].reason, reason))
		i++;
	if (i == GAP_REASONS)
		return 0;
	if (i == t->reasons) {
		/* A reason that comes late has no example. */
		if (t->gaps.all > t->gaps.count)
			return 0;
		t->reason[i].first = t->gaps.list[t->gaps.count - 1];
		t->reason[i].reason = record_text(t->reason[i].first, "reason");
		t->reasons++;
	}
	t->reason[i].count++;
	t->reason[i].material += record_true(n, "material");
	return 0;
}

static int take_once(struct text *t, const struct node **where, struct span json, struct error *e)
{
	*where = record_parse(&t->report->arena, json, e);
	return *where ? 0 : -1;
}

static bool is_quiet_record(struct span json)
{
	return span_starts(json, SPAN("{\"type\":\"hit\"")) ||
	       span_starts(json, SPAN("{\"type\":\"begin\"")) ||
	       span_starts(json, SPAN("{\"type\":\"end\""));
}

/* What was not seen is only counted; nothing that was may fall out for it. */
static int keep_verdict(struct text *t, const struct node *n, struct span json, struct error *e)
{
	bool quiet = record_is(n, "answer", "not-seen");

	if (quiet && t->verdicts.count >= KEPT_OTHERS / 2) {
		t->verdicts.all++;
		return 0;
	}
	return keep(t, &t->verdicts, KEPT_OTHERS, json, e);
}

static int text_keep(struct text *t, const struct node *n, struct span json, struct error *e)
{
	const struct { const char *type; struct kept *kept; uint32_t most; } rows[] = {
		{ "advisory", &t->advisories, KEPT_ADVISORIES },
		{ "coverage", &t->sources, KEPT_OTHERS }, { "plan", &t->plans, KEPT_OTHERS },
		{ "indicator", &t->indicators, KEPT_VALUES },
		{ "rule", &t->rules, KEPT_OTHERS }, { "entity", &t->entities, KEPT_OTHERS },
		{ "assessment", &t->assessments, KEPT_OTHERS },
		{ "mention", &t->mentions, KEPT_OTHERS },
	};

	if (record_is(n, "type", "finding"))
		return take_finding(t, n, e);
	if (record_is(n, "type", "gap"))
		return take_gap(t, n, json, e);
	if (record_is(n, "type", "verdict"))
		return keep_verdict(t, n, json, e);
	if (record_is(n, "type", "summary"))
		return take_once(t, &t->summary, json, e);
	if (record_is(n, "type", "run"))
		return take_once(t, &t->run, json, e);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (record_is(n, "type", rows[i].type))
			return keep(t, rows[i].kept, rows[i].most, json, e);
	return 0;
}

int text_take(struct text *t, struct span json, const struct node **n, struct error *e)
{
	*n = NULL;
	if (is_quiet_record(json))
		return 0;
	arena_reset(&t->scratch);
	*n = record_parse(&t->scratch, json, e);
	return *n ? text_keep(t, *n, json, e) : -1;
}

static int text_record(struct report *r, struct span json, struct error *e)
{
	const struct node *n;

	return values_full(r->state, json) ? 0 : text_take(r->state, json, &n, e);
}

/* ---- common questions */

bool node_has(const struct node *list, const char *text)
{
	for (const struct node *n = list ? list->child : NULL; n; n = n->next)
		if (span_equal(n->text, span_of(text)))
			return true;
	return false;
}

void text_add(struct buf *b, const struct node *n, const char *path)
{
	people_text(record_text(n, path), b);
}

const struct node *text_advisory(const struct text *t, struct span id)
{
	for (uint32_t i = 0; i < t->advisories.count; i++)
		if (span_equal(record_text(t->advisories.list[i], "id"), id))
			return t->advisories.list[i];
	return NULL;
}

struct span text_title(const struct node *advisory)
{
	struct span title = record_text(advisory, "title");

	return title.len ? title : record_text(advisory, "source");
}

/* Years met; -1 when there are several. */
static void meet_year(int *year, int64_t moment)
{
	struct civil c = civil_of(moment);

	if (moment == TIME_NONE || *year < 0)
		return;
	if (*year && *year != c.year)
		*year = -1;
	else
		*year = c.year;
}

static void meet_windows(const struct kept *k, int *year)
{
	for (uint32_t i = 0; i < k->count; i++) {
		meet_year(year, record_time(k->list[i], "window.from"));
		meet_year(year, record_time(k->list[i], "window.to"));
	}
}

int text_year(const struct text *t)
{
	int year = 0;

	for (uint32_t i = 0; i < t->groups.count; i++) {
		meet_year(&year, t->groups.list[i]->from);
		meet_year(&year, t->groups.list[i]->to);
	}
	meet_windows(&t->verdicts, &year);
	meet_windows(&t->plans, &year);
	for (uint32_t i = 0; !year && i < t->sources.count; i++) {
		meet_year(&year, record_time(t->sources.list[i], "time_from"));
		meet_year(&year, record_time(t->sources.list[i], "time_to"));
	}
	return year > 0 ? year : 0;
}

void text_marking(const struct text *t, struct page *p)
{
	const struct report *r = t->report;

	if (r->tlp)
		page_words(p, "", 0, span_of(r->tlp->name));
	if (r->redact)
		page_words(p, "", 0, SPAN("Machines, people, places and files of the organisation have "
					  "pseudonyms."));
}

static int text_close(struct report *r, struct error *e)
{
	struct text *t = r->state;
	struct page p = { .out = &r->out, .width = r->width, .color = r->color };
	int rc = 0;

	t->year = text_year(t);
	if (!t->run && t->advisories.count) {
		text_read(t, &p);
	} else if (t->run && !t->verdicts.count) {
		text_plan(t, &p);
	} else if (t->run) {
		text_answer(t, &p);
		text_rest(t, &p);
	} else {
		rc = fail(e, ERR_MALFORMED, "these are no records of tocsin, or not all of them");
	}
	text_release(t);
	return rc;
}

const struct report_format report_text = {
	.name = "text",
	.about = "for people: a first screen to act on, then the rest",
	.open = text_open,
	.record = text_record,
	.close = text_close,
};
