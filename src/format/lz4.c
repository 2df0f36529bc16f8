/*
 * lz4.c -- LZ4 files of any number of frames.
 *
 * Specification: LZ4 Frame Format 1.6.3.  Skippable frames are skipped.
 * Not here: the legacy frame (recognised.c), dictionaries.
 * Hostile input: a block is at most 4 MiB.
 */
#include <lz4frame.h>

#include "base/cursor.h"
#include "format/codec.h"

#define MAGIC      0x184d2204u
#define MAGIC_SKIP 0x184d2a50u	/* and the 15 behind it; zstd has the same */

#define FIRST_INPUT  7		/* the shortest header of a frame */
#define BLOCK_HEADER 4

struct lz4 {
	struct codec codec;
	LZ4F_dctx *decoder;
	bool inside;			/* a frame has begun and not ended */
	size_t wanted;			/* input up to behind the next block's header */
};

static int lz4_failed(struct codec *c, size_t rc, struct error *e)
{
	const char *name = LZ4F_getErrorName(rc);

	if (strcmp(name, "ERROR_frameType_unknown") == 0)
		return codec_trailing(c, e);
	if (strcmp(name, "ERROR_allocation_failed") == 0)
		return fail(e, ERR_MEMORY, "lz4: no memory for the decoder");
	return codec_broken(c, ERR_MALFORMED,
			    strstr(name, "hecksum") ? "wrong checksum" : "damaged data", e);
}

static int lz4_step(struct codec *c, struct codec_output *o, struct error *e)
{
	struct lz4 *z = (struct lz4 *)c;
	size_t made = o->room;
	size_t used, rc;

	if (!z->inside) {
		if (c->left == 0)
			return 0;
		c->member = codec_offset(c);
		z->inside = true;
		z->wanted = FIRST_INPUT;
	}
	/* Block by block: a call that fails does not say how much it had decoded. */
	used = z->wanted > BLOCK_HEADER ? z->wanted - BLOCK_HEADER : z->wanted;
	if (used > c->left)
		used = c->left;
	rc = LZ4F_decompress(z->decoder, o->at, &made, c->at, &used, NULL);
	if (LZ4F_isError(rc))
		return lz4_failed(c, rc, e);
	c->at += used;
	c->left -= used;
	o->at += made;
	o->room -= made;
	z->inside = rc != 0;
	z->wanted = rc;
	if (used || made || rc == 0)
		return 1;
	return c->left ? codec_broken(c, ERR_MALFORMED, "damaged data", e) : codec_truncated(c, e);
}

static void lz4_end(struct codec *c)
{
	struct lz4 *z = (struct lz4 *)c;

	LZ4F_freeDecompressionContext(z->decoder);
	z->decoder = NULL;
}

static int lz4_open(struct reader *r, struct error *e)
{
	struct lz4 *z = arena_new(r->arena, struct lz4);

	if (!z)
		return fail(e, ERR_LIMIT, "lz4: no memory left for this item");
	z->codec.name = "lz4";
	z->codec.unit = "frame";
	z->codec.step = lz4_step;
	z->codec.end = lz4_end;
	if (codec_open(r, &z->codec, e) < 0)
		return -1;
	if (LZ4F_isError(LZ4F_createDecompressionContext(&z->decoder, LZ4F_VERSION)))
		return fail(e, ERR_MEMORY, "lz4: no memory for the decoder");
	return 0;
}

static int lz4_probe(struct span head)
{
	struct cursor c = { .left = head };
	uint32_t magic = cursor_u32(&c);

	while (!c.bad && (magic & ~0xfu) == MAGIC_SKIP) {
		cursor_take(&c, cursor_u32(&c));
		magic = cursor_u32(&c);
	}
	return !c.bad && magic == MAGIC ? 95 : 0;
}

const struct format format_lz4 = {
	.name = "lz4",
	.about = "LZ4 frames",
	.suffixes = " .lz4 ",
	.class = FORMAT_CODEC,
	.evidence = true,
	.probe = lz4_probe,
	.open = lz4_open,
	.next = codec_next,
	.close = codec_close,
};
