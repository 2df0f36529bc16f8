/*
 * yara_needs.c -- when can a YARA rule hold?
 *
 * Specification: YARA's documentation, "Writing YARA rules": `or` binds less
 * than `and`, that less than `not` and `defined`, and those less than all else.
 * What is undefined counts as false beside `and` and `or`, and makes whatever is
 * computed of it undefined, but for `not`, `defined`, loops and counts (which may
 * hold here).  Of a module for programs nothing is defined where the item is none,
 * but constants, whose names have no small letter, and is_pe (a test asks libyara).
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
	length = r->left.len && r->left.ptr ? token_length(r->left) : 0;
	r->token = span_cut(r->left, 0, length);
	r->left = span_skip(r->left, length);
}

static bool is(const struct reading *r, const char *word)
{
	return span_equal(r->token, span_of(word));
}

/* ---- the condition */

static unsigned or_may(struct reading *r);

/* Without a string of its own it does not hold. */
#define NEEDS_STRING (YARA_MAY_ALWAYS & ~((1u << YARA_KINDS) - 1))

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

/* ---- what only some items have */

static unsigned may_of(enum yara_kind kind)
{
	return YARA_MAY(kind, false) | YARA_MAY(kind, true);
}

enum yara_kind yara_kind_of(struct span bytes)
{
	return span_starts(bytes, SPAN("MZ")) ? YARA_MZ
	       : span_starts(bytes, SPAN("\177ELF")) ? YARA_ELF : YARA_OTHER;
}

/* "0x5A4D", up to four bytes. */
static bool hex_number(const struct reading *r, uint32_t *out)
{
	uint32_t n = 0;

	if (r->token.len < 3 || r->token.len > 10 || !span_starts_nocase(r->token, SPAN("0x")))
		return false;
	for (size_t i = 2; i < r->token.len; i++) {
		int digit = ascii_hex(r->token.ptr[i]);

		if (digit < 0)
			return false;
		n = n << 4 | (uint32_t)digit;
	}
	*out = n;
	return true;
}

/* "uint16(0) == 0x5A4D", "uint32be(0) == 0x7F454C46": the kinds that may begin so. */
static unsigned begins_so(struct reading r)
{
	static const struct { const char *name; unsigned bytes; bool big; } calls[] = {
		{ "uint16", 2, false }, { "uint16be", 2, true },
		{ "uint32", 4, false }, { "uint32be", 4, true },
	};
	size_t i = 0;
	char begin[4];
	uint32_t number;
	struct span head;
	unsigned may = 0;

	while (i < sizeof(calls) / sizeof(calls[0]) && !is(&r, calls[i].name))
		i++;
	if (i == sizeof(calls) / sizeof(calls[0]))
		return YARA_MAY_ALWAYS;
	next(&r);
	if (!take(&r, "(") || !take(&r, "0") || !take(&r, ")") || !take(&r, "=") || !take(&r, "=") ||
	    !hex_number(&r, &number))
		return YARA_MAY_ALWAYS;
	next(&r);
	if (!at_end(&r))
		return YARA_MAY_ALWAYS;
	for (unsigned k = 0; k < calls[i].bytes; k++)
		begin[k] = (char)(number >> 8 * (calls[i].big ? calls[i].bytes - 1 - k : k));
	head = span_make(begin, calls[i].bytes);
	may |= span_starts(head, SPAN("MZ")) ? may_of(YARA_MZ) : 0;
	may |= span_starts(SPAN("\177ELF"), head) ? may_of(YARA_ELF) : 0;
	/* Two bytes of an ELF may begin something else. */
	if (!(may & may_of(YARA_MZ)) && !(calls[i].bytes == 4 && may))
		may |= may_of(YARA_OTHER);
	return may;
}

/* "pe.imphash", "elf.type": undefined where the item is no such program; MACHINE_I386 is a constant. */
static bool is_of(struct span token, struct span module)
{
	bool small = false;

	if (!span_starts(token, module) || span_equal(token, SPAN("pe.is_pe")))
		return false;
	for (size_t i = module.len; i < token.len; i++)
		small |= token.ptr[i] >= 'a' && token.ptr[i] <= 'z';
	return small;
}

/* What a comparison or call says that stands between `and` and `or`. */
static unsigned of_program(struct reading r)
{
	static const char *const open[] = { "for", "of", "not", "defined", "and", "or", "in", "them" };
	unsigned may = YARA_MAY_ALWAYS;
	struct reading first = r;
	size_t inside = 0;

	next(&first);
	if (is(&r, "pe.is_pe") && at_end(&first))
		return may_of(YARA_MZ);
	for (; r.token.len && (inside || !at_end(&r)); next(&r)) {
		inside += is(&r, "(");
		inside -= inside && is(&r, ")");
		for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++)
			if (is(&r, open[i]))
				return YARA_MAY_ALWAYS;
		if (is_of(r.token, SPAN("pe.")))
			may &= may_of(YARA_MZ);
		if (is_of(r.token, SPAN("elf.")))
			may &= may_of(YARA_ELF);
	}
	return may;
}

/* What stands between `and` and `or`, without parentheses around it. */
static unsigned operand_may(struct reading *r)
{
	bool string = r->token.ptr[0] == '$' ? found(*r)
		    : r->token.ptr[0] == '#' ? counts_some(*r) : some_of(*r);
	unsigned may = string ? NEEDS_STRING : begins_so(*r) & of_program(*r);

	skip_operand(r);
	return may;
}

static unsigned group_may(struct reading *r)
{
	struct reading before = *r;
	unsigned may;

	if (r->depth == DEPTH) {
		skip_operand(r);
		return YARA_MAY_ALWAYS;
	}
	next(r);
	r->depth++;
	may = or_may(r);
	r->depth--;
	if (is(r, ")")) {
		next(r);
		if (at_end(r))
			return may;
	}
	/* They belong to a number: (filesize - 3) > 5. */
	*r = before;
	skip_operand(r);
	return YARA_MAY_ALWAYS;
}

static unsigned one_may(struct reading *r)
{
	if (is(r, "not") || is(r, "defined")) {
		while (is(r, "not") || is(r, "defined"))
			next(r);
		skip_operand(r);
		return YARA_MAY_ALWAYS;
	}
	if (at_end(r))
		return YARA_MAY_ALWAYS;
	return is(r, "(") ? group_may(r) : operand_may(r);
}

static unsigned and_may(struct reading *r)
{
	unsigned may = one_may(r);

	while (is(r, "and")) {
		next(r);
		may &= one_may(r);
	}
	return may;
}

static unsigned or_may(struct reading *r)
{
	unsigned may = and_may(r);

	while (is(r, "or")) {
		next(r);
		may |= and_may(r);
	}
	return may;
}

unsigned yara_may_hold(struct span text)
{
	struct reading r = { .left = text }, condition = { 0 };
	unsigned may;

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
	may = or_may(&condition);
	return is(&condition, "}") ? may : YARA_MAY_ALWAYS;
}

bool yara_import(struct span *rest, struct span *statement, struct span *module)
{
	struct reading r = { .left = *rest };
	const char *from;

	next(&r);
	from = r.token.ptr;
	if (!take(&r, "import") || r.token.len < 3 || r.token.ptr[0] != '"')
		return false;
	*module = span_cut(r.token, 1, r.token.len - 2);
	*statement = span_make(from, (size_t)(r.token.ptr - from) + r.token.len);
	*rest = r.left;
	return true;
}

bool yara_names(struct span text, struct span module)
{
	struct span rest = text;
	size_t at;

	while ((at = span_find(rest, module)) != SPAN_NONE) {
		size_t behind;

		rest = span_skip(rest, at + module.len);
		behind = blanks(rest);
		if (behind < rest.len && rest.ptr[behind] == '.')
			return true;
	}
	return false;
}
