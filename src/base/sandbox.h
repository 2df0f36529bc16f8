/*
 * sandbox.h -- what a process of ours may still do after a certain moment
 * (DESIGN.md 5).  seccomp is required; Landlock is a second wall whose
 * absence is told.  Forbidden calls kill the process; asking for a file
 * (open, stat, readlink, ioctl) only fails with EACCES, because libraries try
 * it, but kills as well when `strict` (tests), so that it is noticed.
 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum sandbox_kind {
	SANDBOX_PARSE,	/* hostile bytes: no files, no network, no processes */
	SANDBOX_WALK,	/* opens and lists files read-only: no network, no exec, parses nothing */
};

enum sandbox_floor {
	SANDBOX_ZYGOTE,	/* may still fork, wait, kill its children and narrow itself */
	SANDBOX_WORKER,
};

struct sandbox_state {
	bool seccomp;
	int landlock;	/* ABI version in force, 0: none */
};

/* Once, before any filter: no core dumps, not dumpable, no new privileges; root becomes nobody. */
int sandbox_settle(enum sandbox_kind kind, struct error *e);

/* Landlock and the filter of this kind and floor. Worker floors add to the zygote's. */
int sandbox_enter(enum sandbox_kind kind, enum sandbox_floor floor, bool strict,
		  struct sandbox_state *state, struct error *e);

/*
 * Landlock alone: from now on only what lies at or below `paths` (NULL at the
 * end; what is not there is passed over) can be opened, to read or to run.
 * The ABI version in force, 0: not available.
 */
int sandbox_read_only(const char *const *paths);

/* Limits of a worker: private bytes (0: none), descriptors; file size 0 unless it writes. */
int sandbox_limit(size_t memory, unsigned files, bool writes, struct error *e);

/*
 * The start-up self-test, called in the zygote: a throw-away child enters the
 * worker's filter and tries forbidden calls.  -1 when one was not denied.
 */
int sandbox_prove(enum sandbox_kind kind, struct error *e);

/* The same for each of about twenty calls, for the tests: name and whether it was denied. */
typedef void sandbox_report_fn(void *context, const char *call, bool denied);
int sandbox_prove_all(enum sandbox_kind kind, sandbox_report_fn *fn, void *context,
		      struct error *e);

#endif
