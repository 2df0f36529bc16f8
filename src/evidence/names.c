/*
 * names.c -- sorted directory entries with bounded memory.
 *
 * A name is stored as u8 type, u8 length, bytes, NUL (names have at most 255
 * bytes).  A full buffer is sorted and written behind the others; at the end
 * all runs are merged, each through a small window.
 */
#include "evidence/names.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define RUN_BYTES (48u << 20)	/* names kept in memory before they spill */
#define WINDOW    (64u << 10)	/* of each run while merging */
#define RUNS_MAX  1024
#define NAME_ROOM 258

struct run {
	uint64_t at, end;	/* in the spill file */
	char *window;
	size_t have, used;
};

struct names {
	char *bytes;
	size_t len, room;
	uint32_t *order;	/* offsets into bytes, sorted */
	size_t count, order_room, next;
	int spill;
	uint64_t spilled;	/* end of this directory's runs in the file */
	struct run *run;
	size_t runs;
	char current[NAME_ROOM];
};

static struct span name_at(const char *entry)
{
	return span_make(entry + 2, (unsigned char)entry[1]);
}

static int name_order(const void *a, const void *b, void *bytes)
{
	const char *base = bytes;

	return span_compare(name_at(base + *(const uint32_t *)a),
			    name_at(base + *(const uint32_t *)b));
}

static void names_sort(struct names *n)
{
	if (n->count == 0)
		return;
	qsort_r(n->order, n->count, sizeof(*n->order), name_order, n->bytes);
}

static int names_grow(struct names *n, struct error *e)
{
	if (n->len + NAME_ROOM > n->room) {
		size_t room = n->room ? n->room * 2 : 16384;
		char *bytes = realloc(n->bytes, room);

		if (!bytes)
			return fail(e, ERR_MEMORY, "no memory for the names of a directory");
		n->bytes = bytes;
		n->room = room;
	}
	if (n->count == n->order_room) {
		size_t room = n->order_room ? n->order_room * 2 : 512;
		uint32_t *order = realloc(n->order, room * sizeof(*order));

		if (!order)
			return fail(e, ERR_MEMORY, "no memory for the names of a directory");
		n->order = order;
		n->order_room = room;
	}
	return 0;
}

static int write_at(int fd, const char *bytes, size_t n, uint64_t at, struct error *e)
{
	while (n) {
		ssize_t put = pwrite(fd, bytes, n, (off_t)at);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return fail_errno(e, "temporary file for names");
		bytes += put;
		at += (uint64_t)put;
		n -= (size_t)put;
	}
	return 0;
}

/* Sort what is in memory and write it behind the other runs. */
static int names_spill(struct names *n, struct error *e)
{
	struct run *runs = realloc(n->run, (n->runs + 1) * sizeof(*runs));
	uint64_t start = n->spilled;
	char block[32768];
	size_t used = 0;

	if (!runs)
		return fail(e, ERR_MEMORY, "no memory for the names of a directory");
	n->run = runs;
	if (n->runs == RUNS_MAX || n->spill < 0)
		return fail(e, ERR_LIMIT, "too many names in one directory");
	names_sort(n);
	for (size_t i = 0; i < n->count; i++) {
		const char *entry = n->bytes + n->order[i];
		size_t size = 3 + (size_t)(unsigned char)entry[1];

		if (used + size > sizeof(block)) {
			if (write_at(n->spill, block, used, n->spilled, e) < 0)
				return -1;
			n->spilled += used;
			used = 0;
		}
		memcpy(block + used, entry, size);
		used += size;
	}
	if (write_at(n->spill, block, used, n->spilled, e) < 0)
		return -1;
	n->spilled += used;
	n->run[n->runs++] = (struct run){ .at = start, .end = n->spilled };
	n->len = n->count = 0;
	return 0;
}

static int names_add(struct names *n, const struct dirent *d, struct error *e)
{
	size_t length = strlen(d->d_name);
	char *entry;

	if (n->len > RUN_BYTES && names_spill(n, e) < 0)
		return -1;
	if (length > 255)
		return fail(e, ERR_MALFORMED, "a name of more than 255 bytes");
	if (names_grow(n, e) < 0)
		return -1;
	entry = n->bytes + n->len;
	n->order[n->count++] = (uint32_t)n->len;
	entry[0] = (char)d->d_type;
	entry[1] = (char)length;
	memcpy(entry + 2, d->d_name, length + 1);
	n->len += length + 3;
	return 0;
}

static bool is_dots(const char *name)
{
	return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

static int names_read(struct names *n, DIR *dir, struct error *e)
{
	const struct dirent *d;

	for (;;) {
		errno = 0;
		d = readdir(dir);
		if (!d)
			return errno ? fail_errno(e, "list") : 0;
		if (!is_dots(d->d_name) && names_add(n, d, e) < 0)
			return -1;
	}
}

int names_open(struct names **out, int dir, int spill, struct error *e)
{
	struct names *n = calloc(1, sizeof(*n));
	int copy = fcntl(dir, F_DUPFD_CLOEXEC, 0);
	DIR *d = copy < 0 ? NULL : fdopendir(copy);
	int rc;

	if (!n || !d) {
		free(n);
		if (d)
			closedir(d);
		else if (copy >= 0)
			close(copy);
		return fail_errno(e, "list");
	}
	n->spill = spill;
	rc = names_read(n, d, e);
	closedir(d);
	if (rc == 0 && n->runs && n->count)
		rc = names_spill(n, e);
	if (rc < 0) {
		names_close(n);
		return -1;
	}
	names_sort(n);
	*out = n;
	return 0;
}

/* The front entry of a run, or NULL at its end. */
static const char *run_front(struct names *n, struct run *r)
{
	size_t left = r->have - r->used;

	if (left < NAME_ROOM && r->at < r->end) {
		size_t want = WINDOW - left;
		ssize_t got;

		if (!r->window)
			r->window = malloc(WINDOW);
		if (!r->window)
			return NULL;
		memmove(r->window, r->window + r->used, left);
		if (want > r->end - r->at)
			want = (size_t)(r->end - r->at);
		got = pread(n->spill, r->window + left, want, (off_t)r->at);
		r->used = 0;
		r->have = left + (got > 0 ? (size_t)got : 0);
		r->at = got > 0 ? r->at + (uint64_t)got : r->end;
	}
	return r->used < r->have ? r->window + r->used : NULL;
}

static const char *names_merge(struct names *n)
{
	struct run *best = NULL;
	const char *front = NULL;

	for (size_t i = 0; i < n->runs; i++) {
		const char *entry = run_front(n, &n->run[i]);

		if (entry && (!front || span_compare(name_at(entry), name_at(front)) < 0)) {
			front = entry;
			best = &n->run[i];
		}
	}
	if (!best)
		return NULL;
	memcpy(n->current, front, 3 + (size_t)(unsigned char)front[1]);
	best->used += 3 + (size_t)(unsigned char)front[1];
	return n->current;
}

int names_next(struct names *n, struct span *name, unsigned char *type)
{
	const char *entry;

	if (n->runs)
		entry = names_merge(n);
	else
		entry = n->next < n->count ? n->bytes + n->order[n->next++] : NULL;
	if (!entry)
		return 0;
	*type = (unsigned char)entry[0];
	*name = name_at(entry);
	return 1;
}

void names_close(struct names *n)
{
	if (!n)
		return;
	for (size_t i = 0; i < n->runs; i++)
		free(n->run[i].window);
	free(n->run);
	free(n->bytes);
	free(n->order);
	free(n);
}
