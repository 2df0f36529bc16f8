/* reports.c -- the public face of report/. */
#include <stdio.h>
#include <stdlib.h>

#include "report/report.h"
#include "run.h"

#define BUDGET (200u << 20)

struct tocsin_report {
	struct report report;
	bool failed;
};

int tocsin_report_open(struct tocsin_report **out, const char *format, int fd,
		       struct tocsin_error *error)
{
	const struct report_format *f = report_named(span_of(format));
	struct tocsin_report *r;
	struct error e = { 0 };

	if (!f) {
		error->code = TOCSIN_ERROR_USAGE;
		snprintf(error->text, sizeof(error->text), "no report format '%.60s' (tocsin formats)",
			 format);
		return -1;
	}
	r = calloc(1, sizeof(*r));
	if (!r) {
		error->code = TOCSIN_ERROR_SYSTEM;
		snprintf(error->text, sizeof(error->text), "no memory");
		return -1;
	}
	r->report.format = f;
	r->report.width = 80;
	out_to_fd(&r->report.out, fd);
	arena_init(&r->report.arena, BUDGET);
	if (f->open && f->open(&r->report, &e) < 0) {
		run_error(error, &e);
		tocsin_report_close(r, error);
		return -1;
	}
	*out = r;
	return 0;
}

int tocsin_report_set(struct tocsin_report *r, const char *name, const char *value,
		      struct tocsin_error *error)
{
	uint64_t n;

	if (strcmp(name, "color") == 0) {
		r->report.color = strcmp(value, "1") == 0;
		return 0;
	}
	if (strcmp(name, "finding") == 0) {
		snprintf(r->report.finding, sizeof(r->report.finding), "%s", value);
		return 0;
	}
	if (strcmp(name, "width") == 0 && span_u64(span_of(value), &n) && n >= 40 && n <= 400) {
		r->report.width = (unsigned)n;
		return 0;
	}
	error->code = TOCSIN_ERROR_USAGE;
	snprintf(error->text, sizeof(error->text), "no such setting of a report: %.40s=%.40s", name, value);
	return -1;
}

int tocsin_report_add(struct tocsin_report *r, const char *json, size_t length,
		      struct tocsin_error *error)
{
	struct error e = { 0 };

	if (r->report.format->record(&r->report, span_make(json, length), &e) == 0)
		return 0;
	run_error(error, &e);
	/* From here on nothing is written, close only puts away. */
	r->failed = r->report.out.failed = true;
	return -1;
}

int tocsin_report_close(struct tocsin_report *r, struct tocsin_error *error)
{
	struct error e = { 0 };
	int rc = 0;

	if (r->report.format->close && r->report.state)
		rc = r->report.format->close(&r->report, &e);
	if (rc == 0 && !r->failed)
		rc = out_finish(&r->report.out, &e);
	/* A reader that went away wanted no more. */
	if (rc < 0 && (r->report.out.closed_pipe || r->failed))
		rc = 0;
	if (rc < 0)
		run_error(error, &e);
	out_release(&r->report.out);
	arena_release(&r->report.arena);
	free(r);
	return rc;
}
