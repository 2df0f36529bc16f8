/*
 * key.h -- from values to 64-bit keys: how the set is asked whether it may
 * hold something, and where.
 *
 * A key is a hash of a class (what kind of question) and of text whose ASCII
 * letters are folded; the seed of the set goes into all of them, so that
 * nobody can write logs that pass the filter.  A key never decides: whoever
 * finds one compares the value itself.
 */
#ifndef MATCH_KEY_H
#define MATCH_KEY_H

#include "base/span.h"
#include "value/address.h"

enum key_class {
	KEY_GUARD = 1,	/* last two labels of a name: is anything listed below it? */
	KEY_HOST,	/* a whole host name */
	KEY_URLHOST,	/* host of a listed URL: a name */
	KEY_URL,	/* host, port, path and query */
	KEY_EMAIL,
	KEY_NAME,	/* a file name */
	KEY_PATH,	/* a path, read from its end (path.h) */
	KEY_HEX,	/* digest or other hexadecimal fingerprint */
	KEY_ADDRESS,	/* 16 bytes */
	KEY_WORD,	/* the anchoring word of a literal */
	KEY_WHOLE,	/* a whole value of a kind, for typed fields */
	KEY_WRAPPER,	/* host of a link wrapper (wrapper.h) */
	KEY_URLADDRESS,	/* host of a listed URL: 16 bytes */
	KEY_CLASSES
};

struct keys {			/* the secrets that a seed yields */
	uint64_t low, high, text, step;
};

struct keys keys_of_seed(uint64_t seed);

static inline uint64_t key_mix(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 m = (unsigned __int128)a * b;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static inline uint64_t key_pair(const struct keys *k, uint64_t low, uint64_t high)
{
	return key_mix(low ^ k->low, high ^ k->high);
}

#define KEY_FOLD   UINT64_C(0x2020202020202020)
#define KEY_TAIL   16		/* bytes of a name's end that a guard looks at */

/* key_tail's two masks for a tail of n bytes: which bytes of the last 16 count. */
extern const uint64_t key_tail_mask[KEY_TAIL + 1][2];

/*
 * Guard key of the `n` bytes (at most KEY_TAIL of them count) that end right
 * before `end`.  Reads 16 bytes in front of `end`, whatever n is.
 */
static inline uint64_t key_tail(const struct keys *k, const char *end, size_t n)
{
	const uint64_t *mask = key_tail_mask[n < KEY_TAIL ? n : KEY_TAIL];
	uint64_t low, high;

	memcpy(&low, end - 16, 8);
	memcpy(&high, end - 8, 8);
	return key_pair(k, (low | KEY_FOLD) & mask[0], (high | KEY_FOLD) & mask[1]);
}

/* A key of at most twice as many bytes that end before `end`; reads all of them. */
static inline uint64_t key_ending(const struct keys *k, const char *end, size_t n)
{
	uint64_t key = key_tail(k, end, n);
	size_t more = n > KEY_TAIL ? n - KEY_TAIL : 0;

	/* Mixed in, whether there are more or not: how many there are differs from text to text. */
	return key_mix(key, key_tail(k, end - KEY_TAIL, more));
}

/* The same for a span that may have nothing readable in front of it. */
uint64_t key_guard(const struct keys *k, struct span tail);

/* Key of any text, letters folded. */
uint64_t key_text(const struct keys *k, enum key_class class, struct span text);

/* A whole value of one kind (KEY_WHOLE). */
uint64_t key_whole(const struct keys *k, unsigned kind, struct span text);

uint64_t key_address(const struct keys *k, const struct address *a);

/* The same for an IPv4 address in host order. */
static inline uint64_t key_ipv4(const struct keys *k, uint32_t ipv4)
{
	uint64_t last = (uint64_t)__builtin_bswap32(ipv4) << 32;

	return key_pair(k, KEY_ADDRESS, UINT64_C(0xffff0000) | last);
}

/* Keys that are asked for at many ends of one text: begin, step byte by byte, end anywhere. */
static inline uint64_t key_begin(const struct keys *k)
{
	return k->step;
}

static inline uint64_t key_step(uint64_t state, char c)
{
	return (state ^ (unsigned char)c) * UINT64_C(0x100000001b3);
}

static inline uint64_t key_end(const struct keys *k, enum key_class class, uint64_t state)
{
	return key_mix(state ^ k->low, k->high + class);
}

#endif
