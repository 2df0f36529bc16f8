/* kernel_words.h -- which of many words of a bitmap hold a bit at all; for kernels alone. */
#ifndef MATCH_KERNEL_WORDS_H
#define MATCH_KERNEL_WORDS_H

#include <stddef.h>
#include <stdint.h>

#define WORDS_AT_ONCE 8

#if defined(__x86_64__) && defined(__AVX512F__)
#include <immintrin.h>

static inline unsigned words_some(const uint64_t *word)
{
	__m512i x = _mm512_loadu_si512(word);

	return _mm512_test_epi64_mask(x, x);
}
#elif defined(__x86_64__) && defined(__AVX2__)
#include <immintrin.h>

static inline unsigned words_some(const uint64_t *word)
{
	const __m256i none = _mm256_setzero_si256();
	__m256i a = _mm256_loadu_si256((const void *)word);
	__m256i b = _mm256_loadu_si256((const void *)(word + 4));
	int low = _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpeq_epi64(a, none)));
	int high = _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpeq_epi64(b, none)));

	return ~((unsigned)low | (unsigned)high << 4) & 0xff;
}
#else
static inline unsigned words_some(const uint64_t *word)
{
	unsigned some = 0;

	for (unsigned i = 0; i < WORDS_AT_ONCE; i++)
		some |= (unsigned)(word[i] != 0) << i;
	return some;
}
#endif

/* Bit i: word i of those that follow holds one; of the `left` that are left up to WORDS_AT_ONCE. */
static inline unsigned words_with_bits(const uint64_t *word, size_t left)
{
	unsigned some = words_some(word);

	return left < WORDS_AT_ONCE ? some & ((1u << left) - 1) : some;
}

#endif
