/* html_parts.c -- pieces that every section of the HTML report is made of. */
#include "report/html_state.h"

#include "value/refang.h"

void html_text(struct html *h, struct span s)
{
	out_html(h->out, s);
}

/* ---- words */

/* From one day to another: a dash as printers set it. */
static void put_plain(struct html *h, struct span word)
{
	static const struct span dash = { "\xc2\xa0-\xc2\xa0", 5 };
	size_t at;

	while ((at = span_find(word, dash)) != SPAN_NONE) {
		html_text(h, span_cut(word, 0, at));
		out_text(h->out, "&nbsp;&ndash;&#8288;&nbsp;");
		word = span_skip(word, at + dash.len);
	}
	html_text(h, word);
}

/* "F12" at the front: its length, or 0. */
static size_t finding_id(struct span word)
{
	size_t n = 1;

	if (!word.len || word.ptr[0] != 'F')
		return 0;
	while (n < word.len && ascii_digit(word.ptr[n]))
		n++;
	return n > 1 ? n : 0;
}

static bool is_value(struct span word)
{
	return span_find(word, SPAN("[.]")) != SPAN_NONE || span_find(word, SPAN("[@]")) != SPAN_NONE ||
	       span_starts(word, SPAN("hxxp"));
}

static void put_word(struct html *h, struct span word)
{
	size_t id = finding_id(word), end = word.len;

	if (id && table_find(&h->shown, span_cut(word, 0, id))) {
		out_text(h->out, "<a class=\"id\" href=\"#");
		html_text(h, span_cut(word, 0, id));
		out_text(h->out, "\">");
		html_text(h, span_cut(word, 0, id));
		out_text(h->out, "</a>");
		html_text(h, span_skip(word, id));
		return;
	}
	if (!is_value(word)) {
		put_plain(h, word);
		return;
	}
	while (end && memchr(".,;:!?\"')", word.ptr[end - 1], 9))
		end--;
	out_text(h->out, "<code class=\"v\">");
	html_text(h, span_cut(word, 0, end));
	out_text(h->out, "</code>");
	html_text(h, span_skip(word, end));
}

void html_words(struct html *h, struct span s)
{
	struct span word;
	bool first = true;

	while (span_split(&s, ' ', &word)) {
		if (!first)
			out_text(h->out, " ");
		put_word(h, word);
		first = false;
	}
}

void html_line(struct html *h)
{
	html_words(h, buf_span(&h->text->line));
	buf_clear(&h->text->line);
}

void html_scratch(struct html *h)
{
	html_words(h, buf_span(&h->b));
	buf_clear(&h->b);
}

void html_others(struct html *h, struct span text)
{
	buf_clear(&h->b);
	people_text(text, &h->b);
	html_scratch(h);
}

void html_value(struct html *h, struct span value)
{
	buf_clear(&h->b);
	people_value(value, &h->b);
	out_text(h->out, "<code class=\"v\">");
	html_text(h, buf_span(&h->b));
	out_text(h->out, "</code>");
	buf_clear(&h->b);
}

void html_path(struct html *h, struct span path, struct span value)
{
	buf_clear(&h->b);
	people_path(path, value, &h->b);
	out_text(h->out, "<span class=\"path\">");
	html_text(h, buf_span(&h->b));
	out_text(h->out, "</span>");
	buf_clear(&h->b);
}

void html_count(struct html *h, uint64_t n, const char *one, const char *many)
{
	buf_clear(&h->b);
	people_count(n, one, many, &h->b);
	html_scratch(h);
}

void html_dates(struct html *h, int64_t from, int64_t to)
{
	buf_clear(&h->b);
	if (from != TIME_NONE)
		people_dates(from, to != TIME_NONE ? to : from, h->text->year, &h->b);
	html_scratch(h);
}

/* ---- frames */

void html_section(struct html *h, const char *id, const char *heading, const char *lead)
{
	out_printf(h->out, "<section id=\"%s\" aria-labelledby=\"h-%s\">\n<h2 id=\"h-%s\">%s</h2>\n", id,
		   id, id, heading);
	if (lead)
		out_printf(h->out, "<p class=\"lead\">%s</p>\n", lead);
}

void html_section_end(struct html *h)
{
	out_text(h->out, "</section>\n");
}

void html_more(struct html *h, uint64_t n, const char *one, const char *many)
{
	if (!n)
		return;
	out_text(h->out, "<p class=\"more\">");
	html_count(h, n, one, many);
	out_text(h->out, n == 1 ? " is" : " are");
	out_text(h->out, " not shown here, to keep this page usable. All stand in the records that it "
			 "was made from (NDJSON: <code>--format json</code>).</p>\n");
}

void html_fact(struct html *h, const char *name, struct span text)
{
	if (!text.len)
		return;
	out_printf(h->out, "<div><dt>%s</dt><dd>", name);
	html_words(h, text);
	out_text(h->out, "</dd></div>\n");
}
