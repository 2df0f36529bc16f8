/*
 * frame.h -- values on the wire between our processes and in our own files.
 *
 * Little-endian, fixed widths, spans as u32 length and bytes; read back with
 * cursor.h, which never trusts a length.  A message is a sequence of such
 * values behind a type; the folder that defines a message has one encode and
 * one decode function for it, side by side.
 */
#ifndef BASE_FRAME_H
#define BASE_FRAME_H

#include <endian.h>

#include "base/buf.h"
#include "base/cursor.h"

static inline void frame_bytes(struct buf *b, const void *bytes, size_t size)
{
	if (buf_reserve(b, size)) {
		memcpy(b->ptr + b->len, bytes, size);
		b->len += size;
	}
}

static inline void frame_u8(struct buf *b, uint8_t v)
{
	frame_bytes(b, &v, sizeof(v));
}

static inline void frame_u16(struct buf *b, uint16_t v)
{
	v = htole16(v);
	frame_bytes(b, &v, sizeof(v));
}

static inline void frame_u32(struct buf *b, uint32_t v)
{
	v = htole32(v);
	frame_bytes(b, &v, sizeof(v));
}

static inline void frame_u64(struct buf *b, uint64_t v)
{
	v = htole64(v);
	frame_bytes(b, &v, sizeof(v));
}

static inline void frame_i64(struct buf *b, int64_t v)
{
	frame_u64(b, (uint64_t)v);
}

void frame_span(struct buf *b, struct span s);

#endif
