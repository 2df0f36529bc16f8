/*
 * out_json.h -- JSON on its way out: a part of out.h, which includes it.
 *
 * Values in a row: keys and commas are placed by the writer; a newline
 * between two top-level values is the caller's.  At most 63 deep.
 * A span that is not UTF-8 is written as {"base64":"..."}.  Hostile code
 * points are \u escapes, so that raw JSON is harmless on a terminal too.
 * With key NULL the value is an array element (or the top-level value).
 */
#ifndef BASE_OUT_JSON_H
#define BASE_OUT_JSON_H

#include "base/out.h"

void json_int(struct out *o, const char *key, int64_t n);
void json_numbered(struct out *o, const char *key, char letter, uint64_t n);	/* "F12" */
void json_number(struct out *o, const char *key, double n);	/* 6 digits; nan, inf: null */

/*
 * A string that is put together: into what json_compose gives (empty, of at
 * most `ceiling` bytes), then json_composed.  One at a time.
 */
struct buf *json_compose(struct out *o, size_t ceiling);
void json_composed(struct out *o, const char *key);

/* Where the key is a constant its bytes become a part of the code; a compiler alone would not. */
#define JSON_INLINE static inline __attribute__((always_inline))

#define JSON_KEY_MOST	 4	/* bytes in front of a value besides its key */
#define JSON_NUMBER_MOST 20
#define JSON_DEPTH_MOST	 63

/* What goes in front of a value: where the value goes, which has room; NULL: nothing is written. */
JSON_INLINE char *json_begin(struct out *o, struct span key, size_t value)
{
	char *at = out_room(o, key.len + value + JSON_KEY_MOST);

	if (!at)
		return NULL;
	*at = ',';
	at += o->json_comma;
	o->json_comma = o->json_depth != 0;
	if (key.ptr) {		/* a constant of ours: nothing to escape */
		*at++ = '"';
		memcpy(at, key.ptr, key.len);
		at += key.len;
		*at++ = '"';
		*at++ = ':';
	}
	return at;
}

/* The rest of each, which is not written in line. */
void json_string_at(struct out *o, char *at, struct span s);
void json_uint_at(struct out *o, char *at, uint64_t n);
/* Where there is no room: what may flush, or fails. */
void json_put_string_more(struct out *o, struct span key, struct span s);
void json_put_raw_more(struct out *o, struct span key, struct span json);
void json_put_string_or_null_more(struct out *o, struct span key, struct span s);
void json_put_uint_more(struct out *o, struct span key, uint64_t n);

/* The same with a key whose length is known: in line, it is found where it is compiled. */
JSON_INLINE void json_put_string(struct out *o, struct span key, struct span s)
{
	char *at = json_begin(o, key, s.len + 2);

	if (at)
		json_string_at(o, at, s);
	else
		json_put_string_more(o, key, s);
}

JSON_INLINE void json_put_raw(struct out *o, struct span key, struct span json)
{
	char *at = json_begin(o, key, json.len);

	if (at) {
		memcpy(at, json.ptr, json.len);
		out_took_to(o, at + json.len);
	} else {
		json_put_raw_more(o, key, json);
	}
}

JSON_INLINE void json_put_uint(struct out *o, struct span key, uint64_t n)
{
	char *at = json_begin(o, key, JSON_NUMBER_MOST);

	if (at)
		json_uint_at(o, at, n);
	else
		json_put_uint_more(o, key, n);
}

void json_put_time(struct out *o, struct span key, int64_t moment);

JSON_INLINE void json_string(struct out *o, const char *key, struct span s)
{
	json_put_string(o, span_of(key), s);
}

JSON_INLINE void json_uint(struct out *o, const char *key, uint64_t n)
{
	json_put_uint(o, span_of(key), n);
}

JSON_INLINE void json_raw(struct out *o, const char *key, struct span json)	/* trusted JSON */
{
	json_put_raw(o, span_of(key), json);
}

JSON_INLINE void json_null(struct out *o, const char *key)
{
	json_put_raw(o, span_of(key), SPAN("null"));
}

JSON_INLINE void json_bool(struct out *o, const char *key, bool b)
{
	json_put_raw(o, span_of(key), b ? SPAN("true") : SPAN("false"));
}

/* TIME_NONE: null. */
JSON_INLINE void json_time(struct out *o, const char *key, int64_t moment)
{
	json_put_time(o, span_of(key), moment);
}

/* Empty: null. */
JSON_INLINE void json_string_or_null(struct out *o, const char *key, struct span s)
{
	char *at = json_begin(o, span_of(key), s.len + 4);

	if (!at) {
		json_put_string_or_null_more(o, span_of(key), s);
	} else if (s.len) {
		json_string_at(o, at, s);
	} else {
		memcpy(at, "null", 4);
		out_took_to(o, at + 4);
	}
}

JSON_INLINE void json_cstring(struct out *o, const char *key, const char *s)	/* NULL: null */
{
	if (s)
		json_string(o, key, span_of(s));
	else
		json_null(o, key);
}

void json_too_deep(struct out *o);

JSON_INLINE void json_open(struct out *o, const char *key, struct span bracket)
{
	json_put_raw(o, span_of(key), bracket);
	o->json_comma = false;
	if (o->json_depth++ == JSON_DEPTH_MOST)
		json_too_deep(o);
}

JSON_INLINE void json_close_with(struct out *o, struct span bracket)
{
	out_raw(o, bracket);
	o->json_depth -= o->json_depth != 0;
	o->json_comma = o->json_depth != 0;
}

JSON_INLINE void json_object(struct out *o, const char *key)
{
	json_open(o, key, SPAN("{"));
}

JSON_INLINE void json_object_end(struct out *o)
{
	json_close_with(o, SPAN("}"));
}

JSON_INLINE void json_array(struct out *o, const char *key)
{
	json_open(o, key, SPAN("["));
}

JSON_INLINE void json_array_end(struct out *o)
{
	json_close_with(o, SPAN("]"));
}

/*
 * A key that is not a constant of ours, escaped like any string (not UTF-8:
 * "base64:...").  It is written now; the next value belongs to it, its `key`
 * is NULL.
 */
void json_object_key(struct out *o, struct span key);

#endif
