/*
 * text_seen.c -- what could not be seen, what was searched for, and in what.
 * Every line about something missing: what, when, why, what to do.
 */
#include <stdio.h>

#include "report/text_state.h"

#define NOT_SEARCHED 4		/* values named that were listed and not searched for */

static const struct { const char *reason, *words; } gaps[] = {
	{ "encrypted", "locked with a password (--password)" },
	{ "too-large", "larger than the limit" },
	{ "depth-limit", "packed too deeply" },
	{ "count-limit", "too many members" },
	{ "ratio-limit", "expands beyond all measure" },
	{ "time-limit", "took too long (--time-limit)" },
	{ "memory-limit", "needs more memory than allowed" },
	{ "unsupported-format", "format not read, or not wholly" },
	{ "missing-helper", "a helper program is not installed" },
	{ "damaged", "damaged" },
	{ "truncated", "cut off" },
	{ "permission", "not readable for this user: run again with more rights" },
	{ "io-error", "the disk or network failed to deliver it" },
	{ "changed-while-read", "changed while it was read: sweep it again" },
	{ "decoder-crashed", "tocsin's own decoder failed on it" },
	{ "no-text-layer", "images of text" },
	{ "unsupported-rule", "a rule that cannot run yet" },
	{ "rule-error", "a rule with a mistake" },
	{ "not-comparable", "cannot be compared" },
	{ "no-time", "records without a readable time" },
	{ "shortened-addresses", "addresses are shortened" },
	{ "refusals-only", "only refusals" },
	{ "series-hole", "a hole in the series" },
	{ "log-cleared", "the log was cleared" },
	{ "sampled", "sampled" },
	{ "excluded-by-user", "left out by --exclude" },
	{ "outside-window", "left out by --since or --until" },
	{ "advisory-unread", "an advisory that could not be read" },
	{ "unread", "parts of it could not be read" },
};

struct span gap_words(struct span reason)
{
	for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++)
		if (span_equal(reason, span_of(gaps[i].reason)))
			return span_of(gaps[i].words);
	return reason;
}

/* ---- what could not be seen */

void blind_row(struct text *t, struct page *p, const struct node *b, const char *first)
{
	struct span remedy = record_text(b, "remedy");

	buf_clear(&t->line);
	text_add(&t->line, b, "detail");
	if (remedy.len) {
		buf_text(&t->line, ". ");
		buf_byte(&t->line, ascii_alpha(remedy.ptr[0]) ? (char)(remedy.ptr[0] & ~0x20)
							      : remedy.ptr[0]);
		people_text(span_skip(remedy, 1), &t->line);
	}
	buf_byte(&t->line, '.');
	page_words(p, first, 3, buf_span(&t->line));
}

/* Gaps of one reason in one line. */
static void gap_row(struct text *t, struct page *p, const struct gap_reason *r, const char *first)
{
	struct buf *b = &t->line;

	buf_clear(b);
	buf_add(b, record_text(r->first, "at"));
	buf_text(b, ": ");
	if (span_equal(r->reason, SPAN("permission")) ||
	    span_equal(r->reason, SPAN("decoder-crashed")) || !record_text(r->first, "detail").len)
		people_text(gap_words(r->reason), b);
	else
		text_add(b, r->first, "detail");
	if (r->count > 1) {
		buf_text(b, "; and ");
		people_number(r->count - 1, b);
		buf_text(b, " more like it");
	}
	buf_text(b, r->material ? ". Enough to matter." : ".");
	page_words(p, first, 3, buf_span(b));
}

/* Rows of what could not be seen; numbered when there is an order to fetch them in. */
struct blind_rows {
	struct text *text;
	struct page *page;
	bool numbered;
	unsigned shown, most;
	uint64_t more;
	char first[16];
};

/* Room for one more: its number or dash is in r->first. */
static bool next_row(struct blind_rows *r)
{
	if (r->shown == r->most) {
		r->more++;
		return false;
	}
	r->shown++;
	snprintf(r->first, sizeof(r->first), r->numbered ? "%2u " : " - ", r->shown);
	return true;
}

static void gap_rows(struct blind_rows *r, bool material)
{
	struct text *t = r->text;

	for (uint32_t i = 0; i < t->reasons; i++)
		if ((t->reason[i].material > 0) == material && next_row(r))
			gap_row(t, r->page, &t->reason[i], r->first);
}

void text_blind(struct text *t, struct page *p, const struct node *v, const struct room *room)
{
	const struct node *list = record_get(v, "blind");
	bool missing = record_is(v, "answer", "inconclusive") &&
		       node_has(record_get(v, "open"), "evidence-missing");
	struct blind_rows r = { .text = t, .page = p, .numbered = missing, .most = room->rows };

	if ((!list || !list->child) && !t->gaps.all)
		return;
	page_heading(p, missing ? "WHAT STANDS IN THE WAY, most useful first" : "NOT VISIBLE");
	if (missing)
		gap_rows(&r, true);
	for (const struct node *b = list ? list->child : NULL; b; b = b->next)
		if (next_row(&r))
			blind_row(t, p, b, r.first);
	t->blind_left = r.more > 0;
	if (!missing)
		gap_rows(&r, true);
	gap_rows(&r, false);
	if (r.more) {
		buf_clear(&t->line);
		people_number(r.more, &t->line);
		buf_text(&t->line, " more, listed below");
		page_words(p, " - and ", 3, buf_span(&t->line));
	}
}

/* ---- searched for */

static void not_searched(struct text *t, const struct node *v)
{
	const struct node *n = record_get(v, "not_searched");
	uint64_t all = record_number(v, "not_searched_count"), told = 0;

	for (n = n ? n->child : NULL; n && told < NOT_SEARCHED; n = n->next) {
		struct span value = record_text(n, "value");

		buf_text(&t->line, told++ ? ", " : ". Not searched for: ");
		if (value.len > 40) {
			buf_add(&t->line, span_cut(value, 0, 12));
			buf_text(&t->line, "...");
		} else {
			people_value(value, &t->line);
		}
		if (record_text(n, "why").len) {
			buf_text(&t->line, " (");
			text_add(&t->line, n, "why");
			buf_byte(&t->line, ')');
		}
	}
	if (all > told) {
		buf_text(&t->line, " and ");
		people_number(all - told, &t->line);
		buf_text(&t->line, " more");
	}
}

static bool lists_names(const struct node *v)
{
	static const char *const names[] = { "searched.domain", "searched.url", "searched.onion" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (record_number(v, names[i]))
			return true;
	return false;
}

static bool has_source(const struct text *t, const char *people)
{
	for (uint32_t i = 0; i < t->sources.count; i++)
		if (record_is(t->sources.list[i], "people", people))
			return true;
	return false;
}

static bool shows_addresses(const struct text *t)
{
	for (uint32_t i = 0; i < t->sources.count; i++)
		if (node_has(record_get(t->sources.list[i], "kinds"), "ipv4"))
			return true;
	return false;
}

void text_searched(struct text *t, struct page *p, const struct node *v)
{
	uint64_t rules = record_number(v, "rules");

	buf_clear(&t->line);
	if (!text_kinds(record_get(v, "searched"), &t->line) && !record_number(v, "rules_run"))
		buf_text(&t->line, "nothing: the advisory lists no value that can be searched for");
	if (rules) {
		buf_text(&t->line, t->line.len ? ", " : "");
		people_number(record_number(v, "rules_run"), &t->line);
		buf_text(&t->line, " of ");
		people_count(rules, "rule", "rules", &t->line);
	}
	if (t->verdicts.all > 1)
		buf_printf(&t->line, "; and what %llu other advisor%s list%s",
			   (unsigned long long)(t->verdicts.all - 1), t->verdicts.all == 2 ? "y" : "ies",
			   t->verdicts.all == 2 ? "s" : "");
	not_searched(t, v);
	if (!lists_names(v) && has_source(t, "DNS") && !shows_addresses(t))
		buf_text(&t->line, ". It lists no names: name look-ups alone show nothing");
	buf_byte(&t->line, '.');
	page_words(p, "SEARCHED FOR  ", 4, buf_span(&t->line));
}

/* ---- in */

void source_name(const struct node *s, struct buf *out)
{
	struct span people = record_text(s, "people"), name = record_text(s, "source");

	/* "mail mail under evidence" neither. */
	if (span_starts_nocase(name, people) && name.len > people.len &&
	    name.ptr[people.len] == ' ') {
		buf_add(out, name);
		return;
	}
	buf_add(out, people);
	/* "web proxy proxy" says nothing more than "web proxy". */
	if (people.len && span_find_nocase(people, name) != SPAN_NONE)
		return;
	if (people.len)
		buf_byte(out, ' ');
	buf_add(out, name);
}

/* What shows addresses first, then what names machines, files last. */
int source_class(const struct node *s)
{
	const struct node *kinds = record_get(s, "kinds");
	bool log = record_text(s, "people").len > 0;

	if (node_has(kinds, "ipv4"))
		return 0;
	if (log && kinds && kinds->child)
		return 1;
	return log ? 2 : 3;
}

static bool same_source(const struct node *a, const struct node *b)
{
	return span_equal(record_text(a, "source"), record_text(b, "source")) &&
	       span_equal(record_text(a, "people"), record_text(b, "people"));
}

/* All sources of one name and kind together; its dates into `dates`. */
static void source_words(const struct text *t, uint32_t at, struct buf *out, struct buf *dates)
{
	const struct node *s = t->sources.list[at];
	int64_t from = TIME_NONE, to = TIME_NONE;
	uint64_t bytes = 0;

	for (uint32_t i = at; i < t->sources.count; i++) {
		const struct node *o = t->sources.list[i];
		int64_t first = record_time(o, "time_from"), last = record_time(o, "time_to");

		if (!same_source(s, o))
			continue;
		bytes += record_number(o, "bytes_met");
		if (first != TIME_NONE && (from == TIME_NONE || first < from))
			from = first;
		if (last != TIME_NONE && (to == TIME_NONE || last > to))
			to = last;
	}
	source_name(s, out);
	buf_byte(out, ' ');
	people_bytes(bytes, out);
	if (from != TIME_NONE)
		people_dates(from, to, t->year, dates);
}

static bool told_already(const struct text *t, uint32_t at)
{
	for (uint32_t i = 0; i < at; i++)
		if (same_source(t->sources.list[i], t->sources.list[at]))
			return true;
	return false;
}

/* Names of equal dates stand together, the dates behind the last of them. */
struct listing {
	struct buf dates, now;
	unsigned shown, more;
};

static void listing_dates(struct listing *l, struct buf *out)
{
	if (l->dates.len) {
		buf_byte(out, ' ');
		buf_add(out, buf_span(&l->dates));
	}
	buf_clear(&l->dates);
}

static void listing_add(struct text *t, struct listing *l, uint32_t at)
{
	struct buf name;

	buf_init(&name, 1 << 20);
	buf_clear(&l->now);
	source_words(t, at, &name, &l->now);
	if (l->shown++ && !span_equal(buf_span(&l->now), buf_span(&l->dates))) {
		listing_dates(l, &t->line);
		buf_text(&t->line, " | ");
	} else if (l->shown > 1) {
		buf_text(&t->line, ", ");
	}
	buf_add(&t->line, buf_span(&name));
	buf_clear(&l->dates);
	buf_add(&l->dates, buf_span(&l->now));
	buf_release(&name);
}

void text_swept(struct text *t, struct page *p, const struct room *room)
{
	struct listing l = { .shown = 0 };

	buf_init(&l.dates, 256);
	buf_init(&l.now, 256);
	buf_clear(&t->line);
	for (int class = 0; class < 4; class++)
		for (uint32_t i = 0; i < t->sources.count; i++) {
			if (source_class(t->sources.list[i]) != class || told_already(t, i))
				continue;
			if (l.shown == room->rows)
				l.more++;
			else
				listing_add(t, &l, i);
		}
	listing_dates(&l, &t->line);
	l.more += (unsigned)(t->sources.all - t->sources.count);
	if (l.more)
		buf_printf(&t->line, " | %u more", l.more);
	if (!l.shown)
		buf_text(&t->line, "nothing that could be opened");
	page_words(p, "IN  ", 4, buf_span(&t->line));
	buf_release(&l.dates);
	buf_release(&l.now);
}
