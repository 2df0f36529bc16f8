/* given.h -- the file of one advisory: opened, or told as one that cannot be read. */
#ifndef GIVEN_H
#define GIVEN_H

#include "base/error.h"
#include "intel/intel.h"

/* A descriptor, standard input for "-"; -1: it is no document that a reader could have. */
int given_open(struct span path, struct error *e);

/*
 * What is told of one that cannot be read: an advisory that lists nothing, so that
 * it has an answer of its own, and its gap.  They borrow from `source` and from *u.
 * `begun`: its own record was met already, and only the gap is wanted.
 */
struct unread {
	struct intel_record stub, gap;
	char id[240], detail[sizeof(((struct error *)0)->text) + 240];
};
void given_unread(struct unread *u, struct span source, const struct error *why, bool begun);

#endif
