/*
 * called.h -- what the words right beside a value in running text call it: a
 * key that looks like a digest, a site that was hacked.
 */
#ifndef ADVISORY_CALLED_H
#define ADVISORY_CALLED_H

#include "advisory/candidates.h"
#include "advisory/role.h"

/* Signs beyond those of the sentence; the candidate lies in `text`. */
uint64_t called_signs(struct span text, const struct candidate *c);

#endif
