/*
 * inline.c -- a passage of Markdown or AsciiDoc without its marks.
 *
 * Specification: CommonMark 0.31 chapter 6 and the AsciiDoc language, their
 * common core.  Not here: reference links, footnotes, attribute references.
 * Hostile input: one pass; what looks ahead is bounded by a constant or is
 * not tried again once it has failed.
 */
#include "format/inline_cleaner.h"

#include "base/utf8.h"
#include "format/entity.h"
#include "format/lines.h"

void inline_open(struct inline_text *t, struct document *d)
{
	document_buf(d, &t->text);
	document_buf(d, &t->drop);
	document_buf(d, &t->links);
	document_buf(d, &t->targets);
}

void inline_close(struct inline_text *t)
{
	buf_release(&t->text);
	buf_release(&t->drop);
	buf_release(&t->links);
	buf_release(&t->targets);
}

void cleaner_emit(struct cleaner *c, struct span s)
{
	struct buf *drop = &c->t->drop;

	buf_add(&c->t->text, s);
	if (buf_reserve(drop, s.len)) {
		memset(drop->ptr + drop->len, 0, s.len);
		drop->len += s.len;
	}
}

void cleaner_drop(struct cleaner *c, size_t from, size_t len)
{
	struct buf *drop = &c->t->drop;

	if (from < drop->len)
		memset(drop->ptr + from, 1, len < drop->len - from ? len : drop->len - from);
}

static size_t run_length(const struct cleaner *c)
{
	size_t n = 1;

	while (cleaner_near(c, c->at + n) == c->raw.ptr[c->at])
		n++;
	return n;
}

/* Where a run of exactly `n` backticks begins behind `from`. */
static size_t find_ticks(struct span raw, size_t from, size_t n)
{
	while (from < raw.len) {
		size_t at = span_find_byte(span_skip(raw, from), '`'), length = 0;

		if (at == SPAN_NONE)
			return NOWHERE;
		at += from;
		while (at + length < raw.len && raw.ptr[at + length] == '`')
			length++;
		if (length == n)
			return at;
		from = at + length;
	}
	return NOWHERE;
}

/* `+text+` and `++text++` are AsciiDoc for code that is not looked into. */
static struct span without_plus(struct span code)
{
	for (int i = 0; i < 3 && code.len > 2 && code.ptr[0] == '+' &&
			code.ptr[code.len - 1] == '+'; i++)
		code = span_cut(code, 1, code.len - 2);
	return code;
}

static void take_code(struct cleaner *c)
{
	size_t n = run_length(c), end;
	struct span code;

	end = n > 3 || c->no_code[n] ? NOWHERE : find_ticks(c->raw, c->at + n, n);
	if (end == NOWHERE) {
		if (n <= 3)
			c->no_code[n] = true;
		cleaner_emit(c, span_cut(c->raw, c->at, n));
		c->at += n;
		return;
	}
	code = span_cut(c->raw, c->at + n, end - c->at - n);
	if (code.len > 2 && code.ptr[0] == ' ' && code.ptr[code.len - 1] == ' ')
		code = span_cut(code, 1, code.len - 2);
	cleaner_emit(c, c->asciidoc ? without_plus(code) : code);
	c->at = end + n;
}

/* The star of *.exe and *.evil.example is no emphasis. */
static bool is_wildcard(const struct cleaner *c, size_t n)
{
	return n == 1 && cleaner_near(c, c->at + 1) == '.' &&
	       cleaner_word(cleaner_near(c, c->at + 2));
}

static void take_emphasis(struct cleaner *c, enum mark mark)
{
	size_t n = run_length(c);
	char before = c->at ? c->raw.ptr[c->at - 1] : ' ', behind = cleaner_near(c, c->at + n);
	bool loose = mark == MARK_STAR && n >= 2;	/* also inside of words */
	size_t *open = n <= 3 ? &c->open[mark][n - 1] : NULL;
	size_t here = c->t->text.len;

	cleaner_emit(c, span_cut(c->raw, c->at, n));
	if (open && !is_wildcard(c, n) && !(mark == MARK_WAVE && n != 2)) {
		bool closes = *open != NOWHERE && *open + n < here && !ascii_space(before) &&
			      (loose || !cleaner_word(behind));

		if (closes) {
			cleaner_drop(c, *open, n);
			cleaner_drop(c, here, n);
			*open = NOWHERE;
		} else if (!ascii_space(behind) && (loose || !cleaner_word(before))) {
			*open = here;
		}
	}
	c->at += n;
}

static bool take_entity(struct cleaner *c)
{
	struct span name = span_cut(cleaner_rest(c), 1, ENTITY_NAME_MAX);
	size_t n = span_find_byte(name, ';');
	uint32_t code_point;
	char bytes[4];

	if (n == SPAN_NONE)
		return false;
	name.len = n;
	code_point = n && name.ptr[0] == '#' ? entity_number(name) : entity_named(name);
	if (!code_point)
		return false;
	if (code_point == 0xa0)
		code_point = ' ';
	cleaner_emit(c, span_make(bytes, utf8_encode(code_point, bytes)));
	c->at += n + 2;
	return true;
}

/* No-break space and soft hyphen, as in HTML. */
static bool take_two_bytes(struct cleaner *c)
{
	char second = cleaner_near(c, c->at + 1);

	if (second != '\xa0' && second != '\xad')
		return false;
	if (second == '\xa0')
		cleaner_emit(c, SPAN(" "));
	c->at += 2;
	return true;
}

/* A backslash hides a mark, or breaks the line. */
#define FOLDER_LONGEST 40

/* The backslash of "C:\Users\*\x", "C:\Users\<user>\x" or "%TEMP%\*.exe" separates. */
static bool is_open_folder(const struct cleaner *c)
{
	char before = c->at ? c->raw.ptr[c->at - 1] : ' ', next = cleaner_near(c, c->at + 1);
	struct span rest = span_skip(c->raw, c->at + 2);
	size_t close;

	if (!ascii_alnum(before) && before != '%')
		return false;
	if (next == '*')
		return span_starts(rest, SPAN("\\")) || span_starts(rest, SPAN("."));
	close = span_find_byte(span_cut(rest, 0, FOLDER_LONGEST), next == '<' ? '>' : ']');
	return close != SPAN_NONE && span_starts(span_skip(rest, close + 1), SPAN("\\"));
}

static bool take_backslash(struct cleaner *c)
{
	char next = cleaner_near(c, c->at + 1);

	if (c->asciidoc || !next || !strchr("[]_*`~<>#|\n", next))
		return false;
	if (strchr("*<[", next) && is_open_folder(c)) {
		cleaner_emit(c, span_cut(c->raw, c->at, 2));
		c->at += 2;
		return true;
	}
	cleaner_emit(c, span_cut(c->raw, c->at + 1, 1));
	c->at += 2;
	return true;
}

/* AsciiDoc's " +" at the end of a line. */
static bool take_hard_break(struct cleaner *c)
{
	char behind = cleaner_near(c, c->at + 1);

	if (!c->at || c->raw.ptr[c->at - 1] != ' ' || (behind != '\n' && c->at + 1 < c->raw.len))
		return false;
	c->at++;
	return true;
}

static bool take_mark(struct cleaner *c)
{
	switch (c->raw.ptr[c->at]) {
	case '`':
		take_code(c);
		return true;
	case '*':
		take_emphasis(c, MARK_STAR);
		return true;
	case '_':
		take_emphasis(c, MARK_LINE);
		return true;
	case '~':
		take_emphasis(c, MARK_WAVE);
		return true;
	case '+':
		if (!c->asciidoc || take_hard_break(c))
			return c->asciidoc;
		take_emphasis(c, MARK_PLUS);
		return true;
	case '\\':
		return take_backslash(c);
	case '!':
		if (cleaner_near(c, c->at + 1) != '[')
			return false;
		cleaner_open_bracket(c, true);
		return true;
	case '[':
		cleaner_open_bracket(c, false);
		return true;
	case ']':
		if (c->in_macro && c->at == c->macro_end) {
			cleaner_close_link(c);
			c->at++;
			return true;
		}
		cleaner_close_bracket(c);
		return true;
	case '<':
		return cleaner_angle(c);
	case '&':
		return take_entity(c);
	case '\xc2':
		return take_two_bytes(c);
	case 'h':
	case 'f':
	case 'l':
	case 'm':
	case 'x':
		return c->asciidoc && cleaner_macro(c);
	default:
		return false;
	}
}

/* Take out what was dropped, and blanks before line breaks; the links move along. */
static void compact(struct inline_text *t)
{
	struct span text = buf_span(&t->text);
	size_t links = t->links.len / sizeof(struct inline_link), n = 0;
	struct buf map;		/* uint32_t: where each byte went */

	buf_init(&map, t->text.ceiling);
	if (links && buf_reserve(&map, (text.len + 1) * sizeof(uint32_t)))
		map.len = (text.len + 1) * sizeof(uint32_t);
	for (size_t i = 0; i <= text.len; i++) {
		uint32_t to = (uint32_t)n;

		if (map.len)
			memcpy(map.ptr + i * sizeof(to), &to, sizeof(to));
		if (i == text.len || t->drop.ptr[i])
			continue;
		while (text.ptr[i] == '\n' && n && t->text.ptr[n - 1] == ' ')
			n--;
		t->text.ptr[n++] = text.ptr[i];
	}
	t->text.len = n;
	for (size_t i = 0; i < links && map.len; i++) {
		struct inline_link link;
		uint32_t to;

		memcpy(&link, t->links.ptr + i * sizeof(link), sizeof(link));
		memcpy(&to, map.ptr + link.from * sizeof(to), sizeof(to));
		link.from = to;
		memcpy(&to, map.ptr + link.to * sizeof(to), sizeof(to));
		link.to = to;
		memcpy(t->links.ptr + i * sizeof(link), &link, sizeof(link));
	}
	t->links.bad |= map.bad;
	buf_release(&map);
}

/* Bytes that may begin a mark; AsciiDoc's macros begin with their first letters. */
static bool may_be_mark(const struct cleaner *c, char byte)
{
	return (byte && strchr("`*_~+\\![]<&\xc2", byte)) ||
	       (c->asciidoc && byte && strchr("hflmx", byte));
}

void inline_clean(struct inline_text *t, struct span raw, bool asciidoc)
{
	struct cleaner c = { .t = t, .raw = raw, .asciidoc = asciidoc, .macro_end = NOWHERE };

	memset(c.open, 0xff, sizeof(c.open));
	buf_clear(&t->text);
	buf_clear(&t->drop);
	buf_clear(&t->links);
	buf_clear(&t->targets);
	while (c.at < raw.len && !t->text.bad && !t->drop.bad) {
		size_t n = 1;

		if (take_mark(&c))
			continue;
		while (c.at + n < raw.len && !may_be_mark(&c, raw.ptr[c.at + n]))
			n++;
		cleaner_emit(&c, span_cut(raw, c.at, n));
		c.at += n;
	}
	if (c.in_macro)
		cleaner_close_link(&c);
	if (!t->text.bad && !t->drop.bad && !t->links.bad && !t->targets.bad)
		compact(t);
}

void inline_give(struct inline_text *t, struct document *d, struct part part)
{
	size_t links = t->links.len / sizeof(struct inline_link);

	if (!document_good(d, &t->text) || !document_good(d, &t->drop) ||
	    !document_good(d, &t->links) || !document_good(d, &t->targets))
		return;
	part.text = line_right_trim(buf_span(&t->text));
	if (part.text.len)
		document_add(d, &part);
	for (size_t i = 0; i < links; i++) {
		struct part p = { .kind = PART_LINK, .line = part.line };
		struct inline_link link;

		memcpy(&link, t->links.ptr + i * sizeof(link), sizeof(link));
		p.text = span_cut(buf_span(&t->text), 0, link.to);
		p.text = span_trim(span_skip(p.text, link.from));
		p.target = span_cut(buf_span(&t->targets), link.target, link.target_len);
		document_add(d, &p);
	}
}
