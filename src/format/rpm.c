/*
 * rpm.c -- RPM packages: what stands before the payload is passed over; the
 * payload is a compressed cpio archive.
 *
 * Specification: LSB 5.0, "Package File Format".  Not here: the tags of the
 * headers, signatures, delta packages.
 * Hostile input: the two headers are skipped by their stated sizes, at most
 * HEADER_MAX bytes each.
 */
#include "format/format.h"
#include "format/probe.h"

#define LEAD	   96
#define FIXED	   16		/* of a header, before its index */
#define HEADER_MAX (256u << 20)
#define BLOCK	   4096

struct rpm {
	struct stream stream;
	bool given;
};

static int rpm_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("\xed\xab\xee\xdb"));
}

static int rpm_skip(struct reader *r, uint64_t n, struct error *e)
{
	char block[BLOCK];

	while (n) {
		int64_t got = stream_read(r->stream, block, n < BLOCK ? (size_t)n : BLOCK, e);

		if (got < 0)
			return -1;
		if (got == 0)
			return fail(e, ERR_TRUNCATED, "rpm: ends before its payload");
		n -= (uint64_t)got;
	}
	return 0;
}

/* A header: magic, counts, index, values; the first one is filled up to eight bytes. */
static int rpm_skip_header(struct reader *r, bool filled, struct error *e)
{
	char fixed[FIXED];
	struct cursor c = { .left = span_make(fixed, FIXED), .big = true };
	int64_t got = stream_read_full(r->stream, fixed, FIXED, e);
	uint64_t size;

	if (got < 0)
		return -1;
	if (got < FIXED)
		return fail(e, ERR_TRUNCATED, "rpm: ends inside a header");
	if (!span_starts(c.left, SPAN("\x8e\xad\xe8\x01")))
		return fail(e, ERR_MALFORMED, "rpm: no header where one should be");
	cursor_take(&c, 8);
	size = (uint64_t)cursor_u32(&c) * 16;
	size += cursor_u32(&c);
	if (filled)
		size = (size + 7) & ~UINT64_C(7);
	if (size > HEADER_MAX)
		return fail(e, ERR_MALFORMED, "rpm: a header states %llu bytes",
			    (unsigned long long)size);
	return rpm_skip(r, size, e);
}

static int64_t rpm_read(struct stream *s, void *out, size_t max, struct error *e)
{
	return stream_read(s->below, out, max, e);
}

static const struct stream_type rpm_type = { .name = "payload", .read = rpm_read };

static int rpm_open(struct reader *r, struct error *e)
{
	struct rpm *rpm = arena_new(r->arena, struct rpm);

	if (!rpm)
		return fail(e, ERR_LIMIT, "rpm: no memory left for this item");
	rpm->stream = (struct stream){ .type = &rpm_type, .below = r->stream };
	r->state = rpm;
	if (rpm_skip(r, LEAD, e) < 0 || rpm_skip_header(r, true, e) < 0 ||
	    rpm_skip_header(r, false, e) < 0)
		return -1;
	return 0;
}

static int rpm_next(struct reader *r, struct part *out, struct error *e)
{
	struct rpm *rpm = r->state;

	(void)e;
	if (rpm->given)
		return 0;
	rpm->given = true;
	*out = (struct part){ .kind = PART_STREAM, .stream = &rpm->stream };
	return 1;
}

const struct format format_rpm = {
	.name = "rpm",
	.about = "RPM packages",
	.suffixes = " .rpm ",
	.class = FORMAT_CODEC,
	.evidence = true,
	.probe = rpm_probe,
	.open = rpm_open,
	.next = rpm_next,
};
