/*
 * cursor.h -- read binary fields from a span without ever reading past its end.
 *
 * A read that does not fit returns zero and sets `bad`; every later read then
 * does the same.  So a decoder reads a whole record straight through and asks
 * once, at the end, whether the record was really there.
 */
#ifndef BASE_CURSOR_H
#define BASE_CURSOR_H

#include <endian.h>

#include "base/span.h"

struct cursor {
	struct span left;
	bool big;		/* numbers are big-endian */
	bool bad;
};

static inline struct span cursor_take(struct cursor *c, size_t n)
{
	struct span taken = { c->left.ptr, n };

	if (c->bad || n > c->left.len) {
		c->bad = true;
		c->left.len = 0;
		return (struct span){ "", 0 };
	}
	c->left.ptr += n;
	c->left.len -= n;
	return taken;
}

static inline uint64_t cursor_uint(struct cursor *c, unsigned size)
{
	struct span s = cursor_take(c, size);
	uint64_t value = 0;

	if (s.len != size || !s.ptr || size == 0)
		return 0;
	memcpy(&value, s.ptr, size);
	value = le64toh(value);
	return c->big ? __builtin_bswap64(value) >> (64 - 8 * size) : value;
}

static inline uint8_t  cursor_u8(struct cursor *c)  { return (uint8_t)cursor_uint(c, 1); }
static inline uint16_t cursor_u16(struct cursor *c) { return (uint16_t)cursor_uint(c, 2); }
static inline uint32_t cursor_u32(struct cursor *c) { return (uint32_t)cursor_uint(c, 4); }
static inline uint64_t cursor_u64(struct cursor *c) { return cursor_uint(c, 8); }

/* A span written by buf_span32 (frame.h): u32 length, then the bytes. */
static inline struct span cursor_span(struct cursor *c)
{
	return cursor_take(c, cursor_u32(c));
}

#endif
