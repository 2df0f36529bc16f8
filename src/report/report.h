/*
 * report.h -- records in, text for people or programs out.  One file and one
 * row in list.h each.  A report sees only records (DESIGN.md 4), so a stored
 * NDJSON file is as good as a sweep that has just ended.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/out.h"
#include "base/span.h"
#include "report/tlp.h"

struct report {
	const struct report_format *format;
	struct out out;
	struct arena arena;	/* what a report keeps until its end */
	bool color, redact;	/* redact: names of ours are replaced already */
	unsigned width;		/* columns of text */
	char finding[32];	/* of explain: "F4"; "": the verdicts */
	const struct tlp *tlp;	/* how far it may go, or NULL */
	void *state;
};

struct report_format {
	const char *name, *about;
	int  (*open)(struct report *r, struct error *e);	/* may be NULL */
	/* One record: a line of JSON, borrowed for the call. */
	int  (*record)(struct report *r, struct span json, struct error *e);
	int  (*close)(struct report *r, struct error *e);	/* may be NULL */
};

const struct report_format *report_at(size_t i);	/* NULL behind the last */
const struct report_format *report_named(struct span name);

#endif
