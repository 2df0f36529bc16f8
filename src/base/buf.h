/*
 * buf.h -- growing bytes.  A buffer cannot be made without saying how large
 * it may grow; beyond the ceiling (or without memory) it sets `bad`, keeps
 * what it had and ignores every later write.  So writers go straight through
 * and ask once at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/span.h"

struct buf {
	char *ptr;
	size_t len;
	size_t room;
	size_t ceiling;
	bool bad;
};

void buf_init(struct buf *b, size_t ceiling);
void buf_release(struct buf *b);
void buf_clear(struct buf *b);		/* keeps the memory, forgets `bad` */

void buf_add(struct buf *b, struct span s);
void buf_byte(struct buf *b, char c);
void buf_text(struct buf *b, const char *text);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_number(struct buf *b, uint64_t n);	/* decimal */
void buf_utf8(struct buf *b, uint32_t code_point);	/* U+FFFD when invalid */

bool buf_grow(struct buf *b, size_t n);

/* Room for `n` more bytes at b->ptr + b->len; false when it would be bad. */
static inline bool buf_reserve(struct buf *b, size_t n)
{
	return (!b->bad && n <= b->room - b->len) || buf_grow(b, n);
}

/* Drop the first `n` bytes. */
void buf_drop(struct buf *b, size_t n);

/* NUL-terminated; "" when empty or bad before the first byte. */
const char *buf_string(struct buf *b);

static inline struct span buf_span(const struct buf *b)
{
	return (struct span){ b->ptr, b->len };
}

#endif
