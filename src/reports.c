/* reports.c -- the public face of report/. */
#include <stdio.h>
#include <stdlib.h>

#include "report/record.h"
#include "report/redact.h"
#include "report/report.h"
#include "run.h"

#define BUDGET (200u << 20)

struct tocsin_report {
	struct report report;
	struct redact *redact;		/* NULL: names stay */
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

static int set_redact(struct tocsin_report *r, const char *hex, struct error *e)
{
	char key[REDACT_KEY];
	struct span s = span_of(hex);

	if (s.len != 2 * REDACT_KEY || r->redact)
		return fail(e, ERR_USAGE, "a key of pseudonyms is %d hexadecimal digits", 2 * REDACT_KEY);
	for (size_t i = 0; i < REDACT_KEY; i++) {
		int high = ascii_hex(s.ptr[2 * i]), low = ascii_hex(s.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			return fail(e, ERR_USAGE, "a key of pseudonyms is %d hexadecimal digits",
				    2 * REDACT_KEY);
		key[i] = (char)(high << 4 | low);
	}
	r->redact = calloc(1, sizeof(*r->redact));
	if (!r->redact)
		return fail(e, ERR_MEMORY, "no memory");
	r->report.redact = true;
	return redact_init(r->redact, span_make(key, REDACT_KEY), e);
}

static int set_tlp(struct tocsin_report *r, const char *label, struct error *e)
{
	r->report.tlp = tlp_named(span_of(label));
	return r->report.tlp ? 0 : fail(e, ERR_USAGE, "no label of the Traffic Light Protocol: '%.40s' "
					"(clear, green, amber, amber+strict, red)", label);
}

int tocsin_report_set(struct tocsin_report *r, const char *name, const char *value,
		      struct tocsin_error *error)
{
	struct error e = { 0 };
	uint64_t n;

	if (strcmp(name, "redact") == 0 || strcmp(name, "tlp") == 0) {
		if ((name[0] == 'r' ? set_redact(r, value, &e) : set_tlp(r, value, &e)) == 0)
			return 0;
		run_error(error, &e);
		r->failed = r->report.out.failed = true;
		return -1;
	}
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

/* What an advisory says goes no further than its publisher allows. */
static bool may_go_so_far(struct tocsin_report *r, struct span json, struct error *e)
{
	const struct node *n;
	const struct tlp *own;
	struct arena a;
	bool may = true;

	if (!span_starts(json, SPAN("{\"type\":\"advisory\"")))
		return true;
	arena_init(&a, 4u << 20);
	n = record_parse(&a, json, e);
	own = tlp_named(record_text(n, "tlp"));
	if (own && tlp_rank(own) > tlp_rank(r->report.tlp)) {
		struct span source = span_cut(record_text(n, "source"), 0, 200);

		fail(e, ERR_USAGE, "%.*s is %s: a report of it cannot be %s", SPAN_ARG(source), own->name,
		     r->report.tlp->name);
		may = false;
	}
	arena_release(&a);
	return may;
}

int tocsin_report_add(struct tocsin_report *r, const char *json, size_t length,
		      struct tocsin_error *error)
{
	struct span record = span_make(json, length);
	struct error e = { 0 };

	if ((!r->report.tlp || may_go_so_far(r, record, &e)) &&
	    (!r->redact || redact_record(r->redact, record, &record, &e) == 0) &&
	    (!record.len || r->report.format->record(&r->report, record, &e) == 0))
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
	if (r->redact)
		redact_release(r->redact);
	free(r->redact);
	free(r);
	return rc;
}
