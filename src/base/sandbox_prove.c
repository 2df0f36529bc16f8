/* sandbox_prove.c -- throw-away children that try what the filter forbids. */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/span.h"

static long try_open(void)	{ return open("/etc/passwd", O_RDONLY); }
static long try_create(void)	{ return open("/tmp/.tocsin-proof", O_WRONLY | O_CREAT, 0600); }
static long try_stat(void)	{ struct stat s; return stat("/etc/passwd", &s); }
static long try_readlink(void)	{ char b[8]; return readlink("/proc/self/exe", b, sizeof(b)); }
static long try_socket(void)	{ return socket(AF_INET, SOCK_STREAM, 0); }
static long try_unix(void)	{ return socket(AF_UNIX, SOCK_STREAM, 0); }
static long try_connect(void)	{ struct sockaddr a = { 0 }; return connect(0, &a, sizeof(a)); }
static long try_bind(void)	{ struct sockaddr a = { 0 }; return bind(0, &a, sizeof(a)); }
static long try_exec(void)	{ char *v[] = { NULL }; return execve("/bin/true", v, v); }
static long try_fork(void)	{ return fork() == 0 ? 0 : 0; }
static long try_ptrace(void)	{ return ptrace(PTRACE_TRACEME, 0, NULL, NULL); }
static long try_kill(void)	{ return kill(getppid(), 0); }
static long try_mount(void)	{ return mount("a", "b", "c", 0, NULL); }
static long try_unlink(void)	{ return unlink("/tmp/.tocsin-none"); }
static long try_rename(void)	{ return rename("/tmp/.tocsin-a", "/tmp/.tocsin-b"); }
static long try_chdir(void)	{ return chdir("/"); }
static long try_bpf(void)	{ return syscall(SYS_bpf, 0, NULL, 0); }
static long try_uring(void)	{ return syscall(SYS_io_uring_setup, 1, NULL); }
static long try_unshare(void)	{ return unshare(CLONE_NEWNS); }
static long try_setuid(void)	{ return setuid(0); }
static long try_keyctl(void)	{ return syscall(SYS_keyctl, 0, 0, 0, 0, 0); }
static long try_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? -1 : 0;
}

static const struct attempt {
	const char *name;
	long (*try)(void);
	bool walk_may;		/* the walk opens and looks at files */
} attempts[] = {
	{ "open", try_open, true },
	{ "socket", try_socket, false },
	{ "create a file", try_create, false },
	{ "stat", try_stat, true },
	{ "readlink", try_readlink, true },
	{ "unix socket", try_unix, false },
	{ "connect", try_connect, false },
	{ "bind", try_bind, false },
	{ "execve", try_exec, false },
	{ "fork", try_fork, false },
	{ "ptrace", try_ptrace, false },
	{ "kill", try_kill, false },
	{ "mount", try_mount, false },
	{ "unlink", try_unlink, false },
	{ "rename", try_rename, false },
	{ "chdir", try_chdir, false },
	{ "bpf", try_bpf, false },
	{ "io_uring", try_uring, false },
	{ "unshare", try_unshare, false },
	{ "setuid", try_setuid, false },
	{ "keyctl", try_keyctl, false },
	{ "executable memory", try_code, false },
};

#define ATTEMPTS (sizeof(attempts) / sizeof(attempts[0]))
#define NOT_DENIED 7
#define NO_FILTER  8

/* In a child of its own: killed, or refused with EACCES, is denied. */
static int prove_one(enum sandbox_kind kind, size_t first, size_t last, bool *denied,
		     struct error *e)
{
	int status;
	pid_t pid = fork();

	if (pid < 0)
		return fail_errno(e, "fork");
	if (pid == 0) {
		struct sandbox_state state;

		if (sandbox_enter(kind, SANDBOX_WORKER, false, &state, e) < 0)
			_exit(NO_FILTER);
		for (size_t i = first; i < last; i++) {
			if (kind == SANDBOX_WALK && attempts[i].walk_may)
				continue;
			if (attempts[i].try() >= 0 || errno != EACCES)
				_exit(NOT_DENIED);
		}
		_exit(0);
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail_errno(e, "wait");
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_FILTER)
		return fail(e, ERR_UNSUPPORTED, "seccomp: a worker cannot enter its filter");
	*denied = WIFSIGNALED(status) ? WTERMSIG(status) == SIGSYS : WEXITSTATUS(status) == 0;
	return 0;
}

int sandbox_prove(enum sandbox_kind kind, struct error *e)
{
	bool denied;

	/* Opening a file is refused, then a socket kills: both walls in one child. */
	if (prove_one(kind, 0, 2, &denied, e) < 0)
		return -1;
	if (!denied)
		return fail(e, ERR_UNSUPPORTED, "sandbox: a forbidden call was not denied");
	return 0;
}

int sandbox_prove_all(enum sandbox_kind kind, sandbox_report_fn *fn, void *context,
		      struct error *e)
{
	for (size_t i = 0; i < ATTEMPTS; i++) {
		bool denied;

		if (prove_one(kind, i, i + 1, &denied, e) < 0)
			return -1;
		fn(context, attempts[i].name, denied);
	}
	return 0;
}
