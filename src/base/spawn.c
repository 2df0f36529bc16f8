/* spawn.c -- starting a program apart from us. */
#include "base/spawn.h"

#include <signal.h>

int spawn_apart(pid_t *pid, const char *program, posix_spawn_file_actions_t *actions,
		char *const argv[], char *const environment[])
{
	posix_spawnattr_t attributes;
	sigset_t none, defaults;
	int rc;

	sigemptyset(&none);
	sigfillset(&defaults);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
				 POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	rc = posix_spawn(pid, program, actions, &attributes, argv, environment);
	posix_spawn_file_actions_destroy(actions);
	posix_spawnattr_destroy(&attributes);
	if (rc != 0)
		*pid = 0;
	return rc;
}
