/*
 * recorder.c -- notes of what stands in a text: two sets of distinct values
 * that become a segment when they are full.
 *
 * A table keeps values near the place that their uppermost bits say, so that
 * reading it from its front gives them nearly in order.
 *
 * Hostile input: keys have a secret seed, so that nobody can write texts whose
 * keys crowd together; a table that is crowded grows, and has an end.
 */
#include "match/recorder.h"

#include <stdlib.h>

#include "base/frame.h"
#include "match/image.h"

#define BITS_LEAST 10
#define BITS_MOST  22
#define TAIL	   64		/* slots behind the last place, so that nothing wraps */
#define SEGMENT_MOST (16u << 20)

/* ---- distinct values */

static size_t slots_of(unsigned bits)
{
	return ((size_t)1 << bits) + TAIL;
}

/* Zeros, in `spare` if that is large enough: memory of earlier items is used again. */
static bool slots_take(struct recorder_slots *out, struct recorder_slots *spare, unsigned bits)
{
	size_t n = slots_of(bits);

	if (spare->room < n) {
		free(spare->slot);
		*spare = (struct recorder_slots){ malloc(n * sizeof(*spare->slot)), n };
	}
	*out = *spare;
	*spare = (struct recorder_slots){ 0 };
	if (!out->slot)
		return false;
	memset(out->slot, 0, n * sizeof(*out->slot));
	return true;
}

static bool table_reset(struct recorder_table *t)
{
	t->bits = BITS_LEAST;
	t->count = 0;
	if (!t->now.slot)
		return slots_take(&t->now, &t->spare, t->bits);
	memset(t->now.slot, 0, slots_of(t->bits) * sizeof(*t->now.slot));
	return true;
}

/* 1: it is new; 0: it was there; -1: no place near its own. */
static int table_put(struct recorder_table *t, uint64_t value)
{
	size_t at = (size_t)(value >> (64 - t->bits)), end = slots_of(t->bits);

	for (; at < end; at++) {
		if (t->now.slot[at] == value)
			return 0;
		if (t->now.slot[at] == 0) {
			t->now.slot[at] = value;
			t->count++;
			return 1;
		}
	}
	return -1;
}

static bool table_widen(struct recorder_table *t)
{
	struct recorder_slots old = t->now;
	size_t n = slots_of(t->bits);

	while (t->bits < BITS_MOST) {
		bool crowded = false;

		t->bits++;
		t->count = 0;
		if (!slots_take(&t->now, &t->spare, t->bits))
			break;
		for (size_t i = 0; i < n && !crowded; i++)
			crowded = old.slot[i] && table_put(t, old.slot[i]) < 0;
		t->spare = crowded ? t->now : old;
		if (!crowded)
			return true;
	}
	t->now = old;
	return false;
}

static bool table_add(struct recorder_table *t, uint64_t value)
{
	int put = table_put(t, value);

	if (put < 0 || t->count * 3 > (size_t)2 << t->bits)
		if (!table_widen(t))
			return false;
	return put >= 0 || table_put(t, value) >= 0;
}

/* All values in order, at the front of the slots; the table is used up. */
static size_t table_sort(struct recorder_table *t)
{
	size_t n = 0, slots = slots_of(t->bits);

	for (size_t i = 0; i < slots; i++) {
		uint64_t value = t->now.slot[i];
		size_t at = n;

		if (value == 0)
			continue;
		for (; at > 0 && t->now.slot[at - 1] > value; at--)
			t->now.slot[at] = t->now.slot[at - 1];
		t->now.slot[at] = value;
		n++;
	}
	return n;
}

/* ---- an address of IPv4 as a value of the table, and back: multiplied by a secret */

static uint64_t quad_value(const struct recorder *r, uint32_t ipv4)
{
	/* The lower half is only there so that no value is 0. */
	return (uint64_t)(ipv4 * r->spread) << 32 | 1;
}

static uint32_t quad_of(const struct recorder *r, uint64_t value)
{
	return (uint32_t)(value >> 32) * r->gather;
}

/* The x for which x * odd is 1, by Newton: three bits are right, then six, and so on. */
static uint32_t inverse(uint32_t odd)
{
	uint32_t x = odd;

	for (unsigned i = 0; i < 4; i++)
		x *= 2 - odd * x;
	return x;
}

/* By eight bits at a time, from the last on; `spare` has room for n. */
static void sort_quads(uint32_t *quad, uint32_t *spare, size_t n)
{
	for (unsigned shift = 0; shift < 32; shift += 8) {
		size_t at[257] = { 0 };

		for (size_t i = 0; i < n; i++)
			at[(quad[i] >> shift & 255) + 1]++;
		for (unsigned k = 1; k < 256; k++)
			at[k] += at[k - 1];
		for (size_t i = 0; i < n; i++)
			spare[at[quad[i] >> shift & 255]++] = quad[i];
		memcpy(quad, spare, n * sizeof(*quad));
	}
}

/* ---- a segment */

static char *put_difference(char *at, uint64_t step)
{
	uint32_t now;

	do {
		now = step < RECORDER_FAR ? (uint32_t)step : RECORDER_FAR;
		for (unsigned i = 0; i < 3; i++)
			*at++ = (char)(now >> (8 * i));
		step -= now;
	} while (now == RECORDER_FAR);
	return at;
}

/* Differences that go on: one in so many places at most. */
static size_t keys_most(size_t n)
{
	return 3 * (n + ((n << RECORDER_SPREAD) / RECORDER_FAR) + 1);
}

static void put_keys(struct buf *b, const uint64_t *key, size_t n)
{
	uint64_t all = (uint64_t)n << RECORDER_SPREAD, last = 0;
	char *at;

	if (!buf_reserve(b, keys_most(n)))
		return;
	at = b->ptr + b->len;
	for (size_t i = 0; i < n; i++) {
		uint64_t here = recorder_place(key[i], all);

		at = put_difference(at, here - last);
		last = here;
	}
	b->len = (size_t)(at - b->ptr);
}

static void put_quads(struct buf *b, const uint32_t *quad, size_t n)
{
	uint32_t last = 0;
	char *at;

	if (!buf_reserve(b, 5 * n))
		return;
	at = b->ptr + b->len;
	for (size_t i = 0; i < n; i++) {
		uint32_t step = quad[i] - last;

		for (; step > 127; step >>= 7)
			*at++ = (char)(step | 128);
		*at++ = (char)step;
		last = quad[i];
	}
	b->len = (size_t)(at - b->ptr);
}

/* The addresses of the table, sorted, in memory of their own. */
static uint32_t *take_quads(const struct recorder *r, size_t *n)
{
	const struct recorder_table *t = &r->quad;
	uint32_t *quad = malloc((2 * t->count + 1) * sizeof(*quad));

	*n = 0;
	for (size_t i = 0; quad && i < slots_of(t->bits); i++)
		if (t->now.slot[i])
			quad[(*n)++] = quad_of(r, t->now.slot[i]);
	if (quad)
		sort_quads(quad, quad + t->count, *n);
	return quad;
}

static void set_u32(char *at, size_t v)
{
	for (unsigned i = 0; i < 4; i++)
		at[i] = (char)(v >> (8 * i));
}

static bool segment_make(struct recorder *r)
{
	struct buf *b = &r->segment;
	size_t keys, quads, bytes;
	uint32_t *quad = take_quads(r, &quads);
	uint64_t sum;

	if (!quad)
		return false;
	keys = table_sort(&r->key);
	buf_clear(b);
	frame_u32(b, (uint32_t)keys);
	frame_u32(b, 0);
	frame_u32(b, (uint32_t)quads);
	frame_u32(b, 0);
	frame_u64(b, 0);
	put_keys(b, r->key.now.slot, keys);
	bytes = b->len - RECORDER_HEAD;
	put_quads(b, quad, quads);
	free(quad);
	if (b->bad)
		return false;
	set_u32(b->ptr + 4, bytes);
	set_u32(b->ptr + 12, b->len - RECORDER_HEAD - bytes);
	sum = image_checksum(span_cut(buf_span(b), 0, RECORDER_HEAD)) ^
	      image_checksum(span_skip(buf_span(b), RECORDER_HEAD));
	set_u32(b->ptr + 16, (uint32_t)sum);
	set_u32(b->ptr + 20, sum >> 32);
	return true;
}

static void segment_out(struct recorder *r)
{
	if (r->failed || r->spoilt)
		return;
	if (!segment_make(r)) {
		r->spoilt = true;
		return;
	}
	r->failed = r->fn(r->context, buf_span(&r->segment), &r->error) < 0;
}

static void segment_begin(struct recorder *r)
{
	if (!table_reset(&r->key) || !table_reset(&r->quad))
		r->spoilt = true;
}

/* ---- the recorder */

static void table_free(struct recorder_table *t)
{
	free(t->now.slot);
	free(t->spare.slot);
}

static void take_waiting(struct recorder *r)
{
	for (unsigned i = 0; i < r->waits && !r->spoilt; i++) {
		const struct recorder_wait *w = &r->wait[i];

		if (w->table->count >= RECORDER_KEYS) {
			segment_out(r);
			segment_begin(r);
		}
		if (!r->spoilt && !table_add(w->table, w->value))
			r->spoilt = true;
	}
	r->waits = 0;
}

struct recorder *recorder_new(uint64_t seed, recorder_fn *fn, void *context)
{
	struct recorder *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->keys = keys_of_seed(seed);
	r->spread = (uint32_t)(r->keys.step >> 32) | 1;
	r->gather = inverse(r->spread);
	r->fn = fn;
	r->context = context;
	buf_init(&r->segment, SEGMENT_MOST);
	return r;
}

void recorder_free(struct recorder *r)
{
	if (!r)
		return;
	table_free(&r->key);
	table_free(&r->quad);
	buf_release(&r->segment);
	free(r);
}

void recorder_begin(struct recorder *r)
{
	r->spoilt = false;
	r->waits = 0;
	/* 32 bits of it count: an item that is the same in them is billions of items away. */
	r->epoch += UINT64_C(0x9e3779b97f4a7c15) | 1;
	segment_begin(r);
}

int recorder_end(struct recorder *r, struct error *e)
{
	take_waiting(r);
	segment_out(r);
	if (r->failed) {
		*e = r->error;
		return -1;
	}
	return !r->spoilt;
}

void recorder_spoil(struct recorder *r)
{
	if (r)
		r->spoilt = true;
}

/* ---- noting */

static void note(struct recorder *r, struct recorder_table *t, uint64_t value)
{
	if (r->spoilt)
		return;
	__builtin_prefetch(&t->now.slot[value >> (64 - t->bits)], 1);
	r->wait[r->waits++] = (struct recorder_wait){ t, value };
	if (r->waits == RECORDER_WAITS)
		take_waiting(r);
}

void recorder_key(struct recorder *r, uint64_t key)
{
	note(r, &r->key, key ? key : 1);
}

void recorder_quad(struct recorder *r, uint32_t ipv4)
{
	note(r, &r->quad, quad_value(r, ipv4));
}

uint64_t recorder_network(const struct keys *k, const struct address *a, unsigned bits)
{
	struct address first = *a;

	memset(first.bytes + bits / 8, 0, 16 - bits / 8);
	return key_mix(key_address(k, &first) ^ bits, k->step);
}

void recorder_address(struct recorder *r, const struct address *a)
{
	uint64_t key = key_address(&r->keys, a);
	uint32_t ipv4 = 0;

	if (address_is_ipv4(a)) {
		for (unsigned i = 12; i < 16; i++)
			ipv4 = ipv4 << 8 | a->bytes[i];
		recorder_quad(r, ipv4);
		return;
	}
	/* Turned over: it says that all four are noted. */
	if (recorder_knows(r, ~key))
		return;
	recorder_key(r, key);
	for (unsigned bits = 32; bits <= 64; bits += 16)
		recorder_key(r, recorder_network(&r->keys, a, bits));
}

bool recorder_passes_over(struct span labels)
{
	size_t dot = span_find_byte(labels, '.');

	if (dot == SPAN_NONE || dot == 0 || dot + 1 >= labels.len ||
	    !ascii_digit(labels.ptr[dot + 1]))
		return false;
	for (size_t i = 0; i < dot; i++)
		if (!ascii_digit(labels.ptr[i]))
			return false;
	return true;
}
