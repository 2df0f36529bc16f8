/*
 * json.h -- a pull reader for JSON (RFC 8259): no tree, no recursion.
 *
 * Reads from a stream of any length with one growing buffer for the token at
 * hand, or from bytes in memory.  Depth 256; a string of more than
 * JSON_TOKEN_MAX fails with ERR_LIMIT.  Errors name line and byte offset.
 * Duplicate keys are given as they come.  A byte order mark is skipped.
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
	uint32_t depth;
	uint8_t nest[JSON_DEPTH_MAX];	/* 'o' or 'a' */
};

void json_open_span(struct json *j, struct span bytes);
void json_open_stream(struct json *j, struct stream *stream);
void json_close(struct json *j);

/* 1 with *out, 0 at the end of the document, -1 and *e. Garbage behind the value is an error. */
int json_next(struct json *j, struct json_event *out, struct error *e);

/*
 * For NDJSON and concatenated documents: after json_next gave 0, make ready
 * for the next document; 0 when only blanks are left, 1 when there is more.
 * (With this in use json_next gives 0 at the end of each value.)
 */
int json_next_document(struct json *j, struct error *e);
void json_many(struct json *j);		/* several documents are expected */

/* After JSON_KEY: skip its value. After JSON_OBJECT or JSON_ARRAY: skip to behind its end. */
int json_skip(struct json *j, struct error *e);

/* After JSON_KEY: the value as text if it is a string or number (else skipped and empty). */
int json_text(struct json *j, struct span *out, struct error *e);

/* Append the inside of a JSON string (between the quotes) unescaped. False: bad escape. */
bool json_unescape(struct span inner, struct buf *out);

#endif
