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
};

void out_to_fd(struct out *o, int fd);			/* fd stays the caller's */
void out_to_memory(struct out *o, size_t ceiling);	/* read o->buf */
int  out_finish(struct out *o, struct error *e);	/* flush; -1 if anything was lost */
void out_release(struct out *o);

void out_raw(struct out *o, struct span s);		/* trusted text only */
void out_text(struct out *o, const char *text);		/* the same, NUL-terminated */
void out_printf(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* For a terminal or text report: controls, bidi marks, bad UTF-8 become \x1b \u202e \xff. */
void out_terminal(struct out *o, struct span s);
/* The same, defanged: for indicator values shown to people. */
void out_defanged(struct out *o, struct span s);
/* How many columns of a terminal out_terminal(s) takes (wide characters count two). */
size_t out_width(struct span s);
/* For HTML text and attribute values, double or single quoted. */
void out_html(struct out *o, struct span s);
/* One CSV cell (RFC 4180), quoted when needed; = + - @ TAB CR in front get a quote mark. */
void out_csv(struct out *o, struct span s);

/*
 * JSON. Values in a row: keys and commas are placed by the writer.
 * A span that is not UTF-8 is written as {"base64":"..."}.
 * With key NULL the value is an array element (or the top-level value).
 */
void json_object(struct out *o, const char *key);
void json_object_end(struct out *o);
void json_array(struct out *o, const char *key);
void json_array_end(struct out *o);
void json_string(struct out *o, const char *key, struct span s);
void json_cstring(struct out *o, const char *key, const char *s);	/* NULL: null */
void json_string_or_null(struct out *o, const char *key, struct span s);	/* empty: null */
void json_int(struct out *o, const char *key, int64_t n);
void json_uint(struct out *o, const char *key, uint64_t n);
void json_number(struct out *o, const char *key, double n);	/* 6 significant digits */
void json_bool(struct out *o, const char *key, bool b);
void json_null(struct out *o, const char *key);
void json_time(struct out *o, const char *key, int64_t moment);	/* TIME_NONE: null */
void json_raw(struct out *o, const char *key, struct span json);	/* trusted JSON */
/* A key that is not a constant of ours: escaped like any string. */
void json_object_key(struct out *o, struct span key);	/* next value takes it: pass key NULL */

#endif
