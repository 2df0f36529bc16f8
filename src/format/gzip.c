/*
 * gzip.c -- gzip files of any number of members, by ISA-L.
 *
 * Specification: RFC 1952.  Zeros behind a member (tapes, blocks) are skipped.
 * Not here: the checksum of the header (what it guards is not used), zlib
 * streams (RFC 1950).
 * Hostile input: the header is read byte by byte and only NAME_MAX of its name
 * kept; checksum and length of the data are verified.
 */
#include <isa-l/igzip_lib.h>

#include "base/utf8.h"
#include "format/codec.h"

#define FIXED    10		/* bytes of every header */
#define NAME_MAX 255

enum { FLAG_HCRC = 2, FLAG_EXTRA = 4, FLAG_NAME = 8, FLAG_COMMENT = 16, FLAG_RESERVED = 0xe0 };

/* In the order of the file. */
enum gzip_state {
	GZIP_FIXED, GZIP_EXTRA_LENGTH, GZIP_EXTRA, GZIP_NAME, GZIP_COMMENT, GZIP_HCRC,
	GZIP_DATA, GZIP_BETWEEN,
};

struct gzip {
	struct codec codec;
	enum gzip_state state;
	uint8_t fixed[FIXED];
	size_t seen;			/* bytes of the header's present field */
	size_t extra;
	size_t name_length;
	char name[NAME_MAX];
	char title[2 * NAME_MAX];	/* the name in UTF-8 */
	struct inflate_state inflate;
};

static void gzip_begin_member(struct gzip *g)
{
	g->codec.member = codec_offset(&g->codec);
	g->state = GZIP_FIXED;
	g->seen = 0;
	g->extra = 0;
}

/* The next field of the header that the flags announce. */
static void gzip_advance(struct gzip *g)
{
	static const struct {
		enum gzip_state state;
		int flag;
	} fields[] = {
		{ GZIP_EXTRA_LENGTH, FLAG_EXTRA }, { GZIP_EXTRA, FLAG_EXTRA },
		{ GZIP_NAME, FLAG_NAME },	   { GZIP_COMMENT, FLAG_COMMENT },
		{ GZIP_HCRC, FLAG_HCRC },
	};

	g->seen = 0;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		bool empty = fields[i].state == GZIP_EXTRA && g->extra == 0;

		if (fields[i].state > g->state && g->fixed[3] & fields[i].flag && !empty) {
			g->state = fields[i].state;
			return;
		}
	}
	g->state = GZIP_DATA;
	isal_inflate_reset(&g->inflate);
	g->inflate.crc_flag = ISAL_GZIP_NO_HDR_VER;
}

static int gzip_fixed(struct gzip *g, uint8_t byte, struct error *e)
{
	g->fixed[g->seen++] = byte;
	if ((g->seen == 1 && byte != 0x1f) || (g->seen == 2 && byte != 0x8b))
		return codec_trailing(&g->codec, e);
	if (g->seen == 3 && byte != 8)
		return codec_broken(&g->codec, ERR_MALFORMED, "unknown method", e);
	if (g->seen == 4 && byte & FLAG_RESERVED)
		return codec_broken(&g->codec, ERR_MALFORMED, "unknown flags", e);
	if (g->seen == FIXED)
		gzip_advance(g);
	return 1;
}

/* Take one byte of the header: 1, or -1 and *e. */
static int gzip_header(struct gzip *g, uint8_t byte, struct error *e)
{
	switch (g->state) {
	case GZIP_FIXED:
		return gzip_fixed(g, byte, e);
	case GZIP_EXTRA_LENGTH:
		g->extra |= (size_t)byte << (8 * g->seen);
		if (++g->seen == 2)
			gzip_advance(g);
		return 1;
	case GZIP_EXTRA:
		if (++g->seen == g->extra)
			gzip_advance(g);
		return 1;
	case GZIP_NAME:
		if (byte && g->seen < NAME_MAX && g->codec.member == 0) {
			g->name[g->seen++] = (char)byte;
			g->name_length = g->seen;
		}
		if (!byte)
			gzip_advance(g);
		return 1;
	case GZIP_COMMENT:
		if (!byte)
			gzip_advance(g);
		return 1;
	default:
		if (++g->seen == 2)
			gzip_advance(g);
		return 1;
	}
}

static int gzip_inflate(struct gzip *g, struct codec_output *o, struct error *e)
{
	struct codec *c = &g->codec;
	struct inflate_state *z = &g->inflate;
	size_t room = o->room < 1u << 30 ? o->room : 1u << 30;
	size_t had = c->left;
	int rc;

	z->next_in = c->at;
	z->avail_in = (uint32_t)c->left;
	z->next_out = o->at;
	z->avail_out = (uint32_t)room;
	rc = isal_inflate(z);
	c->at = z->next_in;
	c->left = z->avail_in;
	o->at = z->next_out;
	o->room -= room - z->avail_out;
	if (rc == ISAL_INCORRECT_CHECKSUM)
		return codec_broken(c, ERR_MALFORMED, "wrong checksum or length", e);
	if (rc < 0)
		return codec_broken(c, ERR_MALFORMED, "damaged data", e);
	if (z->block_state == ISAL_BLOCK_FINISH) {
		g->state = GZIP_BETWEEN;
		return 1;
	}
	if (z->avail_out != room || c->left != had)
		return 1;
	return c->left ? codec_broken(c, ERR_MALFORMED, "damaged data", e) : codec_truncated(c, e);
}

static int gzip_step(struct codec *c, struct codec_output *o, struct error *e)
{
	struct gzip *g = (struct gzip *)c;

	if (g->state == GZIP_DATA)
		return gzip_inflate(g, o, e);
	while (c->left && g->state == GZIP_BETWEEN) {
		if (*c->at) {
			gzip_begin_member(g);
			break;
		}
		c->at++;
		c->left--;
	}
	if (c->left == 0 && c->ended)
		return g->state == GZIP_BETWEEN ? 0 : codec_truncated(c, e);
	while (c->left && g->state < GZIP_DATA) {
		c->left--;
		if (gzip_header(g, *c->at++, e) < 0)
			return -1;
	}
	return 1;
}

/* The name is Latin-1 by the RFC and UTF-8 in practice. */
static struct span gzip_title(struct gzip *g)
{
	struct span name = { g->name, g->name_length };
	size_t n = 0;

	if (utf8_valid(name) == name.len)
		return name;
	for (size_t i = 0; i < name.len; i++)
		n += utf8_encode((unsigned char)name.ptr[i], g->title + n);
	return span_make(g->title, n);
}

static void gzip_end(struct codec *c)
{
	(void)c;
}

static int gzip_open(struct reader *r, struct error *e)
{
	struct gzip *g = arena_new(r->arena, struct gzip);
	struct codec_output none = { 0 };

	if (!g)
		return fail(e, ERR_LIMIT, "gzip: no memory left for this item");
	g->codec.name = "gzip";
	g->codec.unit = "member";
	g->codec.step = gzip_step;
	g->codec.end = gzip_end;
	isal_inflate_init(&g->inflate);
	if (codec_open(r, &g->codec, e) < 0)
		return -1;
	while (g->state < GZIP_DATA && !g->codec.over) {
		codec_fill(&g->codec);
		g->codec.over = gzip_step(&g->codec, &none, &g->codec.later) <= 0;
	}
	g->codec.title = gzip_title(g);
	return 0;
}

static int gzip_probe(struct span head)
{
	if (!span_starts(head, SPAN("\x1f\x8b")))
		return 0;
	return head.len < 4 || (head.ptr[2] == 8 && !(head.ptr[3] & FLAG_RESERVED)) ? 95 : 0;
}

const struct format format_gzip = {
	.name = "gzip",
	.about = "gzip (RFC 1952)",
	.suffixes = " .gz .tgz ",
	.class = FORMAT_CODEC,
	.evidence = true,
	.probe = gzip_probe,
	.open = gzip_open,
	.next = codec_next,
	.close = codec_close,
};
