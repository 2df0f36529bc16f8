/*
 * numbers.c -- IPv4 addresses: runs of digits with three dots, by value, so
 * that zeros in front do not matter, and in CIDR ranges.
 *
 * A run that is longer, or glued to letters or further dots, is none: versions,
 * parts of host names and longer dotted numbers.
 */
#include "match/kernel.h"
#include "match/lookup.h"
#include "match/phase.h"
#include "match/shape.h"

/* A run too near to the start of the text for the kernel. */
static bool quad_first(struct span run, uint32_t *out)
{
	struct address a;

	if (!address_parse(run, &a) || !address_is_ipv4(&a))
		return false;
	*out = 0;
	for (unsigned i = 12; i < 16; i++)
		*out = *out << 8 | a.bytes[i];
	return true;
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
	/* "1.2.3.4.example.org" and "1.2.3.4-dsl.example.org" are names. */
	if (text.ptr[end] == '.')
		return !ascii_alnum(next) && next != '_';
	return text.ptr[end] != '-' || !ascii_alpha(next);
}

static void verify(struct scan *s, const struct view *v, size_t start, size_t end, uint32_t ipv4)
{
	struct address a = address_of(ipv4);

	if (begins_anew(v->text, start) && ends_here(v->text, end))
		address_verify(s, v, start, end, &a, 0);
}

/* The runs that end in the first bytes of the text. */
static void take_first(struct scan *s, const struct view *v, const struct lane *l, size_t n)
{
	for (size_t i = 0; i < n && l->base + l->end[i] < KEY_TAIL; i++) {
		size_t end = l->end[i], start = end - bits_run(bits_ending(l->number, l->end[i]));
		uint32_t ipv4;

		if (quad_first(span_cut(v->text, start, end - start), &ipv4))
			verify(s, v, start, end, ipv4);
	}
}

void phase_numbers(struct scan *s, const struct view *v, struct lane *l)
{
	size_t n = l->kernel->numbers(l);

	take_first(s, v, l, n);
	n = l->kernel->addresses(l, s->set, v->text, n);
	if (s->recorder)
		recorder_quads(s->recorder, l->key, l->place, l->asked);
	for (size_t i = 0; i < n; i++) {
		size_t end = l->base + l->end[i];

		verify(s, v, end - l->odd[i], end, l->value[i]);
	}
}
