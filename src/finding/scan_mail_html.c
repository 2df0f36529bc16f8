/*
 * scan_mail_html.c -- entities, tags and invisible characters undone.
 *
 * Not here: style sheets (text of no size is seen like any other), scripts.
 * Hostile input: one pass, output never longer than input.
 */
#include "finding/scan_mail_html.h"

#include "format/entity.h"

/* Tags that do not end a word, by their first letter. */
static bool is_inline(struct span name)
{
	static const char *const names[26][11] = {
		['a' - 'a'] = { "a", "abbr", "acronym" },
		['b' - 'a'] = { "b", "bdi", "bdo", "big" },
		['c' - 'a'] = { "cite", "code" },
		['e' - 'a'] = { "em" },
		['f' - 'a'] = { "font" },
		['i' - 'a'] = { "i", "ins" },
		['k' - 'a'] = { "kbd" },
		['l' - 'a'] = { "label" },
		['m' - 'a'] = { "mark" },
		['n' - 'a'] = { "nobr" },
		['o' - 'a'] = { "o:p" },
		['s' - 'a'] = { "s", "samp", "small", "span", "strike", "strong", "sub", "sup" },
		['t' - 'a'] = { "tt" },
		['u' - 'a'] = { "u" },
		['w' - 'a'] = { "wbr" },
	};
	char first = name.len ? ascii_lower(name.ptr[0]) : 0;

	if (first < 'a' || first > 'z')
		return false;
	for (const char *const *n = names[first - 'a']; *n; n++)
		if (span_equal_nocase(name, span_of(*n)))
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

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Bytes at the front that stand for themselves, eight at a time while there is no doubt. */
static size_t plain_length(struct span text, bool address)
{
	size_t n = 0;
	uint64_t w, amp;

	for (; n + sizeof(w) <= text.len; n += sizeof(w)) {
		memcpy(&w, text.ptr + n, sizeof(w));
		amp = w ^ EACH('&');
		amp = w | ((amp - EACH(1)) & ~amp);
		if (address)
			amp |= (w - EACH('\r' + 1)) & ~w;
		if (amp & EACH(0x80))
			break;
	}
	while (n < text.len && !is_special(text.ptr[n], address))
		n++;
	return n;
}

static void add_decoded(struct buf *out, struct span text, bool address)
{
	while (text.len) {
		size_t n = plain_length(text, address);
		uint32_t code;

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

/* The value behind "=" at the front of *tag, which is moved behind it. */
static struct span take_value(struct span *tag)
{
	struct span value;
	size_t n = 0;

	while (tag->len && ascii_space(tag->ptr[0]))
		*tag = span_skip(*tag, 1);
	if (tag->len && (tag->ptr[0] == '"' || tag->ptr[0] == '\'')) {
		char quote = tag->ptr[0];

		*tag = span_skip(*tag, 1);
		n = span_find_byte(*tag, quote);
		n = n == SPAN_NONE ? tag->len : n;
	} else {
		while (n < tag->len && !ascii_space(tag->ptr[n]) && tag->ptr[n] != '>')
			n++;
	}
	value = span_cut(*tag, 0, n);
	*tag = span_skip(*tag, n);
	return value;
}

/* What the attributes hold that could be an address, and is not written as one. */
static void add_values(struct buf *out, struct span tag)
{
	size_t eq;

	if (plain_length(tag, true) == tag.len)
		return;
	while ((eq = span_find_byte(tag, '=')) != SPAN_NONE) {
		struct span value;

		tag = span_skip(tag, eq + 1);
		value = take_value(&tag);
		if (value.len > 3 && plain_length(value, true) < value.len) {
			add_decoded(out, value, true);
			buf_byte(out, '\n');
		}
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
