/* codec.c -- the loop around every decoder. */
#include "format/codec.h"

/* A decoder may step back over a few bytes that it had looked at (igzip: 8). */
#define KEEP 16

static int64_t codec_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct codec *c = (struct codec *)s;
	struct codec_output o = { out, max };

	while (!c->over && o.room == max) {
		codec_fill(c);
		c->over = c->step(c, &o, &c->later) <= 0;
	}
	if (o.room < max)
		return (int64_t)(max - o.room);
	if (c->later.code == ERR_NONE && c->below.code == ERR_NONE)
		return 0;
	*e = c->later.code != ERR_NONE ? c->later : c->below;
	return -1;
}

static void codec_stream_close(struct stream *s)
{
	struct codec *c = (struct codec *)s;

	c->over = true;
	c->end(c);
}

static const struct stream_type codec_type = {
	.name = "decoded",
	.read = codec_read,
	.close = codec_stream_close,
};

int codec_open(struct reader *r, struct codec *c, struct error *e)
{
	uint8_t *window = arena_room(r->arena, KEEP + CODEC_WINDOW);

	if (!window)
		return fail(e, ERR_LIMIT, "%s: no memory left for this item", c->name);
	c->stream.type = &codec_type;
	c->stream.below = r->stream;
	c->window = window;
	c->at = window + KEEP;
	r->state = c;
	return 0;
}

void codec_fill(struct codec *c)
{
	int64_t got;

	if (c->left || c->ended)
		return;
	memmove(c->window, c->at - KEEP, KEEP);
	c->at = c->window + KEEP;
	got = stream_read(c->stream.below, c->at, CODEC_WINDOW, &c->below);
	if (got <= 0) {
		c->ended = true;
		return;
	}
	c->left = (size_t)got;
	c->taken += c->left;
}

int codec_truncated(struct codec *c, struct error *e)
{
	if (c->below.code != ERR_NONE) {
		*e = c->below;
		return -1;
	}
	return fail(e, ERR_TRUNCATED, "%s: ends inside the %s that begins at byte %llu", c->name,
		    c->unit, (unsigned long long)c->member);
}

int codec_broken(struct codec *c, enum error_code code, const char *what, struct error *e)
{
	return fail(e, code, "%s: %s in the %s that begins at byte %llu", c->name, what, c->unit,
		    (unsigned long long)c->member);
}

int codec_trailing(struct codec *c, struct error *e)
{
	return fail(e, ERR_MALFORMED, "%s: the bytes behind the last %s, from byte %llu, are none",
		    c->name, c->unit, (unsigned long long)c->member);
}

int codec_next(struct reader *r, struct part *out, struct error *e)
{
	struct codec *c = r->state;

	(void)e;
	if (c->given)
		return 0;
	c->given = true;
	*out = (struct part){ .kind = PART_STREAM, .name = c->title, .stream = &c->stream };
	return 1;
}

void codec_close(struct reader *r)
{
	if (r->state)
		codec_stream_close(r->state);
}
