/*
 * out.h -- everything that leaves the program goes through here, so that
 * hostile text is escaped in one place for each kind of reader.
 *
 * A struct out is sticky: after the first failure it swallows the rest and
 * out_finish reports it (a full disk is one clear sentence).
 */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"
#include "base/time.h"

struct out {
	int fd;			/* -1: into `buf` only */
	struct buf buf;
	bool failed;
	bool closed_pipe;	/* EPIPE: the reader went away */
	struct error why;
	uint64_t written;
	uint8_t json_depth;	/* of the JSON being written */
	bool json_comma;	/* what comes next in it has one in front */
	struct buf json_text;	/* of json_compose */
	int64_t json_moment;	/* the last one that was written: a record tells it several times */
	uint8_t json_moment_len;
	char json_moment_text[TIME_TEXT + 2];
};

void out_to_fd(struct out *o, int fd);			/* fd stays the caller's */
void out_to_memory(struct out *o, size_t ceiling);	/* read o->buf */
/* Flush; -1 if anything was lost so far.  May be called again and written to further. */
int  out_finish(struct out *o, struct error *e);
void out_release(struct out *o);			/* does not flush */
/* Of an out to memory: as it was at first, but for the memory that it keeps. */
void out_clear(struct out *o);

/* What does not fit into the memory at hand: flush, grow, or fail. */
void out_more(struct out *o, struct span s);
char *out_make_room(struct out *o, size_t n);

/*
 * Room for `n` bytes, of which so many count as out_took says; NULL: it must go
 * through out_raw, which may flush, or fail.
 */
static inline char *out_room(struct out *o, size_t n)
{
	if (o->failed || o->buf.bad || n > o->buf.room - o->buf.len)
		return out_make_room(o, n);
	return o->buf.ptr + o->buf.len;
}

static inline void out_took(struct out *o, size_t n)
{
	o->buf.len += n;
	o->written += n;
}

/* The same, by where what was written ends. */
static inline void out_took_to(struct out *o, const char *end)
{
	out_took(o, (size_t)(end - o->buf.ptr) - o->buf.len);
}

/* Trusted text only. */
static inline void out_raw(struct out *o, struct span s)
{
	if (o->failed || o->buf.bad || s.len > o->buf.room - o->buf.len) {
		out_more(o, s);
		return;
	}
	if (s.len)
		memcpy(o->buf.ptr + o->buf.len, s.ptr, s.len);
	o->buf.len += s.len;
	o->written += s.len;
}

/* The same, NUL-terminated. */
static inline void out_text(struct out *o, const char *text)
{
	out_raw(o, span_of(text));
}

void out_printf(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * For a terminal or text report: controls (also \n \r \t), bidi marks, bad
 * UTF-8 become visible: \n \x1b \u202e \U000e0001 \xff.  A backslash stays as
 * it is.  Indicators are defanged first, by value/refang.h.
 */
void out_terminal(struct out *o, struct span s);
/* How many columns of a terminal out_terminal(s) takes (wide characters count two). */
size_t out_width(struct span s);
/* For HTML text and quoted attribute values; controls as visible text: \n \u{202e} \x{ff}. */
void out_html(struct out *o, struct span s);
/*
 * One CSV cell (RFC 4180), quoted when it holds , ; " or a line break or has
 * blanks at its ends; hostile code points as on a terminal.  A cell that a
 * spreadsheet could take for a formula (= + - @ TAB CR in front, also behind
 * blanks and quotes and in full-width form) gets a ' in front.
 */
void out_csv(struct out *o, struct span s);

#include "base/out_json.h"

#endif
