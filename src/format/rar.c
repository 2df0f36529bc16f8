/*
 * rar.c -- RAR archives of versions 3 and 5, by libarchive.
 *
 * Not here: encryption, volumes, the compression of version 2 and before.
 * Hostile input: see members.c.  These decoders have had more defects than all
 * others together: a worker that has read one is replaced behind its item.
 */
#include <archive.h>

#include "format/members.h"
#include "format/probe.h"

static int rar_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("Rar!\x1a\x07")) | probe_magic(head, 0, SPAN("RE~^"));
}

static int rar_open(struct reader *r, struct error *e)
{
	static const int formats[] = { ARCHIVE_FORMAT_RAR, ARCHIVE_FORMAT_RAR_V5, 0 };

	return members_open(r, formats, e);
}

const struct format format_rar = {
	.name = "rar",
	.about = "RAR",
	.suffixes = " .rar ",
	.class = FORMAT_CONTAINER,
	.seeks = true,
	.fragile = true,
	.evidence = true,
	.probe = rar_probe,
	.open = rar_open,
	.next = members_next,
	.close = members_close,
};
