/*
 * kernel_keys.c -- candidates to keys, without branches that depend on the
 * text: windows of bitmaps say where labels and octets begin.  Each key's word
 * of the filter is fetched ahead, and asked for in a second loop.
 */
#include "match/kernel_name.h"
#include "match/kernel_quad.h"
#include "match/range.h"
#include "match/table.h"

#define SURE 57			/* bits that a window always has */

static inline unsigned top_zeros(uint64_t bits)
{
	return (unsigned)__builtin_clzll(bits | 1);
}

/* Length of the last two labels; of the whole run when it has no more. */
static inline unsigned last_labels(uint64_t dots, unsigned length)
{
	uint64_t rest = dots & ~(UINT64_C(1) << 63 >> top_zeros(dots));
	unsigned second = top_zeros(rest);

	return second < length ? second : length;
}

size_t KERNEL(name_keys)(struct lane *l, const struct set *s, struct span text, size_t n,
			 size_t *odd)
{
	const char *chunk = text.ptr + l->base;
	const struct filter filter = filter_of(s, FILTER_NAMES);
	const struct keys keys = s->keys;
	size_t kept = 0, odds = *odd;

	for (size_t i = 0; i < n; i++) {
		uint32_t end = l->end[i];
		uint64_t dots = bits_ending(l->bit[BIT_DOT], end);
		unsigned length = top_zeros(~bits_ending(l->token, end));
		uint64_t inside = dots >> ((64 - length) & 63);

		/* Long ones, reversed addresses, and the first of a text. */
		if (length >= SURE || __builtin_popcountll(inside) > 3 ||
		    l->base + end < KEY_TAIL) {
			l->odd[odds++] = end;
			continue;
		}
		l->key[kept] = key_tail(&keys, chunk + end, last_labels(dots, length));
		filter_expect(filter, l->key[kept]);
		l->place[kept++] = end;
	}
	*odd = odds;
	return kept;
}

/* Of the runs in l->end those that look like an address; their marks in l->value. */
static inline size_t keep_quads(struct lane *l, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t end = l->end[i], mark;
		unsigned length = top_zeros(~bits_ending(l->number, end));

		mark = quad_mark(bits_ending(l->bit[BIT_DOT], end), length);
		l->end[kept] = end;
		l->odd[kept] = length;
		l->value[kept] = mark;
		kept += quad_is(mark) & (length < 16) & (l->base + end >= KEY_TAIL);
	}
	return kept;
}

/* Of the addresses those that the filter or the map of networks knows. */
static inline size_t keep_listed(struct lane *l, const struct set *s, size_t n)
{
	const struct filter filter = filter_of(s, FILTER_ADDRESSES);
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t ipv4 = l->value[i];
		int listed = filter_has(filter, l->key[i]), ranged = range_maybe4(s, ipv4);

		l->value[kept] = ipv4;
		l->end[kept] = l->end[i];
		l->odd[kept] = l->odd[i];
		kept += (size_t)(listed | ranged);
	}
	return kept;
}

size_t KERNEL(addresses)(struct lane *l, const struct set *s, struct span text, size_t n)
{
	const char *chunk = text.ptr + l->base;
	const struct filter filter = filter_of(s, FILTER_ADDRESSES);
	const struct keys keys = s->keys;
	size_t kept = 0;

	n = keep_quads(l, n);
	for (size_t i = 0; i < n; i++) {
		uint32_t end = l->end[i], length = l->odd[i], ipv4;
		bool good = quad_value(chunk + end, l->value[i], &ipv4);

		l->key[kept] = key_ipv4(&keys, ipv4);
		filter_expect(filter, l->key[kept]);
		range_expect4(s, ipv4);
		l->value[kept] = ipv4;
		l->place[kept] = ipv4;
		l->odd[kept] = length;
		l->end[kept] = end;
		kept += good;
	}
	l->asked = kept;
	return keep_listed(l, s, kept);
}

size_t KERNEL(filter)(struct lane *l, const struct set *s, size_t n)
{
	const struct filter filter = filter_of(s, FILTER_NAMES);
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		l->value[kept] = (uint32_t)i;
		kept += filter_has(filter, l->key[i]);
	}
	return kept;
}
