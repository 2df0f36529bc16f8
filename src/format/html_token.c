/*
 * html_token.c -- HTML as text, start tags and end tags.
 *
 * Specification: HTML Living Standard 13.2.5 (tokenization), which says for
 * every byte what it means, so that a page is read as a browser reads it.
 * Not here: the double-escaped states of scripts, CDATA of embedded SVG.
 * Hostile input: one pass with one byte of look-ahead; no token is held whole.
 */
#include "format/html_token.h"

#include "format/entity.h"

#define NAME_MAX 16		/* longest name of an element or attribute that we know */

static const struct {
	const char *name;
	unsigned flags;
} tags[] = {
	{ "", 0 },
#define TAG(name, flags) { #name, flags },
#include "format/html_tags.h"
#undef TAG
};

static const char *const attributes[] = {
	[ATTR_CHARSET] = "charset",	[ATTR_CLASS] = "class",
	[ATTR_COLSPAN] = "colspan",	[ATTR_CONTENT] = "content",
	[ATTR_DATETIME] = "datetime",	[ATTR_HREF] = "href",
	[ATTR_HTTP_EQUIV] = "http-equiv", [ATTR_ITEMPROP] = "itemprop",
	[ATTR_NAME] = "name",		[ATTR_PROPERTY] = "property",
	[ATTR_REL] = "rel",		[ATTR_ROLE] = "role",
	[ATTR_ROWSPAN] = "rowspan",
};

unsigned html_flags(enum html_tag tag)
{
	return tags[tag].flags;
}

static enum html_tag tag_of(struct span name)
{
	size_t low = 1, high = TAG_COUNT;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = span_compare(name, span_of(tags[middle].name));

		if (order == 0)
			return (enum html_tag)middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return TAG_OTHER;
}

static enum html_attribute attribute_of(struct span name)
{
	for (int i = 0; i < ATTR_COUNT; i++)
		if (span_equal(name, span_of(attributes[i])))
			return (enum html_attribute)i;
	return ATTR_OTHER;
}

void html_tokens_open(struct html_tokens *t, struct document *d)
{
	*t = (struct html_tokens){ .document = d };
	document_buf(d, &t->small);
	for (int i = 0; i <= ATTR_COUNT; i++)
		buf_init(&t->value[i], d->ceiling < HTML_VALUE_MAX ? d->ceiling : HTML_VALUE_MAX);
	buf_init(&t->value[ATTR_OTHER], 0);
}

void html_tokens_close(struct html_tokens *t)
{
	buf_release(&t->small);
	for (int i = 0; i <= ATTR_COUNT; i++)
		buf_release(&t->value[i]);
}

struct span html_attribute(const struct html_tokens *t, enum html_attribute a)
{
	return t->present[a] ? buf_span(&t->value[a]) : SPAN("");
}

static bool is_blank(int c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* A name in lower case up to a byte that ends it; one that is too long becomes unknown. */
static struct span read_name(struct document *d, char name[NAME_MAX], const char *ends)
{
	size_t n = 0;
	int c = document_peek(d);

	while (c >= 0 && !is_blank(c) && !(c && strchr(ends, c))) {
		if (n < NAME_MAX)
			name[n] = ascii_lower((char)c);
		n++;
		document_take(d);
		c = document_peek(d);
	}
	return span_make(name, n <= NAME_MAX ? n : 0);
}

/* Behind '&': append what it stands for, or the bytes as they are. Five names need no ";". */
static void read_entity(struct document *d, bool in_attribute, struct buf *out)
{
	static const char *const lax[] = { "amp", "lt", "gt", "quot", "nbsp" };
	char name[ENTITY_NAME_MAX];
	uint32_t code_point;
	struct span s;
	size_t n = 0;
	int c = document_peek(d);

	while (n < sizeof(name) && c >= 0 && (ascii_alnum((char)c) || (c == '#' && n == 0))) {
		name[n++] = (char)c;
		document_take(d);
		c = document_peek(d);
	}
	s = span_make(name, n);
	code_point = entity_number(s);
	if (!code_point && c == ';')
		code_point = entity_named(s);
	for (size_t i = 0; i < sizeof(lax) / sizeof(lax[0]) && !code_point; i++) {
		struct span rest = span_skip(s, strlen(lax[i]));

		if (!span_starts(s, span_of(lax[i])) || (in_attribute && (rest.len || c == '=')))
			continue;
		buf_utf8(out, entity_named(span_of(lax[i])));
		buf_add(out, rest);
		return;
	}
	if (!code_point) {
		buf_byte(out, '&');
		buf_add(out, s);
		return;
	}
	buf_utf8(out, code_point);
	if (c == ';')
		document_take(d);
}

static void read_value(struct document *d, struct buf *out)
{
	int c = document_peek(d);
	int quote = c == '"' || c == '\'' ? c : 0;

	if (quote)
		document_take(d);
	for (c = document_peek(d); c >= 0; c = document_peek(d)) {
		if (quote ? c == quote : is_blank(c) || c == '>')
			break;
		document_take(d);
		if (c == '&')
			read_entity(d, true, out);
		else
			buf_byte(out, (char)c);
	}
	if (quote && c >= 0)
		document_take(d);
}

static int skip_blanks(struct document *d)
{
	int c = document_peek(d);

	while (is_blank(c)) {
		document_take(d);
		c = document_peek(d);
	}
	return c;
}

static void read_attribute(struct html_tokens *t)
{
	struct document *d = t->document;
	char name[NAME_MAX];
	enum html_attribute a;
	int c = document_peek(d);

	if (c == '=')
		document_take(d);
	a = attribute_of(read_name(d, name, "/>="));
	if (t->present[a])
		a = ATTR_OTHER;		/* the first of a name counts */
	t->present[a] = true;
	if (skip_blanks(d) != '=')
		return;
	document_take(d);
	if (skip_blanks(d) != '>')
		read_value(d, &t->value[a]);
}

/* From behind '<' or '</': false when the input ends inside the tag. */
static bool read_tag(struct html_tokens *t, enum html_kind kind, struct html_token *out)
{
	struct document *d = t->document;
	char name[NAME_MAX];
	int c;

	out->kind = kind;
	out->tag = tag_of(read_name(d, name, "/>"));
	for (int i = 0; i <= ATTR_COUNT; i++) {
		buf_clear(&t->value[i]);
		t->present[i] = false;
	}
	while ((c = skip_blanks(d)) != '>') {
		if (c < 0)
			return false;
		if (c == '/')
			document_take(d);
		else
			read_attribute(t);
	}
	document_take(d);
	if (kind == HTML_START && html_flags(out->tag) & (RAW | RCDATA))
		t->inside = out->tag;
	return true;
}

static void skip_to(struct document *d, char end)
{
	int c = document_peek(d);

	while (c >= 0 && c != end) {
		document_take(d);
		c = document_peek(d);
	}
	if (c >= 0)
		document_take(d);
}

/* From behind "<!--". */
static void skip_comment(struct document *d)
{
	int dashes = 2;			/* "<!-->" is whole */
	bool mark = false;		/* "--!" */

	for (int c = document_peek(d); c >= 0; c = document_peek(d)) {
		document_take(d);
		if (c == '>' && (dashes >= 2 || mark))
			return;
		mark = c == '!' && dashes >= 2;
		dashes = c == '-' ? dashes + (dashes < 2) : 0;
	}
}

static void skip_declaration(struct document *d)
{
	document_take(d);
	if (document_peek(d) == '-') {
		document_take(d);
		if (document_peek(d) == '-') {
			document_take(d);
			skip_comment(d);
			return;
		}
	}
	skip_to(d, '>');
}

static bool give(struct html_tokens *t, struct html_token *out)
{
	out->kind = HTML_TEXT;
	out->text = buf_span(&t->small);
	return true;
}

/* The input up to '<' or '&', as far as it is at hand. */
static bool read_run(struct html_tokens *t, struct html_token *out, bool entities)
{
	struct document *d = t->document;
	size_t from = d->at;

	while (d->at < d->have && d->block[d->at] != '<' &&
	       !(entities && d->block[d->at] == '&'))
		document_take(d);
	out->kind = HTML_TEXT;
	out->text = span_make(d->block + from, d->at - from);
	return true;
}

static bool read_character(struct html_tokens *t, struct html_token *out)
{
	buf_clear(&t->small);
	document_take(t->document);
	read_entity(t->document, false, &t->small);
	return give(t, out);
}

/*
 * At '<' in a RAW or RCDATA element: its end tag, or text as it stands.
 * `small` holds what was taken in vain.
 */
static bool read_end_of_inside(struct html_tokens *t, struct html_token *out)
{
	struct document *d = t->document;
	struct span name = span_of(tags[t->inside].name);
	int c;

	buf_clear(&t->small);
	buf_byte(&t->small, '<');
	document_take(d);
	if (document_peek(d) != '/')
		return give(t, out);
	buf_byte(&t->small, '/');
	document_take(d);
	for (size_t i = 0; i < name.len; i++) {
		c = document_peek(d);
		if (c < 0 || ascii_lower((char)c) != name.ptr[i])
			return give(t, out);
		buf_byte(&t->small, (char)c);
		document_take(d);
	}
	c = document_peek(d);
	if (!is_blank(c) && c != '/' && c != '>')
		return give(t, out);
	out->tag = t->inside;
	skip_to(d, '>');
	out->kind = HTML_END;
	t->inside = TAG_OTHER;
	return true;
}

static bool read_inside(struct html_tokens *t, struct html_token *out)
{
	bool raw = html_flags(t->inside) & RAW;
	int c = document_peek(t->document);

	if (c == '<')
		read_end_of_inside(t, out);
	else if (c == '&' && !raw)
		read_character(t, out);
	else
		read_run(t, out, !raw);
	if (raw && out->kind == HTML_TEXT)
		out->text.len = 0;
	return true;
}

/* At '<': a tag gives 1, what is passed over 0, the end inside a tag -1; text stands in `small`. */
static int read_markup(struct html_tokens *t, struct html_token *out)
{
	struct document *d = t->document;
	bool end = false;
	int c;

	document_take(d);
	c = document_peek(d);
	if (c == '/') {
		end = true;
		document_take(d);
		c = document_peek(d);
	}
	if (c >= 0 && ascii_alpha((char)c))
		return read_tag(t, end ? HTML_END : HTML_START, out) ? 1 : -1;
	if (c == '!' && !end) {
		skip_declaration(d);
		return 0;
	}
	if (end ? c >= 0 : c == '?') {
		skip_to(d, '>');
		return 0;
	}
	buf_clear(&t->small);
	buf_text(&t->small, end ? "</" : "<");
	return give(t, out);
}

bool html_token_next(struct html_tokens *t, struct html_token *out)
{
	struct document *d = t->document;
	int c;

	while ((c = document_peek(d)) >= 0) {
		int rc;

		*out = (struct html_token){ .line = d->line, .offset = document_offset(d) };
		if (t->inside != TAG_OTHER)
			return read_inside(t, out);
		if (c == '&')
			return read_character(t, out);
		if (c != '<')
			return read_run(t, out, true);
		rc = read_markup(t, out);
		if (rc)
			return rc > 0;
	}
	return false;
}
