/* run.h -- the insides of the public objects; private to the files beside it. */
#ifndef RUN_H
#define RUN_H

#include <time.h>

#include "base/digesting.h"
#include "base/spool.h"
#include "evidence/opening.h"
#include "finding/answer.h"
#include "finding/casebook.h"
#include "finding/sweep.h"
#include "intel/library.h"
#include "carried.h"
#include "tocsin.h"

struct setting {
	char *name, *value;
};

struct tocsin_job {
	enum tocsin_verb verb;
	struct setting *list;
	size_t count, room;
};

/* The settings of a job, understood. */
struct options {
	enum tocsin_verb verb;
	struct arena arena;
	struct span *advisory, *value, *path;
	bool *is_value;			/* advisory[i] is a value of -e */
	uint32_t advisories, paths;
	struct labels labels;
	struct ours ours;
	struct period window, read;
	struct walk_options walk;
	struct table allow;		/* canonical values never searched for */
	struct span *scope;
	uint32_t scopes;
	struct span program, operator, ticket, note, crash;
	struct span why;		/* of `read`: only what answers for this value */
	struct span *command;
	uint32_t commands;
	struct span casebook;		/* folder of the case, or empty */
	struct span library;		/* file of the library, or empty */
	struct span knowledge;		/* file of `knowledge update`, or empty */
	int64_t learnt;			/* only this document of it; 0: all */
	bool custody;			/* SHA-256 of every file */
	bool full;			/* read everything, whatever the case knows */
	bool no_recall;			/* no notes are taken or asked */
	bool digest_all;		/* compare long logs with listed digests */
	bool only_new;			/* give findings that are new since the answer before */
	bool again;			/* answer out of the case, read nothing */
	struct span *password;		/* tried on what is encrypted */
	uint32_t passwords;
	struct opening_limits limits;
	struct span set;		/* the set file: to sweep with, or to write */
	struct span cache;		/* folder of compiled sets, or empty */
	bool allow_private, hits, unordered, sandbox, strict, nice;
	uint64_t piece, large;		/* tests: struct sweep_setup */
	unsigned workers, context, time_limit, stall_limit, open_limit;
	int64_t now;
};

int  options_open(struct options *o, const struct tocsin_job *job, struct error *e);
void options_release(struct options *o);

#define CACHED_DOCUMENTS 64
#define CASE_SET "set"		/* of a case: what it was asked for, when that is long */

/* A set that is not compiled again (caching.h). */
struct cached {
	bool on;		/* this sweep has a cache */
	bool named;		/* `identity` is of all that the set depends on */
	bool by_day;		/* a date was not believed yet: another day may read otherwise */
	bool found;		/* it lies in the cache */
	bool ready;		/* `identity` tells the set from all others */
	bool in_case;		/* too long for the records of the case */
	uint8_t identity[32];
	char document[CACHED_DOCUMENTS][2 * DIGEST_MAX + 1];	/* SHA-256 of each */
};

struct tocsin_run {
	struct options o;
	struct cached cached;
	struct tocsin_job *joined;	/* the settings: those of the case, then the job's */
	struct casebook *casebook;	/* NULL: nothing is kept */
	struct library *library;	/* NULL: there is none */
	char learning[400];		/* title of the document that is being learnt */
	struct casebook *asked;		/* only its advisories are taken; NULL: none */
	char remark[440];		/* for the user's eye; "": none */
	bool notes;			/* what is read is noted, for questions that come later */
	uint64_t seed;			/* of them */
	struct buf asks;		/* of the set; empty: none */
	struct bulletins bulletins;
	int log_fd;			/* intel records that are searched for */
	uint64_t log_size;
	struct carried *carried;	/* for what becomes a set file; NULL: none is made */
	int knowledge_fd;		/* tables that the user had made, or -1 */
	char knowledge[2 * DIGEST_MAX + 1];	/* their SHA-256, or "" */
	bool patterns;		/* the log holds values of which a part is left open */
	int set_fd;
	uint64_t set_size;
	struct timespec set_written;	/* the set file, when it was opened */
	bool told_by_set;		/* the advisories came out of it, and are told at the end */
	bool set_named;			/* the set file stands under its name */
	int wake;			/* eventfd: cancel */
	struct sweep_processes processes;	/* until the sweep takes them */
	struct sweep *sweep;
	struct spool lines;		/* records that wait to be taken */
	struct answering *answering;	/* who makes more of them; NULL: there are no more */
	struct digesting *seal;		/* of those that were made, up to: */
	uint64_t sealed;
	struct spool fresh;		/* those to give for only-new: without what is known */
	int64_t since;			/* of the answer before, of a case; TIME_NONE: none */
	uint64_t at;			/* in it: where what lies ahead ends */
	struct span ahead;		/* lines to give, in `window` or where they are spooled */
	struct buf window;		/* lines read back, or hits */
	struct buf line;
	bool answered, finished;
	int status;
	struct answer_totals totals;
	int64_t started;		/* wall clock, microseconds */
	int64_t began, ticked;		/* monotonic ms */
	struct sandbox_state sandbox;
	uint64_t read_gaps;		/* of `read`: parts that could not be read */
	tocsin_tick *tick;
	void *tick_context;
	char program[4096];		/* of the workers */
	char type[32];
	char alarm[320];
};

/* reading.c: advisories through a worker, into bulletins and the log. */
int  run_read(struct tocsin_run *run, struct error *e);

/* compiling.c: the log through a worker into the set. */
int  run_compile(struct tocsin_run *run, struct error *e);
/* A set file that somebody wrote to may have missed something: asked when all is read. */
int  run_verified(struct tocsin_run *run, struct error *e);
/* Why a worker could not, in its own words (u8 code, span text): -1. */
int  run_failure(struct span body, struct error *e);

/* The set file of --set in place of reading and compiling; or the one in set_fd, whole. */
int  run_load_set(struct tocsin_run *run, struct error *e);
int  run_take_set(struct tocsin_run *run, struct error *e);
/* What its advisories say, as records: there is time for it when all is read. */
int  run_tell_set(struct tocsin_run *run, struct error *e);

/* keeping.c: the case around it; without one these do nothing. */
int  keeping_open(struct tocsin_run *run, const struct tocsin_job *job, struct error *e);
int  keeping_begin(struct tocsin_run *run, struct error *e);
/* A seed for the set: the case's, whose notes are for sets of that seed, or any. */
int  keeping_seed(struct tocsin_run *run, uint64_t *seed, struct error *e);
/* The program that reads: another one may see more. */
void keeping_reader(const struct tocsin_run *run, struct buf *b);
int  keeping_ask(struct tocsin_run *run, const struct sweep_setup *setup, struct error *e);
int  keeping_end(struct tocsin_run *run, struct error *e);

/* learning.c: the library around it. */
int  learning_open(struct tocsin_run *run, struct error *e);
int  learning_take(struct tocsin_run *run, const struct intel_record *r, struct span wire,
		   struct error *e);
int  learning_end(struct tocsin_run *run, uint64_t size, struct error *e);
/* A document that could not be read is told, and the next one is read. */
int  learning_failed(struct tocsin_run *run, struct span name, struct error *e);
/* "evil[.]example" as it stands in tables of allowed values. */
void allow_canonical(struct span written, struct buf *out);
/* compiling.c: the verb compile. */
int  compile_begin(struct tocsin_run *run, struct error *e);
void compile_close(struct tocsin_run *run);

/* closing.c: the last records. */
int  run_close_records(struct tocsin_run *run, struct error *e);
/* The seal is over all records; what is spooled now is no longer needed for it. */
int  run_seal_lines(struct tocsin_run *run, struct error *e);

int64_t run_clock(void);		/* monotonic ms */
void run_error(struct tocsin_error *out, const struct error *e);

#endif
