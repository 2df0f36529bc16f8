/*
 * zstd.c -- Zstandard files of any number of frames.
 *
 * Specification: RFC 8878.  Skippable frames are skipped.
 * Not here: dictionaries (a frame that needs one is refused).
 * Hostile input: a frame that wants a window of more than 128 MiB is refused.
 */
#include <zstd.h>
#include <zstd_errors.h>

#include "base/cursor.h"
#include "format/codec.h"

#define WINDOW_LOG_MAX 27
#define FIRST_INPUT    5		/* enough to know the size of a frame's header */
#define BLOCK_HEADER   3
#define MAGIC          0xfd2fb528u
#define MAGIC_SKIP     0x184d2a50u	/* and the 15 behind it; lz4 has the same */

struct zstd {
	struct codec codec;
	ZSTD_DStream *decoder;
	bool inside;			/* a frame has begun and not ended */
	size_t wanted;			/* input up to behind the next block's header */
};

static int zstd_failed(struct codec *c, size_t rc, struct error *e)
{
	switch (ZSTD_getErrorCode(rc)) {
	case ZSTD_error_frameParameter_windowTooLarge:
		return codec_broken(c, ERR_LIMIT, "a window of more than 128 MiB", e);
	case ZSTD_error_memory_allocation:
		return codec_broken(c, ERR_LIMIT, "no memory for the window", e);
	case ZSTD_error_dictionary_wrong:
	case ZSTD_error_dictionary_corrupted:
		return codec_broken(c, ERR_UNSUPPORTED, "a dictionary is needed", e);
	case ZSTD_error_prefix_unknown:
		return codec_trailing(c, e);
	case ZSTD_error_checksum_wrong:
		return codec_broken(c, ERR_MALFORMED, "wrong checksum", e);
	default:
		return codec_broken(c, ERR_MALFORMED, "damaged data", e);
	}
}

static int zstd_step(struct codec *c, struct codec_output *o, struct error *e)
{
	struct zstd *z = (struct zstd *)c;
	ZSTD_inBuffer in = { c->at, 0, 0 };
	ZSTD_outBuffer out = { o->at, o->room, 0 };
	size_t rc;

	if (!z->inside) {
		if (c->left == 0)
			return 0;
		c->member = codec_offset(c);
		z->inside = true;
		z->wanted = FIRST_INPUT;
	}
	/* Block by block: a call that fails does not say how much it had decoded. */
	in.size = z->wanted > BLOCK_HEADER ? z->wanted - BLOCK_HEADER : z->wanted;
	if (in.size > c->left)
		in.size = c->left;
	rc = ZSTD_decompressStream(z->decoder, &out, &in);
	c->at += in.pos;
	c->left -= in.pos;
	o->at += out.pos;
	o->room -= out.pos;
	if (ZSTD_isError(rc))
		return zstd_failed(c, rc, e);
	z->inside = rc != 0;
	z->wanted = rc;
	if (in.pos || out.pos || rc == 0)
		return 1;
	return c->left ? codec_broken(c, ERR_MALFORMED, "damaged data", e) : codec_truncated(c, e);
}

static void zstd_end(struct codec *c)
{
	struct zstd *z = (struct zstd *)c;

	ZSTD_freeDStream(z->decoder);
	z->decoder = NULL;
}

static int zstd_open(struct reader *r, struct error *e)
{
	struct zstd *z = arena_new(r->arena, struct zstd);

	if (!z)
		return fail(e, ERR_LIMIT, "zstd: no memory left for this item");
	z->codec.name = "zstd";
	z->codec.unit = "frame";
	z->codec.step = zstd_step;
	z->codec.end = zstd_end;
	if (codec_open(r, &z->codec, e) < 0)
		return -1;
	z->decoder = ZSTD_createDStream();
	if (!z->decoder ||
	    ZSTD_isError(ZSTD_DCtx_setParameter(z->decoder, ZSTD_d_windowLogMax, WINDOW_LOG_MAX)))
		return fail(e, ERR_MEMORY, "zstd: no memory for the decoder");
	return 0;
}

/* The first frame that is not skippable decides; behind the head zstd is likelier than lz4. */
static int zstd_probe(struct span head)
{
	struct cursor c = { .left = head };
	bool skipped = false;

	for (;;) {
		uint32_t magic = cursor_u32(&c);

		if (c.bad)
			return skipped ? 60 : 0;
		if (magic == MAGIC)
			return 95;
		if ((magic & ~0xfu) != MAGIC_SKIP)
			return 0;
		skipped = true;
		cursor_take(&c, cursor_u32(&c));
	}
}

const struct format format_zstd = {
	.name = "zstd",
	.about = "Zstandard (RFC 8878)",
	.suffixes = " .zst .tzst ",
	.class = FORMAT_CODEC,
	.evidence = true,
	.probe = zstd_probe,
	.open = zstd_open,
	.next = codec_next,
	.close = codec_close,
};
