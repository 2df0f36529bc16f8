/*
 * compiling.c -- what was read into a set; and `tocsin compile`: into a file,
 * written aside and renamed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/frame.h"
#include "match/job_compile.h"
#include "reader.h"
#include "run.h"

#define SET_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)
#define QUIET_MS  1200000	/* a compiler that says nothing for so long is ended */

/* ---- a set out of the log */

int run_failure(struct span body, struct error *e)
{
	struct cursor c = { .left = body };
	enum error_code code = cursor_u8(&c);
	struct span text = cursor_span(&c);

	return fail(e, c.bad || code == ERR_NONE || code > ERR_CANCELLED ? ERR_MALFORMED : code,
		    "%.*s", SPAN_ARG(text));
}

/* The set is written through a mapping: a full disk ends whoever writes. */
static bool is_full(int fd)
{
	struct statvfs s;

	return fstatvfs(fd, &s) == 0 && s.f_bavail == 0;
}

static int compile_answer(struct tocsin_run *run, struct pool *pool, struct error *e)
{
	struct pool_event ev;
	struct cursor c;

	if (pool_wait(pool, UINT64_MAX, run->wake, QUIET_MS, &ev, e) < 0)
		return -1;
	if (ev.type == POOL_WOKEN)
		return fail(e, ERR_CANCELLED, "interrupted");
	if (ev.type == POOL_DIED && is_full(run->set_fd))
		return fail(e, ERR_IO, "writing the set: no space left");
	if (ev.type != POOL_MESSAGE)
		return fail(e, ERR_LIMIT, "the set cannot be compiled (%s)",
			    ev.type == POOL_DIED ? ev.cause : "it takes too long");
	if (ev.message.type == COMPILE_FAILED)
		return run_failure(ev.message.body, e);
	c = (struct cursor){ .left = ev.message.body };
	run->set_size = cursor_u64(&c);
	buf_clear(&run->asks);
	buf_add(&run->asks, cursor_span(&c));
	return c.bad || ev.message.type != COMPILE_DONE
		       ? fail(e, ERR_MALFORMED, "the compiler answers nonsense") : 0;
}

int run_verified(struct tocsin_run *run, struct error *e)
{
	struct stat now;

	/* What was compiled just now is sealed, what lies in the cache is ours. */
	if (!run->o.set.len || run->o.again)
		return 0;
	if (fstat(run->set_fd, &now) == 0 && (uint64_t)now.st_size == run->set_size &&
	    now.st_mtim.tv_sec == run->set_written.tv_sec &&
	    now.st_mtim.tv_nsec == run->set_written.tv_nsec)
		return 0;
	return sweep_verify(run->sweep, 0, e) < 0
		       ? fail_in(e, "the set file was written to meanwhile") : 0;
}

int run_compile(struct tocsin_run *run, struct error *e)
{
	struct pool_options p = { .program = run->program, .job = "compile", .workers = 1,
				  .sandbox = run->o.sandbox, .strict = run->o.strict, .fds = 1,
				  .needs = run->patterns ? COMPILE_PATTERNS : 0 };
	struct pool *pool;
	struct buf b;
	uint64_t seed;
	int rc;

	if (run->set_fd < 0)	/* not the file of `compile` */
		run->set_fd = memfd_create("set", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (run->set_fd < 0)
		return fail_errno(e, "compiling the set");
	if (keeping_seed(run, &seed, e) < 0)
		return -1;
	p.fd[0] = run->set_fd;
	if (compiler_open(run, &p, &pool, e) < 0)
		return -1;
	buf_init(&b, 64);
	frame_u64(&b, run->log_size);
	frame_u64(&b, run->carried ? run->carried->bytes.len : 0);
	frame_u64(&b, run->carried ? run->carried->addresses.len : 0);
	frame_u64(&b, seed);
	frame_u8(&b, run->notes);
	rc = pool_send(pool, 0, COMPILE_SET, buf_span(&b), run->log_fd, e);
	buf_release(&b);
	if (rc == 0)
		rc = compile_answer(run, pool, e);
	compiler_close(run, pool, rc == 0);
	/* From here on nobody changes it: rules in it are code of a kind. */
	if (rc == 0 && !run->o.set.len && fcntl(run->set_fd, F_ADD_SEALS, SET_SEALS) < 0)
		rc = fail_errno(e, "sealing the set");
	return rc;
}

/* ---- the verb */

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
