/*
 * classify_scalar.c -- bytes to bitmaps on any processor: two tables of eight
 * classes, and a transpose that turns 64 bytes of classes into eight words of
 * bits.
 */
#include "match/kernel_name.h"

#define TOP_BITS UINT64_C(0x8080808080808080)
#define GATHER	 UINT64_C(0x0002040810204081)	/* top bits of eight bytes into one byte */

/* Eight bytes of eight bits: bit c of byte i becomes bit i of byte c. */
static inline uint64_t transpose_bits(uint64_t x)
{
	uint64_t t;

	t = (x ^ (x >> 7)) & UINT64_C(0x00aa00aa00aa00aa);
	x ^= t ^ (t << 7);
	t = (x ^ (x >> 14)) & UINT64_C(0x0000cccc0000cccc);
	x ^= t ^ (t << 14);
	t = (x ^ (x >> 28)) & UINT64_C(0x00000000f0f0f0f0);
	return x ^ t ^ (t << 28);
}

#define SWAP(a, b, shift, mask) \
	do { \
		uint64_t t_ = ((a) >> (shift) ^ (b)) & (mask); \
		(b) ^= t_; \
		(a) ^= t_ << (shift); \
	} while (0)

/* Eight words of eight bytes: byte c of word i becomes byte i of word c. */
static inline void transpose_bytes(uint64_t w[8])
{
	for (unsigned i = 0; i < 4; i++)
		SWAP(w[i], w[i + 4], 32, UINT64_C(0x00000000ffffffff));
	for (unsigned i = 0; i < 8; i += 4)
		for (unsigned j = i; j < i + 2; j++)
			SWAP(w[j], w[j + 2], 16, UINT64_C(0x0000ffff0000ffff));
	for (unsigned i = 0; i < 8; i += 2)
		SWAP(w[i], w[i + 1], 8, UINT64_C(0x00ff00ff00ff00ff));
}

static inline void classify_word(const unsigned char *text, const uint8_t *classes, uint64_t out[8])
{
	for (unsigned i = 0; i < 8; i++) {
		uint64_t packed = 0;

		for (unsigned j = 0; j < 8; j++)
			packed |= (uint64_t)classes[text[8 * i + j]] << (8 * j);
		out[i] = transpose_bits(packed);
	}
	transpose_bytes(out);
}

/* The topmost bits of 64 bytes. */
static inline uint64_t classify_high(const unsigned char *text)
{
	uint64_t bits = 0, bytes;

	for (unsigned i = 0; i < 8; i++) {
		memcpy(&bytes, text + 8 * i, 8);
		bits |= ((bytes & TOP_BITS) * GATHER >> 56) << 8 * i;
	}
	return bits;
}

uint32_t KERNEL(classify)(struct lane *l, const unsigned char *text, size_t at, size_t words)
{
	uint64_t seen[BITMAPS] = { 0 }, out[BITMAPS];
	uint32_t classes = 0;

	for (size_t k = at; k < at + words; k++, text += 64) {
		classify_word(text, class_first, out);
		classify_word(text, class_second, out + 8);
		out[BIT_HIGH] = classify_high(text);
		for (unsigned c = 0; c < BITMAPS; c++) {
			l->bit[c][LANE_BEFORE + k] = out[c];
			seen[c] |= out[c];
		}
	}
	for (unsigned c = 0; c < BITMAPS; c++)
		classes |= (uint32_t)(seen[c] != 0) << c;
	return classes;
}
