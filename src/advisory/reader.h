/*
 * reader.h -- a kind of advisory: one file and one row in list.h each.
 */
#ifndef ADVISORY_READER_H
#define ADVISORY_READER_H

#include "advisory/reading.h"

struct advisory_kind {
	const char *name;	/* "stix": `format` of the record, unless the reader says better */
	const char *about;	/* for people: "STIX 2.0 and 2.1 bundles" */
	bool not_yet;		/* recognised only: ERR_UNSUPPORTED */
	bool shared;		/* its reader heeds advisory_options.share */
	/* How surely this is ours: 0 no, 100 certain. */
	int (*probe)(const struct source *s);
	/* Give every record to the reading. */
	int (*read)(struct reading *r, struct error *e);
};

#endif
