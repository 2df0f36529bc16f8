/*
 * kernel_quad.h -- the four octets of an address as text, at once where the
 * processor can shuffle bytes.
 *
 * The *mark* of a run that ends an octet at byte 15 of 16: bits where the three
 * dots stand, and one in front of the run.  There are 81 marks of addresses,
 * which a multiplication spreads over a table without any two in one place.
 */
#ifndef MATCH_KERNEL_QUAD_H
#define MATCH_KERNEL_QUAD_H

#include "match/lane.h"

/* Of octets of a, b, c and d digits; bit 15 is the last byte. */
#define QUAD_MARK(a, b, c, d) \
	(1u << (15 - (d)) | 1u << (14 - (d) - (c)) | 1u << (13 - (d) - (c) - (b)) | \
	 1u << (12 - (d) - (c) - (b) - (a)))
#define QUAD_PLACE_BY	 0xa14e721bu
#define QUAD_PLACE(mark) ((uint32_t)(mark) * QUAD_PLACE_BY >> 24)

#define QUAD_EACH_D(row, a, b, c) row(a, b, c, 1), row(a, b, c, 2), row(a, b, c, 3)
#define QUAD_EACH_C(row, a, b)	  \
	QUAD_EACH_D(row, a, b, 1), QUAD_EACH_D(row, a, b, 2), QUAD_EACH_D(row, a, b, 3)
#define QUAD_EACH_B(row, a) QUAD_EACH_C(row, a, 1), QUAD_EACH_C(row, a, 2), QUAD_EACH_C(row, a, 3)
#define QUAD_EACH(row)	    QUAD_EACH_B(row, 1), QUAD_EACH_B(row, 2), QUAD_EACH_B(row, 3)

#define QUAD_MARK_ROW(a, b, c, d) [QUAD_PLACE(QUAD_MARK(a, b, c, d))] = QUAD_MARK(a, b, c, d)

static const uint16_t quad_marks[256] = { QUAD_EACH(QUAD_MARK_ROW) };

/* The dots of a window (bits_ending) and the length of the run that ends there. */
static inline uint32_t quad_mark(uint64_t dots, unsigned length)
{
	uint64_t front = UINT64_C(1) << 63 >> (length & 63);

	return (uint32_t)(((dots & ~(front - 1)) | front) >> 48);
}

/* Three dots, and octets of one to three digits between them. */
static inline bool quad_is(uint32_t mark)
{
	return quad_marks[QUAD_PLACE(mark)] == mark;
}

#if defined(__x86_64__) && defined(__SSSE3__)
#include <tmmintrin.h>

/* An octet of n digits that ends at byte `at` becomes 0, hundreds, tens, ones. */
#define QUAD_DIGIT(n, at, i) ((n) > (i) ? (at) - (i) : -1)
#define QUAD_OCTET(n, at)    -1, QUAD_DIGIT(n, at, 2), QUAD_DIGIT(n, at, 1), QUAD_DIGIT(n, at, 0)
#define QUAD_SHUFFLE(a, b, c, d) \
	[QUAD_PLACE(QUAD_MARK(a, b, c, d))] = { \
		QUAD_OCTET(a, 12 - (d) - (c) - (b)), QUAD_OCTET(b, 13 - (d) - (c)), \
		QUAD_OCTET(c, 14 - (d)), QUAD_OCTET(d, 15) }

static const int8_t quad_shuffles[256][16] __attribute__((aligned(16))) = {
	QUAD_EACH(QUAD_SHUFFLE)
};

/* The value in host order of the address that ends before `end`; false: an octet above 255. */
static inline bool quad_value(const char *end, uint32_t mark, uint32_t *out)
{
	__m128i shuffle = _mm_load_si128((const void *)quad_shuffles[QUAD_PLACE(mark)]);
	__m128i digits = _mm_shuffle_epi8(_mm_loadu_si128((const void *)(end - 16)), shuffle);
	__m128i octets;

	digits = _mm_and_si128(digits, _mm_set1_epi8(15));
	octets = _mm_maddubs_epi16(digits, _mm_set1_epi32(1 << 24 | 10 << 16 | 100 << 8));
	octets = _mm_madd_epi16(octets, _mm_set1_epi16(1));
	*out = (uint32_t)_mm_cvtsi128_si32(_mm_shuffle_epi8(octets, _mm_set1_epi32(0x0004080c)));
	return _mm_movemask_epi8(_mm_cmpgt_epi32(octets, _mm_set1_epi32(255))) == 0;
}
#else
static inline bool quad_value(const char *end, uint32_t mark, uint32_t *out)
{
	uint32_t octet = 0, all = 0;
	int at = -16;

	/* From the bit in front of the run on: a further bit is a dot. */
	*out = 0;
	for (at += __builtin_ctz(mark) + 1; at < 0; at++) {
		if (mark >> (at + 16) & 1) {
			*out = *out << 8 | octet;
			octet = 0;
		} else {
			octet = octet * 10 + (uint32_t)(end[at] - '0');
			all |= octet;
		}
	}
	*out = *out << 8 | octet;
	return all < 256;
}
#endif
#endif
