/*
 * pairs.c -- key=value pairs.  Each byte is looked at twice at most: once as
 * part of a value, once as what may be the next key.
 */
#include "evidence/log/pairs.h"

enum { K = 1, B = 2 };		/* in a key; between pairs */

static const uint8_t kinds[256] = {
	['0'] = K, ['1'] = K, ['2'] = K, ['3'] = K, ['4'] = K, ['5'] = K, ['6'] = K, ['7'] = K, ['8'] = K, ['9'] = K,
	['A'] = K, ['B'] = K, ['C'] = K, ['D'] = K, ['E'] = K, ['F'] = K, ['G'] = K,
	['H'] = K, ['I'] = K, ['J'] = K, ['K'] = K, ['L'] = K, ['M'] = K, ['N'] = K,
	['O'] = K, ['P'] = K, ['Q'] = K, ['R'] = K, ['S'] = K, ['T'] = K, ['U'] = K,
	['V'] = K, ['W'] = K, ['X'] = K, ['Y'] = K, ['Z'] = K,
	['a'] = K, ['b'] = K, ['c'] = K, ['d'] = K, ['e'] = K, ['f'] = K, ['g'] = K,
	['h'] = K, ['i'] = K, ['j'] = K, ['k'] = K, ['l'] = K, ['m'] = K, ['n'] = K,
	['o'] = K, ['p'] = K, ['q'] = K, ['r'] = K, ['s'] = K, ['t'] = K, ['u'] = K,
	['v'] = K, ['w'] = K, ['x'] = K, ['y'] = K, ['z'] = K,
	['_'] = K, ['.'] = K, ['-'] = K, ['@'] = K, ['/'] = K, ['#'] = K, ['$'] = K,
	[' '] = B, ['\t'] = B, [','] = B, [';'] = B, ['|'] = B, ['\n'] = B, ['\r'] = B,
};

static inline uint8_t kind(char c)
{
	return kinds[(unsigned char)c];
}

/* Behind the '=' (or the ':' before a quote) of the key that ends at p, or NULL. */
static const char *behind_key(const char *p, const char *end)
{
	if (p == end)
		return NULL;
	if (*p == '=')
		return p + 1;
	return *p == ':' && p + 1 < end && p[1] == '"' ? p + 1 : NULL;
}

/* Behind the closing quote; a backslash takes its meaning away, but not at the end. */
static const char *quoted_end(const char *p, const char *end, char quote)
{
	const char *from = p;

	for (;;) {
		const char *at = memchr(p, quote, (size_t)(end - p));
		const char *back = at;

		if (!at)
			return end;
		while (back > from && back[-1] == '\\')
			back--;
		if ((at - back) % 2 == 0 || at + 1 == end)
			return at;
		p = at + 1;
	}
}

/* The end of a value without quotes: where the next key (or nothing) follows. */
static const char *plain_end(const char *p, const char *end)
{
	while (p < end) {
		const char *stop, *word;

		while (p < end && kind(*p) != B)
			p++;
		stop = p;
		while (p < end && kind(*p) == B)
			p++;
		word = p;
		while (p < end && kind(*p) == K)
			p++;
		if (p == end && word == end)
			return stop;
		if (p > word && behind_key(p, end))
			return stop;
	}
	return end;
}

bool pair_next(struct span *rest, struct span *key, struct span *value)
{
	const char *p = rest->ptr, *end = p + rest->len, *from, *to = NULL;

	if (rest->len == 0)
		return false;
	while (!to) {
		while (p < end && kind(*p) != K)
			p++;
		from = p;
		while (p < end && kind(*p) == K)
			p++;
		if (p == end) {
			*rest = span_make(end, 0);
			return false;
		}
		*key = span_make(from, (size_t)(p - from));
		to = behind_key(p, end);
	}
	p = to;
	if (p < end && (*p == '"' || *p == '\'')) {
		to = quoted_end(p + 1, end, *p);
		*value = span_make(p + 1, (size_t)(to - p - 1));
		p = to + (to < end);
	} else {
		to = plain_end(p, end);
		*value = span_make(p, (size_t)(to - p));
		p = to;
	}
	*rest = span_make(p, (size_t)(end - p));
	return true;
}

bool pair_next_by(struct span *rest, char separator, struct span *key, struct span *value)
{
	struct span part;
	size_t equal;

	while (span_split(rest, separator, &part)) {
		equal = span_find_byte(part, '=');
		if (equal == SPAN_NONE || equal == 0)
			continue;
		*key = span_trim(span_cut(part, 0, equal));
		*value = span_trim(span_skip(part, equal + 1));
		return true;
	}
	return false;
}
