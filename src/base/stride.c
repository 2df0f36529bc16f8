/*
 * stride.c -- many places at once: two bytes at a known distance (the first and
 * the last of a word, a line break and what begins the line behind it), and
 * bytes of a kind.
 */
#include "base/stride.h"

#define WORD_MOST 32

static bool begins_so(const char *line, const char first[4])
{
	return *line == first[0] || *line == first[1] || *line == first[2] || *line == first[3];
}

/* The rest of a text, break by break. */
static size_t line_by_line(struct span s, size_t from, const char first[4])
{
	while (from < s.len) {
		const char *nl = memchr(s.ptr + from, '\n', s.len - from);
		size_t at = nl ? (size_t)(nl - s.ptr) : s.len;

		if (!nl || at + 1 == s.len || begins_so(nl + 1, first))
			return nl ? at : SPAN_NONE;
		from = at + 1;
	}
	return SPAN_NONE;
}

static size_t find_plain(struct span s, size_t from, struct span needle)
{
	const char *at = from < s.len ? memmem(s.ptr + from, s.len - from, needle.ptr, needle.len)
				      : NULL;

	return at ? (size_t)(at - s.ptr) : SPAN_NONE;
}

static size_t zeros_plain(struct span s, size_t at)
{
	size_t n = 0;

	for (; at < s.len; at += 2)
		n += s.ptr[at] == 0;
	return n;
}

static size_t copy_plain(struct span s, char *out, char stop)
{
	const char *end = s.len ? memchr(s.ptr, stop, s.len) : NULL;
	size_t n = end ? (size_t)(end - s.ptr) : s.len;

	if (n)
		memcpy(out, s.ptr, n);
	return n;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i load(const char *at)
{
	return _mm256_loadu_si256((const void *)at);
}

/* What memmem(3) prepares for costs more than this. */
static size_t find_short(struct span s, struct span needle)
{
	char first = needle.ptr[0], last = needle.ptr[needle.len - 1];
	size_t behind = needle.len - 1;

	for (size_t at = 0; at + behind < s.len; at++)
		if (s.ptr[at] == first && s.ptr[at + behind] == last &&
		    memcmp(s.ptr + at, needle.ptr, needle.len) == 0)
			return at;
	return SPAN_NONE;
}

AVX2 static size_t find_wide(struct span s, struct span needle)
{
	const __m256i first = _mm256_set1_epi8(needle.ptr[0]);
	const __m256i last = _mm256_set1_epi8(needle.ptr[needle.len - 1]);
	size_t at = 0, behind = needle.len - 1, end = s.len - behind;

	if (end < 32)
		return find_short(s, needle);
	/* The last 32 once more with those in front of them. */
	for (;; at = at + 64 > end ? end - 32 : at + 32) {
		__m256i a = _mm256_cmpeq_epi8(load(s.ptr + at), first);
		__m256i b = _mm256_cmpeq_epi8(load(s.ptr + at + behind), last);
		uint32_t both = (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(a, b));

		for (; both; both &= both - 1) {
			size_t n = at + (size_t)__builtin_ctz(both);

			if (memcmp(s.ptr + n, needle.ptr, needle.len) == 0)
				return n;
		}
		if (at + 32 == end)
			return SPAN_NONE;
	}
}

AVX2 static size_t line_wide(struct span s, size_t from, const char first[4])
{
	const __m256i nl = _mm256_set1_epi8('\n');
	const __m256i w = _mm256_set1_epi8(first[0]), x = _mm256_set1_epi8(first[1]);
	const __m256i y = _mm256_set1_epi8(first[2]), z = _mm256_set1_epi8(first[3]);

	for (; from + 33 <= s.len; from += 32) {
		__m256i breaks = _mm256_cmpeq_epi8(load(s.ptr + from), nl);
		__m256i c = load(s.ptr + from + 1);
		__m256i any = _mm256_or_si256(
			_mm256_or_si256(_mm256_cmpeq_epi8(c, w), _mm256_cmpeq_epi8(c, x)),
			_mm256_or_si256(_mm256_cmpeq_epi8(c, y), _mm256_cmpeq_epi8(c, z)));
		uint32_t both = (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(breaks, any));

		if (both)
			return from + (size_t)__builtin_ctz(both);
	}
	return line_by_line(s, from, first);
}

AVX2 static size_t text_wide(struct span s)
{
	const __m256i seven = _mm256_set1_epi8(7), eight = _mm256_set1_epi8(8);
	const __m256i before = _mm256_set1_epi8(0x1f), delete = _mm256_set1_epi8(0x7f);
	const __m256i escape = _mm256_set1_epi8(0x1b);
	size_t at = 0;

	for (; at + 32 <= s.len; at += 32) {
		__m256i b = load(s.ptr + at), from = _mm256_sub_epi8(b, seven);
		__m256i seen = _mm256_andnot_si256(_mm256_cmpeq_epi8(b, delete),
						   _mm256_cmpgt_epi8(b, before));
		__m256i blank = _mm256_or_si256(
			_mm256_cmpeq_epi8(_mm256_min_epu8(from, eight), from),
			_mm256_cmpeq_epi8(b, escape));

		if (_mm256_movemask_epi8(_mm256_or_si256(seen, blank)) != -1)
			break;
	}
	return at;
}

AVX2 static size_t copy_wide(struct span s, char *out, char stop)
{
	const __m256i end = _mm256_set1_epi8(stop);
	size_t at = 0;

	for (; at + 32 <= s.len; at += 32) {
		__m256i b = load(s.ptr + at);
		uint32_t stops = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, end));

		_mm256_storeu_si256((void *)(out + at), b);
		if (stops)
			return at + (size_t)__builtin_ctz(stops);
	}
	for (; at < s.len && s.ptr[at] != stop; at++)
		out[at] = s.ptr[at];
	return at;
}

__attribute__((target("avx2,popcnt"))) static size_t zeros_wide(struct span s, bool odd)
{
	uint32_t places = odd ? 0xaaaaaaaa : 0x55555555;
	size_t n = 0, at = 0;

	for (; at + 32 <= s.len; at += 32) {
		__m256i zero = _mm256_cmpeq_epi8(load(s.ptr + at), _mm256_setzero_si256());

		n += (unsigned)__builtin_popcount((uint32_t)_mm256_movemask_epi8(zero) & places);
	}
	return n + zeros_plain(s, at + odd);
}

/* A long word could be compared at every place in vain. */
size_t stride_find(struct span s, struct span needle)
{
	bool wide = __builtin_cpu_supports("avx2") && needle.len <= WORD_MOST;

	if (needle.len > s.len)
		return SPAN_NONE;
	return wide ? find_wide(s, needle) : find_plain(s, 0, needle);
}

size_t stride_line(struct span s, size_t from, const char first[4])
{
	return __builtin_cpu_supports("avx2") ? line_wide(s, from, first)
					      : line_by_line(s, from, first);
}

size_t stride_text(struct span s)
{
	return __builtin_cpu_supports("avx2") ? text_wide(s) : 0;
}

size_t stride_copy(struct span s, char *out, char stop)
{
	return __builtin_cpu_supports("avx2") ? copy_wide(s, out, stop) : copy_plain(s, out, stop);
}

size_t stride_zeros(struct span s, bool odd)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt")
		       ? zeros_wide(s, odd) : zeros_plain(s, odd);
}
#else
size_t stride_find(struct span s, struct span needle)
{
	return find_plain(s, 0, needle);
}

size_t stride_line(struct span s, size_t from, const char first[4])
{
	return line_by_line(s, from, first);
}

size_t stride_text(struct span s)
{
	(void)s;
	return 0;
}

size_t stride_copy(struct span s, char *out, char stop)
{
	return copy_plain(s, out, stop);
}

size_t stride_zeros(struct span s, bool odd)
{
	return zeros_plain(s, odd);
}
#endif
