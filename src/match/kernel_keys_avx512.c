/*
 * kernel_keys_avx512.c -- candidates to keys (kernel_keys.c): names eight at a
 * time by windows of bitmaps, addresses sixteen at a time by their bytes.  The
 * filter is asked for eight keys at once.
 */
#include "match/kernel_eight.h"
#include "match/kernel_name.h"
#include "match/kernel_quad.h"
#include "match/range.h"
#include "match/table.h"

#define FOUR 4

/* The 16 bytes in front of each of four ends. */
static inline __m512i four_tails(const char *chunk, const uint32_t *end)
{
	__m512i x = _mm512_castsi128_si512(_mm_loadu_si128((const void *)(chunk + end[0] - 16)));

	x = _mm512_inserti64x2(x, _mm_loadu_si128((const void *)(chunk + end[1] - 16)), 1);
	x = _mm512_inserti64x2(x, _mm_loadu_si128((const void *)(chunk + end[2] - 16)), 2);
	return _mm512_inserti64x2(x, _mm_loadu_si128((const void *)(chunk + end[3] - 16)), 3);
}

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
		keep(&l->value[kept], _mm512_min_epu64(last_labels(dots, length), eight(KEY_TAIL)),
		     these);
		kept += count(these);
	}
	*odd = odds;
	return kept;
}

static inline __m128i tail_mask(uint32_t length)
{
	return _mm_loadu_si128((const void *)key_tail_mask[length]);
}

/* What key_tail mixes of four names, pair by pair. */
static inline void four_pairs(const struct lane *l, const char *chunk, __m512i secrets, size_t i,
			      uint64_t pair[2 * FOUR])
{
	const uint32_t *length = &l->value[i];
	__m512i masks = _mm512_castsi128_si512(tail_mask(length[0])), x;

	masks = _mm512_inserti64x2(masks, tail_mask(length[1]), 1);
	masks = _mm512_inserti64x2(masks, tail_mask(length[2]), 2);
	masks = _mm512_inserti64x2(masks, tail_mask(length[3]), 3);
	x = _mm512_or_si512(four_tails(chunk, &l->place[i]), eight(KEY_FOLD));
	x = _mm512_and_si512(x, masks);
	_mm512_store_si512(pair, _mm512_xor_si512(x, secrets));
}

/* Those behind the last one, so that four can be taken at any time. */
static inline void fill_up(uint32_t *list, size_t n, size_t more)
{
	for (size_t i = n; n && i < n + more; i++)
		list[i] = list[n - 1];
}

size_t KERNEL(name_keys)(struct lane *l, const struct set *s, struct span text, size_t n,
			 size_t *odd)
{
	const char *chunk = text.ptr + l->base;
	const struct filter filter = filter_of(s, FILTER_NAMES);
	const __m512i secrets = _mm512_broadcast_i64x2(
		_mm_set_epi64x((long long)s->keys.high, (long long)s->keys.low));
	uint64_t pair[2 * FOUR] __attribute__((aligned(64)));

	n = sort_names(l, n, odd);
	fill_up(l->place, n, FOUR - 1);
	fill_up(l->value, n, FOUR - 1);
	for (size_t i = 0; i < n; i += FOUR) {
		four_pairs(l, chunk, secrets, i, pair);
		for (size_t k = 0; k < FOUR; k++) {
			l->key[i + k] = key_mix(pair[2 * k], pair[2 * k + 1]);
			filter_expect(filter, l->key[i + k]);
		}
	}
	return n;
}

/* ---- addresses: sixteen at a time, each by the sixteen bytes in front of its end */

#define MANY  16
#define FOURS (MANY / FOUR)

/* The bytes of four in each. */
struct tails {
	__m512i four[FOURS];
};

/* A bit for each of those bytes, the last one topmost. */
struct looks {
	__m256i run, dots;	/* digits and the dots between them; these dots */
	__mmask16 unsure;	/* one in front, where the run may go on */
};

static inline void tails_of(struct tails *t, const char *chunk, const uint32_t *end)
{
	for (unsigned i = 0; i < FOURS; i++)
		t->four[i] = four_tails(chunk, end + FOUR * i);
}

static inline struct looks looks_of_bytes(const struct tails *t)
{
	const __m512i zero = _mm512_set1_epi8('0'), ten = _mm512_set1_epi8(10);
	const __m512i dot = _mm512_set1_epi8('.');
	const __m256i first = _mm256_set1_epi16(1);
	uint64_t is_digit[FOURS], is_dot[FOURS];
	__m256i digits, dots, inner;

	for (unsigned i = 0; i < FOURS; i++) {
		__m512i less = _mm512_sub_epi8(t->four[i], zero);

		is_digit[i] = _mm512_cmplt_epu8_mask(less, ten);
		is_dot[i] = _mm512_cmpeq_epi8_mask(t->four[i], dot);
	}
	digits = _mm256_set_epi64x((long long)is_digit[3], (long long)is_digit[2],
				   (long long)is_digit[1], (long long)is_digit[0]);
	dots = _mm256_set_epi64x((long long)is_dot[3], (long long)is_dot[2],
				 (long long)is_dot[1], (long long)is_dot[0]);
	inner = _mm256_and_si256(_mm256_slli_epi16(digits, 1), _mm256_srli_epi16(digits, 1));
	inner = _mm256_and_si256(inner, dots);
	return (struct looks){ _mm256_or_si256(digits, inner), inner,
			       _mm256_test_epi16_mask(dots, first) };
}

/* The same where escapes cut runs. */
static inline struct looks looks_of_bits(const struct lane *l, const uint32_t *end)
{
	uint16_t run[MANY], dots[MANY];

	for (unsigned i = 0; i < MANY; i++) {
		run[i] = (uint16_t)(bits_ending(l->number, end[i]) >> 48);
		dots[i] = (uint16_t)(bits_ending(l->bit[BIT_DOT], end[i]) >> 48) & run[i];
	}
	return (struct looks){ _mm256_loadu_si256((const void *)run),
			       _mm256_loadu_si256((const void *)dots), 0 };
}

/* Marks (kernel_quad.h), lengths, and which of them may be those of an address. */
struct marks {
	__m512i mark, length;
	__mmask16 good;
};

/*
 * That the last three octets have up to three digits is known (mark_quads), and so
 * three dots and one to three digits in front of the first are left to ask for.
 */
static inline struct marks marks_of(struct looks look)
{
	__m256i other = _mm256_xor_si256(look.run, _mm256_set1_epi16(-1)), mark;
	__m512i front, dot, length;
	__mmask16 good;

	/* All bits from the highest of the others on. */
	other = _mm256_or_si256(other, _mm256_srli_epi16(other, 1));
	other = _mm256_or_si256(other, _mm256_srli_epi16(other, 2));
	other = _mm256_or_si256(other, _mm256_srli_epi16(other, 4));
	other = _mm256_or_si256(other, _mm256_srli_epi16(other, 8));
	mark = _mm256_or_si256(_mm256_andnot_si256(other, look.dots),
			       _mm256_xor_si256(other, _mm256_srli_epi16(other, 1)));
	length = _mm512_sub_epi32(_mm512_lzcnt_epi32(_mm512_cvtepu16_epi32(other)),
				  _mm512_set1_epi32(16));
	dot = _mm512_cvtepu16_epi32(mark);
	front = _mm512_and_si512(dot, _mm512_sub_epi32(_mm512_setzero_si512(), dot));
	front = _mm512_or_si512(_mm512_or_si512(_mm512_slli_epi32(front, 2),
						_mm512_slli_epi32(front, 3)),
				_mm512_slli_epi32(front, 4));
	good = _mm512_cmpeq_epi32_mask(_mm512_popcnt_epi32(dot), _mm512_set1_epi32(4));
	good = _mm512_mask_test_epi32_mask(good, dot, front);
	good = _mm512_mask_cmplt_epi32_mask(good, length, _mm512_set1_epi32(16));
	return (struct marks){ dot, length, good };
}

/* Of those that fill the tail but for a dot, which ones begin behind it. */
static inline __mmask16 begin_there(const struct lane *l, const uint32_t *end, struct marks m,
				    __mmask16 unsure)
{
	unsigned some = _mm512_mask_cmpeq_epi32_mask(unsure & m.good, m.length,
						     _mm512_set1_epi32(15));
	unsigned good = m.good;

	for (; some; some &= some - 1) {
		unsigned k = (unsigned)__builtin_ctz(some);

		if (bits_ending(l->number, end[k]) >> (64 - MANY) & 1)
			good &= ~(1u << k);
	}
	return (__mmask16)good;
}

/* Four octets of four addresses (quad_value). */
static inline __m512i octets_of(__m512i tails, const uint32_t *place)
{
	__m512i digits, shuffles;

	shuffles = _mm512_castsi128_si512(_mm_load_si128((const void *)quad_shuffles[place[0]]));
	shuffles = _mm512_inserti64x2(
		shuffles, _mm_load_si128((const void *)quad_shuffles[place[1]]), 1);
	shuffles = _mm512_inserti64x2(
		shuffles, _mm_load_si128((const void *)quad_shuffles[place[2]]), 2);
	shuffles = _mm512_inserti64x2(
		shuffles, _mm_load_si128((const void *)quad_shuffles[place[3]]), 3);
	digits = _mm512_and_si512(_mm512_shuffle_epi8(tails, shuffles), _mm512_set1_epi8(15));
	digits = _mm512_maddubs_epi16(digits, _mm512_set1_epi32(1 << 24 | 10 << 16 | 100 << 8));
	return _mm512_madd_epi16(digits, _mm512_set1_epi16(1));
}

/* A bit for each of sixteen without an octet above 255. */
static inline __mmask16 sound(const struct tails *octets)
{
	const __m512i most = _mm512_set1_epi32(255);
	uint64_t bad = 0;

	for (unsigned i = 0; i < FOURS; i++)
		bad |= (uint64_t)_mm512_cmpgt_epi32_mask(octets->four[i], most) << 16 * i;
	bad |= bad >> 1;
	bad |= bad >> 2;
	return (__mmask16)_pext_u64(~bad, UINT64_C(0x1111111111111111));
}

/* What key_ipv4 mixes, and the values in host order. */
struct values {
	__m512i mixed[2], value;
};

static inline struct values values_of(const struct tails *octets, __m512i prefix)
{
	/* Of each lane the lower half is the text's order behind ::ffff, the upper the value. */
	const __m512i order = _mm512_broadcast_i32x4(
		_mm_setr_epi8(-1, -1, -1, -1, 0, 4, 8, 12, 12, 8, 4, 0, -1, -1, -1, -1));
	const __m512i lower = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0);
	const __m512i upper = _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1);
	struct values v;
	__m256i value[2];

	for (unsigned i = 0; i < 2; i++) {
		__m512i a = _mm512_shuffle_epi8(octets->four[2 * i], order);
		__m512i b = _mm512_shuffle_epi8(octets->four[2 * i + 1], order);

		v.mixed[i] = _mm512_xor_si512(_mm512_permutex2var_epi64(a, lower, b), prefix);
		value[i] = _mm512_cvtepi64_epi32(_mm512_permutex2var_epi64(a, upper, b));
	}
	v.value = _mm512_inserti64x4(_mm512_castsi256_si512(value[0]), value[1], 1);
	return v;
}

struct quads {			/* sixteen runs, of which `these` are addresses */
	__m512i end, length;
	struct values values;
	__mmask16 these;
};

static inline struct quads quads_at(const struct lane *l, const char *chunk, __m512i prefix,
				    size_t i, size_t n)
{
	const uint32_t *end = &l->end[i];
	uint32_t place[MANY] __attribute__((aligned(64)));
	struct tails t;
	struct looks look;
	struct marks m;
	struct quads q = { .end = _mm512_loadu_si512(end) };

	tails_of(&t, chunk, end);
	look = l->escaped ? looks_of_bits(l, end) : looks_of_bytes(&t);
	m = marks_of(look);
	q.length = m.length;
	q.these = (__mmask16)(n - i < MANY ? (1u << (n - i)) - 1 : 0xffff);
	q.these &= begin_there(l, end, m, look.unsure);
	m.mark = _mm512_mullo_epi32(m.mark, _mm512_set1_epi32((int)QUAD_PLACE_BY));
	_mm512_store_si512(place, _mm512_srli_epi32(m.mark, 24));
	for (unsigned k = 0; k < FOURS; k++)
		t.four[k] = octets_of(t.four[k], place + FOUR * k);
	q.these &= sound(&t);
	q.values = values_of(&t, prefix);
	return q;
}

static inline void keep_many(uint32_t *out, __m512i values, __mmask16 these)
{
	_mm512_storeu_si512(out, _mm512_maskz_compress_epi32(these, values));
}

static inline size_t keep_mixed(uint64_t *out, __m512i values, __mmask8 these)
{
	_mm512_storeu_si512(out, _mm512_maskz_compress_epi64(these, values));
	return count(these);
}

/*
 * Of the runs in l->end those that are addresses: their values in l->place, what
 * key_ipv4 mixes in l->key, their lengths in l->odd; how many.
 */
static inline size_t keep_quads(struct lane *l, const struct keys *keys, const char *chunk,
				size_t n)
{
	const __m512i prefix = eight(UINT64_C(0xffff0000) ^ keys->high);
	size_t kept = 0, i = 0;

	/* Nothing in front of the text is read, and behind the last one it is read again. */
	while (i < n && l->base + l->end[i] < KEY_TAIL)
		i++;
	fill_up(l->end, n, MANY - 1);
	for (; i < n; i += MANY) {
		struct quads q = quads_at(l, chunk, prefix, i, n);
		uint64_t *key = &l->key[kept];

		keep_many(&l->end[kept], q.end, q.these);
		keep_many(&l->odd[kept], q.length, q.these);
		keep_many(&l->place[kept], q.values.value, q.these);
		key += keep_mixed(key, q.values.mixed[0], (__mmask8)q.these);
		key += keep_mixed(key, q.values.mixed[1], (__mmask8)(q.these >> 8));
		kept = (size_t)(key - l->key);
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
	bits = _mm512_ternarylogic_epi64(bits_at(key), bits_at(_mm512_srli_epi64(key, 6)),
					 bits_at(_mm512_srli_epi64(key, 12)), 0xfe);
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

size_t KERNEL(addresses)(struct lane *l, const struct set *s, struct span text, size_t n)
{
	const struct filter filter = filter_of(s, FILTER_ADDRESSES);
	const struct keys keys = s->keys;

	n = keep_quads(l, &keys, text.ptr + l->base, n);
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
