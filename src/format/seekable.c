/* seekable.c -- pread, or memory. */
#include "format/seekable.h"

#include <errno.h>
#include <unistd.h>

#define LOOK (1u << 20)		/* of memory, shown at once */

static void note_used(struct seekable *s, uint64_t at)
{
	if (at > s->used)
		s->used = at;
}

static struct span memory_from(struct seekable *s, uint64_t at, size_t max)
{
	struct span now = span_cut(s->bytes, 0, 0);

	if (at < s->bytes.len)
		now = span_cut(s->bytes, (size_t)at, max);
	if (now.len)
		note_used(s, at + now.len);
	return now;
}

int64_t seekable_read(struct seekable *s, uint64_t at, void *out, size_t max,
		      struct error *e)
{
	struct span now;
	ssize_t got;

	if (s->fd < 0) {
		now = memory_from(s, at, max);
		if (now.len)
			memcpy(out, now.ptr, now.len);
		return (int64_t)now.len;
	}
	if (at > INT64_MAX)
		return 0;
	do {
		got = pread(s->fd, out, max, (off_t)at);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return fail_errno(e, "read");
	note_used(s, at + (uint64_t)got);
	return got;
}

int seekable_look(struct seekable *s, uint64_t at, char *block, size_t room,
		  struct span *out, struct error *e)
{
	int64_t got;

	if (s->fd < 0) {
		*out = memory_from(s, at, LOOK);
		return 0;
	}
	got = seekable_read(s, at, block, room, e);
	*out = span_make(block, got > 0 ? (size_t)got : 0);
	return got < 0 ? -1 : 0;
}
