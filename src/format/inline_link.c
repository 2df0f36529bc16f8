/*
 * inline_link.c -- links and pictures of Markdown and AsciiDoc, inline HTML.
 *
 * Hostile input: brackets are matched by a stack of BRACKETS; whatever looks
 * ahead stops at the next mark of its kind, or remembers that it found none.
 */
#include "format/inline_cleaner.h"

#define TARGET_NEST 8		/* parentheses in a link's target */
#define MACRO_TEXT  1024	/* longest text of an AsciiDoc link, longest title */

static void add_link(struct cleaner *c, size_t from, struct span target)
{
	struct inline_link link = { from, c->t->text.len, c->t->targets.len, target.len };

	buf_add(&c->t->targets, target);
	buf_add(&c->t->links, span_make(&link, sizeof(link)));
}

static bool next_is(const struct cleaner *c, struct span s)
{
	return span_starts(cleaner_rest(c), s);
}

/* Behind "](": the target, and in *end where its ")" stands; false if it is none. */
static bool link_target(struct span raw, size_t at, struct span *target, size_t *end)
{
	unsigned nest = 0;
	size_t from = at, to;

	while (at < raw.len && raw.ptr[at] != ' ' && raw.ptr[at] != '\n') {
		if (raw.ptr[at] == '(' && ++nest > TARGET_NEST)
			return false;
		if (raw.ptr[at] == ')' && nest-- == 0)
			break;
		at++;
	}
	to = at;
	if (at < raw.len && (raw.ptr[at] == ' ' || raw.ptr[at] == '\n')) {
		char quote = at + 1 < raw.len ? raw.ptr[at + 1] : 0;
		size_t length;

		if (quote != '"' && quote != '\'')
			return false;
		length = span_find_byte(span_cut(raw, at + 2, MACRO_TEXT), quote);
		if (length == SPAN_NONE)
			return false;
		at += 2 + length + 1;
	}
	if (at >= raw.len || raw.ptr[at] != ')')
		return false;
	*target = span_cut(raw, from, to - from);
	if (target->len > 1 && target->ptr[0] == '<' && target->ptr[target->len - 1] == '>')
		*target = span_cut(*target, 1, target->len - 2);
	*end = at;
	return true;
}

void cleaner_open_bracket(struct cleaner *c, bool image)
{
	if (c->brackets == BRACKETS) {
		memmove(c->bracket, c->bracket + 1, sizeof(c->bracket[0]) * (BRACKETS - 1));
		c->brackets--;
	}
	c->bracket[c->brackets++] = (struct bracket){ c->t->text.len, image };
	cleaner_emit(c, span_cut(c->raw, c->at, image ? 2 : 1));
	c->at += image ? 2 : 1;
}

void cleaner_close_bracket(struct cleaner *c)
{
	struct bracket b = { 0 };
	struct span target;
	size_t end;

	if (c->brackets)
		b = c->bracket[--c->brackets];
	else
		b.text = NOWHERE;
	if (b.text == NOWHERE || cleaner_near(c, c->at + 1) != '(' ||
	    !link_target(c->raw, c->at + 2, &target, &end)) {
		cleaner_emit(c, SPAN("]"));
		c->at++;
		return;
	}
	cleaner_drop(c, b.text, b.image ? 2 : 1);
	if (!b.image && target.len && target.ptr[0] != '#')
		add_link(c, b.text, target);
	c->at = end + 1;
	/* The words of two pictures side by side are not one. */
	if (b.image && next_is(c, SPAN("![")))
		cleaner_emit(c, SPAN(" "));
}

/* Are these brackets defanging ("[.]", "[:]", "[dot]"), or followed by more of the address? */
static bool is_defanging(struct span inside, char behind)
{
	static const char *const veils[] = { ".", ":", "://", ":/", "/", "@", ",", "dot", "at" };

	for (size_t i = 0; i < sizeof(veils) / sizeof(veils[0]); i++)
		if (span_equal_nocase(inside, span_of(veils[i])))
			return true;
	return cleaner_word(behind) || behind == '/' || (inside.len && inside.ptr[0] == '.');
}

/*
 * At "https://" or "link:" of AsciiDoc: the address up to "[" and where the
 * text in brackets ends; false if no text follows.
 */
static bool macro_target(struct cleaner *c, size_t from, struct span *target, size_t *end)
{
	size_t at = from;

	while (from >= c->no_macro && at < c->raw.len && !ascii_space(c->raw.ptr[at])) {
		struct span inside;
		size_t close;

		if (c->raw.ptr[at] != '[') {
			at++;
			continue;
		}
		inside = span_cut(c->raw, at + 1, MACRO_TEXT);
		close = 0;
		while (close < inside.len && inside.ptr[close] != ']' && inside.ptr[close] != '[')
			close++;
		if (close == inside.len || inside.ptr[close] == '[')
			break;
		inside = span_cut(inside, 0, close);
		if (is_defanging(inside, cleaner_near(c, at + close + 2))) {
			at += close + 2;
			continue;
		}
		*target = span_cut(c->raw, from, at - from);
		*end = at + 1 + close;
		return target->len > 0;
	}
	c->no_macro = at > c->no_macro ? at : c->no_macro;
	return false;
}

static void open_macro(struct cleaner *c, struct span target, size_t end)
{
	c->macro = (struct inline_link){ .from = c->t->text.len, .target = c->t->targets.len,
					 .target_len = target.len };
	buf_add(&c->t->targets, target);
	c->in_macro = true;
	c->macro_end = end;
}

void cleaner_close_link(struct cleaner *c)
{
	c->macro.to = c->t->text.len;
	buf_add(&c->t->links, span_make(&c->macro, sizeof(c->macro)));
	c->in_macro = false;
	c->macro_end = NOWHERE;
}

/* An address or macro of AsciiDoc with its text; else nothing is taken. */
bool cleaner_macro(struct cleaner *c)
{
	static const char *const schemes[] = { "https://", "http://", "ftp://", "mailto:", "hxxp://",
					       "hxxps://" };
	static const char *const macros[] = { "link:", "xref:" };
	size_t from = NOWHERE, end;
	struct span target;

	if (c->in_macro || (c->at && cleaner_word(c->raw.ptr[c->at - 1])))
		return false;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (next_is(c, span_of(schemes[i])))
			from = c->at;
	for (size_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++)
		if (next_is(c, span_of(macros[i])) && !ascii_space(cleaner_near(c, c->at + 5)))
			from = c->at + 5;
	if (from == NOWHERE)
		return false;
	if (!macro_target(c, from, &target, &end)) {
		/* All of the address, so that no part of it is tried again. */
		size_t n = 0;

		while (c->at + n < c->raw.len && !ascii_space(c->raw.ptr[c->at + n]) &&
		       !strchr("`*_|<[", c->raw.ptr[c->at + n]))
			n++;
		cleaner_emit(c, span_cut(c->raw, c->at, n));
		c->at += n;
		return n > 0;
	}
	open_macro(c, target, end);
	c->at = (size_t)(target.ptr - c->raw.ptr) + target.len + 1;
	if (c->at == end) {
		cleaner_emit(c, target);
		cleaner_close_link(c);
		c->at = end + 1;
	}
	return true;
}

static bool is_html_name(struct span name)
{
	static const char *const names[] = {
		"a", "abbr", "b", "blockquote", "center", "code", "dd", "del", "details", "div",
		"dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
		"ins", "kbd", "li", "mark", "ol", "p", "pre", "s", "samp", "small", "span",
		"strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr",
		"tt", "u", "ul", "wbr",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_equal_nocase(name, span_of(names[i])))
			return true;
	return false;
}

static struct span href_of(struct span tag)
{
	size_t at = span_find_nocase(tag, SPAN("href="));
	struct span value;
	char quote;

	if (at == SPAN_NONE || at + 6 >= tag.len)
		return SPAN("");
	value = span_skip(tag, at + 6);
	quote = tag.ptr[at + 5];
	if (quote != '"' && quote != '\'') {
		value = span_skip(tag, at + 5);
		quote = ' ';
	}
	return span_cut(value, 0, span_find_byte(value, quote));
}

static bool take_html_tag(struct cleaner *c, struct span inside)
{
	bool end = inside.len && inside.ptr[0] == '/';
	struct span name = span_skip(inside, end);
	size_t n = 0;

	while (n < name.len && ascii_alnum(name.ptr[n]))
		n++;
	if (n < name.len && name.ptr[n] != '/' && !ascii_space(name.ptr[n]))
		return false;
	name.len = n;
	if (span_equal_nocase(name, SPAN("br"))) {
		cleaner_emit(c, SPAN("\n"));
		return true;
	}
	if (!is_html_name(name))
		return false;
	if (span_equal_nocase(name, SPAN("a"))) {
		struct span target = href_of(inside);

		if (c->in_macro && c->macro_end == NOWHERE)
			cleaner_close_link(c);
		if (!end && target.len && !c->in_macro)
			open_macro(c, target, NOWHERE);
	}
	return true;
}

/* <https://a.example>: shown without the brackets. */
static bool take_autolink(struct cleaner *c, struct span inside)
{
	size_t from = c->t->text.len;

	if (span_find_byte(inside, ' ') != SPAN_NONE || span_find(inside, SPAN("://")) == SPAN_NONE)
		return false;
	cleaner_emit(c, inside);
	add_link(c, from, inside);
	return true;
}

/* At '<': true when something was taken. */
bool cleaner_angle(struct cleaner *c)
{
	struct span inside = span_skip(cleaner_rest(c), 1);
	size_t n = 0;

	if (span_starts(inside, SPAN("!--"))) {
		size_t end = c->no_comment ? SPAN_NONE : span_find(inside, SPAN("-->"));

		c->no_comment = end == SPAN_NONE;
		if (!c->no_comment)
			c->at += 1 + end + 3;
		return !c->no_comment;
	}
	while (n < inside.len && inside.ptr[n] != '>' && inside.ptr[n] != '<')
		n++;
	if (n == inside.len || inside.ptr[n] != '>')
		return false;
	inside.len = n;
	if (!take_autolink(c, inside) && (c->asciidoc || !take_html_tag(c, inside)))
		return false;
	c->at += n + 2;
	return true;
}
