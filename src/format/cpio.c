/*
 * cpio.c -- cpio archives: binary of both byte orders, odc, newc; by
 * libarchive, as a stream.
 *
 * Hostile input: see members.c.
 */
#include <archive.h>

#include "format/members.h"
#include "format/probe.h"

static bool digits(struct span s, char highest)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > highest)
			return false;
	return s.len > 0;
}

/* Text headers are octal (odc) or hexadecimal (newc); binary ones have only two bytes. */
static int cpio_probe(struct span head)
{
	uint64_t name_size = probe_number(head, 20, 2);

	if (span_starts(head, SPAN("070707")))
		return digits(span_cut(head, 6, 70), '7') ? 90 : 0;
	if (span_starts(head, SPAN("070701")) || span_starts(head, SPAN("070702"))) {
		struct span field = span_cut(head, 6, 8);
		uint64_t value;

		return span_hex64(field, &value) && field.len == 8 ? 90 : 0;
	}
	if (head.len < 28)
		return 0;
	if (span_starts(head, SPAN("\x71\xc7")))
		name_size = name_size >> 8 | (name_size & 0xff) << 8;
	else if (!span_starts(head, SPAN("\xc7\x71")))
		return 0;
	return name_size > 1 && name_size <= 4096 && head.ptr[26] &&
	       probe_number(head, 26 + name_size - 1, 1) == 0 ? 60 : 0;
}

static int cpio_open(struct reader *r, struct error *e)
{
	static const int formats[] = { ARCHIVE_FORMAT_CPIO, 0 };

	return members_open(r, formats, e);
}

const struct format format_cpio = {
	.name = "cpio",
	.about = "cpio",
	.suffixes = " .cpio ",
	.class = FORMAT_CONTAINER,
	.evidence = true,
	.probe = cpio_probe,
	.open = cpio_open,
	.next = members_next,
	.close = members_close,
};
