/*
 * external_main.c -- the process between the parent and a program of the
 * system: it closes the sandbox around itself and becomes the program.
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

#include "base/sandbox.h"

#define FILES_OPEN 64

static const int allowed[] = {
	SCMP_SYS(execve),
	/* What the dynamic loader and the C library ask for. */
	SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list),
	SCMP_SYS(rseq), SCMP_SYS(prlimit64), SCMP_SYS(getrlimit), SCMP_SYS(mprotect),
	SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk),
	SCMP_SYS(futex), SCMP_SYS(getrandom), SCMP_SYS(uname), SCMP_SYS(sysinfo),
	SCMP_SYS(sched_getaffinity), SCMP_SYS(getrusage), SCMP_SYS(times),
	/* Reading and the one pipe to write to. */
	SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(lseek), SCMP_SYS(close),
	SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(fcntl), SCMP_SYS(dup), SCMP_SYS(dup2),
	SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(statx),
	SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(access), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64),
	SCMP_SYS(getcwd), SCMP_SYS(fadvise64),
	/* Itself. */
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
	SCMP_SYS(sched_yield), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall), SCMP_SYS(sigaltstack),
	SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getuid),
	SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(exit),
	SCMP_SYS(exit_group),
};

static int close_filter(struct error *e)
{
	const scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc = 0;

	if (!filter)
		return fail(e, ERR_UNSUPPORTED, "seccomp: no filter can be made");
	for (size_t i = 0; rc == 0 && i < sizeof(allowed) / sizeof(allowed[0]); i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
				      SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
				      SCMP_A1(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
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

int external_main(const struct external_program *table, const char *name)
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
	limit(RLIMIT_NOFILE, FILES_OPEN);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CPU, p->seconds);
	alarm(2 * p->seconds);		/* survives exec */
	if (close_filter(&e) < 0)
		return EXTERNAL_CLOSED;
	limit(RLIMIT_DATA, p->memory);
	for (const char *const *path = p->path; *path; path++)
		execve(*path, strings(p->arguments), strings(environment));
	return EXTERNAL_MISSING;
}
