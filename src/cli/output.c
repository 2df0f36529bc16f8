/*
 * output.c -- where the report goes, the progress line, and the end by
 * Ctrl-C, which leaves a valid partial report.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

/* ---- a file is written aside and renamed when it is whole */

int output_open(struct output *o, const char *path)
{
	struct stat s;

	*o = (struct output){ .fd = STDOUT_FILENO };
	if (!path || strcmp(path, "-") == 0)
		return 0;
	/* A device such as /dev/full is written to as it is. */
	if (stat(path, &s) == 0 && !S_ISREG(s.st_mode)) {
		o->fd = open(path, O_WRONLY | O_CLOEXEC);
	} else {
		size_t n = strlen(path) + 16;

		o->path = strdup(path);
		o->aside = malloc(n);
		if (!o->path || !o->aside)
			return complain("no memory");
		snprintf(o->aside, n, "%s.%d.part", path, (int)getpid());
		o->fd = open(o->aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	}
	if (o->fd < 0)
		return complain("%s: %s", path, strerror(errno));
	return 0;
}

int output_close(struct output *o, bool keep)
{
	int rc = 0;

	if (o->fd == STDOUT_FILENO)
		return 0;
	if (o->fd >= 0 && close(o->fd) < 0 && keep)
		rc = complain("%s: %s", o->path ? o->path : "output", strerror(errno));
	if (o->aside && (rc || !keep))
		unlink(o->aside);
	else if (o->aside && rename(o->aside, o->path) < 0)
		rc = complain("%s: %s", o->path, strerror(errno));
	free(o->path);
	free(o->aside);
	return rc ? -1 : 0;
}

/* ---- signals */

static struct tocsin_run *volatile running;
static volatile sig_atomic_t wants_progress;

static void on_stop(int number)
{
	struct tocsin_run *run = running;

	(void)number;
	if (run)
		tocsin_run_cancel(run);
	/* A second one ends the program at once. */
	signal(number, SIG_DFL);
}

static void on_progress(int number)
{
	(void)number;
	wants_progress = 1;
}

static void signals_set(struct tocsin_run *run)
{
	struct sigaction stop = { .sa_handler = on_stop }, tell = { .sa_handler = on_progress };

	running = run;
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGUSR1, &tell, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* ---- progress */

struct progress {
	bool terminal, quiet, shown;
	time_t began;
	time_t last;
};

static void amount(double bytes, char *out, size_t size)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB", "PB" };
	unsigned u = 0;

	while (bytes >= 1000 && u < 5) {
		bytes /= 1000;
		u++;
	}
	snprintf(out, size, bytes < 10 && u ? "%.1f %s" : "%.0f %s", bytes, units[u]);
}

static void progress_line(const struct progress *p, const struct tocsin_progress *now)
{
	double seconds = difftime(time(NULL), p->began);
	char met[32], done[32], rate[32], left[48] = "";

	amount((double)now->bytes_met, met, sizeof(met));
	amount((double)now->bytes_read, done, sizeof(done));
	amount(seconds > 0 ? (double)now->bytes_read / seconds : 0, rate, sizeof(rate));
	if (!now->walking && seconds > 3 && now->bytes_read)
		snprintf(left, sizeof(left), ", %.0f s left",
			 ((double)now->bytes_met - (double)now->bytes_read) * seconds /
			 (double)now->bytes_read);
	fprintf(stderr, "%s of %s%s, %s/s, %llu items, %llu to act on, %llu to check%s", done, met,
		now->walking ? " so far" : "", rate, (unsigned long long)now->items_done,
		(unsigned long long)now->act, (unsigned long long)now->check, left);
}

static void clear_line(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}

static void put_alarm(const char *text)
{
	/* The sentence holds names out of the evidence: nothing of them reaches a terminal raw. */
	fputs("tocsin: seen: ", stderr);
	for (; *text; text++)
		fputc((unsigned char)*text < 0x20 || (unsigned char)*text >= 0x7f ? '?' : *text,
		      stderr);
	fputc('\n', stderr);
}

static void on_tick(void *context, struct tocsin_run *run)
{
	struct progress *p = context;
	struct tocsin_progress now;

	tocsin_run_progress(run, &now);
	if (now.alarm && !p->quiet) {
		clear_line(p);
		put_alarm(now.alarm);
	}
	if (wants_progress) {
		wants_progress = 0;
		clear_line(p);
		progress_line(p, &now);
		fputc('\n', stderr);
	} else if (p->terminal && !p->quiet && time(NULL) != p->last) {
		p->last = time(NULL);
		clear_line(p);
		progress_line(p, &now);
		p->shown = true;
	}
}

/* ---- the job */

/* A report of the same records to a file beside the one for people; NULL: none. */
static int run_records(struct tocsin_run *run, struct tocsin_report *report,
		       struct tocsin_report *beside, struct tocsin_error *e)
{
	struct tocsin_record record;
	int rc;

	while ((rc = tocsin_run_next(run, &record, e)) > 0)
		if (tocsin_report_add(report, record.json, record.length, e) < 0 ||
		    (beside && tocsin_report_add(beside, record.json, record.length, e) < 0))
			return -1;
	return rc;
}

static int close_report(struct tocsin_report *report, int rc, struct tocsin_error *e)
{
	struct tocsin_error late;

	if (report && tocsin_report_close(report, &late) < 0 && rc == 0) {
		*e = late;
		return -1;
	}
	return rc;
}

static int run_report(struct tocsin_run *run, const struct arguments *a, struct output *out)
{
	struct progress p = { .terminal = isatty(STDERR_FILENO), .quiet = a->quiet,
			      .began = time(NULL) };
	struct tocsin_report *report, *manifest = NULL;
	struct tocsin_error e;
	int rc, fd = a->plan ? STDOUT_FILENO : out->fd;

	if (tocsin_report_open(&report, a->format, fd, &e) < 0)
		return complain("%s", e.text);
	if (fd != out->fd && tocsin_report_open(&manifest, "manifest", out->fd, &e) < 0) {
		close_report(report, -1, &e);
		return complain("%s", e.text);
	}
	if (report_for_others(report, a->redact, a->tlp, a->folder) < 0) {
		close_report(report, -1, &e);
		close_report(manifest, -1, &e);
		return STATUS_FAILED;
	}
	if (a->color > 0 || (a->color == 0 && fd == STDOUT_FILENO && !getenv("NO_COLOR") &&
			     isatty(STDOUT_FILENO)))
		tocsin_report_set(report, "color", "1", &e);
	tocsin_run_tick(run, on_tick, &p);
	signals_set(run);
	rc = run_records(run, report, manifest, &e);
	on_tick(&p, run);
	clear_line(&p);
	rc = close_report(report, rc, &e);
	rc = close_report(manifest, rc, &e);
	signals_set(NULL);
	if (rc < 0)
		return complain("%s", e.text);
	return -1;		/* all is well: the answer is the status */
}

int run_job(const struct arguments *a)
{
	struct tocsin_run *run;
	struct tocsin_error e;
	struct output out;
	int status;

	if (output_open(&out, a->output) != 0) {
		output_close(&out, false);
		return STATUS_FAILED;
	}
	if (out.aside)
		tocsin_job_set(a->job, "output", out.aside, &e);
	else if (out.fd != STDOUT_FILENO || !isatty(STDOUT_FILENO))
		tocsin_job_set(a->job, "output", "/proc/self/fd/1", &e);
	if (tocsin_run_open(&run, a->job, &e) < 0) {
		output_close(&out, false);
		return complain("%s", e.text);
	}
	if (tocsin_run_remark(run) && !a->quiet)
		complain("%s", tocsin_run_remark(run));
	status = run_report(run, a, &out);
	if (status < 0)
		status = tocsin_run_status(run);
	tocsin_run_close(run);
	if (output_close(&out, status != STATUS_FAILED) < 0)
		status = STATUS_FAILED;
	if (a->exit_zero && status != STATUS_FAILED)
		return 0;
	return status;
}
