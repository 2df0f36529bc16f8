/* buf.c -- growing bytes with a ceiling. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

void buf_init(struct buf *b, size_t ceiling)
{
	*b = (struct buf){ .ceiling = ceiling };
}

void buf_release(struct buf *b)
{
	free(b->ptr);
	*b = (struct buf){ .ceiling = b->ceiling };
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->bad = false;
}

bool buf_grow(struct buf *b, size_t n)
{
	size_t need, room;
	char *ptr;

	if (b->bad)
		return false;
	if (__builtin_add_overflow(b->len, n, &need) || need > b->ceiling)
		return !(b->bad = true);
	if (need <= b->room)
		return true;
	room = b->room ? b->room : 256;
	while (room < need)
		room = room > b->ceiling / 2 ? b->ceiling : room * 2;
	if (room > b->ceiling)
		room = b->ceiling;
	ptr = realloc(b->ptr, room);
	if (!ptr)
		return !(b->bad = true);
	b->ptr = ptr;
	b->room = room;
	return true;
}

void buf_add(struct buf *b, struct span s)
{
	if (s.len && buf_reserve(b, s.len)) {
		memcpy(b->ptr + b->len, s.ptr, s.len);
		b->len += s.len;
	}
}

void buf_byte(struct buf *b, char c)
{
	if (b->len < b->room && !b->bad)
		b->ptr[b->len++] = c;
	else
		buf_add(b, span_make(&c, 1));
}

void buf_text(struct buf *b, const char *text)
{
	buf_add(b, span_of(text));
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	int need;

	va_start(args, format);
	need = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (need < 0 || !buf_reserve(b, (size_t)need + 1))
		return;
	va_start(args, format);
	vsnprintf(b->ptr + b->len, (size_t)need + 1, format, args);
	va_end(args);
	b->len += (size_t)need;
}

void buf_number(struct buf *b, uint64_t n)
{
	char text[20];
	size_t at = sizeof(text);

	do
		text[--at] = (char)('0' + n % 10);
	while (n /= 10);
	buf_add(b, span_make(text + at, sizeof(text) - at));
}

void buf_utf8(struct buf *b, uint32_t code_point)
{
	char bytes[4];

	buf_add(b, span_make(bytes, utf8_encode(code_point, bytes)));
}

void buf_drop(struct buf *b, size_t n)
{
	if (n > b->len)
		n = b->len;
	if (n)
		memmove(b->ptr, b->ptr + n, b->len - n);
	b->len -= n;
}

const char *buf_string(struct buf *b)
{
	if (b->len < b->room) {
		b->ptr[b->len] = '\0';
		return b->ptr;
	}
	if (!buf_reserve(b, 1))
		return "";
	b->ptr[b->len] = '\0';
	return b->ptr;
}
