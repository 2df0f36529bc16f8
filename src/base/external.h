/*
 * external.h -- programs of the system that read hostile bytes for a worker
 * (pdftotext), each in a sandbox of its own (DESIGN.md 5).
 *
 *     worker ── asks ──> parent ── posix_spawn ──> tocsin --external NAME ── exec ──> program
 *        ^                                                                              │
 *        └────────────────────────── pipe: its standard output ─────────────────────────┘
 *
 * The input travels in memory that only worker, parent and program hold; the
 * program reads it as standard input.  It may read folders of the system and
 * nothing else: no other file, no network, no second process, so much memory
 * and time as its row says.  The parent's part is done by pool.c for every
 * job: the owner of a pool sees none of these messages.
 */
#ifndef BASE_EXTERNAL_H
#define BASE_EXTERNAL_H

#include <sys/types.h>

#include "base/channel.h"
#include "base/error.h"

#define EXTERNAL_INPUT_MAX (UINT64_C(1) << 30)

/* ---- in a worker: who starts programs, and what became of them */

struct external {
	/*
	 * Start program `name` over `input`, which is copied; its output comes from
	 * *out, closed by `end`.  ERR_UNSUPPORTED: nobody can start programs here;
	 * ERR_LIMIT: more than EXTERNAL_INPUT_MAX.
	 */
	int (*start)(struct external *x, const char *name, struct span input, int *out,
		     struct error *e);
	/*
	 * Whatever it does now, it ends; 0 when it ended well.  ERR_UNSUPPORTED: the
	 * program is not installed; ERR_LIMIT: out of time or memory; ERR_MALFORMED:
	 * it failed, or was ended by a signal.
	 */
	int (*end)(struct external *x, struct error *e);
};

/* Through the parent of this worker. */
struct external_channel {
	struct external external;
	struct channel *parent;
	char name[32];
	int out;
};

void external_over(struct external_channel *x, struct channel *parent);

/* ---- in the parent: pool.c */

struct external_child {
	int input;	/* -1: none */
	pid_t pid;	/* 0: none */
};

/* Is this message of a worker one for external_serve? */
bool external_asked(const struct message *m);

/* Do what a worker asks. -1: it broke the rules, or does not read. */
int external_serve(struct external_child *x, const char *program, struct channel *worker,
		   const struct message *m, struct error *e);
void external_stop(struct external_child *x);	/* end the program and forget the input */

/* ---- in the process between: main() of `tocsin --external NAME` */

struct external_program {
	const char *name;		/* NULL behind the last row */
	const char *const *path;	/* where it may be, NULL at the end */
	const char *const *arguments;	/* argv, NULL at the end */
	size_t memory;			/* private bytes */
	unsigned seconds;		/* of CPU time, and twice as many by the clock */
};

#define EXTERNAL_MISSING 127	/* exit status: not installed */
#define EXTERNAL_CLOSED  126	/* exit status: the sandbox cannot be had */

int external_main(const struct external_program *table, const char *name);

#endif
