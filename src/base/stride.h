/*
 * stride.h -- searches that look at 32 bytes at a time where the processor can;
 * elsewhere they are what the C library has.
 */
#ifndef BASE_STRIDE_H
#define BASE_STRIDE_H

#include "base/span.h"

/* Where `needle`, of two bytes at least, first stands in `s`; SPAN_NONE: nowhere. */
size_t stride_find(struct span s, struct span needle);

/*
 * The first line break of `s` from `from` on behind which one of four bytes
 * stands, or which is the last byte of `s`; SPAN_NONE: there is none.
 */
size_t stride_line(struct span s, size_t from, const char first[4]);

/*
 * How many bytes at the front are surely plain text: ASCII, with no control that
 * texts do not have (7..15 and escape are theirs).  May be fewer than there are.
 */
size_t stride_text(struct span s);

/*
 * Copy bytes of `s` to `out`, which has room for all of it, up to the first `stop`:
 * how many.  What lies behind them in `out` is undefined.
 */
size_t stride_copy(struct span s, char *out, char stop);

/* A bit for each of 64 bytes of `s`, from `from` on, that is `c`; behind its end none is. */
static inline uint64_t stride_mask(struct span s, size_t from, char c);

/* Zero bytes at the even places of `s`, or at the odd ones. */
size_t stride_zeros(struct span s, bool odd);

#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint64_t stride_mask_whole(const char *at, char c)
{
	const __m128i wanted = _mm_set1_epi8(c);
	uint64_t mask = 0;

	for (int i = 3; i >= 0; i--) {
		__m128i same = _mm_cmpeq_epi8(_mm_loadu_si128((const void *)(at + 16 * i)), wanted);

		mask = mask << 16 | (uint64_t)_mm_movemask_epi8(same);
	}
	return mask;
}
#else
static inline uint64_t stride_mask_whole(const char *at, char c)
{
	uint64_t mask = 0;

	for (int i = 0; i < 64; i++)
		mask |= (uint64_t)(at[i] == c) << i;
	return mask;
}
#endif

static inline uint64_t stride_mask(struct span s, size_t from, char c)
{
	size_t left = from < s.len ? s.len - from : 0;
	char last[64] = { 0 };

	if (left >= 64)
		return stride_mask_whole(s.ptr + from, c);
	if (left == 0)
		return 0;
	memcpy(last, s.ptr + from, left);
	return stride_mask_whole(last, c) & ((UINT64_C(1) << left) - 1);
}

#endif
