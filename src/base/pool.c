/* pool.c -- the parent's side: start a zygote, order workers, listen to them. */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/external.h"
#include "base/frame.h"
#include "base/process_messages.h"

#define PATIENCE 10000		/* ms that a worker may take nothing */
#define GREEDY   64		/* messages that are taken before all descriptors are looked at */

extern char **environ;

struct worker {
	struct channel channel;	/* fd -1: none runs */
	pid_t pid;
	struct external_child external;	/* a program that runs for it */
};

struct pool {
	struct channel zygote;
	pid_t pid;
	struct sandbox_state sandbox;
	char *program;
	unsigned count;
	unsigned next;		/* fairness: where the next look begins */
	uint64_t ready;		/* workers that had something to say when they were last asked */
	unsigned taken;		/* messages since the last look at all descriptors */
	struct worker worker[POOL_WORKERS];
};

/* Only our end of the control channel crosses exec: as descriptor 3. */
static int pool_spawn(struct pool *p, const char *program, int theirs, struct error *e)
{
	char name[] = "tocsin", flag[] = "--worker";
	char *argv[] = { name, flag, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, defaults;
	int rc;

	sigemptyset(&none);
	sigfillset(&defaults);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	/* What a worker could print is hostile: only a developer wants to see it. */
	if (!getenv("TOCSIN_WORKER_STDERR"))
		posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, theirs, ZYGOTE_FD);
	/* A terminal's Ctrl-C is for the parent, who decides what becomes of the workers. */
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
				 POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	rc = posix_spawn(&p->pid, program, &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	if (rc != 0) {
		errno = rc;
		p->pid = 0;
		return fail_errno(e, program);
	}
	return 0;
}

/* The zygote's next answer, which must be of `type`; its number in *out if asked for. */
static int pool_answer(struct pool *p, uint32_t type, struct cursor *out, struct error *e)
{
	struct message m;
	int rc = channel_receive(&p->zygote, true, &m, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return fail(e, ERR_IO, "the worker process ended while it started");
	if (m.fd >= 0)
		close(m.fd);
	*out = (struct cursor){ .left = m.body };
	if (m.type == ANSWER_FAILED) {
		enum error_code code = cursor_u8(out);
		struct span text = cursor_span(out);

		return fail(e, code ? code : ERR_IO, "%.*s", SPAN_ARG(text));
	}
	if (m.type != type)
		return fail(e, ERR_MALFORMED, "the worker process answers out of turn");
	return 0;
}

static int pool_prepare(struct pool *p, const struct pool_options *o, struct error *e)
{
	struct cursor c;
	struct buf b;
	int rc = 0;

	buf_init(&b, CHANNEL_CEILING);
	frame_u8(&b, o->sandbox);
	frame_u8(&b, o->strict);
	frame_u8(&b, o->nice);
	frame_span(&b, span_of(o->job));
	frame_span(&b, o->setup);
	if (b.bad)
		rc = fail(e, ERR_LIMIT, "the job's setup is too large");
	for (unsigned i = 0; rc == 0 && i < o->fds; i++)
		rc = channel_send(&p->zygote, ORDER_FD, SPAN(""), o->fd[i], e);
	if (rc == 0)
		rc = channel_send(&p->zygote, ORDER_PREPARE, buf_span(&b), -1, e);
	buf_release(&b);
	/* When it died early the reason waits in its answer. */
	if (pool_answer(p, ANSWER_READY, &c, e) < 0)
		return -1;
	p->sandbox.seccomp = cursor_u8(&c);
	p->sandbox.landlock = (int)cursor_u32(&c);
	return rc;
}

int pool_restart(struct pool *p, unsigned worker, struct error *e)
{
	struct worker *w = &p->worker[worker];
	struct cursor c;
	int fds[2], rc;

	if (channel_pair(fds, e) < 0)
		return -1;
	rc = channel_send(&p->zygote, ORDER_FORK, SPAN(""), fds[1], e);
	close(fds[1]);
	if (rc < 0 || pool_answer(p, ANSWER_FORKED, &c, e) < 0) {
		close(fds[0]);
		return -1;
	}
	channel_init(&w->channel, fds[0]);
	w->pid = (pid_t)cursor_u32(&c);
	return 0;
}

int pool_open(struct pool **out, const struct pool_options *o, struct error *e)
{
	struct pool *p = calloc(1, sizeof(*p));
	int fds[2];

	if (!p)
		return fail(e, ERR_MEMORY, "no memory");
	for (unsigned i = 0; i < POOL_WORKERS; i++)
		p->worker[i] = (struct worker){ .channel.fd = -1, .external.input = -1 };
	channel_init(&p->zygote, -1);
	p->program = strdup(o->program);
	if (!p->program) {
		fail(e, ERR_MEMORY, "no memory");
		goto fail;
	}
	if (channel_pair(fds, e) < 0)
		goto fail;
	channel_init(&p->zygote, fds[0]);
	if (pool_spawn(p, o->program, fds[1], e) < 0) {
		close(fds[1]);
		goto fail;
	}
	close(fds[1]);
	if (pool_prepare(p, o, e) < 0)
		goto fail;
	for (p->count = 0; p->count < o->workers && p->count < POOL_WORKERS; p->count++)
		if (pool_restart(p, p->count, e) < 0)
			goto fail;
	*out = p;
	return 0;
fail:
	pool_close(p);
	return -1;
}

/* Kill and reap through the zygote; what it was is told in `cause` if wanted. */
static void pool_end(struct pool *p, unsigned worker, char *cause, size_t size)
{
	struct worker *w = &p->worker[worker];
	char pid[4] = { (char)w->pid, (char)(w->pid >> 8), (char)(w->pid >> 16),
			(char)(w->pid >> 24) };
	struct cursor c = { 0 };
	struct error e;
	int status;

	external_stop(&w->external);
	if (w->channel.fd < 0)
		return;
	channel_close(&w->channel);
	if (channel_send(&p->zygote, ORDER_END, span_make(pid, 4), -1, &e) < 0 ||
	    pool_answer(p, ANSWER_ENDED, &c, &e) < 0)
		return;
	status = (int)cursor_u32(&c);
	if (!cause)
		return;
	if (WIFEXITED(status))
		snprintf(cause, size, "ended with status %d", WEXITSTATUS(status));
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		snprintf(cause, size, "stopped by the sandbox");
	else if (WIFSIGNALED(status))
		snprintf(cause, size, "ended by signal %d", WTERMSIG(status));
	else
		snprintf(cause, size, "cannot be ended");
}

void pool_kill(struct pool *p, unsigned worker)
{
	pool_end(p, worker, NULL, 0);
}

void pool_close(struct pool *p)
{
	if (!p)
		return;
	for (unsigned i = 0; i < p->count; i++)
		pool_kill(p, i);
	/* Without its parent's end the zygote leaves by itself. */
	channel_close(&p->zygote);
	if (p->pid > 0)
		while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
			;
	free(p->program);
	free(p);
}

struct sandbox_state pool_sandbox(const struct pool *p)
{
	return p->sandbox;
}

int pool_send(struct pool *p, unsigned worker, uint32_t type, struct span body, int fd,
	      struct error *e)
{
	struct channel *channel = &p->worker[worker].channel;

	if (channel->fd < 0)
		return fail(e, ERR_IO, "the worker is gone");
	return channel_send_within(channel, type, body, fd, PATIENCE, e);
}

/* Do what the worker asks of the system: 0; -1 when it broke the rules. */
static int pool_serve(struct pool *p, struct worker *w, struct message *m, struct error *e)
{
	if (m->fd >= 0) {
		close(m->fd);
		return -1;
	}
	return external_serve(&w->external, p->program, &w->channel, m, e);
}

/* A whole message of worker `i`, or its end, into *out: 1; 0: nothing whole yet. */
static int pool_take(struct pool *p, unsigned i, struct pool_event *out)
{
	struct worker *w = &p->worker[i];
	struct error e = { 0 };
	int rc = channel_receive(&w->channel, false, &out->message, &e);

	if (rc == 1 && external_asked(&out->message))
		rc = pool_serve(p, w, &out->message, &e) < 0 ? -1 : 2;
	if (rc == 2)
		return 0;
	out->worker = i;
	out->type = rc == 1 ? POOL_MESSAGE : POOL_DIED;
	if (rc == 1)
		return 1;
	pool_end(p, i, out->cause, sizeof(out->cause));
	if (rc < 0)
		snprintf(out->cause, sizeof(out->cause), "sent a broken message");
	return 1;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* One pollfd for each worker of each pool, in order; how many. */
static unsigned pools_set(struct pool *const *pools, const uint64_t *listen, unsigned count,
			  struct pollfd *set)
{
	unsigned n = 0;

	for (unsigned k = 0; k < count; k++)
		for (unsigned i = 0; i < pools[k]->count; i++) {
			bool on = listen[k] >> i & 1;

			set[n++] = (struct pollfd){ .fd = on ? pools[k]->worker[i].channel.fd : -1,
						    .events = POLLIN };
		}
	return n;
}

static void pools_mark(struct pool *const *pools, unsigned count, const struct pollfd *set)
{
	for (unsigned k = 0; k < count; k++) {
		pools[k]->ready = 0;
		for (unsigned i = 0; i < pools[k]->count; i++, set++)
			pools[k]->ready |= (uint64_t)(set->revents != 0) << i;
	}
}

/* The first ready worker in turn that has something whole to say: 1. */
static int pools_take(struct pool *const *pools, const uint64_t *listen, unsigned count,
		      struct pool_event *out)
{
	for (unsigned k = 0; k < count; k++) {
		struct pool *p = pools[k];

		for (unsigned n = 0; n < p->count; n++) {
			unsigned i = (p->next + n) % p->count;

			if (!(p->ready >> i & listen[k] >> i & 1))
				continue;
			if (p->worker[i].channel.fd < 0 || pool_take(p, i, out) == 0) {
				p->ready &= ~(UINT64_C(1) << i);
				continue;
			}
			p->next = i + 1;
			out->pool = k;
			return 1;
		}
	}
	return 0;
}

int pools_wait(struct pool *const *pools, const uint64_t *listen, unsigned count, int wake,
	       int timeout, struct pool_event *out, struct error *e)
{
	struct pollfd set[POOLS_MAX * POOL_WORKERS + 1];
	int64_t until;
	unsigned n;

	*out = (struct pool_event){ .type = POOL_QUIET };
	/* Who had something to say often has more. */
	if (pools[0]->taken++ < GREEDY && pools_take(pools, listen, count, out))
		return 0;
	pools[0]->taken = 0;
	until = timeout < 0 ? INT64_MAX : now_ms() + timeout;
	n = pools_set(pools, listen, count, set);
	set[n] = (struct pollfd){ .fd = wake, .events = POLLIN };
	for (;;) {
		int64_t left = until == INT64_MAX ? -1 : until - now_ms();
		int ready = poll(set, n + 1, left < -1 ? 0 : (int)left);

		if (ready < 0 && errno != EINTR)
			return fail_errno(e, "poll");
		if (ready <= 0 && until != INT64_MAX && now_ms() >= until)
			return 0;
		if (ready <= 0)
			continue;
		pools_mark(pools, count, set);
		if (set[n].revents) {
			out->type = POOL_WOKEN;
			return 0;
		}
		if (pools_take(pools, listen, count, out))
			return 0;
	}
}

int pool_wait(struct pool *p, uint64_t listen, int wake, int timeout, struct pool_event *out,
	      struct error *e)
{
	return pools_wait(&p, &listen, 1, wake, timeout, out, e);
}

int64_t pool_cpu(const struct pool *p, unsigned worker)
{
	struct timespec t;
	clockid_t clock;

	if (p->worker[worker].channel.fd < 0 ||
	    clock_getcpuclockid(p->worker[worker].pid, &clock) != 0 ||
	    clock_gettime(clock, &t) != 0)
		return 0;
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
