/* charset.h -- what charset.c and charset_named.c share inside this folder. */
#ifndef FORMAT_CHARSET_H
#define FORMAT_CHARSET_H

#include "base/buf.h"
#include "format/format.h"

/* Open every converter once, so that the system need not look for it in the sandbox. */
void charset_prepare(void);

/* A short text in a charset that it names, added as UTF-8; one not known: windows-1252. */
void charset_add_named(struct buf *out, struct span name, struct span bytes);

/* Its bytes look like ASCII though they are not (ISO-2022, UTF-7), or are UTF-16. */
bool charset_shifts(struct span name);

/* UTF-8 of a text in which each byte is a character: ASCII, and `high` for 128 to 255. */
#define CHARSET_HIGH 128
struct stream *charset_stream_single(struct arena *a, const uint16_t *high, struct stream *s);

/* Code point of a byte above 127 in windows-1252. */
uint32_t charset_windows_1252(uint8_t byte);

/* The i-th code unit of UTF-16. */
static inline uint32_t utf16_unit(struct span s, size_t i, bool big)
{
	unsigned char a = (unsigned char)s.ptr[2 * i], b = (unsigned char)s.ptr[2 * i + 1];

	return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

#endif
