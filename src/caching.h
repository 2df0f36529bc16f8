/*
 * caching.h -- sets that are not compiled again: of the same long lists, out
 * of the cache; of the last sweep, out of its case.
 */
#ifndef CACHING_H
#define CACHING_H

#include "run.h"

/*
 * Of the sweep's advisories, before they are read: 1, and the set is there with
 * its bulletins; 0: read them, what is read goes into run->carried, too.
 */
int caching_find(struct tocsin_run *run, struct error *e);

/* The set is compiled: into the cache with it, if it is worth that, and into the case. */
int caching_keep(struct tocsin_run *run, struct error *e);

/* What the case was asked for, when it keeps a set (casebook_number "set"). */
int caching_recall(struct tocsin_run *run, struct casebook *c, struct error *e);

#endif
