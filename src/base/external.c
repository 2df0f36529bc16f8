/* external.c -- programs of the system for a worker: its side and the parent's. */
#include "base/external.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/spawn.h"

#define NAME_LONGEST 31
#define ANSWER_MS    10000	/* a worker that asked and does not read is as good as dead */
#define REAP_TRIES   400	/* of 5 ms, for a program that closed its output */

/* Types of messages that no job uses for its own. */
enum external_message {
	EXTERNAL_FIRST = 0xe000,
	EXTERNAL_ROOM = EXTERNAL_FIRST,	/* u64 bytes: memory for the input */
	EXTERNAL_RUN,			/* span name: start it */
	EXTERNAL_END,			/* end it */
	EXTERNAL_LAST = EXTERNAL_END,
	EXTERNAL_INPUT,			/* answer: with the descriptor to map and fill */
	EXTERNAL_OUTPUT,		/* answer: with the descriptor to read from */
	EXTERNAL_ENDED,			/* answer: u32 status as of wait */
	EXTERNAL_REFUSED,		/* answer: span why */
};

/* ---- the worker's side */

/* Ask and wait: 0 and the descriptor or number of the answer. */
static int ask(struct channel *parent, uint32_t type, struct span body, uint32_t wanted, int *fd,
	       uint32_t *number, struct error *e)
{
	struct message m;
	struct cursor c;
	int rc = channel_send(parent, type, body, -1, e);

	if (rc == 0)
		rc = channel_receive(parent, true, &m, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return fail(e, ERR_IO, "the parent is gone");
	c = (struct cursor){ .left = m.body };
	if (m.type == wanted && (!fd || m.fd >= 0)) {
		if (fd)
			*fd = m.fd;
		if (number)
			*number = cursor_u32(&c);
		return 0;
	}
	if (m.fd >= 0)
		close(m.fd);
	if (m.type == EXTERNAL_REFUSED)
		return fail(e, ERR_UNSUPPORTED, "%.*s", SPAN_ARG(span_cut(m.body, 0, 200)));
	return fail(e, ERR_MALFORMED, "the parent answers out of turn");
}

/* Through a shared mapping: writing files is forbidden here, and this is no file. */
static int fill_input(struct external_channel *x, struct span input, struct error *e)
{
	struct buf b;
	void *room;
	int fd, rc;

	buf_init(&b, 16);
	frame_u64(&b, input.len);
	rc = ask(x->parent, EXTERNAL_ROOM, buf_span(&b), EXTERNAL_INPUT, &fd, NULL, e);
	buf_release(&b);
	if (rc < 0)
		return -1;
	room = mmap(NULL, input.len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (room == MAP_FAILED)
		return fail_errno(e, "map");
	memcpy(room, input.ptr, input.len);
	munmap(room, input.len);
	return 0;
}

static int over_start(struct external *external, const char *name, struct span input, int *out,
		      struct error *e)
{
	struct external_channel *x = (struct external_channel *)external;

	if (!input.len || input.len > EXTERNAL_INPUT_MAX)
		return fail(e, ERR_LIMIT, "more than %llu MiB for %s",
			    (unsigned long long)(EXTERNAL_INPUT_MAX >> 20), name);
	snprintf(x->name, sizeof(x->name), "%s", name);
	if (fill_input(x, input, e) < 0 ||
	    ask(x->parent, EXTERNAL_RUN, span_of(x->name), EXTERNAL_OUTPUT, &x->out, NULL, e) < 0)
		return -1;
	*out = x->out;
	return 0;
}

static int judge_status(const char *name, uint32_t status, struct error *e)
{
	int s = (int)status, signal = WIFSIGNALED(s) ? WTERMSIG(s) : 0;

	if (status == 0)
		return 0;
	if (WIFEXITED(s) && WEXITSTATUS(s) == EXTERNAL_MISSING)
		return fail(e, ERR_UNSUPPORTED, "%s is not installed", name);
	if (WIFEXITED(s) && WEXITSTATUS(s) == EXTERNAL_CLOSED)
		return fail(e, ERR_UNSUPPORTED, "%s: its sandbox cannot be had", name);
	if (signal == SIGALRM || signal == SIGXCPU || signal == SIGKILL)
		return fail(e, ERR_LIMIT, "%s takes too long", name);
	if (signal)
		return fail(e, ERR_MALFORMED, "%s was ended by signal %d", name, signal);
	return fail(e, ERR_MALFORMED, "%s failed (%d)", name, WEXITSTATUS(s));
}

static int over_end(struct external *external, struct error *e)
{
	struct external_channel *x = (struct external_channel *)external;
	uint32_t status = 0;

	if (x->out < 0)
		return 0;
	close(x->out);
	x->out = -1;
	if (ask(x->parent, EXTERNAL_END, SPAN(""), EXTERNAL_ENDED, NULL, &status, e) < 0)
		return -1;
	return judge_status(x->name, status, e);
}

void external_over(struct external_channel *x, struct channel *parent)
{
	*x = (struct external_channel){ .external = { .start = over_start, .end = over_end },
					.parent = parent, .out = -1 };
}

/* ---- the parent's side */

bool external_asked(const struct message *m)
{
	return m->type >= EXTERNAL_FIRST && m->type <= EXTERNAL_LAST;
}

/* Its output is closed or read to the end: it has nothing left to do. */
static uint32_t reap(struct external_child *x)
{
	struct timespec nap = { .tv_nsec = 5000000 };
	int status = 0;

	for (int i = 0; i < REAP_TRIES; i++) {
		pid_t got = waitpid(x->pid, &status, WNOHANG);

		if (got == x->pid)
			break;
		if (got < 0 && errno != EINTR)
			return 0;
		if (i == REAP_TRIES / 2)
			kill(x->pid, SIGKILL);
		nanosleep(&nap, NULL);
	}
	return (uint32_t)status;
}

void external_stop(struct external_child *x)
{
	if (x->pid > 0) {
		kill(x->pid, SIGKILL);
		reap(x);
	}
	if (x->input >= 0)
		close(x->input);
	*x = (struct external_child){ .input = -1 };
}

static int answer(struct channel *worker, uint32_t type, struct span body, int fd, struct error *e)
{
	struct pollfd ready = { .fd = worker->fd, .events = POLLOUT };

	if (poll(&ready, 1, ANSWER_MS) != 1)
		return fail(e, ERR_IO, "the worker does not read");
	return channel_send(worker, type, body, fd, e);
}

static int make_room(struct external_child *x, struct channel *worker, uint64_t size,
		     struct error *e)
{
	external_stop(x);
	if (!size || size > EXTERNAL_INPUT_MAX)
		return fail(e, ERR_MALFORMED, "room for %llu bytes", (unsigned long long)size);
	x->input = memfd_create("external", MFD_CLOEXEC);
	if (x->input < 0 || ftruncate(x->input, (off_t)size) < 0)
		return answer(worker, EXTERNAL_REFUSED, SPAN("no memory for its input"), -1, e);
	return answer(worker, EXTERNAL_INPUT, SPAN(""), x->input, e);
}

/* Nothing but its input and its output crosses exec, and no variable of ours. */
static int spawn(struct external_child *x, const char *program, char *name, int output)
{
	char self[] = "tocsin", flag[] = "--external", locale[] = "LC_ALL=C.UTF-8";
	char *argv[] = { self, flag, name, NULL }, *environment[] = { locale, NULL };
	posix_spawn_file_actions_t actions;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, x->input, 0);
	posix_spawn_file_actions_adddup2(&actions, output, 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	return spawn_apart(&x->pid, program, &actions, argv, environment);
}

static bool plain_name(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_alnum(name.ptr[i]))
			return false;
	return name.len && name.len <= NAME_LONGEST;
}

static int run(struct external_child *x, const char *program, struct channel *worker,
	       struct span name, struct error *e)
{
	char text[NAME_LONGEST + 1];
	int pipe_fds[2], rc;

	if (x->input < 0 || x->pid || !plain_name(name))
		return fail(e, ERR_MALFORMED, "no input to run over");
	snprintf(text, sizeof(text), "%.*s", SPAN_ARG(name));
	if (pipe2(pipe_fds, O_CLOEXEC) < 0)
		return answer(worker, EXTERNAL_REFUSED, SPAN("no pipe"), -1, e);
	rc = spawn(x, program, text, pipe_fds[1]);
	close(pipe_fds[1]);
	close(x->input);
	x->input = -1;
	rc = rc == 0 ? answer(worker, EXTERNAL_OUTPUT, SPAN(""), pipe_fds[0], e)
		     : answer(worker, EXTERNAL_REFUSED, SPAN("no process for it"), -1, e);
	close(pipe_fds[0]);
	return rc;
}

int external_serve(struct external_child *x, const char *program, struct channel *worker,
		   const struct message *m, struct error *e)
{
	struct cursor c = { .left = m->body };
	uint32_t status;
	char bytes[4];

	switch (m->type) {
	case EXTERNAL_ROOM:
		return make_room(x, worker, cursor_u64(&c), e);
	case EXTERNAL_RUN:
		return run(x, program, worker, m->body, e);
	default:
		status = x->pid ? reap(x) : 0;
		x->pid = 0;
		external_stop(x);
		for (unsigned i = 0; i < 4; i++)
			bytes[i] = (char)(status >> 8 * i);
		return answer(worker, EXTERNAL_ENDED, span_make(bytes, 4), -1, e);
	}
}
