/*
 * groups.c -- what is written in groups of hexadecimal digits with colons:
 * IPv6 addresses in every spelling, by value, and hardware addresses and
 * fingerprints in pairs.
 *
 * Hostile input: 112 bytes of a run are looked at; longer runs are neither.
 */
#include "match/kernel.h"
#include "match/lookup.h"
#include "match/phase.h"
#include "match/shape.h"

#define RUN_MAX   112		/* 32 pairs and colons are 95 */
#define FEW       5		/* colons that a run without "::" has at least: hardware addresses */
#define WINDOW    57		/* bits that bits_ending always has */

/*
 * The length of a run with enough colons, or two together: only those are parsed.
 * Hardware addresses are seldom listed.  WINDOW and more: it may be longer.
 */
static unsigned promising(const struct lane *l, uint32_t end, bool macs)
{
	unsigned length = bits_run(bits_ending(l->group, end));
	uint64_t colons = bits_ending(l->bit[BIT_COLON], end);

	if (length == 0)
		return 0;
	colons &= ~UINT64_C(0) << (64 - length);
	if (length >= WINDOW || (colons & colons << 1))
		return length;
	return bits_beyond(colons, macs ? FEW - 1 : FEW) ? length : 0;
}

static bool in_group(char c)
{
	return shape_is(c, SHAPE_HEX) || c == ':';
}

static size_t group_start(struct span text, size_t end)
{
	size_t at = end, floor = end > RUN_MAX ? end - RUN_MAX : 0;

	while (at > floor && in_group(text.ptr[at - 1]))
		at--;
	if (at > 0 && shape_is_percent(text, at - 1))
		at = at + 2 < end ? at + 2 : end;
	return at;
}

/* Behind the last group: ".2.3.4" of an IPv4 tail belongs to the address. */
static size_t quad_end(struct span text, size_t end)
{
	unsigned dots = 0;
	size_t at = end;

	while (at < text.len && end + 12 > at &&
	       (shape_is(text.ptr[at], SHAPE_DIGIT) || text.ptr[at] == '.'))
		dots += text.ptr[at++] == '.';
	while (at > end && text.ptr[at - 1] == '.') {
		at--;
		dots--;
	}
	return dots == 3 ? at : end;
}

static void report(struct scan *s, const struct view *v, size_t start, size_t end,
		   const struct address *a)
{
	struct address inner = address_unwrap(a);

	if (address_is_ipv4(a)) {
		address_verify(s, v, start, end, a, VEIL_EMBEDDED);
		return;
	}
	address_verify(s, v, start, end, a, 0);
	if (!address_equal(&inner, a))
		address_verify(s, v, start, end, &inner, VEIL_EMBEDDED);
}

/* Addresses that wait for their words of the filter. */
#define BATCH 32

struct batch {
	struct scan *scan;
	const struct view *view;
	unsigned count;
	struct { size_t start, end; struct address address; } found[BATCH];
};

static void batch_report(struct batch *b)
{
	for (unsigned i = 0; i < b->count; i++)
		report(b->scan, b->view, b->found[i].start, b->found[i].end,
		       &b->found[i].address);
	b->count = 0;
}

static bool try_address(struct batch *b, size_t start, size_t end)
{
	const struct set *set = b->scan->set;
	struct address a;

	if (end <= start ||
	    !address_parse_ipv6(span_cut(b->view->text, start, end - start), &a))
		return false;
	if (b->count == BATCH)
		batch_report(b);
	b->found[b->count].start = start;
	b->found[b->count].end = end;
	b->found[b->count++].address = a;
	filter_expect(filter_of(set, FILTER_ADDRESSES), key_address(&set->keys, &a));
	return true;
}

/* Letters glued to the front make it something else, but for "IPv6:" and "src:". */
static bool glued(struct span text, size_t start)
{
	return start > 0 && ascii_alnum(text.ptr[start - 1]) && !shape_behind_escape(text, start);
}

static void verify_address(struct batch *b, size_t start, size_t end)
{
	const struct view *v = b->view;
	size_t tail = quad_end(v->text, end);

	if (glued(v->text, start)) {
		size_t colon = span_find_byte(span_cut(v->text, start, end - start), ':');

		if (colon == SPAN_NONE)
			return;
		start += colon + 1;
	}
	if (end < v->text.len &&
	    (ascii_alnum(v->text.ptr[end]) || shape_joined_right(v->text, end)))
		return;
	if (tail > end && try_address(b, start, tail))
		return;
	/* "fe80::1: up" and "::1:": a colon of the sentence. */
	if (end - start > 2 && v->text.ptr[end - 1] == ':' && v->text.ptr[end - 2] != ':')
		end--;
	try_address(b, start, end);
}

/* aa:bb:cc of 6, 16, 20 or 32 pairs. */
static void verify_pairs(struct scan *s, const struct view *v, size_t start, size_t end)
{
	struct span run = span_cut(v->text, start, end - start), hex;
	size_t pairs = (run.len + 1) / 3;
	uint64_t key;
	struct probe p;
	struct list list;
	char digits[64];

	if (run.len % 3 != 2 || (pairs != 6 && pairs != 16 && pairs != 20 && pairs != 32))
		return;
	for (size_t i = 0; i < pairs; i++) {
		if (run.ptr[3 * i] == ':' || run.ptr[3 * i + 1] == ':' ||
		    (i + 1 < pairs && run.ptr[3 * i + 2] != ':'))
			return;
		memcpy(digits + 2 * i, run.ptr + 3 * i, 2);
	}
	hex = span_make(digits, 2 * pairs);
	key = key_text(&s->set->keys, KEY_HEX, hex);
	if (s->recorder)
		recorder_key(s->recorder, key);
	p = table_probe(s->set, KEY_HEX, key);
	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (lookup_is(s->set, list.item[i], hex) ||
			    lookup_is(s->set, list.item[i], run))
				scan_add(s, v, start, end, list.item[i], 0, 0);
}

void phase_groups(struct scan *s, const struct view *v, struct lane *l)
{
	size_t n = l->kernel->groups(l);
	bool macs = set_wants(s->set, KIND_MAC);
	struct batch batch;

	batch.scan = s;
	batch.view = v;
	batch.count = 0;

	for (size_t i = 0; i < n; i++) {
		size_t end = l->base + l->end[i], start;
		unsigned length = promising(l, l->end[i], macs);

		if (!length)
			continue;
		start = length < WINDOW ? end - length : group_start(v->text, end);
		if (end - start >= RUN_MAX || start == end)
			continue;
		if (!glued(v->text, start))
			verify_pairs(s, v, start, end);
		if (end - start <= 45)
			verify_address(&batch, start, end);
	}
	batch_report(&batch);
}
