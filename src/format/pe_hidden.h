/*
 * pe_hidden.h -- what a Windows program does not show: that it is packed, and
 * other programs that lie in it as they are.
 *
 * Packed is what can only be told by its shape: where it begins, how random its
 * code is.  No packer is known by name, none is undone.
 * Hostile input: one pass over the bytes of the section where it begins, one over
 * all of it for programs inside; every offset is checked.
 */
#ifndef FORMAT_PE_HIDDEN_H
#define FORMAT_PE_HIDDEN_H

#include "base/buf.h"
#include "format/pe_image.h"

/* Behind the last section, and behind symbols, which are in none. */
uint64_t pe_end(const struct pe_image *image);

/* Says how it looks packed: "it begins in a section that it can change (UPX1)"; false: it does not. */
bool pe_looks_packed(const struct pe_image *image, unsigned functions, struct buf *why);

/*
 * The next program from *from on, with its signature when it has one; *from moves
 * behind it.  Empty: no more.
 */
struct span pe_inside(struct span bytes, size_t *from);

#endif
