/* frame.c -- values on the wire. */
#include "base/frame.h"

void frame_span(struct buf *b, struct span s)
{
	if (s.len > UINT32_MAX) {
		b->bad = true;
		return;
	}
	if (!buf_reserve(b, s.len + sizeof(uint32_t)))
		return;
	frame_u32(b, (uint32_t)s.len);
	if (s.len)
		memcpy(b->ptr + b->len, s.ptr, s.len);
	b->len += s.len;
}
