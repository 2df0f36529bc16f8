/* halves.c -- what the reader of the second half says, kept in memory that is a file. */
#include "halves.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static bool is_long(const struct stat *s)
{
	return S_ISREG(s->st_mode) && (uint64_t)s->st_size >= HALVES_LEAST;
}

bool halves_worth(const struct options *o)
{
	char name[4096];
	struct stat s;

	for (uint32_t i = 0; i < o->advisories; i++) {
		snprintf(name, sizeof(name), "%.*s", SPAN_ARG(o->advisory[i]));
		if (!o->is_value[i] && stat(name, &s) == 0 && is_long(&s))
			return true;
	}
	return false;
}

bool halves_fit(int fd)
{
	struct stat s;

	return fd >= 0 && fstat(fd, &s) == 0 && is_long(&s);
}

int halves_begin(struct halves *h, struct error *e)
{
	*h = (struct halves){ .used = true, .fd = memfd_create("halves", MFD_CLOEXEC) };
	return h->fd < 0 ? fail_errno(e, "keeping the indicators") : 0;
}

int halves_keep(struct halves *h, struct span records, struct error *e)
{
	h->size += records.len;
	return file_put(h->fd, records, "keeping the indicators", e);
}

int halves_take(struct halves *h, int (*take)(void *context, struct span records,
					      struct error *e), void *context, struct error *e)
{
	void *bytes;
	int rc;

	if (h->size == 0)
		return 0;
	bytes = mmap(NULL, h->size, PROT_READ, MAP_SHARED, h->fd, 0);
	if (bytes == MAP_FAILED)
		return fail_errno(e, "keeping the indicators");
	rc = take(context, span_make(bytes, h->size), e);
	munmap(bytes, h->size);
	return rc;
}

void halves_end(struct halves *h)
{
	if (h->used && h->fd >= 0)
		close(h->fd);
	*h = (struct halves){ .fd = -1 };
}
