/*
 * out_json.c -- JSON on its way out (RFC 8259), in ASCII where characters
 * could do harm on a screen: hostile code points and U+2028 are \u escapes.
 * What is not UTF-8 becomes {"base64":"..."} (RFC 4648).
 */
#include "base/out.h"

#include <math.h>
#include <stdio.h>

#include "base/time.h"
#include "base/utf8.h"

#define DEPTH_MAX (sizeof(((struct out *)0)->json_comma) - 1)

/* -- strings -- */

static bool plain(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* In a byte of the word: its highest bit, where the byte of `w` is zero. */
static uint64_t zero_bytes(uint64_t w)
{
	return (w - UINT64_C(0x0101010101010101)) & ~w & UINT64_C(0x8080808080808080);
}

static bool plain_word(uint64_t w)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	uint64_t special = w | (w + ones);	/* not ASCII, DEL */

	special |= (w - ones * 0x20) & ~w;	/* controls */
	special |= zero_bytes(w ^ ones * '"') | zero_bytes(w ^ ones * '\\');
	return !(special & high);
}

/* How many bytes in front stand for themselves in a string. */
static size_t plain_run(struct span s)
{
	size_t n = 0;
	uint64_t w;

	for (; n + 8 <= s.len; n += 8) {
		memcpy(&w, s.ptr + n, 8);
		if (!plain_word(w))
			break;
	}
	while (n < s.len && plain(s.ptr[n]))
		n++;
	return n;
}

static void escape_unit(struct out *o, uint32_t unit)
{
	out_printf(o, "\\u%04x", unit);
}

static void escape(struct out *o, uint32_t c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *at = c && c < 0x80 ? strchr(from, (int)c) : NULL;

	if (at) {
		char pair[2] = { '\\', to[at - from] };

		out_raw(o, span_make(pair, 2));
	} else if (c < 0x10000) {
		escape_unit(o, c);
	} else {
		escape_unit(o, 0xd800 + ((c - 0x10000) >> 10));
		escape_unit(o, 0xdc00 + ((c - 0x10000) & 0x3ff));
	}
}

/* `s` is valid UTF-8. */
static void quoted(struct out *o, struct span s)
{
	out_text(o, "\"");
	while (s.len) {
		struct span before;
		size_t run = plain_run(s);
		uint32_t c;

		out_raw(o, span_cut(s, 0, run));
		s = span_skip(s, run);
		if (s.len == 0)
			break;
		before = s;
		c = utf8_next(&s);
		if (c == '"' || c == '\\' || utf8_hostile(c))
			escape(o, c);
		else
			out_raw(o, span_cut(before, 0, before.len - s.len));
	}
	out_text(o, "\"");
}

static void base64(struct out *o, struct span s)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (; s.len; s = span_skip(s, 3)) {
		uint32_t bits = 0;
		char four[4];

		for (size_t i = 0; i < 3; i++)
			bits = bits << 8 | (i < s.len ? (unsigned char)s.ptr[i] : 0u);
		for (size_t i = 0; i < 4; i++)
			four[i] = i <= s.len ? digits[bits >> (18 - 6 * i) & 63] : '=';
		out_raw(o, span_make(four, 4));
	}
}

/* -- commas and keys -- */

static void comma(struct out *o)
{
	if (o->json_depth && o->json_comma[o->json_depth])
		out_text(o, ",");
	o->json_comma[o->json_depth] = true;
}

static void begin(struct out *o, const char *key)
{
	if (o->json_keyed) {
		o->json_keyed = false;
		return;
	}
	comma(o);
	if (key) {		/* a constant of ours: nothing to escape */
		out_raw(o, SPAN("\""));
		out_text(o, key);
		out_raw(o, SPAN("\":"));
	}
}

void json_object_key(struct out *o, struct span key)
{
	comma(o);
	if (utf8_valid(key) == key.len) {
		quoted(o, key);
	} else {
		/* A key must be a string: the form of the value, inside the quotes. */
		out_text(o, "\"base64:");
		base64(o, key);
		out_text(o, "\"");
	}
	out_text(o, ":");
	o->json_keyed = true;
}

static void open_container(struct out *o, const char *key, const char *bracket)
{
	begin(o, key);
	out_text(o, bracket);
	if (o->json_depth == DEPTH_MAX) {
		if (!o->failed)
			fail(&o->why, ERR_LIMIT, "json: written deeper than %zu", DEPTH_MAX);
		o->failed = true;
		return;
	}
	o->json_comma[++o->json_depth] = false;
}

static void close_container(struct out *o, const char *bracket)
{
	out_text(o, bracket);
	if (o->json_depth)
		o->json_depth--;
}

void json_object(struct out *o, const char *key)
{
	open_container(o, key, "{");
}

void json_object_end(struct out *o)
{
	close_container(o, "}");
}

void json_array(struct out *o, const char *key)
{
	open_container(o, key, "[");
}

void json_array_end(struct out *o)
{
	close_container(o, "]");
}

/* -- values -- */

void json_string(struct out *o, const char *key, struct span s)
{
	begin(o, key);
	if (plain_run(s) == s.len) {
		out_raw(o, SPAN("\""));
		out_raw(o, s);
		out_raw(o, SPAN("\""));
		return;
	}
	if (utf8_valid(s) == s.len) {
		quoted(o, s);
		return;
	}
	out_text(o, "{\"base64\":\"");
	base64(o, s);
	out_text(o, "\"}");
}

void json_cstring(struct out *o, const char *key, const char *s)
{
	if (s)
		json_string(o, key, span_of(s));
	else
		json_null(o, key);
}

void json_string_or_null(struct out *o, const char *key, struct span s)
{
	if (s.len)
		json_string(o, key, s);
	else
		json_null(o, key);
}

static void digits(struct out *o, uint64_t n)
{
	char text[20];
	size_t at = sizeof(text);

	do
		text[--at] = (char)('0' + n % 10);
	while (n /= 10);
	out_raw(o, span_make(text + at, sizeof(text) - at));
}

void json_int(struct out *o, const char *key, int64_t n)
{
	begin(o, key);
	if (n < 0)
		out_raw(o, SPAN("-"));
	digits(o, n < 0 ? -(uint64_t)n : (uint64_t)n);
}

void json_uint(struct out *o, const char *key, uint64_t n)
{
	begin(o, key);
	digits(o, n);
}

void json_number(struct out *o, const char *key, double n)
{
	char text[64], clean[64];
	size_t used = 0;

	if (!isfinite(n)) {
		json_null(o, key);
		return;
	}
	begin(o, key);
	snprintf(text, sizeof(text), "%.6g", n);
	/* Whoever uses the library may have set a locale with another decimal mark. */
	for (const char *c = text; *c; c++) {
		if (ascii_alnum(*c) || *c == '+' || *c == '-')
			clean[used++] = *c;
		else if (used == 0 || clean[used - 1] != '.')
			clean[used++] = '.';
	}
	out_raw(o, span_make(clean, used));
}

void json_bool(struct out *o, const char *key, bool b)
{
	begin(o, key);
	out_text(o, b ? "true" : "false");
}

void json_null(struct out *o, const char *key)
{
	begin(o, key);
	out_text(o, "null");
}

void json_time(struct out *o, const char *key, int64_t moment)
{
	struct buf text;

	if (moment == TIME_NONE) {
		json_null(o, key);
		return;
	}
	buf_init(&text, 64);
	time_rfc3339(moment, &text);
	json_string(o, key, buf_span(&text));
	buf_release(&text);
}

void json_raw(struct out *o, const char *key, struct span json)
{
	begin(o, key);
	out_raw(o, json);
}
