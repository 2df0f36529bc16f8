/*
 * ar.c -- ar archives and with them Debian packages, by libarchive, as a stream.
 *
 * Hostile input: see members.c.
 */
#include <archive.h>

#include "format/members.h"
#include "format/probe.h"

static int ar_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("!<arch>\n"));
}

static int ar_open(struct reader *r, struct error *e)
{
	static const int formats[] = { ARCHIVE_FORMAT_AR, 0 };

	return members_open(r, formats, e);
}

const struct format format_ar = {
	.name = "ar",
	.about = "ar, Debian packages",
	.suffixes = " .deb .a ",
	.class = FORMAT_CONTAINER,
	.evidence = true,
	.probe = ar_probe,
	.open = ar_open,
	.next = members_next,
	.close = members_close,
};
