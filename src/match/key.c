/* key.c -- from values to 64-bit keys. */
#include "match/key.h"

#define TOP(n) (~UINT64_C(0) << (64 - 8 * (n)))

const uint64_t key_tail_mask[KEY_TAIL + 1][2] = {
	{ 0, 0 }, { 0, TOP(1) }, { 0, TOP(2) }, { 0, TOP(3) }, { 0, TOP(4) },
	{ 0, TOP(5) }, { 0, TOP(6) }, { 0, TOP(7) }, { 0, ~UINT64_C(0) },
	{ TOP(1), ~UINT64_C(0) }, { TOP(2), ~UINT64_C(0) }, { TOP(3), ~UINT64_C(0) },
	{ TOP(4), ~UINT64_C(0) }, { TOP(5), ~UINT64_C(0) }, { TOP(6), ~UINT64_C(0) },
	{ TOP(7), ~UINT64_C(0) }, { ~UINT64_C(0), ~UINT64_C(0) },
};

/* SplitMix64: a good stream of secrets out of any seed, zero included. */
static uint64_t next_secret(uint64_t *state)
{
	uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (x ^ (x >> 31)) | 1;
}

struct keys keys_of_seed(uint64_t seed)
{
	struct keys k;

	k.low = next_secret(&seed);
	k.high = next_secret(&seed);
	k.text = next_secret(&seed);
	k.step = next_secret(&seed);
	return k;
}

uint64_t key_guard(const struct keys *k, struct span tail)
{
	char bytes[KEY_TAIL] = { 0 };
	size_t n = tail.len < KEY_TAIL ? tail.len : KEY_TAIL;

	if (n)
		memcpy(bytes + KEY_TAIL - n, tail.ptr + tail.len - n, n);
	return key_tail(k, bytes + KEY_TAIL, n);
}

uint64_t key_text(const struct keys *k, enum key_class class, struct span text)
{
	uint64_t h = k->text ^ class * UINT64_C(0x9e3779b97f4a7c15) ^ text.len << 32;
	uint64_t word;

	while (text.len >= 8) {
		memcpy(&word, text.ptr, 8);
		h = key_mix(h ^ (word | KEY_FOLD), UINT64_C(0xa0761d6478bd642f));
		text.ptr += 8;
		text.len -= 8;
	}
	word = 0;
	if (text.len) {
		memcpy(&word, text.ptr, text.len);
		word |= KEY_FOLD >> (64 - 8 * text.len);
	}
	return key_mix(h ^ word, k->high);
}

uint64_t key_whole(const struct keys *k, unsigned kind, struct span text)
{
	return key_text(k, KEY_WHOLE, text) ^ key_mix(kind + 1, k->step);
}

uint64_t key_address(const struct keys *k, const struct address *a)
{
	uint64_t low, high;

	memcpy(&low, a->bytes, 8);
	memcpy(&high, a->bytes + 8, 8);
	return key_pair(k, low ^ KEY_ADDRESS, high);
}
