/*
 * cab.c -- Microsoft cabinets, by libarchive.
 *
 * Specification: MS-CAB; MSZIP and LZX.  Not here: Quantum, sets of cabinets.
 * Hostile input: see members.c.
 */
#include <archive.h>

#include "format/members.h"
#include "format/probe.h"

static int cab_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("MSCF\0\0\0\0"));
}

static int cab_open(struct reader *r, struct error *e)
{
	static const int formats[] = { ARCHIVE_FORMAT_CAB, 0 };

	return members_open(r, formats, e);
}

const struct format format_cab = {
	.name = "cab",
	.about = "Microsoft cabinet",
	.suffixes = " .cab ",
	.class = FORMAT_CONTAINER,
	.seeks = true,
	.evidence = true,
	.probe = cab_probe,
	.open = cab_open,
	.next = members_next,
	.close = members_close,
};
