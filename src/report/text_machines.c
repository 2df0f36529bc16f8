/* text_machines.c -- machines as rows: who began, what, how often, when, with what end. */
#include <stdio.h>

#include "report/text_state.h"

#define ROWS_PER_HEADING 3
#define LINES_PER_ROW	 3	/* findings told of a machine */
#define TRIED_ROWS	 4

/* ---- one finding in words */

static void add_peer(const struct node *f, struct buf *out)
{
	struct span peer = record_text(f, "peer"), port = SPAN("");
	size_t colon = span_rfind_byte(peer, ':');
	bool bracket = peer.len && peer.ptr[0] == '[';

	/* "1.2.3.4:25" and "[2001:db8::1]:25" have a port, "2001:db8::1" has none. */
	if (colon != SPAN_NONE && (bracket ? peer.ptr[colon - 1] == ']'
				   : span_find_byte(peer, ':') == colon)) {
		port = span_skip(peer, colon + 1);
		peer = bracket ? span_cut(peer, 1, colon - 2) : span_cut(peer, 0, colon);
	}
	people_value(peer.len ? peer : record_text(f, "indicator.value"), out);
	if (port.len)
		buf_printf(out, " port %.*s", SPAN_ARG(port));
}

static void add_times(const struct node *f, struct buf *out)
{
	int64_t first = record_time(f, "first"), last = record_time(f, "last");

	if (first == TIME_NONE) {
		if (record_is(f, "place", "record"))
			buf_text(out, ", time unknown");
		return;
	}
	buf_text(out, ", ");
	people_dates(first, last, out);
	if (record_is(f, "time_zone", "assumed"))
		buf_text(out, " (zone assumed UTC)");
}

static void add_bytes(const struct node *f, struct buf *out)
{
	uint64_t sent = record_number(f, "bytes_out"), got = record_number(f, "bytes_in");

	if (!record_get(f, "bytes_out") || record_get(f, "bytes_out")->type == NODE_NULL)
		return;
	if (sent == 0 && got == 0)
		return;
	buf_text(out, ", ");
	if (sent) {
		people_bytes(sent, out);
		buf_text(out, " sent");
	}
	if (got) {
		buf_text(out, sent ? ", " : "");
		people_bytes(got, out);
		buf_text(out, " received");
	}
}

static const struct { const char *outcome, *us, *them; } ends[] = {
	{ "data", ", data was exchanged", ", answered" },
	{ "let-through", ", let through", ", let through" },
	{ "refused", ", all refused: nothing got out, but something was trying", ", all refused" },
	{ "reset", ", broken off", ", broken off" },
	{ "no-answer", ", no answer", ", no answer" },
	{ "answered", ", answered", ", answered" },
	{ "login-ok", ", succeeded", ", succeeded" },
	{ "login-failed", ", failed", ", failed" },
	{ "blocked-by-agent", ", stopped by the agent there", ", stopped by the agent there" },
	{ "delivered", ", delivered", ", delivered" },
	{ "quarantined", ", in quarantine", ", in quarantine" },
	{ "unknown", ", outcome not recorded", ", outcome not recorded" },
};

static void add_outcome(const struct node *f, struct buf *out)
{
	bool us = record_is(f, "started_by", "us");

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (record_is(f, "outcome", ends[i].outcome))
			buf_text(out, us ? ends[i].us : ends[i].them);
}

static void add_path(const struct node *f, struct buf *out)
{
	const struct node *step = record_get(f, "where");

	for (step = step ? step->child : NULL; step; step = step->next)
		if (record_is(step, "kind", "file") || record_is(step, "kind", "member")) {
			struct span path = record_text(step, record_is(step, "kind", "file") ? "path" : "name");

			buf_add(out, path);
		}
}

static void add_hash(const struct node *f, struct buf *out)
{
	struct span value = record_text(f, "indicator.value");

	buf_printf(out, "%.*s", SPAN_ARG(record_text(f, "indicator.kind")));
	if (value.len > 20)
		buf_printf(out, " %.*s...%.*s", SPAN_ARG(span_cut(value, 0, 8)),
			   SPAN_ARG(span_skip(value, value.len - 8)));
	else
		buf_printf(out, " %.*s", SPAN_ARG(value));
}

static void say_at_rest(const struct node *f, struct buf *out)
{
	add_path(f, out);
	if (record_is(f, "place", "file name")) {
		buf_text(out, " has a listed name (");
		people_value(record_text(f, "indicator.value"), out);
	} else {
		buf_text(out, " is a listed program or file (");
		add_hash(f, out);
	}
	buf_byte(out, ')');
}

static void say_quote(const struct node *f, struct buf *out)
{
	buf_text(out, ": \"");
	people_quote(span_trim(record_text(f, "context")), record_text(f, "matched"), out);
	buf_byte(out, '"');
}

/* What was done, by the field it stood in. */
static void say_record(const struct node *f, struct buf *out)
{
	uint64_t count = record_number(f, "count");
	struct span kind = record_text(f, "indicator.kind");
	bool inbound = record_is(f, "direction", "inbound");

	if (record_is(f, "outcome", "login-ok") || record_is(f, "outcome", "login-failed")) {
		people_count(count, "log-in from ", "log-ins from ", out);
		add_peer(f, out);
		if (record_text(f, "user").len)
			buf_printf(out, " as %.*s", SPAN_ARG(record_text(f, "user")));
	} else if (inbound) {
		people_count(count, "time from ", "times from ", out);
		add_peer(f, out);
	} else if (span_equal(kind, SPAN("url"))) {
		people_count(count, "request for ", "requests for ", out);
		people_value(record_text(f, "indicator.value"), out);
	} else if (span_equal(kind, SPAN("domain")) && record_is(f, "via_kind", "resolver")) {
		people_count(count, "question for ", "questions for ", out);
		add_peer(f, out);
	} else if (span_equal(kind, SPAN("domain"))) {
		people_count(count, "time asked for ", "times asked for ", out);
		add_peer(f, out);
	} else if (record_text(f, "process").len || record_is(f, "outcome", "started") ||
		   record_is(f, "outcome", "blocked-by-agent")) {
		people_count(count, "listed program or file (", "listed programs or files (", out);
		add_hash(f, out);
		buf_byte(out, ')');
		if (record_text(f, "process").len)
			buf_printf(out, " %.*s", SPAN_ARG(record_text(f, "process")));
	} else {
		people_count(count, "connection to ", "connections to ", out);
		add_peer(f, out);
	}
	add_times(f, out);
	add_outcome(f, out);
	add_bytes(f, out);
}

void text_sentence(const struct node *f, struct buf *out)
{
	if (record_is(f, "place", "file content") || record_is(f, "place", "file name")) {
		say_at_rest(f, out);
	} else if (record_is(f, "place", "command") || record_is(f, "field", "ScriptBlockText") ||
		   record_is(f, "field", "CommandLine")) {
		buf_text(out, "a command names ");
		people_value(record_text(f, "indicator.value"), out);
		add_times(f, out);
		say_quote(f, out);
	} else if (record_is(f, "place", "record")) {
		say_record(f, out);
	} else {
		people_value(record_text(f, "indicator.value"), out);
		buf_text(out, " stands in ");
		add_path(f, out);
		say_quote(f, out);
	}
	if (record_is(f, "class", "unjudged")) {
		const struct node *why = record_get(f, "why");

		if (why && why->child)
			buf_printf(out, ". To be judged: %.*s", SPAN_ARG(why->child->text));
	}
}

/* ---- one machine */

static void machine_name(const struct node *m, struct buf *out)
{
	struct span host = record_text(m, "host"), name = record_text(m, "name");
	struct span via = record_text(m, "via"), kind = record_text(m, "via_kind");

	if (name.len && host.len)
		buf_printf(out, "%.*s (%.*s)", SPAN_ARG(name), SPAN_ARG(host));
	else if (name.len)
		buf_add(out, name);
	else if (host.len)
		buf_add(out, host);
	else if (via.len)
		buf_printf(out, "a machine behind your %.*s %.*s", SPAN_ARG(kind), SPAN_ARG(via));
	else if (record_text(m, "user").len)
		buf_printf(out, "the account of %.*s", SPAN_ARG(record_text(m, "user")));
	else
		buf_printf(out, "the computer whose files are under %.*s",
			   SPAN_ARG(record_text(m, "files_under")));
}

static void machine_ids(const struct node *m, struct buf *out)
{
	const struct node *list = record_get(m, "findings");
	unsigned n = 0;

	buf_add(out, record_text(m, "strength"));
	for (const struct node *f = list ? list->child : NULL; f && n < 5; f = f->next, n++)
		buf_printf(out, " %.*s", SPAN_ARG(f->text));
	if (list && list->count > n)
		buf_text(out, " ...");
}

static void machine_row(struct text *t, struct page *p, const struct node *m, unsigned number)
{
	const struct node *list = record_get(m, "findings");
	struct buf right;
	char first[16];
	unsigned n = 0;

	buf_init(&right, 4096);
	buf_clear(&t->line);
	snprintf(first, sizeof(first), "%2u ", number);
	buf_text(&t->line, first);
	machine_name(m, &t->line);
	machine_ids(m, &right);
	page_ends(p, buf_span(&t->line), buf_span(&right));
	for (const struct node *f = list ? list->child : NULL; f && n < LINES_PER_ROW; f = f->next) {
		const struct node *finding = text_finding(t, f->text);

		if (!finding)
			continue;
		buf_clear(&t->line);
		text_sentence(finding, &t->line);
		page_words(p, "   ", 3, buf_span(&t->line));
		n++;
	}
	buf_release(&right);
}

/* The same machine may stand in the verdicts of several advisories: once is enough. */
static bool seen_before(const struct text *t, const struct node *m, uint32_t verdict)
{
	for (uint32_t v = 0; v < verdict; v++) {
		const struct node *list = record_get(t->verdicts.list[v], "machines");

		for (const struct node *o = list ? list->child : NULL; o; o = o->next)
			if (span_equal(record_text(o, "host"), record_text(m, "host")) &&
			    span_equal(record_text(o, "name"), record_text(m, "name")) &&
			    span_equal(record_text(o, "rank"), record_text(m, "rank")) &&
			    span_equal(record_text(o, "via"), record_text(m, "via")))
				return true;
	}
	return false;
}

static void machines_of_rank(struct text *t, struct page *p, const char *rank,
			     const char *heading, unsigned *number)
{
	unsigned shown = 0, more = 0;

	for (uint32_t v = 0; v < t->verdicts.count; v++) {
		const struct node *list = record_get(t->verdicts.list[v], "machines");

		for (const struct node *m = list ? list->child : NULL; m; m = m->next) {
			if (!record_is(m, "rank", rank) || seen_before(t, m, v))
				continue;
			if (shown == ROWS_PER_HEADING) {
				more++;
				continue;
			}
			if (shown++ == 0)
				page_heading(p, heading);
			machine_row(t, p, m, ++*number);
		}
	}
	if (more) {
		buf_clear(&t->line);
		buf_printf(&t->line, "and %u more (they are listed below, and in --format json)", more);
		page_words(p, "   ", 3, buf_span(&t->line));
	}
}

/* ---- what is to be judged, and belongs to no machine */

static bool has_machine(const struct node *f)
{
	return record_text(f, "host").len || record_text(f, "name").len;
}

static void loose_checks(struct text *t, struct page *p, unsigned *number)
{
	unsigned shown = 0, more = 0;
	char first[16];

	for (uint32_t i = 0; i < t->findings.count; i++) {
		const struct node *f = t->findings.list[i];

		if (!record_is(f, "class", "unjudged") || has_machine(f))
			continue;
		if (shown == ROWS_PER_HEADING) {
			more++;
			continue;
		}
		if (shown++ == 0)
			page_heading(p, "A PERSON MUST JUDGE");
		snprintf(first, sizeof(first), "%2u ", ++*number);
		buf_clear(&t->line);
		buf_printf(&t->line, "%.*s ", SPAN_ARG(record_text(f, "id")));
		text_sentence(f, &t->line);
		page_words(p, first, 3, buf_span(&t->line));
	}
	if (more) {
		buf_clear(&t->line);
		buf_printf(&t->line, "and %u more (--format json)", more);
		page_words(p, "   ", 3, buf_span(&t->line));
	}
}

/* ---- who tried, what is set aside */

static void tried(struct text *t, struct page *p)
{
	unsigned shown = 0, more = 0;

	for (uint32_t i = 0; i < t->findings.count; i++) {
		const struct node *f = t->findings.list[i];

		if (!record_is(f, "class", "attempt"))
			continue;
		if (shown == TRIED_ROWS) {
			more++;
			continue;
		}
		if (shown++ == 0)
			page_heading(p, "THEY TRIED");
		buf_clear(&t->line);
		text_sentence(f, &t->line);
		if (record_text(f, "name").len)
			buf_printf(&t->line, ", at %.*s", SPAN_ARG(record_text(f, "name")));
		else if (record_text(f, "host").len)
			buf_printf(&t->line, ", at %.*s", SPAN_ARG(record_text(f, "host")));
		if (record_text(f, "explained_by").len)
			buf_printf(&t->line, " (your label \"%.*s\")", SPAN_ARG(record_text(f, "explained_by")));
		buf_printf(&t->line, "  %.*s", SPAN_ARG(record_text(f, "id")));
		page_words(p, "   ", 5, buf_span(&t->line));
	}
	if (more) {
		buf_clear(&t->line);
		buf_printf(&t->line, "and %u more (--format json)", more);
		page_words(p, "   ", 3, buf_span(&t->line));
	}
}

static void aside(struct text *t, struct page *p)
{
	uint64_t explained = 0;
	struct span label = SPAN(""), why = SPAN("");

	for (uint32_t i = 0; i < t->findings.count; i++) {
		const struct node *f = t->findings.list[i], *w = record_get(f, "why");

		if (!record_is(f, "class", "explained"))
			continue;
		explained += record_number(f, "count");
		if (record_text(f, "explained_by").len)
			label = record_text(f, "explained_by");
		/* The last reason is the one that decided. */
		for (w = w ? w->child : NULL; w; w = w->next)
			why = w->text;
	}
	if (!explained && !t->mentions)
		return;
	buf_clear(&t->line);
	if (t->mentions)
		people_count(t->mentions, "mention", "mentions", &t->line);
	if (t->copies)
		buf_printf(&t->line, " (%llu %s of the advisory)", (unsigned long long)t->copies,
			   t->copies == 1 ? "copy" : "copies");
	if (explained) {
		buf_text(&t->line, t->mentions ? "; " : "");
		people_count(explained, "time explained", "times explained", &t->line);
		buf_printf(&t->line, " (%.*s", SPAN_ARG(why));
		if (label.len)
			buf_printf(&t->line, ": \"%.*s\"", SPAN_ARG(label));
		buf_byte(&t->line, ')');
	}
	page_words(p, "SET ASIDE  ", 11, buf_span(&t->line));
}

void text_machines(struct text *t, struct page *p)
{
	unsigned number = 0;

	machines_of_rank(t, p, "act-now", "ACT NOW", &number);
	machines_of_rank(t, p, "examine", "EXAMINE", &number);
	machines_of_rank(t, p, "check", "CHECK", &number);
	loose_checks(t, p, &number);
	tried(t, p);
	aside(t, p);
}
