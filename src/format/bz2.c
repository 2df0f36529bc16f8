/*
 * bz2.c -- bzip2 files of any number of streams.
 *
 * Specification: none but the program (bzip2 1.0.8).
 * Hostile input: a block is at most 900 kB, the decoder takes 4 MB.
 */
#include <bzlib.h>
#include <limits.h>

#include "format/codec.h"

struct bz2 {
	struct codec codec;
	bz_stream bzip;
	bool inside;			/* a stream has begun: the decoder is set up */
};

static void bz2_end(struct codec *c)
{
	struct bz2 *b = (struct bz2 *)c;

	if (b->inside)
		BZ2_bzDecompressEnd(&b->bzip);
	b->inside = false;
}

static int bz2_begin(struct bz2 *b, struct error *e)
{
	struct codec *c = &b->codec;

	c->member = codec_offset(c);
	if (*c->at != 'B')
		return codec_trailing(c, e);
	b->bzip = (bz_stream){ 0 };
	if (BZ2_bzDecompressInit(&b->bzip, 0, 0) != BZ_OK)
		return fail(e, ERR_MEMORY, "bz2: no memory for the decoder");
	b->inside = true;
	return 1;
}

static int bz2_failed(struct codec *c, int rc, struct error *e)
{
	switch (rc) {
	case BZ_MEM_ERROR:
		return fail(e, ERR_MEMORY, "bz2: no memory for the decoder");
	case BZ_DATA_ERROR_MAGIC:
		return codec_trailing(c, e);
	default:
		return codec_broken(c, ERR_MALFORMED, "damaged data", e);
	}
}

static int bz2_step(struct codec *c, struct codec_output *o, struct error *e)
{
	struct bz2 *b = (struct bz2 *)c;
	bz_stream *s = &b->bzip;
	unsigned room = o->room < INT_MAX ? (unsigned)o->room : INT_MAX;
	size_t had = c->left;
	int rc;

	if (!b->inside) {
		if (c->left == 0)
			return 0;
		if (bz2_begin(b, e) < 0)
			return -1;
	}
	s->next_in = (char *)c->at;
	s->avail_in = (unsigned)c->left;
	s->next_out = (char *)o->at;
	s->avail_out = room;
	rc = BZ2_bzDecompress(s);
	c->at += had - s->avail_in;
	c->left = s->avail_in;
	o->at += room - s->avail_out;
	o->room -= room - s->avail_out;
	if (rc == BZ_STREAM_END) {
		bz2_end(c);
		return 1;
	}
	if (rc != BZ_OK)
		return bz2_failed(c, rc, e);
	if (c->left != had || s->avail_out != room)
		return 1;
	return c->left ? codec_broken(c, ERR_MALFORMED, "damaged data", e) : codec_truncated(c, e);
}

static int bz2_open(struct reader *r, struct error *e)
{
	struct bz2 *b = arena_new(r->arena, struct bz2);

	if (!b)
		return fail(e, ERR_LIMIT, "bz2: no memory left for this item");
	b->codec.name = "bz2";
	b->codec.unit = "stream";
	b->codec.step = bz2_step;
	b->codec.end = bz2_end;
	return codec_open(r, &b->codec, e);
}

/* The magic of a block, or of the end of a stream without any. */
static int bz2_probe(struct span head)
{
	struct span magic = span_cut(head, 4, 6);

	if (!span_starts(head, SPAN("BZh")) || head.len < 4 || head.ptr[3] < '1' ||
	    head.ptr[3] > '9')
		return 0;
	return span_starts(SPAN("\x31\x41\x59\x26\x53\x59"), magic) ||
	       span_starts(SPAN("\x17\x72\x45\x38\x50\x90"), magic) ? 95 : 0;
}

const struct format format_bz2 = {
	.name = "bz2",
	.about = "bzip2",
	.suffixes = " .bz2 .tbz2 ",
	.class = FORMAT_CODEC,
	.evidence = true,
	.probe = bz2_probe,
	.open = bz2_open,
	.next = codec_next,
	.close = codec_close,
};
