/*
 * form_certificate.c -- fingerprints, serial numbers and names of certificates.
 *
 * Specification: RFC 5280 (serial: at most 20 bytes), RFC 4514 (names as text)
 * and OpenSSL's "/C=US/O=x" form.  Serial numbers are hexadecimal: a decimal
 * one cannot be told from it.
 */
#include "value/forms.h"

static int fingerprint(struct span written, size_t digits, struct buf *out, struct error *e)
{
	if (form_add_hex(written, ": -", out) != digits)
		return fail(e, ERR_MALFORMED, "fingerprint is not %zu hexadecimal digits", digits);
	return 0;
}

int form_x509_sha1(struct span written, struct buf *out, struct error *e)
{
	return fingerprint(written, 40, out, e);
}

int form_x509_sha256(struct span written, struct buf *out, struct error *e)
{
	return fingerprint(written, 64, out, e);
}

int form_x509_serial(struct span written, struct buf *out, struct error *e)
{
	size_t start = out->len, zeros = 0, digits;

	if (span_starts_nocase(written, SPAN("0x")))
		written = span_skip(written, 2);
	digits = form_add_hex(written, ": ", out);
	if (digits == 0 || digits > 42 || out->bad)
		return fail(e, ERR_MALFORMED, "serial number is not 1 to 40 hexadecimal digits");
	while (zeros + 1 < digits && out->ptr[start + zeros] == '0')
		zeros++;
	memmove(out->ptr + start, out->ptr + start + zeros, digits - zeros);
	out->len -= zeros;
	return digits - zeros > 40 ? fail(e, ERR_MALFORMED, "serial number above 20 bytes") : 0;
}

/* End of the attribute at the front: the first separator that is neither escaped nor quoted. */
static size_t attribute_end(struct span s, char separator)
{
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\\')
			i++;
		else if (s.ptr[i] == '"')
			quoted = !quoted;
		else if (s.ptr[i] == separator && !quoted)
			return i;
	}
	return s.len;
}

/* Blanks around, and a backslash at the end that escapes nothing, dropped. */
static struct span trim_value(struct span s)
{
	size_t backslashes;

	do {
		s = span_trim(s);
		backslashes = 0;
		while (backslashes < s.len && s.ptr[s.len - 1 - backslashes] == '\\')
			backslashes++;
		s.len -= backslashes % 2;
	} while (backslashes % 2);
	return s;
}

/* Without quotes round it, commas escaped, runs of blanks one. */
static void add_value(struct span value, struct buf *out)
{
	value = trim_value(value);
	while (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
		value = trim_value(span_cut(value, 1, value.len - 2));
	for (size_t i = 0; i < value.len; i++) {
		char c = value.ptr[i];

		if (c == '\\')
			buf_add(out, span_cut(value, i++, 2));
		else if (c == ',')
			buf_text(out, "\\,");
		else if (!ascii_space(c))
			buf_byte(out, c);
		else if (!ascii_space(value.ptr[i - 1]))
			buf_byte(out, ' ');
	}
}

/* "C = US": the type upper case, no blanks round '='. */
static int add_attribute(struct span attribute, struct buf *out, struct error *e)
{
	size_t equals = span_find_byte(attribute, '=');
	struct span type = span_trim(span_cut(attribute, 0, equals));

	if (equals == SPAN_NONE || type.len == 0)
		return fail(e, ERR_MALFORMED, "certificate name with '%.*s'",
			    SPAN_ARG(span_cut(attribute, 0, 40)));
	for (size_t i = 0; i < type.len; i++) {
		char c = type.ptr[i];

		if (!ascii_alnum(c) && c != '.' && c != '-')
			return fail(e, ERR_MALFORMED, "certificate name with a type that is none");
		buf_byte(out, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
	}
	buf_byte(out, '=');
	add_value(span_skip(attribute, equals + 1), out);
	return 0;
}

int form_x509_name(struct span written, struct buf *out, struct error *e)
{
	char separator = span_starts(written, SPAN("/")) ? '/' : ',';
	size_t end;

	if (separator == '/')
		written = span_skip(written, 1);
	for (;;) {
		end = attribute_end(written, separator);
		if (add_attribute(span_cut(written, 0, end), out, e) < 0)
			return -1;
		if (end == written.len)
			return 0;
		buf_byte(out, ',');
		written = span_skip(written, end + 1);
	}
}
