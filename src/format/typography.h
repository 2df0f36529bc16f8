/* typography.h -- text as it is printed, brought back to the text that was meant. */
#ifndef FORMAT_TYPOGRAPHY_H
#define FORMAT_TYPOGRAPHY_H

#include "base/buf.h"

/*
 * Add `s` with ligatures as letters, no-break blanks and hyphens as common
 * ones, and without what is not seen.  Control signs, which stand for letters
 * that a font does not name, and what is no UTF-8 become U+FFFD.
 */
void typography_add(struct buf *out, struct span s);

#endif
