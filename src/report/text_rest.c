/* text_rest.c -- behind the first screen: findings, sources and gaps in full. */
#include "report/text_state.h"

#include "value/kind.h"

#define FINDINGS_SHOWN 200
#define GAPS_SHOWN     100
#define SOURCES_SHOWN  100
#define HOLES_SHOWN    4

static void more_row(struct text *t, struct page *p, uint64_t n)
{
	if (!n)
		return;
	buf_clear(&t->line);
	people_number(n, &t->line);
	buf_text(&t->line, " more (--format json)");
	page_words(p, "... ", 4, buf_span(&t->line));
}

/* ---- findings */

static void advisory_list(struct text *t, const struct node *f, struct buf *b)
{
	const struct node *list = record_get(f, "advisories");
	bool first = true;

	/* With one advisory everybody knows. */
	if (t->advisories.count < 2)
		return;
	for (const struct node *a = list ? list->child : NULL; a; a = a->next) {
		const struct node *advisory = text_advisory(t, a->text);

		buf_text(b, first ? " Listed by: " : "; ");
		people_text(advisory ? text_title(advisory) : a->text, b);
		first = false;
	}
	if (!first)
		buf_byte(b, '.');
}

static void reasons(const struct group *g, struct buf *b)
{
	const struct node *why = record_get(g->first, "why");

	if (!why || !why->child)
		return;
	buf_text(b, ". Why: ");
	for (const struct node *w = why->child; w; w = w->next) {
		people_text(w->text, b);
		buf_text(b, w->next ? "; " : "");
	}
	if (record_text(g->first, "logic").len) {
		buf_text(b, ". Pattern: ");
		people_text(record_text(g->first, "logic"), b);
	}
}

static void group_rows(struct text *t, struct page *p, const struct group *g)
{
	static const struct { const char *class, *words; } classes[] = {
		{ "compromise", "acted here" }, { "attempt", "attempt" },
		{ "unjudged", "to be judged" }, { "explained", "explained" },
	};
	struct buf *b = &t->line;

	buf_clear(b);
	group_ids(&g, 1, b);
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (group_is(g, classes[i].class))
			buf_printf(b, "  %s.", classes[i].words);
	buf_byte(b, ' ');
	if (g->machine.len) {
		machine_name(g->first, b);
		buf_text(b, ": ");
	}
	text_sentence(t, g, b);
	page_words(p, "", 4, buf_span(b));
	buf_clear(b);
	buf_text(b, g->findings > 1 ? "first at " : "at ");
	people_path(record_text(g->first, "at"), record_text(g->first, "indicator.value"), b);
	reasons(g, b);
	buf_byte(b, '.');
	advisory_list(t, g->first, b);
	page_words(p, "    ", 4, buf_span(b));
}

static void findings(struct text *t, struct page *p)
{
	uint64_t told = 0;
	uint32_t i;

	if (!t->groups.count)
		return;
	page_blank(p);
	page_heading(p, "FINDINGS");
	for (i = 0; i < t->groups.count && i < FINDINGS_SHOWN; i++) {
		group_rows(t, p, t->groups.list[i]);
		told += t->groups.list[i]->findings;
	}
	more_row(t, p, t->groups.findings - told);
}

/* ---- what could not be seen */

static void blinds(struct text *t, struct page *p)
{
	const struct node *list = record_get(worst_verdict(t), "blind");

	if (!t->blind_left)
		return;
	page_blank(p);
	page_heading(p, "NOT VISIBLE, all");
	for (const struct node *b = list->child; b; b = b->next)
		blind_row(t, p, b, " - ");
}

/* ---- sources */

static void kinds_shown(const struct node *kinds, struct buf *b)
{
	bool hashes = false, addresses = false, any = false;

	for (const struct node *k = kinds ? kinds->child : NULL; k; k = k->next) {
		enum kind kind = kind_of_name(k->text);
		bool *once = kind >= KIND_MD5 && kind <= KIND_SSDEEP ? &hashes
			     : kind_is_address(kind) ? &addresses : NULL;

		if (once && *once)
			continue;
		buf_text(b, any ? ", " : ". Can show: ");
		buf_text(b, once == &hashes ? "file hashes" : once == &addresses ? "addresses"
			    : kind_row(kind)->people_many);
		if (once)
			*once = true;
		any = true;
	}
	if (kinds && !kinds->child)
		buf_text(b, ". Shows no contact by itself");
}

static void limits_shown(const struct node *limits, struct buf *b)
{
	bool any = false;

	for (const struct node *l = limits ? limits->child : NULL; l; l = l->next) {
		/* Told below, with the number of records. */
		if (span_equal(l->text, SPAN("outside-window")))
			continue;
		buf_text(b, any ? ", " : ". Limits: ");
		people_text(gap_words(l->text), b);
		any = true;
	}
}

static void source_head(struct text *t, const struct node *s)
{
	struct buf *b = &t->line;
	int64_t from = record_time(s, "time_from"), to = record_time(s, "time_to");

	source_name(s, b);
	if (record_text(s, "format").len) {
		buf_text(b, " (");
		text_add(b, s, "format");
		buf_byte(b, ')');
	}
	if (record_text(s, "role").len) {
		buf_text(b, ", labelled ");
		text_add(b, s, "role");
	}
	buf_text(b, ": ");
	people_count(record_number(s, "items"), "item", "items", b);
	buf_text(b, ", ");
	people_bytes(record_number(s, "bytes_met"), b);
	if (from != TIME_NONE) {
		buf_text(b, ", ");
		people_dates(from, to, 0, b);
	}
	if (record_true(s, "zone_assumed"))
		buf_text(b, ", times without a zone taken as UTC (--tz)");
}

static void source_rows(struct text *t, struct page *p, const struct node *s)
{
	struct buf *b = &t->line;
	const struct node *holes = record_get(s, "holes");

	buf_clear(b);
	source_head(t, s);
	kinds_shown(record_get(s, "kinds"), b);
	limits_shown(record_get(s, "limits"), b);
	if (record_number(s, "left_out")) {
		buf_text(b, ". Left out by --since or --until: ");
		people_count(record_number(s, "left_out"), "record", "records", b);
	}
	buf_byte(b, '.');
	page_words(p, " - ", 3, buf_span(b));
	uint64_t more = 0;

	for (const struct node *h = holes ? holes->child : NULL; h; h = h->next) {
		if (++more > HOLES_SHOWN)
			continue;
		buf_clear(b);
		buf_text(b, "no records ");
		people_hole(record_time(h, "from"), record_time(h, "to"), 0, b);
		page_words(p, "   ", 5, buf_span(b));
	}
	if (more > HOLES_SHOWN) {
		buf_clear(b);
		buf_printf(b, "and %llu more times without records", (unsigned long long)(more - HOLES_SHOWN));
		page_words(p, "   ", 5, buf_span(b));
	}
}

static void recall_again(const struct node *recall, uint64_t again, struct buf *b)
{
	const struct node *because = record_get(recall, "because");
	const char *between = ": ";

	if (again)
		people_count(again, "segment was", "segments were", b);
	else
		buf_text(b, "none was");
	buf_text(b, " read again");
	for (because = because ? because->child : NULL; because; because = because->next) {
		buf_text(b, between);
		buf_add(b, because->text);
		between = "; ";
	}
}

void text_recall(const struct node *run, struct buf *b)
{
	const struct node *recall = record_get(run, "recall");
	uint64_t all = record_number(run, "recall.segments");
	uint64_t again = record_number(run, "recall.segments_read");

	if (all == 0)
		return;
	if (again < all) {
		people_count(all - again, "segment is", "segments are", b);
		buf_text(b, " known since ");
		people_date(record_time(run, "recall.since"), 0, b);
		buf_text(b, " to hold nothing that is looked for; ");
	}
	recall_again(recall, again, b);
	buf_byte(b, '.');
}

static void recall_row(struct text *t, struct page *p)
{
	buf_clear(&t->line);
	text_recall(t->run, &t->line);
	if (t->line.len)
		page_words(p, " - Recall: ", 3, buf_span(&t->line));
}

void text_sources(struct text *t, struct page *p)
{
	page_blank(p);
	page_heading(p, "SOURCES");
	for (uint32_t i = 0; i < t->sources.count && i < SOURCES_SHOWN; i++)
		source_rows(t, p, t->sources.list[i]);
	if (!t->sources.count)
		page_words(p, " - ", 3, SPAN("nothing that could be opened"));
	if (t->sources.all > SOURCES_SHOWN)
		more_row(t, p, t->sources.all - SOURCES_SHOWN);
	recall_row(t, p);
}

/* ---- gaps */

static void all_gaps(struct text *t, struct page *p)
{
	struct buf *b = &t->line;

	if (!t->gaps.count)
		return;
	page_blank(p);
	page_heading(p, "NOT LOOKED AT, OR NOT WHOLLY");
	for (uint32_t i = 0; i < t->gaps.count && i < GAPS_SHOWN; i++) {
		const struct node *g = t->gaps.list[i];

		buf_clear(b);
		buf_add(b, record_text(g, "at"));
		buf_text(b, ": ");
		text_add(b, g, "reason");
		if (record_text(g, "detail").len) {
			buf_text(b, ", ");
			text_add(b, g, "detail");
		}
		buf_text(b, record_true(g, "material") ? " (material)" : "");
		page_words(p, " - ", 3, buf_span(b));
	}
	if (t->gaps.all > GAPS_SHOWN)
		more_row(t, p, t->gaps.all - GAPS_SHOWN);
}

void text_rest(struct text *t, struct page *p)
{
	findings(t, p);
	blinds(t, p);
	text_sources(t, p);
	all_gaps(t, p);
}
