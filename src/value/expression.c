/*
 * expression.c -- patterns as bounded regular expressions.
 *
 * Hostile input: groups nest GROUP_DEPTH deep; what repeats holds nothing that
 * repeats without end; the width of all that may match is counted on the way
 * and bounded, so that whoever compiles the expression has bounded work.
 */
#include "value/expression.h"

#include <stdio.h>

#include "value/wildcard.h"

#define GROUP_DEPTH 16

/* ---- wildcards */

/* One byte that a wildcard may stand for. */
static const char *class_of(enum kind kind)
{
	switch (kind) {
	case KIND_USER_AGENT:
		return "[^\\x00-\\x1f\"]";
	case KIND_PATH:
	case KIND_REGISTRY_KEY:
		return "[^\\x00-\\x1f\"<>|\\\\/]";
	default:
		return "[^\\x00-\\x1f\"<>|\\\\/ ]";
	}
}

static void add_byte(struct buf *out, char c)
{
	char hex[8];

	if (ascii_alnum(c)) {
		buf_byte(out, c);
		return;
	}
	snprintf(hex, sizeof(hex), "\\x%02x", (unsigned char)c);
	buf_text(out, hex);
}

/* A part of a value that stands fast: separators and blanks may be written more than once. */
static void add_fixed(struct buf *out, struct span value, size_t *at)
{
	char c = value.ptr[*at];

	if (c == '\\' || c == '/' || c == ' ') {
		while (*at + 1 < value.len && value.ptr[*at + 1] == c)
			++*at;
		buf_text(out, c == ' ' ? " {1,4}" : "[\\\\/]{1,4}");
	} else {
		add_byte(out, c);
	}
	++*at;
}

/* A wildcard at the very edge says only that something may follow. */
static struct span without_edges(enum kind kind, struct span value, unsigned *flags)
{
	size_t len, from = 0, last = value.len;

	*flags = EXPRESSION_BEGINS | EXPRESSION_ENDS;
	while (wildcard_at(kind, value, from, &len) == WILDCARD_ANY) {
		from += len;
		*flags &= ~(unsigned)EXPRESSION_BEGINS;
	}
	for (size_t i = from; i < value.len; i += len ? len : 1)
		if (wildcard_at(kind, value, i, &len) == WILDCARD_ANY && i + len == value.len) {
			last = i;
			*flags &= ~(unsigned)EXPRESSION_ENDS;
			break;
		}
	return span_cut(value, from, last - from);
}

int expression_of_wildcards(enum kind kind, struct span value, struct buf *out, unsigned *flags,
			    struct error *e)
{
	size_t len, before = out->len;

	value = without_edges(kind, value, flags);
	for (size_t i = 0; i < value.len; ) {
		enum wildcard w = wildcard_at(kind, value, i, &len);

		if (w == WILDCARD_NONE) {
			add_fixed(out, value, &i);
			continue;
		}
		buf_text(out, class_of(kind));
		if (w == WILDCARD_ANY)
			buf_byte(out, '*');
		i += len;
	}
	if (out->bad || out->len - before > EXPRESSION_MAX || out->len == before)
		return fail(e, ERR_UNSUPPORTED, "a pattern that is too long");
	return 0;
}

/* ---- regular expressions */

struct regex {
	enum kind kind;
	struct span text;
	size_t at;
	unsigned endless;	/* repetitions without end so far */
	struct buf *out;
	struct error *error;
};

/* What an atom may match, in bytes, and whether anything in it repeats without end. */
struct width {
	size_t most;
	bool endless;
};

static int refused(const struct regex *r, const char *what)
{
	return fail(r->error, ERR_UNSUPPORTED, "regular expression: %s at %zu", what, r->at);
}

static char here(const struct regex *r)
{
	return r->at < r->text.len ? r->text.ptr[r->at] : '\0';
}

static bool more(const struct regex *r)
{
	return r->at < r->text.len;
}

/* "\d", "\.", "\x41" at the backslash; in a class or outside of one. */
static int take_escape(struct regex *r)
{
	static const char classes[] = "dDwWsS", controls[] = "tnrfv";
	char c;

	r->at++;
	c = here(r);
	if (!more(r))
		return refused(r, "a backslash at the end");
	if (c == 'x') {
		struct span hex = span_cut(r->text, r->at + 1, 2);
		int high = hex.len == 2 ? ascii_hex(hex.ptr[0]) : -1;
		int low = hex.len == 2 ? ascii_hex(hex.ptr[1]) : -1;

		if (high < 0 || low < 0)
			return refused(r, "an unknown escape");
		add_byte(r->out, (char)(high << 4 | low));
		r->at += 3;
		return 0;
	}
	if (ascii_alnum(c) && !strchr(classes, c) && !strchr(controls, c))
		return refused(r, ascii_digit(c) ? "a reference back" : "an unknown escape");
	if (ascii_alnum(c)) {
		buf_byte(r->out, '\\');
		buf_byte(r->out, c);
	} else {
		add_byte(r->out, c);
	}
	r->at++;
	return 0;
}

static int take_class(struct regex *r)
{
	buf_byte(r->out, '[');
	r->at++;
	if (here(r) == '^') {
		buf_byte(r->out, '^');
		r->at++;
	}
	for (bool first = true; more(r); first = false) {
		char c = here(r);

		if (c == ']' && !first) {
			buf_byte(r->out, ']');
			r->at++;
			return 0;
		}
		if (c == '[' && r->at + 1 < r->text.len && strchr(":.=", r->text.ptr[r->at + 1]))
			return refused(r, "a named class");
		if (c == '\\') {
			if (take_escape(r) < 0)
				return -1;
			continue;
		}
		if (c == '-')
			buf_byte(r->out, '-');
		else
			add_byte(r->out, c);
		r->at++;
	}
	return refused(r, "a class without end");
}

static int take_alternatives(struct regex *r, unsigned depth, struct width *w);

static int take_group(struct regex *r, unsigned depth, struct width *w)
{
	r->at++;
	if (here(r) == '?') {
		if (r->at + 1 >= r->text.len || r->text.ptr[r->at + 1] != ':')
			return refused(r, "what looks around, names or sets something");
		r->at += 2;
	}
	buf_text(r->out, "(?:");
	if (take_alternatives(r, depth + 1, w) < 0)
		return -1;
	if (here(r) != ')')
		return refused(r, "a group without end");
	buf_byte(r->out, ')');
	r->at++;
	return 0;
}

/* "." of a value: in those that hold no blanks it is none. */
static const char *any_of(enum kind kind)
{
	bool line = kind == KIND_PATH || kind == KIND_REGISTRY_KEY || kind == KIND_EMAIL_SUBJECT ||
		    kind == KIND_COMMAND_LINE || kind == KIND_USER_AGENT;

	return line ? "[^\\x00-\\x1f]" : "[^\\x00-\\x20\"<>|]";
}

static int take_atom(struct regex *r, unsigned depth, struct width *w)
{
	char c = here(r);

	*w = (struct width){ 1, false };
	switch (c) {
	case '(':
		return take_group(r, depth, w);
	case '[':
		return take_class(r);
	case '\\':
		return take_escape(r);
	case '^':
	case '$':
		return refused(r, "an anchor inside");
	case '*':
	case '+':
	case '?':
	case '{':
		return refused(r, "nothing to repeat");
	case '.':
		buf_text(r->out, any_of(r->kind));
		break;
	default:
		add_byte(r->out, c);
	}
	r->at++;
	return 0;
}

/* "{2}", "{2,}", "{2,5}" at the brace. */
static bool take_braces(struct regex *r, uint64_t *least, uint64_t *most, bool *endless)
{
	size_t close = span_find_byte(span_skip(r->text, r->at), '}');
	struct span inner = close == SPAN_NONE ? SPAN("") : span_cut(r->text, r->at + 1, close - 1);
	size_t comma = span_find_byte(inner, ',');

	*endless = comma != SPAN_NONE && comma + 1 == inner.len;
	if (!span_u64(span_cut(inner, 0, comma), least))
		return false;
	*most = *endless ? *least + EXPRESSION_REPEATS : *least;
	if (comma != SPAN_NONE && !*endless && !span_u64(span_skip(inner, comma + 1), most))
		return false;
	r->at += close + 1;
	return *least <= *most && *most <= EXPRESSION_MAX;
}

static int take_repeat(struct regex *r, struct width *w)
{
	uint64_t least = 0, most = EXPRESSION_REPEATS;
	bool endless = true;
	char c = here(r), times[48];

	if (!more(r) || !strchr("*+?{", c))
		return 0;
	if (c == '{') {
		if (!take_braces(r, &least, &most, &endless))
			return refused(r, "a repetition that is none, or too long");
	} else {
		least = c == '+';
		most = c == '?' ? 1 : EXPRESSION_REPEATS;
		endless = c != '?';
		r->at++;
	}
	if (endless && w->endless)
		return refused(r, "a repetition without end inside of one");
	r->endless += endless;
	if (r->endless > WILDCARD_MOST)
		return refused(r, "too many repetitions without end");
	/* Lazy and possessive ones match the same texts. */
	if (here(r) == '?' || here(r) == '+')
		r->at++;
	if (endless)
		snprintf(times, sizeof(times), "{%llu,}", (unsigned long long)least);
	else
		snprintf(times, sizeof(times), "{%llu,%llu}", (unsigned long long)least,
			 (unsigned long long)most);
	buf_text(r->out, times);
	w->most *= most;
	w->endless |= endless;
	return 0;
}

static int take_sequence(struct regex *r, unsigned depth, struct width *w)
{
	*w = (struct width){ 0, false };
	while (more(r) && here(r) != '|' && here(r) != ')') {
		struct width one;

		if (take_atom(r, depth, &one) < 0 || take_repeat(r, &one) < 0)
			return -1;
		w->most += one.most;
		w->endless |= one.endless;
		if (w->most > EXPRESSION_MAX || r->out->bad || r->out->len > 4 * EXPRESSION_MAX)
			return refused(r, "more text than one value has");
	}
	return 0;
}

static int take_alternatives(struct regex *r, unsigned depth, struct width *w)
{
	*w = (struct width){ 0, false };
	if (depth > GROUP_DEPTH)
		return refused(r, "groups that are nested too deep");
	for (;;) {
		struct width one;

		if (take_sequence(r, depth, &one) < 0)
			return -1;
		w->most = one.most > w->most ? one.most : w->most;
		w->endless |= one.endless;
		if (here(r) != '|')
			return 0;
		buf_byte(r->out, '|');
		r->at++;
	}
}

static bool is_escaped(struct span s, size_t at)
{
	size_t n = 0;

	while (n < at && s.ptr[at - 1 - n] == '\\')
		n++;
	return n % 2;
}

/* Alternatives outside of all groups: an anchor belongs to one of them only. */
static bool has_alternatives(struct span s)
{
	unsigned depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '|' && depth == 0)
			return true;
		depth += s.ptr[i] == '(';
		depth -= s.ptr[i] == ')' && depth;
		i += s.ptr[i] == '\\';
	}
	return false;
}

/* ".*" at either end says nothing; anchors there say that the value begins or ends. */
static struct span without_anchors(struct span s, unsigned *flags)
{
	*flags = 0;
	if (has_alternatives(s))
		return s;
	if (span_starts(s, SPAN("^"))) {
		s = span_skip(s, 1);
		*flags |= EXPRESSION_BEGINS;
	}
	while (span_starts(s, SPAN(".*")) || span_starts(s, SPAN(".+"))) {
		s = span_skip(s, 2);
		*flags &= ~(unsigned)EXPRESSION_BEGINS;
	}
	if (span_ends(s, SPAN("$")) && !is_escaped(s, s.len - 1)) {
		s.len--;
		*flags |= EXPRESSION_ENDS;
	}
	while ((span_ends(s, SPAN(".*")) || span_ends(s, SPAN(".+"))) && !is_escaped(s, s.len - 2)) {
		s.len -= 2;
		*flags &= ~(unsigned)EXPRESSION_ENDS;
	}
	return s;
}

#define FAST_LEAST 3		/* letters and digits that a regular expression must hold */

static size_t letters(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\\')
			i++;
		else if (s.ptr[i] == '[')
			i += span_find_byte(span_skip(s, i), ']') == SPAN_NONE ? 0
				: span_find_byte(span_skip(s, i), ']');
		else
			n += ascii_alnum(s.ptr[i]);
	}
	return n;
}

int expression_of_regex(enum kind kind, struct span regex, struct buf *out, unsigned *flags,
			struct error *e)
{
	struct regex r = { .kind = kind, .out = out, .error = e };
	struct width w;

	r.text = without_anchors(regex, flags);
	if (r.text.len > EXPRESSION_MAX)
		return refused(&r, "more than is read");
	if (letters(r.text) < FAST_LEAST)
		return refused(&r, "hardly a letter that stands fast");
	if (take_alternatives(&r, 0, &w) < 0)
		return -1;
	return more(&r) ? refused(&r, "a group that was not opened") : 0;
}
