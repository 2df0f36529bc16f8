/*
 * pattern.h -- Vectorscan, opened before a sandbox closes: for whoever compiles a
 * set with patterns, and whoever searches with it.  Idempotent; ERR_UNSUPPORTED:
 * it is not installed.
 */
#ifndef MATCH_PATTERN_H
#define MATCH_PATTERN_H

#include "base/error.h"

int pattern_compiler_prepare(struct error *e);
int pattern_prepare(struct error *e);

#endif
