/* entity.h -- the named characters of HTML, for HTML and Markdown. */
#ifndef FORMAT_ENTITY_H
#define FORMAT_ENTITY_H

#include "base/span.h"

#define ENTITY_NAME_MAX 32

/* Code point of "amp" or "period", 0: unknown. Names are told apart by case. */
uint32_t entity_named(struct span name);

/*
 * Code point of "#38" or "#x26" as browsers have it (0x80..0x9f are
 * windows-1252, what is none is U+FFFD); 0: no number.
 */
uint32_t entity_number(struct span name);

#endif
