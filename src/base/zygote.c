/*
 * zygote.c -- the process that prepares a job once and forks its workers.
 *
 * It is single-threaded, reads only the parent's orders, and ends when the
 * parent does.  Workers are children of the zygote, so a process id cannot be
 * taken by a stranger between our asking and our killing.
 */
#include "base/process.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/dso.h"
#include "base/frame.h"
#include "base/process_messages.h"

#define FILES_OPEN 64		/* descriptors of a worker, unless its job says more */
#define HEAP_KEPT  (32 << 20)	/* bytes of a worker's heap that stay with it */
#define REAP_MS	   1000		/* a process stuck in a dead mount is given up */
#define NAP_FIRST  100000	/* ns; most are gone by then */
#define NAP_LAST   5000000

struct zygote {
	struct channel parent;
	const struct job *job;
	void *shared;
	bool sandbox, strict;
	struct sandbox_state state;
	int fd[SETUP_FDS];		/* for the job that is ordered next */
	unsigned fds;
	int held[SETUP_FDS];		/* of the job at hand */
	unsigned holds;
};

static void zygote_failed(struct zygote *z, const struct error *why)
{
	struct error ignored;
	struct buf b;

	buf_init(&b, 4096);
	frame_u8(&b, (uint8_t)why->code);
	frame_span(&b, span_of(why->text));
	channel_send(&z->parent, ANSWER_FAILED, buf_span(&b), -1, &ignored);
	buf_release(&b);
}

static int zygote_answer(struct zygote *z, enum zygote_answer type, uint32_t number,
			 struct error *e)
{
	char bytes[4] = { (char)number, (char)(number >> 8), (char)(number >> 16),
			  (char)(number >> 24) };

	return channel_send(&z->parent, type, span_make(bytes, 4), -1, e);
}

static const struct job *job_named(const struct job *const *jobs, struct span name)
{
	for (; *jobs; jobs++)
		if (span_equal(span_of((*jobs)->name), name))
			return *jobs;
	return NULL;
}

static int order_of(const void *a, const void *b)
{
	return memcmp(a, b, 16);
}

/* glibc's qsort asks once for the size of memory (sysinfo), then remembers. */
static void warm_qsort(void)
{
	char room[256][16] = { { 0 } };

	qsort(room, 256, 16, order_of);
}

/*
 * Items come by the thousand, and what one gave back the next one wants: the
 * system is not asked each time.
 */
static void keep_memory(void)
{
	mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
	mallopt(M_MMAP_THRESHOLD, HEAP_KEPT / 4);
}

/* Descriptors of the job before go, those of the next are its own. */
static void hold_descriptors(struct zygote *z)
{
	for (unsigned i = 0; i < z->holds; i++)
		close(z->held[i]);
	memcpy(z->held, z->fd, sizeof(z->held));
	z->holds = z->fds;
	z->fds = 0;
}

static int close_sandbox(struct zygote *z, struct error *e)
{
	if (!z->sandbox)
		return 0;
	if (sandbox_enter(z->job->sandbox, SANDBOX_ZYGOTE, z->strict, &z->state, e) < 0)
		return -1;
	return sandbox_prove(z->job->sandbox, e);
}

/* The first job before the filter: everything a library could want later; the next behind it. */
static int zygote_prepare(struct zygote *z, const struct job *const *jobs, struct span body,
			  struct error *e)
{
	struct cursor c = { .left = body };
	struct setup setup = { .fds = z->fds };
	const struct job *before = z->job;
	bool nice;

	z->sandbox = cursor_u8(&c);
	z->strict = cursor_u8(&c);
	nice = cursor_u8(&c);
	setup.lean = cursor_u8(&c);
	setup.needs = cursor_u32(&c);
	z->job = job_named(jobs, cursor_span(&c));
	setup.bytes = cursor_span(&c);
	setup.sandboxed = z->sandbox;
	if (c.bad || !z->job || (before && before->sandbox != z->job->sandbox))
		return fail(e, ERR_MALFORMED, "worker: no such job");
	memcpy(setup.fd, z->fd, sizeof(setup.fd));
	hold_descriptors(z);
	setenv("TZ", "UTC0", 1);
	warm_qsort();
	keep_memory();
	if (nice)
		setpriority(PRIO_PROCESS, 0, 19);
	if ((!before && sandbox_settle(z->job->sandbox, e) < 0) ||
	    (z->job->prepare && z->job->prepare(&z->shared, &setup, e) < 0))
		return -1;
	if (setup.lean)
		dso_forbid();
	if (!before && close_sandbox(z, e) < 0)
		return -1;
	return z->job->load ? z->job->load(z->shared, e) : 0;
}

static int zygote_ready(struct zygote *z, struct error *e)
{
	struct buf b;
	int rc;

	buf_init(&b, 64);
	frame_u8(&b, z->state.seccomp);
	frame_u32(&b, (uint32_t)z->state.landlock);
	rc = channel_send(&z->parent, ANSWER_READY, buf_span(&b), -1, e);
	buf_release(&b);
	return rc;
}

static _Noreturn void worker_run(struct zygote *z, int fd)
{
	struct sandbox_state state = z->state;
	struct channel channel;
	struct error e = { 0 };

	/* The control channel is the zygote's alone. */
	close(z->parent.fd);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	channel_init(&channel, fd);
	if (sandbox_limit(z->job->memory, z->job->files ? z->job->files : FILES_OPEN,
			  z->job->writes, &e) < 0 ||
	    (z->sandbox &&
	     sandbox_enter(z->job->sandbox, SANDBOX_WORKER, z->strict, &state, &e) < 0))
		_exit(3);
	_exit(z->job->serve(z->shared, &channel, &e) < 0 ? 2 : 0);
}

static int zygote_fork(struct zygote *z, int fd, struct error *e)
{
	pid_t pid;

	if (fd < 0)
		return fail(e, ERR_MALFORMED, "fork without a channel");
	pid = fork();
	if (pid == 0)
		worker_run(z, fd);
	close(fd);
	if (pid < 0)
		return fail_errno(e, "fork");
	return zygote_answer(z, ANSWER_FORKED, (uint32_t)pid, e);
}

/* A dead mount can make a process immortal for a while: do not wait for ever. */
static int zygote_end(struct zygote *z, struct span body, struct error *e)
{
	struct cursor c = { .left = body };
	pid_t pid = (pid_t)cursor_u32(&c);
	struct timespec nap = { .tv_nsec = NAP_FIRST };
	int64_t left = REAP_MS * INT64_C(1000000);
	int status;

	if (c.bad || pid <= 1)
		return fail(e, ERR_MALFORMED, "end of what");
	kill(pid, SIGKILL);
	for (; left > 0; left -= nap.tv_nsec) {
		pid_t got = waitpid(pid, &status, WNOHANG);

		if (got == pid)
			return zygote_answer(z, ANSWER_ENDED, (uint32_t)status, e);
		if (got < 0 && errno != EINTR)
			break;
		nanosleep(&nap, NULL);
		nap.tv_nsec = nap.tv_nsec < NAP_LAST / 2 ? 2 * nap.tv_nsec : NAP_LAST;
	}
	return zygote_answer(z, ANSWER_ENDED, UINT32_MAX, e);
}

static int zygote_obey(struct zygote *z, const struct job *const *jobs, struct message *m,
		       struct error *e)
{
	switch (m->type) {
	case ORDER_FD:
		if (z->fds == SETUP_FDS || m->fd < 0)
			return fail(e, ERR_MALFORMED, "too many descriptors");
		z->fd[z->fds++] = m->fd;
		return 0;
	case ORDER_PREPARE:
		if (zygote_prepare(z, jobs, m->body, e) < 0)
			return -1;
		return zygote_ready(z, e);
	case ORDER_FORK:
		if (!z->job)
			return fail(e, ERR_MALFORMED, "fork before the job is known");
		return zygote_fork(z, m->fd, e);
	case ORDER_END:
		return zygote_end(z, m->body, e);
	default:
		return fail(e, ERR_MALFORMED, "unknown order %u", m->type);
	}
}

/*
 * Ends without exit handlers: behind the filter they could only do harm.  One
 * that failed says so to whatever it is told, until nobody asks any more:
 * orders that nobody reads would take its last words along.
 */
_Noreturn void worker_main(const struct job *const *jobs)
{
	struct zygote z = { 0 };
	struct message m;
	struct error e = { 0 }, broken;
	bool failed = false;
	int rc;

	channel_init(&z.parent, ZYGOTE_FD);
	while ((rc = channel_receive(&z.parent, true, &m, &broken)) == 1) {
		failed = failed || zygote_obey(&z, jobs, &m, &e) < 0;
		if (failed && m.type != ORDER_FD)
			zygote_failed(&z, &e);
	}
	_exit(failed || rc < 0 ? 2 : 0);
}
