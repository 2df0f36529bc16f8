/*
 * xz.c -- xz files of any number of streams.
 *
 * Specification: The .xz File Format 1.0.4 (tukaani.org).
 * Not here: .lzma, the older format without a magic number.
 * Hostile input: a stream that wants more than 256 MiB is refused.
 */
#include <lzma.h>

#include "format/codec.h"

#define MEMORY_MAX (UINT64_C(256) << 20)

struct xz {
	struct codec codec;
	lzma_stream lzma;
	bool running;
};

static int xz_failed(struct codec *c, lzma_ret rc, struct error *e)
{
	unsigned long long at = codec_offset(c);

	switch (rc) {
	case LZMA_MEMLIMIT_ERROR:
		return fail(e, ERR_LIMIT, "xz: needs more than 256 MiB of memory from byte %llu on",
			    at);
	case LZMA_MEM_ERROR:
		return fail(e, ERR_MEMORY, "xz: no memory for the decoder");
	case LZMA_OPTIONS_ERROR:
		return fail(e, ERR_UNSUPPORTED, "xz: an unknown filter or option before byte %llu",
			    at);
	case LZMA_FORMAT_ERROR:
		return fail(e, ERR_MALFORMED, "xz: does not begin like xz");
	default:
		/* The library does not tell which of the two it is. */
		return fail(e, ERR_MALFORMED, "xz: damaged data, or bytes behind the last stream "
			    "that are none, before byte %llu", at);
	}
}

static int xz_step(struct codec *c, struct codec_output *o, struct error *e)
{
	struct xz *x = (struct xz *)c;
	lzma_stream *s = &x->lzma;
	size_t had = c->left, room = o->room;
	lzma_ret rc;

	s->next_in = c->at;
	s->avail_in = c->left;
	s->next_out = o->at;
	s->avail_out = o->room;
	rc = lzma_code(s, c->ended ? LZMA_FINISH : LZMA_RUN);
	c->at += had - s->avail_in;
	c->left = s->avail_in;
	o->at = s->next_out;
	o->room = s->avail_out;
	if (rc == LZMA_STREAM_END)
		return 0;
	if (rc != LZMA_OK && rc != LZMA_BUF_ERROR)
		return xz_failed(c, rc, e);
	if (c->left != had || o->room != room)
		return 1;
	if (!c->ended || c->left)
		return xz_failed(c, LZMA_DATA_ERROR, e);
	c->member = codec_offset(c);
	if (c->below.code != ERR_NONE)
		return codec_truncated(c, e);
	return fail(e, ERR_TRUNCATED, "xz: ends too early, at byte %llu",
		    (unsigned long long)c->member);
}

static void xz_end(struct codec *c)
{
	struct xz *x = (struct xz *)c;

	if (x->running)
		lzma_end(&x->lzma);
	x->running = false;
}

static int xz_open(struct reader *r, struct error *e)
{
	struct xz *x = arena_new(r->arena, struct xz);

	if (!x)
		return fail(e, ERR_LIMIT, "xz: no memory left for this item");
	x->codec.name = "xz";
	x->codec.unit = "stream";
	x->codec.step = xz_step;
	x->codec.end = xz_end;
	if (codec_open(r, &x->codec, e) < 0)
		return -1;
	x->running = true;
	if (lzma_stream_decoder(&x->lzma, MEMORY_MAX, LZMA_CONCATENATED) != LZMA_OK)
		return fail(e, ERR_MEMORY, "xz: no memory for the decoder");
	return 0;
}

static int xz_probe(struct span head)
{
	return span_starts(head, SPAN("\xfd" "7zXZ\0")) ? 100 : 0;
}

const struct format format_xz = {
	.name = "xz",
	.about = "xz (LZMA2)",
	.suffixes = " .xz .txz ",
	.class = FORMAT_CODEC,
	.evidence = true,
	.probe = xz_probe,
	.open = xz_open,
	.next = codec_next,
	.close = codec_close,
};
