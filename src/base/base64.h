/* base64.h -- base64 (RFC 4648, section 4): of a whole token, and of plain groups on end. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/buf.h"

/* The six bits that a character stands for; -1: none, padding included. */
int base64_sextet(char c);

/*
 * Append what `coded` stands for. False when it is no base64: other
 * characters, a length that is no multiple of four, padding in the middle.
 */
bool base64_token(struct span coded, struct buf *out);

/*
 * Decode groups of four at the front of `coded` until one holds anything else
 * (padding, too), or until fewer than three bytes of out[max] are left: how many
 * groups.  Behind three bytes for each, out[] may have been written on.
 */
size_t base64_groups(struct span coded, char *out, size_t max);

#endif
