/*
 * html.c -- the report as one self-contained page: what a director signs and
 * an analyst checks.
 *
 * The words are those of the text report (text_*.c); the page adds a timeline,
 * the machines' stories, findings with their chains, coverage, and what the
 * advisories say.  No network, no style or handler in line; a content policy
 * allows the one style sheet and the one script by their digests.  Whatever
 * comes out of records goes through out_html.  It is complete and readable
 * without scripts.  Tables are bounded; what they leave out is counted.
 */
#include "report/html_state.h"

const struct shelf_row shelf_rows[SHELVES] = {
	[SHELF_ACTED] = { "compromise", "acted here", 1000 },
	[SHELF_JUDGE] = { "unjudged", "to be judged", 400 },
	[SHELF_TRIED] = { "attempt", "they tried", 400 },
	[SHELF_EXPLAINED] = { "explained", "explained", 100 },
	[SHELF_ASIDE] = { "mention", "set aside", 100 },
};

static int html_open(struct report *r, struct error *e)
{
	struct html *h = arena_new(&r->arena, struct html);

	if (!h)
		return fail(e, ERR_MEMORY, "no memory for the report");
	h->report = r;
	h->out = &r->out;
	h->text = text_new(r, e);
	h->mark = arena_array(&r->arena, struct mark, MARKS_MOST);
	h->said = arena_array(&r->arena, struct said, SAID_MOST);
	for (unsigned i = 0; i < SHELVES; i++)
		h->shelf[i].json = arena_array(&r->arena, struct span, shelf_rows[i].most);
	if (!h->text || !h->mark || !h->said || !h->shelf[SHELVES - 1].json)
		return fail(e, ERR_MEMORY, "no memory for the report");
	buf_init(&h->b, 1 << 20);
	table_init(&h->shown, &r->arena, 4000);
	table_init(&h->lanes, &r->arena, LANES_MOST);
	table_init(&h->met, &r->arena, 100000);
	r->state = h;
	return 0;
}

static void html_release(struct html *h)
{
	buf_release(&h->b);
	table_release(&h->shown);
	table_release(&h->lanes);
	table_release(&h->met);
	text_release(h->text);
}

/* ---- taking records */

static int keep_whole(struct html *h, unsigned shelf, const struct node *n, struct span json,
		      struct error *e)
{
	struct shelf *s = &h->shelf[shelf];

	if (s->all++ >= shelf_rows[shelf].most)
		return 0;
	s->json[s->count] = arena_copy(&h->report->arena, json);
	if (!s->json[s->count].ptr)
		return fail(e, ERR_MEMORY, "no memory for the report");
	s->count++;
	return table_add(&h->shown, record_text(n, "id"), NULL, e) ? 0 : -1;
}

static int keep_mark(struct html *h, unsigned shelf, const struct node *n, struct error *e)
{
	int64_t from = record_time(n, "first"), to = record_time(n, "last");
	struct mark *m = &h->mark[h->marks];
	bool is_new = false;
	uint64_t *lane;

	if (shelf > SHELF_TRIED || from == TIME_NONE)
		return 0;
	buf_clear(&h->b);
	if (shelf != SHELF_TRIED)
		machine_key(n, &h->b);
	if (h->marks == MARKS_MOST ||
	    (h->lanes.count == LANES_MOST && !table_find(&h->lanes, buf_span(&h->b)))) {
		h->marks_lost++;
		return 0;
	}
	lane = table_add(&h->lanes, buf_span(&h->b), &is_new, e);
	if (!lane)
		return -1;
	if (is_new)
		*lane = h->lanes.count - 1;
	*m = (struct mark){ from, to == TIME_NONE || to < from ? from : to, (uint32_t)*lane,
			    (uint8_t)shelf };
	h->marks++;
	return 0;
}

/* Which of the values searched for were met, and how often. */
static int keep_met(struct html *h, unsigned shelf, const struct node *n, struct error *e)
{
	uint64_t *times;

	if (shelf == SHELF_ASIDE)
		return 0;
	buf_clear(&h->b);
	buf_add(&h->b, record_text(n, "indicator.kind"));
	buf_byte(&h->b, ' ');
	buf_add(&h->b, record_text(n, "indicator.value"));
	if (h->met.count == 100000 && !table_find(&h->met, buf_span(&h->b)))
		return 0;
	times = table_add(&h->met, buf_span(&h->b), NULL, e);
	if (!times)
		return -1;
	*times += record_number(n, "count");
	return 0;
}

static int take_finding(struct html *h, const struct node *n, struct span json, struct error *e)
{
	for (unsigned i = 0; i < SHELVES; i++)
		if (record_is(n, "class", shelf_rows[i].class))
			return keep_whole(h, i, n, json, e) < 0 || keep_mark(h, i, n, e) < 0 ||
			       keep_met(h, i, n, e) < 0 ? -1 : 0;
	return 0;
}

/* Indicators, names and assessments come behind the advisory that they stand in. */
static int take_said(struct html *h, struct span json, struct error *e)
{
	struct said *s = &h->said[h->saids];

	if (h->saids == SAID_MOST || !h->text->advisories.count) {
		h->said_lost++;
		return 0;
	}
	s->node = record_parse(&h->report->arena, json, e);
	if (!s->node)
		return -1;
	s->advisory = h->text->advisories.count - 1;
	h->saids++;
	return 0;
}

static int html_record(struct report *r, struct span json, struct error *e)
{
	struct html *h = r->state;
	const struct node *n;

	if (text_take(h->text, json, &n, e) < 0)
		return -1;
	if (record_is(n, "type", "finding"))
		return take_finding(h, n, json, e);
	if (record_is(n, "type", "indicator") || record_is(n, "type", "entity") ||
	    record_is(n, "type", "assessment"))
		return take_said(h, json, e);
	return 0;
}

/* ---- the page */

const char *answer_class(const struct node *verdict)
{
	static const char *const names[] = {
		"not-seen", "explained", "inconclusive", "targeted", "affected",
	};
	int rank = answer_rank(verdict);

	return rank < 0 ? "inconclusive" : names[rank];
}

static void answer_page(struct html *h)
{
	html_head(h);
	html_answer(h);
	html_verdicts(h);
	html_timeline(h);
	html_machines(h);
	html_findings(h);
	html_coverage(h);
	html_gaps(h);
	html_advisories(h);
	html_about(h);
	html_foot(h);
}

static void read_page(struct html *h)
{
	html_head(h);
	html_read(h);
	html_gaps(h);
	html_foot(h);
}

static int html_close(struct report *r, struct error *e)
{
	struct html *h = r->state;
	struct text *t = h->text;
	int rc = 0;

	t->year = text_year(t);
	if (t->run && t->verdicts.all)
		answer_page(h);
	else if (!t->run && t->advisories.count)
		read_page(h);
	else
		rc = fail(e, ERR_MALFORMED, t->run ? "a plan has no answer to show: use --format text"
			  : "these are no records of tocsin, or not all of them");
	html_release(h);
	return rc;
}

const struct report_format report_html = {
	.name = "html",
	.about = "one page for a browser or the board: answer, timeline, machines, proof",
	.open = html_open,
	.record = html_record,
	.close = html_close,
};
