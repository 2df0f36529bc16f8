/*
 * szdd.c -- files by COMPRESS.EXE of MS-DOS and Windows (SETUP.EX_), method A.
 *
 * Specification: none was published; LZSS with a window of 4 KiB, matches of 3
 * to 18 bytes, eight choices to a flag byte.  Not here: the KWAJ variants.
 * Hostile input: the window is fixed, every match lies inside of it; what is
 * behind the stated length is not decoded.
 */
#include "format/codec.h"
#include "format/probe.h"

#define HEADER 14
#define WINDOW 4096
#define BEGIN  (WINDOW - 16)
#define SHORTEST 3

struct szdd {
	struct codec codec;
	uint8_t header[HEADER];
	unsigned seen;			/* bytes of the header */
	uint64_t left;			/* decoded bytes to come */
	unsigned flags;			/* choices left, behind a one that marks their end */
	bool paired;			/* the first byte of a match was read: */
	uint8_t first;
	unsigned match, from;		/* bytes to copy, and where they lie */
	unsigned at;			/* in the window */
	uint8_t window[WINDOW];
};

static int szdd_header(struct szdd *z, uint8_t byte, struct error *e)
{
	z->header[z->seen++] = byte;
	if (z->seen < HEADER)
		return 1;
	if (z->header[8] != 'A')
		return codec_broken(&z->codec, ERR_UNSUPPORTED, "unknown method", e);
	z->left = probe_number(span_make(z->header, HEADER), 10, 4);
	return 1;
}

static void szdd_give(struct szdd *z, struct codec_output *o, uint8_t byte)
{
	*o->at++ = byte;
	o->room--;
	z->left--;
	z->window[z->at] = byte;
	z->at = (z->at + 1) % WINDOW;
}

/* One byte of input: flags, a literal, or half of a match. */
static void szdd_take(struct szdd *z, struct codec_output *o, uint8_t byte)
{
	if (z->flags <= 1) {
		z->flags = byte | 0x100u;
	} else if (z->flags & 1) {
		szdd_give(z, o, byte);
		z->flags >>= 1;
	} else if (!z->paired) {
		z->first = byte;
		z->paired = true;
	} else {
		z->from = z->first | (unsigned)(byte & 0xf0) << 4;
		z->match = (byte & 0xfu) + SHORTEST;
		z->paired = false;
		z->flags >>= 1;
	}
}

static int szdd_step(struct codec *c, struct codec_output *o, struct error *e)
{
	struct szdd *z = (struct szdd *)c;

	while (o->room) {
		if (z->seen == HEADER && z->left == 0)
			return 0;
		if (z->match) {
			z->match--;
			szdd_give(z, o, z->window[z->from++ % WINDOW]);
			continue;
		}
		if (!c->left)
			return c->ended ? codec_truncated(c, e) : 1;
		c->left--;
		if (z->seen < HEADER) {
			if (szdd_header(z, *c->at++, e) < 0)
				return -1;
		} else {
			szdd_take(z, o, *c->at++);
		}
	}
	return 1;
}

static void szdd_end(struct codec *c)
{
	(void)c;
}

static int szdd_open(struct reader *r, struct error *e)
{
	struct szdd *z = arena_new(r->arena, struct szdd);

	if (!z)
		return fail(e, ERR_LIMIT, "szdd: no memory left for this item");
	z->codec.name = "szdd";
	z->codec.unit = "file";
	z->codec.step = szdd_step;
	z->codec.end = szdd_end;
	z->at = BEGIN;
	memset(z->window, ' ', WINDOW);
	return codec_open(r, &z->codec, e);
}

static int szdd_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("SZDD\x88\xf0\x27\x33"));
}

const struct format format_szdd = {
	.name = "szdd",
	.about = "compressed by COMPRESS.EXE of MS-DOS",
	.suffixes = " .ex_ .dl_ .sy_ ",
	.class = FORMAT_CODEC,
	.evidence = true,
	.probe = szdd_probe,
	.open = szdd_open,
	.next = codec_next,
	.close = codec_close,
};
