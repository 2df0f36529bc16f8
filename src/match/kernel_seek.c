/*
 * kernel_seek.c -- places where one of several words may stand: each half of a
 * byte looks up the words that have it there, and a place is one where all of
 * the first bytes agree on a word.
 */
#include "match/kernel_name.h"

#if defined(__AVX2__)
#include <immintrin.h>

#define WIDE 32

struct halves {
	__m256i low[SEEK_BYTES], high[SEEK_BYTES];
};

static inline void load(struct halves *h, const struct seeker *k)
{
	for (size_t i = 0; i < SEEK_BYTES; i++) {
		h->low[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)k->low[i]));
		h->high[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)k->high[i]));
	}
}

/* A bit for each of WIDE places. */
static inline uint32_t places(const struct halves *h, const char *text)
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
#elif defined(__SSSE3__)
#include <tmmintrin.h>

#define WIDE 16

struct halves {
	__m128i low[SEEK_BYTES], high[SEEK_BYTES];
};

static inline void load(struct halves *h, const struct seeker *k)
{
	for (size_t i = 0; i < SEEK_BYTES; i++) {
		h->low[i] = _mm_loadu_si128((const void *)k->low[i]);
		h->high[i] = _mm_loadu_si128((const void *)k->high[i]);
	}
}

static inline uint32_t places(const struct halves *h, const char *text)
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

static inline void load(struct halves *h, const struct seeker *k)
{
	h->of = k;
}

static inline uint32_t places(const struct halves *h, const char *text)
{
	uint32_t found = 0;

	for (unsigned at = 0; at < WIDE; at++) {
		uint8_t all = 0xff;

		for (size_t i = 0; i < SEEK_BYTES; i++) {
			unsigned char c = (unsigned char)text[at + i];

			all &= h->of->low[i][c & 15] & h->of->high[i][c >> 4];
		}
		found |= (uint32_t)(all != 0) << at;
	}
	return found;
}
#endif

size_t KERNEL(seek)(const struct seeker *k, struct span text, size_t from)
{
	struct halves h;
	size_t at = from;

	load(&h, k);
	for (; at + WIDE + SEEK_BYTES - 1 <= text.len; at += WIDE)
		for (uint32_t bits = places(&h, text.ptr + at); bits; bits &= bits - 1) {
			size_t place = at + (unsigned)__builtin_ctz(bits);

			if (seeker_is(k, text, place))
				return place;
		}
	for (; at < text.len; at++)
		if (seeker_is(k, text, at))
			return at;
	return SPAN_NONE;
}
