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

/*
 * Many values at once, whose size is known not to exceed `most`: room is asked for once,
 * then each put_ writes at `at` and gives where it ended.
 *
 *	char *at = frame_begin(b, 5 + name.len);
 *	if (at)
 *		frame_end(b, put_span(put_u8(at, kind), name));
 *
 * NULL: there is no room, and the buffer is bad.
 */
static inline char *frame_begin(struct buf *b, size_t most)
{
	/* So that the length of every span inside fits. */
	if (most > UINT32_MAX)
		b->bad = true;
	return !b->bad && buf_reserve(b, most) ? b->ptr + b->len : NULL;
}

static inline void frame_end(struct buf *b, const char *at)
{
	b->len = (size_t)(at - b->ptr);
}

static inline char *put_bytes(char *at, const void *bytes, size_t size)
{
	memcpy(at, bytes, size);
	return at + size;
}

static inline char *put_u8(char *at, uint8_t v)
{
	*at = (char)v;
	return at + 1;
}

static inline char *put_u16(char *at, uint16_t v)
{
	v = htole16(v);
	return put_bytes(at, &v, sizeof(v));
}

static inline char *put_u32(char *at, uint32_t v)
{
	v = htole32(v);
	return put_bytes(at, &v, sizeof(v));
}

static inline char *put_u64(char *at, uint64_t v)
{
	v = htole64(v);
	return put_bytes(at, &v, sizeof(v));
}

static inline char *put_i64(char *at, int64_t v)
{
	return put_u64(at, (uint64_t)v);
}

static inline char *put_span(char *at, struct span s)
{
	at = put_u32(at, (uint32_t)s.len);
	return s.len ? put_bytes(at, s.ptr, s.len) : at;
}

#endif
