/* reader.c -- who reads, who compiles, and what is left for the sweep. */
#include "reader.h"

/* Rules in files that are named so. */
static bool reads_rules(const struct options *o)
{
	for (uint32_t i = 0; i < o->advisories; i++)
		if (o->is_value[i] || !(span_ends_nocase(o->advisory[i], SPAN(".yar")) ||
					span_ends_nocase(o->advisory[i], SPAN(".yara"))))
			return false;
	return o->advisories > 0;
}

/* On a zygote that is there, or a new one.  -1: it is gone. */
static int order(struct tocsin_run *run, const struct pool_options *o, struct pool **pool,
		 struct error *e)
{
	if (!*pool && pool_begin(pool, run->program, e) < 0)
		return -1;
	if (pool_order(*pool, o, e) == 0 && pool_ready(*pool, e) == 0)
		return 0;
	pool_close(*pool);
	*pool = NULL;
	return -1;
}

int reader_open(struct tocsin_run *run, bool two, bool full, struct pool **out, struct error *e)
{
	struct pool_options p = { .program = run->program, .job = "read",
				  .workers = two ? 2 : 1, .sandbox = run->o.sandbox,
				  .strict = run->o.strict,
				  .lean = !full && !two && reads_rules(&run->o) };

	if (run->knowledge_fd >= 0) {
		p.fd[0] = run->knowledge_fd;
		p.fds = 1;
	}
	*out = run->processes.workers;
	run->processes.workers = NULL;
	if (order(run, &p, out, e) < 0)
		return -1;
	run->sandbox = pool_sandbox(*out);
	return 0;
}

void reader_close(struct tocsin_run *run, struct pool *pool, bool well)
{
	if (well && run->o.verb != TOCSIN_READ && run->o.verb != TOCSIN_LEARN)
		run->processes.workers = pool;
	else
		pool_close(pool);
}

/* Of a reader, or NULL. */
static struct pool *zygote_of_reader(struct tocsin_run *run)
{
	struct pool *pool = run->processes.workers;
	bool lean;

	if (!pool || !pool_served(pool, &lean))
		return NULL;
	run->processes.workers = NULL;
	return pool;
}

int compiler_open(struct tocsin_run *run, const struct pool_options *o, struct pool **out,
		  struct error *e)
{
	*out = zygote_of_reader(run);
	if (!run->patterns || !*out)
		return order(run, o, out, e);
	/* They need a library that only their compiler and those who sweep with it open. */
	pool_close(*out);
	*out = NULL;
	if (run->processes.walker && sweep_launch(&run->processes, run->program, e) < 0)
		return -1;
	return order(run, o, out, e);
}

/* Without patterns nobody else was started for the sweep. */
void compiler_close(struct tocsin_run *run, struct pool *pool, bool well)
{
	if (well && !run->patterns && !run->processes.workers && run->o.verb != TOCSIN_COMPILE) {
		pool_rest(pool);
		run->processes.workers = pool;
	} else {
		pool_close(pool);
	}
}
