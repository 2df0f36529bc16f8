/* compiling.c -- `tocsin compile`: advisories into a set file, written aside and renamed. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "run.h"

static void aside_of(const struct tocsin_run *run, char out[4096 + 32])
{
	snprintf(out, 4096 + 32, "%.*s.%d.part", SPAN_ARG(run->o.set), (int)getpid());
}

static int put_set(struct tocsin_run *run, struct error *e)
{
	const struct bulletins *all = &run->bulletins;
	uint64_t values = 0;
	struct out o;
	int rc;

	for (uint32_t i = 0; i < all->count; i++)
		values += all->list[i].usable;
	out_to_memory(&o, CHANNEL_CEILING);
	json_object(&o, NULL);
	json_cstring(&o, "type", "set");
	json_string(&o, "path", run->o.set);
	json_uint(&o, "advisories", all->count);
	json_uint(&o, "indicators", values);
	json_uint(&o, "bytes", run->set_size);
	json_object_end(&o);
	out_raw(&o, SPAN("\n"));
	rc = o.failed ? fail(e, ERR_MEMORY, "no memory for a record")
		      : spool_add(&run->lines, buf_span(&o.buf), NULL, e);
	out_release(&o);
	return rc;
}

static int compile_write(struct tocsin_run *run, struct error *e)
{
	char aside[4096 + 32], name[4096];

	snprintf(name, sizeof(name), "%.*s", SPAN_ARG(run->o.set));
	if (run_read(run, e) < 0 || run_compile(run, e) < 0)
		return -1;
	aside_of(run, aside);
	if (rename(aside, name) < 0)
		return fail_errno(e, name);
	run->set_named = true;
	return put_set(run, e);
}

int compile_begin(struct tocsin_run *run, struct error *e)
{
	const struct options *o = &run->o;
	char aside[4096 + 32];

	if (o->advisories == 0)
		return fail(e, ERR_USAGE, "no ADVISORY to compile");
	if (o->set.len == 0 || o->set.len >= 4096)
		return fail(e, ERR_USAGE, "no file to write the set to");
	run->carried = malloc(sizeof(*run->carried));
	if (!run->carried)
		return fail(e, ERR_MEMORY, "no memory");
	carried_init(run->carried);
	aside_of(run, aside);
	run->set_fd = open(aside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (run->set_fd < 0)
		return fail(e, ERR_IO, "%.*s: %s", SPAN_ARG(o->set), strerror(errno));
	run->answered = true;
	return compile_write(run, e);
}

void compile_close(struct tocsin_run *run)
{
	char aside[4096 + 32];

	if (run->carried) {
		carried_release(run->carried);
		free(run->carried);
	}
	if (run->o.verb != TOCSIN_COMPILE)
		return;
	aside_of(run, aside);
	if (run->set_fd >= 0 && !run->set_named)
		unlink(aside);
}
