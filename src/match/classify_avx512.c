/*
 * classify_avx512.c -- bytes to bitmaps with AVX-512 VBMI and GFNI.
 *
 * The classes of 64 bytes are one look-up in 128 entries.  Eight bytes of
 * classes are a matrix of 8 by 8 bits, and its transpose a byte for each class;
 * what eight times 64 bytes give is transposed once more, so that each bitmap
 * is written 64 bytes at a time.
 */
#include <immintrin.h>

#include "match/kernel_name.h"

#define EIGHT 8

struct table {
	__m512i low, high;
};

static inline struct table table_of(const uint8_t *classes)
{
	return (struct table){ _mm512_loadu_si512(classes), _mm512_loadu_si512(classes + 64) };
}

static inline __m512i look_up(const struct table *t, __m512i x, __mmask64 low)
{
	return _mm512_maskz_permutex2var_epi8(low, t->low, x, t->high);
}

/* One word of eight bitmaps from `bitmap` on. */
static inline void store_classes(struct lane *l, enum bitmap bitmap, size_t k, __m512i x)
{
	for (unsigned c = 0; c < EIGHT; c++)
		l->bit[bitmap + c][LANE_BEFORE + k] =
			_mm512_test_epi8_mask(x, _mm512_set1_epi8((char)(1 << c)));
}

/* Classes of 64 bytes, those of each eight in reverse, to a word for each class. */
static inline __m512i words_of(__m512i classes)
{
	const __m512i each = _mm512_set1_epi64((long long)UINT64_C(0x8040201008040201));
	__m512i together = _mm512_set_epi8(
		63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6,
		61, 53, 45, 37, 29, 21, 13, 5, 60, 52, 44, 36, 28, 20, 12, 4,
		59, 51, 43, 35, 27, 19, 11, 3, 58, 50, 42, 34, 26, 18, 10, 2,
		57, 49, 41, 33, 25, 17, 9, 1, 56, 48, 40, 32, 24, 16, 8, 0);

	return _mm512_permutexvar_epi8(together, _mm512_gf2p8affine_epi64_epi8(each, classes, 0));
}

/* Row i of eight words becomes column i. */
static inline void transpose(__m512i row[EIGHT])
{
	const __m512i lows = _mm512_set_epi64(13, 12, 5, 4, 9, 8, 1, 0);
	const __m512i highs = _mm512_set_epi64(15, 14, 7, 6, 11, 10, 3, 2);
	__m512i two[EIGHT], four[EIGHT];

	for (unsigned i = 0; i < EIGHT; i += 2) {
		two[i] = _mm512_unpacklo_epi64(row[i], row[i + 1]);
		two[i + 1] = _mm512_unpackhi_epi64(row[i], row[i + 1]);
	}
	for (unsigned i = 0; i < EIGHT; i += 4)
		for (unsigned k = i; k < i + 2; k++) {
			four[k] = _mm512_permutex2var_epi64(two[k], lows, two[k + 2]);
			four[k + 2] = _mm512_permutex2var_epi64(two[k], highs, two[k + 2]);
		}
	for (unsigned k = 0; k < 4; k++) {
		row[k] = _mm512_shuffle_i64x2(four[k], four[k + 4], 0x44);
		row[k + 4] = _mm512_shuffle_i64x2(four[k], four[k + 4], 0xee);
	}
}

/* Eight words of eight bitmaps from `bitmap` on. */
static inline void store_words(struct lane *l, enum bitmap bitmap, size_t k, __m512i row[EIGHT])
{
	transpose(row);
	for (unsigned c = 0; c < EIGHT; c++)
		_mm512_storeu_si512(&l->bit[bitmap + c][LANE_BEFORE + k], row[c]);
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
	const __m512i reverse = _mm512_broadcast_i32x4(
		_mm_set_epi8(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
	__m512i first = _mm512_setzero_si512(), second = first;
	uint64_t highs = 0;
	size_t k = at;

	for (; k + EIGHT <= at + words; k += EIGHT) {
		__m512i a[EIGHT], b[EIGHT];

		for (unsigned i = 0; i < EIGHT; i++, text += 64) {
			__m512i x = _mm512_loadu_si512(text);
			__mmask64 high = _mm512_movepi8_mask(x), low;

			highs |= l->bit[BIT_HIGH][LANE_BEFORE + k + i] = high;
			x = _mm512_shuffle_epi8(x, reverse);
			low = ~_mm512_movepi8_mask(x);
			a[i] = look_up(&one, x, low);
			b[i] = look_up(&two, x, low);
			first = _mm512_or_si512(first, a[i]);
			second = _mm512_or_si512(second, b[i]);
			a[i] = words_of(a[i]);
			b[i] = words_of(b[i]);
		}
		store_words(l, 0, k, a);
		store_words(l, EIGHT, k, b);
	}
	for (; k < at + words; k++, text += 64) {
		__m512i x = _mm512_loadu_si512(text), a, b;
		__mmask64 high = _mm512_movepi8_mask(x);

		a = look_up(&one, x, ~high);
		b = look_up(&two, x, ~high);
		first = _mm512_or_si512(first, a);
		second = _mm512_or_si512(second, b);
		store_classes(l, 0, k, a);
		store_classes(l, EIGHT, k, b);
		highs |= l->bit[BIT_HIGH][LANE_BEFORE + k] = high;
	}
	return classes_in(first) | classes_in(second) << 8 | (uint32_t)(highs != 0) << BIT_HIGH;
}
