/*
 * refang.h -- the ways in which people write a value so that nobody can click
 * it, undone: hxxp, [.] (.) {.} [dot] (dot) " dot ", [:] [://] [/] [@] [at],
 * every octet bracketed, half-defanged, full-width dots, soft hyphens and
 * zero-width marks.  Brackets that are not defanging stay: [1], [T1016],
 * [user], IPv6 literals, Markdown link text, regular expressions.
 */
#ifndef VALUE_REFANG_H
#define VALUE_REFANG_H

#include "base/buf.h"
#include "base/span.h"

/*
 * Append the refanged form of `text` to `out`.  True when something was
 * changed.  With `map` not NULL, map[i] for each byte i appended receives the
 * offset in `text` it came from (the caller provides text.len + 1 entries, which always
 * suffice: refanging never lengthens); map[end] receives text.len.
 */
bool refang(struct span text, struct buf *out, uint32_t *map);

/* For people: evil[.]example, hxxp://..., 1.2.3[.]4, a[@]b[.]example. */
void defang(struct span value, struct buf *out);

#endif
