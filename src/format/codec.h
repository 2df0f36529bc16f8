/*
 * codec.h -- what the codecs share: compressed input in blocks of 64 KiB, and
 * a stream that gives what was decoded before it tells what went wrong.
 *
 * A codec embeds struct codec as its first member and writes one `step`.
 * Hostile input: memory is the window, the decoder's state and whatever the
 * library's own limit allows; expansion is the caller's to guard (stream and
 * reader.stream both count their position).
 */
#ifndef FORMAT_CODEC_H
#define FORMAT_CODEC_H

#include "format/format.h"

#define CODEC_WINDOW (64 * 1024)

/* Where a step puts what it decoded. */
struct codec_output {
	uint8_t *at;
	size_t room;
};

struct codec {
	struct stream stream;		/* the part's */
	/*
	 * Decode from at/left into the output and say 1 (call again), 0 (all
	 * is decoded) or -1.  Called with input at hand, or with none when
	 * `ended`: then it must give output that the decoder still holds, or
	 * end.  What cannot go on at the end is codec_truncated.
	 */
	int (*step)(struct codec *c, struct codec_output *o, struct error *e);
	void (*end)(struct codec *c);	/* release the decoder; may be called twice */
	const char *name;
	const char *unit;		/* what a file has several of: "member", "frame" */
	uint8_t *window;
	uint8_t *at;			/* compressed bytes not used yet */
	size_t left;
	uint64_t taken;			/* offset in the input behind the window */
	uint64_t member;		/* offset of the member at hand */
	struct span title;		/* name that the member states, or empty */
	bool given;			/* next has given its part */
	bool ended;			/* the input gave its last byte */
	bool over;			/* nothing more will be decoded */
	struct error below;		/* why the input ended, if it failed */
	struct error later;		/* told when what was decoded is given */
};

/* `c` lives in the reader's arena; sets reader.state. */
int  codec_open(struct reader *r, struct codec *c, struct error *e);

/* Read the next block when none is left. After it: input at hand, or `ended`. */
void codec_fill(struct codec *c);

/* Offset in the input of the next byte. */
static inline uint64_t codec_offset(const struct codec *c)
{
	return c->taken - c->left;
}

/* "gzip: ends inside the member that begins at byte N" */
int  codec_truncated(struct codec *c, struct error *e);
/* "gzip: WHAT in the member that begins at byte N" */
int  codec_broken(struct codec *c, enum error_code code, const char *what, struct error *e);
/* "gzip: bytes behind the last member, at byte N, are none" */
int  codec_trailing(struct codec *c, struct error *e);

/* The row's next and close. */
int  codec_next(struct reader *r, struct part *out, struct error *e);
void codec_close(struct reader *r);

#endif
