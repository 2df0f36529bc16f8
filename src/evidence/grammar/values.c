/* values.c -- the forms of single values, by shape and without memory. */
#include "evidence/grammar/values.h"

#include "evidence/log/words.h"
#include "value/address.h"

#define VALUE_MAX 512

bool value_is_hash(struct span s)
{
	if (s.len != 32 && s.len != 40 && s.len != 64 && s.len != 128)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (ascii_hex(s.ptr[i]) < 0)
			return false;
	return true;
}

/* "[.]", "(.)", "[dot]" and so on are one dot, the longest first; *n: how many bytes it is. */
static bool dot_at(struct span s, size_t i, size_t *n)
{
	static const char *const dots[] = { ".", "[.", ".]", "[.]", "(.)", "{.}", "[dot]", "(dot)" };

	for (size_t d = sizeof(dots) / sizeof(dots[0]); d-- > 0;) {
		struct span dot = span_of(dots[d]);

		if (span_equal(span_cut(s, i, dot.len), dot)) {
			*n = dot.len;
			return true;
		}
	}
	return false;
}

bool value_is_host(struct span s)
{
	size_t label = 0, dots = 0, letters = 0, n;

	if (word_take(&s, SPAN("*.")) || word_take(&s, SPAN(".")))
		dots = 0;
	if (s.len && s.ptr[s.len - 1] == '.')
		s.len--;
	if (s.len < 4 || s.len > 300)
		return false;
	for (size_t i = 0; i < s.len;) {
		if (dot_at(s, i, &n)) {
			if (label == 0)
				return false;
			dots++;
			label = letters = 0;
			i += n;
			continue;
		}
		if (!ascii_alnum(s.ptr[i]) && !memchr("-_", s.ptr[i], 2) && !(s.ptr[i] & 0x80))
			return false;
		letters += ascii_alpha(s.ptr[i]) || (s.ptr[i] & 0x80) != 0;
		label++;
		i++;
	}
	return dots > 0 && label >= 2 && letters > 0;
}

/* Dotted quad with defanged dots, perhaps /24, :port or a range to another. */
static bool is_address(struct span s)
{
	struct network network;
	struct address address;
	uint16_t port = 0;
	size_t digits = 0, dots = 0, n;

	if (address_parse(s, &address) || network_parse(s, &network) ||
	    event_end_parse(s, &address, &port))
		return true;
	for (size_t i = 0; i < s.len;) {
		if (dot_at(s, i, &n)) {
			if (digits == 0 || digits > 3)
				return false;
			dots++;
			digits = 0;
			i += n;
		} else if (ascii_digit(s.ptr[i])) {
			digits++;
			i++;
		} else {
			return dots == 3 && digits > 0 && memchr("/:-", s.ptr[i], 3);
		}
	}
	return dots == 3 && digits > 0;
}

static bool is_url(struct span s)
{
	size_t at = span_find(s, SPAN("://")), defanged = span_find(s, SPAN("[:]//"));

	if (at == SPAN_NONE)
		at = defanged;
	return at != SPAN_NONE && at > 0 && at <= 10;
}

bool value_is(struct span s)
{
	size_t at, slash;

	s = span_trim(s);
	if (s.len >= 2 && (s.ptr[0] == '"' || s.ptr[0] == '\'') && s.ptr[s.len - 1] == s.ptr[0])
		s = span_trim(span_cut(s, 1, s.len - 2));
	if (s.len < 4 || s.len > VALUE_MAX)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (ascii_space(s.ptr[i]))
			return false;
	if (value_is_hash(s) || is_address(s) || is_url(s))
		return true;
	at = span_find_byte(s, '@');
	if (at != SPAN_NONE && at > 0 && value_is_host(word_bare(span_skip(s, at + 1))))
		return true;
	slash = span_find_byte(s, '/');		/* a URL without its scheme */
	if (slash != SPAN_NONE && slash > 3)
		return value_is_host(span_cut(s, 0, slash));
	return value_is_host(s);
}

bool value_is_sink(struct span s)
{
	return word_among(s, "0.0.0.0 :: ::0 ::1 0 127.0.0.1 127.0.0.2 127.1 255.255.255.255 ::ffff:0.0.0.0") ||
	       span_starts(s, SPAN("127.0.0."));
}
