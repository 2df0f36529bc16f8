/*
 * zip.c -- ZIP archives, by libarchive; the bytes of plain members by zip_data.c.
 *
 * Specification: PKWARE APPNOTE 6.3; encryption of the traditional kind and
 * WinZip's AES.  Not here: volumes, strong encryption, methods that libarchive
 * does not know (each of these members fails alone).
 * Hostile input: see members.c.
 */
#include <archive.h>

#include "format/members.h"
#include "format/probe.h"
#include "format/zip_data.h"

static int zip_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("PK\3\4")) | probe_magic(head, 0, SPAN("PK\5\6")) |
	       probe_magic(head, 0, SPAN("PK\7\x08")) | probe_magic(head, 0, SPAN("PK00PK\3\4"));
}

static int zip_open(struct reader *r, struct error *e)
{
	static const int formats[] = { ARCHIVE_FORMAT_ZIP, 0 };

	if (members_open(r, formats, e) < 0)
		return -1;
	members_data(r, zip_data_new(r->arena, r->file));
	return 0;
}

const struct format format_zip = {
	.name = "zip",
	.about = "ZIP, and what is built on it (Office documents, JAR, APK)",
	.suffixes = " .zip .docx .xlsx .pptx .jar .apk .odt ",
	.class = FORMAT_CONTAINER,
	.seeks = true,
	.evidence = true,
	.probe = zip_probe,
	.open = zip_open,
	.next = members_next,
	.close = members_close,
};
