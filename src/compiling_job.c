/* compiling_job.c -- the log of what was read to a set, in a worker. */
#include <fcntl.h>
#include <sys/mman.h>

#include "match/job_compile.h"
#include "run.h"

#define SET_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)
#define QUIET_MS  1200000	/* a compiler that says nothing for so long is ended */

static int compile_answer(struct tocsin_run *run, struct pool *pool, struct error *e)
{
	struct pool_event ev;
	struct cursor c;

	if (pool_wait(pool, UINT64_MAX, run->wake, QUIET_MS, &ev, e) < 0)
		return -1;
	if (ev.type == POOL_WOKEN)
		return fail(e, ERR_CANCELLED, "interrupted");
	if (ev.type != POOL_MESSAGE)
		return fail(e, ERR_LIMIT, "the set cannot be compiled (%s)",
			    ev.type == POOL_DIED ? ev.cause : "it takes too long");
	if (ev.message.type == COMPILE_FAILED)
		return run_failed(ev.message.body, e);
	c = (struct cursor){ .left = ev.message.body };
	run->set_size = cursor_u64(&c);
	buf_clear(&run->asks);
	buf_add(&run->asks, cursor_span(&c));
	return c.bad || ev.message.type != COMPILE_DONE
		       ? fail(e, ERR_MALFORMED, "the compiler answers nonsense") : 0;
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
	if (pool_open(&pool, &p, e) < 0)
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
	pool_close(pool);
	/* From here on nobody changes it: rules in it are code of a kind. */
	if (rc == 0 && !run->o.set.len && fcntl(run->set_fd, F_ADD_SEALS, SET_SEALS) < 0)
		rc = fail_errno(e, "sealing the set");
	return rc;
}

int run_verified(struct tocsin_run *run, struct error *e)
{
	/* What was compiled just now is sealed. */
	return run->o.set.len && !run->o.again ? sweep_verify(run->sweep, e) : 0;
}
