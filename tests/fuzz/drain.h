/*
 * drain.h -- take an input apart to its last byte: what fuzzers, and the
 * tests that every format must pass, do with it.
 */
#ifndef TESTS_FUZZ_DRAIN_H
#define TESTS_FUZZ_DRAIN_H

#include "base/buf.h"
#include "format/format.h"

#define DRAIN_OUT   (64u << 20)	/* decoded bytes of a stream after which it stops */
#define DRAIN_PARTS 100000

/*
 * Open `input` as `format`, read every part (streams `step` bytes at a time)
 * and append their bytes to `out` (a mark before each part; NULL: only
 * touched).  0, or -1 and *e.  `budget` is the item's; the input is given in
 * blocks of `block` bytes.
 */
struct drain {
	size_t budget, step, block;
};

int drain(const struct format *format, struct span input, struct drain how, struct buf *out,
	  struct error *e);

/* The format that a fuzzer's input chooses by its first byte, and the rest of the input. */
const struct format *drain_choice(struct span *input);

#endif
