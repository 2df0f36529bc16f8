/*
 * text_plan.c -- what `plan` shows: each source with its dates, what of the
 * advisories it could show and what stands in its way; how long a sweep will
 * take; what else to fetch, most useful first.
 */
#include <stdio.h>

#include "report/text_state.h"

#include "value/kind.h"

#define SOURCES_SHOWN 200
#define FETCH_ROWS    12
#define RATE	      UINT64_C(50000000)	/* bytes a second and worker: a cautious guess */

enum { COLUMN_SOURCE, COLUMN_DATES, COLUMN_SHOWS, COLUMN_LIMITS, COLUMNS };

/* ---- head */

/* A guess: what was met, at a rate that old disks and small machines reach. */
static void duration_words(const struct text *t, struct buf *out)
{
	uint64_t workers = record_number(t->run, "workers");
	uint64_t seconds = record_number(t->summary, "bytes_met") / (RATE * (workers ? workers : 1));

	if (seconds < 60)
		buf_text(out, "less than a minute");
	else if (seconds < 5400)
		people_count((seconds + 59) / 60, "minute", "minutes", out);
	else
		people_count((seconds + 3599) / 3600, "hour", "hours", out);
}

static void first_line(struct text *t, struct page *p)
{
	struct buf right;

	buf_init(&right, 4096);
	buf_clear(&t->line);
	buf_text(&t->line, "PLAN   ");
	people_count(t->sources.all, "source", "sources", &t->line);
	buf_text(&t->line, ", ");
	people_count(record_number(t->summary, "items"), "item", "items", &t->line);
	buf_text(&t->line, ", ");
	people_bytes(record_number(t->summary, "bytes_met"), &t->line);
	buf_text(&right, "to sweep: ");
	duration_words(t, &right);
	if (p->color)
		out_text(p->out, "\033[1m");
	page_ends(p, "", 3, buf_span(&t->line), buf_span(&right));
	if (p->color)
		out_text(p->out, "\033[0m");
	buf_release(&right);
}

static void advisory_rows(struct text *t, struct page *p)
{
	struct buf *b = &t->line;

	for (uint32_t i = 0; i < t->plans.count; i++) {
		const struct node *v = t->plans.list[i];
		int64_t from = record_time(v, "window.from"), to = record_time(v, "window.to");
		bool any;

		buf_clear(b);
		advisory_words(t, text_advisory(t, record_text(v, "advisory")), b);
		page_words(p, "", 2, buf_span(b));
		buf_clear(b);
		if (from != TIME_NONE && to != TIME_NONE) {
			buf_text(b, "is about ");
			people_dates(from, to, t->year, b);
			buf_text(b, " and ");
		}
		buf_text(b, "lists ");
		any = text_kinds(record_get(v, "searched"), b);
		if (!any && !record_number(v, "rules"))
			buf_text(b, "nothing that can be searched for");
		if (record_number(v, "rules")) {
			buf_text(b, any ? ", " : "");
			people_count(record_number(v, "rules"), "rule", "rules", b);
		}
		buf_byte(b, '.');
		page_words(p, "  ", 2, buf_span(b));
	}
	buf_clear(b);
	if (!t->plans.count)
		buf_text(b, "No advisory was given (-a): sources alone. ");
	if (t->year)
		buf_printf(b, "All times are UTC, %d.", t->year);
	else
		buf_text(b, "All times are UTC.");
	page_words(p, "", 0, buf_span(b));
}

/* ---- sources */

/* Some advisory lists this kind; all kinds without one. */
static bool is_listed(const struct text *t, struct span kind)
{
	for (uint32_t i = 0; i < t->plans.count; i++) {
		const struct node *k = record_get(t->plans.list[i], "searched");

		for (k = k ? k->child : NULL; k; k = k->next)
			if (span_equal(k->key, kind))
				return true;
	}
	return t->plans.count == 0;
}

/* What of the advisories it could show, each word once. */
static void shows_words(const struct text *t, const struct node *s, struct buf *out)
{
	const struct node *kinds = record_get(s, "kinds");
	struct span told = SPAN("");
	bool any = false;

	for (const struct node *k = kinds ? kinds->child : NULL; k; k = k->next) {
		enum kind kind = kind_of_name(k->text);
		struct span word = span_of(kind_is_address(kind) ? "addresses"
					   : kind >= KIND_MD5 && kind <= KIND_SSDEEP ? "file hashes"
					   : kind_row(kind)->people_many);

		if (!is_listed(t, k->text) || span_equal(word, told))
			continue;
		buf_text(out, any ? ", " : "");
		buf_add(out, word);
		told = word;
		any = true;
	}
	if (any)
		return;
	if (record_is(s, "people", "DHCP"))
		buf_text(out, "names machines");
	else if (kinds && kinds->child)
		buf_text(out, "nothing listed");
	else if (record_text(s, "people").len)
		buf_text(out, "who came to us");
	else
		buf_text(out, "text only");
}

static void limit_add(struct buf *out, bool *any)
{
	buf_text(out, *any ? "; " : "");
	*any = true;
}

static void holes_words(const struct text *t, const struct node *s, struct buf *out, bool *any)
{
	const struct node *h = record_get(s, "holes");
	unsigned n = 0;

	for (h = h ? h->child : NULL; h; h = h->next, n++) {
		if (n >= 3)
			continue;
		if (n == 0) {
			limit_add(out, any);
			buf_text(out, "nothing ");
		} else {
			buf_text(out, ", ");
		}
		people_hole(record_time(h, "from"), record_time(h, "to"), t->year, out);
	}
	if (n > 3)
		buf_printf(out, " and %u more times", n - 3);
}

static void limits_words(const struct text *t, const struct node *s, struct buf *out)
{
	const struct node *l = record_get(s, "limits"), *g = record_get(s, "gaps");
	bool any = false;

	holes_words(t, s, out, &any);
	for (l = l ? l->child : NULL; l; l = l->next) {
		if (span_equal(l->text, SPAN("series-hole")))
			continue;
		limit_add(out, &any);
		people_text(gap_words(l->text), out);
	}
	for (g = g ? g->child : NULL; g; g = g->next) {
		limit_add(out, &any);
		buf_add(out, g->text);
		buf_text(out, " x ");
		people_text(gap_words(g->key), out);
	}
	if (record_true(s, "zone_assumed")) {
		limit_add(out, &any);
		buf_text(out, "no zone: UTC assumed");
	}
	if (!any)
		buf_byte(out, '-');
}

/* Widths that add up to the page; what there is more or less goes to both ends of the row. */
static void columns(const struct page *p, struct cell *cell)
{
	unsigned shows = p->width >= 70 ? 17 : 9, rest = p->width - 15 - shows - (COLUMNS - 1);

	cell[COLUMN_DATES].width = 15;
	cell[COLUMN_SHOWS].width = shows;
	cell[COLUMN_SOURCE].width = rest * 24 / 45;
	cell[COLUMN_LIMITS].width = rest - rest * 24 / 45;
}

static void source_row(struct text *t, struct page *p, const struct node *s)
{
	int64_t from = record_time(s, "time_from"), to = record_time(s, "time_to");
	struct buf part[COLUMNS];
	struct cell cells[COLUMNS];

	for (int i = 0; i < COLUMNS; i++)
		buf_init(&part[i], 1 << 20);
	source_name(s, &part[COLUMN_SOURCE]);
	buf_text(&part[COLUMN_SOURCE], ", ");
	people_count(record_number(s, "items"), "item", "items", &part[COLUMN_SOURCE]);
	buf_text(&part[COLUMN_SOURCE], ", ");
	people_bytes(record_number(s, "bytes_met"), &part[COLUMN_SOURCE]);
	if (from != TIME_NONE)
		people_dates(from, to, t->year, &part[COLUMN_DATES]);
	else
		buf_byte(&part[COLUMN_DATES], '-');
	shows_words(t, s, &part[COLUMN_SHOWS]);
	limits_words(t, s, &part[COLUMN_LIMITS]);
	columns(p, cells);
	for (int i = 0; i < COLUMNS; i++)
		cells[i].text = buf_span(&part[i]);
	page_row(p, 1, cells, COLUMNS);
	for (int i = 0; i < COLUMNS; i++)
		buf_release(&part[i]);
}

static void source_table(struct text *t, struct page *p)
{
	struct cell head[COLUMNS] = {
		[COLUMN_SOURCE] = { 0, SPAN("SOURCE") }, [COLUMN_DATES] = { 0, SPAN("DATES") },
		[COLUMN_SHOWS] = { 0, SPAN("COULD SHOW") }, [COLUMN_LIMITS] = { 0, SPAN("LIMITS") },
	};

	columns(p, head);
	page_blank(p);
	page_row(p, 1, head, COLUMNS);
	for (int class = 0; class < 4; class++)
		for (uint32_t i = 0; i < t->sources.count && i < SOURCES_SHOWN; i++)
			if (source_class(t->sources.list[i]) == class)
				source_row(t, p, t->sources.list[i]);
	if (!t->sources.count)
		page_words(p, "", 0, SPAN("nothing that could be opened"));
	if (t->sources.all > SOURCES_SHOWN) {
		buf_clear(&t->line);
		people_number(t->sources.all - SOURCES_SHOWN, &t->line);
		buf_text(&t->line, " more (--format json)");
		page_words(p, "", 0, buf_span(&t->line));
	}
}

/* ---- what else to fetch */

/* Another advisory's plan said the same already. */
static bool said_before(const struct text *t, uint32_t plan, const struct node *b)
{
	for (uint32_t i = 0; i < plan; i++) {
		const struct node *o = record_get(t->plans.list[i], "blind");

		for (o = o ? o->child : NULL; o; o = o->next)
			if (span_equal(record_text(o, "detail"), record_text(b, "detail")))
				return true;
	}
	return false;
}

static void fetch_rows(struct text *t, struct page *p, bool fetchable, const char *heading)
{
	unsigned shown = 0, more = 0;
	char first[16];

	for (uint32_t i = 0; i < t->plans.count; i++) {
		const struct node *b = record_get(t->plans.list[i], "blind");

		for (b = b ? b->child : NULL; b; b = b->next) {
			if ((record_text(b, "remedy").len > 0) != fetchable || said_before(t, i, b))
				continue;
			if (shown == FETCH_ROWS) {
				more++;
				continue;
			}
			if (shown++ == 0) {
				page_blank(p);
				page_heading(p, heading);
			}
			snprintf(first, sizeof(first), fetchable ? "%2u " : " - ", shown);
			blind_row(t, p, b, first);
		}
	}
	if (more) {
		buf_clear(&t->line);
		buf_printf(&t->line, "and %u more (--format json)", more);
		page_words(p, " - ", 3, buf_span(&t->line));
	}
}

static bool has_leases(const struct text *t)
{
	for (uint32_t i = 0; i < t->sources.count; i++)
		if (record_is(t->sources.list[i], "people", "DHCP"))
			return true;
	return false;
}

static void next_rows(struct text *t, struct page *p)
{
	page_blank(p);
	page_heading(p, "NEXT");
	page_words(p, " 1 ", 3, SPAN("tocsin plan -o evidence.conf writes a manifest: say in it whose files "
				     "these are (host), what wrote them (role), and their zones."));
	page_words(p, " 2 ", 3, has_leases(t)
		   ? SPAN("tocsin sweep --evidence evidence.conf -a ADVISORY PATH...")
		   : SPAN("Fetch the lease log (DHCP): without it addresses have no names. Then: "
			  "tocsin sweep --evidence evidence.conf -a ADVISORY PATH..."));
}

void text_plan(struct text *t, struct page *p)
{
	first_line(t, p);
	advisory_rows(t, p);
	source_table(t, p);
	fetch_rows(t, p, true, "FETCH TOO, most useful first");
	fetch_rows(t, p, false, "NOT VISIBLE in files and logs");
	next_rows(t, p);
}
