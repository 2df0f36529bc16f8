/*
 * form_digest.c -- digests and fingerprints: md5 to sha512, imphash and ja3
 * (which are MD5), ssdeep, ja4.
 *
 * Specification: ssdeep's fuzzy.h (block size 3 * 2^n, two base64 parts of at
 * most 64), FoxIO's JA4 (a_b_c).  Not here: JA4S, JA4H, JA4X and other sisters.
 */
#include "value/forms.h"

void form_add_lower(struct span text, struct buf *out)
{
	if (!buf_reserve(out, text.len))
		return;
	for (size_t i = 0; i < text.len; i++)
		out->ptr[out->len++] = ascii_lower(text.ptr[i]);
}

size_t form_add_hex(struct span text, const char *skip, struct buf *out)
{
	size_t digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c && strchr(skip, c))
			continue;
		if (ascii_hex(c) < 0)
			return SIZE_MAX;
		buf_byte(out, ascii_lower(c));
		digits++;
	}
	return digits;
}

static int hex_of(struct span written, size_t digits, struct buf *out, struct error *e)
{
	if (written.len != digits)
		return fail(e, ERR_MALFORMED, "%zu characters, not %zu hexadecimal digits",
			    written.len, digits);
	if (form_add_hex(written, "", out) == SIZE_MAX)
		return fail(e, ERR_MALFORMED, "not hexadecimal");
	return 0;
}

int form_md5(struct span written, struct buf *out, struct error *e)
{
	return hex_of(written, 32, out, e);
}

int form_sha1(struct span written, struct buf *out, struct error *e)
{
	return hex_of(written, 40, out, e);
}

int form_sha256(struct span written, struct buf *out, struct error *e)
{
	return hex_of(written, 64, out, e);
}

int form_sha512(struct span written, struct buf *out, struct error *e)
{
	return hex_of(written, 128, out, e);
}

static bool is_base64(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_alnum(s.ptr[i]) && s.ptr[i] != '+' && s.ptr[i] != '/')
			return false;
	return true;
}

/* The smallest block is 3 bytes, each next one twice as large. */
static bool is_block_size(struct span s)
{
	uint64_t size;

	if (s.len > 12 || !span_u64(s, &size) || size == 0 || size % 3)
		return false;
	return ((size / 3) & (size / 3 - 1)) == 0;
}

int form_ssdeep(struct span written, struct buf *out, struct error *e)
{
	struct span rest = span_cut(written, 0, span_find_byte(written, ','));
	struct span size, first = { 0 }, second = { 0 };
	struct span whole = rest;

	if (!span_split(&rest, ':', &size) || !is_block_size(size))
		return fail(e, ERR_MALFORMED, "ssdeep without its block size");
	if (!span_split(&rest, ':', &first) || !span_split(&rest, ':', &second) || rest.ptr)
		return fail(e, ERR_MALFORMED, "ssdeep without its two parts");
	if (first.len > 64 || second.len > 64 || !is_base64(first) || !is_base64(second))
		return fail(e, ERR_MALFORMED, "ssdeep with parts that are none");
	buf_add(out, whole);
	return 0;
}

/* "t13d1516h2": transport, version, SNI, counts of ciphers and extensions, ALPN. */
static bool is_ja4_a(struct span a)
{
	static const char *const versions[] = {
		"13", "12", "11", "10", "s3", "s2", "d1", "d2", "d3", "00",
	};
	bool version = false;

	if (a.len != 10 || !memchr("tqd", a.ptr[0], 3) || !memchr("di", a.ptr[3], 2))
		return false;
	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++)
		version = version || span_equal(span_cut(a, 1, 2), span_of(versions[i]));
	for (size_t i = 4; i < 8; i++)
		if (!ascii_digit(a.ptr[i]))
			return false;
	return version && ascii_alnum(a.ptr[8]) && ascii_alnum(a.ptr[9]);
}

int form_ja4(struct span written, struct buf *out, struct error *e)
{
	size_t start = out->len;
	struct span text;

	if (written.len != 36 || written.ptr[10] != '_' || written.ptr[23] != '_')
		return fail(e, ERR_MALFORMED, "JA4 is 10, 12 and 12 characters joined by _");
	form_add_lower(written, out);
	text = span_skip(buf_span(out), start);
	if (text.len != 36)
		return fail(e, ERR_LIMIT, "no room for a JA4");
	if (!is_ja4_a(span_cut(text, 0, 10)))
		return fail(e, ERR_MALFORMED, "JA4 with a first part that is none");
	for (size_t i = 11; i < 36; i++)
		if (i != 23 && ascii_hex(text.ptr[i]) < 0)
			return fail(e, ERR_MALFORMED, "JA4 with a part that is not hexadecimal");
	return 0;
}
