/*
 * recorder.c -- notes of what stands in a text: two lists of values that are
 * sorted, each value once, when they are full, and become a segment when they
 * stay full.
 *
 * Hostile input: what a list holds is bounded; sorting takes the same time
 * whatever is in it.
 */
#include "match/recorder.h"

#include <stdlib.h>

#include "base/frame.h"
#include "match/image.h"

#define LIST_LEAST   4096
#define SEGMENT_MOST (16u << 20)
#define FEW	     48		/* values that are sorted one by one */

/* ---- lists of values whose uppermost bits count (RECORDER_COUNTS) */

static void sort_few(uint64_t *value, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t v = value[i];
		size_t at = i;

		for (; at > 0 && value[at - 1] > v; at--)
			value[at] = value[at - 1];
		value[at] = v;
	}
}

#define DIGITS 5		/* of eight bits, from the lowest that counts on */
#define DIGIT(value, d) ((value) >> (24 + 8 * (d)) & 255)

/* Where the values with each digit begin. */
static void count_digits(const uint64_t *value, size_t n, size_t at[DIGITS][256])
{
	memset(at, 0, DIGITS * sizeof(*at));
	for (size_t i = 0; i < n; i++)
		for (unsigned d = 0; d < DIGITS; d++)
			at[d][DIGIT(value[i], d)]++;
	for (unsigned d = 0; d < DIGITS; d++)
		for (size_t k = 0, sum = 0; k < 256; k++) {
			size_t here = at[d][k];

			at[d][k] = sum;
			sum += here;
		}
}

/* Digit by digit to and fro; where they are in the end. */
static const uint64_t *sort_many(uint64_t *value, uint64_t *spare, size_t n)
{
	size_t at[DIGITS][256];
	uint64_t *from = value, *to = spare, *swap;

	count_digits(value, n, at);
	for (unsigned d = 0; d < DIGITS; d++) {
		for (size_t i = 0; i < n; i++)
			to[at[d][DIGIT(from[i], d)]++] = from[i];
		swap = from;
		from = to;
		to = swap;
	}
	return from;
}

/* In order, each value once. */
static void list_settle(struct recorder_list *l)
{
	const uint64_t *sorted = l->value;
	size_t kept = 0;

	if (l->count < FEW)
		sort_few(l->value, l->count);
	else
		sorted = sort_many(l->value, l->value + l->room, l->count);
	for (size_t i = 0; i < l->count; i++)
		if (kept == 0 || l->value[kept - 1] != sorted[i])
			l->value[kept++] = sorted[i];
	l->count = kept;
}

/* Room for more, and as much to sort them with. */
static bool list_widen(struct recorder_list *l)
{
	size_t room = l->room ? 4 * l->room : LIST_LEAST;
	uint64_t *wider = realloc(l->value, 2 * room * sizeof(*wider));

	if (!wider)
		return false;
	l->value = wider;
	l->room = room;
	return true;
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

static void put_quads(struct buf *b, const uint64_t *quad, size_t n)
{
	uint32_t last = 0;
	char *at;

	if (!buf_reserve(b, 5 * n))
		return;
	at = b->ptr + b->len;
	for (size_t i = 0; i < n; i++) {
		uint32_t here = (uint32_t)(quad[i] >> 32), step = here - last;

		for (; step > 127; step >>= 7)
			*at++ = (char)(step | 128);
		*at++ = (char)step;
		last = here;
	}
	b->len = (size_t)(at - b->ptr);
}

static void set_u32(char *at, size_t v)
{
	for (unsigned i = 0; i < 4; i++)
		at[i] = (char)(v >> (8 * i));
}

static bool segment_make(struct recorder *r)
{
	struct buf *b = &r->segment;
	size_t bytes;
	uint64_t sum;

	buf_clear(b);
	frame_u32(b, (uint32_t)r->key.count);
	frame_u32(b, 0);
	frame_u32(b, (uint32_t)r->quad.count);
	frame_u32(b, 0);
	frame_u64(b, 0);
	put_keys(b, r->key.value, r->key.count);
	bytes = b->len - RECORDER_HEAD;
	put_quads(b, r->quad.value, r->quad.count);
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

/* Both lists are settled. */
static void segment_out(struct recorder *r)
{
	if (r->failed || r->spoilt)
		return;
	if (!segment_make(r)) {
		r->spoilt = true;
		return;
	}
	r->failed = r->fn(r->context, buf_span(&r->segment), &r->error) < 0;
	r->key.count = r->quad.count = 0;
}

/* A full list gets more room; at its end each value once, and the next segment if that is many. */
static void make_room(struct recorder *r, struct recorder_list *l)
{
	if (l->room < RECORDER_KEYS) {
		r->spoilt |= !list_widen(l);
		return;
	}
	list_settle(l);
	if (l->count < l->room / 2)
		return;
	list_settle(&r->key);
	list_settle(&r->quad);
	segment_out(r);
}

/* ---- the recorder */

struct recorder *recorder_new(uint64_t seed, recorder_fn *fn, void *context)
{
	struct recorder *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->keys = keys_of_seed(seed);
	r->spread = (uint32_t)(r->keys.step >> 32) | 1;
	r->fn = fn;
	r->context = context;
	buf_init(&r->segment, SEGMENT_MOST);
	if (!list_widen(&r->key) || !list_widen(&r->quad)) {
		recorder_free(r);
		return NULL;
	}
	return r;
}

void recorder_free(struct recorder *r)
{
	if (!r)
		return;
	free(r->key.value);
	free(r->quad.value);
	buf_release(&r->segment);
	free(r);
}

void recorder_begin(struct recorder *r)
{
	r->spoilt = false;
	r->key.count = r->quad.count = 0;
	/* 32 bits of it count: an item that is the same in them is billions of items away. */
	r->epoch += UINT64_C(0x9e3779b97f4a7c15);
}

int recorder_end(struct recorder *r, struct error *e)
{
	list_settle(&r->key);
	list_settle(&r->quad);
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

static void note(struct recorder *r, struct recorder_list *l, uint64_t value)
{
	if (r->spoilt || r->failed)
		return;
	l->value[l->count++] = value;
	if (l->count == l->room)
		make_room(r, l);
}

void recorder_key(struct recorder *r, uint64_t key)
{
	note(r, &r->key, key & RECORDER_COUNTS);
}

void recorder_quad(struct recorder *r, uint32_t ipv4)
{
	note(r, &r->quad, (uint64_t)ipv4 << 32);
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
