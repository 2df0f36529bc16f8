/*
 * yara_needs.c -- can a YARA rule hold where none of its strings is found?
 *
 * Specification: YARA's documentation, "Writing YARA rules": `or` binds less
 * than `and`, that less than `not` and `defined`, and those less than all else.
 * What is undefined counts as false beside `and` and `or`.
 * Hostile input: libyara has compiled the text; nesting of DEPTH, then "may hold".
 */
#include "match/yara_needs.h"

#define DEPTH 32

struct reading {
	struct span left;
	struct span token;	/* empty: the end */
	unsigned depth;
};

/* ---- tokens */

static bool in_word(char c)
{
	return ascii_alnum(c) || c == '_' || c == '.';
}

static size_t behind_line(struct span s)
{
	size_t end = span_find_byte(s, '\n');

	return end == SPAN_NONE ? s.len : end + 1;
}

/* Bytes of blanks and comments in front. */
static size_t blanks(struct span s)
{
	size_t at = 0, end;

	for (;;) {
		struct span rest = span_skip(s, at);

		if (rest.len && ascii_space(rest.ptr[0])) {
			at++;
		} else if (span_starts(rest, SPAN("//"))) {
			at += behind_line(rest);
		} else if (span_starts(rest, SPAN("/*"))) {
			end = span_find(span_skip(rest, 2), SPAN("*/"));
			at = end == SPAN_NONE ? s.len : at + 2 + end + 2;
		} else {
			return at;
		}
	}
}

/* "..." or /.../, whose end is not escaped. */
static size_t quoted(struct span s)
{
	size_t at = 1;

	while (at < s.len && s.ptr[at] != s.ptr[0])
		at += s.ptr[at] == '\\' ? 2 : 1;
	return at + 1;
}

static size_t token_length(struct span s)
{
	size_t at = 1;

	if (s.ptr[0] == '"' || s.ptr[0] == '/')
		return quoted(s);
	/* Strings by name ($a, #a, $a*); != is no name. */
	if (span_find_byte(SPAN("$#@!"), s.ptr[0]) != SPAN_NONE) {
		while (at < s.len && in_word(s.ptr[at]))
			at++;
		return at < s.len && s.ptr[at] == '*' ? at + 1 : at;
	}
	if (in_word(s.ptr[0]))
		while (at < s.len && in_word(s.ptr[at]))
			at++;
	return at;
}

static void next(struct reading *r)
{
	size_t length;

	r->left = span_skip(r->left, blanks(r->left));
	length = r->left.len ? token_length(r->left) : 0;
	r->token = span_cut(r->left, 0, length);
	r->left = span_skip(r->left, length);
}

static bool is(const struct reading *r, const char *word)
{
	return span_equal(r->token, span_of(word));
}

/* ---- the condition */

static bool or_needs(struct reading *r);

/* Behind an operand of `and` and `or`. */
static bool at_end(const struct reading *r)
{
	return r->token.len == 0 || is(r, "and") || is(r, "or") || is(r, ")") || is(r, "}");
}

static void skip_operand(struct reading *r)
{
	size_t inside = 0;

	while (r->token.len && (inside || !at_end(r))) {
		inside += is(r, "(");
		inside -= inside && is(r, ")");
		next(r);
	}
}

/* A number without sign, unit or base; -1: something else. */
static int plain_number(const struct reading *r)
{
	int n = 0;

	if (r->token.len == 0 || r->token.len > 6)
		return -1;
	for (size_t i = 0; i < r->token.len; i++) {
		if (!ascii_digit(r->token.ptr[i]))
			return -1;
		n = 10 * n + (r->token.ptr[i] - '0');
	}
	return n;
}

/* The way on, when the next token is this one. */
static bool take(struct reading *r, const char *word)
{
	if (!is(r, word))
		return false;
	next(r);
	return true;
}

static bool at_place_or_end(const struct reading *r)
{
	return at_end(r) || is(r, "at") || is(r, "in");
}

/* "any of them", "2 of ($a, $b*)"; but not "any of (rule*)", "50% of them". */
static bool some_of(struct reading r)
{
	if (!is(&r, "any") && !is(&r, "all") && plain_number(&r) <= 0)
		return false;
	next(&r);
	if (!take(&r, "of"))
		return false;
	if (take(&r, "them"))
		return at_place_or_end(&r);
	if (!take(&r, "(") || r.token.len == 0 || r.token.ptr[0] != '$')
		return false;
	while (r.token.len && !is(&r, ")"))
		next(&r);
	next(&r);
	return at_place_or_end(&r);
}

/* "#a", "#a > 2", "#a >= 1" */
static bool counts_some(struct reading r)
{
	int least = 0;

	next(&r);
	if (take(&r, ">")) {
		least = take(&r, "=") ? 1 : 0;
		if (plain_number(&r) < least)
			return false;
		next(&r);
	}
	return at_end(&r);
}

static bool found(struct reading r)
{
	next(&r);
	return at_place_or_end(&r);
}

/* What stands between `and` and `or`, without parentheses around it. */
static bool operand_needs(struct reading *r)
{
	bool needs = r->token.ptr[0] == '$' ? found(*r)
		   : r->token.ptr[0] == '#' ? counts_some(*r) : some_of(*r);

	skip_operand(r);
	return needs;
}

static bool group_needs(struct reading *r)
{
	struct reading before = *r;
	bool needs;

	if (r->depth == DEPTH) {
		skip_operand(r);
		return false;
	}
	next(r);
	r->depth++;
	needs = or_needs(r);
	r->depth--;
	if (is(r, ")")) {
		next(r);
		if (at_end(r))
			return needs;
	}
	/* They belong to a number: (filesize - 3) > 5. */
	*r = before;
	skip_operand(r);
	return false;
}

static bool one_needs(struct reading *r)
{
	if (is(r, "not") || is(r, "defined")) {
		while (is(r, "not") || is(r, "defined"))
			next(r);
		skip_operand(r);
		return false;
	}
	if (at_end(r))
		return false;
	return is(r, "(") ? group_needs(r) : operand_needs(r);
}

static bool and_needs(struct reading *r)
{
	bool needs = one_needs(r);

	while (is(r, "and")) {
		next(r);
		needs |= one_needs(r);
	}
	return needs;
}

static bool or_needs(struct reading *r)
{
	bool needs = and_needs(r);

	while (is(r, "or")) {
		next(r);
		needs &= and_needs(r);
	}
	return needs;
}

bool yara_needs_string(struct span text)
{
	struct reading r = { .left = text }, condition = { 0 };

	/* The last "condition:"; in meta it would have a "=" behind it. */
	for (next(&r); r.token.len; next(&r)) {
		if (!is(&r, "condition"))
			continue;
		next(&r);
		if (!is(&r, ":"))
			continue;
		condition = r;
	}
	next(&condition);
	return or_needs(&condition) && is(&condition, "}");
}
