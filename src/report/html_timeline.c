/*
 * html_timeline.c -- what happened when: a strip for each machine, and the
 * same as a list in order of time.
 */
#include <stdlib.h>

#include "report/html_state.h"

#define LANES_SHOWN 14
#define MARGIN_DAYS 1200	/* how far a happening may widen the period that is drawn */

/* ---- the period */

static void widen(struct strip *s, int64_t from, int64_t to)
{
	if (from != TIME_NONE && (s->from == TIME_NONE || from < s->from))
		s->from = from;
	if (to != TIME_NONE && (s->to == TIME_NONE || to > s->to))
		s->to = to;
}

/* The window, and what lies around it; one false date does not squeeze all else together. */
static struct strip period_of(const struct html *h)
{
	const struct node *v = worst_verdict(h->text);
	struct strip s = { record_time(v, "window.from"), record_time(v, "window.to") };
	bool dated = s.from != TIME_NONE && s.to != TIME_NONE;
	int64_t least = dated ? s.from - MARGIN_DAYS * TIME_DAY : 0;
	int64_t most = dated ? s.to + MARGIN_DAYS * TIME_DAY : 0;

	for (uint32_t i = 0; i < h->marks; i++)
		if (!dated || (h->mark[i].from > least && h->mark[i].to < most))
			widen(&s, h->mark[i].from, h->mark[i].to);
	if (s.from == TIME_NONE || s.to == TIME_NONE)
		return (struct strip){ TIME_NONE, TIME_NONE };
	if (s.to - s.from < TIME_HOUR) {
		s.from -= TIME_HOUR;
		s.to += TIME_HOUR;
	}
	return s;
}

/* ---- strips */

static int mark_order(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->lane != y->lane)
		return x->lane < y->lane ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

static void lane_label(struct html *h, const struct mark *m, uint32_t n)
{
	int64_t to = m->to;

	for (uint32_t i = 1; i < n; i++)
		to = m[i].to > to ? m[i].to : to;
	buf_clear(&h->b);
	people_dates(m->from, to, h->text->year, &h->b);
	buf_text(&h->b, ", ");
	people_count(n, "finding", "findings", &h->b);
}

/* Marks that would touch are drawn as one; the most telling of them gives the colour. */
static void lane_bars(struct html *h, const struct strip *s, const struct mark *m, uint32_t n)
{
	static const char *const classes[] = { "acted", "judge", "tried" };
	int64_t near = (s->to - s->from) / 400;
	uint32_t i = 0;

	while (i < n) {
		int64_t from = m[i].from, to = m[i].to;
		uint8_t shelf = m[i].shelf;

		for (i++; i < n && m[i].from - to <= near; i++) {
			to = m[i].to > to ? m[i].to : to;
			shelf = m[i].shelf < shelf ? m[i].shelf : shelf;
		}
		strip_bar(h, s, from, to, classes[shelf]);
	}
}

static void lane_row(struct html *h, const struct strip *s, uint32_t lane, struct span name)
{
	uint32_t first = 0, n = 0;
	struct span label;

	while (first < h->marks && h->mark[first].lane != lane)
		first++;
	while (first + n < h->marks && h->mark[first + n].lane == lane)
		n++;
	if (!n)
		return;
	out_text(h->out, "<tr><th scope=\"row\">");
	html_words(h, name);
	out_text(h->out, "</th>");
	lane_label(h, &h->mark[first], n);
	label = arena_copy(&h->text->scratch, buf_span(&h->b));
	strip_open(h, s, label);
	lane_bars(h, s, &h->mark[first], n);
	strip_close(h);
	out_text(h->out, "</tr>\n");
}

static const uint64_t *lane_of(struct html *h, const struct node *machine)
{
	buf_clear(&h->b);
	if (machine)
		machine_key(machine, &h->b);
	return table_find(&h->lanes, buf_span(&h->b));
}

static void machine_rows(struct html *h, const struct strip *s)
{
	static const char *const ranks[] = { "act-now", "examine", "check" };
	unsigned shown = 0;
	uint64_t all = 0;

	for (size_t r = 0; r < sizeof(ranks) / sizeof(ranks[0]); r++) {
		unsigned of_rank = machines_ranked(h->text, ranks[r]);

		all += of_rank;
		for (unsigned i = 0; i < of_rank && shown < LANES_SHOWN; i++) {
			const struct node *m = machine_ranked(h->text, ranks[r], i);
			const uint64_t *lane = lane_of(h, m);

			if (!lane)
				continue;
			buf_clear(&h->text->line);
			machine_name(m, &h->text->line);
			lane_row(h, s, (uint32_t)*lane, buf_span(&h->text->line));
			shown++;
		}
	}
	if (all == shown)
		return;
	out_text(h->out, "<tr class=\"quiet\"><th scope=\"row\">");
	html_count(h, all - shown, "machine more", "machines more");
	out_text(h->out, "</th><td>without times, or beyond the rows of this chart</td></tr>\n");
}

/* What the advisory says about itself. */
static void advisory_row(struct html *h, const struct strip *s)
{
	const struct node *v = worst_verdict(h->text);
	const struct node *a = text_advisory(h->text, record_text(v, "advisory"));
	int64_t from = record_time(v, "window.from"), to = record_time(v, "window.to");
	int64_t published = record_time(a, "published");

	if (from == TIME_NONE || to == TIME_NONE)
		return;
	out_text(h->out, "<tr class=\"quiet\"><th scope=\"row\">Period of the answer");
	if (published != TIME_NONE)
		out_text(h->out, " <small>and the day of publication</small>");
	out_text(h->out, "</th>");
	buf_clear(&h->b);
	people_dates(from, to, h->text->year, &h->b);
	strip_open(h, s, arena_copy(&h->text->scratch, buf_span(&h->b)));
	strip_bar(h, s, from, to, "window");
	if (published != TIME_NONE)
		strip_bar(h, s, published, published, "published");
	strip_close(h);
	out_text(h->out, "</tr>\n");
}

static void strips(struct html *h, const struct strip *s)
{
	const uint64_t *loose = lane_of(h, NULL);

	if (h->marks)
		qsort(h->mark, h->marks, sizeof(*h->mark), mark_order);
	out_text(h->out, "<figure class=\"strips\">\n<table>\n<caption>");
	html_dates(h, s->from, s->to);
	out_text(h->out, " UTC</caption>\n<tr><td></td>");
	strip_axis(h, s);
	out_text(h->out, "</tr>\n");
	advisory_row(h, s);
	machine_rows(h, s);
	if (loose)
		lane_row(h, s, (uint32_t)*loose, SPAN("From outside, or without a machine"));
	out_text(h->out, "</table>\n<figcaption><span class=\"key acted\"></span>acted here "
			 "<span class=\"key judge\"></span>a person must judge "
			 "<span class=\"key tried\"></span>they tried</figcaption>\n</figure>\n");
}

/* ---- the list */

static int group_order(const void *a, const void *b)
{
	const struct group *x = *(const struct group *const *)a;
	const struct group *y = *(const struct group *const *)b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static bool is_listed(const struct group *g)
{
	return g->from != TIME_NONE && !group_is(g, "explained");
}

static void happening(struct html *h, const struct group *g)
{
	struct buf *b = &h->text->line;

	out_text(h->out, "<tr><td class=\"when\">");
	html_dates(h, g->from, g->to);
	out_text(h->out, "</td><td>");
	buf_clear(b);
	if (g->machine.len)
		machine_name(g->first, b);
	html_line(h);
	out_printf(h->out, "</td><td><span class=\"dot %s\"></span>",
		   group_is(g, "compromise") ? "acted" : group_is(g, "attempt") ? "tried" : "judge");
	text_sentence(h->text, g, b);
	html_line(h);
	out_text(h->out, "</td><td class=\"ids\">");
	group_ids(&g, 1, b);
	html_line(h);
	out_text(h->out, "</td></tr>\n");
}

/* Those of machines here first when there is no room for all. */
static uint32_t choose(const struct html *h, const struct group **list)
{
	const struct groups *all = &h->text->groups;
	uint32_t n = 0;

	for (int attempts = 0; attempts < 2; attempts++)
		for (uint32_t i = 0; i < all->count && n < ROWS_HAPPENED; i++)
			if (is_listed(all->list[i]) && group_is(all->list[i], "attempt") == attempts)
				list[n++] = all->list[i];
	qsort(list, n, sizeof(*list), group_order);
	return n;
}

static void happenings(struct html *h)
{
	const struct group *list[ROWS_HAPPENED];
	uint32_t n = choose(h, list);
	uint64_t all = 0;

	for (uint32_t i = 0; i < h->text->groups.count; i++)
		all += is_listed(h->text->groups.list[i]);
	if (!n)
		return;
	out_text(h->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"What happened, in "
			 "order of time\"><table class=\"rows\">\n<thead><tr><th scope=\"col\">When</th>"
			 "<th scope=\"col\">Machine</th><th scope=\"col\">What</th><th scope=\"col\">Findings"
			 "</th></tr></thead>\n<tbody>\n");
	for (uint32_t i = 0; i < n; i++)
		happening(h, list[i]);
	out_text(h->out, "</tbody>\n</table></div>\n");
	html_more(h, all - n + h->text->groups.lost, "happening", "happenings");
}

void html_timeline(struct html *h)
{
	struct strip s = period_of(h);

	html_section(h, "timeline", "Timeline", NULL);
	arena_reset(&h->text->scratch);
	if (s.from != TIME_NONE)
		strips(h, &s);
	if (h->marks)
		happenings(h);
	else
		out_text(h->out, "<p>Nothing was found that has a time.</p>\n");
	html_section_end(h);
}
