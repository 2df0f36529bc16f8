/*
 * kernel_keys_avx512.c -- candidates to keys (kernel_keys.c), eight at a time:
 * their windows of bitmaps are gathered, and the filter is asked for eight
 * keys at once.
 */
#include "match/kernel_eight.h"
#include "match/kernel_name.h"
#include "match/kernel_quad.h"
#include "match/range.h"
#include "match/table.h"

/* ---- names */

/* Length of the last two labels; of the whole run when it has no more. */
static inline __m512i last_labels(__m512i dots, __m512i length)
{
	__m512i one = eight(1), last = _mm512_lzcnt_epi64(_mm512_or_si512(dots, one));
	__m512i rest = _mm512_andnot_si512(_mm512_srlv_epi64(eight(UINT64_C(1) << 63), last), dots);

	return _mm512_min_epu64(_mm512_lzcnt_epi64(_mm512_or_si512(rest, one)), length);
}

/* The ends of those with a key to l->place, with their labels to l->value; the others to l->odd. */
static inline size_t sort_names(struct lane *l, size_t n, size_t *odd)
{
	const __m512i first = eight(l->base < KEY_TAIL ? KEY_TAIL - l->base : 0);
	size_t kept = 0, odds = *odd;

	for (size_t i = 0; i < n; i += EIGHT) {
		__mmask8 these = first_of(n - i), strange;
		__m512i end = eight_at(&l->end[i]);
		__m512i dots = windows_ending(l->bit[BIT_DOT], end, these);
		__m512i length = lengths_of(windows_ending(l->token, end, these));
		__m512i before = _mm512_and_si512(_mm512_sub_epi64(eight(64), length), eight(63));
		__m512i inside = _mm512_popcnt_epi64(_mm512_srlv_epi64(dots, before));

		strange = _mm512_cmpge_epu64_mask(length, eight(SURE)) |
			  _mm512_cmpgt_epu64_mask(inside, eight(3)) |
			  _mm512_cmplt_epu64_mask(end, first);
		strange &= these;
		keep(&l->odd[odds], end, strange);
		odds += count(strange);
		these &= (__mmask8)~strange;
		keep(&l->place[kept], end, these);
		keep(&l->value[kept], last_labels(dots, length), these);
		kept += count(these);
	}
	*odd = odds;
	return kept;
}

size_t KERNEL(name_keys)(struct lane *l, const struct set *s, struct span text, size_t n,
			 size_t *odd)
{
	const char *chunk = text.ptr + l->base;
	const struct filter filter = filter_of(s, FILTER_NAMES);
	const struct keys keys = s->keys;

	n = sort_names(l, n, odd);
	for (size_t i = 0; i < n; i++) {
		l->key[i] = key_tail(&keys, chunk + l->place[i], l->value[i]);
		filter_expect(filter, l->key[i]);
	}
	return n;
}

/* ---- addresses */

/* quad_mark for eight runs, of which `length` is below 16. */
static inline __m512i marks_of(__m512i dots, __m512i length)
{
	__m512i front = _mm512_srlv_epi64(eight(UINT64_C(1) << 63), length);
	__m512i before = _mm512_sub_epi64(front, eight(1));

	return _mm512_srli_epi64(_mm512_or_si512(_mm512_andnot_si512(before, dots), front), 48);
}

/*
 * Of the runs in l->end those that look like an address; their marks in l->value.
 * That the last three octets have up to three digits is known (mark_quads), and so
 * three dots and one to three digits in front of the first are left to ask for.
 */
static inline size_t keep_quads(struct lane *l, size_t n)
{
	const __m512i first = eight(l->base < KEY_TAIL ? KEY_TAIL - l->base : 0);
	size_t kept = 0;

	for (size_t i = 0; i < n; i += EIGHT) {
		__mmask8 these = first_of(n - i);
		__m512i end = eight_at(&l->end[i]), mark, front, dot;
		__m512i length = lengths_of(windows_ending(l->number, end, these));

		mark = marks_of(windows_ending(l->bit[BIT_DOT], end, these), length);
		front = _mm512_and_si512(mark, _mm512_sub_epi64(eight(0), mark));
		dot = _mm512_or_si512(_mm512_slli_epi64(front, 2), _mm512_slli_epi64(front, 3));
		dot = _mm512_or_si512(dot, _mm512_slli_epi64(front, 4));
		these &= _mm512_cmplt_epu64_mask(length, eight(16));
		these &= _mm512_cmpeq_epu64_mask(_mm512_popcnt_epi64(mark), eight(4));
		these &= _mm512_test_epi64_mask(mark, dot);
		these &= _mm512_cmpge_epu64_mask(end, first);
		keep(&l->end[kept], end, these);
		keep(&l->odd[kept], length, these);
		keep(&l->value[kept], mark, these);
		kept += count(these);
	}
	return kept;
}

static inline __m512i bits_at(__m512i place)
{
	return _mm512_sllv_epi64(eight(1), _mm512_and_si512(place, eight(63)));
}

/* Of the values in l->place and the keys of them those that may be listed. */
static inline __mmask8 listed_at(const struct lane *l, struct filter filter, size_t i, size_t n)
{
	const __m512i words = eight(filter.words);
	__mmask8 these = first_of(n - i);
	__m512i key = _mm512_loadu_si512(&l->key[i]), word, bits;

	word = _mm512_mul_epu32(_mm512_srli_epi64(key, 32), words);
	word = _mm512_mask_i64gather_epi64(eight(0), these, _mm512_srli_epi64(word, 32),
					   filter.word, 8);
	bits = _mm512_or_si512(bits_at(key), bits_at(_mm512_srli_epi64(key, 6)));
	bits = _mm512_or_si512(bits, bits_at(_mm512_srli_epi64(key, 12)));
	bits = _mm512_or_si512(bits, bits_at(_mm512_srli_epi64(key, 18)));
	return _mm512_mask_cmpeq_epi64_mask(these, _mm512_and_si512(word, bits), bits);
}

static inline __mmask8 ranged_at(const struct lane *l, const struct set *s, size_t i, size_t n)
{
	unsigned these = 0;

	for (size_t k = i; k < n && k < i + EIGHT; k++)
		these |= (unsigned)range_maybe4(s, l->place[k]) << (k - i);
	return (__mmask8)these;
}

/* Of the addresses those that the filter or the map of networks knows. */
static inline size_t keep_listed(struct lane *l, const struct set *s, size_t n)
{
	const struct filter filter = filter_of(s, FILTER_ADDRESSES);
	size_t kept = 0;

	for (size_t i = 0; i < n; i += EIGHT) {
		unsigned these = listed_at(l, filter, i, n);

		if (s->range_bits)
			these |= ranged_at(l, s, i, n);
		for (; these; these &= these - 1) {
			size_t k = i + (unsigned)__builtin_ctz(these);

			l->value[kept] = l->place[k];
			l->end[kept] = l->end[k];
			l->odd[kept++] = l->odd[k];
		}
	}
	return kept;
}

/* The 16 bytes before each of four ends. */
static inline __m512i tails_of(const char *chunk, const uint32_t *end)
{
	__m512i x = _mm512_castsi128_si512(_mm_loadu_si128((const void *)(chunk + end[0] - 16)));

	x = _mm512_inserti64x2(x, _mm_loadu_si128((const void *)(chunk + end[1] - 16)), 1);
	x = _mm512_inserti64x2(x, _mm_loadu_si128((const void *)(chunk + end[2] - 16)), 2);
	return _mm512_inserti64x2(x, _mm_loadu_si128((const void *)(chunk + end[3] - 16)), 3);
}

static inline __m128i shuffle_of(uint32_t mark)
{
	return _mm_load_si128((const void *)quad_shuffles[QUAD_PLACE(mark)]);
}

static inline __m512i shuffles_of(const uint32_t *mark)
{
	__m512i x = _mm512_castsi128_si512(shuffle_of(mark[0]));

	x = _mm512_inserti64x2(x, shuffle_of(mark[1]), 1);
	x = _mm512_inserti64x2(x, shuffle_of(mark[2]), 2);
	return _mm512_inserti64x2(x, shuffle_of(mark[3]), 3);
}

/* Four octets of four addresses (quad_value). */
static inline __m512i octets_of(__m512i tails, __m512i shuffles)
{
	__m512i digits = _mm512_shuffle_epi8(tails, shuffles);

	digits = _mm512_and_si512(digits, _mm512_set1_epi8(15));
	digits = _mm512_maddubs_epi16(digits, _mm512_set1_epi32(1 << 24 | 10 << 16 | 100 << 8));
	return _mm512_madd_epi16(digits, _mm512_set1_epi16(1));
}

/* A bit for each of the first `left` of four addresses without an octet above 255. */
static inline __mmask8 sound(__m512i octets, size_t left)
{
	unsigned bad = _mm512_cmpgt_epi32_mask(octets, _mm512_set1_epi32(255));

	bad |= bad >> 1;
	bad |= bad >> 2;
	bad = (bad & 1) | (bad >> 3 & 2) | (bad >> 6 & 4) | (bad >> 9 & 8);
	return (__mmask8)(first_of(left) & ~bad & 15);
}

/*
 * Marks in l->value to values in l->place and what key_ipv4 mixes in l->key; how many
 * are addresses.
 */
static inline size_t values_of(struct lane *l, const struct keys *keys, const char *chunk,
			       size_t n)
{
	/* Of each lane the lower half is the text's order behind ::ffff, the upper the value. */
	const __m512i order = _mm512_broadcast_i32x4(
		_mm_setr_epi8(-1, -1, -1, -1, 0, 4, 8, 12, 12, 8, 4, 0, -1, -1, -1, -1));
	const __m256i prefix = _mm256_set1_epi64x((long long)(UINT64_C(0xffff0000) ^ keys->high));
	const __m512i halves = _mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0);
	size_t kept = 0;

	/* The last four are whole: nothing outside the text is read. */
	for (size_t i = n; n && i < n + 3; i++)
		l->end[i] = l->end[n - 1];
	for (size_t i = 0; i < n; i += 4) {
		__m512i tails = tails_of(chunk, &l->end[i]), shuffles = shuffles_of(&l->value[i]);
		__m512i octets = octets_of(tails, shuffles);
		__m512i parts = _mm512_shuffle_epi8(octets, order);
		__mmask8 these = sound(octets, n - i);
		__m128i end = _mm_loadu_si128((const void *)&l->end[i]);
		__m128i length = _mm_loadu_si128((const void *)&l->odd[i]);
		__m512i pairs = _mm512_permutexvar_epi64(halves, parts);
		__m256i mixed = _mm256_xor_si256(_mm512_castsi512_si256(pairs), prefix);
		__m256i value = _mm512_extracti64x4_epi64(pairs, 1);

		mixed = _mm256_maskz_compress_epi64(these, mixed);
		value = _mm256_maskz_compress_epi64(these, value);
		_mm256_storeu_si256((void *)&l->key[kept], mixed);
		_mm_storeu_si128((void *)&l->place[kept], _mm256_cvtepi64_epi32(value));
		end = _mm_maskz_compress_epi32(these, end);
		length = _mm_maskz_compress_epi32(these, length);
		_mm_storeu_si128((void *)&l->end[kept], end);
		_mm_storeu_si128((void *)&l->odd[kept], length);
		kept += count(these);
	}
	return kept;
}

size_t KERNEL(addresses)(struct lane *l, const struct set *s, struct span text, size_t n)
{
	const struct filter filter = filter_of(s, FILTER_ADDRESSES);
	const struct keys keys = s->keys;

	n = values_of(l, &keys, text.ptr + l->base, keep_quads(l, n));
	for (size_t i = 0; i < n; i++) {
		l->key[i] = key_mix(KEY_ADDRESS ^ keys.low, l->key[i]);
		filter_expect(filter, l->key[i]);
	}
	for (size_t i = 0; s->range_bits && i < n; i++)
		range_expect4(s, l->place[i]);
	l->asked = n;
	return keep_listed(l, s, n);
}

size_t KERNEL(filter)(struct lane *l, const struct set *s, size_t n)
{
	const struct filter filter = filter_of(s, FILTER_NAMES);
	size_t kept = 0;

	for (size_t i = 0; i < n; i += EIGHT)
		for (unsigned these = listed_at(l, filter, i, n); these; these &= these - 1)
			l->value[kept++] = (uint32_t)i + (uint32_t)__builtin_ctz(these);
	return kept;
}
