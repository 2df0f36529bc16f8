/* classify_ssse3.c -- bytes to bitmaps with SSSE3: as classify_avx2.c, 16 bytes at a time. */
#include <tmmintrin.h>

#include "match/kernel_name.h"

#define ROWS  6			/* 0x20 to 0x7f; below only zero has a class */
#define FIRST 2

static inline void look_up(__m128i x, __m128i *first, __m128i *second)
{
	__m128i a = _mm_setzero_si128(), b = a;

	for (unsigned i = FIRST; i < FIRST + ROWS; i++) {
		__m128i at = _mm_sub_epi8(x, _mm_set1_epi8((char)(16 * i)));

		/* Above 15: the top bit is set, which looks up zero. */
		at = _mm_adds_epu8(at, _mm_set1_epi8(0x70));
		a = _mm_or_si128(a, _mm_shuffle_epi8(
			_mm_load_si128((const void *)(class_first + 16 * i)), at));
		b = _mm_or_si128(b, _mm_shuffle_epi8(
			_mm_load_si128((const void *)(class_second + 16 * i)), at));
	}
	*first = a;
	*second = b;
}

static inline uint64_t mask_of(__m128i x)
{
	return (uint32_t)_mm_movemask_epi8(x);
}

static inline void store_classes(struct lane *l, enum bitmap bitmap, size_t k, __m128i x[4])
{
	for (unsigned c = 8; c-- > 0; ) {
		uint64_t bits = 0;

		for (unsigned i = 0; i < 4; i++) {
			bits |= mask_of(x[i]) << 16 * i;
			x[i] = _mm_add_epi8(x[i], x[i]);
		}
		l->bit[bitmap + c][LANE_BEFORE + k] = bits;
	}
}

static inline uint32_t classes_in(__m128i x)
{
	x = _mm_or_si128(x, _mm_srli_si128(x, 8));
	x = _mm_or_si128(x, _mm_srli_si128(x, 4));
	x = _mm_or_si128(x, _mm_srli_si128(x, 2));
	x = _mm_or_si128(x, _mm_srli_si128(x, 1));
	return (uint32_t)_mm_cvtsi128_si32(x) & 0xff;
}

uint32_t KERNEL(classify)(struct lane *l, const unsigned char *text, size_t at, size_t words)
{
	__m128i seen_first = _mm_setzero_si128(), seen_second = seen_first;
	const __m128i none = seen_first;
	uint64_t all_zeros = 0, all_highs = 0;

	for (size_t k = at; k < at + words; k++, text += 64) {
		uint64_t zeros = 0, highs = 0;
		__m128i first[4], second[4];

		for (unsigned i = 0; i < 4; i++) {
			__m128i x = _mm_loadu_si128((const void *)(text + 16 * i));

			look_up(x, &first[i], &second[i]);
			seen_first = _mm_or_si128(seen_first, first[i]);
			seen_second = _mm_or_si128(seen_second, second[i]);
			highs |= mask_of(x) << 16 * i;
			zeros |= mask_of(_mm_cmpeq_epi8(x, none)) << 16 * i;
		}
		store_classes(l, 0, k, first);
		store_classes(l, 8, k, second);
		all_highs |= l->bit[BIT_HIGH][LANE_BEFORE + k] = highs;
		all_zeros |= l->bit[BIT_ZERO][LANE_BEFORE + k] = zeros;
	}
	return classes_in(seen_first) | classes_in(seen_second) << 8 |
	       (uint32_t)(all_highs != 0) << BIT_HIGH | (uint32_t)(all_zeros != 0) << BIT_ZERO;
}
