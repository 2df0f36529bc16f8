/*
 * ppt.c -- the stream "PowerPoint Document" of an old presentation: the objects
 * put into its slides.
 *
 * Specification: [MS-PPT] 2.3.1 (records), 2.10.34 (ExOleObjStg).
 * Not here: text and pictures, which are searched as they lie there.
 * Hostile input: records one behind the other, each once; what is compressed
 * is a stream, and its size is for whoever reads it to bound.
 */
#include <isa-l/igzip_lib.h>

#include "format/format.h"
#include "format/probe.h"

#define RECORD_OBJECT 0x1011
#define RECORD_HEAD   8
#define OBJECTS_MOST  10000

struct packed {				/* the object at hand, zlib */
	struct stream stream;
	struct inflate_state inflate;
};

struct ppt {
	struct packed packed;
	struct span left;
	uint64_t number;
};

static int64_t packed_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct packed *p = (struct packed *)s;
	uint32_t room = max > UINT32_MAX ? UINT32_MAX : (uint32_t)max;

	p->inflate.next_out = out;
	p->inflate.avail_out = room;
	while (p->inflate.avail_out == room) {
		uint32_t left = p->inflate.avail_in;

		if (p->inflate.block_state == ISAL_BLOCK_FINISH)
			return 0;
		if (isal_inflate(&p->inflate) < 0)
			return fail(e, ERR_MALFORMED, "ppt: an object's compression is damaged");
		if (p->inflate.avail_out == room && p->inflate.avail_in == left &&
		    p->inflate.block_state != ISAL_BLOCK_FINISH)
			return fail(e, ERR_TRUNCATED, "ppt: ends inside an object");
	}
	return room - p->inflate.avail_out;
}

static const struct stream_type packed_type = { .name = "zlib", .read = packed_read };

/* The first record is the document's container: version 15, type 1000. */
static int ppt_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("\x0f\0\xe8\3")) && probe_number(head, 4, 4) >= 16 &&
	       probe_number(head, 8, 4) == 0x03e90001 ? 90 : 0;
}

static int ppt_open(struct reader *r, struct error *e)
{
	struct ppt *p = arena_new(r->arena, struct ppt);

	if (!p)
		return fail(e, ERR_LIMIT, "ppt: no memory left for this item");
	r->state = p;
	p->left = r->bytes;
	return 0;
}

static struct stream *unpacked(struct ppt *p, struct span bytes)
{
	p->packed = (struct packed){ .stream = { .type = &packed_type } };
	isal_inflate_init(&p->packed.inflate);
	p->packed.inflate.crc_flag = ISAL_ZLIB;
	p->packed.inflate.next_in = (uint8_t *)(uintptr_t)bytes.ptr;
	p->packed.inflate.avail_in = (uint32_t)bytes.len;
	return &p->packed.stream;
}

static int give_object(struct reader *r, struct span body, bool packed, struct part *out,
		       struct error *e)
{
	struct ppt *p = r->state;

	*out = (struct part){ .kind = PART_MEMBER, .name = SPAN("object"), .number = ++p->number,
			      .time = TIME_NONE, .size = body.len };
	if (packed) {
		out->size = probe_number(body, 0, 4);
		out->stream = unpacked(p, span_skip(body, 4));
	} else {
		out->stream = stream_of_span(r->arena, body);
	}
	return out->stream ? 1 : fail(e, ERR_LIMIT, "ppt: no memory left for this item");
}

static int ppt_next(struct reader *r, struct part *out, struct error *e)
{
	struct ppt *p = r->state;

	while (p->left.len >= RECORD_HEAD) {
		uint64_t kind = probe_number(p->left, 0, 2), type = probe_number(p->left, 2, 2);
		uint64_t length = probe_number(p->left, 4, 4);
		struct span body = span_cut(p->left, RECORD_HEAD, (size_t)length);

		p->left = span_skip(p->left, RECORD_HEAD + (size_t)length);
		if (type != RECORD_OBJECT)
			continue;
		if (p->number == OBJECTS_MOST)
			return fail(e, ERR_LIMIT, "ppt: more than 10000 objects");
		return give_object(r, body, kind >> 4 == 1, out, e);
	}
	return 0;
}

const struct format format_ppt = {
	.name = "ppt",
	.about = "old PowerPoint presentation: objects put into it",
	.suffixes = " .ppt .pps ",
	.class = FORMAT_CONTAINER,
	.whole = true,
	.raw = true,
	.evidence = true,
	.probe = ppt_probe,
	.open = ppt_open,
	.next = ppt_next,
};
