/* span.c -- searching, splitting and comparing borrowed bytes. */
#include "base/span.h"

#include "base/stride.h"

bool span_equal_nocase(struct span a, struct span b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i]))
			return false;
	return true;
}

bool span_starts_nocase(struct span s, struct span head)
{
	return s.len >= head.len && span_equal_nocase(span_cut(s, 0, head.len), head);
}

bool span_ends_nocase(struct span s, struct span tail)
{
	return s.len >= tail.len && span_equal_nocase(span_skip(s, s.len - tail.len), tail);
}

size_t span_find(struct span s, struct span needle)
{
	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return SPAN_NONE;
	return needle.len == 1 ? span_find_byte(s, needle.ptr[0]) : stride_find(s, needle);
}

size_t span_find_nocase(struct span s, struct span needle)
{
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if (span_equal_nocase(span_cut(s, i, needle.len), needle))
			return i;
	return SPAN_NONE;
}

size_t span_find_byte(struct span s, char c)
{
	const char *at = s.len ? memchr(s.ptr, c, s.len) : NULL;

	return at ? (size_t)(at - s.ptr) : SPAN_NONE;
}

size_t span_rfind_byte(struct span s, char c)
{
	const char *at = s.len ? memrchr(s.ptr, c, s.len) : NULL;

	return at ? (size_t)(at - s.ptr) : SPAN_NONE;
}

struct span span_trim(struct span s)
{
	while (s.len && ascii_space(s.ptr[0]))
		s = span_skip(s, 1);
	while (s.len && ascii_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

bool span_split(struct span *rest, char separator, struct span *part)
{
	size_t at;

	if (!rest->ptr)
		return false;
	at = span_find_byte(*rest, separator);
	if (at == SPAN_NONE) {
		*part = *rest;
		*rest = (struct span){ NULL, 0 };
		return true;
	}
	*part = span_cut(*rest, 0, at);
	*rest = span_skip(*rest, at + 1);
	return true;
}

bool span_line(struct span *rest, struct span *line)
{
	size_t at;

	if (rest->len == 0)
		return false;
	at = span_find_byte(*rest, '\n');
	*line = span_cut(*rest, 0, at);
	*rest = at == SPAN_NONE ? span_skip(*rest, rest->len) : span_skip(*rest, at + 1);
	if (line->len && line->ptr[line->len - 1] == '\r')
		line->len--;
	return true;
}

bool span_u64(struct span s, uint64_t *out)
{
	uint64_t value = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (!ascii_digit(s.ptr[i]) || __builtin_mul_overflow(value, 10u, &value) ||
		    __builtin_add_overflow(value, (uint64_t)(s.ptr[i] - '0'), &value))
			return false;
	}
	*out = value;
	return true;
}

bool span_hex64(struct span s, uint64_t *out)
{
	uint64_t value = 0;

	if (s.len == 0 || s.len > 16)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		int digit = ascii_hex(s.ptr[i]);

		if (digit < 0)
			return false;
		value = value << 4 | (uint64_t)digit;
	}
	*out = value;
	return true;
}

int span_compare(struct span a, struct span b)
{
	size_t shared = a.len < b.len ? a.len : b.len;
	int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;

	if (order)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

uint64_t span_hash(struct span s, uint64_t seed)
{
	uint64_t h = 0xcbf29ce484222325u ^ seed;

	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001b3u;
	h ^= h >> 33;
	h *= 0xff51afd7ed558ccdu;
	h ^= h >> 33;
	return h;
}
