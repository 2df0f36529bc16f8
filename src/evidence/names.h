/*
 * names.h -- the names in one directory in byte order, however many: read in
 * chunks, sorted in memory up to a bound, beyond it in runs on a spill file
 * that are merged while they are read back.  Private to evidence/.
 */
#ifndef EVIDENCE_NAMES_H
#define EVIDENCE_NAMES_H

#include "base/error.h"
#include "base/span.h"

struct names;

/* Read all entries of an open directory (`dir` stays the caller's). */
int  names_open(struct names **out, int dir, int spill, struct error *e);
/* 1 with the next name (NUL-terminated, until the next call) and its d_type, 0 at the end. */
int  names_next(struct names *n, struct span *name, unsigned char *type);
void names_close(struct names *n);

#endif
