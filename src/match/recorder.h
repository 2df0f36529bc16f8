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
 * many that one question in a million is answered wrongly with "maybe".
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
#define RECORDER_VERSION 2

#define RECORDER_KEYS	 (1u << 19)	/* of one segment at most, and so many addresses */
#define RECORDER_PART_BITS 7
#define RECORDER_PARTS	 (1u << RECORDER_PART_BITS)
#define RECORDER_LOST	 (32 - RECORDER_PART_BITS)	/* bits of a key that do not count */
#define RECORDER_RECENT_BITS 13
#define RECORDER_RECENT	 (1u << RECORDER_RECENT_BITS)
#define RECORDER_SPREAD	 21		/* bits: places that a segment has for each of its keys */
#define RECORDER_FAR	 0xffffffu	/* a difference this large goes on in the next one */
#define RECORDER_HEAD	 24		/* bytes in front of a segment's keys */

/* One segment; it is the callee's only during the call. */
typedef int recorder_fn(void *context, struct span segment, struct error *e);

/*
 * Keys as the first of their bits put them: into so many lists, of the 32 bits
 * that follow.  Some more than once, until a list is full or the item ends.
 */
struct recorder_parts {
	uint32_t *at;		/* 1 << room_bits for each list */
	uint32_t count[RECORDER_PARTS];
	unsigned room_bits;
	bool tight;		/* a list has room for less than AHEAD (recorder.c) */
};

/* Addresses of IPv4 in host order, some more than once. */
struct recorder_quads {
	uint32_t *at;
	size_t count, room;
};

struct recorder {
	struct keys keys;
	recorder_fn *fn;
	void *context;
	struct recorder_parts key;
	struct recorder_quads quad;
	uint32_t *spare;	/* to sort with */
	size_t spare_room;
	struct buf segment;
	struct error error;
	bool failed;		/* a segment could not be handed on: *error */
	bool spoilt;		/* not everything was noted: the notes are worth nothing */
	bool crowded;		/* recent ones are more than the lists tell */
	/*
	 * What was just noted need not be noted again.  Of a key its place and the 31
	 * bits behind it are more than a segment keeps, so no key passes for another
	 * one that would not be it later too; 0 is no key.
	 */
	uint32_t recent[RECORDER_RECENT], recent_quad[RECORDER_RECENT];
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
void recorder_keys(struct recorder *r, const uint64_t *key, size_t n);
void recorder_address(struct recorder *r, const struct address *a);

/* Addresses of IPv4 (host order), and the key_ipv4 of each. */
void recorder_quads(struct recorder *r, const uint64_t *key, const uint32_t *ipv4, size_t n);

/* ---- what was noted a moment ago */

static inline size_t recorder_place_of(uint64_t key)
{
	return key >> (64 - RECORDER_RECENT_BITS);
}

static inline uint32_t recorder_tag(uint64_t key)
{
	return (uint32_t)(key >> (32 - RECORDER_RECENT_BITS)) | 1;
}

static inline bool recorder_knows(const struct recorder *r, uint64_t key)
{
	return r->recent[recorder_place_of(key)] == recorder_tag(key);
}

/* ---- what both sides must agree on */

/* A key among `all` places, of which a segment of n keys has n << RECORDER_SPREAD. */
static inline uint64_t recorder_place(uint64_t key, uint64_t all)
{
	__extension__ unsigned __int128 counts = key >> RECORDER_LOST << RECORDER_LOST;

	return (uint64_t)(counts * all >> 64);
}

/* The key of a name of three labels and more: of the last three, 32 bytes at most. */
uint64_t recorder_host(const struct keys *k, struct span three);

/* The key of the network of IPv6 of 32, 48 or 64 bits around an address. */
uint64_t recorder_network(const struct keys *k, const struct address *a, unsigned bits);

/* Last two labels that are a number and its unit ("07.123456Z", "12.5ms"): never noted. */
bool recorder_passes_over(struct span labels);

#endif
