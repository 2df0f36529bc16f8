/*
 * tlp.h -- the Traffic Light Protocol (FIRST, version 2.0): how far a report
 * may go.
 */
#ifndef REPORT_TLP_H
#define REPORT_TLP_H

#include "base/span.h"

struct tlp {
	const char *name;	/* "TLP:AMBER+STRICT"; the label is what follows the colon */
	const char *level, *id;	/* in STIX 2.1: the extension's value, the marking definition */
};

/* By its label, with or without "TLP:", any case; WHITE is CLEAR. NULL: no such label. */
const struct tlp *tlp_named(struct span label);

/* The higher the stricter: 0 clear .. 4 red. */
int tlp_rank(const struct tlp *t);

#endif
