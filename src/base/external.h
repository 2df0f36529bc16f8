/*
 * external.h -- what reads hostile bytes for a worker with code that is not ours,
 * each in a sandbox of its own (DESIGN.md 5): programs of the system (pdftotext),
 * and readers of ours around a library of the system (libpff).
 *
 *     worker ── asks ──> parent ── posix_spawn ──> tocsin --external NAME ── exec ──> program
 *        ^                                                  (a reader does not exec)    │
 *        └────────────────────────── pipe: its standard output ─────────────────────────┘
 *
 * The input is its standard input: memory that only worker, parent and program
 * hold, or a plain file that the worker was given, to read and nothing else.  It
 * may read folders of the system (a reader: not even those) and nothing else: no
 * other file, no network, no second process, so much memory and time as its row
 * says.  The parent's part is done by pool.c for every job: the owner of a pool
 * sees none of these messages.
 */
#ifndef BASE_EXTERNAL_H
#define BASE_EXTERNAL_H

#include <sys/types.h>

#include "base/channel.h"
#include "base/error.h"

#define EXTERNAL_INPUT_MAX (UINT64_C(1) << 30)

#define EXTERNAL_NESTED 3	/* that run for one worker: one reads what another gave */

/* ---- in a worker: who starts programs, and what became of them */

struct external_call {
	const char *name;
	const char *note;	/* digits and commas that a reader of ours is given; or NULL */
	struct span bytes;	/* its input, copied; unless */
	int fd;			/* >= 0: a plain file, open for reading, stays the caller's */
};

struct external {
	/*
	 * Start a program; its output comes from *out, closed by `end`.
	 * ERR_UNSUPPORTED: nobody can start programs here; ERR_LIMIT: bytes of more than
	 * EXTERNAL_INPUT_MAX, or more than EXTERNAL_NESTED programs.
	 */
	int (*start)(struct external *x, const struct external_call *call, int *out,
		     struct error *e);
	/*
	 * Whatever the one that was started last does now, it ends; 0 when it ended
	 * well.  ERR_UNSUPPORTED: it is not installed; ERR_TIME: out of time;
	 * ERR_MALFORMED: it failed, or was ended by a signal.
	 */
	int (*end)(struct external *x, struct error *e);
};

#define EXTERNAL_KEPT 8

/* Through the parent of this worker. */
struct external_channel {
	struct external external;
	struct channel *parent;
	struct external_run {
		char name[32];
		int out;
	} run[EXTERNAL_NESTED];
	unsigned running;
	/* Messages that came while an answer was waited for, oldest first. */
	struct external_kept {
		struct message message;
		struct buf body;
	} kept[EXTERNAL_KEPT];
	unsigned first, keeps;
};

void external_over(struct external_channel *x, struct channel *parent);
void external_release(struct external_channel *x);

/* As channel_receive, waiting: the next message that is no answer to `start` or `end`. */
int external_receive(struct external_channel *x, struct message *out, struct error *e);

/* ---- in the parent: pool.c */

struct external_children {
	struct external_child {
		int input;	/* -1: none */
		pid_t pid;	/* 0: none */
	} child[EXTERNAL_NESTED];
	unsigned count;
};

/* Is this message of a worker one for external_serve? */
bool external_asked(const struct message *m);

/* Do what a worker asks; m->fd is closed. -1: it broke the rules, or does not read. */
int external_serve(struct external_children *x, const char *program, struct channel *worker,
		   const struct message *m, struct error *e);
void external_stop(struct external_children *x);	/* end them all, forget their input */

/* ---- in the process between: main() of `tocsin --external NAME [NOTE]` */

/* A reader of ours; input and output are descriptors 0 and 1. */
struct external_reader {
	/* Before the sandbox is closed: opens its libraries. -1: they are not installed. */
	int (*prepare)(void);
	/* The exit status. It watches by itself (alarm) that nothing takes for ever. */
	int (*run)(const char *note);
};

struct external_program {
	const char *name;		/* NULL behind the last row */
	const char *const *path;	/* where it may be, NULL at the end */
	const char *const *arguments;	/* argv, NULL at the end */
	size_t memory;			/* private bytes */
	unsigned seconds;		/* of CPU time, and twice as many by the clock */
	const struct external_reader *reader;	/* instead of path and arguments; or NULL */
	unsigned bytes_per_second;	/* of its input: so much more CPU time; 0: none */
};

#define EXTERNAL_MISSING 127	/* exit status: not installed */
#define EXTERNAL_CLOSED  126	/* exit status: the sandbox cannot be had */

int external_main(const struct external_program *table, const char *name, const char *note);

#endif
