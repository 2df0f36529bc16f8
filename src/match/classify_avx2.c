/*
 * classify_avx2.c -- bytes to bitmaps with AVX2: a byte's classes are looked up
 * in the row of its upper half, and each class is one mask of 32 bytes.
 */
#include <immintrin.h>

#include "match/kernel_name.h"

#define ROWS  6			/* 0x20 to 0x7f; below only zero has a class */
#define FIRST 2

struct rows {
	__m256i first[ROWS], second[ROWS];
};

static inline __m256i table_row(const uint8_t *classes, unsigned row)
{
	return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)(classes + 16 * row)));
}

/* The classes of 32 bytes: in each row only its own 16 bytes have an entry. */
static inline void look_up(__m256i x, const struct rows *rows, __m256i *first, __m256i *second)
{
	__m256i a = _mm256_setzero_si256(), b = a;

	for (unsigned i = 0; i < ROWS; i++) {
		__m256i at = _mm256_sub_epi8(x, _mm256_set1_epi8((char)(16 * (i + FIRST))));

		/* Above 15: the top bit is set, which looks up zero. */
		at = _mm256_adds_epu8(at, _mm256_set1_epi8(0x70));
		a = _mm256_or_si256(a, _mm256_shuffle_epi8(rows->first[i], at));
		b = _mm256_or_si256(b, _mm256_shuffle_epi8(rows->second[i], at));
	}
	*first = a;
	*second = b;
}

static inline uint64_t mask_of(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) |
	       (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

/* One word of eight bitmaps from `bitmap` on. */
static inline void store_classes(struct lane *l, enum bitmap bitmap, size_t k, __m256i low,
				 __m256i high)
{
	for (unsigned c = 8; c-- > 0; ) {
		l->bit[bitmap + c][LANE_BEFORE + k] = mask_of(low, high);
		low = _mm256_add_epi8(low, low);
		high = _mm256_add_epi8(high, high);
	}
}

static inline uint32_t classes_in(__m256i seen)
{
	__m128i x = _mm_or_si128(_mm256_castsi256_si128(seen), _mm256_extracti128_si256(seen, 1));

	x = _mm_or_si128(x, _mm_srli_si128(x, 8));
	x = _mm_or_si128(x, _mm_srli_si128(x, 4));
	x = _mm_or_si128(x, _mm_srli_si128(x, 2));
	x = _mm_or_si128(x, _mm_srli_si128(x, 1));
	return (uint32_t)_mm_cvtsi128_si32(x) & 0xff;
}

uint32_t KERNEL(classify)(struct lane *l, const unsigned char *text, size_t at, size_t words)
{
	__m256i first = _mm256_setzero_si256(), second = first;
	const __m256i none = first;
	uint64_t zeros = 0, highs = 0;
	struct rows rows;

	for (unsigned i = 0; i < ROWS; i++) {
		rows.first[i] = table_row(class_first, i + FIRST);
		rows.second[i] = table_row(class_second, i + FIRST);
	}
	for (size_t k = at; k < at + words; k++, text += 64) {
		__m256i low = _mm256_loadu_si256((const void *)text), a, b;
		__m256i high = _mm256_loadu_si256((const void *)(text + 32)), c, d;

		look_up(low, &rows, &a, &b);
		look_up(high, &rows, &c, &d);
		first = _mm256_or_si256(first, _mm256_or_si256(a, c));
		second = _mm256_or_si256(second, _mm256_or_si256(b, d));
		store_classes(l, 0, k, a, c);
		store_classes(l, 8, k, b, d);
		highs |= l->bit[BIT_HIGH][LANE_BEFORE + k] = mask_of(low, high);
		zeros |= l->bit[BIT_ZERO][LANE_BEFORE + k] =
			mask_of(_mm256_cmpeq_epi8(low, none), _mm256_cmpeq_epi8(high, none));
	}
	return classes_in(first) | classes_in(second) << 8 |
	       (uint32_t)(highs != 0) << BIT_HIGH | (uint32_t)(zeros != 0) << BIT_ZERO;
}
