/*
 * text_next.c -- first steps, none of which destroys evidence, and the line
 * that says who ran what and when.
 */
#include <stdio.h>

#include "report/text_state.h"

#define NAMES_MOST 3
#define CVES_MOST  6

struct steps {
	struct text *text;
	struct page *page;
	unsigned count;
};

/* What stands in the line is the next step; starts the line anew. */
static void step(struct steps *s)
{
	char first[16];

	if (s->text->line.len) {
		snprintf(first, sizeof(first), "%2u ", ++s->count);
		page_words(s->page, first, 3, buf_span(&s->text->line));
	}
	buf_clear(&s->text->line);
}

/* The name alone: the address stands above. */
static void short_name(const struct node *m, struct buf *out)
{
	if (record_text(m, "name").len)
		buf_add(out, record_text(m, "name"));
	else
		machine_name(m, out);
}

/* "lab-ws07 and lab-ws09", "the 12 machines under ACT NOW". */
static unsigned names_of(const struct text *t, const char *rank, const char *heading,
			 struct buf *out)
{
	unsigned all = machines_ranked(t, rank);

	if (all > NAMES_MOST) {
		buf_printf(out, "the %u machines under %s", all, heading);
		return all;
	}
	for (unsigned i = 0; i < all; i++) {
		buf_text(out, i == 0 ? "" : i + 1 == all ? " and " : ", ");
		short_name(machine_ranked(t, rank, i), out);
	}
	return all;
}

static void isolate(struct steps *s)
{
	struct buf *b = &s->text->line;

	if (!machines_ranked(s->text, "act-now"))
		return;
	buf_text(b, "Isolate ");
	if (names_of(s->text, "act-now", "ACT NOW", b) == 1)
		buf_text(b, " from the network; leave it switched on; keep its memory.");
	else
		buf_text(b, " from the network; leave them switched on; keep their memory.");
	step(s);
}

/* A machine without a name has to be found before it can be looked at. */
static void find_out(struct steps *s)
{
	struct text *t = s->text;

	for (unsigned i = 0; i < machines_ranked(t, "examine"); i++) {
		const struct node *m = machine_ranked(t, "examine", i);
		const struct group *g[1];
		uint32_t n = machine_groups(t, m, g, 1);

		if (record_text(m, "name").len || (!record_text(m, "host").len && !record_text(m, "via").len))
			continue;
		if (record_text(m, "host").len) {
			buf_text(&t->line, "Find out which machine had ");
			buf_add(&t->line, record_text(m, "host"));
		} else {
			buf_text(&t->line, "To name the machine get the log of your ");
			buf_add(&t->line, record_text(m, "via_kind"));
			buf_byte(&t->line, ' ');
			buf_add(&t->line, record_text(m, "via"));
		}
		if (n && g[0]->from != TIME_NONE) {
			buf_text(&t->line, " on ");
			people_dates(g[0]->from, g[0]->to, t->year, &t->line);
		}
		buf_text(&t->line, record_text(m, "host").len ? "; examine it switched on." : ".");
		step(s);
		return;
	}
}

/* Without anything to isolate; a machine that has no name yet is looked for first. */
static void look_at(struct steps *s)
{
	const struct node *m = machine_ranked(s->text, "examine", 0);

	if (machines_ranked(s->text, "act-now") || !m ||
	    (!record_text(m, "name").len && !record_text(m, "files_under").len))
		return;
	buf_text(&s->text->line, "Look at ");
	names_of(s->text, "examine", "EXAMINE", &s->text->line);
	buf_text(&s->text->line, " while switched on: which program calls? Change nothing before its "
				 "memory is kept.");
	step(s);
}

/* There is something on the screen that a person can judge. */
static bool has_to_judge(const struct text *t)
{
	for (uint32_t i = 0; i < t->groups.count; i++)
		if (group_is(t->groups.list[i], "unjudged"))
			return true;
	return false;
}

static void first_steps(struct steps *s, const struct node *v)
{
	struct buf *b = &s->text->line;

	if (record_text(v, "own_address").len) {
		buf_text(b, "Call the publisher of the advisory: it may know more about you than you do.");
		step(s);
	}
	if (record_is(v, "answer", "affected")) {
		isolate(s);
		look_at(s);
		find_out(s);
		return;
	}
	if (record_is(v, "answer", "targeted"))
		buf_text(b, "Keep these logs. Look for the same in what was not handed in.");
	else if (node_has(record_get(v, "open"), "needs-person") && has_to_judge(s->text))
		buf_text(b, "Judge what is listed above: ask the user, look at the machine, read the log "
			    "around it.");
	else if (node_has(record_get(v, "open"), "evidence-missing"))
		buf_text(b, "Fetch what stands in the way, most useful first; then sweep all of it again.");
	else if (!record_is(v, "answer", "inconclusive"))
		buf_text(b, "Sweep again when the advisory changes.");
	step(s);
}

static void report_it(struct steps *s, const struct node *v)
{
	const struct node *a = text_advisory(s->text, record_text(v, "advisory"));
	const struct node *contacts = record_get(a, "contacts"), *cve = record_get(v, "cves");
	struct buf *b = &s->text->line;
	unsigned n = 0;

	if (record_is(v, "answer", "affected") || record_is(v, "answer", "targeted") ||
	    record_text(v, "own_address").len) {
		buf_text(b, record_text(v, "own_address").len ? "Its contact" : "Report it");
		if (contacts && contacts->child) {
			/* The one thing that is printed so that it can be used. */
			buf_text(b, ": ");
			buf_add(b, contacts->child->text);
		}
		buf_byte(b, '.');
	}
	for (cve = cve ? cve->child : NULL; cve; cve = cve->next, n++)
		if (n < CVES_MOST) {
			buf_text(b, n ? ", " : b->len ? " Patched? Not examined: " : "Patched? Not examined: ");
			people_text(cve->text, b);
		}
	if (n > CVES_MOST)
		buf_printf(b, " and %u more", n - CVES_MOST);
	if (n)
		buf_byte(b, '.');
	step(s);
}

static void go_on(struct steps *s)
{
	buf_text(&s->text->line,
		 "tocsin read ADVISORY | to keep this: sweep --format json -o FILE, report FILE");
	step(s);
}

void text_next(struct text *t, struct page *p, const struct node *v, const struct room *room)
{
	struct steps s = { .text = t, .page = p };

	page_heading(p, "NEXT");
	buf_clear(&t->line);
	first_steps(&s, v);
	report_it(&s, v);
	if (room->rows > 1)
		go_on(&s);
}

void text_last(struct text *t, struct page *p)
{
	struct buf *b = &t->line;
	int64_t started = record_time(t->run, "started");

	buf_clear(b);
	if (record_text(t->run, "ticket").len) {
		buf_add(b, record_text(t->run, "ticket"));
		buf_text(b, ", ");
	}
	buf_text(b, "run");
	if (started != TIME_NONE) {
		struct civil c = civil_of(started);

		buf_byte(b, ' ');
		people_date(started, 0, b);
		buf_printf(b, " %02d:%02d UTC", c.hour, c.minute);
	}
	if (record_text(t->run, "operator").len) {
		buf_text(b, ", operator ");
		buf_add(b, record_text(t->run, "operator"));
	}
	buf_text(b, "; tocsin ");
	buf_add(b, record_text(t->run, "version"));
	if (!record_true(t->run, "sandbox.seccomp"))
		buf_text(b, "; WITHOUT SANDBOX");
	if (record_true(t->summary, "interrupted"))
		buf_text(b, "; INTERRUPTED, partial");
	buf_text(b, "; seal ");
	buf_add(b, span_cut(record_text(t->run, "seal"), 0, 6));
	page_words(p, "", 0, buf_span(b));
}
