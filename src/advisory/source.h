/*
 * source.h -- the bytes of an advisory without what is wrapped around them:
 * compressions opened, text brought to UTF-8.  It can be read again and again:
 * readers that need to know the end before the beginning go through twice.
 */
#ifndef ADVISORY_SOURCE_H
#define ADVISORY_SOURCE_H

#include "base/buf.h"
#include "format/format.h"

#define SOURCE_CODECS 4			/* gzip in xz in ...: deeper is nobody's advisory */
#define SOURCE_SAMPLE (64u << 10)	/* shown to the kinds */

struct source {
	struct span bytes;		/* as given */
	const struct format *codec[SOURCE_CODECS];	/* outermost first */
	uint32_t codecs;
	const struct format *format;	/* of what is inside; NULL: text or unknown */
	enum charset charset;
	struct span sample;		/* first bytes, decoded, in the arena given */
	bool sample_is_all;
};

struct opened {
	struct arena arena;
	struct reader codec[SOURCE_CODECS];
	uint32_t codecs;
	struct stream *stream;		/* decoded; text as UTF-8 */
};

/* Look at the bytes; the sample lives in `a`. */
int  source_init(struct source *s, struct span bytes, struct arena *a, struct error *e);

/* A stream from the beginning; close it whatever happened. `_bytes`: in whatever charset. */
int  source_open(const struct source *s, struct opened *o, struct error *e);
int  source_open_bytes(const struct source *s, struct opened *o, struct error *e);
void source_close(struct opened *o);

/* All of it in one buffer of at most buf's ceiling (ERR_LIMIT). */
int  source_read_all(const struct source *s, struct buf *out, struct error *e);

/*
 * Lines of a stream, without their ends; the line lives until the next call.
 * A line longer than LINES_MAX is given cut, with `cut` set; the rest of it is
 * passed over.
 */
#define LINES_MAX (1u << 20)

struct lines {
	struct stream *stream;
	struct buf buf;
	size_t at;
	bool ended, cut;
	uint64_t number;	/* of the line given, 1-based */
	uint64_t offset;	/* of its first byte in the decoded text */
	uint64_t base;		/* offset of buf.ptr[0] */
	bool passing;		/* inside the rest of a line that was cut */
};

void lines_init(struct lines *l, struct stream *s);
/* 1 and the line, 0 at the end, -1 and *e. */
int  lines_next(struct lines *l, struct span *out, struct error *e);
void lines_release(struct lines *l);

#endif
