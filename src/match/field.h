/* field.h -- what a typed field can show, for the engines. */
#ifndef MATCH_FIELD_H
#define MATCH_FIELD_H

#include "match/engine.h"

#define FIELD_MAX (256u * 1024)		/* bytes of a field that are looked at */

/* The kinds of values that the field may be or hold: bit 1 << kind. */
uint64_t field_kinds(const struct typed_field *field);

#endif
