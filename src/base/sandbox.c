/*
 * sandbox.c -- limits, Landlock and the seccomp filters, and the proof that
 * they hold.
 *
 * The filter is an allow list; everything else kills the process.  The two
 * floors share one table: a row says who may make the call.
 */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/compat.h"
#include "base/span.h"

#define NOBODY 65534

enum allow {
	PARSE_WORKER = 1, PARSE_ZYGOTE = 2, WALK_WORKER = 4, WALK_ZYGOTE = 8,
	PARSE = PARSE_WORKER | PARSE_ZYGOTE,
	WALK = WALK_WORKER | WALK_ZYGOTE,
	ZYGOTE = PARSE_ZYGOTE | WALK_ZYGOTE,
	ALL = PARSE | WALK,
};

static const struct {
	int call;
	unsigned allow;
} rows[] = {
	{ SCMP_SYS(read), ALL }, { SCMP_SYS(pread64), ALL }, { SCMP_SYS(readv), ALL },
	{ SCMP_SYS(write), ALL }, { SCMP_SYS(writev), ALL }, { SCMP_SYS(lseek), ALL },
	{ SCMP_SYS(recvmsg), ALL }, { SCMP_SYS(sendmsg), ALL }, { SCMP_SYS(close), ALL },
	{ SCMP_SYS(munmap), ALL }, { SCMP_SYS(mremap), ALL }, { SCMP_SYS(madvise), ALL },
	{ SCMP_SYS(brk), ALL }, { SCMP_SYS(futex), ALL }, { SCMP_SYS(getrandom), ALL },
	{ SCMP_SYS(clock_gettime), ALL }, { SCMP_SYS(clock_nanosleep), ALL },
	{ SCMP_SYS(nanosleep), ALL }, { SCMP_SYS(sched_yield), ALL }, { SCMP_SYS(poll), ALL },
	{ SCMP_SYS(rt_sigreturn), ALL }, { SCMP_SYS(restart_syscall), ALL },
	{ SCMP_SYS(rt_sigaction), ALL }, { SCMP_SYS(rt_sigprocmask), ALL },
	{ SCMP_SYS(sigaltstack), ALL }, { SCMP_SYS(getpid), ALL }, { SCMP_SYS(gettid), ALL },
	{ SCMP_SYS(exit), ALL }, { SCMP_SYS(exit_group), ALL },
	/* The zygote forks, reaps and narrows; a fresh worker narrows itself. */
	{ SCMP_SYS(wait4), ZYGOTE }, { SCMP_SYS(kill), ZYGOTE }, { SCMP_SYS(seccomp), ZYGOTE },
	{ SCMP_SYS(prctl), ZYGOTE }, { SCMP_SYS(set_robust_list), ZYGOTE },
	{ SCMP_SYS(prlimit64), ZYGOTE }, { SCMP_SYS(rseq), ZYGOTE }, { SCMP_SYS(clone), ZYGOTE },
	{ SCMP_SYS(sched_setaffinity), ZYGOTE }, { SCMP_SYS(setpriority), ZYGOTE },
	/* The walk opens and lists, read-only (Landlock stands behind it). */
	{ SCMP_SYS(newfstatat), WALK }, { SCMP_SYS(fstat), WALK }, { SCMP_SYS(statx), WALK },
	{ SCMP_SYS(stat), WALK }, { SCMP_SYS(lstat), WALK }, { SCMP_SYS(fstatfs), WALK },
	{ SCMP_SYS(getdents64), WALK }, { SCMP_SYS(readlink), WALK }, { SCMP_SYS(readlinkat), WALK },
	{ SCMP_SYS(getcwd), WALK }, { SCMP_SYS(fcntl), WALK }, { SCMP_SYS(ftruncate), WALK },
	{ SCMP_SYS(pwrite64), WALK }, { SCMP_SYS(getuid), WALK }, { SCMP_SYS(geteuid), WALK },
	{ SCMP_SYS(mprotect), WALK }, { SCMP_SYS(memfd_create), WALK },
	{ SCMP_SYS(fadvise64), WALK },
};

/* Libraries ask for these and go on without: refused, not deadly. */
static const int refused[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(creat), SCMP_SYS(stat),
	SCMP_SYS(lstat), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(statx),
	SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(ioctl), SCMP_SYS(access),
	SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(getcwd), SCMP_SYS(getdents64),
	SCMP_SYS(statfs), SCMP_SYS(fstatfs),
};

static bool sandbox_lists(unsigned who, int call)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].call == call && (rows[i].allow & who))
			return true;
	return false;
}

/* Memory that is code is never made; signals only reach ourselves; files open read-only. */
static int sandbox_add_guarded(scmp_filter_ctx filter, unsigned who)
{
	const scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
	int rc;

	rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
			      SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (rc == 0)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				      SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	if (rc == 0 && (who & WALK))
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
				      SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
	return rc;
}

static int sandbox_filter(unsigned who, bool strict, struct error *e)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	uint32_t denied = strict ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(EACCES);
	int rc = 0;

	if (!filter)
		return fail(e, ERR_UNSUPPORTED, "seccomp: no filter can be made");
	for (size_t i = 0; rc == 0 && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].allow & who)
			rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, rows[i].call, 0);
	for (size_t i = 0; rc == 0 && !strict && i < sizeof(refused) / sizeof(refused[0]); i++)
		if (!sandbox_lists(who, refused[i]) &&
		    !((who & WALK) && refused[i] == SCMP_SYS(openat)))
			rc = seccomp_rule_add(filter, denied, refused[i], 0);
	if (rc == 0)
		rc = sandbox_add_guarded(filter, who);
	if (rc == 0)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	if (rc != 0)
		return fail(e, ERR_UNSUPPORTED, "seccomp: %s", strerror(-rc));
	return 0;
}

static int landlock_abi(void)
{
	long abi = syscall(LANDLOCK_CREATE_RULESET_CALL, NULL, 0, LANDLOCK_VERSION_FLAG);

	return abi > 0 ? (int)abi : 0;
}

/* File rights that this ABI knows: 13 bits at 1, then refer, truncate, ioctl. */
static uint64_t landlock_rights(int abi)
{
	return (UINT64_C(1) << (abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13)) - 1;
}

/* Only files and folders at or below `path`, with these rights. */
static int landlock_allow(int rules, const char *path, uint64_t file, uint64_t folder)
{
	struct landlock_path below = { .parent_fd = open(path, O_PATH | O_CLOEXEC) };
	struct stat s;
	int rc = -1;

	if (below.parent_fd < 0)
		return errno == ENOENT ? 0 : -1;
	if (fstat(below.parent_fd, &s) == 0) {
		below.allowed_access = S_ISDIR(s.st_mode) ? file | folder : file;
		rc = (int)syscall(LANDLOCK_ADD_RULE_CALL, rules, LANDLOCK_PATH_BENEATH, &below, 0);
	}
	close(below.parent_fd);
	return rc;
}

/* Nothing of the file system but `paths` with the right `file`. 0: not available. */
static int sandbox_landlock(const char *const *paths, uint64_t file)
{
	int abi = landlock_abi();
	struct landlock_ruleset rules = { .handled_access_fs = landlock_rights(abi) };
	size_t size = abi >= 6 ? sizeof(rules) : abi >= 4 ? 16 : 8;
	int fd, kept = 0;

	if (abi == 0)
		return 0;
	if (abi >= 4)
		rules.handled_access_net = 3;
	if (abi >= 6)
		rules.scoped = 3;
	fd = (int)syscall(LANDLOCK_CREATE_RULESET_CALL, &rules, size, 0);
	if (fd < 0)
		return 0;
	for (; kept == 0 && *paths; paths++)
		kept = landlock_allow(fd, *paths, file, LANDLOCK_FS_READ_DIR);
	if (kept == 0)
		kept = (int)syscall(LANDLOCK_RESTRICT_SELF_CALL, fd, 0);
	close(fd);
	return kept == 0 ? abi : 0;
}

int sandbox_read_only(const char *const *paths)
{
	return sandbox_landlock(paths, LANDLOCK_FS_READ_FILE | LANDLOCK_FS_EXECUTE);
}

/* Nothing for a parser; reading only for the walk. */
static int sandbox_landlock_of(enum sandbox_kind kind)
{
	static const char *const all[] = { "/", NULL };

	return sandbox_landlock(kind == SANDBOX_WALK ? all : all + 1, LANDLOCK_FS_READ_FILE);
}

int sandbox_settle(enum sandbox_kind kind, struct error *e)
{
	struct rlimit none = { 0, 0 };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return fail_errno(e, "no new privileges");
	setrlimit(RLIMIT_CORE, &none);
	if (!COMPAT_SANITIZED)
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	/* The walk needs root's eyes; who parses needs nobody's. */
	if (kind == SANDBOX_PARSE && geteuid() == 0 &&
	    (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
	     setresuid(NOBODY, NOBODY, NOBODY) < 0))
		return fail_errno(e, "becoming nobody");
	return 0;
}

int sandbox_enter(enum sandbox_kind kind, enum sandbox_floor floor, bool strict,
		  struct sandbox_state *state, struct error *e)
{
	unsigned who = kind == SANDBOX_PARSE
			       ? (floor == SANDBOX_ZYGOTE ? PARSE_ZYGOTE : PARSE_WORKER)
			       : (floor == SANDBOX_ZYGOTE ? WALK_ZYGOTE : WALK_WORKER);

	if (floor == SANDBOX_ZYGOTE)
		state->landlock = sandbox_landlock_of(kind);
	/* A sanitizer's runtime looks at files when it reports. */
	if (sandbox_filter(who, strict && !COMPAT_SANITIZED, e) < 0)
		return -1;
	state->seccomp = true;
	return 0;
}

int sandbox_limit(size_t memory, unsigned files, bool writes, struct error *e)
{
	struct rlimit data = { memory, memory }, open = { files, files }, none = { 0, 0 };

	/* Never RLIMIT_AS: the mapped set may be larger. Sanitizers map terabytes. */
	if (memory && !COMPAT_SANITIZED && setrlimit(RLIMIT_DATA, &data) < 0)
		return fail_errno(e, "RLIMIT_DATA");
	if (setrlimit(RLIMIT_NOFILE, &open) < 0)
		return fail_errno(e, "RLIMIT_NOFILE");
	if (!writes && setrlimit(RLIMIT_FSIZE, &none) < 0)
		return fail_errno(e, "RLIMIT_FSIZE");
	return 0;
}
