/*
 * 7z.c -- 7-Zip archives, by libarchive.
 *
 * Not here: encryption (libarchive has none), volumes.
 * Hostile input: see members.c.
 */
#include <archive.h>

#include "format/members.h"
#include "format/probe.h"

static int sevenzip_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("7z\xbc\xaf\x27\x1c"));
}

static int sevenzip_open(struct reader *r, struct error *e)
{
	static const int formats[] = { ARCHIVE_FORMAT_7ZIP, 0 };

	return members_open(r, formats, e);
}

const struct format format_7z = {
	.name = "7z",
	.about = "7-Zip",
	.suffixes = " .7z ",
	.class = FORMAT_CONTAINER,
	.seeks = true,
	.evidence = true,
	.probe = sevenzip_probe,
	.open = sevenzip_open,
	.next = members_next,
	.close = members_close,
};
