/*
 * recall.c -- asks and segments, both sorted, gone through side by side.
 *
 * Hostile input: a segment comes from the case, which others may have written;
 * its checksum and lengths are verified, and what is wrong with it only makes
 * the text be read again.
 */
#include "match/recall.h"

#include <stdlib.h>

#include "base/frame.h"
#include "match/opened.h"

struct recall {
	unsigned why, digests;
	uint64_t *key;
	size_t keys;
	struct recall_range *range;
	size_t ranges;
};

const char *recall_why_text(unsigned bit)
{
	static const char *const texts[RECALL_WHYS] = {
		"YARA rules are found only by reading",
		"keys, agents and other texts are found only by reading",
		"networks of IPv6 wider than /32 are found only by reading",
		"names that end in a number are found only by reading",
		"more than 500,000 values are looked for",
	};

	return bit < RECALL_WHYS ? texts[bit] : "";
}

static int by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static int by_range(const void *a, const void *b)
{
	const struct recall_range *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->last < y->last ? -1 : x->last > y->last;
}

/* ---- what is asked */

static void settle_keys(struct recall_asking *a)
{
	size_t kept = 0;

	if (a->keys)
		qsort(a->key, a->keys, sizeof(*a->key), by_key);
	for (size_t i = 0; i < a->keys; i++)
		if (kept == 0 || a->key[kept - 1] != a->key[i])
			a->key[kept++] = a->key[i];
	a->keys = kept;
}

/* Ranges that touch become one. */
static void settle_ranges(struct recall_asking *a)
{
	size_t kept = 0;

	if (a->ranges)
		qsort(a->range, a->ranges, sizeof(*a->range), by_range);
	for (size_t i = 0; i < a->ranges; i++) {
		struct recall_range *last = kept ? &a->range[kept - 1] : NULL;

		if (last && a->range[i].first <= last->last) {
			if (a->range[i].last > last->last)
				last->last = a->range[i].last;
		} else {
			a->range[kept++] = a->range[i];
		}
	}
	a->ranges = kept;
}

void recall_encode(struct recall_asking *a, struct buf *out)
{
	settle_keys(a);
	settle_ranges(a);
	if (a->keys + a->ranges > RECALL_MOST) {
		a->why |= RECALL_MANY;
		a->keys = a->ranges = 0;
	}
	frame_u32(out, a->why);
	frame_u32(out, a->digests);
	frame_u32(out, (uint32_t)a->keys);
	for (size_t i = 0; i < a->keys; i++)
		frame_u64(out, a->key[i]);
	frame_u32(out, (uint32_t)a->ranges);
	for (size_t i = 0; i < a->ranges; i++) {
		frame_u32(out, a->range[i].first);
		frame_u32(out, a->range[i].last);
	}
}

static int recall_read(struct recall *r, struct cursor *c, struct error *e)
{
	r->why = cursor_u32(c);
	r->digests = cursor_u32(c);
	r->keys = cursor_u32(c);
	if (r->keys > c->left.len / 8)
		return fail(e, ERR_MALFORMED, "recall: asks are damaged");
	r->key = calloc(r->keys + 1, sizeof(*r->key));
	for (size_t i = 0; r->key && i < r->keys; i++)
		r->key[i] = cursor_u64(c);
	r->ranges = cursor_u32(c);
	if (r->ranges > c->left.len / 8)
		return fail(e, ERR_MALFORMED, "recall: asks are damaged");
	r->range = calloc(r->ranges + 1, sizeof(*r->range));
	for (size_t i = 0; r->range && i < r->ranges; i++)
		r->range[i] = (struct recall_range){ cursor_u32(c), cursor_u32(c) };
	if (!r->key || !r->range)
		return fail(e, ERR_MEMORY, "no memory for what is asked");
	return c->bad ? fail(e, ERR_MALFORMED, "recall: asks are damaged") : 0;
}

int recall_open(struct recall **out, struct span bytes, struct error *e)
{
	struct recall *r = calloc(1, sizeof(*r));
	struct cursor c = { .left = bytes };

	if (!r)
		return fail(e, ERR_MEMORY, "no memory for what is asked");
	if (recall_read(r, &c, e) < 0) {
		recall_close(r);
		return -1;
	}
	qsort(r->key, r->keys, sizeof(*r->key), by_key);
	*out = r;
	return 0;
}

void recall_close(struct recall *r)
{
	if (!r)
		return;
	free(r->key);
	free(r->range);
	free(r);
}

unsigned recall_why(const struct recall *r)
{
	return r->why;
}

unsigned recall_digests(const struct recall *r)
{
	return r->digests;
}

int recall_add(struct recall *r, uint64_t key, struct error *e)
{
	uint64_t *wider = realloc(r->key, (r->keys + 1) * sizeof(*wider));
	size_t at = r->keys;

	if (!wider)
		return fail(e, ERR_MEMORY, "no memory for what is asked");
	for (; at > 0 && wider[at - 1] > key; at--)
		wider[at] = wider[at - 1];
	wider[at] = key;
	r->key = wider;
	r->keys++;
	return 0;
}

/* ---- the comparison */

/* Three bytes a difference, the keys of the asks brought down to the same measure. */
static bool holds_key(const struct recall *r, struct span keys, size_t n)
{
	uint64_t all = (uint64_t)n << RECORDER_SPREAD, here = 0, asked;
	const unsigned char *at = (const unsigned char *)keys.ptr, *end = at + keys.len / 3 * 3;
	size_t next = 1;

	if (r->keys == 0)
		return false;
	asked = recorder_place(r->key[0], all);
	for (; at < end; at += 3) {
		uint32_t step = at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;

		here += step;
		if (here < asked || step == RECORDER_FAR)
			continue;
		for (; asked < here; next++) {
			if (next == r->keys)
				return false;
			asked = recorder_place(r->key[next], all);
		}
		if (asked == here)
			return true;
	}
	return false;
}

/* A difference of addresses, byte by byte. */
static uint32_t quad_step(struct span quads, size_t *at)
{
	uint32_t step = 0;
	unsigned shift = 0;

	do
		step |= (uint32_t)(quads.ptr[*at] & 127) << shift;
	while ((quads.ptr[(*at)++] & 128) && *at < quads.len && (shift += 7) < 32);
	return step;
}

/* Up to four bytes at once: nearly all are, and how long each is nobody can foretell. */
static uint32_t quad_step_fast(struct span quads, size_t *at)
{
	uint32_t bytes, last;

	if (quads.len - *at < 4)
		return quad_step(quads, at);
	memcpy(&bytes, quads.ptr + *at, 4);
	last = ~bytes & 0x80808080u;
	if (last == 0)
		return quad_step(quads, at);
	*at += (size_t)(__builtin_ctz(last) + 1) / 8;
	bytes &= last ^ (last - 1);
	return (bytes & 0x7f) | (bytes >> 1 & 0x3f80) | (bytes >> 2 & 0x1fc000) |
	       (bytes >> 3 & 0xfe00000);
}

static bool holds_quad(const struct recall *r, struct span quads)
{
	uint32_t here = 0;
	size_t next = 0, at = 0;

	while (at < quads.len && next < r->ranges) {
		here += quad_step_fast(quads, &at);
		while (next < r->ranges && r->range[next].last < here)
			next++;
		if (next < r->ranges && r->range[next].first <= here)
			return true;
	}
	return false;
}

/* The checksum as it was made, its own field zero. */
static bool is_sound(struct span segment, uint64_t sum)
{
	char head[RECORDER_HEAD];
	uint64_t whole;

	memcpy(head, segment.ptr, sizeof(head));
	memset(head + 16, 0, 8);
	whole = proof_checksum(span_make(head, sizeof(head))) ^
		proof_checksum(span_skip(segment, sizeof(head)));
	return whole == sum;
}

bool recall_may_hold(const struct recall *r, struct span segment)
{
	struct cursor c = { .left = segment };
	uint32_t keys = cursor_u32(&c), key_bytes = cursor_u32(&c);
	uint32_t quad_bytes;
	uint64_t sum;
	struct span key, quad;

	cursor_u32(&c);
	quad_bytes = cursor_u32(&c);
	sum = cursor_u64(&c);
	key = cursor_take(&c, key_bytes);
	quad = cursor_take(&c, quad_bytes);
	if (c.bad || c.left.len || !is_sound(segment, sum))
		return true;
	return holds_key(r, key, keys) || holds_quad(r, quad);
}
