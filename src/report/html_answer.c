/*
 * html_answer.c -- the first screen: the words of the text report, set as a
 * page.  Rows arrive through a page_sink; their first letters tell what they are.
 */
#include "report/html_state.h"

/* What is open, so that it can be closed. */
enum open { OPEN_NOTHING, OPEN_LIST, OPEN_ROW };

struct screen {
	struct html *html;
	bool section;
	enum open open;
};

static void close_to(struct screen *s, enum open to)
{
	if (s->open == OPEN_ROW && to < OPEN_ROW)
		out_text(s->html->out, "</li>\n");
	if (s->open >= OPEN_LIST && to < OPEN_LIST)
		out_text(s->html->out, "</ul>\n");
	s->open = to < s->open ? to : s->open;
}

static void close_section(struct screen *s)
{
	close_to(s, OPEN_NOTHING);
	if (s->section)
		out_text(s->html->out, "</div>\n");
	s->section = false;
}

/* "ACT NOW" -> "Act now": capitals are a matter of style. */
static void put_calm(struct html *h, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = i ? ascii_lower(text.ptr[i]) : text.ptr[i];

		html_text(h, span_make(&c, 1));
	}
}

static const char *block_class(struct span heading)
{
	static const struct { const char *heading, *class; } rows[] = {
		{ "ACT NOW", "act" }, { "EXAMINE", "examine" }, { "CHECK", "check" },
		{ "A PERSON MUST JUDGE", "check" }, { "THEY TRIED", "tried" }, { "NEXT", "next" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (span_equal(heading, span_of(rows[i].heading)))
			return rows[i].class;
	return "plain";
}

static void on_heading(struct page *p, struct span text)
{
	struct screen *s = p->context;

	close_section(s);
	out_printf(s->html->out, "<div class=\"block %s\">\n<h3>", block_class(text));
	put_calm(s->html, text);
	out_text(s->html->out, "</h3>\n");
	s->section = true;
}

static void open_row(struct screen *s, const char *class)
{
	close_to(s, OPEN_LIST);
	if (s->open == OPEN_NOTHING)
		out_text(s->html->out, "<ul>\n");
	out_printf(s->html->out, "<li%s>", class);
	s->open = OPEN_ROW;
}

static void put_row(struct screen *s, struct span label, struct span text)
{
	out_text(s->html->out, "<p>");
	if (label.len) {
		out_text(s->html->out, "<span class=\"label\">");
		html_text(s->html, label);
		out_text(s->html->out, "</span> ");
	}
	html_words(s->html, text);
	out_text(s->html->out, "</p>\n");
}

static void put_card(struct screen *s, struct span text, struct span right)
{
	out_text(s->html->out, "<h4>");
	html_words(s->html, text);
	if (right.len) {
		out_text(s->html->out, " <span class=\"aside\">");
		html_words(s->html, right);
		out_text(s->html->out, "</span>");
	}
	out_text(s->html->out, "</h4>\n");
}

/* A label in capitals without a heading of its own: "SEARCHED FOR  ". */
static void labelled(struct screen *s, struct span label, struct span text)
{
	close_section(s);
	out_text(s->html->out, "<div class=\"block plain\">\n<h3>");
	put_calm(s->html, span_equal(label, SPAN("IN")) ? SPAN("SEARCHED IN") : label);
	out_text(s->html->out, "</h3>\n");
	put_row(s, SPAN(""), text);
	out_text(s->html->out, "</div>\n");
}

static void on_row(struct page *p, struct span first, struct span text, struct span right)
{
	struct screen *s = p->context;
	struct span label = span_trim(first);
	bool numbered = label.len && ascii_digit(label.ptr[0]);

	if (label.len > 1 && label.ptr[0] >= 'A' && label.ptr[0] <= 'Z' && first.ptr[0] != ' ') {
		labelled(s, label, text);
		return;
	}
	if (numbered && right.len) {
		open_row(s, " class=\"card\"");
		put_card(s, text, right);
	} else if (numbered) {
		open_row(s, " class=\"step\"");
		put_row(s, SPAN(""), text);
	} else if (label.len && label.ptr[0] == '-') {
		open_row(s, "");
		put_row(s, SPAN(""), text);
	} else if (label.len && s->open == OPEN_ROW) {
		put_row(s, label, text);
	} else if (s->open == OPEN_ROW && !label.len && right.len == 0 && first.len == 3) {
		put_row(s, SPAN(""), text);
	} else {
		open_row(s, "");
		put_row(s, label, text);
	}
}

static const struct page_sink sink = { on_heading, on_row };

/* ---- the answer */

/* "AFFECTED   evidence: strong": the word, and what stands behind it. */
static void answer_head(struct html *h, const struct node *v)
{
	struct buf left, right;
	struct span word, rest;
	size_t at;

	buf_init(&left, 4096);
	buf_init(&right, 4096);
	answer_line(h->text, v, &left, &right);
	word = buf_span(&left);
	at = span_find(word, SPAN("   "));
	rest = at == SPAN_NONE ? SPAN("") : span_trim(span_skip(word, at));
	word = span_cut(word, 0, at == SPAN_NONE ? word.len : at);
	out_printf(h->out, "<div class=\"answer %s\">\n<h1>", answer_class(v));
	html_text(h, word);
	out_text(h->out, "</h1>\n<p>");
	html_words(h, rest);
	if (rest.len && right.len)
		out_text(h->out, "<br>");
	html_words(h, buf_span(&right));
	out_text(h->out, "</p>\n</div>\n");
	buf_release(&left);
	buf_release(&right);
}

static void own_address(struct html *h, const struct node *v)
{
	if (!record_text(v, "own_address").len)
		return;
	out_text(h->out, "<p class=\"alarm\">The advisory lists an address of yours (");
	html_value(h, record_text(v, "own_address"));
	out_text(h->out, "). Call the publisher before anything else.</p>\n");
}

static void meaning(struct html *h, const struct node *v)
{
	struct text *t = h->text;
	const struct node *nets = record_get(t->summary, "home_nets");

	out_text(h->out, "<p class=\"advisory\">");
	buf_clear(&t->line);
	advisory_words(t, text_advisory(t, record_text(v, "advisory")), &t->line);
	html_line(h);
	out_text(h->out, "</p>\n");
	own_address(h, v);
	out_text(h->out, "<p class=\"meaning\">");
	answer_sentence(t, v);
	html_line(h);
	out_text(h->out, "</p>\n<p class=\"frame\">");
	if (answer_rank(v) > 2)
		out_text(h->out, "Swept: what was handed in. ");
	if (t->year)
		out_printf(h->out, "All times are UTC, %d.", t->year);
	else
		out_text(h->out, "All times are UTC.");
	if (record_is(t->summary, "home_nets_from", "inferred") && nets && nets->child) {
		out_text(h->out, " The network ");
		html_value(h, nets->child->text);
		out_text(h->out, " was taken as yours: nearly all records have one end there.");
	}
	if (record_true(t->summary, "interrupted"))
		out_text(h->out, " <strong>Interrupted: this is the answer of what was read so far.</strong>");
	out_text(h->out, "</p>\n");
}

static void others_line(struct html *h, const struct node *worst)
{
	uint64_t others = 0;

	for (int rank = 4; rank >= 0; rank--)
		others += answers_of_rank(h->text, rank, worst);
	if (!others)
		return;
	out_text(h->out, "<p class=\"frame\">This is the worst answer of ");
	html_count(h, others + 1, "advisory", "advisories");
	out_text(h->out, "; <a href=\"#advisories\">the others</a> stand below.</p>\n");
}

/* A place to sign, on paper. */
static void signature(struct html *h)
{
	struct buf *b = &h->text->line;

	out_text(h->out, "<footer class=\"sign\">\n<p class=\"ran\">");
	buf_clear(b);
	if (record_text(h->text->run, "ticket").len) {
		buf_add(b, record_text(h->text->run, "ticket"));
		buf_text(b, ": ");
	}
	buf_text(b, "swept ");
	if (record_time(h->text->run, "started") != TIME_NONE)
		people_date(record_time(h->text->run, "started"), 0, b);
	if (record_text(h->text->run, "operator").len) {
		buf_text(b, " by ");
		buf_add(b, record_text(h->text->run, "operator"));
	}
	buf_text(b, " with tocsin ");
	buf_add(b, record_text(h->text->run, "version"));
	if (!record_true(h->text->run, "sandbox.seccomp"))
		buf_text(b, ", WITHOUT SANDBOX");
	buf_text(b, "; seal ");
	buf_add(b, span_cut(record_text(h->text->run, "seal"), 0, 12));
	html_line(h);
	out_text(h->out, "</p>\n<div class=\"lines\" aria-hidden=\"true\"><span>Name</span><span>Date</span>"
			 "<span>Signature</span></div>\n</footer>\n");
}

void html_answer(struct html *h)
{
	static const struct room room = { 12, 5, 8, 0 }, brief = { 12, 5, 1, 0 };
	struct screen s = { .html = h };
	struct page p = { .out = h->out, .width = 80, .sink = &sink, .context = &s };
	struct text *t = h->text;
	const struct node *v = worst_verdict(t);

	out_text(h->out, "<section id=\"answer\" class=\"first\">\n");
	answer_head(h, v);
	meaning(h, v);
	others_line(h, v);
	out_text(h->out, "<div class=\"columns\">\n<div class=\"main\">\n");
	text_machines(t, &p, &room);
	close_section(&s);
	out_text(h->out, "</div>\n<div class=\"side\">\n");
	text_next(t, &p, v, &brief);
	text_blind(t, &p, v, &room);
	text_searched(t, &p, v);
	text_swept(t, &p, &room);
	close_section(&s);
	out_text(h->out, "</div>\n</div>\n");
	signature(h);
	out_text(h->out, "</section>\n");
}
