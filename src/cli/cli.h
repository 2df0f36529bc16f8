/*
 * cli.h -- the command line, the first client of libtocsin: it includes
 * tocsin.h and base/ and nothing else.
 *
 * Results go to stdout, everything else to stderr; every way to fail is one
 * clear sentence and a status (DESIGN.md 3).
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>

#include "tocsin.h"

enum { STATUS_OK = 0, STATUS_FOUND = 1, STATUS_FAILED = 2, STATUS_OPEN = 3, STATUS_STOPPED = 130 };

struct verb {
	const char *name;
	int (*run)(int argc, char **argv);	/* argv[0] is the verb */
	const char *arguments;
	const char *about;
};
extern const struct verb verbs[];
extern const unsigned verb_count;

/* "tocsin: sentence\n" on stderr; returns STATUS_FAILED. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* ---- arguments.c: options common to the verbs, from the command line, the
   environment (TOCSIN_HOME_NET=...) and the configuration files */

struct arguments {
	struct tocsin_job *job;
	const char *format;	/* --format, default "text" */
	const char *output;	/* -o FILE, NULL: stdout */
	const char *tlp;	/* --tlp, or NULL */
	bool redact;
	bool exit_zero, quiet, help;
	bool no_case, no_cache, only_new;
	const char *folder;	/* --case, NULL: none named */
	bool plan;		/* text on stdout, -o FILE takes the manifest */
	int verbose;
	int color;		/* -1 never, 0 by terminal, 1 always */
	unsigned paths, advisories;
};

/* What a verb does with an argument that is no option. */
enum operand { OPERAND_PATH, OPERAND_ADVISORY };

/* 0, or a status to end with (the sentence is written already). */
int  arguments_read(struct arguments *a, enum tocsin_verb verb, enum operand operand, int argc,
		    char **argv);
void arguments_free(struct arguments *a);
void arguments_usage(const char *verb);

/* ---- config.c */
/* Settings of the files and the environment into the job; -1 with the sentence written. */
int  config_apply(struct tocsin_job *job);

/* ---- state.c */
/* The file or folder `name` of our state: -1 when there is no place for one. */
int  state_path(const char *name, char *out, size_t size);
/* The same for what can be made again. */
int  cache_path(const char *name, char *out, size_t size);
/* The same for what serves every case; `knowledge` is what the tables of names are read of. */
int  data_path(const char *name, char *out, size_t size);
void use_knowledge(struct tocsin_job *job);
/* Under sudo what was made belongs to who called it: a case's folder and what is in it. */
void state_give(const char *folder);
/* Who judges: TOCSIN_OPERATOR, else the login name; "" when nobody says. */
const char *operator_name(void);
/* The last sweep is the one kept in this folder (--case); NULL: the one kept in our state. */
void state_remember(const char *folder);
/* The records of a case or a FILE.ndjson; NULL: of the last sweep. -1 with the sentence written. */
int  records_path(const char *named, char *out, size_t size);

/* ---- output.c */

/* Where the report goes: -1 with the sentence written. A FILE is written aside and renamed. */
struct output {
	int fd;
	char *path, *aside;	/* NULL: stdout */
};
int  output_open(struct output *o, const char *path);
int  output_close(struct output *o, bool keep);	/* -1 with the sentence written */

/* Pull all records of a job into a report; the status of the command. */
int  run_job(const struct arguments *a);

/* ---- pseudonyms.c */
/*
 * For a report that leaves the house; `tlp` may be NULL. The key of the pseudonyms lies in
 * `folder`, a case; NULL: in our state. 0, or -1 with the sentence written.
 */
int  report_for_others(struct tocsin_report *report, bool redact, const char *tlp,
		       const char *folder);

/* ---- report.c */
/* How a stored result is written: `finding` for explain, else ""; `tlp`, `folder`: above. */
struct report_words {
	const char *format, *finding, *tlp, *folder;
	bool redact;
};
/* A file of records as a report. The status. */
int  report_file(const char *path, const struct report_words *w, struct output *out);

/* ---- words.c */
/* The verb or setting that was probably meant, or NULL. */
const char *did_you_mean(const char *written, const char *const *candidates, unsigned n);

/* ---- the verbs */
int verb_compile(int argc, char **argv);
int verb_read(int argc, char **argv);
int verb_sweep(int argc, char **argv);
int verb_plan(int argc, char **argv);
int verb_show(int argc, char **argv);
int verb_report(int argc, char **argv);
int verb_explain(int argc, char **argv);
int verb_learn(int argc, char **argv);
int verb_library(int argc, char **argv);
int verb_knowledge(int argc, char **argv);
int verb_mark(int argc, char **argv);
int verb_verify(int argc, char **argv);
int verb_formats(int argc, char **argv);
int verb_help(int argc, char **argv);
int help_rules(void);		/* `help rules` */
int verb_version(int argc, char **argv);

#endif
