/*
 * tocsin.h -- the public interface of libtocsin, and its manual.
 *
 * tocsin turns a published warning (an advisory) into an answer: it reads the
 * advisory, looks for it in evidence (files, logs, ...) and answers with proof
 * and with what it could not see.
 *
 *     struct tocsin_job *job = tocsin_job_new(TOCSIN_SWEEP);
 *     tocsin_job_set(job, "advisory", "AR20-198A.html", &error);
 *     tocsin_job_set(job, "path", "/srv/logs", &error);
 *     if (tocsin_run_open(&run, job, &error) < 0) ...
 *     while ((rc = tocsin_run_next(run, &record, &error)) > 0)
 *             fwrite(record.json, 1, record.length, stdout);
 *     status = tocsin_run_status(run);
 *     tocsin_run_close(run);
 *     tocsin_job_free(job);
 *
 * Records are pulled one by one; each is one line of JSON as DESIGN describes
 * ("type" first).  Nothing is printed, no signal handler is set, no global is
 * written, nothing is forked in the caller's address space: hostile bytes are
 * only touched by worker processes, which are the program named by the setting
 * "program" (the tocsin command, found beside the library by default).
 *
 * Strings are UTF-8 and NUL-terminated; what is passed in is copied, what is
 * handed out is valid until the next call on the same object.  An object is
 * used by one thread at a time; tocsin_run_cancel may be called from any.
 * Functions that can fail return -1 and fill *error; `error` may not be NULL.
 */
#ifndef TOCSIN_H
#define TOCSIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TOCSIN_API __attribute__((visibility("default")))

enum tocsin_error_code {
	TOCSIN_OK = 0,
	TOCSIN_ERROR_USAGE,	/* a setting makes no sense */
	TOCSIN_ERROR_INPUT,	/* an advisory cannot be read, no PATH can be opened */
	TOCSIN_ERROR_SYSTEM,	/* no memory, disk full, sandbox not available */
};

struct tocsin_error {
	enum tocsin_error_code code;
	char text[512];		/* a sentence without a full stop, for people */
};

/* "0.1.0" */
TOCSIN_API const char *tocsin_version(void);

/* ---- what to do */

enum tocsin_verb {
	TOCSIN_READ,		/* what do these advisories say? */
	TOCSIN_SWEEP,		/* look for them in evidence */
	TOCSIN_LEARN,		/* keep them in the library */
	TOCSIN_PLAN,		/* sources, dates, what each could show; nothing is matched */
	TOCSIN_SHOW,		/* parts and fields of everything, as decoded; nothing is matched */
	TOCSIN_COMPILE,		/* make a set file of these advisories */
};

struct tocsin_job;

/* NULL without memory. */
TOCSIN_API struct tocsin_job *tocsin_job_new(enum tocsin_verb verb);
TOCSIN_API void tocsin_job_free(struct tocsin_job *job);	/* NULL is fine */

/*
 * One setting; names are the long options of the command without the dashes:
 *
 *   advisory FILE     repeats        value VALUE       repeats: -e
 *   set FILE          sweep: a set file in place of advisories; compile: the file to write
 *   path PATH         repeats; "-" is standard input
 *   label TEXT, role ROLE, tz ZONE, columns MAP, host NAME, year YYYY
 *                     hold for the paths set behind them, until set again
 *   evidence FILE     a manifest (INI): [label] path= host= role= zone= year= columns= custody=
 *   home-net CIDR     repeats        relay ADDR=KIND   repeats
 *   window FROM..TO   the period that the answer is about
 *   since DATE, until DATE           what is read at all
 *   scope FILE        machines expected, one a line
 *   exclude GLOB, include GLOB       repeat
 *   allow FILE        values that are never searched for, one a line
 *   allow-private     "1": private addresses may be indicators
 *   one-file-system, hits, unordered, no-sandbox, nice      "1"
 *   digest-all        "1": compare logs of more than 8 MiB, too, with listed digests
 *   jobs N            workers; default: one per processor
 *   context N         bytes of context kept for each place (160)
 *   password WORD     tried on what is encrypted, after "infected"; repeats
 *   max-depth N (16), max-file-size MIB (4096), max-memory MIB (256), max-members N (100000),
 *   max-ratio N (1000): what opening a container may cost; each one reached is a gap
 *   time-limit SECONDS (60), stall-limit SECONDS (60)
 *   operator TEXT, ticket TEXT, note TEXT   told in the run record
 *   why VALUE         of TOCSIN_READ: only the records that answer for this value
 *   case DIR          keep the sweep: what the case holds joins this job (PATHs and lists
 *                     add up, the rest is replaced), what it has read is not read again;
 *                     without an advisory those of the case are looked for
 *   last DIR          the same, but begun anew unless the sweep in it was cut short; when
 *                     it cannot be written the sweep goes on (tocsin_run_remark)
 *   library FILE      the advisories that were learnt: all of them when none is named; TOCSIN_LEARN
 *                     adds to it; values that it allows are not searched for
 *   knowledge FILE    names and warning lists made by tocsin_knowledge_update, when it is there
 *   learnt N          of TOCSIN_READ: show this document of the library
 *   asked DIR         what to look for are the advisories of this case, which is only read
 *   again             "1": answer out of the case alone, nothing is opened or read
 *   output FILE       a file of ours that must not be swept; repeats
 *   command TEXT      a word of the command line, told in the run record; repeats
 *   program FILE      the worker program
 *
 * -1: no such setting, or a value that makes no sense (error->text says what).
 */
TOCSIN_API int tocsin_job_set(struct tocsin_job *job, const char *name, const char *value,
			      struct tocsin_error *error);

/* ---- doing it */

struct tocsin_run;

struct tocsin_record {
	const char *type;	/* "advisory", "finding", ... */
	const char *json;	/* one line without its line break */
	size_t length;
};

/* Check the job, read the advisories, start the workers.  The job may be freed afterwards. */
TOCSIN_API int tocsin_run_open(struct tocsin_run **run, const struct tocsin_job *job,
			       struct tocsin_error *error);

/* 1 and *record; 0 when all is said; -1.  Blocks while evidence is read. */
TOCSIN_API int tocsin_run_next(struct tocsin_run *run, struct tocsin_record *record,
			       struct tocsin_error *error);

/*
 * Stop as soon as possible; records of what was read follow (a valid partial
 * answer).  Safe from any thread and from a signal handler.
 */
TOCSIN_API void tocsin_run_cancel(struct tocsin_run *run);

/* After tocsin_run_next gave 0: the exit status of the command (0, 1, 2, 3, 130). */
TOCSIN_API int tocsin_run_status(const struct tocsin_run *run);

/* A sentence that the user should know before the answer, or NULL. */
TOCSIN_API const char *tocsin_run_remark(const struct tocsin_run *run);

struct tocsin_progress {
	uint64_t items, items_done;	/* met so far; finished */
	uint64_t bytes_met, bytes_read;
	uint64_t act, check;		/* machines to act on, to check, as it seems so far */
	int walking;			/* more items may still be met */
	const char *alarm;		/* a sentence about the first serious finding: once, else NULL */
};

/* Between two calls of tocsin_run_next from the same thread, or inside `tick`. */
TOCSIN_API void tocsin_run_progress(struct tocsin_run *run, struct tocsin_progress *progress);

/* Called about twice a second while tocsin_run_next blocks, in its thread; NULL: not. */
typedef void tocsin_tick(void *context, struct tocsin_run *run);
TOCSIN_API void tocsin_run_tick(struct tocsin_run *run, tocsin_tick *tick, void *context);

TOCSIN_API void tocsin_run_close(struct tocsin_run *run);	/* NULL is fine */

/* ---- cases: what a sweep with the setting "case" (or "last") has kept */

struct tocsin_file {		/* a line of the manifest */
	const char *path;
	uint64_t size;
	int64_t mtime;		/* microseconds since 1970; INT64_MIN: not known */
	const char *sha256;	/* NULL: `reason` says why not */
	const char *reason;
};

/*
 * Every file that the last finished sweep met, in its order (`fn` may be NULL; other than
 * 0 ends it), and the digest over the manifest as the seal has it.
 */
typedef int tocsin_file_fn(void *context, const struct tocsin_file *file);
TOCSIN_API int tocsin_case_files(const char *folder, tocsin_file_fn *fn, void *context,
				 char digest[65], struct tocsin_error *error);

/*
 * A person's judgement of a finding, by its "uid" and its subject (the first of its "host",
 * "mailbox", "name", "files_under" that is there): it holds for that one in every later answer, until it is
 * undone (`judgement` NULL).  Answer again with the settings "case" and "again".
 */
struct tocsin_mark {
	const char *uid, *subject;
	const char *judgement;	/* "benign" */
	const char *why, *who;
};
TOCSIN_API int tocsin_case_mark(const char *folder, const struct tocsin_mark *mark,
				struct tocsin_error *error);

/* ---- the library: what TOCSIN_LEARN has kept in a file */

struct tocsin_document {
	int64_t number;			/* 1, 2, ... */
	int64_t published, learnt;	/* microseconds since 1970; published INT64_MIN: not stated */
	const char *id, *title, *source;
	uint64_t values, rules;
	unsigned revision;		/* 1: the first */
	int current;			/* no later revision is known: it is looked for */
};
typedef int tocsin_document_fn(void *context, const struct tocsin_document *document);
TOCSIN_API int tocsin_library_list(const char *file, tocsin_document_fn *fn, void *context,
				   struct tocsin_error *error);
TOCSIN_API int tocsin_library_forget(const char *file, int64_t number,
				     struct tocsin_error *error);

struct tocsin_allowed {
	const char *value, *why, *who;
	int64_t at;
};
/* Never search for this value; `why` NULL: search for it again. */
TOCSIN_API int tocsin_library_allow(const char *file, const struct tocsin_allowed *allowed,
				    struct tocsin_error *error);
typedef int tocsin_allowed_fn(void *context, const struct tocsin_allowed *allowed);
TOCSIN_API int tocsin_library_allowed(const char *file, tocsin_allowed_fn *fn, void *context,
				      struct tocsin_error *error);

/* ---- knowledge: names and warning lists made anew from what others publish, in a file */

struct tocsin_knowledge {
	/* "names": how many are known; "benign", "shared": a warning list; of a file that was
	   handed in: "ATT&CK", "MISP galaxy", "KEV", "warning list" */
	const char *kind;
	const char *name;	/* of the list, or of the file */
	const char *date;	/* of what is in it: "2025-11-12", "version 27" */
	uint64_t rows;
	int from;		/* a file that was handed in; "names": made by an update */
};
typedef int tocsin_knowledge_fn(void *context, const struct tocsin_knowledge *knowledge);

/*
 * Take what `files` say into the tables (those in `file` while they are good, else the shipped
 * ones) and write them to `file`; told per file as it is read.  One that cannot be read: -1, and
 * nothing is written.  `program` as in the setting.
 */
TOCSIN_API int tocsin_knowledge_update(const char *file, const char *program,
				       const char *const *files, size_t count,
				       tocsin_knowledge_fn *fn, void *context,
				       struct tocsin_error *error);

/* What is known: "names" first, then the files that were handed in, then the warning lists.
 * -1: `file` is damaged; the shipped tables are told. */
TOCSIN_API int tocsin_knowledge_list(const char *file, tocsin_knowledge_fn *fn, void *context,
				     struct tocsin_error *error);

struct tocsin_meaning {
	const char *kind, *id, *name;	/* "actor", "G0016", "APT29"; id may be ""; "benign" or
					 * "shared", "" and the reason: a value on a warning list */
	int ordinary;			/* also an ordinary word: it needs words beside it */
};
typedef int tocsin_meaning_fn(void *context, const struct tocsin_meaning *meaning);
/* Everything that bears the name or id, or the list that a value is on; how many. */
TOCSIN_API int tocsin_knowledge_show(const char *file, const char *name, tocsin_meaning_fn *fn,
				     void *context, struct tocsin_error *error);

/* ---- reports: records in, text out */

struct tocsin_report;

/*
 * `format`: "text", "json", "html", "csv", "stix", "manifest" (of a plan): tocsin_format names them all.
 * Written to `fd`, which stays the caller's.
 */
TOCSIN_API int tocsin_report_open(struct tocsin_report **report, const char *format, int fd,
				  struct tocsin_error *error);

/*
 * Before the first record: "width" and "color" of text; "finding" of explain, the id of one ("F4"); "tlp", a label of the Traffic Light
 * Protocol (a record of an advisory that is stricter is refused); "redact", 64 hexadecimal digits of a
 * secret key: names of machines, people, places and files are replaced by pseudonyms made with it.
 */
TOCSIN_API int tocsin_report_set(struct tocsin_report *report, const char *name,
				 const char *value, struct tocsin_error *error);

/* One record as tocsin_run_next gives it, or a line of a stored NDJSON file. */
TOCSIN_API int tocsin_report_add(struct tocsin_report *report, const char *json, size_t length,
				 struct tocsin_error *error);

/* Write what is left; nothing after a tocsin_report_add that failed.  -1: something was lost (a full
 * disk). */
TOCSIN_API int tocsin_report_close(struct tocsin_report *report, struct tocsin_error *error);

/* ---- what is understood */

struct tocsin_format {
	const char *group;	/* "advisory", "evidence", "log", "report" */
	const char *name, *about, *suffixes;
	int not_yet;		/* recognised only */
	const char *with;	/* what it is read with on this machine; "": nothing else is needed */
	const char *missing;	/* what to do, since that is not installed; "": it is */
};

/* The i-th row of all tables; 0 behind the last. */
TOCSIN_API int tocsin_format(size_t i, struct tocsin_format *format);

struct tocsin_rule {		/* one of the ten that lead to an answer */
	const char *name, *sentence;
};

/* Rule i + 1; 0 behind the last. */
TOCSIN_API int tocsin_rule(size_t i, struct tocsin_rule *rule);

/* ---- for the command itself */

/* main() of `tocsin --worker`; never call it for anything else, never returns. */
TOCSIN_API void tocsin_worker_main(void) __attribute__((noreturn));

/* main() of `tocsin --external NAME [NOTE]`: becomes a program of the system in a sandbox. */
TOCSIN_API int tocsin_external_main(const char *name, const char *note);

#ifdef __cplusplus
}
#endif

#endif
