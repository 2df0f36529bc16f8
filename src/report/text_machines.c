/* text_machines.c -- machines as rows: who began, what, how often, when, with what end. */
#include <stdio.h>

#include "report/text_state.h"
#include "value/address.h"

#define GROUPS_MOST 64		/* of one machine that are put in order */

/* ---- which machines */

/* The same machine may stand in the verdicts of several advisories: once is enough. */
static bool seen_before(const struct text *t, const struct node *m, uint32_t verdict)
{
	for (uint32_t v = 0; v < verdict; v++) {
		const struct node *list = record_get(t->verdicts.list[v], "machines");

		for (const struct node *o = list ? list->child : NULL; o; o = o->next)
			if (span_equal(record_text(o, "host"), record_text(m, "host")) &&
			    span_equal(record_text(o, "name"), record_text(m, "name")) &&
			    span_equal(record_text(o, "rank"), record_text(m, "rank")) &&
			    span_equal(record_text(o, "files_under"), record_text(m, "files_under")) &&
			    span_equal(record_text(o, "via"), record_text(m, "via")))
				return true;
	}
	return false;
}

const struct node *machine_ranked(const struct text *t, const char *rank, unsigned i)
{
	for (uint32_t v = 0; v < t->verdicts.count; v++) {
		const struct node *list = record_get(t->verdicts.list[v], "machines");

		for (const struct node *m = list ? list->child : NULL; m; m = m->next)
			if (record_is(m, "rank", rank) && !seen_before(t, m, v) && i-- == 0)
				return m;
	}
	return NULL;
}

unsigned machines_ranked(const struct text *t, const char *rank)
{
	unsigned n = 0;

	for (uint32_t v = 0; v < t->verdicts.count; v++) {
		const struct node *list = record_get(t->verdicts.list[v], "machines");

		for (const struct node *m = list ? list->child : NULL; m; m = m->next)
			n += record_is(m, "rank", rank) && !seen_before(t, m, v);
	}
	return n;
}

/* ---- its name */

void machine_name(const struct node *m, struct buf *out)
{
	struct span host = record_text(m, "host"), name = record_text(m, "name");

	if (name.len && host.len) {
		buf_add(out, name);
		buf_text(out, " (");
		buf_add(out, host);
		buf_byte(out, ')');
	} else if (name.len || host.len) {
		buf_add(out, name.len ? name : host);
	} else if (record_text(m, "via").len) {
		buf_text(out, "a machine behind your ");
		buf_add(out, record_text(m, "via_kind"));
		buf_byte(out, ' ');
		buf_add(out, record_text(m, "via"));
	} else if (record_text(m, "user").len) {
		buf_text(out, "the account of ");
		buf_add(out, record_text(m, "user"));
	} else {
		buf_text(out, "the computer whose files are under ");
		buf_add(out, record_text(m, "files_under"));
	}
}

/* The hole of a lease log that the time lies in. */
static bool lease_hole(const struct text *t, int64_t from, int64_t to, struct buf *out)
{
	for (uint32_t i = 0; i < t->sources.count; i++) {
		const struct node *s = t->sources.list[i], *h = record_get(s, "holes");

		if (!record_is(s, "people", "DHCP"))
			continue;
		for (h = h ? h->child : NULL; h; h = h->next)
			if (record_time(h, "from") <= to && record_time(h, "to") >= from) {
				buf_text(out, "no leases ");
				people_hole(record_time(h, "from"), record_time(h, "to"), t->year, out);
				return true;
			}
	}
	return false;
}

static bool has_leases(const struct text *t)
{
	for (uint32_t i = 0; i < t->sources.count; i++)
		if (record_is(t->sources.list[i], "people", "DHCP"))
			return true;
	return false;
}

static bool has_reason(const struct node *finding, struct span head)
{
	const struct node *why = record_get(finding, "why");

	for (why = why ? why->child : NULL; why; why = why->next)
		if (span_starts(why->text, head))
			return true;
	return false;
}

bool machine_user(const struct text *t, const struct node *m, struct buf *out)
{
	const struct group *g[1];

	if (record_text(m, "name").len || !record_text(m, "host").len || !record_text(m, "user").len)
		return false;
	buf_text(out, "user ");
	buf_add(out, record_text(m, "user"));
	if (machine_groups(t, m, g, 1) && has_reason(g[0]->first, SPAN("the VPN gave")))
		buf_text(out, " by VPN");
	return true;
}

bool machine_is_public(const struct node *m)
{
	struct address a;

	return !record_text(m, "name").len && !record_text(m, "user").len &&
	       address_parse(record_text(m, "host"), &a) && address_class(&a) != ADDRESS_PRIVATE &&
	       address_class(&a) != ADDRESS_LOCAL;
}

bool machine_unknown(const struct text *t, const struct node *m, struct buf *out)
{
	const struct group *g[1];

	if (record_text(m, "name").len || !record_text(m, "host").len || record_text(m, "user").len)
		return false;
	if (machine_is_public(m))
		buf_text(out, "your public address, perhaps of many");
	else if (!has_leases(t))
		buf_text(out, "no lease log handed in");
	else if (!machine_groups(t, m, g, 1) || g[0]->from == TIME_NONE)
		buf_text(out, "no lease names it");
	else if (!lease_hole(t, g[0]->from, g[0]->to, out))
		buf_text(out, "no lease of that time");
	return true;
}

/* ---- what it did */

static bool tells_of_machine(const struct group *g)
{
	return group_is(g, "compromise") || group_is(g, "unjudged");
}

uint32_t machine_groups(const struct text *t, const struct node *m, const struct group **out,
			uint32_t most)
{
	struct buf key;
	uint32_t n = 0;

	buf_init(&key, 1 << 20);
	machine_key(m, &key);
	for (uint32_t i = 0; i < t->groups.count; i++) {
		const struct group *g = t->groups.list[i];
		uint32_t at = n < most ? n : most;

		if (!tells_of_machine(g) || !span_equal(g->machine, buf_span(&key)))
			continue;
		/* Insertion keeps the order of findings among equals. */
		while (at > 0 && (group_weight(out[at - 1]) < group_weight(g) ||
				  (group_weight(out[at - 1]) == group_weight(g) &&
				   out[at - 1]->count < g->count)))
			at--;
		if (at == most)
			continue;
		for (uint32_t k = n < most ? n : most - 1; k > at; k--)
			out[k] = out[k - 1];
		out[at] = g;
		if (n < most)
			n++;
	}
	buf_release(&key);
	return n;
}

const struct node *group_source(const struct text *t, const struct group *g)
{
	struct span name = record_text(g->first, "source");

	for (uint32_t i = 0; i < t->sources.count; i++)
		if (span_equal(record_text(t->sources.list[i], "source"), name))
			return t->sources.list[i];
	return NULL;
}

uint32_t groups_sources(const struct text *t, const struct group *const *g, uint32_t n,
			struct buf *out)
{
	const struct node *told[GROUPS_MOST];
	uint32_t count = 0;

	for (uint32_t i = 0; i < n && count < GROUPS_MOST; i++) {
		const struct node *s = group_source(t, g[i]);
		bool is_new = s != NULL;

		for (uint32_t k = 0; k < count; k++)
			is_new = is_new && told[k] != s;
		if (!is_new)
			continue;
		told[count++] = s;
		buf_text(out, count > 1 ? ", " : "");
		source_name(s, out);
	}
	return count;
}

static void witnesses(struct text *t, struct page *p, const struct group *const *g, uint32_t n)
{
	buf_clear(&t->line);
	/* One witness is the log that the ids lead to. */
	if (groups_sources(t, g, n, &t->line) < 2)
		return;
	buf_byte(&t->line, '.');
	page_words(p, "   Witnesses: ", 3, buf_span(&t->line));
}

static void sentences(struct text *t, struct page *p, const struct group *const *g, uint32_t n,
		      unsigned most)
{
	const struct group *of_thing[GROUPS_MOST];
	uint32_t told = 0, more = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t things = 0;
		bool again = false;

		for (uint32_t k = 0; k < i && !again; k++)
			again = group_same_happening(g[k], g[i]) || text_same_thing(g[k], g[i]);
		if (again)
			continue;
		if (told == most) {
			more++;
			continue;
		}
		buf_clear(&t->line);
		for (uint32_t k = i; k < n; k++)
			if (k == i || text_same_thing(g[i], g[k]))
				of_thing[things++] = g[k];
		text_thing(t, of_thing, things, &t->line);
		page_words(p, "   ", 3, buf_span(&t->line));
		told++;
	}
	if (more) {
		buf_clear(&t->line);
		people_count(more, "thing more, below", "things more, below", &t->line);
		page_words(p, "   and ", 3, buf_span(&t->line));
	}
}

/* An address alone is no machine: what is known of who had it. */
static void who_has_it(struct text *t, const struct node *m)
{
	size_t before = t->line.len;

	buf_text(&t->line, ", ");
	if (machine_user(t, m, &t->line))
		return;
	buf_text(&t->line, "machine unknown: ");
	if (!machine_unknown(t, m, &t->line))
		t->line.len = before;
}

static void machine_row(struct text *t, struct page *p, const struct node *m, unsigned number,
			const struct room *room)
{
	const struct group *g[GROUPS_MOST];
	uint32_t n = machine_groups(t, m, g, GROUPS_MOST);
	struct buf right;
	char first[16];

	buf_init(&right, 4096);
	buf_add(&right, record_text(m, "strength"));
	buf_text(&right, right.len ? "  " : "");
	group_ids(g, n, &right);
	snprintf(first, sizeof(first), "%2u ", number);
	buf_clear(&t->line);
	machine_name(m, &t->line);
	who_has_it(t, m);
	page_ends(p, first, 3, buf_span(&t->line), buf_span(&right));
	buf_release(&right);
	sentences(t, p, g, n, room->sentences);
	if (room->sentences > 1)
		witnesses(t, p, g, n);
}

static void rank_rows(struct text *t, struct page *p, const char *rank, const char *heading,
		      unsigned *number, const struct room *room)
{
	unsigned all = machines_ranked(t, rank);

	if (all)
		page_heading(p, heading);
	for (unsigned i = 0; i < all && i < room->machines; i++)
		machine_row(t, p, machine_ranked(t, rank, i), ++*number, room);
	if (all > room->machines) {
		buf_clear(&t->line);
		people_number(all - room->machines, &t->line);
		buf_text(&t->line, " more, listed below");
		page_words(p, "   and ", 3, buf_span(&t->line));
	}
}

/* ---- what is to be judged, and belongs to no machine */

static bool is_loose(const struct group *g)
{
	return group_is(g, "unjudged") && !record_text(g->first, "host").len &&
	       !record_text(g->first, "name").len;
}

static void loose_rows(struct text *t, struct page *p, unsigned *number, const struct room *room)
{
	unsigned shown = 0, more = 0;
	char first[16];

	for (uint32_t i = 0; i < t->groups.count; i++) {
		const struct group *g = t->groups.list[i];

		if (!is_loose(g))
			continue;
		if (shown == room->machines) {
			more++;
			continue;
		}
		if (shown++ == 0)
			page_heading(p, "A PERSON MUST JUDGE");
		snprintf(first, sizeof(first), "%2u ", ++*number);
		buf_clear(&t->line);
		text_sentence(t, g, &t->line);
		buf_byte(&t->line, ' ');
		group_ids(&g, 1, &t->line);
		page_words(p, first, 3, buf_span(&t->line));
	}
	if (more) {
		buf_clear(&t->line);
		people_number(more, &t->line);
		buf_text(&t->line, " more, listed below");
		page_words(p, "   and ", 3, buf_span(&t->line));
	}
}

void text_machines(struct text *t, struct page *p, const struct room *room)
{
	unsigned number = 0;

	rank_rows(t, p, "act-now", "ACT NOW", &number, room);
	rank_rows(t, p, "examine", "EXAMINE", &number, room);
	rank_rows(t, p, "check", "CHECK", &number, room);
	loose_rows(t, p, &number, room);
	text_tried(t, p, room);
	text_aside(t, p);
}
