/*
 * pdf_value.c -- values of a PDF file: where one ends, what stands in it.
 *
 * Specification: ISO 32000-2, 7.3.  Nothing is copied; containers are walked
 * with a counter for their depth, never by recursion.
 */
#include <isa-l/igzip_lib.h>

#include "format/pdf_file.h"

#define DEPTH_MAX 500
#define HOPS_MAX  16		/* a reference to a reference to ... */

static bool is_space(char c)
{
	return ascii_space(c) || c == '\0';
}

static bool is_delimiter(char c)
{
	return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' ||
		c == '}' || c == '/' || c == '%';
}

static size_t skip_space(struct span s, size_t at)
{
	while (at < s.len) {
		if (s.ptr[at] == '%')
			while (at < s.len && s.ptr[at] != '\n' && s.ptr[at] != '\r')
				at++;
		else if (is_space(s.ptr[at]))
			at++;
		else
			break;
	}
	return at;
}

static size_t string_end(struct span s, size_t at)
{
	unsigned depth = 0;

	for (; at < s.len; at++) {
		if (s.ptr[at] == '\\')
			at++;
		else if (s.ptr[at] == '(')
			depth++;
		else if (s.ptr[at] == ')' && --depth == 0)
			return at + 1;
	}
	return s.len;
}

static size_t word_end(struct span s, size_t at)
{
	while (at < s.len && !is_space(s.ptr[at]) && !is_delimiter(s.ptr[at]))
		at++;
	return at;
}

/* Behind one token that is no container. */
static size_t token_end(struct span s, size_t at)
{
	struct span rest = span_skip(s, at);
	size_t end;

	if (s.ptr[at] == '(')
		return string_end(s, at);
	if (span_starts(rest, SPAN("<<")) || span_starts(rest, SPAN(">>")))
		return at + 2;
	if (s.ptr[at] == '<') {
		end = span_find_byte(rest, '>');
		return end == SPAN_NONE ? s.len : at + end + 1;
	}
	if (s.ptr[at] == '/')
		return word_end(s, at + 1);
	if (is_delimiter(s.ptr[at]))
		return at + 1;
	return word_end(s, at);
}

/* Behind the array or dictionary that begins at `at`. */
static size_t container_end(struct span s, size_t at)
{
	unsigned depth = 0;

	while ((at = skip_space(s, at)) < s.len) {
		struct span rest = span_skip(s, at);
		bool opens = s.ptr[at] == '[' || span_starts(rest, SPAN("<<"));
		bool closes = s.ptr[at] == ']' || span_starts(rest, SPAN(">>"));

		at = token_end(s, at);
		if (opens && ++depth > DEPTH_MAX)
			return s.len;
		if (closes && (depth == 0 || --depth == 0))
			return at;
	}
	return s.len;
}

static bool all_digits(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_digit(s.ptr[i]))
			return false;
	return s.len > 0 && s.len <= 10;
}

/* "12 0 R" at `at`: behind it, else `at`. */
static size_t reference_end(struct span s, size_t at)
{
	size_t first = word_end(s, at), from = skip_space(s, first), second = word_end(s, from);
	size_t r = skip_space(s, second);

	if (!all_digits(span_cut(s, at, first - at)) ||
	    !all_digits(span_cut(s, from, second - from)) ||
	    r >= s.len || s.ptr[r] != 'R' || word_end(s, r) != r + 1)
		return at;
	return r + 1;
}

struct span pdf_inside(struct span v)
{
	return span_skip(v, span_starts(v, SPAN("<<")) ? 2 : v.len && v.ptr[0] == '[' ? 1 : v.len);
}

bool pdf_next(struct pdf_file *f, struct span *rest, struct span *value)
{
	size_t at = skip_space(*rest, 0), end = at;

	if (at >= rest->len || rest->ptr[at] == ']' ||
	    span_starts(span_skip(*rest, at), SPAN(">>")))
		return false;
	if (ascii_digit(rest->ptr[at]))
		end = reference_end(*rest, at);
	if (end == at && (rest->ptr[at] == '[' || span_starts(span_skip(*rest, at), SPAN("<<"))))
		end = container_end(*rest, at);
	else if (end == at)
		end = token_end(*rest, at);
	if (end == at)
		end++;
	f->work += end;
	if (f->work > f->work_max) {
		if (f->why.code == ERR_NONE)
			fail(&f->why, ERR_LIMIT, "pdf: its objects are tangled beyond measure");
		return false;
	}
	*value = span_cut(*rest, at, end - at);
	*rest = span_skip(*rest, end);
	return true;
}

static const struct pdf_object *object_of(const struct pdf_file *f, uint64_t number)
{
	const struct pdf_object *o = (const struct pdf_object *)(const void *)f->objects.ptr;
	uint32_t low = 0, high = f->count;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (o[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low < f->count && o[low].number == number ? &o[low] : NULL;
}

struct span pdf_resolve(struct pdf_file *f, struct span v)
{
	for (int hops = 0; hops < HOPS_MAX; hops++) {
		size_t end = word_end(v, 0);
		const struct pdf_object *o;
		uint64_t number;
		size_t at;

		if (!v.len || !ascii_digit(v.ptr[0]) || reference_end(v, 0) == 0)
			return v;
		if (!span_u64(span_cut(v, 0, end), &number))
			break;
		o = object_of(f, number);
		if (!o)
			break;
		at = skip_space(o->body, 0);
		v = span_skip(o->body, at);
	}
	return SPAN("");
}

struct span pdf_get_raw(struct pdf_file *f, struct span dictionary, const char *key)
{
	struct span rest = pdf_inside(dictionary), name, value;

	if (!span_starts(dictionary, SPAN("<<")))
		return SPAN("");
	while (pdf_next(f, &rest, &name) && pdf_next(f, &rest, &value))
		if (span_equal(name, span_of(key)))
			return value;
	return SPAN("");
}

struct span pdf_get(struct pdf_file *f, struct span dictionary, const char *key)
{
	return pdf_resolve(f, pdf_get_raw(f, dictionary, key));
}

bool pdf_is_name(struct span v, const char *name)
{
	return span_equal(span_cut(v, 0, v.len ? token_end(v, 0) : 0), span_of(name));
}

bool pdf_number(struct span v, double *out)
{
	double unit = 1, value = 0;
	bool negative, fraction = false;
	size_t i = 0;

	v = span_cut(v, 0, word_end(v, 0));
	negative = v.len && v.ptr[0] == '-';
	if (v.len && (v.ptr[0] == '-' || v.ptr[0] == '+'))
		i = 1;
	if (i == v.len || v.len > 40)
		return false;
	for (; i < v.len; i++) {
		if (v.ptr[i] == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (!ascii_digit(v.ptr[i]))
			return false;
		unit /= fraction ? 10 : 1;
		value = fraction ? value + unit * (v.ptr[i] - '0') : value * 10 + (v.ptr[i] - '0');
	}
	*out = negative ? -value : value;
	return true;
}

/* What stands behind a backslash; how many bytes of `s` it takes. */
static size_t escaped(struct span s, struct buf *out)
{
	static const char letters[] = "nrtbf", meant[] = "\n\r\t\b\f";
	const char *found = s.len && s.ptr[0] ? strchr(letters, s.ptr[0]) : NULL;
	unsigned value = 0;
	size_t n = 0;

	if (!s.len)
		return 0;
	if (found) {
		buf_byte(out, meant[found - letters]);
		return 1;
	}
	while (n < 3 && n < s.len && s.ptr[n] >= '0' && s.ptr[n] <= '7')
		value = value * 8 + (unsigned)(s.ptr[n++] - '0');
	if (n) {
		buf_byte(out, (char)value);
		return n;
	}
	if (s.ptr[0] == '\r')
		return s.len > 1 && s.ptr[1] == '\n' ? 2 : 1;
	if (s.ptr[0] != '\n')
		buf_byte(out, s.ptr[0]);
	return 1;
}

static void literal_bytes(struct span v, struct buf *out)
{
	for (size_t i = 0; i < v.len; i++) {
		if (v.ptr[i] == '\\')
			i += escaped(span_skip(v, i + 1), out);
		else
			buf_byte(out, v.ptr[i]);
	}
}

static void hex_bytes(struct span v, struct buf *out)
{
	int high = -1;

	for (size_t i = 0; i < v.len; i++) {
		int digit = ascii_hex(v.ptr[i]);

		if (digit < 0)
			continue;
		if (high >= 0)
			buf_byte(out, (char)(high << 4 | digit));
		high = high >= 0 ? -1 : digit;
	}
	if (high >= 0)
		buf_byte(out, (char)(high << 4));
}

/* UTF-16 with its mark, in place of the bytes of `out` from `from` on. */
static void decode_utf16(struct buf *out, size_t from)
{
	struct span s = span_skip(buf_span(out), from);
	struct buf text;

	if (!span_starts(s, SPAN("\xfe\xff")))
		return;
	buf_init(&text, out->ceiling);
	for (size_t i = 2; i + 1 < s.len; i += 2) {
		uint32_t c = (uint32_t)(unsigned char)s.ptr[i] << 8 | (unsigned char)s.ptr[i + 1];

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < s.len) {
			uint32_t low = (uint32_t)(unsigned char)s.ptr[i + 2] << 8 |
				(unsigned char)s.ptr[i + 3];

			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		buf_utf8(&text, c);
	}
	out->len = from;
	buf_add(out, buf_span(&text));
	buf_release(&text);
}

bool pdf_string(struct span v, struct buf *out)
{
	size_t from = out->len, end = v.len ? token_end(v, 0) : 0;

	if (!v.len || (v.ptr[0] != '(' && (v.ptr[0] != '<' || span_starts(v, SPAN("<<")))))
		return false;
	if (v.ptr[0] == '(')
		literal_bytes(span_cut(v, 1, end - 1 - (v.ptr[end - 1] == ')')), out);
	else
		hex_bytes(span_cut(v, 1, end - 1), out);
	decode_utf16(out, from);
	return !out->bad;
}

/* ---- streams */

static void unpredict_row(const unsigned char *row, size_t columns, size_t bytes,
			  unsigned char *last)
{
	for (size_t i = 0; i < columns; i++) {
		unsigned left = i >= bytes ? last[i - bytes] : 0, above = last[i];

		/* Only the two that are in use for text: as it is, and up. */
		(void)left;
		last[i] = (unsigned char)(row[0] == 2 ? row[1 + i] + above : row[1 + i]);
	}
}

/* PNG's predictors over rows, as writers use them for tables of places. */
static void unpredict(struct pdf_file *f, struct span parameters, struct buf *out, size_t from)
{
	double predictor = 1, columns = 1;
	unsigned char *last;
	size_t row, to = from;

	pdf_number(pdf_get(f, parameters, "/Predictor"), &predictor);
	pdf_number(pdf_get(f, parameters, "/Columns"), &columns);
	if (predictor < 10 || columns < 1 || columns > 4096)
		return;
	row = (size_t)columns + 1;
	last = arena_alloc(f->arena, row);
	for (size_t at = from; last && at + row <= out->len; at += row) {
		unpredict_row((unsigned char *)out->ptr + at, row - 1, 1, last);
		memcpy(out->ptr + to, last, row - 1);
		to += row - 1;
	}
	out->len = to;
}

/* What can be inflated is kept, also of a stream that breaks off. */
static bool inflate(struct pdf_file *f, struct span in, struct buf *out)
{
	struct inflate_state *z = f->inflate;
	size_t from = out->len;

	isal_inflate_init(z);
	z->crc_flag = ISAL_ZLIB_NO_HDR_VER;
	/* Past the two bytes of its header; a wrong check sum is no reason to lose it. */
	in = span_skip(in, 2);
	z->crc_flag = ISAL_DEFLATE;
	z->next_in = (uint8_t *)(uintptr_t)in.ptr;
	z->avail_in = in.len > UINT32_MAX ? UINT32_MAX : (uint32_t)in.len;
	for (;;) {
		int rc;

		if (out->len - from >= PDF_STREAM_MAX || f->work > f->work_max ||
		    !buf_reserve(out, 65536)) {
			if (f->why.code == ERR_NONE)
				fail(&f->why, ERR_LIMIT, "pdf: a stream grows beyond %u MiB",
				     PDF_STREAM_MAX >> 20);
			return false;
		}
		z->next_out = (uint8_t *)out->ptr + out->len;
		z->avail_out = 65536;
		rc = isal_inflate(z);
		out->len += 65536 - z->avail_out;
		f->work += 65536 - z->avail_out;
		if (rc != ISAL_DECOMP_OK || z->block_state == ISAL_BLOCK_FINISH ||
		    (z->avail_in == 0 && z->avail_out > 0))
			break;
	}
	return out->len > from;
}

static void ascii85(struct span in, struct buf *out)
{
	uint64_t group = 0;
	unsigned n = 0;

	for (size_t i = 0; i < in.len && in.ptr[i] != '~'; i++) {
		char c = in.ptr[i];

		if (c == 'z' && n == 0) {
			buf_add(out, span_make("\0\0\0\0", 4));
		} else if (c >= '!' && c <= 'u') {
			group = group * 85 + (uint64_t)(c - '!');
			if (++n == 5) {
				for (int shift = 24; shift >= 0; shift -= 8)
					buf_byte(out, (char)(group >> shift));
				group = n = 0;
			}
		}
	}
	for (unsigned k = n; n > 1 && k < 5; k++)
		group = group * 85 + 84;
	for (unsigned k = 1; k < n; k++)
		buf_byte(out, (char)(group >> (32 - 8 * k)));
}

static bool unfilter(struct pdf_file *f, struct span filter, struct span parameters, struct span in,
		     struct buf *out)
{
	size_t from = out->len;

	if (pdf_is_name(filter, "/FlateDecode") || pdf_is_name(filter, "/Fl")) {
		if (!inflate(f, in, out))
			return false;
		unpredict(f, parameters, out, from);
		return true;
	}
	f->work += in.len;
	if (pdf_is_name(filter, "/ASCII85Decode") || pdf_is_name(filter, "/A85"))
		ascii85(in, out);
	else if (pdf_is_name(filter, "/ASCIIHexDecode") || pdf_is_name(filter, "/AHx"))
		hex_bytes(span_cut(in, 0, span_find_byte(in, '>')), out);
	else
		return false;
	return !out->bad;
}

/* The bytes between "stream" and "endstream". */
static struct span stream_bytes(struct pdf_file *f, struct span object, struct span dictionary)
{
	struct span rest = span_skip(object, dictionary.len);
	size_t at = span_find(span_cut(rest, 0, 64), SPAN("stream"));
	double length;

	if (at == SPAN_NONE)
		return SPAN("");
	rest = span_skip(rest, at + 6);
	if (span_starts(rest, SPAN("\r\n")))
		rest = span_skip(rest, 2);
	else if (rest.len && (rest.ptr[0] == '\n' || rest.ptr[0] == '\r'))
		rest = span_skip(rest, 1);
	if (pdf_number(pdf_get(f, dictionary, "/Length"), &length) && length >= 0 &&
	    length <= (double)rest.len)
		return span_cut(rest, 0, (size_t)length);
	return span_cut(rest, 0, span_find(rest, SPAN("endstream")));
}

bool pdf_stream(struct pdf_file *f, struct span object, struct buf *out)
{
	struct span rest = object, dictionary, filter, parameters, in;
	struct buf step;
	bool good = true;

	if (!span_starts(object, SPAN("<<")) || !pdf_next(f, &rest, &dictionary))
		return false;
	in = stream_bytes(f, object, dictionary);
	filter = pdf_get(f, dictionary, "/Filter");
	parameters = pdf_get(f, dictionary, "/DecodeParms");
	if (!filter.len) {
		buf_add(out, in);
		return in.len && !out->bad;
	}
	if (filter.ptr[0] != '[')
		return unfilter(f, filter, parameters, in, out);
	buf_init(&step, PDF_STREAM_MAX + 65536);
	buf_add(&step, in);
	rest = pdf_inside(filter);
	for (unsigned n = 0; good && n < 4 && pdf_next(f, &rest, &filter); n++) {
		struct buf next;

		buf_init(&next, PDF_STREAM_MAX + 65536);
		if (parameters.len && parameters.ptr[0] == '[')
			parameters = SPAN("");
		good = unfilter(f, pdf_resolve(f, filter), parameters, buf_span(&step), &next);
		buf_release(&step);
		step = next;
	}
	buf_add(out, buf_span(&step));
	buf_release(&step);
	return good && !out->bad;
}
