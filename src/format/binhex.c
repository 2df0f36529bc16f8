/*
 * binhex.c -- BinHex 4.0: a Macintosh file as text, as mail once carried it.
 *
 * Specification: RFC 1741, appendix A.  Not here: the name and type of the
 * file, the checksums, the resource fork of a file that has a data fork.
 * Hostile input: one pass, no memory but its state; the length of the fork is
 * an upper bound of what is given.
 */
#include "format/codec.h"
#include "format/probe.h"

#define MARKER 0x90		/* in front of a repeat count */
#define FORK   22		/* bytes behind the name that are no fork */
#define LEAD   512		/* of the first line, at most */

struct binhex {
	struct codec codec;
	bool begun;			/* the colon was met */
	unsigned bits, count;		/* of six-bit letters that make no byte yet */
	bool marked;
	uint8_t last;
	unsigned repeat;
	uint64_t seen;			/* decoded bytes */
	unsigned name;			/* length of the name */
	uint64_t data, resource;	/* lengths of the forks */
};

static const char letters[] = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";

/* A decoded byte: of the header it is taken in, of a fork it is given. */
static void binhex_byte(struct binhex *h, struct codec_output *o, uint8_t byte)
{
	uint64_t at = h->seen++, base, end;

	if (at == 0) {
		h->name = byte;
		return;
	}
	base = h->name + 12u;		/* 1 + name + NUL, type, creator, flags */
	if (at >= base && at < base + 4)
		h->data = h->data << 8 | byte;
	else if (at >= base + 4 && at < base + 8)
		h->resource = h->resource << 8 | byte;
	end = h->name + (uint64_t)FORK;
	if (!h->data)
		end += 2;
	if (at < end || at >= end + (h->data ? h->data : h->resource))
		return;
	*o->at++ = byte;
	o->room--;
}

static void binhex_raw(struct binhex *h, struct codec_output *o, uint8_t byte)
{
	if (h->marked) {
		h->marked = false;
		if (byte == 0) {
			h->last = MARKER;
			binhex_byte(h, o, MARKER);
		} else {
			h->repeat = byte - 1u;
		}
	} else if (byte == MARKER) {
		h->marked = true;
	} else {
		h->last = byte;
		binhex_byte(h, o, byte);
	}
}

/* One letter: 1, 0 at the closing colon, -1. */
static int binhex_letter(struct binhex *h, struct codec_output *o, char c, struct error *e)
{
	const char *at;

	if (c == ':') {
		h->begun = !h->begun;
		return h->begun;
	}
	if (!h->begun || ascii_space(c))
		return 1;
	at = memchr(letters, c, sizeof(letters) - 1);
	if (!at)
		return codec_broken(&h->codec, ERR_MALFORMED, "a letter that means nothing", e);
	h->bits = (h->bits << 6 | (unsigned)(at - letters)) & 0xffff;
	h->count += 6;
	if (h->count >= 8) {
		h->count -= 8;
		binhex_raw(h, o, (uint8_t)(h->bits >> h->count));
	}
	return 1;
}

static int binhex_step(struct codec *c, struct codec_output *o, struct error *e)
{
	struct binhex *h = (struct binhex *)c;

	while (o->room) {
		int rc;

		if (h->repeat) {
			h->repeat--;
			binhex_byte(h, o, h->last);
			continue;
		}
		if (!c->left)
			return c->ended ? codec_truncated(c, e) : 1;
		c->left--;
		rc = binhex_letter(h, o, (char)*c->at++, e);
		if (rc <= 0)
			return rc;
	}
	return 1;
}

static void binhex_end(struct codec *c)
{
	(void)c;
}

static int binhex_open(struct reader *r, struct error *e)
{
	struct binhex *h = arena_new(r->arena, struct binhex);
	uint8_t byte;

	if (!h)
		return fail(e, ERR_LIMIT, "binhex: no memory left for this item");
	h->codec.name = "binhex";
	h->codec.unit = "file";
	h->codec.step = binhex_step;
	h->codec.end = binhex_end;
	if (codec_open(r, &h->codec, e) < 0)
		return -1;
	/* The sentence in front ends with its line; a colon may stand in it. */
	for (size_t i = 0; i < LEAD; i++) {
		codec_fill(&h->codec);
		if (!h->codec.left)
			break;
		h->codec.left--;
		byte = *h->codec.at++;
		if (byte == '\n' || byte == '\r')
			break;
	}
	return 0;
}

static int binhex_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("(This file must be converted with BinHex"));
}

const struct format format_binhex = {
	.name = "binhex",
	.about = "BinHex 4.0",
	.suffixes = " .hqx ",
	.class = FORMAT_CODEC,
	.evidence = true,
	.probe = binhex_probe,
	.open = binhex_open,
	.next = codec_next,
	.close = codec_close,
};
