/* kernel_eight.h -- eight candidates at a time, for the sources of the avx512 kernel alone. */
#ifndef MATCH_KERNEL_EIGHT_H
#define MATCH_KERNEL_EIGHT_H

#include <immintrin.h>

#include "match/lane.h"

#define EIGHT 8
#define SURE  57		/* bits that a window always has */

static inline __mmask8 first_of(size_t left)
{
	return (__mmask8)(left < EIGHT ? (1u << left) - 1 : 0xff);
}

static inline __m512i eight(uint64_t value)
{
	return _mm512_set1_epi64((long long)value);
}

/* Eight words that begin at any byte; a gather would take half as long again. */
static inline __m512i eight_words(const char *bytes, const int64_t *at)
{
	__m128i two[EIGHT / 2];
	__m512i all;

	for (unsigned i = 0; i < EIGHT / 2; i++) {
		__m128i one = _mm_loadl_epi64((const void *)(bytes + at[2 * i]));

		two[i] = _mm_castps_si128(_mm_loadh_pi(_mm_castsi128_ps(one),
						       (const void *)(bytes + at[2 * i + 1])));
	}
	all = _mm512_inserti64x2(_mm512_castsi128_si512(two[0]), two[1], 1);
	return _mm512_inserti64x2(_mm512_inserti64x2(all, two[2], 2), two[3], 3);
}

/* bits_ending (lane.h) for those of `these`. */
static inline __m512i windows_ending(const uint64_t *map, __m512i end, __mmask8 these)
{
	const char *bytes = (const char *)(map + LANE_BEFORE) - 7;
	__m512i last = _mm512_sub_epi64(end, eight(1));
	int64_t at[EIGHT] __attribute__((aligned(64)));
	__m512i window;

	_mm512_store_si512(at, _mm512_maskz_srai_epi64(these, last, 3));
	window = eight_words(bytes, at);
	return _mm512_sllv_epi64(window, _mm512_andnot_si512(last, eight(7)));
}

/* How many bits are set from the top on, up to 63. */
static inline __m512i lengths_of(__m512i window)
{
	return _mm512_lzcnt_epi64(_mm512_or_si512(_mm512_andnot_si512(window, eight(~UINT64_C(0))),
						  eight(1)));
}

/* Eight offsets in the chunk. */
static inline __m512i eight_at(const uint32_t *offset)
{
	return _mm512_cvtepu32_epi64(_mm256_loadu_si256((const void *)offset));
}

/* Those of `these`, one behind the other. */
static inline void keep(uint32_t *out, __m512i values, __mmask8 these)
{
	values = _mm512_maskz_compress_epi64(these, values);
	_mm256_storeu_si256((void *)out, _mm512_cvtepi64_epi32(values));
}

static inline size_t count(__mmask8 these)
{
	return (size_t)__builtin_popcount(these);
}

#endif
