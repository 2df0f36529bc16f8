/*
 * misp_reports.h -- event reports: running text inside of a MISP event, read as
 * a document in its place.
 */
#ifndef ADVISORY_MISP_REPORTS_H
#define ADVISORY_MISP_REPORTS_H

#include "advisory/collected.h"
#include "advisory/entities.h"
#include "advisory/pointer.h"
#include "base/tree.h"

#define MISP_REPORTS 200	/* of one file; further ones are a gap */

struct misp_report {
	struct span name, content;
	struct pointer at;
};

struct misp_reports {
	struct reading *reading;
	struct misp_report *report;
	uint32_t count, left_out;
	size_t bytes;
	struct collected collected;
	struct error first;		/* why one could not be read */
	uint32_t unread;
};

void misp_reports_init(struct misp_reports *s, struct reading *r);
void misp_reports_release(struct misp_reports *s);

/* An "EventReport"; its text is copied. */
int  misp_reports_add(struct misp_reports *s, const struct node *n, const struct pointer *at,
		      struct error *e);

/* Read them all, behind the attributes: values that these gave (collected_note) are not kept. */
int  misp_reports_read(struct misp_reports *s, struct error *e);

/* The gap for what could not be read, or nothing. */
int  misp_reports_gap(struct misp_reports *s, struct error *e);

#endif
