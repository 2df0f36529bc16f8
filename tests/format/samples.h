/*
 * samples.h -- for every format that is read, what the tests take apart:
 * made by the libraries' own compressors, or written here.
 */
#ifndef TESTS_FORMAT_SAMPLES_H
#define TESTS_FORMAT_SAMPLES_H

#include "base/buf.h"
#include "format/format.h"

#define SAMPLE_MAX (4u << 20)

/* Compress `text` as one member, with every checksum that the format has. */
void sample_compress(struct span name, struct span text, struct buf *out);

/* Bytes that compress neither to nothing nor not at all; the same for the same seed. */
void sample_text(size_t length, uint32_t seed, struct buf *out);

/* A small whole file of the format; false: it has none yet (a test fails then). */
bool sample_of(const struct format *format, struct buf *out);

/* The next number of a fixed series. */
uint32_t sample_random(uint32_t *seed);

#endif
