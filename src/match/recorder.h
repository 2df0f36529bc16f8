/*
 * recorder.h -- what a text could have been asked for, kept compactly, so that
 * the next set need not read the text again (recall).
 *
 * While a text is scanned for one set, every name, address, digest and mail
 * address that stands in it, in plain writing or behind a veil, is noted as the
 * key that *any* set of this seed would ask the filter for.  Notes of an item
 * go out in *segments* of at most RECORDER_KEYS keys; recall.h asks them.
 * What is noted is always more than what could be a hit, never less: the same
 * code takes a text apart for both, and what depends on the surroundings of a
 * token (is it cut here?) is only asked of hits.
 *
 * Addresses of IPv4 are kept as they are, sorted, so that any network can be
 * asked for; everything else as a key of 64 bits, of which a segment keeps so
 * many that one question in two million is answered wrongly with "maybe".
 *
 *     u32 keys, u32 bytes, u32 addresses, u32 bytes, u64 checksum
 *     keys:      3 bytes each, differences of sorted keys times 2^21 n / 2^64
 *     addresses: differences, 7 bits a byte
 */
#ifndef MATCH_RECORDER_H
#define MATCH_RECORDER_H

#include "base/buf.h"
#include "base/error.h"
#include "match/key.h"
#include "value/address.h"

/* Changes whenever what is noted, or how, is another. */
#define RECORDER_VERSION 1

#define RECORDER_KEYS	 (1u << 20)	/* of one segment, and so many addresses */
#define RECORDER_RECENT_BITS 14
#define RECORDER_RECENT	 (1u << RECORDER_RECENT_BITS)
#define RECORDER_COUNTS	 (~UINT64_C(0xffffff))	/* bits of a key that count */
#define RECORDER_SPREAD	 21		/* bits: one in so many questions is answered wrongly */
#define RECORDER_FAR	 0xffffffu	/* a difference this large goes on in the next one */
#define RECORDER_HEAD	 24		/* bytes in front of a segment's keys */

/* One segment; it is the callee's only during the call. */
typedef int recorder_fn(void *context, struct span segment, struct error *e);

struct recorder_list {
	uint64_t *value;	/* and behind `room` of them as many to sort with */
	size_t count, room;
};

struct recorder {
	struct keys keys;
	uint32_t spread;	/* puts addresses into their places in recent_quad */
	recorder_fn *fn;
	void *context;
	struct recorder_list key, quad;
	struct buf segment;
	struct error error;
	bool failed;		/* a segment could not be handed on: *error */
	bool spoilt;		/* not everything was noted: the notes are worth nothing */
	/* What was just noted need not be looked for again; of this item: see `epoch`. */
	uint64_t epoch;
	uint64_t recent[RECORDER_RECENT];
	uint64_t recent_quad[RECORDER_RECENT];
};

/* For texts that are asked by sets of this seed; NULL: no memory. */
struct recorder *recorder_new(uint64_t seed, recorder_fn *fn, void *context);
void recorder_free(struct recorder *r);		/* NULL is fine */

void recorder_begin(struct recorder *r);	/* another item */
/* The last segment goes out. 1: the item's notes are complete, 0: they are not, -1 and *e. */
int  recorder_end(struct recorder *r, struct error *e);

/* Something of the item was not shown as it would be to another set. NULL is fine. */
void recorder_spoil(struct recorder *r);

/* ---- noting, for the phases */

void recorder_key(struct recorder *r, uint64_t key);
void recorder_quad(struct recorder *r, uint32_t ipv4);
void recorder_address(struct recorder *r, const struct address *a);

static inline uint64_t *recorder_place_of(struct recorder *r, uint64_t key)
{
	return &r->recent[key >> 32 & (RECORDER_RECENT - 1)];
}

static inline uint64_t *recorder_place_of_quad(struct recorder *r, uint32_t ipv4)
{
	return &r->recent_quad[ipv4 * r->spread >> (32 - RECORDER_RECENT_BITS)];
}

/* The question will come soon. */
static inline void recorder_expect(struct recorder *r, uint64_t key)
{
	__builtin_prefetch(recorder_place_of(r, key), 1);
}

static inline void recorder_expect_quad(struct recorder *r, uint32_t ipv4)
{
	__builtin_prefetch(recorder_place_of_quad(r, ipv4), 1);
}

/* Was it noted a moment ago?  It will have been. */
static inline bool recorder_knows(struct recorder *r, uint64_t key)
{
	uint64_t *recent = recorder_place_of(r, key);
	bool known;

	/* Of another item it would look different. */
	key += r->epoch;
	known = *recent == key;
	*recent = key;
	return known;
}

static inline bool recorder_knows_quad(struct recorder *r, uint32_t ipv4)
{
	uint64_t *recent = recorder_place_of_quad(r, ipv4);
	uint64_t value = ipv4 + (r->epoch << 32);
	bool known = *recent == value;

	*recent = value;
	return known;
}

/* ---- what both sides must agree on */

/* A key among `all` places, of which a segment of n keys has n << RECORDER_SPREAD. */
static inline uint64_t recorder_place(uint64_t key, uint64_t all)
{
	__extension__ unsigned __int128 place = (unsigned __int128)(key & RECORDER_COUNTS) * all;

	return (uint64_t)(place >> 64);
}

/* The key of the network of IPv6 of 32, 48 or 64 bits around an address. */
uint64_t recorder_network(const struct keys *k, const struct address *a, unsigned bits);

/* Last two labels that are a number and its unit ("07.123456Z", "12.5ms"): never noted. */
bool recorder_passes_over(struct span labels);

#endif
