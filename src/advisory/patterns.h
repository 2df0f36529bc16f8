/*
 * patterns.h -- STIX patterns that stand in text: "[domain-name:value =
 * 'evil.example'] AND [file:name = 'x.dll']".
 *
 * A pattern begins with a bracket (and parentheses in front of it) that holds
 * an object type of STIX and a colon, and goes on over the operators and
 * qualifiers between brackets.  What is in it is asked of stix_pattern.h.
 */
#ifndef ADVISORY_PATTERNS_H
#define ADVISORY_PATTERNS_H

#include "base/arena.h"
#include "base/span.h"

/* Where the next pattern begins at or behind `from`, and its end; SPAN_NONE: none. */
size_t patterns_next(struct span text, size_t from, size_t *end);

/*
 * As the pattern is meant: on one line, with plain quotation marks, and values
 * refanged.  Empty: no memory.
 */
struct span patterns_plain(struct span pattern, struct arena *a);

#endif
