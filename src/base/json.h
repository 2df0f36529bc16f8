/*
 * json.h -- a pull reader for JSON (RFC 8259): no tree, no recursion.
 *
 * Reads from a stream of any length with one growing buffer for the token at
 * hand, or from bytes in memory.  Depth 256; a string of more than
 * JSON_TOKEN_MAX fails with ERR_LIMIT.  Errors name line and byte offset:
 * "json: line 3, byte 120: expected a value".  What ends too early is
 * ERR_TRUNCATED, every other offence against the grammar ERR_MALFORMED.
 *
 * As strict as the RFC, but evidence is not lost over what does no harm: bytes
 * that are not UTF-8 are passed on as they are, a raw TAB in a string is
 * accepted (sloppy writers of NDJSON), a byte order mark is skipped, \u0000
 * gives a zero byte, numbers of any size are given as written, duplicate keys
 * as they come.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/error.h"
#include "base/stream.h"

#define JSON_DEPTH_MAX 256
#define JSON_TOKEN_MAX (64u << 20)

enum json_type {
	JSON_END,		/* of the document (or of each, see json_next_document) */
	JSON_OBJECT, JSON_OBJECT_END,
	JSON_ARRAY, JSON_ARRAY_END,
	JSON_KEY,		/* text: the member's name, unescaped */
	JSON_STRING,		/* text: unescaped UTF-8; lone surrogates become U+FFFD */
	JSON_NUMBER,		/* text: as written */
	JSON_TRUE, JSON_FALSE, JSON_NULL,
};

struct json_event {
	enum json_type type;
	struct span text;	/* until the next call */
	uint64_t offset;	/* of the token's first byte in the input */
	uint64_t end;		/* behind its last byte (of a string: behind the quote) */
	uint32_t depth;		/* containers open around the token */
};

struct json {
	struct stream *stream;	/* NULL: reading from memory */
	struct span bytes;	/* what is at hand */
	size_t at;		/* position in bytes */
	uint64_t base;		/* offset of bytes[0] in the input */
	uint64_t lines;		/* newlines before bytes[0] */
	struct buf window;	/* backs `bytes` for a stream */
	struct buf text;	/* unescaped token */
	uint8_t state;
	bool ended;		/* the stream gave its last byte */
	bool failed;		/* ... because it broke, for the reason in `why` */
	bool many;		/* several documents are expected */
	uint32_t depth;
	uint8_t nest[JSON_DEPTH_MAX];	/* 'o' or 'a' */
	struct error why;	/* of the failure, which comes again at every call */
};

/* Bytes and stream stay the caller's and must live until json_close. */
void json_open_span(struct json *j, struct span bytes);
void json_open_stream(struct json *j, struct stream *stream);
void json_close(struct json *j);

/*
 * 1 with *out, 0 at the end of the document (out->type JSON_END), -1 and *e.
 * Garbage behind the value is an error.  A string without escapes is given
 * where it lies, not copied.
 */
int json_next(struct json *j, struct json_event *out, struct error *e);

/*
 * For NDJSON and concatenated documents: json_many first; json_next then gives
 * 0 at the end of each value, and at once where only blanks are left.
 * json_next_document makes ready for the next value: 0 when only blanks are
 * left, 1 when there is more.  After a failure it goes on behind the next
 * newline (-1: the stream itself had failed).  A document may span lines, so a
 * line that was cut short can take the next one with it: who reads strict
 * NDJSON of doubtful origin gives each line to json_open_span.
 */
void json_many(struct json *j);
int json_next_document(struct json *j, struct error *e);

/* After JSON_KEY: skip its value. After JSON_OBJECT, JSON_ARRAY: to behind its end. 0 or -1. */
int json_skip(struct json *j, struct error *e);

/* After JSON_KEY: 1 and its value if that is a string or number; 0 with *out empty: was skipped. */
int json_text(struct json *j, struct span *out, struct error *e);

/* Length of the run in a string that needs no attention: no quote, backslash, control byte. */
size_t json_plain(const char *p, size_t n);

/*
 * Append the inside of a JSON string (between the quotes) unescaped; never
 * longer than `inner`.  A lone surrogate becomes U+FFFD.  False: bad escape.
 */
bool json_unescape(struct span inner, struct buf *out);

#endif
