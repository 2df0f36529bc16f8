/* xml.c -- XML token by token, out of memory. */
#include "base/xml.h"

#define REFERENCE_LONGEST 12	/* "&#x10FFFF;" */

void xml_open(struct xml *x, struct span bytes)
{
	if (span_starts(bytes, SPAN("\xef\xbb\xbf")))
		bytes = span_skip(bytes, 3);
	*x = (struct xml){ .bytes = bytes };
	buf_init(&x->text, bytes.len + 1);
}

void xml_close(struct xml *x)
{
	buf_release(&x->text);
}

static int bad(struct xml *x, enum error_code code, const char *what)
{
	uint64_t line = 1;

	for (size_t i = 0; i < x->at && i < x->bytes.len; i++)
		line += x->bytes.ptr[i] == '\n';
	return fail(&x->why, code, "xml: line %llu: %s", (unsigned long long)line, what);
}

static struct span left(const struct xml *x)
{
	return span_skip(x->bytes, x->at);
}

static struct span without_prefix(struct span name)
{
	size_t colon = span_find_byte(name, ':');

	return colon == SPAN_NONE ? name : span_skip(name, colon + 1);
}

/* ---- references */

static bool by_number(struct span s, uint32_t *out)
{
	uint64_t n;
	bool hex = s.len > 1 && (s.ptr[1] == 'x' || s.ptr[1] == 'X');

	if (!s.len || s.ptr[0] != '#')
		return false;
	if (!(hex ? span_hex64(span_skip(s, 2), &n) : span_u64(span_skip(s, 1), &n)) || !n ||
	    n > 0x10ffff)
		return false;
	*out = (uint32_t)n;
	return true;
}

/* What stands between '&' and ';'. */
static bool referred(struct span s, uint32_t *out)
{
	static const struct {
		const char *name;
		char sign;
	} known[] = {
		{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (span_equal(s, span_of(known[i].name))) {
			*out = (uint32_t)known[i].sign;
			return true;
		}
	return by_number(s, out);
}

/* Where nothing is referred to, text is given as it lies there. */
static struct span resolved(struct xml *x, struct span s)
{
	if (span_find_byte(s, '&') == SPAN_NONE)
		return s;
	buf_clear(&x->text);
	while (s.len) {
		size_t at = span_find_byte(s, '&'), end;
		uint32_t c;

		buf_add(&x->text, span_cut(s, 0, at));
		if (at == SPAN_NONE)
			break;
		s = span_skip(s, at + 1);
		end = span_find_byte(span_cut(s, 0, REFERENCE_LONGEST), ';');
		if (end != SPAN_NONE && referred(span_cut(s, 0, end), &c)) {
			buf_utf8(&x->text, c);
			s = span_skip(s, end + 1);
		} else {
			buf_byte(&x->text, '&');
		}
	}
	return buf_span(&x->text);
}

/* ---- what is no element */

/* Behind `end`, which must come. */
static int pass(struct xml *x, struct span end)
{
	size_t at = span_find(left(x), end);

	if (at == SPAN_NONE)
		return bad(x, ERR_TRUNCATED, "ends inside of a comment or declaration");
	x->at += at + end.len;
	return 0;
}

/* "<!DOCTYPE ...>", perhaps with declarations in brackets. */
static int pass_doctype(struct xml *x)
{
	size_t close = span_find_byte(left(x), '>'), bracket;

	bracket = span_find_byte(span_cut(left(x), 0, close), '[');
	if (bracket == SPAN_NONE)
		return pass(x, SPAN(">"));
	close = span_find(left(x), SPAN("]"));
	if (span_find(span_cut(left(x), 0, close), SPAN("<!ENTITY")) != SPAN_NONE)
		return bad(x, ERR_LIMIT, "declares entities of its own, which are not expanded");
	return pass(x, SPAN("]")) < 0 ? -1 : pass(x, SPAN(">"));
}

static int give_text(struct xml *x, struct span raw, struct xml_event *out)
{
	*out = (struct xml_event){ .type = XML_TEXT, .text = raw, .depth = x->depth };
	return 1;
}

static int take_cdata(struct xml *x, struct xml_event *out)
{
	size_t from = x->at + 9;

	if (pass(x, SPAN("]]>")) < 0)
		return -1;
	if (!x->depth)
		return bad(x, ERR_MALFORMED, "text outside of the document");
	return give_text(x, span_cut(x->bytes, from, x->at - 3 - from), out);
}

/* ---- elements */

static int close_element(struct xml *x, struct span name, struct xml_event *out)
{
	if (!x->depth || !span_equal(x->open[x->depth - 1], name))
		return bad(x, ERR_MALFORMED, "an element ends that is not open");
	x->depth--;
	*out = (struct xml_event){ .type = XML_CLOSE, .name = without_prefix(name),
				   .depth = x->depth };
	return 1;
}

static int take_close(struct xml *x, struct xml_event *out)
{
	struct span name = span_cut(span_skip(left(x), 2), 0, span_find_byte(left(x), '>') - 2);

	if (span_find_byte(left(x), '>') == SPAN_NONE)
		return bad(x, ERR_TRUNCATED, "ends inside of a tag");
	x->at += 2 + name.len + 1;
	return close_element(x, span_trim(name), out);
}

/* Where the tag ends: '>' in a value does not count. */
static size_t tag_end(struct span s)
{
	char quote = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (quote)
			quote = s.ptr[i] == quote ? 0 : quote;
		else if (s.ptr[i] == '"' || s.ptr[i] == '\'')
			quote = s.ptr[i];
		else if (s.ptr[i] == '>')
			return i;
	}
	return SPAN_NONE;
}

static int take_open(struct xml *x, struct xml_event *out)
{
	size_t end = tag_end(left(x)), name = 1;
	struct span tag = span_cut(left(x), 0, end);

	if (end == SPAN_NONE)
		return bad(x, ERR_TRUNCATED, "ends inside of a tag");
	while (name < tag.len && !ascii_space(tag.ptr[name]) && tag.ptr[name] != '/')
		name++;
	if (name == 1)
		return bad(x, ERR_MALFORMED, "an element without a name");
	if (x->depth == XML_DEPTH_MAX)
		return bad(x, ERR_LIMIT, "elements are nested more than 256 deep");
	x->closes = tag.ptr[tag.len - 1] == '/';
	x->open[x->depth] = span_cut(tag, 1, name - 1);
	x->attributes = span_cut(tag, name, tag.len - name - x->closes);
	x->at += end + 1;
	x->rooted = true;
	*out = (struct xml_event){ .type = XML_OPEN, .depth = x->depth,
				   .name = without_prefix(x->open[x->depth]) };
	x->depth++;
	return 1;
}

/* ---- the document */

static int take_markup(struct xml *x, struct xml_event *out)
{
	struct span rest = left(x);

	if (span_starts(rest, SPAN("<![CDATA[")))
		return take_cdata(x, out);
	if (span_starts(rest, SPAN("<!--")))
		return pass(x, SPAN("-->"));
	if (span_starts(rest, SPAN("<?")))
		return pass(x, SPAN("?>"));
	if (span_starts(rest, SPAN("<!")))
		return pass_doctype(x);
	return span_starts(rest, SPAN("</")) ? take_close(x, out) : take_open(x, out);
}

static int take_text(struct xml *x, struct xml_event *out)
{
	struct span raw = span_cut(left(x), 0, span_find_byte(left(x), '<'));

	x->at += raw.len;
	if (x->depth)
		return give_text(x, resolved(x, raw), out);
	return span_trim(raw).len ? bad(x, ERR_MALFORMED, "text outside of the document") : 0;
}

static int end_document(struct xml *x, struct xml_event *out)
{
	*out = (struct xml_event){ .type = XML_END };
	if (x->depth)
		return bad(x, ERR_TRUNCATED, "ends before its elements do");
	return x->rooted ? 0 : bad(x, ERR_MALFORMED, "holds no element");
}

int xml_next(struct xml *x, struct xml_event *out, struct error *e)
{
	int rc = x->why.code == ERR_NONE ? 0 : -1;

	if (rc == 0 && x->closes) {
		x->closes = false;
		return close_element(x, x->open[x->depth - 1], out);
	}
	while (rc == 0 && x->at < x->bytes.len)
		rc = x->bytes.ptr[x->at] == '<' ? take_markup(x, out) : take_text(x, out);
	if (rc == 0)
		rc = end_document(x, out);
	if (rc < 0)
		*e = x->why;
	return rc;
}

/* The next `name="value"`; false behind the last. */
static bool next_attribute(struct span *rest, struct span *name, struct span *value)
{
	struct span s = span_trim(*rest);
	size_t equals = span_find_byte(s, '='), end;
	char quote;

	if (equals == SPAN_NONE)
		return false;
	*name = span_trim(span_cut(s, 0, equals));
	s = span_trim(span_skip(s, equals + 1));
	quote = s.len ? s.ptr[0] : 0;
	if (quote != '"' && quote != '\'')
		return false;
	s = span_skip(s, 1);
	end = span_find_byte(s, quote);
	*value = span_cut(s, 0, end);
	*rest = span_skip(s, value->len + 1);
	return true;
}

bool xml_attribute(struct xml *x, const char *name, struct span *out)
{
	struct span rest = x->attributes, key, value;

	while (next_attribute(&rest, &key, &value))
		if (span_equal(without_prefix(key), span_of(name))) {
			*out = resolved(x, value);
			return true;
		}
	*out = SPAN("");
	return false;
}

int xml_skip(struct xml *x, struct error *e)
{
	uint32_t outer = x->depth - 1;
	struct xml_event ev;
	int rc;

	do {
		rc = xml_next(x, &ev, e);
	} while (rc > 0 && !(ev.type == XML_CLOSE && ev.depth == outer));
	return rc < 0 ? -1 : 0;
}
