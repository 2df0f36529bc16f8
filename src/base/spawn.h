/*
 * spawn.h -- starting a program apart from us: in a process group of its own, so
 * that a terminal's Ctrl-C is for us alone, with no signal blocked or ignored.
 */
#ifndef BASE_SPAWN_H
#define BASE_SPAWN_H

#include <spawn.h>
#include <sys/types.h>

/* As posix_spawn: 0, or the error's number; then *pid is 0. `actions` are done with. */
int spawn_apart(pid_t *pid, const char *program, posix_spawn_file_actions_t *actions,
		char *const argv[], char *const environment[]);

#endif
