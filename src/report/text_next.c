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
	if (record_text(m, "name").len) {
		buf_add(out, record_text(m, "name"));
	} else if (record_text(m, "user").len && record_text(m, "host").len) {
		buf_text(out, "the computer of ");
		buf_add(out, record_text(m, "user"));
		buf_text(out, " (");
		buf_add(out, record_text(m, "host"));
		buf_byte(out, ')');
	} else {
		buf_text(out, machine_is_public(m) ? "the machine at or behind " : "");
		machine_name(m, out);
	}
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

		if (record_text(m, "name").len || record_text(m, "user").len ||
		    (!record_text(m, "host").len && !record_text(m, "via").len))
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
	    (!record_text(m, "name").len && !record_text(m, "files_under").len &&
	     !(record_text(m, "user").len && record_text(m, "host").len)))
		return;
	buf_text(&s->text->line, "Look at ");
	names_of(s->text, "examine", "EXAMINE", &s->text->line);
	buf_text(&s->text->line, " while switched on: which program calls? Change nothing before its "
				 "memory is kept.");
	step(s);
}

/* A number to call stays on one line. */
static void add_joined(struct buf *b, struct span contact)
{
	bool joined = contact.len <= 30;

	for (size_t i = 0; i < contact.len; i++)
		if (joined && contact.ptr[i] == ' ')
			buf_text(b, "\xc2\xa0");
		else
			buf_byte(b, contact.ptr[i]);
}

/* The first contact of the advisory that the answer is for, else of another one. */
static struct span contact_of(const struct text *t, const struct node *v)
{
	const struct node *list = record_get(text_advisory(t, record_text(v, "advisory")), "contacts");

	for (uint32_t i = 0; (!list || !list->child) && i < t->advisories.count; i++)
		list = record_get(t->advisories.list[i], "contacts");
	return list && list->child ? list->child->text : SPAN("");
}

/* There is something on the screen that a person can judge. */
static bool has_to_judge(const struct text *t)
{
	for (uint32_t i = 0; i < t->groups.count; i++)
		if (group_is(t->groups.list[i], "unjudged"))
			return true;
	return false;
}

/* What to do when nothing here is known to have acted. */
static const char *quiet_step(const struct steps *s, const struct node *v)
{
	if (record_is(v, "answer", "targeted"))
		return "Keep these logs. Look for the same in what was not handed in.";
	if (node_has(record_get(v, "open"), "evidence-missing"))
		return "Fetch what stands in the way, most useful first; then sweep all of it again.";
	if (has_to_judge(s->text) || record_is(v, "answer", "inconclusive"))
		return "";
	return "Sweep again when the advisory changes.";
}

static void first_steps(struct steps *s, const struct node *v)
{
	struct buf *b = &s->text->line;

	if (record_text(v, "own_address").len) {
		buf_text(b, "Call the publisher of the advisory, it may name you as a victim");
		if (contact_of(s->text, v).len) {
			buf_text(b, ": ");
			add_joined(b, contact_of(s->text, v));
		}
		buf_byte(b, '.');
		step(s);
	}
	if (record_is(v, "answer", "affected")) {
		isolate(s);
		look_at(s);
		find_out(s);
		return;
	}
	if (has_to_judge(s->text))
		buf_text(b, "Judge what is listed above: ask the user, look at the machine, read the log "
			    "around it.");
	step(s);
	buf_text(b, quiet_step(s, v));
	step(s);
}

/* Vulnerabilities of all advisories, each once. */
static void cve_words(const struct text *t, struct buf *out)
{
	struct span told[CVES_MOST];
	unsigned n = 0, more = 0;

	for (uint32_t i = 0; i < t->verdicts.count; i++) {
		const struct node *cve = record_get(t->verdicts.list[i], "cves");

		for (cve = cve ? cve->child : NULL; cve; cve = cve->next) {
			unsigned k = 0;

			while (k < n && !span_equal(told[k], cve->text))
				k++;
			if (k < n)
				continue;
			if (n == CVES_MOST) {
				more++;
				continue;
			}
			buf_text(out, n ? ", " : out->len ? " Patched? Not examined: " : "Patched? Not examined: ");
			people_text(cve->text, out);
			told[n++] = cve->text;
		}
	}
	if (more)
		buf_text(out, " and others");
	if (n)
		buf_byte(out, '.');
}

static void report_it(struct steps *s, const struct node *v)
{
	struct span contact = contact_of(s->text, v);
	struct buf *b = &s->text->line;

	if (record_is(v, "answer", "affected") || record_is(v, "answer", "targeted")) {
		buf_text(b, "Report it");
		if (contact.len) {
			/* The one thing that is printed so that it can be used. */
			buf_text(b, ": ");
			add_joined(b, contact);
		}
		buf_byte(b, '.');
	}
	cve_words(s->text, b);
	step(s);
}

/* What somebody who doubts would look at first. */
static struct span doubted(const struct text *t, const struct node *v)
{
	static const char *const ranks[] = { "act-now", "examine", "check" };
	const struct node *list = record_get(v, "because");

	for (size_t i = 0; i < sizeof(ranks) / sizeof(ranks[0]); i++)
		if (machine_ranked(t, ranks[i], 0)) {
			list = record_get(machine_ranked(t, ranks[i], 0), "findings");
			break;
		}
	return list && list->child ? list->child->text : SPAN("");
}

/* The proof, and the page for others: of the last sweep, or of a case that has a name. */
static void go_on(struct steps *s, const struct node *v)
{
	const struct text *t = s->text;
	struct span folder = record_text(t->run, "case"), id = doubted(t, v);
	const char *of = span_ends(folder, SPAN("/tocsin/last")) ? "" : "CASE:";
	struct buf *b = &s->text->line;

	if (t->report->redact)
		return;
	if (!folder.len) {
		buf_text(b, "tocsin read ADVISORY | to keep this: sweep --format json -o FILE, report FILE");
	} else {
		if (id.len)
			buf_printf(b, "tocsin explain %s%.*s | verify %s%.*s", of, SPAN_ARG(id), of,
				   SPAN_ARG(id));
		else
			buf_printf(b, "tocsin explain%s", *of ? " CASE" : "");
		buf_printf(b, " | report%s --format html -o FILE", *of ? " CASE" : "");
	}
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
		go_on(&s, v);
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
