/*
 * test_process.c -- zygote, workers, channels and the sandbox, in the real
 * thing: this program spawns itself as `--worker`, as tocsin does.
 */
#define TEST_NO_MAIN
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/dso.h"
#include "base/frame.h"
#include "base/process.h"

enum { ECHO = 1, CRASH, OPEN, SOCKET, SPIN, FLOOD, READ_FD, BREAK, LATE, QUIT };

static int echo_serve(void *shared, struct channel *parent, struct error *e)
{
	struct message m;
	int rc;

	(void)shared;
	while ((rc = channel_receive(parent, true, &m, e)) == 1) {
		char bytes[64];
		ssize_t got;

		switch (m.type) {
		case ECHO:
			rc = channel_send(parent, ECHO, m.body, -1, e);
			break;
		case CRASH:
			raise(SIGSEGV);
			break;
		case OPEN:
			got = open("/etc/passwd", O_RDONLY);
			rc = channel_send(parent, OPEN, got < 0 ? SPAN("denied") : SPAN("opened"), -1, e);
			break;
		case SOCKET:
			socket(AF_INET, SOCK_STREAM, 0);
			break;
		case SPIN:
			for (volatile uint64_t i = 0;; i++)
				;
		case READ_FD:
			got = read(m.fd, bytes, sizeof(bytes));
			rc = channel_send(parent, READ_FD, span_make(bytes, got < 0 ? 0 : (size_t)got), -1, e);
			close(m.fd);
			break;
		case LATE:
			dso_ask();
			rc = channel_send(parent, LATE, SPAN("there"), -1, e);
			break;
		case QUIT:
			_exit(DSO_LACKING);
		case BREAK:
			rc = write(parent->fd, "x", 1) < 0 ? -1 : 0;
			break;
		}
		if (rc < 0)
			return -1;
	}
	return rc;
}

static int echo_prepare(void **shared, const struct setup *setup, struct error *e)
{
	(void)shared;
	if (span_equal(setup->bytes, SPAN("refuse")))
		return fail(e, ERR_USAGE, "the job does not want to");
	return 0;
}

static const struct job echo = { .name = "echo", .sandbox = SANDBOX_PARSE, .memory = 512u << 20,
				 .prepare = echo_prepare, .serve = echo_serve };

/* Says to everything what its descriptor holds. */
static int say_prepare(void **shared, const struct setup *setup, struct error *e)
{
	static char said[32];

	*shared = said;
	return setup->fds == 1 && pread(setup->fd[0], said, sizeof(said) - 1, 0) > 0
		? 0 : fail(e, ERR_USAGE, "nothing to say");
}

static int say_serve(void *shared, struct channel *parent, struct error *e)
{
	struct message m;
	int rc;

	while ((rc = channel_receive(parent, true, &m, e)) == 1)
		if (channel_send(parent, ECHO, span_of(shared), -1, e) < 0)
			return -1;
	return rc;
}

static const struct job say = { .name = "say", .sandbox = SANDBOX_PARSE, .memory = 512u << 20,
				.prepare = say_prepare, .serve = say_serve };
static const struct job walk = { .name = "walk", .sandbox = SANDBOX_WALK, .memory = 512u << 20,
				 .serve = echo_serve };
static const struct job *const jobs[] = { &echo, &say, &walk, NULL };

static struct pool *start(unsigned workers, struct span setup, struct error *e)
{
	struct pool_options o = { .program = "/proc/self/exe", .job = "echo", .workers = workers,
				  .sandbox = true, .setup = setup };
	struct pool *p = NULL;

	return pool_open(&p, &o, e) == 0 ? p : NULL;
}

static struct pool_event next(struct pool *p, int timeout)
{
	struct pool_event ev;
	struct error e;

	assert_int_equal(pool_wait(p, UINT64_MAX, -1, timeout, &ev, &e), 0);
	return ev;
}

TEST(a_worker_answers_messages_of_every_length)
{
	struct error e = { 0 };
	struct pool *p = start(1, SPAN(""), &e);
	static char big[1 << 20];

	assert_non_null(p);
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = (char)(i * 7);
	for (size_t n = 0; n <= sizeof(big); n = n * 3 + 1) {
		struct pool_event ev;

		assert_int_equal(pool_send(p, 0, ECHO, span_make(big, n), -1, &e), 0);
		ev = next(p, 5000);
		assert_int_equal(ev.type, POOL_MESSAGE);
		assert_int_equal(ev.message.body.len, n);
		assert_memory_equal(ev.message.body.ptr, big, n);
	}
	pool_close(p);
}

TEST(a_worker_reads_the_descriptor_it_was_given_and_no_file)
{
	struct error e = { 0 };
	struct pool *p = start(2, SPAN(""), &e);
	int fd = open("/etc/hostname", O_RDONLY | O_CLOEXEC);
	struct pool_event ev;
	char expected[64];
	ssize_t n = pread(fd, expected, sizeof(expected), 0);

	assert_int_equal(pool_send(p, 1, READ_FD, SPAN(""), fd, &e), 0);
	ev = next(p, 5000);
	assert_int_equal(ev.worker, 1);
	assert_span_equal(ev.message.body, span_make(expected, (size_t)n));
	assert_int_equal(pool_send(p, 0, OPEN, SPAN(""), -1, &e), 0);
	ev = next(p, 5000);
	assert_span_equal(ev.message.body, SPAN("denied"));
	close(fd);
	pool_close(p);
}

TEST(a_worker_that_opens_a_socket_or_crashes_is_dead_and_can_be_replaced)
{
	struct error e = { 0 };
	struct pool *p = start(1, SPAN(""), &e);
	const uint32_t deadly[] = { SOCKET, CRASH };

	for (size_t i = 0; i < 2; i++) {
		struct pool_event ev;

		assert_int_equal(pool_send(p, 0, deadly[i], SPAN(""), -1, &e), 0);
		ev = next(p, 10000);
		assert_int_equal(ev.type, POOL_DIED);
		if (deadly[i] == SOCKET)
			assert_string_equal(ev.cause, "stopped by the sandbox");
		assert_int_equal(pool_restart(p, 0, &e), 0);
		assert_int_equal(pool_send(p, 0, ECHO, SPAN("again"), -1, &e), 0);
		assert_span_equal(next(p, 5000).message.body, SPAN("again"));
	}
	pool_close(p);
}

TEST(a_worker_that_spins_is_seen_quiet_and_killed)
{
	struct error e = { 0 };
	struct pool *p = start(1, SPAN(""), &e);

	assert_int_equal(pool_send(p, 0, SPIN, SPAN(""), -1, &e), 0);
	assert_int_equal(next(p, 200).type, POOL_QUIET);
	assert_true(pool_cpu(p, 0) > 20000);
	pool_kill(p, 0);
	assert_int_equal(pool_restart(p, 0, &e), 0);
	assert_int_equal(pool_send(p, 0, ECHO, SPAN("x"), -1, &e), 0);
	assert_span_equal(next(p, 5000).message.body, SPAN("x"));
	pool_close(p);
}

TEST(a_worker_that_breaks_the_rules_of_messages_is_ended)
{
	struct error e = { 0 };
	struct pool *p = start(1, SPAN(""), &e);
	struct pool_event ev;

	assert_int_equal(pool_send(p, 0, BREAK, SPAN(""), -1, &e), 0);
	ev = next(p, 5000);
	assert_int_equal(ev.type, POOL_DIED);
	assert_string_equal(ev.cause, "sent a broken message");
	pool_close(p);
}

TEST(a_job_that_cannot_prepare_says_why)
{
	struct error e = { 0 };

	assert_null(start(1, SPAN("refuse"), &e));
	assert_string_equal(e.text, "the job does not want to");
	assert_int_equal(e.code, ERR_USAGE);
}

TEST(a_lean_worker_that_lacks_something_is_replaced_by_one_that_has_it)
{
	struct error e = { 0 };
	struct pool_options o = { .program = "/proc/self/exe", .job = "echo", .workers = 2,
				  .sandbox = true, .lean = true };
	struct pool_event ev;
	struct pool *p = NULL;

	assert_int_equal(pool_open(&p, &o, &e), 0);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(pool_send(p, i, ECHO, SPAN("x"), -1, &e), 0);
		assert_int_equal(next(p, 5000).type, POOL_MESSAGE);
		assert_int_equal(pool_send(p, i, LATE, SPAN(""), -1, &e), 0);
		ev = next(p, 5000);
		assert_int_equal(ev.type, POOL_LACKING);
		assert_int_equal(ev.worker, i);
		assert_int_equal(pool_restart(p, i, &e), 0);
		assert_int_equal(pool_send(p, i, LATE, SPAN(""), -1, &e), 0);
		assert_int_equal(next(p, 5000).type, POOL_MESSAGE);
	}
	pool_close(p);
}

static int file_of(const char *text)
{
	int fd = memfd_create("said", MFD_CLOEXEC);

	assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	return fd;
}

TEST(a_zygote_serves_one_job_after_the_other_behind_one_sandbox)
{
	struct error e = { 0 };
	struct pool_options o = { .program = "/proc/self/exe", .job = "say", .sandbox = true };
	struct pool *p = start(3, SPAN(""), &e);
	bool lean = true;

	assert_non_null(p);
	assert_true(pool_served(p, &lean) && !lean);
	assert_int_equal(pool_send(p, 2, ECHO, SPAN("x"), -1, &e), 0);
	assert_int_equal(next(p, 5000).type, POOL_MESSAGE);
	for (unsigned n = 1; n < 4; n++) {
		struct pool_event ev;

		o.workers = n;
		o.fd[0] = file_of(n == 2 ? "two" : "odd");
		o.fds = 1;
		assert_int_equal(pool_order(p, &o, &e), 0);
		assert_int_equal(pool_ready(p, &e), 0);
		close(o.fd[0]);
		for (unsigned w = 0; w < n; w++) {
			assert_int_equal(pool_send(p, w, ECHO, SPAN(""), -1, &e), 0);
			ev = next(p, 5000);
			assert_int_equal(ev.type, POOL_MESSAGE);
			assert_int_equal(ev.worker, w);
			assert_span_equal(ev.message.body, n == 2 ? SPAN("two") : SPAN("odd"));
		}
		assert_int_equal(pool_send(p, n, ECHO, SPAN(""), -1, &e), -1);
	}
	/* The walk's sandbox would be another one. */
	o = (struct pool_options){ .program = "/proc/self/exe", .job = "walk", .workers = 1, .sandbox = true };
	assert_int_equal(pool_order(p, &o, &e), 0);
	assert_int_equal(pool_ready(p, &e), -1);
	pool_close(p);
}

/* The last child that this process started and that is there. */
static pid_t last_child(void)
{
	FILE *f = fopen("/proc/thread-self/children", "r");
	int pid, last = 0;

	while (f && fscanf(f, "%d", &pid) == 1)
		last = pid;
	if (f)
		fclose(f);
	return last;
}

TEST(a_zygote_that_is_killed_is_replaced_with_all_that_its_job_was_given)
{
	struct error e = { 0 };
	struct pool_options o = { .program = "/proc/self/exe", .job = "say", .workers = 2,
				  .sandbox = true, .fd = { file_of("so") }, .fds = 1 };
	struct pool *p = NULL;

	if (access("/proc/thread-self/children", R_OK) < 0)
		skip();
	assert_int_equal(pool_open(&p, &o, &e), 0);
	close(o.fd[0]);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(pool_send(p, i, ECHO, SPAN("x"), -1, &e), 0);
		assert_int_equal(next(p, 10000).type, POOL_MESSAGE);
	}
	for (unsigned round = 0; round < 3; round++) {
		pid_t zygote = last_child();

		assert_int_equal(kill(zygote, SIGKILL), 0);
		for (unsigned back = 0; back < 2; ) {
			struct pool_event ev = next(p, 10000);

			if (ev.type == POOL_MESSAGE) {
				assert_span_equal(ev.message.body, SPAN("so"));
				back++;
				continue;
			}
			assert_int_equal(ev.type, POOL_DIED);
			assert_int_equal(pool_restart(p, ev.worker, &e), 0);
			assert_int_equal(pool_send(p, ev.worker, ECHO, SPAN("x"), -1, &e), 0);
		}
		assert_true(last_child() != zygote);
	}
	pool_close(p);
}

TEST(a_full_worker_that_ends_with_that_status_has_just_died)
{
	struct error e = { 0 };
	struct pool *p = start(1, SPAN(""), &e);

	assert_non_null(p);
	assert_int_equal(pool_send(p, 0, QUIT, SPAN(""), -1, &e), 0);
	assert_int_equal(next(p, 5000).type, POOL_DIED);
	pool_close(p);
}

static void note(void *context, const char *call, bool denied)
{
	if (!denied)
		test_fail("%s is not denied", call);
	++*(int *)context;
}

TEST(every_forbidden_call_is_denied_to_a_parser_and_to_the_walk)
{
	struct error e = { 0 };
	int tried = 0;

	assert_int_equal(sandbox_prove_all(SANDBOX_PARSE, note, &tried, &e), 0);
	assert_int_equal(sandbox_prove_all(SANDBOX_WALK, note, &tried, &e), 0);
	assert_true(tried >= 40);
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--worker") == 0)
		worker_main(jobs);
	return test_main();
}
