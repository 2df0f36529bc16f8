/*
 * classify_avx512.c -- bytes to bitmaps with AVX-512 VBMI: the classes of 64
 * bytes are one look-up in 128 entries, and each class is one mask.
 */
#include <immintrin.h>

#include "match/kernel_name.h"

struct table {
	__m512i low, high;
};

static inline struct table table_of(const uint8_t *classes)
{
	return (struct table){ _mm512_loadu_si512(classes), _mm512_loadu_si512(classes + 64) };
}

/* One word of eight bitmaps from `bitmap` on. */
static inline void store_classes(struct lane *l, enum bitmap bitmap, size_t k, __m512i x)
{
	for (unsigned c = 0; c < 8; c++)
		l->bit[bitmap + c][LANE_BEFORE + k] =
			_mm512_test_epi8_mask(x, _mm512_set1_epi8((char)(1 << c)));
}

static inline uint32_t classes_in(__m512i seen)
{
	uint64_t x = (uint64_t)_mm512_reduce_or_epi64(seen);

	x |= x >> 32;
	x |= x >> 16;
	return (uint32_t)(x | x >> 8) & 0xff;
}

uint32_t KERNEL(classify)(struct lane *l, const unsigned char *text, size_t at, size_t words)
{
	const struct table one = table_of(class_first), two = table_of(class_second);
	__m512i first = _mm512_setzero_si512(), second = first;
	uint64_t highs = 0;

	for (size_t k = at; k < at + words; k++, text += 64) {
		__m512i x = _mm512_loadu_si512(text), a, b;
		__mmask64 high = _mm512_movepi8_mask(x);

		a = _mm512_maskz_permutex2var_epi8(~high, one.low, x, one.high);
		b = _mm512_maskz_permutex2var_epi8(~high, two.low, x, two.high);
		first = _mm512_or_si512(first, a);
		second = _mm512_or_si512(second, b);
		store_classes(l, 0, k, a);
		store_classes(l, 8, k, b);
		highs |= l->bit[BIT_HIGH][LANE_BEFORE + k] = high;
	}
	return classes_in(first) | classes_in(second) << 8 | (uint32_t)(highs != 0) << BIT_HIGH;
}
