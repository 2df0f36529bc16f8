/* html_head.c -- what stands around the sections: head, contents, who ran what. */
#include "report/html_state.h"

static void policy(struct html *h)
{
	out_printf(h->out,
		   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		   "style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\">\n",
		   html_style.digest, html_script.digest);
}

static void title(struct html *h)
{
	const struct node *v = worst_verdict(h->text);
	const struct node *a = v ? text_advisory(h->text, record_text(v, "advisory"))
				 : h->text->advisories.list[0];
	struct span words = v ? span_of(answer_words(v)) : SPAN("Advisory");

	out_text(h->out, "<title>");
	html_text(h, words);
	out_text(h->out, ": ");
	buf_clear(&h->b);
	people_text(span_cut(text_title(a), 0, 120), &h->b);
	html_text(h, buf_span(&h->b));
	buf_clear(&h->b);
	out_text(h->out, "</title>\n");
}

static void contents(struct html *h)
{
	static const struct { const char *id, *words; bool read; } rows[] = {
		{ "answer", "Answer", false }, { "timeline", "Timeline", false },
		{ "machines", "Machines", false }, { "findings", "Findings", false },
		{ "coverage", "Coverage", false }, { "gaps", "Not looked at", false },
		{ "says", "The advisory", true }, { "about", "This report", false },
	};

	out_text(h->out, "<nav aria-label=\"Contents\">\n<ul>\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (h->text->run || rows[i].read)
			out_printf(h->out, "<li><a href=\"#%s\">%s</a></li>\n", rows[i].id, rows[i].words);
	out_text(h->out, "</ul>\n</nav>\n");
}

void html_head(struct html *h)
{
	out_text(h->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
	policy(h);
	out_text(h->out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			 "<meta name=\"color-scheme\" content=\"light dark\">\n"
			 "<meta name=\"referrer\" content=\"no-referrer\">\n"
			 "<meta name=\"robots\" content=\"noindex\">\n");
	title(h);
	out_text(h->out, "<style>");
	out_raw(h->out, span_make(html_style.text, html_style.length));
	out_text(h->out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#answer\">To the answer</a>\n"
			 "<header class=\"top\">\n<p class=\"mark\">tocsin</p>\n<p class=\"what\">");
	out_text(h->out, h->text->run ? "Are we affected?" : "What the advisory says");
	out_text(h->out, "</p>\n");
	if (h->report->tlp)
		out_printf(h->out, "<p class=\"tlp\">%s</p>\n", h->report->tlp->name);
	contents(h);
	out_text(h->out, "</header>\n<main>\n");
	if (h->report->redact)
		out_text(h->out, "<p class=\"alarm\">The names of machines, people, addresses and files of "
				 "the organisation are replaced by pseudonyms.</p>\n");
}

void html_foot(struct html *h)
{
	out_text(h->out, "</main>\n<script>");
	out_raw(h->out, span_make(html_script.text, html_script.length));
	out_text(h->out, "</script>\n</body>\n</html>\n");
}

/* ---- who ran what */

static void command(struct html *h, const struct node *run)
{
	const struct node *w = record_get(run, "command");

	buf_clear(&h->b);
	if (!w || !w->child)
		return;
	buf_text(&h->b, "tocsin");
	for (w = w->child; w; w = w->next) {
		buf_byte(&h->b, ' ');
		buf_add(&h->b, w->text);
	}
	out_text(h->out, "<div><dt>Command</dt><dd><code>");
	html_text(h, buf_span(&h->b));
	out_text(h->out, "</code></dd></div>\n");
	buf_clear(&h->b);
}

static void protection(struct html *h, const struct node *run)
{
	bool seccomp = record_true(run, "sandbox.seccomp");

	buf_clear(&h->b);
	buf_text(&h->b, seccomp ? "evidence was read by locked-up workers (seccomp"
		 : "evidence was read WITHOUT a sandbox");
	if (seccomp)
		buf_text(&h->b, record_number(run, "sandbox.landlock") ? " and Landlock)" : "; no Landlock)");
	html_fact(h, "Protection", buf_span(&h->b));
}

static void amounts(struct html *h)
{
	const struct node *s = h->text->summary, *skip = record_get(s, "skips");

	buf_clear(&h->b);
	people_count(record_number(s, "items"), "item, ", "items, ", &h->b);
	people_bytes(record_number(s, "bytes_met"), &h->b);
	for (skip = skip ? skip->child : NULL; skip; skip = skip->next) {
		uint64_t n = 0;

		if (!span_u64(skip->text, &n) || !n)
			continue;
		buf_text(&h->b, "; left alone: ");
		people_number(n, &h->b);
		buf_byte(&h->b, ' ');
		buf_add(&h->b, skip->key);
	}
	html_fact(h, "Met", buf_span(&h->b));
}

void html_about(struct html *h)
{
	const struct node *run = h->text->run;
	int64_t started = record_time(run, "started");

	html_section(h, "about", "This report", NULL);
	out_text(h->out, "<dl class=\"facts\">\n");
	buf_clear(&h->b);
	if (started != TIME_NONE) {
		struct civil c = civil_of(started);
		struct span seconds = record_text(run, "seconds");

		people_date(started, 0, &h->b);
		buf_printf(&h->b, ", %02d:%02d UTC, took %.*s s", c.hour, c.minute,
			   SPAN_ARG(span_cut(seconds, 0, span_find_byte(seconds, '.'))));
	}
	html_fact(h, "Swept", buf_span(&h->b));
	html_fact(h, "Operator", record_text(run, "operator"));
	html_fact(h, "Ticket", record_text(run, "ticket"));
	html_fact(h, "Note", record_text(run, "note"));
	command(h, run);
	amounts(h);
	buf_clear(&h->b);
	text_recall(run, &h->b);
	html_fact(h, "Recall", buf_span(&h->b));
	protection(h, run);
	html_fact(h, "Version", record_text(run, "version"));
	out_text(h->out, "<div><dt>Seal</dt><dd><code>");
	html_text(h, record_text(run, "seal"));
	out_text(h->out, "</code><br>SHA-256 over the records that this page was made from</dd></div>\n"
			 "</dl>\n<p class=\"note\">Values of the attacker are written so that nobody follows "
			 "them by mistake: 198.51.100[.]7, hxxp://. No part of this page loads anything. "
			 "Findings have the same numbers in the records (NDJSON), which hold more of "
			 "them than a page can show.</p>\n");
	html_section_end(h);
}
