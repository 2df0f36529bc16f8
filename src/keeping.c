/*
 * keeping.c -- the case around a sweep: its settings join the new ones, its
 * advisories stand in for none, its records are the last answer.
 *
 * Settings come in four sorts: places (a PATH and what is said of it) and
 * lists add up, single ones are replaced, and what only concerns one run is
 * not kept.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "match/recorder.h"
#include "match/set.h"
#include "run.h"

enum sort { PASSING, PLACE, LIST, SINGLE };

static const struct {
	const char *name;
	enum sort sort;
	bool file;		/* names a file or folder */
} sorts[] = {
	{ "path", PLACE, true }, { "label", PLACE, false }, { "host", PLACE, false },
	{ "role", PLACE, false }, { "tz", PLACE, false }, { "columns", PLACE, false },
	{ "year", PLACE, false }, { "label-end", PLACE, false },
	{ "evidence", LIST, true }, { "home-net", LIST, false }, { "relay", LIST, false },
	{ "exclude", LIST, false }, { "include", LIST, false },
	{ "scope", SINGLE, true }, { "allow", SINGLE, true }, { "window", SINGLE, false },
	{ "since", SINGLE, false }, { "until", SINGLE, false },
	{ "allow-private", SINGLE, false }, { "one-file-system", SINGLE, false },
	{ "context", SINGLE, false }, { "max-depth", SINGLE, false },
	{ "max-file-size", SINGLE, false }, { "max-memory", SINGLE, false },
	{ "max-members", SINGLE, false }, { "max-ratio", SINGLE, false },
	{ "ticket", SINGLE, false }, { "operator", SINGLE, false },
};

#define SORTS (sizeof(sorts) / sizeof(sorts[0]))

static size_t sort_row(const char *name)
{
	size_t i = 0;

	while (i < SORTS && strcmp(sorts[i].name, name) != 0)
		i++;
	return i;
}

static const char *job_value(const struct tocsin_job *job, const char *name)
{
	for (size_t i = job->count; i > 0; i--)
		if (strcmp(job->list[i - 1].name, name) == 0)
			return job->list[i - 1].value;
	return NULL;
}

static bool job_has(const struct tocsin_job *job, const char *name, const char *value)
{
	for (size_t i = 0; i < job->count; i++)
		if (strcmp(job->list[i].name, name) == 0 && strcmp(job->list[i].value, value) == 0)
			return true;
	return false;
}

/* ---- the settings of the case, then those of the job */

struct joining {
	const struct tocsin_job *job;
	struct tocsin_job *out;
	const char *folder;	/* that the case's relative names start from; "": it is ours */
};

static int joined_add(struct tocsin_job *out, const char *name, const char *value,
		      struct error *e)
{
	struct tocsin_error why;

	if (tocsin_job_set(out, name, value, &why) < 0)
		return fail(e, ERR_MALFORMED, "the case: %s", why.text);
	return 0;
}

static int join_setting(void *context, const char *name, const char *value, struct error *e)
{
	struct joining *j = context;
	size_t row = sort_row(name);
	char path[8192];

	if (row == SORTS)
		return 0;
	if (sorts[row].file && j->folder[0] && value[0] != '/' && strcmp(value, "-") != 0) {
		snprintf(path, sizeof(path), "%s/%s", j->folder, value);
		value = path;
	}
	if (sorts[row].sort == SINGLE && job_value(j->job, name))
		return 0;
	if ((sorts[row].sort == LIST || strcmp(name, "path") == 0) && job_has(j->job, name, value))
		return 0;
	return joined_add(j->out, name, value, e);
}

/* A sweep that was cut short goes on with the day it began. */
static int join_now(struct tocsin_run *run, struct error *e)
{
	int64_t began = casebook_number(run->casebook, "began");
	char text[32];

	if (!began || casebook_number(run->casebook, "finished"))
		return 0;
	snprintf(text, sizeof(text), "%lld", (long long)began);
	return joined_add(run->joined, "now", text, e);
}

static int join_job(struct tocsin_run *run, const struct tocsin_job *job, struct error *e)
{
	for (size_t i = 0; i < job->count; i++)
		if (joined_add(run->joined, job->list[i].name, job->list[i].value, e) < 0)
			return -1;
	return 0;
}

static int join(struct tocsin_run *run, const struct tocsin_job *job, struct error *e)
{
	struct joining j = { .job = job, .out = run->joined, .folder = "" };
	char here[4096], there[4096] = "";

	snprintf(there, sizeof(there), "%.*s", SPAN_ARG(casebook_text(run->casebook, "folder")));
	if (there[0] && getcwd(here, sizeof(here)) && strcmp(here, there) != 0)
		j.folder = there;
	if (join_now(run, e) < 0 || casebook_settings(run->casebook, join_setting, &j, e) < 0 ||
	    joined_add(run->joined, "label-end", "", e) < 0)
		return -1;
	return join_job(run, job, e);
}

/* ---- opening */

/* One that holds only the last sweep is begun anew, unless that sweep was cut short. */
static int last_open(struct tocsin_run *run, const char *folder, struct error *e)
{
	if (casebook_open(&run->casebook, folder, DATABASE_WRITE, e) < 0)
		return -1;
	if (casebook_number(run->casebook, "finished") && casebook_clear(run->casebook, e) < 0)
		return -1;
	return casebook_settings_clear(run->casebook, e);
}

int keeping_open(struct tocsin_run *run, const struct tocsin_job *job, struct error *e)
{
	const char *named = job_value(job, "case"), *last = job_value(job, "last");
	struct error why = { 0 };

	run->joined = tocsin_job_new(job->verb);
	if (!run->joined)
		return fail(e, ERR_MEMORY, "no memory");
	if (job_value(job, "asked") &&
	    casebook_open(&run->asked, job_value(job, "asked"), DATABASE_READ, e) < 0)
		return -1;
	if (job->verb == TOCSIN_SWEEP && named) {
		if (casebook_open(&run->casebook, named, DATABASE_WRITE, e) < 0)
			return -1;
		return join(run, job, e);
	}
	if (job->verb == TOCSIN_SWEEP && last && last_open(run, last, &why) < 0) {
		/* Nobody asked for it: the sweep matters more. */
		snprintf(run->remark, sizeof(run->remark), "nothing of this sweep is kept: %s", why.text);
		casebook_close(run->casebook);
		run->casebook = NULL;
	}
	if (run->casebook && join_now(run, e) < 0)
		return -1;
	return join_job(run, job, e);
}

int keeping_begin(struct tocsin_run *run, struct error *e)
{
	struct casebook *c = run->casebook;
	const struct tocsin_job *job = run->joined;
	char here[4096];

	if (!c)
		return 0;
	if (casebook_number(c, run->o.again ? "since" : "answered"))
		run->since = casebook_number(c, run->o.again ? "since" : "answered");
	if (casebook_settings_clear(c, e) < 0 || casebook_set_number(c, "finished", 0, e) < 0)
		return -1;
	for (size_t i = 0; i < job->count; i++)
		if (sort_row(job->list[i].name) < SORTS &&
		    casebook_setting_add(c, job->list[i].name, job->list[i].value, e) < 0)
			return -1;
	if (getcwd(here, sizeof(here)) && casebook_set_text(c, "folder", span_of(here), e) < 0)
		return -1;
	if (casebook_set_number(c, "began", run->o.now, e) < 0)
		return -1;
	return casebook_commit(c, e);
}

/* ---- the question */

/*
 * A set file says itself what is looked for.  Its front tells it from others; a
 * file that was damaged and is put back is another one all the same.
 */
static int question_add_set(struct tocsin_run *run, struct digests *d, struct error *e)
{
	struct stat s = { 0 };
	struct buf b;
	int rc;

	buf_init(&b, CHANNEL_CEILING);
	rc = set_file_front(run->set_fd, run->set_size, &b, e);
	fstat(run->set_fd, &s);
	frame_u64(&b, s.st_ino);
	frame_i64(&b, s.st_ctim.tv_sec);
	frame_i64(&b, s.st_ctim.tv_nsec);
	digests_add(d, buf_span(&b));
	buf_release(&b);
	/* Then the advisories that the case holds were not asked about. */
	return rc < 0 ? -1 : casebook_intel_clear(run->casebook, e);
}

static int question_add_log(struct tocsin_run *run, struct digests *d, struct error *e)
{
	void *log;

	if (run->log_size == 0)
		return 0;
	log = mmap(NULL, run->log_size, PROT_READ, MAP_SHARED, run->log_fd, 0);
	if (log == MAP_FAILED)
		return fail_errno(e, "the case");
	digests_add(d, span_make(log, run->log_size));
	munmap(log, run->log_size);
	return 0;
}

void keeping_reader(const struct tocsin_run *run, struct buf *b)
{
	struct stat s = { 0 };

	stat(run->program, &s);
	buf_text(b, tocsin_version());
	frame_u64(b, (uint64_t)s.st_size);
	frame_i64(b, s.st_mtim.tv_sec);
}

static int question_digest(struct tocsin_run *run, const struct sweep_setup *setup,
			   struct span reader, uint8_t *raw, struct error *e)
{
	struct sweep_setup same = *setup;
	struct digests d = { 0 };
	struct buf b;
	int rc;

	same.custody = false;	/* does not change what is found */
	same.zones = 0;		/* stand with each file */
	same.set_size = 0;	/* differs with its seed */
	same.notes = false;
	same.seed = 0;
	buf_init(&b, CHANNEL_CEILING);
	buf_add(&b, reader);
	sweep_setup_encode(&b, &same);
	rc = digests_begin(&d, 1u << DIGEST_SHA256, e);
	if (rc == 0) {
		digests_add(&d, buf_span(&b));
		if (run->cached.ready)
			digests_add(&d, span_make((char *)run->cached.identity,
						  sizeof(run->cached.identity)));
		else
			rc = run->o.set.len ? question_add_set(run, &d, e)
					    : question_add_log(run, &d, e);
	}
	if (rc == 0)
		digests_end(&d, DIGEST_SHA256, raw);
	digests_release(&d);
	buf_release(&b);
	return rc;
}

int keeping_seed(struct tocsin_run *run, uint64_t *seed, struct error *e)
{
	struct casebook *c = run->casebook;
	/* Only one that is named is asked again. */
	bool notes = c && run->o.custody && !run->o.no_recall && run->o.verb == TOCSIN_SWEEP;

	*seed = notes ? (uint64_t)casebook_number(c, "seed") : 0;
	if (*seed == 0 && getrandom(seed, sizeof(*seed), 0) != sizeof(*seed))
		return fail_errno(e, "a seed for the set");
	if (!notes)
		return 0;
	run->notes = true;
	run->seed = *seed;
	return casebook_set_number(c, "seed", (int64_t)*seed, e);
}

/* What notes depend on: all of the question but the values and the advisories' copies. */
static int basis_set(struct tocsin_run *run, const struct sweep_setup *setup, struct span reader,
		     struct error *e)
{
	struct sweep_setup same = *setup;
	uint8_t raw[DIGEST_MAX];
	struct digests d = { 0 };
	struct buf b;
	int rc;

	same.zones = same.copies = 0;
	same.set_size = 0;
	buf_init(&b, CHANNEL_CEILING);
	buf_add(&b, reader);
	frame_u32(&b, RECORDER_VERSION);
	sweep_setup_encode(&b, &same);
	rc = digests_begin(&d, 1u << DIGEST_SHA256, e);
	if (rc == 0) {
		digests_add(&d, buf_span(&b));
		digests_end(&d, DIGEST_SHA256, raw);
		casebook_basis(run->casebook, span_make((char *)raw, 32));
	}
	digests_release(&d);
	buf_release(&b);
	return rc;
}

/* Answering again is asking what was asked last. */
static int question_again(struct tocsin_run *run, struct span reader, struct error *e)
{
	struct casebook *c = run->casebook;

	if (!span_equal(casebook_text(c, "reader"), reader))
		return fail(e, ERR_USAGE, "%s was swept by another tocsin: sweep it again (tocsin sweep "
			    "--case %s)", casebook_folder(c), casebook_folder(c));
	casebook_ask(c, casebook_text(c, "question"));
	return 0;
}

static int question_new(struct tocsin_run *run, const struct sweep_setup *setup,
			struct span reader, struct error *e)
{
	uint8_t raw[DIGEST_MAX];
	struct span question = span_make((char *)raw, 32);

	if (basis_set(run, setup, reader, e) < 0 ||
	    question_digest(run, setup, reader, raw, e) < 0 ||
	    casebook_set_text(run->casebook, "reader", reader, e) < 0 ||
	    casebook_set_text(run->casebook, "question", question, e) < 0)
		return -1;
	casebook_ask(run->casebook, question);
	return 0;
}

/* What is looked for, the limits, and the program that looks. */
int keeping_ask(struct tocsin_run *run, const struct sweep_setup *setup, struct error *e)
{
	struct buf reader;
	int rc;

	if (!run->casebook)
		return 0;
	buf_init(&reader, 4096);
	keeping_reader(run, &reader);
	rc = run->o.again ? question_again(run, buf_span(&reader), e)
			  : question_new(run, setup, buf_span(&reader), e);
	buf_release(&reader);
	return rc < 0 ? -1 : casebook_met_begin(run->casebook, e);
}

/* ---- the end */

static int records_copy(struct tocsin_run *run, int fd, struct error *e)
{
	struct buf b;
	int rc = 0;

	buf_init(&b, 2u << 20);
	for (uint64_t at = 0; rc == 0 && at < run->lines.size; at += b.len) {
		uint64_t left = run->lines.size - at;
		size_t now = left > (1u << 20) ? 1u << 20 : (size_t)left;

		buf_clear(&b);
		rc = spool_read(&run->lines, at, now, &b, e);
		if (rc == 0)
			rc = file_put(fd, buf_span(&b), "the case", e);
	}
	buf_release(&b);
	return rc;
}

/* Written aside and renamed: the last answer or this one, never half of it. */
static int records_write(struct tocsin_run *run, struct error *e)
{
	const char *folder = casebook_folder(run->casebook);
	char path[4200], aside[4200];
	int fd, rc;

	snprintf(path, sizeof(path), "%s/records.ndjson", folder);
	snprintf(aside, sizeof(aside), "%s/records.ndjson.part", folder);
	fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail_errno(e, aside);
	rc = records_copy(run, fd, e);
	if (close(fd) < 0 && rc == 0)
		rc = fail_errno(e, aside);
	if (rc == 0 && rename(aside, path) < 0)
		rc = fail_errno(e, path);
	if (rc < 0)
		unlink(aside);
	return rc;
}

int keeping_end(struct tocsin_run *run, struct error *e)
{
	struct casebook *c = run->casebook;
	bool whole = !sweep_counts(run->sweep)->interrupted;

	if (!c)
		return 0;
	if (!run->o.again &&
	    (casebook_set_number(c, "since", run->since == TIME_NONE ? 0 : run->since, e) < 0 ||
	     casebook_set_number(c, "answered", run->started, e) < 0))
		return -1;
	if (records_write(run, e) < 0 || casebook_met_end(c, e) < 0 ||
	    sweep_counts_save(run->sweep, e) < 0 ||
	    casebook_set_number(c, "finished", whole, e) < 0)
		return -1;
	return casebook_commit(c, e);
}
