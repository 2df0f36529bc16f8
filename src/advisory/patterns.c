/*
 * patterns.c -- where STIX patterns begin and end in text.
 *
 * Hostile input: PATTERN_LONGEST bytes of a pattern; a bracket that is not
 * closed within them begins none, so that a text is gone over a bounded number
 * of times.
 */
#include "advisory/patterns.h"

#include "advisory/words.h"
#include "value/refang.h"

#define PATTERN_LONGEST 8000
#define TYPE_LONGEST 24

static const char *const types[] = {
	"artifact", "autonomous-system", "directory", "domain-name", "email-addr",
	"email-message", "file", "ipv4-addr", "ipv6-addr", "mac-addr", "mutex", "network-traffic",
	"process", "software", "url", "user-account", "windows-registry-key", "x509-certificate",
	NULL
};

/* Bytes of a single quotation mark at the start of `t`, plain or set; 0: none. */
static size_t quote(struct span t)
{
	if (t.len && t.ptr[0] == '\'')
		return 1;
	return span_starts(t, SPAN("\xe2\x80\x98")) || span_starts(t, SPAN("\xe2\x80\x99")) ? 3 : 0;
}

/* Behind the string that begins at `at`; text.len when it is not closed. */
static size_t string_end(struct span text, size_t at)
{
	for (at += quote(span_skip(text, at)); at < text.len; at++) {
		size_t n = quote(span_skip(text, at));

		if (text.ptr[at] == '\\')
			at++;
		else if (n)
			return at + n;
	}
	return text.len;
}

/* "[file:", also "[ NOT (file:": does an observation begin at `at`? */
static bool observation_at(struct span text, size_t at)
{
	size_t n;

	if (at >= text.len || text.ptr[at] != '[')
		return false;
	for (at++; at < text.len && (ascii_space(text.ptr[at]) || text.ptr[at] == '('); at++)
		;
	for (n = at; n < text.len && n - at < TYPE_LONGEST &&
	     (ascii_alnum(text.ptr[n]) || text.ptr[n] == '-'); n++)
		;
	return n < text.len && text.ptr[n] == ':' &&
		word_one_of(span_cut(text, at, n - at), types);
}

/* Behind the bracket that closes the one at `at`, or 0. */
static size_t observation_end(struct span text, size_t at)
{
	size_t most = at + PATTERN_LONGEST < text.len ? at + PATTERN_LONGEST : text.len, i = at;
	int depth = 0;

	while (i < most) {
		if (quote(span_skip(text, i))) {
			i = string_end(span_cut(text, 0, most), i);
			continue;
		}
		/* Only an index of a list stands in brackets inside: "[0]", "[*]". */
		if (text.ptr[i] == '[' && depth++ && i + 1 < most && ascii_alpha(text.ptr[i + 1]))
			return 0;
		if (text.ptr[i] == ']' && --depth == 0)
			return i + 1;
		i++;
	}
	return 0;
}

static size_t blanks(struct span text, size_t at)
{
	while (at < text.len && ascii_space(text.ptr[at]))
		at++;
	return at;
}

/* Behind an operator or qualifier at `at`; `at`: none stands there. */
static size_t word_between(struct span text, size_t at)
{
	static const char *const words[] = { "AND", "OR", "FOLLOWEDBY", "WITHIN", "REPEATS",
					     "START", "STOP", "SECONDS", "TIMES" };

	if (span_starts(span_skip(text, at), SPAN("t'")))
		return string_end(text, at + 1);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t end = at + strlen(words[i]);

		if (span_starts(span_skip(text, at), span_of(words[i])) &&
		    (end == text.len || !ascii_alnum(text.ptr[end])))
			return end;
	}
	while (at < text.len && ascii_digit(text.ptr[at]))
		at++;
	return at;
}

/* What goes on behind a bracket: qualifiers, and an operator with another bracket. */
static size_t pattern_end(struct span text, size_t end)
{
	size_t at = end;

	while (at < text.len && at - end < PATTERN_LONGEST) {
		size_t next = blanks(text, at);

		if (next < text.len && text.ptr[next] == ')') {
			at = end = next + 1;
			continue;
		}
		if (next < text.len && text.ptr[next] == '(') {
			at = next + 1;
			continue;
		}
		if (observation_at(text, next)) {
			at = observation_end(text, next);
			if (!at)
				break;
			end = at;
			continue;
		}
		at = word_between(text, next);
		if (at == next)
			break;
		if (span_ends(span_cut(text, 0, at), SPAN("SECONDS")) ||
		    span_ends(span_cut(text, 0, at), SPAN("TIMES")) || text.ptr[at - 1] == '\'')
			end = at;
	}
	return end;
}

/* Parentheses in front belong to the pattern, as many as are closed in it. */
static size_t pattern_begin(struct span text, size_t from, size_t at, size_t *end)
{
	int open = 0, close = 0;

	for (size_t i = at; i < *end; i++)
		if (quote(span_skip(text, i)))
			i = string_end(span_cut(text, 0, *end), i) - 1;
		else
			open += text.ptr[i] == '(', close += text.ptr[i] == ')';
	for (; close > open && at > from; at--) {
		char c = text.ptr[at - 1];

		if (c != '(' && !ascii_space(c))
			break;
		open += c == '(';
	}
	for (; close > open && *end > at && text.ptr[*end - 1] == ')'; close--)
		--*end;			/* "(... [file:name = 'x'])" in a sentence */
	return at;
}

/* "[file: see below]" compares nothing. */
static bool compares(struct span bracket)
{
	static const char *const words[] = { " IN ", " LIKE ", " MATCHES ", "ISSUBSET", "EXISTS" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_find(bracket, span_of(words[i])) != SPAN_NONE)
			return true;
	for (size_t i = 0; i < bracket.len; i++)
		if (memchr("=<>", bracket.ptr[i], 3))
			return true;
	return false;
}

size_t patterns_next(struct span text, size_t from, size_t *end)
{
	for (size_t at = from; at < text.len; at++) {
		size_t close;

		if (!observation_at(text, at))
			continue;
		close = observation_end(text, at);
		if (!close || !compares(span_cut(text, at, close - at)))
			continue;
		*end = pattern_end(text, close);
		return pattern_begin(text, from, at, end);
	}
	return SPAN_NONE;
}

struct span patterns_plain(struct span pattern, struct arena *a)
{
	struct span out;
	struct buf b;

	buf_init(&b, 2 * PATTERN_LONGEST + pattern.len);
	for (size_t at = 0; at < pattern.len;) {
		size_t open = quote(span_skip(pattern, at)), end;

		if (!open) {
			if (!ascii_space(pattern.ptr[at]))
				buf_add(&b, span_cut(pattern, at, 1));
			else if (b.len && b.ptr[b.len - 1] != ' ')
				buf_text(&b, " ");
			at++;
			continue;
		}
		end = string_end(pattern, at);
		at += open;
		buf_add(&b, SPAN("'"));
		open = end > at && quote(span_skip(pattern, end - 1)) == 1 ? 1 : 3;
		refang(span_cut(pattern, at, end > at + open ? end - at - open : 0), &b, NULL);
		buf_add(&b, SPAN("'"));
		at = end;
	}
	out = b.bad ? SPAN("") : arena_copy(a, buf_span(&b));
	buf_release(&b);
	return out;
}
