/*
 * pointer.h -- where in a JSON document a value stands (RFC 6901, without the
 * escapes of / and ~: it is shown to people), carried down a walk by value.
 */
#ifndef ADVISORY_POINTER_H
#define ADVISORY_POINTER_H

#include "value/where.h"

#define POINTER_MAX 160		/* bytes; what lies deeper has the pointer of what holds it */

struct pointer {
	char text[POINTER_MAX];
	size_t len;
};

struct pointer pointer_below(const struct pointer *p, struct span key);
struct pointer pointer_element(const struct pointer *p, uint64_t index);
/* The step of a value there; borrows from `p` and `quote`. */
struct step pointer_step(const struct pointer *p, struct span quote);

#endif
