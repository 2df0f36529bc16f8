/*
 * scan_mail_html.c -- entities, tags and invisible characters undone.
 *
 * Not here: style sheets (text of no size is seen like any other), scripts.
 * Hostile input: one pass, output never longer than input.
 */
#include "finding/scan_mail_html.h"

#include "format/entity.h"

/* Tags that do not end a word. */
static bool is_inline(struct span name)
{
	static const char *const names[] = {
		"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i",
		"ins", "kbd", "mark", "s", "small", "span", "strike", "strong", "sub", "sup", "tt",
		"u", "wbr", "o:p", "nobr", "label",
	};

	char first = name.len ? ascii_lower(name.ptr[0]) : 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (first == names[i][0] && span_equal_nocase(name, span_of(names[i])))
			return true;
	return false;
}

/* The tag at the front of `html`: how long it is, comment and quoted ">" included. */
static size_t tag_length(struct span html)
{
	char quote = 0;

	if (span_starts(html, SPAN("<!--"))) {
		size_t end = span_find(html, SPAN("-->"));

		return end == SPAN_NONE ? html.len : end + 3;
	}
	for (size_t i = 1; i < html.len; i++) {
		char c = html.ptr[i];

		if (quote) {
			quote = c == quote ? 0 : quote;
			continue;
		}
		if (c == '>')
			return i + 1;
		if ((c == '"' || c == '\'') && html.ptr[i - 1] == '=')
			quote = c;
	}
	return html.len;
}

static struct span tag_name(struct span tag)
{
	size_t n = 0;

	tag = span_skip(tag, span_starts(tag, SPAN("</")) ? 2 : 1);
	while (n < tag.len && !ascii_space(tag.ptr[n]) && tag.ptr[n] != '>' && tag.ptr[n] != '/')
		n++;
	return span_cut(tag, 0, n);
}

static bool joins_words(char c)
{
	return ascii_alnum(c) || c == '.' || c == '-' || c == ':' || c == '/' || c == '@';
}

bool mail_html_hides(struct span html)
{
	if (memchr(html.ptr, '&', html.len) || span_find(html, SPAN("\xe2\x80\x8b")) != SPAN_NONE ||
	    span_find(html, SPAN("\xc2\xad")) != SPAN_NONE)
		return true;
	for (size_t i = 1; i < html.len;) {
		size_t n = span_find_byte(span_skip(html, i), '<'), end;
		struct span tag;

		if (n == SPAN_NONE)
			return false;
		i += n;
		tag = span_skip(html, i);
		tag = span_cut(tag, 0, tag_length(tag));
		end = i + tag.len;
		/* "evil<b></b>.com": what is behind the last of a row of tags counts. */
		if (end < html.len && html.ptr[end] == '<' && joins_words(html.ptr[i - 1]))
			return true;
		if (joins_words(html.ptr[i - 1]) && end < html.len && joins_words(html.ptr[end]) &&
		    (tag.ptr[1] == '!' || is_inline(tag_name(tag))))
			return true;
		i = end;
	}
	return false;
}

static bool is_invisible(uint32_t c)
{
	return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x2060 && c <= 0x2064) ||
	       c == 0xfeff || c == 0x34f || c == 0x180e;
}

/* "&#46;" at the front: its character, *taken its length; 0: it is none. */
static uint32_t entity_at(struct span text, size_t *taken)
{
	struct span name = span_skip(text, 1);
	size_t n = 0;
	uint32_t c;

	while (n < name.len && n < ENTITY_NAME_MAX &&
	       (ascii_alnum(name.ptr[n]) || name.ptr[n] == '#'))
		n++;
	name = span_cut(name, 0, n);
	c = n && name.ptr[0] == '#' ? entity_number(name) : entity_named(name);
	*taken = 1 + n + (1 + n < text.len && text.ptr[1 + n] == ';');
	return c;
}

/* Bytes of an invisible character written as such, or 0. */
static size_t invisible_at(struct span text)
{
	if (span_starts(text, SPAN("\xc2\xad")))
		return 2;
	if (span_starts(text, SPAN("\xe2\x80")) && text.len > 2 &&
	    (unsigned char)text.ptr[2] >= 0x8b && (unsigned char)text.ptr[2] <= 0x8f)
		return 3;
	return span_starts(text, SPAN("\xef\xbb\xbf")) ? 3 : 0;
}

/* Browsers take line breaks and tabs out of addresses. */
static bool is_special(char c, bool address)
{
	return c == '&' || (unsigned char)c >= 0x80 ||
	       (address && (c == '\n' || c == '\r' || c == '\t'));
}

static void add_decoded(struct buf *out, struct span text, bool address)
{
	while (text.len) {
		size_t n = 0;
		uint32_t code;

		while (n < text.len && !is_special(text.ptr[n], address))
			n++;
		buf_add(out, span_cut(text, 0, n));
		text = span_skip(text, n);
		if (!text.len)
			break;
		n = 1;
		code = text.ptr[0] == '&' ? entity_at(text, &n) : 0;
		if (code && !is_invisible(code)) {
			buf_utf8(out, code);
		} else if (!code) {
			n = (unsigned char)text.ptr[0] >= 0x80 ? invisible_at(text) : 0;
			if (!n && (text.ptr[0] == '&' || (unsigned char)text.ptr[0] >= 0x80))
				buf_byte(out, text.ptr[0]);
			n = n ? n : 1;
		}
		text = span_skip(text, n);
	}
}

/* What the attributes hold that could be an address. */
static void add_values(struct buf *out, struct span tag)
{
	size_t eq;

	while ((eq = span_find_byte(tag, '=')) != SPAN_NONE) {
		size_t n = 0;
		char quote = 0;

		tag = span_skip(tag, eq + 1);
		while (tag.len && ascii_space(tag.ptr[0]))
			tag = span_skip(tag, 1);
		if (tag.len && (tag.ptr[0] == '"' || tag.ptr[0] == '\'')) {
			quote = tag.ptr[0];
			tag = span_skip(tag, 1);
		}
		while (n < tag.len && (quote ? tag.ptr[n] != quote
					     : !ascii_space(tag.ptr[n]) && tag.ptr[n] != '>'))
			n++;
		if (n > 3) {
			add_decoded(out, span_cut(tag, 0, n), true);
			buf_byte(out, '\n');
		}
		tag = span_skip(tag, n);
	}
}

void mail_html_uncover(struct span html, struct buf *shown, struct buf *targets)
{
	buf_clear(shown);
	buf_clear(targets);
	while (html.len) {
		size_t n = span_find_byte(html, '<');
		struct span tag;

		add_decoded(shown, span_cut(html, 0, n), false);
		if (n == SPAN_NONE)
			break;
		html = span_skip(html, n);
		tag = span_cut(html, 0, tag_length(html));
		html = span_skip(html, tag.len);
		if (span_starts(tag, SPAN("<!")))
			continue;
		if (!is_inline(tag_name(tag)))
			buf_byte(shown, '\n');
		add_values(targets, tag);
	}
}
