/* probe.h -- what probes share: magic numbers and fields at fixed places. */
#ifndef FORMAT_PROBE_H
#define FORMAT_PROBE_H

#include "base/cursor.h"

/* 95 if `bytes` stand at `at`. */
static inline int probe_magic(struct span head, size_t at, struct span bytes)
{
	return span_starts(span_skip(head, at), bytes) ? 95 : 0;
}

/* The little-endian number of `size` bytes at `at`; 0 when it is not there. */
static inline uint64_t probe_number(struct span head, size_t at, unsigned size)
{
	struct cursor c = { .left = span_skip(head, at) };

	return cursor_uint(&c, size);
}

#endif
