/* base64.c -- base64 of tokens and groups; runs inside of text are match/veil_base64.c. */
#include "base/base64.h"

#define NO 0xff

static const uint8_t sextet[256] = {
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, 62, NO, NO, NO, 63,
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO, NO, NO, NO, NO, NO,
	NO, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, NO, NO, NO, NO, NO,
	NO, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, NO, NO, NO, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
	NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
};

int base64_sextet(char c)
{
	uint8_t value = sextet[(unsigned char)c];

	return value == NO ? -1 : value;
}

static size_t groups_plain(struct span coded, char *out, size_t max)
{
	const unsigned char *p = (const unsigned char *)coded.ptr;
	size_t groups = coded.len / 4 < max / 3 ? coded.len / 4 : max / 3, n = 0;

	for (; n < groups; n++, p += 4) {
		uint8_t a = sextet[p[0]], b = sextet[p[1]], c = sextet[p[2]], e = sextet[p[3]];
		uint32_t all = (uint32_t)a << 18 | (uint32_t)b << 12 | (uint32_t)c << 6 | e;

		if ((a | b | c | e) & 0x80)
			break;
		out[3 * n] = (char)(all >> 16);
		out[3 * n + 1] = (char)(all >> 8);
		out[3 * n + 2] = (char)all;
	}
	return n;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

/*
 * Each half of a byte looks up bits, and the two share one exactly where the
 * byte is none of the alphabet.  The upper half also says what to add to a
 * character for its six bits; "/" has an entry of its own.
 */
AVX2 static size_t groups_wide(struct span coded, char *out, size_t max)
{
	const __m256i low = _mm256_setr_epi8(
		0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
		0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a,
		0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
		0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a);
	const __m256i high = _mm256_setr_epi8(
		0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08,
		0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10,
		0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08,
		0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
	const __m256i add = _mm256_setr_epi8(
		0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0,
		0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
	const __m256i order = _mm256_setr_epi8(
		2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1,
		2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
	const __m256i words = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7);
	const __m256i slash = _mm256_set1_epi8('/'), half = _mm256_set1_epi8(0x0f);
	size_t n = 0;

	while (coded.len - 4 * n >= 32 && max - 3 * n >= 32) {
		__m256i in = _mm256_loadu_si256((const void *)(coded.ptr + 4 * n));
		__m256i upper = _mm256_and_si256(_mm256_srli_epi32(in, 4), half);
		__m256i is_slash = _mm256_cmpeq_epi8(in, slash);
		__m256i kinds = _mm256_and_si256(
			_mm256_shuffle_epi8(low, _mm256_and_si256(in, half)),
			_mm256_shuffle_epi8(high, upper));
		uint32_t others = ~(uint32_t)_mm256_movemask_epi8(
			_mm256_cmpeq_epi8(kinds, _mm256_setzero_si256()));
		__m256i value = _mm256_add_epi8(
			in, _mm256_shuffle_epi8(add, _mm256_add_epi8(is_slash, upper)));

		value = _mm256_maddubs_epi16(value, _mm256_set1_epi32(0x01400140));
		value = _mm256_madd_epi16(value, _mm256_set1_epi32(0x00011000));
		value = _mm256_shuffle_epi8(value, order);
		value = _mm256_permutevar8x32_epi32(value, words);
		_mm256_storeu_si256((void *)(out + 3 * n), value);
		if (others)
			return n + (size_t)__builtin_ctz(others) / 4;
		n += 8;
	}
	return n + groups_plain(span_skip(coded, 4 * n), out + 3 * n, max - 3 * n);
}

size_t base64_groups(struct span coded, char *out, size_t max)
{
	return __builtin_cpu_supports("avx2") ? groups_wide(coded, out, max)
					      : groups_plain(coded, out, max);
}
#else
size_t base64_groups(struct span coded, char *out, size_t max)
{
	return groups_plain(coded, out, max);
}
#endif

bool base64_token(struct span coded, struct buf *out)
{
	uint32_t bits = 0;
	size_t len = coded.len;
	int held = 0;

	if (!len || len % 4)
		return false;
	for (int pad = 0; pad < 2 && coded.ptr[len - 1] == '='; pad++)
		len--;
	for (size_t i = 0; i < len; i++) {
		int d = base64_sextet(coded.ptr[i]);

		if (d < 0)
			return false;
		bits = bits << 6 | (uint32_t)d;
		held += 6;
		if (held >= 8) {
			held -= 8;
			buf_byte(out, (char)(bits >> held & 0xff));
		}
	}
	return !out->bad;
}
