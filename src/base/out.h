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

struct out {
	int fd;			/* -1: into `buf` only */
	struct buf buf;
	bool failed;
	bool closed_pipe;	/* EPIPE: the reader went away */
	struct error why;
	uint64_t written;
	uint8_t json_depth;	/* of the JSON being written */
	bool json_comma[64];
	bool json_keyed;	/* json_object_key was written, its value is due */
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

/*
 * JSON. Values in a row: keys and commas are placed by the writer; a newline
 * between two top-level values is the caller's.  At most 63 deep.
 * A span that is not UTF-8 is written as {"base64":"..."}.  Hostile code
 * points are \u escapes, so that raw JSON is harmless on a terminal too.
 * With key NULL the value is an array element (or the top-level value).
 */
void json_object(struct out *o, const char *key);
void json_object_end(struct out *o);
void json_array(struct out *o, const char *key);
void json_array_end(struct out *o);
void json_int(struct out *o, const char *key, int64_t n);
void json_number(struct out *o, const char *key, double n);	/* 6 digits; nan, inf: null */

/* The same with a key whose length is known: what follows finds it where it is compiled. */
void json_put_string(struct out *o, struct span key, struct span s);
void json_put_uint(struct out *o, struct span key, uint64_t n);
void json_put_time(struct out *o, struct span key, int64_t moment);
void json_put_raw(struct out *o, struct span key, struct span json);

static inline void json_string(struct out *o, const char *key, struct span s)
{
	json_put_string(o, span_of(key), s);
}

static inline void json_uint(struct out *o, const char *key, uint64_t n)
{
	json_put_uint(o, span_of(key), n);
}

static inline void json_raw(struct out *o, const char *key, struct span json)	/* trusted JSON */
{
	json_put_raw(o, span_of(key), json);
}

static inline void json_null(struct out *o, const char *key)
{
	json_put_raw(o, span_of(key), SPAN("null"));
}

static inline void json_bool(struct out *o, const char *key, bool b)
{
	json_put_raw(o, span_of(key), b ? SPAN("true") : SPAN("false"));
}

/* TIME_NONE: null. */
static inline void json_time(struct out *o, const char *key, int64_t moment)
{
	json_put_time(o, span_of(key), moment);
}

static inline void json_cstring(struct out *o, const char *key, const char *s)	/* NULL: null */
{
	if (s)
		json_string(o, key, span_of(s));
	else
		json_null(o, key);
}

/* Empty: null. */
static inline void json_string_or_null(struct out *o, const char *key, struct span s)
{
	if (s.len)
		json_string(o, key, s);
	else
		json_null(o, key);
}

/*
 * A key that is not a constant of ours, escaped like any string (not UTF-8:
 * "base64:...").  It is written now; the next value belongs to it, its `key`
 * is NULL.
 */
void json_object_key(struct out *o, struct span key);

#endif
