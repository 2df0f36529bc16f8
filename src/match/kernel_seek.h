/*
 * kernel_seek.h -- at WIDE places of a text at once: do the two halves of each of
 * SEEK_BYTES bytes agree on one of the words?  A bit for each place.
 */
#ifndef MATCH_KERNEL_SEEK_H
#define MATCH_KERNEL_SEEK_H

#include "match/seek.h"

#if defined(__x86_64__) && defined(__AVX512VBMI__)
#include <immintrin.h>

#define WIDE 64

struct halves {			/* of the table for whole bytes */
	__m512i low[SEEK_BYTES], high[SEEK_BYTES];
};

static inline void halves_load(struct halves *h, const struct seeker *k)
{
	for (size_t i = 0; i < SEEK_BYTES; i++) {
		h->low[i] = _mm512_loadu_si512(k->both[i]);
		h->high[i] = _mm512_loadu_si512(k->both[i] + 64);
	}
}

static inline uint64_t halves_agree(const struct halves *h, const char *text)
{
	__m512i all = _mm512_set1_epi8(-1);

	for (size_t i = 0; i < SEEK_BYTES; i++) {
		__m512i x = _mm512_loadu_si512(text + i);

		/* The top bit is not looked at: the word is compared anyway. */
		all = _mm512_and_si512(all, _mm512_permutex2var_epi8(h->low[i], x, h->high[i]));
	}
	return _mm512_test_epi8_mask(all, all);
}
#elif defined(__x86_64__) && defined(__AVX2__)
#include <immintrin.h>

#define WIDE 32

struct halves {
	__m256i low[SEEK_BYTES], high[SEEK_BYTES];
};

static inline void halves_load(struct halves *h, const struct seeker *k)
{
	for (size_t i = 0; i < SEEK_BYTES; i++) {
		h->low[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)k->low[i]));
		h->high[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)k->high[i]));
	}
}

static inline uint64_t halves_agree(const struct halves *h, const char *text)
{
	const __m256i half = _mm256_set1_epi8(15);
	__m256i all = _mm256_set1_epi8(-1);

	for (size_t i = 0; i < SEEK_BYTES; i++) {
		__m256i x = _mm256_loadu_si256((const void *)(text + i));
		__m256i low = _mm256_and_si256(x, half);
		__m256i high = _mm256_and_si256(_mm256_srli_epi16(x, 4), half);

		all = _mm256_and_si256(all, _mm256_shuffle_epi8(h->low[i], low));
		all = _mm256_and_si256(all, _mm256_shuffle_epi8(h->high[i], high));
	}
	return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(all, _mm256_setzero_si256()));
}
#elif defined(__x86_64__) && defined(__SSSE3__)
#include <tmmintrin.h>

#define WIDE 16

struct halves {
	__m128i low[SEEK_BYTES], high[SEEK_BYTES];
};

static inline void halves_load(struct halves *h, const struct seeker *k)
{
	for (size_t i = 0; i < SEEK_BYTES; i++) {
		h->low[i] = _mm_loadu_si128((const void *)k->low[i]);
		h->high[i] = _mm_loadu_si128((const void *)k->high[i]);
	}
}

static inline uint64_t halves_agree(const struct halves *h, const char *text)
{
	const __m128i half = _mm_set1_epi8(15);
	__m128i all = _mm_set1_epi8(-1);

	for (size_t i = 0; i < SEEK_BYTES; i++) {
		__m128i x = _mm_loadu_si128((const void *)(text + i));
		__m128i low = _mm_and_si128(x, half);
		__m128i high = _mm_and_si128(_mm_srli_epi16(x, 4), half);

		all = _mm_and_si128(all, _mm_shuffle_epi8(h->low[i], low));
		all = _mm_and_si128(all, _mm_shuffle_epi8(h->high[i], high));
	}
	return ~(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(all, _mm_setzero_si128())) & 0xffff;
}
#else
#define WIDE 8

struct halves {
	const struct seeker *of;
};

static inline void halves_load(struct halves *h, const struct seeker *k)
{
	h->of = k;
}

static inline uint64_t halves_agree(const struct halves *h, const char *text)
{
	uint64_t found = 0;

	for (unsigned at = 0; at < WIDE; at++) {
		uint8_t all = 0xff;

		for (size_t i = 0; i < SEEK_BYTES; i++) {
			unsigned char c = (unsigned char)text[at + i];

			all &= h->of->low[i][c & 15] & h->of->high[i][c >> 4];
		}
		found |= (uint64_t)(all != 0) << at;
	}
	return found;
}
#endif

#endif
