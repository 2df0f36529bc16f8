/*
 * external_main.c -- the process between the parent and a program of the
 * system: it closes the sandbox around itself and becomes the program; or it
 * is a reader of ours, which has opened its libraries before.
 *
 * The filter is an allow list; what is not on it fails with EPERM, because a
 * program that we did not write may ask for things it can do without.
 */
#include "base/external.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/compat.h"
#include "base/sandbox.h"

#define FILES_OPEN 64

/* For all: memory, the input, the one pipe to write to, itself. */
static const int allowed[] = {
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex),
	SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(lseek), SCMP_SYS(close),
	SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(fstat), SCMP_SYS(newfstatat),
	SCMP_SYS(clock_gettime), SCMP_SYS(sched_yield), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall),
	SCMP_SYS(sigaltstack), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getrandom),
	SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/* For programs: what the dynamic loader and the C library ask for when they begin. */
static const int programs[] = {
	SCMP_SYS(execve), SCMP_SYS(mmap), SCMP_SYS(mprotect),
	SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list),
	SCMP_SYS(rseq), SCMP_SYS(prlimit64), SCMP_SYS(getrlimit), SCMP_SYS(uname),
	SCMP_SYS(sysinfo), SCMP_SYS(sched_getaffinity), SCMP_SYS(getrusage), SCMP_SYS(times),
	SCMP_SYS(fcntl), SCMP_SYS(dup), SCMP_SYS(dup2), SCMP_SYS(stat), SCMP_SYS(lstat),
	SCMP_SYS(statx), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(access),
	SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
	SCMP_SYS(getdents64), SCMP_SYS(getcwd), SCMP_SYS(fadvise64),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(getppid), SCMP_SYS(getuid),
	SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid),
};

static int allow_all(scmp_filter_ctx filter, const int *call, size_t count)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, call[i], 0);
	return rc;
}

static int allow_program(scmp_filter_ctx filter)
{
	const scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
	int rc = allow_all(filter, programs, sizeof(programs) / sizeof(programs[0]));

	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
				      SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
				      SCMP_A1(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
	return rc;
}

/* A reader has all that it needs open: no file, no more code, only its own alarm. */
static int allow_reader(scmp_filter_ctx filter)
{
	static const int clocks[] = { SCMP_SYS(alarm), SCMP_SYS(setitimer) };
	int rc = allow_all(filter, clocks, sizeof(clocks) / sizeof(clocks[0]));

	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				      SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				      SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	return rc;
}

static int close_filter(bool reader, struct error *e)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc;

	if (!filter)
		return fail(e, ERR_UNSUPPORTED, "seccomp: no filter can be made");
	rc = allow_all(filter, allowed, sizeof(allowed) / sizeof(allowed[0]));
	if (rc == 0)
		rc = reader ? allow_reader(filter) : allow_program(filter);
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				      SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	return rc == 0 ? 0 : fail(e, ERR_UNSUPPORTED, "seccomp: %s", strerror(-rc));
}

static void limit(int what, rlim_t much)
{
	struct rlimit r = { much, much };

	setrlimit(what, &r);
}

/* Of the file system only what programs and their libraries live on. */
static const char *const folders[] = {
	"/usr", "/lib", "/lib64", "/lib32", "/etc/ld.so.cache", "/etc/fonts", NULL,
};

static const struct external_program *program_named(const struct external_program *table,
						    const char *name)
{
	for (; table->name; table++)
		if (strcmp(table->name, name) == 0)
			return table;
	return NULL;
}

/* argv and environ are not written to by exec; its prototype is older than const. */
static char **strings(const char *const *list)
{
	return (char **)(uintptr_t)list;
}

/* CPU time in proportion to the input, where a row says so. */
static unsigned seconds_of(const struct external_program *p)
{
	struct stat st;

	if (!p->bytes_per_second || fstat(STDIN_FILENO, &st) < 0 || st.st_size < 0)
		return p->seconds;
	return p->seconds + (unsigned)(st.st_size / p->bytes_per_second);
}

int external_main(const struct external_program *table, const char *name, const char *note)
{
	static const char *const environment[] = { "LC_ALL=C.UTF-8", "TZ=UTC0", NULL };
	const struct external_program *p = program_named(table, name);
	struct error e;

	if (!p)
		return EXTERNAL_MISSING;
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (sandbox_settle(SANDBOX_PARSE, &e) < 0)
		return EXTERNAL_CLOSED;
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);	/* becoming nobody forgot it */
	sandbox_read_only(folders);
	if (p->reader && p->reader->prepare() < 0)
		_exit(EXTERNAL_MISSING);
	limit(RLIMIT_NOFILE, FILES_OPEN);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CPU, seconds_of(p));
	/* Sanitizers map terabytes: no limit for a reader then; what is exec'd gets it last. */
	if (p->reader && !COMPAT_SANITIZED)
		limit(RLIMIT_DATA, p->memory);
	if (!p->reader)
		alarm(2 * p->seconds);	/* survives exec */
	if (close_filter(p->reader != NULL, &e) < 0)
		return EXTERNAL_CLOSED;
	if (p->reader)
		_exit(p->reader->run(note));
	limit(RLIMIT_DATA, p->memory);
	for (const char *const *path = p->path; *path; path++)
		execve(*path, strings(p->arguments), strings(environment));
	return EXTERNAL_MISSING;
}
