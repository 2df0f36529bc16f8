/* job_compile.c -- a log of intel records in, the image of a set out. */
#include "match/job_compile.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/frame.h"
#include "intel/yara_compiler.h"
#include "match/pattern.h"
#include "match/set.h"
#include "value/kind.h"

#define WORKER_MEMORY ((size_t)6 << 30)	/* ten million values are built in here */
#define IMAGE_MAX     ((size_t)4 << 30)

static int compile_prepare(void **shared, const struct setup *setup, struct error *e)
{
	int *out = malloc(sizeof(*out));

	if (!out)
		return fail(e, ERR_MEMORY, "no memory");
	*out = setup->fds ? setup->fd[0] : -1;
	*shared = out;
	if (kind_prepare(e) < 0 || yara_prepare(e) < 0)
		return -1;
	if (setup->needs & COMPILE_PATTERNS && pattern_compiler_prepare(e) < 0)
		return -1;
	return 0;
}

/* The file itself, which is empty: written once, and by nobody else. */
struct output {
	int fd;
	char *image;
	size_t size;
};

static char *room_in_file(void *context, size_t size, struct error *e)
{
	struct output *o = context;
	void *image;

	/* Of the calls that make a file longer a worker has this one. */
	if (lseek(o->fd, (off_t)size - 1, SEEK_SET) < 0 || write(o->fd, "", 1) != 1) {
		fail_errno(e, "writing the set");
		return NULL;
	}
	image = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, o->fd, 0);
	if (image == MAP_FAILED) {
		fail_errno(e, "writing the set");
		return NULL;
	}
	o->image = image;
	o->size = size;
	return image;
}

static int compile_one(int out, const struct message *m, uint64_t *size, struct buf *asks,
		       struct error *e)
{
	struct cursor c = { .left = m->body };
	uint64_t length = cursor_u64(&c), front = cursor_u64(&c), aside = cursor_u64(&c);
	uint64_t seed = cursor_u64(&c), all = length + front + aside;
	struct output output = { .fd = out };
	struct set_target target = { .room = room_in_file, .context = &output };
	bool asking = cursor_u8(&c);
	void *log;
	int rc;

	if (c.bad || m->type != COMPILE_SET || m->fd < 0 || out < 0 || all < length ||
	    length + front < length)
		return fail(e, ERR_MALFORMED, "compile: bad order");
	log = all ? mmap(NULL, all, PROT_READ, MAP_SHARED, m->fd, 0) : NULL;
	if (log == MAP_FAILED)
		return fail_errno(e, "map");
	target.front = span_cut(span_make(log, all), length, front);
	target.aside = span_skip(span_make(log, all), length + front);
	rc = set_compile_into(span_make(log, length), &target, seed, IMAGE_MAX, e);
	*size = output.size;
	if (output.image)
		munmap(output.image, output.size);
	if (rc == 0 && asking)
		rc = set_asks(span_make(log, length), seed, IMAGE_MAX, asks, e);
	if (log)
		munmap(log, all);
	return rc;
}

static int compile_serve(void *shared, struct channel *parent, struct error *e)
{
	struct message m;
	int rc;

	while ((rc = channel_receive(parent, true, &m, e)) == 1) {
		struct error why = { 0 };
		struct buf b, asks;
		uint64_t size = 0;
		int ok;

		buf_init(&asks, CHANNEL_CEILING / 2);
		ok = compile_one(*(int *)shared, &m, &size, &asks, &why);

		if (m.fd >= 0)
			close(m.fd);
		buf_init(&b, CHANNEL_CEILING);
		if (ok < 0) {
			frame_u8(&b, (uint8_t)why.code);
			frame_span(&b, span_of(why.text));
		} else {
			frame_u64(&b, size);
			frame_span(&b, asks.bad ? SPAN("") : buf_span(&asks));
		}
		buf_release(&asks);
		rc = channel_send(parent, ok < 0 ? COMPILE_FAILED : COMPILE_DONE, buf_span(&b), -1,
				  e);
		buf_release(&b);
		if (rc < 0)
			break;
	}
	return rc;
}

const struct job compile_job = {
	.name = "compile",
	.sandbox = SANDBOX_PARSE,
	.writes = true,
	.memory = WORKER_MEMORY,
	.prepare = compile_prepare,
	.serve = compile_serve,
};
