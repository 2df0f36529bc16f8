/* origin.c -- starting a zygote, and telling it what it shall be. */
#include "base/origin.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/process_messages.h"
#include "base/spawn.h"

extern char **environ;

void origin_init(struct origin *o)
{
	*o = (struct origin){ .pid = 0 };
	channel_init(&o->channel, -1);
}

/* Only our end of the control channel crosses exec: as descriptor 3. */
static int spawn(struct origin *o, const char *program, int theirs, struct error *e)
{
	char name[] = "tocsin", flag[] = "--worker";
	char *argv[] = { name, flag, NULL };
	posix_spawn_file_actions_t actions;
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	/* What a worker could print is hostile: only a developer wants to see it. */
	if (!getenv("TOCSIN_WORKER_STDERR"))
		posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, theirs, ZYGOTE_FD);
	rc = spawn_apart(&o->pid, program, &actions, argv, environ);
	if (rc == 0)
		return 0;
	errno = rc;
	return fail_errno(e, program);
}

int origin_start(struct origin *o, const char *program, struct error *e)
{
	int fds[2], rc;

	if (channel_pair(fds, e) < 0)
		return -1;
	channel_init(&o->channel, fds[0]);
	rc = spawn(o, program, fds[1], e);
	close(fds[1]);
	return rc;
}

void origin_close(struct origin *o)
{
	/* Without its parent's end the zygote leaves by itself. */
	channel_close(&o->channel);
	if (o->pid > 0)
		while (waitpid(o->pid, NULL, 0) < 0 && errno == EINTR)
			;
	o->pid = 0;
}

int origin_answer(struct origin *o, uint32_t type, struct cursor *out, struct error *e)
{
	struct message m;
	int rc = channel_receive(&o->channel, true, &m, e);

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

int origin_prepare(struct origin *o, const struct pool_options *options, struct error *e)
{
	struct error gone;
	struct buf b;
	int rc = 0;

	buf_init(&b, CHANNEL_CEILING);
	frame_u8(&b, options->sandbox);
	frame_u8(&b, options->strict);
	frame_u8(&b, options->nice);
	frame_u8(&b, options->lean);
	frame_u32(&b, options->needs);
	frame_span(&b, span_of(options->job));
	frame_span(&b, options->setup);
	if (b.bad)
		rc = fail(e, ERR_LIMIT, "the job's setup is too large");
	for (unsigned i = 0; rc == 0 && i < options->fds; i++)
		if (channel_send(&o->channel, ORDER_FD, SPAN(""), options->fd[i], &gone) < 0)
			break;
	if (rc == 0)
		channel_send(&o->channel, ORDER_PREPARE, buf_span(&b), -1, &gone);
	buf_release(&b);
	return rc;
}

int origin_fork(struct origin *o, struct error *e)
{
	struct error gone;
	int fds[2];

	if (channel_pair(fds, e) < 0)
		return -1;
	channel_send(&o->channel, ORDER_FORK, SPAN(""), fds[1], &gone);
	close(fds[1]);
	return fds[0];
}
