/*
 * utf8.h -- UTF-8 as the Unicode Standard defines it (table 3-7): no overlong
 * forms, no surrogates, nothing above U+10FFFF.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/span.h"

#define UTF8_INVALID 0xffffffffu

/* Write 1 to 4 bytes; an invalid code point becomes U+FFFD. */
size_t utf8_encode(uint32_t code_point, char out[4]);

/*
 * Take one code point off the front of *s.  UTF8_INVALID for a byte that
 * begins none; then exactly one byte was taken.  *s must not be empty.
 */
uint32_t utf8_next(struct span *s);

/* What is left behind the bytes below 128 at the front. */
struct span utf8_skip_ascii(struct span s);

/* Length of the longest valid prefix. */
size_t utf8_valid(struct span s);

/*
 * True when `c` must never reach a person's screen as it is: C0 and C1
 * controls, DEL, bidirectional and zero-width marks, line and paragraph
 * separators, byte order mark, tags and unassigned specials.
 */
bool utf8_hostile(uint32_t c);

#endif
