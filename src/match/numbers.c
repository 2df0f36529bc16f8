/*
 * numbers.c -- IPv4 addresses: runs of digits with three dots, by value, so
 * that zeros in front do not matter, and in CIDR ranges.
 *
 * A run that is longer, or glued to letters or further dots, is none: versions,
 * parts of host names and longer dotted numbers.
 */
#include "match/lookup.h"
#include "match/phase.h"
#include "match/shape.h"

#define LONGEST 15		/* 255.255.255.255, or padded with zeros */

static inline bool quad_value(const char *at, const char *end, uint32_t *out)
{
	uint32_t value = 0, octet = 0, digits = 0, dots = 0;

	for (; at < end; at++) {
		if (*at == '.') {
			value = value << 8 | octet;
			octet = digits = 0;
			dots++;
		} else {
			octet = octet * 10 + (uint32_t)(*at - '0');
			if (++digits > 3 || octet > 255)
				return false;
		}
	}
	*out = value << 8 | octet;
	return dots == 3;
}

static inline bool three_dots(uint64_t dots)
{
	uint64_t last = bits_beyond(dots, 2);

	return last && !bits_beyond(last, 1);
}

static struct address address_of(uint32_t ipv4)
{
	struct address a = { { [10] = 0xff, [11] = 0xff } };

	for (unsigned i = 0; i < 4; i++)
		a.bytes[12 + i] = (uint8_t)(ipv4 >> (24 - 8 * i));
	return a;
}

/* Nothing in front that makes it part of something longer. */
static bool begins_anew(struct span text, size_t start)
{
	char c;

	if (start == 0)
		return true;
	c = text.ptr[start - 1];
	if (start >= 3 && shape_is_percent(text, start - 3))
		return shape_behind_escape(text, start);
	if (c == '.')
		return start < 2 || !ascii_alnum(text.ptr[start - 2]) ||
		       shape_behind_escape(text, start - 1);
	return !ascii_alpha(c) || shape_behind_escape(text, start);
}

static bool ends_here(struct span text, size_t end)
{
	char next;

	if (end >= text.len)
		return true;
	if (ascii_alpha(text.ptr[end]) || shape_joined_right(text, end))
		return false;
	if (end + 1 >= text.len)
		return true;
	next = text.ptr[end + 1];
	/* "1.2.3.4.example.org" and "1.2.3.4-static.example.org" are names. */
	if (text.ptr[end] == '.')
		return !ascii_alnum(next) && next != '_';
	return text.ptr[end] != '-' || !ascii_alpha(next);
}

/* Addresses of the candidates, their keys, and whether a range may hold them. */
static size_t make_keys(const struct scan *s, struct span text, struct lane *l, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t end = l->end[i], ipv4;
		size_t at = l->base + end;
		unsigned length = bits_run(bits_ending(l->number, end));
		uint64_t dots = bits_ending(l->bit[BIT_DOT], end);
		struct address a;

		if (length > LONGEST || length < 7 ||
		    !three_dots(dots >> (64 - length)) ||
		    !quad_value(text.ptr + at - length, text.ptr + at, &ipv4))
			continue;
		a = address_of(ipv4);
		l->key[kept] = key_address(&s->set->keys, &a);
		filter_expect(s->set, l->key[kept]);
		l->value[kept] = ipv4;
		l->odd[kept] = length;
		l->end[kept++] = end;
	}
	return kept;
}

void phase_numbers(struct scan *s, const struct view *v, struct lane *l)
{
	size_t n = make_keys(s, v->text, l, token_numbers(l));

	for (size_t i = 0; i < n; i++) {
		size_t end = l->base + l->end[i], start = end - l->odd[i];
		struct address a;

		if (!filter_has(s->set, l->key[i]) && !range_maybe4(s->set, l->value[i]))
			continue;
		if (!begins_anew(v->text, start) || !ends_here(v->text, end))
			continue;
		a = address_of(l->value[i]);
		address_verify(s, v, start, end, &a, 0);
	}
}
