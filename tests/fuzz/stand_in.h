/*
 * stand_in.h -- in place of the programs that a worker asks its parent for
 * (base/external.h): a test brings along what the program would print, behind
 * STAND_IN_MARK in the input itself, so that fuzzing changes both.
 */
#ifndef TESTS_FUZZ_STAND_IN_H
#define TESTS_FUZZ_STAND_IN_H

#include "base/external.h"

#define STAND_IN_MARK "%%PRINTED\n"

struct stand_in {
	struct external external;
	int out[EXTERNAL_NESTED];
	unsigned running;
};

/* Prints what stands behind the last mark; without a mark it fails. */
void stand_in_init(struct stand_in *s);

#endif
