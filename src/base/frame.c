/* frame.c -- values on the wire. */
#include "base/frame.h"

static inline void frame_uint(struct buf *b, uint64_t v, unsigned size)
{
	if (!buf_reserve(b, size))
		return;
	for (unsigned i = 0; i < size; i++)
		b->ptr[b->len + i] = (char)(v >> (8 * i));
	b->len += size;
}

void frame_u8(struct buf *b, uint8_t v)
{
	frame_uint(b, v, 1);
}

void frame_u16(struct buf *b, uint16_t v)
{
	frame_uint(b, v, 2);
}

void frame_u32(struct buf *b, uint32_t v)
{
	frame_uint(b, v, 4);
}

void frame_u64(struct buf *b, uint64_t v)
{
	frame_uint(b, v, 8);
}

void frame_i64(struct buf *b, int64_t v)
{
	frame_uint(b, (uint64_t)v, 8);
}

void frame_span(struct buf *b, struct span s)
{
	if (s.len > UINT32_MAX) {
		b->bad = true;
		return;
	}
	frame_u32(b, (uint32_t)s.len);
	buf_add(b, s);
}
