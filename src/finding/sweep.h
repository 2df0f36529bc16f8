/*
 * sweep.h -- the parent's side of a sweep: walk -> items -> workers -> results.
 *
 * sweep_step is called until it returns 0; it hands items to workers, checks
 * and keeps what they answer, watches over time and memory, and tries an item
 * once more alone when its worker dies.  Results are kept per item and read
 * back in the order of the walk (answer.h), so that any number of workers
 * gives the same records.
 */
#ifndef FINDING_SWEEP_H
#define FINDING_SWEEP_H

#include "base/out.h"
#include "base/process.h"
#include "base/spool.h"
#include "evidence/walk.h"
#include "finding/bulletin.h"
#include "finding/casebook.h"
#include "finding/ours.h"
#include "finding/source.h"

/*
 * The processes of a sweep take some milliseconds until they can be asked
 * anything: they may be started ahead, while it becomes clear what for.
 */
struct sweep_processes {
	struct pool *walker, *workers;
};
int  sweep_launch(struct sweep_processes *p, const char *program, struct error *e);
void sweep_abandon(struct sweep_processes *p);	/* zeroed, or taken by sweep_open: nothing */

struct sweep_options {
	const char *program;		/* of the workers */
	struct sweep_processes *processes;	/* taken; none in it: they are started now */
	unsigned workers;
	bool sandbox, strict, nice;
	struct span *path;		/* PATHs; "-" is standard input */
	uint32_t paths;
	int stdin_fd;			/* -1: none */
	const struct labels *labels;
	struct bulletins *bulletins;
	struct ours *ours;
	struct sweep_setup setup;	/* zones, since, until, ...; set_size */
	int set_fd;			/* -1: plan */
	struct walk_options walk;
	bool unordered;
	unsigned time_limit; /* seconds of CPU per item, and 1 s more per 10 MB; 0: none */
	unsigned stall_limit;		/* seconds of wall time without progress */
	unsigned open_limit;		/* seconds until an opening is given up */
	struct casebook *casebook;	/* NULL: nothing is kept */
	struct span asks;		/* of the set (match/recall.h); empty: no recall */
	bool full;			/* nothing is taken from the case: all is read */
	int64_t started;		/* wall clock, microseconds */
	bool again;			/* all out of the case: nothing is opened or read */
	int wake;			/* readable: stop; -1: none */
	struct span crash;		/* tests: items whose path holds it kill their worker */
};

/* What notes of an earlier question have answered. */
struct recall_counts {
	uint64_t known, again;		/* segments of files that were noted: not read, read */
	uint64_t items_known, items_again;
	uint64_t undigested;		/* files among those read that lack a listed digest */
	unsigned why;			/* enum recall_why: nothing could be known */
	int64_t since;			/* the oldest notes that were used; 0: none */
};

struct sweep_counts {
	uint64_t items, items_done, bytes_met, bytes_read;
	uint64_t skips[SKIP_KINDS];
	uint64_t gaps, hits;
	uint64_t shown_gaps;		/* of `show` */
	uint64_t roots_opened;
	uint64_t recalled;		/* items whose result came from the case */
	struct recall_counts recall;
	uint64_t atime_touched;		/* files whose access time could not be kept */
	bool walking;			/* more may be met */
	bool interrupted;
	struct sandbox_state sandbox;
};

struct sweep;

int  sweep_open(struct sweep **out, const struct sweep_options *o, struct error *e);
/* All is read and verified: its processes end while the answer is made. */
void sweep_dismiss(struct sweep *s);
void sweep_close(struct sweep *s);

/*
 * 1: something happened (call again), 0: all items are done, -1 and *e.  When
 * `wake` is readable the sweep ends at once with what was read: 0, and
 * counts.interrupted.
 */
int  sweep_step(struct sweep *s, struct error *e);

/*
 * -1 and *e when the set is not what it was when the sweep began.  Goes over all of it, in a
 * fresh worker in the place of worker `w` (after the last step: any), whose items stay in hand.
 */
int  sweep_verify(struct sweep *s, unsigned w, struct error *e);

const struct sweep_counts *sweep_counts(const struct sweep *s);
/* Into the case, for a later answer out of it. */
int sweep_counts_save(const struct sweep *s, struct error *e);
struct sources *sweep_sources(struct sweep *s);

/* Complete JSON lines of hit records that are due (--hits): moved out, or empty. */
void sweep_take_hits(struct sweep *s, struct buf *out);

/* Machines to act on and to check, as it seems so far: worked out when it is asked for. */
void sweep_opinion(struct sweep *s, uint64_t *act, uint64_t *check);

/* A sentence about the first serious finding, once; empty otherwise. */
struct span sweep_take_alarm(struct sweep *s);

/* ---- reading back, after the last step */

struct result {
	uint32_t item;
	struct span path, root;
	const struct label *label;
	uint64_t size;
	uint32_t source;	/* position in sources before sources_order; UINT32_MAX: none */
	bool complete;		/* a SWEEP_END came */
	struct item_end end;	/* its census is released by result_release */
	struct buf bytes;	/* what the above borrows from */
	/* the item's answers */
	uint64_t *chunk;	/* position and length in turn */
	uint32_t chunks;
};

/* How many; puts them in order, so ask once. */
uint32_t sweep_results(const struct sweep *s);
int  sweep_result(struct sweep *s, uint32_t n, struct result *out, struct error *e);
void result_release(struct result *r);

/* What fn is given of the item's answers stays where it is until the sweep is closed. */
bool sweep_answers_stay(const struct sweep *s, const struct result *r);
/* Call fn with every answer of an item (type and body) in the order of sending. */
typedef int result_fn(void *context, uint32_t type, struct span body, struct error *e);
int  sweep_answers(struct sweep *s, const struct result *r, result_fn *fn, void *context,
		   struct error *e);

#endif
