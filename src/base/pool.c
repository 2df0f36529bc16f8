/* pool.c -- the parent's side: start a zygote, order workers, listen to them. */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/dso.h"
#include "base/external.h"
#include "base/origin.h"
#include "base/process_messages.h"

#define PATIENCE 10000		/* ms that a worker may take nothing */
#define GREEDY   64		/* messages that are taken before all descriptors are looked at */

struct worker {
	struct channel channel;	/* fd -1: none runs */
	struct origin *origin;
	pid_t pid;
	struct external_children external;	/* programs that run for it */
};

struct pool {
	struct origin first, full;	/* full: started when the first is not enough, or gone */
	bool lean, lacking;	/* the first one is; it will not do any more */
	bool served;		/* a job was ordered before */
	bool poor;		/* by which the first zygote is lean for good */
	struct sandbox_state sandbox;
	struct pool_options options;	/* with bytes and descriptors of our own */
	struct buf setup;
	char *program;
	unsigned count;
	unsigned next;		/* fairness: where the next look begins */
	uint64_t ready;		/* workers that had something to say when they were last asked */
	unsigned taken;		/* messages since the last look at all descriptors */
	struct worker worker[POOL_WORKERS];
};

/* ---- starting */

int pool_begin(struct pool **out, const char *program, struct error *e)
{
	struct pool *p = calloc(1, sizeof(*p));

	if (!p)
		return fail(e, ERR_MEMORY, "no memory");
	for (unsigned i = 0; i < POOL_WORKERS; i++)
		p->worker[i] = (struct worker){ .channel.fd = -1 };
	origin_init(&p->first);
	origin_init(&p->full);
	buf_init(&p->setup, CHANNEL_CEILING);
	p->program = strdup(program);
	if (!p->program) {
		pool_close(p);
		return fail(e, ERR_MEMORY, "no memory");
	}
	if (origin_start(&p->first, program, e) < 0) {
		pool_close(p);
		return -1;
	}
	*out = p;
	return 0;
}

/* Another zygote would be told the same. */
static int keep_options(struct pool *p, const struct pool_options *o, struct error *e)
{
	p->lean = o->lean;
	p->options = *o;
	p->options.program = p->program;
	p->options.lean = false;
	p->options.fds = 0;
	buf_add(&p->setup, o->setup);
	p->options.setup = buf_span(&p->setup);
	if (p->setup.bad)
		return fail(e, ERR_LIMIT, "the job's setup is too large");
	for (unsigned i = 0; i < o->fds; i++) {
		int fd = fcntl(o->fd[i], F_DUPFD_CLOEXEC, 0);

		if (fd < 0)
			return fail_errno(e, "a descriptor for the workers");
		p->options.fd[p->options.fds++] = fd;
	}
	return 0;
}

static int worker_order(struct pool *p, unsigned worker, struct origin *origin, struct error *e)
{
	struct worker *w = &p->worker[worker];
	int fd = origin_fork(origin, e);

	if (fd < 0)
		return -1;
	channel_init(&w->channel, fd);
	w->origin = origin;
	w->pid = 0;
	return 0;
}

static int worker_ready(struct worker *w, struct error *e)
{
	struct cursor c;

	if (origin_answer(w->origin, ANSWER_FORKED, &c, e) < 0) {
		channel_close(&w->channel);
		return -1;
	}
	w->pid = (pid_t)cursor_u32(&c);
	return 0;
}

/* Behind a job: its workers end, its zygote stays. */
static void pool_clear(struct pool *p)
{
	for (unsigned i = 0; i < p->count; i++)
		pool_kill(p, i);
	for (unsigned i = 0; i < p->options.fds; i++)
		close(p->options.fd[i]);
	p->options.fds = 0;
	buf_clear(&p->setup);
	p->count = p->next = p->taken = 0;
	p->ready = 0;
}

void pool_rest(struct pool *p)
{
	pool_clear(p);
}

bool pool_served(const struct pool *p, bool *lean)
{
	*lean = p->poor;
	return p->served;
}

int pool_order(struct pool *p, const struct pool_options *o, struct error *e)
{
	if (p->served)
		pool_clear(p);
	else
		p->poor = o->lean;
	p->served = true;
	if (origin_prepare(&p->first, o, e) < 0 || keep_options(p, o, e) < 0)
		return -1;
	for (; p->count < o->workers && p->count < POOL_WORKERS; p->count++)
		if (worker_order(p, p->count, &p->first, e) < 0)
			return -1;
	return 0;
}

static int origin_ready(struct pool *p, struct origin *o, struct error *e)
{
	struct cursor c;

	if (origin_answer(o, ANSWER_READY, &c, e) < 0)
		return -1;
	p->sandbox.seccomp = cursor_u8(&c);
	p->sandbox.landlock = (int)cursor_u32(&c);
	return 0;
}

int pool_ready(struct pool *p, struct error *e)
{
	if (origin_ready(p, &p->first, e) < 0)
		return -1;
	for (unsigned i = 0; i < p->count; i++)
		if (worker_ready(&p->worker[i], e) < 0)
			return -1;
	return 0;
}

int pool_open(struct pool **out, const struct pool_options *o, struct error *e)
{
	struct pool *p;

	if (pool_begin(&p, o->program, e) < 0)
		return -1;
	if (pool_order(p, o, e) < 0 || pool_ready(p, e) < 0) {
		pool_close(p);
		return -1;
	}
	*out = p;
	return 0;
}

/* A zygote whose workers lack nothing. */
static int pool_complete(struct pool *p, struct error *e)
{
	if (origin_start(&p->full, p->program, e) < 0 ||
	    origin_prepare(&p->full, &p->options, e) < 0)
		return -1;
	return origin_ready(p, &p->full, e);
}

static int worker_start(struct pool *p, unsigned worker, struct origin *origin, struct error *e)
{
	return worker_order(p, worker, origin, e) < 0 ? -1 : worker_ready(&p->worker[worker], e);
}

/* Its workers ended with it; whoever buries them has nobody to ask. */
static void pool_forget(struct pool *p, struct origin *origin)
{
	for (unsigned i = 0; i < p->count; i++)
		if (p->worker[i].origin == origin)
			p->worker[i].origin = NULL;
	origin_close(origin);
}

/* A zygote may be killed like any other process: then another one takes its place. */
int pool_restart(struct pool *p, unsigned worker, struct error *e)
{
	struct error gone;

	if (!p->lacking && worker_start(p, worker, &p->first, &gone) == 0)
		return 0;
	p->lacking = true;
	if (p->full.pid && worker_start(p, worker, &p->full, &gone) == 0)
		return 0;
	pool_forget(p, &p->full);
	return pool_complete(p, e) < 0 ? -1 : worker_start(p, worker, &p->full, e);
}

static int order_end(struct worker *w, struct error *e)
{
	char pid[4];

	for (unsigned i = 0; i < 4; i++)
		pid[i] = (char)(w->pid >> 8 * i);
	return channel_send(&w->origin->channel, ORDER_END, span_make(pid, 4), -1, e);
}

/* Kill and reap through the zygote; false: what became of it is not known. */
static bool worker_end(struct pool *p, unsigned worker, int *status)
{
	struct worker *w = &p->worker[worker];
	struct cursor c = { 0 };
	struct error e;

	external_stop(&w->external);
	if (w->channel.fd < 0)
		return false;
	channel_close(&w->channel);
	if (!w->origin)
		return false;
	/* Ordered, and nobody has heard yet how it went. */
	if (w->pid == 0 && worker_ready(w, &e) < 0)
		return false;
	if (order_end(w, &e) < 0 || origin_answer(w->origin, ANSWER_ENDED, &c, &e) < 0)
		return false;
	*status = (int)cursor_u32(&c);
	return true;
}

static void cause_text(int status, char *cause, size_t size)
{
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
	int ignored;

	worker_end(p, worker, &ignored);
}

/* What the zygote would answer nobody reads: it leaves behind the last of its orders. */
void pool_dismiss(struct pool *p)
{
	struct error ignored;

	for (unsigned i = 0; p && i < p->count; i++) {
		struct worker *w = &p->worker[i];

		external_stop(&w->external);
		if (w->channel.fd < 0)
			continue;
		channel_close(&w->channel);
		if (w->origin && w->pid)
			order_end(w, &ignored);
	}
	if (p) {
		channel_close(&p->first.channel);
		channel_close(&p->full.channel);
	}
}

void pool_close(struct pool *p)
{
	if (!p)
		return;
	for (unsigned i = 0; i < p->count; i++)
		pool_kill(p, i);
	origin_close(&p->first);
	origin_close(&p->full);
	for (unsigned i = 0; i < p->options.fds; i++)
		close(p->options.fd[i]);
	buf_release(&p->setup);
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

/* What became of a worker that closed its channel, or broke the rules. */
static void pool_bury(struct pool *p, unsigned worker, bool broke, struct pool_event *out)
{
	bool lean = p->lean && p->worker[worker].origin == &p->first;
	int status = 0;

	out->type = POOL_DIED;
	snprintf(out->cause, sizeof(out->cause), "ended with what had started it");
	if (worker_end(p, worker, &status))
		cause_text(status, out->cause, sizeof(out->cause));
	if (broke)
		snprintf(out->cause, sizeof(out->cause), "sent a broken message");
	else if (lean && WIFEXITED(status) && WEXITSTATUS(status) == DSO_LACKING) {
		out->type = POOL_LACKING;
		p->lacking = true;
	}
}

/* A whole message of worker `i`, or its end, into *out: 1; 0: nothing whole yet. */
static int pool_take(struct pool *p, unsigned i, struct pool_event *out)
{
	struct worker *w = &p->worker[i];
	struct error e = { 0 };
	int rc = channel_receive(&w->channel, false, &out->message, &e);

	if (rc == 1 && external_asked(&out->message))
		rc = external_serve(&w->external, p->program, &w->channel, &out->message, &e) < 0
			? -1 : 2;
	if (rc == 2)
		return 0;
	out->worker = i;
	out->type = POOL_MESSAGE;
	if (rc != 1)
		pool_bury(p, i, rc < 0, out);
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
		struct pool *p = pools[k];

		p->ready = 0;
		for (unsigned i = 0; i < p->count; i++, set++) {
			bool more = set->fd >= 0 && channel_has_more(&p->worker[i].channel);

			p->ready |= (uint64_t)(set->revents != 0 || more) << i;
		}
	}
}

/* Somebody of those that are listened to has said more than was taken. */
static bool pools_have_more(struct pool *const *pools, const uint64_t *listen, unsigned count)
{
	for (unsigned k = 0; k < count; k++)
		for (unsigned i = 0; i < pools[k]->count; i++)
			if (listen[k] >> i & 1 && channel_has_more(&pools[k]->worker[i].channel))
				return true;
	return false;
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
		bool more = pools_have_more(pools, listen, count);
		int ready = poll(set, n + 1, more || left < -1 ? 0 : (int)left);

		if (ready < 0 && errno != EINTR)
			return fail_errno(e, "poll");
		if (ready == 0 && more)
			ready = 1;
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

bool pool_has_more(const struct pool *p, unsigned worker)
{
	return p->worker[worker].channel.fd >= 0 && channel_has_more(&p->worker[worker].channel);
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
