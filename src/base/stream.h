/*
 * stream.h -- bytes that come in order: a file, the inside of a gzip, a pipe.
 *
 * Streams stack: a decoder's stream reads from the one below it.  Nothing is
 * buffered beyond what a decoder needs, so 100 GB pass through a few blocks.
 * A stream that breaks gives what it had decoded first and fails afterwards:
 * the reader keeps what it got and notes a gap.
 */
#ifndef BASE_STREAM_H
#define BASE_STREAM_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"

struct stream;

struct stream_type {
	const char *name;
	/* Bytes read (at most max, max > 0), 0 at the end, or -1 and *e. */
	int64_t (*read)(struct stream *s, void *out, size_t max, struct error *e);
	/* Free what the type holds besides arena memory; may be NULL. */
	void (*close)(struct stream *s);
};

/* Concrete streams have this as their first member. */
struct stream {
	const struct stream_type *type;
	struct stream *below;		/* closed with this one; may be NULL */
	uint64_t position;		/* bytes given out so far */
	int failed;			/* a read failed; later reads fail alike */
	struct error why;
};

int64_t stream_read(struct stream *s, void *out, size_t max, struct error *e);

/* Close it and all below it.  NULL is fine. */
void stream_close(struct stream *s);

/* Fill `out` unless the end or a failure comes first: bytes got, or -1. */
int64_t stream_read_full(struct stream *s, void *out, size_t max, struct error *e);

/* Over borrowed bytes; over a descriptor (not closed with the stream). NULL: budget spent. */
struct stream *stream_of_span(struct arena *a, struct span bytes);
struct stream *stream_of_fd(struct arena *a, int fd);
/*
 * A regular file from `at` on, whoever else reads from the same descriptor; not
 * beyond `size` bytes of it, which saves asking whether it has more (0: to its end).
 */
struct stream *stream_of_file(struct arena *a, int fd, uint64_t at, uint64_t size);

/* First gives `head` (borrowed), then `rest`: puts back what a probe has read. */
struct stream *stream_prepend(struct arena *a, struct span head, struct stream *rest);

/* Gives `s` unchanged and calls fn with every block that passes. */
typedef void stream_tee_fn(void *context, struct span block);
struct stream *stream_tee(struct arena *a, struct stream *s, stream_tee_fn *fn, void *context);

#endif
