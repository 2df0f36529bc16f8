/* html_machines.c -- each machine with its story in order of time, and its witnesses. */
#include <stdlib.h>

#include "report/html_state.h"

#define GROUPS_SHOWN  40
#define MACHINES_TOLD 100	/* with their story; others in a table */
#define MACHINES_LISTED 1000

static const struct { const char *rank, *words; } ranks[] = {
	{ "act-now", "act now" }, { "examine", "examine" }, { "check", "check" },
};

#define RANKS (sizeof(ranks) / sizeof(ranks[0]))

static int story_order(const void *a, const void *b)
{
	const struct group *x = *(const struct group *const *)a;
	const struct group *y = *(const struct group *const *)b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static const struct node *source_named(const struct html *h, struct span name)
{
	const struct kept *k = &h->text->sources;

	for (uint32_t i = 0; i < k->count; i++)
		if (span_equal(record_text(k->list[i], "source"), name))
			return k->list[i];
	return NULL;
}

/* Sources that saw it, each once. */
static void witnesses(struct html *h, const struct group *const *g, uint32_t n)
{
	struct buf *b = &h->text->line;
	bool any = false;

	buf_clear(b);
	for (uint32_t i = 0; i < n; i++) {
		struct span name = record_text(g[i]->first, "source");
		const struct node *source = source_named(h, name);
		bool again = false;

		for (uint32_t k = 0; k < i; k++)
			again = again || span_equal(record_text(g[k]->first, "source"), name);
		if (again || !name.len)
			continue;
		buf_text(b, any ? ", " : "");
		if (source)
			source_name(source, b);
		else
			buf_add(b, name);
		any = true;
	}
	html_fact(h, "Witnesses", buf_span(b));
	buf_clear(b);
}

/* Why it is this machine, and why it counts: reasons of all its findings, each once. */
static void reasons(struct html *h, const struct group *const *g, uint32_t n)
{
	struct buf *b = &h->text->line;
	struct span told[8];
	uint32_t count = 0;

	buf_clear(b);
	for (uint32_t i = 0; i < n; i++) {
		const struct node *why = record_get(g[i]->first, "why");

		for (why = why ? why->child : NULL; why && count < 8; why = why->next) {
			uint32_t k = 0;

			while (k < count && !span_equal(told[k], why->text))
				k++;
			if (k < count)
				continue;
			told[count++] = why->text;
			buf_text(b, b->len ? "; " : "");
			people_text(why->text, b);
		}
	}
	html_fact(h, "Why", buf_span(b));
	buf_clear(b);
}

/* The groups of one thing at one place, sorted[at] the first; 0: told with an earlier one. */
static uint32_t of_one_thing(const struct group *const *sorted, uint32_t n, uint32_t at,
			     const struct group **out)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (i != at && !text_same_thing(sorted[at], sorted[i]))
			continue;
		if (i < at)
			return 0;
		out[count++] = sorted[i];
	}
	return count;
}

static void story(struct html *h, const struct group **g, uint32_t n)
{
	const struct group *sorted[GROUPS_SHOWN], *thing[GROUPS_SHOWN];
	struct buf *b = &h->text->line;

	memcpy(sorted, g, n * sizeof(*g));
	qsort(sorted, n, sizeof(*sorted), story_order);
	out_text(h->out, "<ol class=\"story\">\n");
	for (uint32_t i = 0; i < n; i++) {
		uint32_t things = of_one_thing(sorted, n, i, thing);

		if (!things)
			continue;
		out_printf(h->out, "<li><span class=\"dot %s\"></span>",
			   group_is(sorted[i], "compromise") ? "acted" : "judge");
		buf_clear(b);
		text_thing(h->text, thing, things, b);
		html_line(h);
		out_text(h->out, " <span class=\"ids\">");
		group_ids(thing, things, b);
		html_line(h);
		out_text(h->out, "</span></li>\n");
	}
	out_text(h->out, "</ol>\n");
}

static void head(struct html *h, const struct node *m, size_t rank)
{
	struct buf *b = &h->text->line;

	out_printf(h->out, "<article class=\"machine %s\">\n<h3>", ranks[rank].rank);
	buf_clear(b);
	machine_name(m, b);
	html_line(h);
	out_printf(h->out, " <span class=\"aside\">%s", ranks[rank].words);
	if (record_text(m, "strength").len) {
		out_text(h->out, "; evidence: ");
		html_text(h, record_text(m, "strength"));
	}
	out_text(h->out, "</span></h3>\n");
	if (machine_user(h->text, m, b)) {
		out_text(h->out, "<p class=\"warn\">Known is who had this address at that time, not the "
				 "computer: ");
		html_line(h);
		out_text(h->out, ".</p>\n");
	} else if (machine_unknown(h->text, m, b)) {
		out_text(h->out, "<p class=\"warn\">Which machine had this address is not known: ");
		html_line(h);
		out_text(h->out, ".</p>\n");
	}
	buf_clear(b);
}

static void machine_told(struct html *h, const struct node *m, size_t rank)
{
	const struct group *g[GROUPS_SHOWN];
	uint32_t n = machine_groups(h->text, m, g, GROUPS_SHOWN);
	uint64_t all = record_number(m, "finding_count"), told = 0;

	head(h, m, rank);
	story(h, g, n);
	for (uint32_t i = 0; i < n; i++)
		told += g[i]->findings;
	html_more(h, all > told ? all - told : 0, "finding of this machine", "findings of this machine");
	out_text(h->out, "<dl class=\"facts\">\n");
	reasons(h, g, n);
	witnesses(h, g, n);
	out_text(h->out, "</dl>\n</article>\n");
}

static void machine_listed(struct html *h, const struct node *m, size_t rank)
{
	out_text(h->out, "<tr><td>");
	buf_clear(&h->text->line);
	machine_name(m, &h->text->line);
	html_line(h);
	out_printf(h->out, "</td><td>%s</td><td>", ranks[rank].words);
	html_text(h, record_text(m, "strength"));
	out_text(h->out, "</td><td class=\"n\">");
	html_count(h, record_number(m, "finding_count"), "", "");
	out_text(h->out, "</td></tr>\n");
}

static void others(struct html *h, unsigned *at)
{
	unsigned shown = 0, all = 0, i = 0;

	out_text(h->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Other machines\">"
			 "<table class=\"rows sortable\">\n<thead><tr><th scope=\"col\">Machine</th>"
			 "<th scope=\"col\">To do</th><th scope=\"col\">Evidence</th>"
			 "<th scope=\"col\">Findings</th></tr></thead>\n<tbody>\n");
	for (size_t r = 0; r < RANKS; r++) {
		unsigned of_rank = machines_ranked(h->text, ranks[r].rank);

		for (unsigned k = 0; k < of_rank && shown < MACHINES_LISTED; k++, i++) {
			if (i < *at)
				continue;
			machine_listed(h, machine_ranked(h->text, ranks[r].rank, k), r);
			shown++;
		}
		all += of_rank;
	}
	out_text(h->out, "</tbody>\n</table></div>\n");
	html_more(h, all - *at - shown, "machine", "machines");
}

void html_machines(struct html *h)
{
	unsigned told = 0, all = 0;

	html_section(h, "machines", "Machines",
		     "Machines of yours that acted, or that a person must look at. Machines that were only "
		     "tried from outside are not among them.");
	for (size_t r = 0; r < RANKS; r++) {
		unsigned of_rank = machines_ranked(h->text, ranks[r].rank);

		for (unsigned i = 0; i < of_rank && told < MACHINES_TOLD; i++, told++)
			machine_told(h, machine_ranked(h->text, ranks[r].rank, i), r);
		all += of_rank;
	}
	if (!all)
		out_text(h->out, "<p>None, in the evidence handed in.</p>\n");
	if (all > told)
		others(h, &told);
	html_section_end(h);
}
