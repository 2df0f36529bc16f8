/*
 * test_sealed.c -- behind a filter that kills on open and stat, as workers
 * stand: after format_prepare no format needs the file system.
 */
#include "test.h"

#include <seccomp.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "../fuzz/drain.h"
#include "samples.h"

#define FORMATS_MOST 100

static void seal(void)
{
	static const char *const calls[] = {
		"open", "openat", "openat2", "stat", "lstat", "newfstatat", "statx", "access",
		"faccessat", "readlink", "readlinkat", "ioctl", "socket", "execve", "clone", "fork",
	};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		int number = seccomp_syscall_resolve_name(calls[i]);

		if (number != __NR_SCMP_ERROR)
			seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, number, 0);
	}
	if (seccomp_load(filter) < 0)
		_exit(3);
}

static int in_the_sealed_process(void)
{
	static const char *const named[] = {
		"<meta charset=windows-1251><p>\xcf", "<meta charset=shift_jis><p>\x93\xfa",
		"<meta charset=gb18030><p>\xc4\xe3", "<meta charset=iso-2022-jp><p>\x1b$B\x46\x7c\x1b(B",
		"<meta charset=euc-kr><p>\xc7\xd1", "<meta charset=koi8-r><p>\xd0",
	};
	struct drain usual = { .budget = 32u << 20 };
	struct buf sample[FORMATS_MOST];
	struct error e;

	/* What makes the samples may open files. */
	for (size_t i = 0; format_at(i) && i < FORMATS_MOST; i++) {
		buf_init(&sample[i], SAMPLE_MAX);
		if (!format_at(i)->not_yet)
			sample_of(format_at(i), &sample[i]);
	}
	setenv("TZ", "UTC0", 1);
	tzset();
	format_prepare();
	seal();
	for (size_t i = 0; format_at(i) && i < FORMATS_MOST; i++)
		if (sample[i].len && drain(format_at(i), buf_span(&sample[i]), usual, NULL, &e) < 0)
			return 4;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		struct buf out;

		buf_init(&out, 1000);
		if (drain(format_named(SPAN("html")), span_of(named[i]), usual, &out, &e) < 0 ||
		    utf8_valid(buf_span(&out)) != out.len ||
		    span_find(buf_span(&out), SPAN("\xef\xbf\xbd")) != SPAN_NONE)
			return 5;
		buf_release(&out);
	}
	return 0;
}

TEST(no_format_opens_a_file_once_the_libraries_are_prepared)
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(in_the_sealed_process());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}
