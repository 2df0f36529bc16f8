/* spool.c -- an append-only store of byte records, in memory and then in a file without a name. */
#include "base/spool.h"

#include "base/huge.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define COPY_BYTES    (1u << 20)
#define PENDING_BYTES (256u << 10)
#define SMALL_BYTES   (256u << 10)	/* most spools hold no more */

void spool_init(struct spool *s, size_t memory, uint64_t ceiling)
{
	*s = (struct spool){ .fd = -1, .ceiling = ceiling };
	buf_init(&s->memory, memory);
	buf_init(&s->pending, PENDING_BYTES);
}

void spool_release(struct spool *s)
{
	if (s->fd >= 0)
		close(s->fd);
	huge_free(s->memory.ptr, s->memory.room);
	buf_init(&s->memory, s->memory.ceiling);
	buf_release(&s->pending);
	s->fd = -1;
	s->in_file = s->size = 0;
}

void spool_clear(struct spool *s)
{
	size_t memory = s->memory.ceiling;

	spool_release(s);
	spool_init(s, memory, s->ceiling);
}

void spool_rewind(struct spool *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	buf_clear(&s->memory);
	buf_clear(&s->pending);
	s->in_file = s->size = 0;
}

static int open_nameless(const char *folder)
{
	char name[4096];
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);

	if (fd >= 0)
		return fd;
	/* Not every file system knows files without a name. */
	if ((size_t)snprintf(name, sizeof(name), "%s/tocsin-XXXXXX", folder) >= sizeof(name))
		return -1;
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		unlink(name);
	return fd;
}

static int open_file(struct spool *s, struct error *e)
{
	const char *folder = secure_getenv("TMPDIR");

	if (s->fd >= 0)
		return 0;
	if (!folder || !*folder)
		folder = "/tmp";
	s->fd = open_nameless(folder);
	if (s->fd < 0) {
		fail_errno(e, folder);
		return fail_in(e, "cannot make a temporary file");
	}
	return 0;
}

static int write_file(struct spool *s, struct span bytes, struct error *e)
{
	uint64_t at = s->in_file;

	while (bytes.len) {
		ssize_t n = pwrite(s->fd, bytes.ptr, bytes.len, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno(e, "cannot write to the temporary file");
		at += (uint64_t)n;
		bytes = span_skip(bytes, (size_t)n);
	}
	s->in_file = at;
	return 0;
}

static int flush(struct spool *s, struct error *e)
{
	if (write_file(s, buf_span(&s->pending), e) < 0)
		return -1;
	buf_clear(&s->pending);
	return 0;
}

static int add_to_file(struct spool *s, struct span record, struct error *e)
{
	if (open_file(s, e) < 0)
		return -1;
	if (record.len > PENDING_BYTES - s->pending.len && flush(s, e) < 0)
		return -1;
	if (record.len > PENDING_BYTES)
		return write_file(s, record, e);
	buf_add(&s->pending, record);
	if (s->pending.bad) {
		s->pending.bad = false;
		return fail(e, ERR_MEMORY, "no memory for the temporary file");
	}
	return 0;
}

/* Taken at the first record, of a size that does not change: no byte in it moves. */
static bool has_memory(struct spool *s)
{
	if (!s->memory.ptr && s->memory.ceiling) {
		s->memory.ptr = huge_alloc(s->memory.ceiling, SMALL_BYTES);
		s->memory.room = s->memory.ptr ? s->memory.ceiling : 0;
	}
	return s->memory.ptr != NULL;
}

int spool_add(struct spool *s, struct span record, uint64_t *position, struct error *e)
{
	if (record.len > s->ceiling - s->size)
		return fail(e, ERR_LIMIT, "more than %llu bytes to keep",
			    (unsigned long long)s->ceiling);
	if (s->fd < 0 && has_memory(s) && record.len <= s->memory.room - s->memory.len) {
		buf_add(&s->memory, record);
	} else if (add_to_file(s, record, e) < 0) {
		return -1;
	}
	if (position)
		*position = s->size;
	s->size += record.len;
	return 0;
}

static int read_file(struct spool *s, uint64_t at, size_t length, char *to, struct error *e)
{
	while (length) {
		ssize_t n = pread(s->fd, to, length, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno(e, "cannot read the temporary file");
		if (n == 0)
			return fail(e, ERR_IO, "the temporary file was cut short");
		at += (uint64_t)n;
		to += n;
		length -= (size_t)n;
	}
	return 0;
}

/* How much of `length` lies before `border`, seen from `position`. */
static size_t before(uint64_t position, size_t length, uint64_t border)
{
	if (position >= border)
		return 0;
	return border - position < length ? (size_t)(border - position) : length;
}

int spool_read(struct spool *s, uint64_t position, size_t length, struct buf *out,
	       struct error *e)
{
	size_t from_memory, from_file, kept = out->len;

	if (position > s->size || length > s->size - position)
		return fail(e, ERR_USAGE, "nothing was kept at %llu",
			    (unsigned long long)position);
	if (!buf_reserve(out, length))
		return fail(e, ERR_LIMIT, "no room for %zu kept bytes", length);
	from_memory = before(position, length, s->memory.len);
	buf_add(out, span_cut(buf_span(&s->memory), (size_t)position, from_memory));
	position += from_memory - s->memory.len;	/* now counted in the file */
	length -= from_memory;
	if (length == 0)
		return 0;
	from_file = before(position, length, s->in_file);
	if (read_file(s, position, from_file, out->ptr + out->len, e) < 0) {
		out->len = kept;
		return -1;
	}
	out->len += from_file;
	position += from_file - s->in_file;
	buf_add(out, span_cut(buf_span(&s->pending), (size_t)position, length - from_file));
	return 0;
}

int spool_look(struct spool *s, uint64_t position, size_t length, struct buf *room,
	       struct span *out, struct error *e)
{
	if (spool_stays(s, position, length)) {
		*out = span_make(s->memory.ptr + position, length);
		return 0;
	}
	buf_clear(room);
	if (spool_read(s, position, length, room, e) < 0)
		return -1;
	*out = buf_span(room);
	return 0;
}

int spool_copy(struct spool *from, struct spool *to, struct error *e)
{
	struct buf b;
	int rc = 0;

	buf_init(&b, 2 * COPY_BYTES);
	for (uint64_t at = 0; rc == 0 && at < from->size; at += b.len) {
		uint64_t left = from->size - at;

		buf_clear(&b);
		rc = spool_read(from, at, left > COPY_BYTES ? COPY_BYTES : (size_t)left, &b, e);
		if (rc == 0)
			rc = spool_add(to, buf_span(&b), NULL, e);
	}
	buf_release(&b);
	return rc;
}
