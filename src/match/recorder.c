/*
 * recorder.c -- notes of what stands in a text: lists of values, which are
 * sorted, each value once, when one is full, and become a segment when it
 * stays full.
 *
 * Hostile input: what a list holds is bounded, and keys are hashes by a seed
 * that nobody knows, so that they spread over the lists.
 */
#include "match/recorder.h"

#include <stdlib.h>

#include "base/frame.h"
#include "match/opened.h"

#define SEGMENT_MOST (16u << 20)
#define AHEAD	     64		/* values that are noted at once; there is room for them */
#define PART_FIRST   8		/* bits: room of a list of keys, at first and in the end */
#define PART_MOST    12
#define QUADS_FIRST  8192	/* room for addresses */
#define FORGET	     1024	/* values that are forgotten one by one */
#define FEW	     24		/* keys that are sorted one by one */
#define MANY	     128	/* addresses that are worth three passes */
#define HEAD	     12		/* bits that keys are sorted by at first */

/* ---- keys in order, each once */

static void sort_few(uint32_t *value, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint32_t v = value[i];
		size_t at = i;

		for (; at > 0 && value[at - 1] > v; at--)
			value[at] = value[at - 1];
		value[at] = v;
	}
}

static void sums_of(uint32_t *count, size_t n)
{
	for (uint32_t i = 0, sum = 0; i < n; i++) {
		uint32_t here = count[i];

		count[i] = sum;
		sum += here;
	}
}

/* Values of a hash: their first bits put them nearly in order, into `to`. */
static void sort_part(const uint32_t *value, size_t n, uint32_t *to)
{
	uint32_t at[1 << HEAD];
	unsigned bits = 5;

	while (bits < HEAD && n >> bits)
		bits++;
	memset(at, 0, sizeof(*at) << bits);
	for (size_t i = 0; i < n; i++)
		at[value[i] >> (32 - bits)]++;
	sums_of(at, (size_t)1 << bits);
	for (size_t i = 0; i < n; i++)
		to[at[value[i] >> (32 - bits)]++] = value[i];
	sort_few(to, n);
}

static uint32_t settle_part(uint32_t *value, uint32_t n, uint32_t *spare)
{
	const uint32_t *sorted = value;
	uint32_t kept = 0;

	if (n > FEW) {
		sort_part(value, n, spare);
		sorted = spare;
	} else {
		sort_few(value, n);
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t here = sorted[i];

		value[kept] = here;
		kept += i + 1 == n || here != sorted[i + 1];
	}
	return kept;
}

static uint32_t *part_of(const struct recorder *r, size_t part)
{
	return r->key.at + (part << r->key.room_bits);
}

/* What counts of it. */
static uint64_t key_at(const struct recorder *r, size_t part, size_t i)
{
	return (uint64_t)part << (64 - RECORDER_PART_BITS) |
	       (uint64_t)part_of(r, part)[i] << RECORDER_LOST;
}

static void settle_keys(struct recorder *r)
{
	for (size_t part = 0; part < RECORDER_PARTS; part++)
		r->key.count[part] = settle_part(part_of(r, part), r->key.count[part], r->spare);
}

static size_t keys_in(const struct recorder *r)
{
	size_t n = 0;

	for (size_t part = 0; part < RECORDER_PARTS; part++)
		n += r->key.count[part];
	return n;
}

/* ---- addresses in order, by their last bits first */

#define DIGITS	 3
#define DIGIT(value, d) ((value) >> 11 * (d) & 2047)

/* To and fro, and to: in `spare` in the end. */
static void sort_quads(uint32_t *value, uint32_t *spare, size_t n)
{
	uint32_t at[DIGITS][2048] = { 0 }, *from = value, *to = spare, *swap;

	for (size_t i = 0; i < n; i++)
		for (unsigned d = 0; d < DIGITS; d++)
			at[d][DIGIT(value[i], d)]++;
	for (unsigned d = 0; d < DIGITS; d++) {
		sums_of(at[d], 2048);
		for (size_t i = 0; i < n; i++)
			to[at[d][DIGIT(from[i], d)]++] = from[i];
		swap = from;
		from = to;
		to = swap;
	}
}

static void settle_quads(struct recorder *r)
{
	struct recorder_quads *q = &r->quad;
	const uint32_t *sorted = q->at;
	size_t kept = 0;

	if (q->count > MANY) {
		sort_quads(q->at, r->spare, q->count);
		sorted = r->spare;
	} else {
		sort_few(q->at, q->count);
	}
	for (size_t i = 0; i < q->count; i++) {
		uint32_t here = sorted[i];

		q->at[kept] = here;
		kept += i + 1 == q->count || here != sorted[i + 1];
	}
	q->count = kept;
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

static void put_keys(struct buf *b, const struct recorder *r)
{
	size_t n = keys_in(r);
	uint64_t all = (uint64_t)n << RECORDER_SPREAD, last = 0;
	char *at;

	if (!buf_reserve(b, keys_most(n)))
		return;
	at = b->ptr + b->len;
	for (size_t part = 0; part < RECORDER_PARTS; part++)
		for (size_t i = 0; i < r->key.count[part]; i++) {
			uint64_t here = recorder_place(key_at(r, part, i), all);

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
		uint32_t here = quad[i], step = here - last;

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

/* All lists are settled. */
static bool segment_make(struct recorder *r)
{
	struct buf *b = &r->segment;
	size_t bytes;
	uint64_t sum;

	buf_clear(b);
	frame_u32(b, (uint32_t)keys_in(r));
	frame_u32(b, 0);
	frame_u32(b, (uint32_t)r->quad.count);
	frame_u32(b, 0);
	frame_u64(b, 0);
	put_keys(b, r);
	bytes = b->len - RECORDER_HEAD;
	put_quads(b, r->quad.at, r->quad.count);
	if (b->bad)
		return false;
	set_u32(b->ptr + 4, bytes);
	set_u32(b->ptr + 12, b->len - RECORDER_HEAD - bytes);
	sum = proof_checksum(span_cut(buf_span(b), 0, RECORDER_HEAD)) ^
	      proof_checksum(span_skip(buf_span(b), RECORDER_HEAD));
	set_u32(b->ptr + 16, (uint32_t)sum);
	set_u32(b->ptr + 20, sum >> 32);
	return true;
}

static void segment_out(struct recorder *r)
{
	if (r->failed || r->spoilt)
		return;
	settle_keys(r);
	settle_quads(r);
	if (!segment_make(r)) {
		r->spoilt = true;
		return;
	}
	r->failed = r->fn(r->context, buf_span(&r->segment), &r->error) < 0;
}

/* ---- room */

static bool widen_spare(struct recorder *r, size_t room)
{
	if (r->spare_room >= room)
		return true;
	free(r->spare);
	r->spare = calloc(room, sizeof(*r->spare));
	r->spare_room = r->spare ? room : 0;
	return r->spare != NULL;
}

/* Twice the room for each part. */
static bool widen_keys(struct recorder *r)
{
	unsigned bits = r->key.at ? r->key.room_bits + 1 : PART_FIRST;
	size_t parts = r->key.at ? RECORDER_PARTS : 1;
	uint32_t *wider = realloc(r->key.at, (sizeof(*wider) * RECORDER_PARTS) << bits);

	if (!wider)
		return false;
	for (size_t part = parts; part-- > 1; )
		memmove(wider + (part << bits), wider + (part << r->key.room_bits),
			r->key.count[part] * sizeof(*wider));
	r->key.at = wider;
	r->key.room_bits = bits;
	r->key.tight = false;
	return widen_spare(r, (size_t)1 << bits);
}

static bool widen_quads(struct recorder *r)
{
	size_t room = r->quad.room ? 4 * r->quad.room : QUADS_FIRST;
	uint32_t *wider = realloc(r->quad.at, room * sizeof(*wider));

	if (!wider)
		return false;
	r->quad.at = wider;
	r->quad.room = room;
	return widen_spare(r, room);
}

static void clear_lists(struct recorder *r)
{
	memset(r->key.count, 0, sizeof(r->key.count));
	r->key.tight = false;
	r->quad.count = 0;
}

/* What is recent goes on to be: a file is read wholly or not at all. */
static bool next_segment(struct recorder *r)
{
	segment_out(r);
	clear_lists(r);
	r->crowded = true;
	return !r->failed && !r->spoilt;
}

static bool reserve_keys(struct recorder *r)
{
	if (r->failed || r->spoilt)
		return false;
	if (!r->key.tight)
		return true;
	if (r->key.room_bits < PART_MOST) {
		r->spoilt = !widen_keys(r);
		return !r->spoilt;
	}
	settle_keys(r);
	r->key.tight = false;
	for (size_t part = 0; part < RECORDER_PARTS; part++)
		if (r->key.count[part] > 3u << (PART_MOST - 2))
			return next_segment(r);
	return true;
}

static bool reserve_quads(struct recorder *r)
{
	struct recorder_quads *q = &r->quad;

	if (r->failed || r->spoilt)
		return false;
	if (q->count + AHEAD <= q->room)
		return true;
	if (q->room < RECORDER_KEYS) {
		r->spoilt = !widen_quads(r);
		return !r->spoilt;
	}
	settle_quads(r);
	return q->count <= q->room / 2 || next_segment(r);
}

/* ---- the recorder */

struct recorder *recorder_new(uint64_t seed, recorder_fn *fn, void *context)
{
	struct recorder *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->keys = keys_of_seed(seed);
	r->fn = fn;
	r->context = context;
	buf_init(&r->segment, SEGMENT_MOST);
	if (!widen_keys(r) || !widen_quads(r)) {
		recorder_free(r);
		return NULL;
	}
	return r;
}

void recorder_free(struct recorder *r)
{
	if (!r)
		return;
	free(r->key.at);
	free(r->quad.at);
	free(r->spare);
	buf_release(&r->segment);
	free(r);
}

static void forget_listed(struct recorder *r)
{
	for (size_t part = 0; part < RECORDER_PARTS; part++)
		for (size_t i = 0; i < r->key.count[part]; i++)
			r->recent[recorder_place_of(key_at(r, part, i))] = 0;
	for (size_t i = 0; i < r->quad.count; i++)
		r->recent_quad[recorder_place_of(key_ipv4(&r->keys, r->quad.at[i]))] = 0;
}

void recorder_begin(struct recorder *r)
{
	/* Recent ones are those of the lists. */
	if (r->crowded || keys_in(r) + r->quad.count > FORGET) {
		memset(r->recent, 0, sizeof(r->recent));
		memset(r->recent_quad, 0, sizeof(r->recent_quad));
	} else {
		forget_listed(r);
	}
	r->spoilt = r->crowded = false;
	clear_lists(r);
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

/*
 * Those of at most AHEAD that were not noted a moment ago.  No branch asks: it
 * would be foretold wrongly every other time; and nothing is written that the
 * next one waits for, though a key that comes twice is new twice.
 */
static size_t new_keys(const struct recorder *r, const uint64_t *key, size_t n, uint64_t *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		out[kept] = key[i];
		kept += !recorder_knows(r, key[i]);
	}
	return kept;
}

static void add_keys(struct recorder *r, const uint64_t *key, size_t n)
{
	unsigned bits = r->key.room_bits;
	uint32_t *at = r->key.at, full = (UINT32_C(1) << bits) - AHEAD;
	bool tight = false;

	for (size_t i = 0; i < n; i++) {
		size_t part = key[i] >> (64 - RECORDER_PART_BITS);
		uint32_t count = r->key.count[part]++;

		r->recent[recorder_place_of(key[i])] = recorder_tag(key[i]);
		at[(part << bits) + count] = (uint32_t)(key[i] >> RECORDER_LOST);
		tight |= count >= full;
	}
	r->key.tight = tight;
}

void recorder_keys(struct recorder *r, const uint64_t *key, size_t n)
{
	uint64_t fresh[AHEAD];

	for (size_t i = 0, now; i < n; i += now) {
		now = n - i < AHEAD ? n - i : AHEAD;
		if (!reserve_keys(r))
			return;
		add_keys(r, fresh, new_keys(r, key + i, now, fresh));
	}
}

void recorder_key(struct recorder *r, uint64_t key)
{
	recorder_keys(r, &key, 1);
}

/* The same for addresses; their numbers, since keys do not tell them. */
static size_t new_quads(const struct recorder *r, const uint64_t *key, const uint32_t *ipv4,
			size_t n, uint8_t *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		out[kept] = (uint8_t)i;
		kept += (r->recent_quad[recorder_place_of(key[i])] != ipv4[i]) | (ipv4[i] == 0);
	}
	return kept;
}

static void add_quads(struct recorder *r, const uint64_t *key, const uint32_t *ipv4,
		      const uint8_t *fresh, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		r->recent_quad[recorder_place_of(key[fresh[i]])] = ipv4[fresh[i]];
		r->quad.at[r->quad.count + i] = ipv4[fresh[i]];
	}
	r->quad.count += n;
}

void recorder_quads(struct recorder *r, const uint64_t *key, const uint32_t *ipv4, size_t n)
{
	uint8_t fresh[AHEAD];

	for (size_t i = 0, now; i < n; i += now) {
		now = n - i < AHEAD ? n - i : AHEAD;
		if (!reserve_quads(r))
			return;
		add_quads(r, key + i, ipv4 + i, fresh, new_quads(r, key + i, ipv4 + i, now, fresh));
	}
}

uint64_t recorder_host(const struct keys *k, struct span three)
{
	char bytes[2 * KEY_TAIL] = { 0 };
	size_t n = three.len < sizeof(bytes) ? three.len : sizeof(bytes);

	if (n)
		memcpy(bytes + sizeof(bytes) - n, three.ptr + three.len - n, n);
	return key_ending(k, bytes + sizeof(bytes), n);
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
		recorder_quads(r, &key, &ipv4, 1);
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
