/* stream.c -- the stack of streams, and the ones that need no format. */
#include "base/stream.h"

#include <errno.h>
#include <unistd.h>

int64_t stream_read(struct stream *s, void *out, size_t max, struct error *e)
{
	int64_t got;

	if (s->failed) {
		*e = s->why;
		return -1;
	}
	got = s->type->read(s, out, max, e);
	if (got < 0) {
		s->failed = 1;
		s->why = *e;
	} else {
		s->position += (uint64_t)got;
	}
	return got;
}

void stream_close(struct stream *s)
{
	while (s) {
		struct stream *below = s->below;

		if (s->type->close)
			s->type->close(s);
		s = below;
	}
}

int64_t stream_read_full(struct stream *s, void *out, size_t max, struct error *e)
{
	size_t have = 0;

	while (have < max) {
		int64_t got = stream_read(s, (char *)out + have, max - have, e);

		if (got < 0 && have == 0)
			return -1;
		if (got <= 0)
			break;		/* a failure is sticky and comes again */
		have += (size_t)got;
	}
	return (int64_t)have;
}

struct span_stream {
	struct stream stream;
	struct span left;
};

static int64_t span_stream_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct span_stream *m = (struct span_stream *)s;
	struct span now = span_cut(m->left, 0, max);

	(void)e;
	if (now.len)
		memcpy(out, now.ptr, now.len);
	m->left = span_skip(m->left, now.len);
	return (int64_t)now.len;
}

static const struct stream_type span_type = { .name = "memory", .read = span_stream_read };

struct stream *stream_of_span(struct arena *a, struct span bytes)
{
	struct span_stream *m = arena_new(a, struct span_stream);

	if (!m)
		return NULL;
	m->stream.type = &span_type;
	m->left = bytes;
	return &m->stream;
}

struct fd_stream {
	struct stream stream;
	int fd;
	off_t at;		/* -1: where the descriptor stands */
	off_t size;		/* what is read of it; 0: up to its end */
};

static int64_t fd_stream_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct fd_stream *f = (struct fd_stream *)s;
	ssize_t got;

	if (f->size && f->at >= f->size)
		return 0;
	do {
		got = f->at < 0 ? read(f->fd, out, max) : pread(f->fd, out, max, f->at);
	} while (got < 0 && errno == EINTR);
	if (got > 0 && f->at >= 0)
		f->at += got;
	return got < 0 ? fail_errno(e, "read") : got;
}

static const struct stream_type fd_type = { .name = "file", .read = fd_stream_read };

static struct stream *fd_stream(struct arena *a, int fd, off_t at, off_t size)
{
	struct fd_stream *f = arena_new(a, struct fd_stream);

	if (!f)
		return NULL;
	*f = (struct fd_stream){ .stream = { .type = &fd_type }, .fd = fd, .at = at, .size = size };
	return &f->stream;
}

struct stream *stream_of_fd(struct arena *a, int fd)
{
	return fd_stream(a, fd, -1, 0);
}

struct stream *stream_of_file(struct arena *a, int fd, uint64_t at, uint64_t size)
{
	return at > INT64_MAX || size > INT64_MAX ? NULL : fd_stream(a, fd, (off_t)at, (off_t)size);
}

struct prepended {
	struct stream stream;
	struct span head;
};

static int64_t prepended_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct prepended *p = (struct prepended *)s;
	struct span now = span_cut(p->head, 0, max);

	if (now.len == 0)
		return stream_read(s->below, out, max, e);
	memcpy(out, now.ptr, now.len);
	p->head = span_skip(p->head, now.len);
	return (int64_t)now.len;
}

static const struct stream_type prepended_type = { .name = "head", .read = prepended_read };

struct stream *stream_prepend(struct arena *a, struct span head, struct stream *rest)
{
	struct prepended *p = arena_new(a, struct prepended);

	if (!p)
		return NULL;
	p->stream.type = &prepended_type;
	p->stream.below = rest;
	p->head = head;
	return &p->stream;
}

struct tee {
	struct stream stream;
	stream_tee_fn *fn;
	void *context;
};

static int64_t tee_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct tee *t = (struct tee *)s;
	int64_t got = stream_read(s->below, out, max, e);

	if (got > 0)
		t->fn(t->context, span_make(out, (size_t)got));
	return got;
}

static const struct stream_type tee_type = { .name = "tee", .read = tee_read };

struct stream *stream_tee(struct arena *a, struct stream *s, stream_tee_fn *fn, void *context)
{
	struct tee *t = arena_new(a, struct tee);

	if (!t)
		return NULL;
	t->stream.type = &tee_type;
	t->stream.below = s;
	t->fn = fn;
	t->context = context;
	return &t->stream;
}
