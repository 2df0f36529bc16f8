/* base64.h -- base64 (RFC 4648, section 4) of a whole token. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/buf.h"

/*
 * Append what `coded` stands for. False when it is no base64: other
 * characters, a length that is no multiple of four, padding in the middle.
 */
bool base64_token(struct span coded, struct buf *out);

#endif
