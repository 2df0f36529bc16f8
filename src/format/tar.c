/*
 * tar.c -- tar archives of any age, by libarchive, as a stream.
 *
 * Specification: POSIX.1-2008 pax, with GNU's extensions and sparse files.
 * Hostile input: see members.c.
 */
#include <archive.h>

#include "format/members.h"
#include "format/probe.h"

static bool octal(struct span field, uint64_t *out)
{
	*out = 0;
	while (field.len && field.ptr[0] == ' ')
		field = span_skip(field, 1);
	while (field.len && field.ptr[0] >= '0' && field.ptr[0] <= '7') {
		*out = *out << 3 | (uint64_t)(field.ptr[0] - '0');
		field = span_skip(field, 1);
	}
	return field.len == 0 || field.ptr[0] == ' ' || field.ptr[0] == '\0';
}

/* The checksum of the header tells a tar of any age from everything else. */
static int tar_probe(struct span head)
{
	struct span block = span_cut(head, 0, 512);
	uint64_t stated, sum = 0;

	if (block.len < 512 || !block.ptr[0] || !octal(span_cut(block, 148, 8), &stated))
		return probe_magic(head, 257, SPAN("ustar")) ? 80 : 0;
	for (size_t i = 0; i < block.len; i++)
		sum += i >= 148 && i < 156 ? ' ' : (unsigned char)block.ptr[i];
	if (sum == stated)
		return probe_magic(head, 257, SPAN("ustar")) ? 100 : 70;
	return probe_magic(head, 257, SPAN("ustar")) ? 80 : 0;
}

static int tar_open(struct reader *r, struct error *e)
{
	static const int formats[] = { ARCHIVE_FORMAT_TAR, 0 };

	return members_open(r, formats, e);
}

const struct format format_tar = {
	.name = "tar",
	.about = "tar (v7, ustar, pax, GNU)",
	.suffixes = " .tar ",
	.class = FORMAT_CONTAINER,
	.evidence = true,
	.probe = tar_probe,
	.open = tar_open,
	.next = members_next,
	.close = members_close,
};
