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

static size_t table_slots(const struct recorder_table *t)
{
	return ((size_t)1 << t->bits) + TAIL;
}

static bool table_reset(struct recorder_table *t)
{
	if (t->bits != BITS_LEAST || !t->slot) {
		free(t->slot);
		t->bits = BITS_LEAST;
		t->slot = malloc(table_slots(t) * sizeof(*t->slot));
	}
	if (t->slot)
		memset(t->slot, 0, table_slots(t) * sizeof(*t->slot));
	t->count = 0;
	return t->slot != NULL;
}

/* 1: it is new; 0: it was there; -1: no place near its own. */
static int table_put(struct recorder_table *t, uint64_t value)
{
	size_t at = (size_t)(value >> (64 - t->bits)), end = table_slots(t);

	for (; at < end; at++) {
		if (t->slot[at] == value)
			return 0;
		if (t->slot[at] == 0) {
			t->slot[at] = value;
			t->count++;
			return 1;
		}
	}
	return -1;
}

static bool table_widen(struct recorder_table *t)
{
	struct recorder_table wide = { .bits = t->bits };
	bool crowded = true;

	while (crowded && wide.bits < BITS_MOST) {
		wide.bits++;
		wide.count = 0;
		free(wide.slot);
		wide.slot = calloc(table_slots(&wide), sizeof(*wide.slot));
		crowded = false;
		for (size_t i = 0; wide.slot && i < table_slots(t) && !crowded; i++)
			crowded = t->slot[i] && table_put(&wide, t->slot[i]) < 0;
	}
	if (!wide.slot || crowded) {
		free(wide.slot);
		return false;
	}
	free(t->slot);
	*t = wide;
	return true;
}

static bool table_add(struct recorder_table *t, uint64_t value)
{
	int put = table_put(t, value);

	if (put < 0 || t->count * 2 > (size_t)1 << t->bits)
		if (!table_widen(t))
			return false;
	return put >= 0 || table_put(t, value) >= 0;
}

/* All values in order, at the front of the slots; the table is used up. */
static size_t table_sort(struct recorder_table *t)
{
	size_t n = 0, slots = table_slots(t);

	for (size_t i = 0; i < slots; i++) {
		uint64_t value = t->slot[i];
		size_t at = n;

		if (value == 0)
			continue;
		for (; at > 0 && t->slot[at - 1] > value; at--)
			t->slot[at] = t->slot[at - 1];
		t->slot[at] = value;
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

static void put_difference(struct buf *b, uint64_t step)
{
	char bytes[3];

	for (;;) {
		uint32_t now = step < RECORDER_FAR ? (uint32_t)step : RECORDER_FAR;

		for (unsigned i = 0; i < 3; i++)
			bytes[i] = (char)(now >> (8 * i));
		buf_add(b, span_make(bytes, 3));
		if (now < RECORDER_FAR)
			return;
		step -= RECORDER_FAR;
	}
}

static void put_keys(struct buf *b, const uint64_t *key, size_t n)
{
	uint64_t all = (uint64_t)n << RECORDER_SPREAD, last = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t here = recorder_place(key[i], all);

		put_difference(b, here - last);
		last = here;
	}
}

static void put_quads(struct buf *b, const uint32_t *quad, size_t n)
{
	uint32_t last = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t step = quad[i] - last;

		for (; step > 127; step >>= 7)
			buf_byte(b, (char)(step | 128));
		buf_byte(b, (char)step);
		last = quad[i];
	}
}

/* The addresses of the table, sorted, in memory of their own. */
static uint32_t *take_quads(const struct recorder *r, size_t *n)
{
	const struct recorder_table *t = &r->quad;
	uint32_t *quad = malloc((2 * t->count + 1) * sizeof(*quad));

	*n = 0;
	for (size_t i = 0; quad && i < table_slots(t); i++)
		if (t->slot[i])
			quad[(*n)++] = quad_of(r, t->slot[i]);
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
	put_keys(b, r->key.slot, keys);
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
	free(r->key.slot);
	free(r->quad.slot);
	buf_release(&r->segment);
	free(r);
}

void recorder_begin(struct recorder *r)
{
	r->spoilt = false;
	memset(r->recent, 0, sizeof(r->recent));
	memset(r->recent_quad, 0, sizeof(r->recent_quad));
	segment_begin(r);
}

int recorder_end(struct recorder *r, struct error *e)
{
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
	if (t->count >= RECORDER_KEYS) {
		segment_out(r);
		segment_begin(r);
	}
	if (!r->spoilt && !table_add(t, value))
		r->spoilt = true;
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
	if (recorder_knows(r, key))
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
