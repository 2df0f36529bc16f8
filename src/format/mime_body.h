/*
 * mime_body.h -- the body of a message as a row of stretches: up to the next
 * boundary, or to a line that begins something else inside a text.
 *
 * Linear: every byte is looked at once, a line that begins like a boundary is
 * compared with those that are open.  Memory is one window.
 */
#ifndef FORMAT_MIME_BODY_H
#define FORMAT_MIME_BODY_H

#include "format/mime.h"

#define MIME_DEPTH    64
#define MIME_WINDOW   (32u << 10)
#define MIME_BOUNDARY 200	/* bytes; RFC 2046 allows 70 */

enum mime_stop {
	MIME_GOES_ON,
	MIME_ENDS,		/* the input is over */
	MIME_AT_BOUNDARY,	/* .which is open and has a line here */
	MIME_AT_UU,		/* "begin 644 name"; in text only, as the next two */
	MIME_AT_YENC,		/* "=ybegin ..." */
	MIME_AT_PGP,		/* "-----BEGIN PGP MESSAGE-----" */
	MIME_AT_END,		/* the line that ends what one of these began */
};

/*
 * What lines may end a stretch, beside boundaries.  Between parts also one that
 * no header names, when a field "Content-..." follows it: it is opened.
 */
enum mime_inside {
	MIME_IN_BYTES,
	MIME_IN_TEXT,
	MIME_BETWEEN,
	MIME_IN_UU,
	MIME_IN_YENC,
	MIME_IN_PGP,
};

struct mime_boundary {
	char text[MIME_BOUNDARY];
	unsigned len;
	bool seen;
	bool digest;		/* multipart/digest: messages unless said otherwise */
	bool sealed;		/* multipart/encrypted */
};

struct mime_body {
	struct stream *in;
	struct error below;	/* why the input ended, if it failed */
	char *window;
	size_t at, have;
	uint64_t taken;		/* offset of the window's end in the input */
	bool ended;		/* the input gave its last byte */
	bool line_starts;	/* `at` is the first byte of a line */
	enum mime_inside inside;
	enum mime_stop stop;
	unsigned which;		/* boundary at hand */
	bool closing;		/* it is the last of its kind */
	struct mime_boundary boundary[MIME_DEPTH];	/* that are open, outermost first */
	unsigned depth;
};

/* -1: no memory left for it. */
int  mime_body_open(struct mime_body *b, struct arena *a, struct stream *in, struct error *e);

/* Begin a stretch at the line at hand. */
void mime_body_begin(struct mime_body *b, enum mime_inside inside);

/* The next bytes of the stretch, until the next call; false at its end: b->stop says why. */
bool mime_body_next(struct mime_body *b, struct span *out);

/* Over the stretch that nobody wanted. */
void mime_body_skip(struct mime_body *b);

/* Take the line that it stopped at; empty when it is longer than the window. */
struct span mime_body_line(struct mime_body *b);

/*
 * The header at hand into `out`, and over the empty line behind it.  A line
 * that is no field ends it too.  -1: longer than `out` may be.
 */
int  mime_body_header(struct mime_body *b, struct buf *out);

/* Offset in the input of the byte at hand. */
static inline uint64_t mime_body_offset(const struct mime_body *b)
{
	return b->taken - (b->have - b->at);
}

#endif
