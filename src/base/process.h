/*
 * process.h -- the processes of tocsin (DESIGN.md 5); knows no job by name.
 *
 *     parent ── posix_spawn ──> zygote ── fork ──> worker × N
 *        └──────────── one channel to each ───────────┘
 *
 * The parent never parses anything hostile.  The zygote is this program again
 * (`tocsin --worker`): it prepares the job's libraries, closes the sandbox,
 * loads what the job shares (a set) and forks workers; it reads nothing but
 * the parent's orders.  Workers get descriptors and orders and answer in
 * messages that the parent checks.
 *
 * A lean zygote is ready sooner.  The first of its workers that lacks something
 * ends there (base/dso.h), and the parent starts a second zygote that has all.
 */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include "base/channel.h"
#include "base/error.h"
#include "base/sandbox.h"

#define SETUP_FDS 4

/* What the parent hands to a job before the sandbox closes. */
struct setup {
	struct span bytes;	/* the job's own encoding */
	int fd[SETUP_FDS];	/* closed when the zygote gets another job */
	unsigned fds;
	bool sandboxed;
	/* Prepare only what nearly all work needs, and `needs`: bits of the job's own. */
	bool lean;
	uint32_t needs;
};

/* One row of the job table (src/jobs.c). Runs inside zygote and workers. */
struct job {
	const char *name;
	enum sandbox_kind sandbox;
	bool writes;		/* gets a descriptor to write to */
	size_t memory;		/* private bytes of a worker, 0: no limit */
	unsigned files;		/* descriptors of a worker, 0: 64 */
	/* Before the sandbox: touch every library, zone and table. *shared is the job's. */
	int (*prepare)(void **shared, const struct setup *setup, struct error *e);
	/* Behind the zygote's filter: map and verify what workers share. May be NULL. */
	int (*load)(void *shared, struct error *e);
	/* In a worker: serve until the channel closes. */
	int (*serve)(void *shared, struct channel *parent, struct error *e);
};

/* main() of `tocsin --worker`: `jobs` ends with a row without a name. Never returns. */
_Noreturn void worker_main(const struct job *const *jobs);

/* ---- the parent's side */

struct pool_options {
	const char *program;	/* path of the tocsin program */
	const char *job;
	unsigned workers;	/* 1..POOL_WORKERS */
	bool sandbox;
	bool strict;		/* tests: a file call in a worker is deadly */
	bool nice;
	bool lean;		/* as in struct setup: until the first worker lacks something */
	uint32_t needs;
	struct span setup;
	int fd[SETUP_FDS];
	unsigned fds;
};

#define POOL_WORKERS 64

enum pool_event_type {
	POOL_MESSAGE,		/* from a worker */
	POOL_DIED,		/* a worker ended or broke the rules; pool_restart may follow */
	POOL_LACKING,		/* a lean one lacked something: pool_restart, and all of it again */
	POOL_QUIET,		/* nothing within the time */
	POOL_WOKEN,		/* the wake descriptor is readable */
};

struct pool_event {
	enum pool_event_type type;
	unsigned pool;		/* position in pools_wait */
	unsigned worker;
	struct message message;	/* until the next wait */
	char cause[120];	/* of POOL_DIED, for people: "killed by signal 11" */
};

struct pool;

/*
 * Start zygote and workers. ERR_UNSUPPORTED when the sandbox cannot be had.
 * In three steps, for who has something else to do meanwhile: start the
 * program; order what it shall be, from when on messages may be sent to its
 * workers; and wait until they run.
 */
int  pool_open(struct pool **out, const struct pool_options *o, struct error *e);
int  pool_begin(struct pool **out, const char *program, struct error *e);
int  pool_order(struct pool *p, const struct pool_options *o, struct error *e);
int  pool_ready(struct pool *p, struct error *e);
/*
 * A zygote may serve one job after the other, of the same kind of sandbox: pool_order
 * ends the workers of the last one.  What the next job prepares must be there already,
 * since the sandbox is closed: behind a lean job it is lean, too.
 */
void pool_rest(struct pool *p);		/* no worker runs until the next order */
bool pool_served(const struct pool *p, bool *lean);	/* pool_order was called before */
/*
 * Nobody is needed any more, and all ends while the caller goes on: of the pool only
 * pool_close may be called then.  NULL is fine.
 */
void pool_dismiss(struct pool *p);
void pool_close(struct pool *p);	/* kills what is left; NULL is fine */

struct sandbox_state pool_sandbox(const struct pool *p);

/* Never blocks: a worker that does not read is as good as dead (-1). */
int  pool_send(struct pool *p, unsigned worker, uint32_t type, struct span body, int fd,
	       struct error *e);

/*
 * The next thing that happens on the workers whose bit is set in `listen`
 * (all: UINT64_MAX), or on `wake` (-1: none).  timeout in ms, -1: for ever.
 */
int  pool_wait(struct pool *p, uint64_t listen, int wake, int timeout, struct pool_event *out,
	       struct error *e);

/* The same for several pools, each with its own `listen`; out->pool tells which. */
#define POOLS_MAX 4
int  pools_wait(struct pool *const *pools, const uint64_t *listen, unsigned count, int wake,
		int timeout, struct pool_event *out, struct error *e);

/* It has said more, which is here already. */
bool pool_has_more(const struct pool *p, unsigned worker);

/* End a worker that the parent no longer trusts; no POOL_DIED follows. */
void pool_kill(struct pool *p, unsigned worker);
/* In the place of one that is gone; of another zygote, if that is gone, too. */
int  pool_restart(struct pool *p, unsigned worker, struct error *e);

/* CPU time a worker has used, in microseconds; 0 when it cannot be asked. */
int64_t pool_cpu(const struct pool *p, unsigned worker);

#endif
