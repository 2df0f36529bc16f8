/* kernel_notes_avx512.c -- what a recorder notes of names (kernel_notes.c), eight at a time. */
#include "match/kernel_eight.h"
#include "match/kernel_name.h"

/* Lengths of what ends eight names: of all of a name where there are no more labels. */
struct endings {
	__m512i length, two, three;
	__mmask8 measure;
};

/* How many bits stand in front of the topmost. */
static inline __m512i zeros_of(__m512i bits)
{
	return _mm512_lzcnt_epi64(_mm512_or_si512(bits, eight(1)));
}

static inline __m512i without(__m512i bits, __m512i place)
{
	return _mm512_andnot_si512(_mm512_srlv_epi64(eight(UINT64_C(1) << 63), place), bits);
}

/* Numbers and their units: a digit behind the dot, only digits in front of it. */
static inline __mmask8 measures_of(__m512i digits, __m512i one, __m512i two)
{
	__m512i behind = _mm512_sllv_epi64(digits, _mm512_sub_epi64(one, eight(1)));
	__m512i front = _mm512_add_epi64(one, eight(1));
	__m512i reach = _mm512_add_epi64(lengths_of(_mm512_sllv_epi64(digits, front)), front);

	return _mm512_test_epi64_mask(behind, eight(UINT64_C(1) << 63)) &
	       _mm512_cmpge_epu64_mask(reach, two);
}

static inline struct endings endings_of(const struct lane *l, __m512i end, __mmask8 these)
{
	__m512i dots = windows_ending(l->bit[BIT_DOT], end, these);
	__m512i digits = windows_ending(l->bit[BIT_DIGIT], end, these);
	__m512i one = zeros_of(dots), two, three;
	struct endings e = { .length = lengths_of(windows_ending(l->token, end, these)) };

	dots = without(dots, one);
	two = zeros_of(dots);
	three = zeros_of(without(dots, two));
	e.two = _mm512_min_epu64(two, e.length);
	e.three = _mm512_min_epu64(three, e.length);
	e.measure = measures_of(digits, one, e.two);
	return e;
}

static inline __mmask8 among(__m256i bytes, unsigned place, char c)
{
	__m256i byte = _mm256_and_si256(_mm256_srli_epi32(bytes, (int)(8 * place)),
					_mm256_set1_epi32(255));

	return _mm256_cmpeq_epi32_mask(byte, _mm256_set1_epi32(c));
}

/* Mail addresses; three labels of which the first may not begin where the run does. */
static inline __mmask8 odd_ones(const char *chunk, __m512i end, const struct endings *e,
				__mmask8 these)
{
	__m512i front = _mm512_sub_epi64(_mm512_sub_epi64(end, e->length), eight(1));
	/* A name has three bytes at least. */
	__m256i bytes = _mm512_mask_i64gather_epi32(_mm256_setzero_si256(), these, front, chunk, 1);
	__mmask8 three = _mm512_cmpgt_epu64_mask(e->three, e->two) &
			 _mm512_cmpeq_epu64_mask(e->three, e->length);

	three &= among(bytes, 0, '\\') | among(bytes, 1, '-') | among(bytes, 1, '_');
	return these & (among(bytes, 0, '@') | three);
}

/* Those that have nothing in front of them that may be looked at, or are too long. */
static inline __mmask8 far_ones(const struct lane *l, __m512i end, const struct endings *e)
{
	const __m512i first = eight(l->base <= SURE ? SURE + 1 - l->base : 0);

	return _mm512_cmpge_epu64_mask(e->length, eight(SURE)) |
	       _mm512_cmplt_epu64_mask(end, first);
}

static inline void mark_strange(struct lane *l, size_t i, __mmask8 strange)
{
	_mm_storel_epi64((void *)&l->strange[i], _mm_maskz_set1_epi8(strange, 1));
}

bool KERNEL(endings)(struct lane *l, const struct keys *k, struct span text, size_t n)
{
	const char *chunk = text.ptr + l->base;
	size_t noted = 0, threes = 0;
	unsigned any = 0;

	for (size_t i = 0; i < n; i += EIGHT) {
		__mmask8 these = first_of(n - i), strange, three;
		__m512i end = eight_at(&l->place[i]);
		struct endings e = endings_of(l, end, these);

		strange = far_ones(l, end, &e) & these;
		strange |= odd_ones(chunk, end, &e, these & (__mmask8)~strange);
		mark_strange(l, i, strange);
		any |= strange;
		these &= (__mmask8)~(e.measure | strange);
		_mm512_storeu_si512(&l->noted[noted], _mm512_maskz_compress_epi64(these,
				    _mm512_loadu_si512(&l->key[i])));
		noted += count(these);
		three = these & _mm512_cmpgt_epu64_mask(e.three, e.two);
		keep(&l->end[threes], end, three);
		keep(&l->value[threes], e.three, three);
		threes += count(three);
	}
	for (size_t i = 0; i < threes; i++)
		l->noted[noted + i] = key_ending(k, chunk + l->end[i], l->value[i]);
	l->noting = noted + threes;
	return any != 0;
}
