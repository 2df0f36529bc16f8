/* external.c -- code that is not ours, for a worker: its side and the parent's. */
#include "base/external.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/spawn.h"

#define NAME_LONGEST 31
#define NOTE_LONGEST 511
#define ANSWER_MS    10000	/* a worker that asked and does not read is as good as dead */
#define REAP_TRIES   400	/* of 5 ms, for a program that closed its output */

/* Types of messages that no job uses for its own. */
enum external_message {
	EXTERNAL_FIRST = 0xe000,
	EXTERNAL_ROOM = EXTERNAL_FIRST,	/* u64 bytes: memory for the input */
	EXTERNAL_RUN,			/* span name, span note; a descriptor is its input */
	EXTERNAL_END,			/* end the last */
	EXTERNAL_LAST = EXTERNAL_END,
	EXTERNAL_INPUT,			/* answer: with the descriptor to map and fill */
	EXTERNAL_OUTPUT,		/* answer: with the descriptor to read from */
	EXTERNAL_ENDED,			/* answer: u32 status as of wait */
	EXTERNAL_REFUSED,		/* answer: span why */
};

/* ---- the worker's side */

/* What the parent has sent before it read our question. */
static int keep(struct external_channel *x, const struct message *m, struct error *e)
{
	struct external_kept *k = &x->kept[(x->first + x->keeps) % EXTERNAL_KEPT];

	if (x->keeps == EXTERNAL_KEPT)
		return fail(e, ERR_MALFORMED, "the parent answers out of turn");
	buf_clear(&k->body);
	buf_add(&k->body, m->body);
	k->message = *m;
	x->keeps++;
	return k->body.bad ? fail(e, ERR_MEMORY, "no memory for a message") : 0;
}

int external_receive(struct external_channel *x, struct message *out, struct error *e)
{
	struct external_kept *k = &x->kept[x->first];

	if (!x->keeps)
		return channel_receive(x->parent, true, out, e);
	x->first = (x->first + 1) % EXTERNAL_KEPT;
	x->keeps--;
	*out = k->message;
	out->body = buf_span(&k->body);
	return 1;
}

static int next_answer(struct external_channel *x, struct message *m, struct error *e)
{
	int rc;

	while ((rc = channel_receive(x->parent, true, m, e)) == 1) {
		if (m->type >= EXTERNAL_FIRST && m->type <= EXTERNAL_REFUSED)
			return 0;
		if (keep(x, m, e) < 0)
			return -1;
	}
	return rc < 0 ? -1 : fail(e, ERR_IO, "the parent is gone");
}

/* Ask and wait: 0 and the descriptor or number of the answer. */
static int ask(struct external_channel *x, uint32_t type, struct span body, int given,
	       uint32_t wanted, int *fd, uint32_t *number, struct error *e)
{
	struct message m;
	struct cursor c;

	if (channel_send(x->parent, type, body, given, e) < 0 || next_answer(x, &m, e) < 0)
		return -1;
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
	rc = ask(x, EXTERNAL_ROOM, buf_span(&b), -1, EXTERNAL_INPUT, &fd, NULL, e);
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

static int over_start(struct external *external, const struct external_call *call, int *out,
		      struct error *e)
{
	struct external_channel *x = (struct external_channel *)external;
	struct external_run *run = &x->run[x->running];
	struct buf b;
	int rc;

	if (x->running == EXTERNAL_NESTED)
		return fail(e, ERR_LIMIT, "%s: too many programs inside one another", call->name);
	if (call->fd < 0 && (!call->bytes.len || call->bytes.len > EXTERNAL_INPUT_MAX))
		return fail(e, ERR_LIMIT, "more than %llu MiB for %s",
			    (unsigned long long)(EXTERNAL_INPUT_MAX >> 20), call->name);
	snprintf(run->name, sizeof(run->name), "%s", call->name);
	if (call->fd < 0 && fill_input(x, call->bytes, e) < 0)
		return -1;
	buf_init(&b, 1024);
	frame_span(&b, span_of(run->name));
	frame_span(&b, span_of(call->note ? call->note : ""));
	rc = ask(x, EXTERNAL_RUN, buf_span(&b), call->fd, EXTERNAL_OUTPUT, &run->out, NULL, e);
	buf_release(&b);
	if (rc < 0)
		return -1;
	x->running++;
	*out = run->out;
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
		return fail(e, ERR_TIME, "%s takes too long", name);
	if (signal)
		return fail(e, ERR_MALFORMED, "%s was ended by signal %d", name, signal);
	return fail(e, ERR_MALFORMED, "%s failed (%d)", name, WEXITSTATUS(s));
}

static int over_end(struct external *external, struct error *e)
{
	struct external_channel *x = (struct external_channel *)external;
	struct external_run *run;
	uint32_t status = 0;

	if (!x->running)
		return 0;
	run = &x->run[--x->running];
	close(run->out);
	if (ask(x, EXTERNAL_END, SPAN(""), -1, EXTERNAL_ENDED, NULL, &status, e) < 0)
		return -1;
	return judge_status(run->name, status, e);
}

void external_over(struct external_channel *x, struct channel *parent)
{
	*x = (struct external_channel){ .external = { .start = over_start, .end = over_end },
					.parent = parent };
	for (unsigned i = 0; i < EXTERNAL_KEPT; i++)
		buf_init(&x->kept[i].body, CHANNEL_CEILING);
}

void external_release(struct external_channel *x)
{
	for (; x->keeps; x->keeps--, x->first = (x->first + 1) % EXTERNAL_KEPT)
		if (x->kept[x->first].message.fd >= 0)
			close(x->kept[x->first].message.fd);
	for (unsigned i = 0; i < EXTERNAL_KEPT; i++)
		buf_release(&x->kept[i].body);
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

static void child_stop(struct external_child *x)
{
	if (x->pid > 0) {
		kill(x->pid, SIGKILL);
		reap(x);
	}
	if (x->input >= 0)
		close(x->input);
}

void external_stop(struct external_children *x)
{
	while (x->count)
		child_stop(&x->child[--x->count]);
}

/* Room for one more; NULL: there are too many. */
static struct external_child *child_add(struct external_children *x, int input)
{
	struct external_child *child = &x->child[x->count];

	if (x->count == EXTERNAL_NESTED)
		return NULL;
	x->count++;
	*child = (struct external_child){ .input = input };
	return child;
}

static int answer(struct channel *worker, uint32_t type, struct span body, int fd, struct error *e)
{
	struct pollfd ready = { .fd = worker->fd, .events = POLLOUT };

	if (poll(&ready, 1, ANSWER_MS) != 1)
		return fail(e, ERR_IO, "the worker does not read");
	return channel_send(worker, type, body, fd, e);
}

static int make_room(struct external_children *x, struct channel *worker, uint64_t size,
		     struct error *e)
{
	struct external_child *child = child_add(x, -1);

	if (!child || !size || size > EXTERNAL_INPUT_MAX)
		return fail(e, ERR_MALFORMED, "room for %llu bytes", (unsigned long long)size);
	child->input = memfd_create("external", MFD_CLOEXEC);
	if (child->input >= 0 && ftruncate(child->input, (off_t)size) == 0)
		return answer(worker, EXTERNAL_INPUT, SPAN(""), child->input, e);
	child_stop(child);
	x->count--;
	return answer(worker, EXTERNAL_REFUSED, SPAN("no memory for its input"), -1, e);
}

/* Nothing but its input and its output crosses exec, and no variable of ours. */
static int spawn(struct external_child *x, const char *program, char *name, char *note, int output)
{
	char self[] = "tocsin", flag[] = "--external", locale[] = "LC_ALL=C.UTF-8";
	char *argv[] = { self, flag, name, note, NULL }, *environment[] = { locale, NULL };
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

static bool plain_note(struct span note)
{
	for (size_t i = 0; i < note.len; i++)
		if (!ascii_digit(note.ptr[i]) && note.ptr[i] != ',')
			return false;
	return note.len <= NOTE_LONGEST;
}

/* A worker has nothing else that it could hand on: still, nothing is believed. */
static bool plain_file(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	struct stat st;

	return flags >= 0 && (flags & (O_ACCMODE | O_PATH)) == O_RDONLY && fstat(fd, &st) == 0 &&
	       S_ISREG(st.st_mode);
}

/* The one that shall run: over the file that came with the order, or the room made before. */
static struct external_child *child_ordered(struct external_children *x, int fd)
{
	struct external_child *last = x->count ? &x->child[x->count - 1] : NULL;
	struct external_child *child;

	if (fd < 0)
		return last && last->input >= 0 && !last->pid ? last : NULL;
	if (!plain_file(fd) || !(child = child_add(x, -1)))
		return NULL;
	child->input = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return child;
}

static int run(struct external_children *x, const char *program, struct channel *worker,
	       const struct message *m, struct error *e)
{
	struct cursor c = { .left = m->body };
	struct span name = cursor_span(&c), note = cursor_span(&c);
	char name_text[NAME_LONGEST + 1], note_text[NOTE_LONGEST + 1];
	struct external_child *child;
	int pipe_fds[2], rc;

	if (c.bad || !plain_name(name) || !plain_note(note) ||
	    !(child = child_ordered(x, m->fd)))
		return fail(e, ERR_MALFORMED, "no input to run over");
	snprintf(name_text, sizeof(name_text), "%.*s", SPAN_ARG(name));
	snprintf(note_text, sizeof(note_text), "%.*s", SPAN_ARG(note));
	if (pipe2(pipe_fds, O_CLOEXEC) < 0) {
		child_stop(child);
		x->count--;
		return answer(worker, EXTERNAL_REFUSED, SPAN("no pipe"), -1, e);
	}
	rc = spawn(child, program, name_text, note_text, pipe_fds[1]);
	close(pipe_fds[1]);
	close(child->input);
	child->input = -1;
	if (rc == 0) {
		rc = answer(worker, EXTERNAL_OUTPUT, SPAN(""), pipe_fds[0], e);
	} else {
		x->count--;
		rc = answer(worker, EXTERNAL_REFUSED, SPAN("no process for it"), -1, e);
	}
	close(pipe_fds[0]);
	return rc;
}

static int end_last(struct external_children *x, struct channel *worker, struct error *e)
{
	struct external_child *last = x->count ? &x->child[--x->count] : NULL;
	uint32_t status = last && last->pid ? reap(last) : 0;
	char bytes[4];

	if (last)
		last->pid = 0;
	if (last)
		child_stop(last);
	for (unsigned i = 0; i < 4; i++)
		bytes[i] = (char)(status >> 8 * i);
	return answer(worker, EXTERNAL_ENDED, span_make(bytes, 4), -1, e);
}

int external_serve(struct external_children *x, const char *program, struct channel *worker,
		   const struct message *m, struct error *e)
{
	struct cursor c = { .left = m->body };
	int rc;

	if (m->fd >= 0 && m->type != EXTERNAL_RUN)
		rc = fail(e, ERR_MALFORMED, "a descriptor that nobody asked for");
	else if (m->type == EXTERNAL_ROOM)
		rc = make_room(x, worker, cursor_u64(&c), e);
	else if (m->type == EXTERNAL_RUN)
		rc = run(x, program, worker, m, e);
	else
		rc = end_last(x, worker, e);
	if (m->fd >= 0)
		close(m->fd);
	return rc;
}
