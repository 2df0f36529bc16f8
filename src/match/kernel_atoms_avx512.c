/* kernel_atoms_avx512.c -- as kernel_atoms.c, sixteen places at once. */
#include <immintrin.h>

#include "match/atom_filter.h"
#include "match/kernel_name.h"

static inline uint32_t sixteen(const struct atom_filter *f, const char *p)
{
	const __m512i low = _mm512_set1_epi32(0xff), most = _mm512_set1_epi32(31);
	__m512i two = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const void *)p));
	__m512i next = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const void *)(p + 2)));
	__m512i third = _mm512_and_si512(next, low);
	__m512i three = _mm512_or_si512(two, _mm512_slli_epi32(third, 16));
	__m512i hash = _mm512_mullo_epi32(three, _mm512_set1_epi32((int)ATOM_FACTOR));
	__m512i at = _mm512_srl_epi32(hash, _mm_cvtsi32_si128((int)f->shift));
	__m512i word = _mm512_i32gather_epi32(at, f->word, 4);
	__m512i first = _mm512_and_si512(_mm512_srli_epi32(hash, 13), most);
	__m512i second = _mm512_and_si512(_mm512_xor_si512(_mm512_srli_epi32(hash, 8), third),
					  most);
	__m512i both = _mm512_and_si512(_mm512_srlv_epi32(word, first),
					_mm512_srlv_epi32(word, second));

	return _mm512_test_epi32_mask(both, _mm512_set1_epi32(1));
}

uint32_t KERNEL(atoms)(const struct atom_filter *f, const char *text)
{
	return sixteen(f, text) | sixteen(f, text + 32) << 16;
}
