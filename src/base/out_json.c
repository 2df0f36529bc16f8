/*
 * out_json.c -- JSON on its way out (RFC 8259), in ASCII where characters
 * could do harm on a screen: hostile code points and U+2028 are \u escapes.
 * What is not UTF-8 becomes {"base64":"..."} (RFC 4648).
 */
#include "base/out.h"

#include <math.h>
#include <stdio.h>

#include "base/utf8.h"

/* -- strings -- */

typedef signed char bytes16 __attribute__((vector_size(16), aligned(1), may_alias));
typedef unsigned char octets16 __attribute__((vector_size(16)));
typedef uint64_t words16 __attribute__((vector_size(16)));

static bool plain(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* Which bytes do not stand for themselves. */
static bytes16 special16(bytes16 v)
{
	/* One more than it is, DEL is less than a blank as signed bytes, as what is not ASCII. */
	bytes16 next = (bytes16)((octets16)v + 1);

	return (bytes16)((next < 0x21) | (v == '"') | (v == '\\'));
}

static bool none16(bytes16 v)
{
	words16 w = (words16)v;

	return !(w[0] | w[1]);
}

/* Of less than 16 bytes: as two halves that overlap. */
static bool plain_copy_short(char *to, struct span s)
{
	uint64_t low, high;
	uint32_t first, last;

	if (s.len >= 8) {
		memcpy(&low, s.ptr, 8);
		memcpy(&high, s.ptr + s.len - 8, 8);
		memcpy(to, &low, 8);
		memcpy(to + s.len - 8, &high, 8);
	} else if (s.len >= 4) {
		memcpy(&first, s.ptr, 4);
		memcpy(&last, s.ptr + s.len - 4, 4);
		memcpy(to, &first, 4);
		memcpy(to + s.len - 4, &last, 4);
		low = high = (uint64_t)first << 32 | last;
	} else {
		bool all = true;

		for (size_t i = 0; i < s.len; i++)
			all &= plain(to[i] = s.ptr[i]);
		return all;
	}
	return none16(special16((bytes16)(words16){ low, high }));
}

/*
 * Copy what stands for itself in a string, all of it: false when it does not,
 * and what was copied means nothing.
 */
static bool plain_copy(char *to, struct span s)
{
	bytes16 v, found = { 0 };

	if (s.len < 16)
		return plain_copy_short(to, s);
	for (size_t n = 0; n < s.len - 16; n += 16) {
		memcpy(&v, s.ptr + n, 16);
		memcpy(to + n, &v, 16);
		found |= special16(v);
	}
	/* The last ones, some of them with those in front once more. */
	memcpy(&v, s.ptr + s.len - 16, 16);
	memcpy(to + s.len - 16, &v, 16);
	return none16(found | special16(v));
}

/* How many bytes in front stand for themselves in a string. */
static size_t plain_run(struct span s)
{
	size_t n = 0;
	bytes16 v;

	for (; n + 16 <= s.len; n += 16) {
		memcpy(&v, s.ptr + n, 16);
		if (!none16(special16(v)))
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
	if (o->json_comma)
		out_text(o, ",");
	o->json_comma = o->json_depth != 0;
}

static void begin(struct out *o, struct span key)
{
	comma(o);
	if (key.ptr) {		/* a constant of ours: nothing to escape */
		out_raw(o, SPAN("\""));
		out_raw(o, key);
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
	o->json_comma = false;
}

void json_too_deep(struct out *o)
{
	if (!o->failed)
		fail(&o->why, ERR_LIMIT, "json: written deeper than %d", JSON_DEPTH_MOST);
	o->failed = true;
	o->json_depth = JSON_DEPTH_MOST;
}

/* -- values -- */

/* The same, whose comma and key are written. */
static void any_string(struct out *o, struct span s)
{
	if (utf8_valid(s) == s.len) {
		quoted(o, s);
		return;
	}
	out_text(o, "{\"base64\":\"");
	base64(o, s);
	out_text(o, "\"}");
}

void json_string_at(struct out *o, char *at, struct span s)
{
	char *end = at;

	*end++ = '"';
	if (plain_copy(end, s)) {
		end += s.len;
		*end++ = '"';
		out_took_to(o, end);
	} else {
		out_took_to(o, at);
		any_string(o, s);
	}
}

void json_put_string_more(struct out *o, struct span key, struct span s)
{
	begin(o, key);
	any_string(o, s);
}

void json_put_raw_more(struct out *o, struct span key, struct span json)
{
	begin(o, key);
	out_raw(o, json);
}

void json_put_string_or_null_more(struct out *o, struct span key, struct span s)
{
	if (s.len)
		json_put_string_more(o, key, s);
	else
		json_put_raw_more(o, key, SPAN("null"));
}

struct buf *json_compose(struct out *o, size_t ceiling)
{
	struct buf *b = &o->json_text;

	if (b->room > ceiling)
		buf_release(b);
	buf_clear(b);
	b->ceiling = ceiling;
	return b;
}

void json_composed(struct out *o, const char *key)
{
	json_string(o, key, buf_span(&o->json_text));
}

static unsigned digits_of(uint64_t n)
{
	unsigned digits = 1;

	for (uint64_t limit = 10; digits < JSON_NUMBER_MOST && n >= limit; limit *= 10)
		digits++;
	return digits;
}

/* Decimal; where it ends. */
static char *digits_at(char *at, uint64_t n)
{
	static const char pairs[] =
		"00010203040506070809" "10111213141516171819" "20212223242526272829"
		"30313233343536373839" "40414243444546474849" "50515253545556575859"
		"60616263646566676869" "70717273747576777879" "80818283848586878889"
		"90919293949596979899";
	char *end = at + digits_of(n), *to = end;

	for (; n >= 10; n /= 100) {
		to -= 2;
		to[0] = pairs[2 * (n % 100)];
		to[1] = pairs[2 * (n % 100) + 1];
	}
	if (to > at)
		*at = (char)('0' + n);
	return end;
}

void json_uint_at(struct out *o, char *at, uint64_t n)
{
	out_took_to(o, digits_at(at, n));
}

void json_put_uint_more(struct out *o, struct span key, uint64_t n)
{
	char text[JSON_NUMBER_MOST];

	json_put_raw_more(o, key, span_make(text, (size_t)(digits_at(text, n) - text)));
}

void json_int(struct out *o, const char *key, int64_t n)
{
	char text[JSON_NUMBER_MOST + 1], *end = text;

	*end = '-';
	end += n < 0;
	end = digits_at(end, n < 0 ? -(uint64_t)n : (uint64_t)n);
	json_raw(o, key, span_make(text, (size_t)(end - text)));
}

void json_numbered(struct out *o, const char *key, char letter, uint64_t n)
{
	char text[JSON_NUMBER_MOST + 3] = { '"', letter }, *end = digits_at(text + 2, n);

	*end++ = '"';
	json_raw(o, key, span_make(text, (size_t)(end - text)));
}

void json_number(struct out *o, const char *key, double n)
{
	char text[64], clean[64];
	size_t used = 0;

	if (!isfinite(n)) {
		json_null(o, key);
		return;
	}
	snprintf(text, sizeof(text), "%.6g", n);
	/* Whoever uses the library may have set a locale with another decimal mark. */
	for (const char *c = text; *c; c++) {
		if (ascii_alnum(*c) || *c == '+' || *c == '-')
			clean[used++] = *c;
		else if (used == 0 || clean[used - 1] != '.')
			clean[used++] = '.';
	}
	json_raw(o, key, span_make(clean, used));
}

void json_put_time(struct out *o, struct span key, int64_t moment)
{
	char *text = o->json_moment_text;

	if (moment == TIME_NONE) {
		json_put_raw(o, key, SPAN("null"));
		return;
	}
	if (moment != o->json_moment || !o->json_moment_len) {
		size_t n = 1 + time_text(moment, text + 1);

		text[0] = text[n] = '"';
		o->json_moment = moment;
		o->json_moment_len = (uint8_t)(n + 1);
	}
	json_put_raw(o, key, span_make(text, o->json_moment_len));
}
