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

/* Zero bytes at the even places of `s`, or at the odd ones. */
size_t stride_zeros(struct span s, bool odd);

#endif
