/*
 * iso.c -- images of CDs and DVDs, by libarchive.
 *
 * Specification: ECMA-119 with Joliet and Rock Ridge.  Not here: UDF alone.
 * Hostile input: see members.c.
 */
#include <archive.h>

#include "format/members.h"
#include "format/probe.h"

static int iso_probe(struct span head)
{
	return probe_magic(head, 32769, SPAN("CD001"));
}

static int iso_open(struct reader *r, struct error *e)
{
	static const int formats[] = { ARCHIVE_FORMAT_ISO9660, 0 };

	return members_open(r, formats, e);
}

const struct format format_iso = {
	.name = "iso",
	.about = "ISO 9660 image",
	.suffixes = " .iso ",
	.class = FORMAT_CONTAINER,
	.seeks = true,
	.evidence = true,
	.probe = iso_probe,
	.open = iso_open,
	.next = members_next,
	.close = members_close,
};
