/*
 * seekable.h -- bytes that may be read in any order: an open file, or memory.
 *
 * Archives with their table at the end and old Office files need it.  A file
 * is read, never mapped: one that shrinks meanwhile gives an early end, not a
 * signal.
 */
#ifndef FORMAT_SEEKABLE_H
#define FORMAT_SEEKABLE_H

#include "base/error.h"
#include "base/span.h"

struct seekable {
	int fd;			/* -1: memory */
	struct span bytes;	/* of memory, borrowed */
	uint64_t size;
	uint64_t used;		/* behind the furthest byte read so far */
};

static inline struct seekable seekable_of_span(struct span bytes)
{
	return (struct seekable){ .fd = -1, .bytes = bytes, .size = bytes.len };
}

static inline struct seekable seekable_of_fd(int fd, uint64_t size)
{
	return (struct seekable){ .fd = fd, .size = size };
}

/* Bytes read from `at` on (at most max), 0 behind the end, or -1 and *e. */
int64_t seekable_read(struct seekable *s, uint64_t at, void *out, size_t max,
		      struct error *e);

/*
 * Some bytes from `at` on as they lie there: in memory without copying, of a
 * file the next `room` read into `block`.  Empty at the end; -1 and *e.
 */
int seekable_look(struct seekable *s, uint64_t at, char *block, size_t room,
		  struct span *out, struct error *e);

#endif
