/*
 * charset_named.c -- text in a charset that it names itself, as UTF-8.
 *
 * Specification: WHATWG Encoding for the labels; the converters are those of
 * the system's iconv, which finds them on disk at first use.  One handle of
 * each is kept, so that later ones need no file: of all by charset_prepare,
 * without it of those that are asked for.  What has one byte a character is
 * read by a table that iconv has filled.
 * Not here: ISO-2022-CN-EXT and other converters that no document needs.
 * Hostile input: a byte that cannot be decoded becomes U+FFFD; memory is two
 * blocks.
 */
#include "format/charset.h"

#include <errno.h>
#include <iconv.h>

#include "base/dso.h"
#include "base/utf8.h"

#define BLOCK (16 * 1024)

/* Label in the document (lower case) and converter; the first of each converter is its own name. */
static const struct label {
	const char *label;
	const char *converter;
} labels[] = {
	{ "windows-1250", "CP1250" },	{ "cp1250", "CP1250" },
	{ "windows-1251", "CP1251" },	{ "cp1251", "CP1251" },
	{ "windows-1253", "CP1253" },	{ "windows-1254", "CP1254" },
	{ "iso-8859-9", "CP1254" },	{ "windows-1255", "CP1255" },
	{ "windows-1256", "CP1256" },	{ "windows-1257", "CP1257" },
	{ "windows-1258", "CP1258" },	{ "windows-874", "CP874" },
	{ "tis-620", "CP874" },		{ "iso-8859-2", "ISO-8859-2" },
	{ "latin2", "ISO-8859-2" },	{ "iso-8859-3", "ISO-8859-3" },
	{ "iso-8859-4", "ISO-8859-4" },	{ "iso-8859-5", "ISO-8859-5" },
	{ "iso-8859-6", "ISO-8859-6" },	{ "iso-8859-7", "ISO-8859-7" },
	{ "iso-8859-8", "ISO-8859-8" },	{ "iso-8859-10", "ISO-8859-10" },
	{ "iso-8859-13", "ISO-8859-13" }, { "iso-8859-14", "ISO-8859-14" },
	{ "iso-8859-15", "ISO-8859-15" }, { "iso-8859-16", "ISO-8859-16" },
	{ "koi8-r", "KOI8-R" },		{ "koi8-u", "KOI8-U" },
	{ "ibm866", "IBM866" },		{ "cp866", "IBM866" },
	{ "macintosh", "MACINTOSH" },	{ "shift_jis", "CP932" },
	{ "shift-jis", "CP932" },	{ "sjis", "CP932" },
	{ "windows-31j", "CP932" },	{ "euc-jp", "EUC-JP" },
	{ "iso-2022-jp", "ISO-2022-JP" }, { "gb2312", "GB18030" },
	{ "gbk", "GB18030" },		{ "gb18030", "GB18030" },
	{ "big5", "BIG5-HKSCS" },	{ "big5-hkscs", "BIG5-HKSCS" },
	{ "euc-kr", "CP949" },		{ "ks_c_5601-1987", "CP949" },
	/* Names that mail has and pages have not. */
	{ "utf-7", "UTF-7" },		{ "unicode-1-1-utf-7", "UTF-7" },
	{ "iso-2022-kr", "ISO-2022-KR" }, { "iso-8859-8-i", "ISO-8859-8" },
	{ "iso-8859-11", "CP874" },	{ "x-sjis", "CP932" },
	{ "cp932", "CP932" },		{ "cp936", "GB18030" },
	{ "x-gbk", "GB18030" },		{ "gb_2312-80", "GB18030" },
	{ "cp949", "CP949" },		{ "ks_c_5601", "CP949" },
	{ "cp1251", "CP1251" },		{ "cp1253", "CP1253" },
	{ "cp1254", "CP1254" },		{ "cp1255", "CP1255" },
	{ "cp1256", "CP1256" },		{ "cp1257", "CP1257" },
	{ "koi8-ru", "KOI8-U" },	{ "cp850", "IBM850" },
	{ "ibm850", "IBM850" },		{ "cp437", "IBM437" },
	{ "ibm437", "IBM437" },
};

#define LABELS (sizeof(labels) / sizeof(labels[0]))

/* What charset_stream reads without the system. */
static const struct own {
	const char *label;
	enum charset charset;
} owns[] = {
	{ "utf-8", CHARSET_UTF8 },	     { "utf8", CHARSET_UTF8 },
	{ "us-ascii", CHARSET_LATIN1 },	     { "ascii", CHARSET_LATIN1 },
	{ "iso-8859-1", CHARSET_LATIN1 },    { "latin1", CHARSET_LATIN1 },
	{ "windows-1252", CHARSET_LATIN1 },  { "cp1252", CHARSET_LATIN1 },
	{ "utf-16", CHARSET_UTF16LE },	     { "utf-16le", CHARSET_UTF16LE },
	{ "utf-16be", CHARSET_UTF16BE },
};

static iconv_t kept[LABELS];
static bool is_tried[LABELS], is_kept[LABELS], is_single[LABELS];
static uint16_t high[LABELS][CHARSET_HIGH];	/* of the single ones: 128 to 255 */

static void add_converted(struct buf *out, iconv_t converter, struct span bytes);

/* One byte is one character, whatever stands around it. */
static bool fill_high(size_t label)
{
	const char *converter = labels[label].converter;
	char bytes[CHARSET_HIGH];
	struct buf text;
	struct span rest;
	size_t n = 0;

	if (charset_shifts(span_of(converter)) || strcmp(converter, "CP1255") == 0 ||
	    strcmp(converter, "CP1258") == 0)
		return false;
	for (size_t i = 0; i < CHARSET_HIGH; i++)
		bytes[i] = (char)(CHARSET_HIGH + i);
	buf_init(&text, 8 * CHARSET_HIGH);
	add_converted(&text, kept[label], span_make(bytes, sizeof(bytes)));
	for (rest = buf_span(&text); rest.len && n < CHARSET_HIGH; n++) {
		uint32_t c = utf8_next(&rest);

		high[label][n] = c > 0xffff ? 0xfffd : (uint16_t)c;
	}
	buf_release(&text);
	return n == CHARSET_HIGH && rest.len == 0;
}

static bool keep(size_t label)
{
	if (is_tried[label])
		return is_kept[label];
	dso_ask();
	is_tried[label] = true;
	kept[label] = iconv_open("UTF-8", labels[label].converter);
	is_kept[label] = kept[label] != (iconv_t)-1;
	is_single[label] = is_kept[label] && fill_high(label);
	return is_kept[label];
}

void charset_prepare(void)
{
	for (size_t i = 0; i < LABELS; i++)
		keep(i);
}

static const struct own *own_charset(struct span name)
{
	char first = name.len ? ascii_lower(name.ptr[0]) : 0;

	for (size_t i = 0; i < sizeof(owns) / sizeof(owns[0]); i++)
		if (first == owns[i].label[0] && span_equal_nocase(name, span_of(owns[i].label)))
			return &owns[i];
	return NULL;
}

static const struct label *label_of(struct span name)
{
	char first = name.len ? ascii_lower(name.ptr[0]) : 0;

	for (size_t i = 0; i < LABELS; i++)
		if (first == labels[i].label[0] &&
		    span_equal_nocase(name, span_of(labels[i].label)))
			return keep(i) ? &labels[i] : NULL;
	return NULL;
}

bool charset_known(struct span name)
{
	name = span_trim(name);
	return own_charset(name) || label_of(name);
}

/* ---- short texts */

static void add_windows_1252(struct buf *out, struct span bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		buf_utf8(out, charset_windows_1252((uint8_t)bytes.ptr[i]));
}

static void add_utf8(struct buf *out, struct span bytes)
{
	while (bytes.len) {
		size_t n = utf8_valid(bytes);

		buf_add(out, span_cut(bytes, 0, n));
		bytes = span_skip(bytes, n);
		if (bytes.len && utf8_next(&bytes) == UTF8_INVALID)
			buf_utf8(out, UTF8_INVALID);
	}
}

static void add_utf16(struct buf *out, struct span bytes, bool big)
{
	for (size_t i = 0; i + 1 < bytes.len; i += 2) {
		uint32_t a = (uint8_t)bytes.ptr[i], b = (uint8_t)bytes.ptr[i + 1];
		uint32_t c = big ? a << 8 | b : b << 8 | a, low;

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < bytes.len) {
			a = (uint8_t)bytes.ptr[i + 2];
			b = (uint8_t)bytes.ptr[i + 3];
			low = big ? a << 8 | b : b << 8 | a;
			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		if (c != 0xfeff)
			buf_utf8(out, c);
	}
}

static void add_converted(struct buf *out, iconv_t converter, struct span bytes)
{
	char block[512], *in = (char *)(uintptr_t)bytes.ptr;
	size_t left = bytes.len;

	iconv(converter, NULL, NULL, NULL, NULL);
	while (left && !out->bad) {
		char *to = block;
		size_t room = sizeof(block), rc = iconv(converter, &in, &left, &to, &room);
		int why = errno;

		buf_add(out, span_make(block, sizeof(block) - room));
		if (rc != (size_t)-1 || why == E2BIG)
			continue;
		buf_utf8(out, UTF8_INVALID);
		in++;
		left--;
	}
	iconv(converter, NULL, NULL, NULL, NULL);
}

void charset_add_named(struct buf *out, struct span name, struct span bytes)
{
	const struct own *own = own_charset(span_trim(name));
	const struct label *label = label_of(span_trim(name));

	if (label)
		add_converted(out, kept[label - labels], bytes);
	else if (own && own->charset == CHARSET_UTF8)
		add_utf8(out, bytes);
	else if (own && own->charset != CHARSET_LATIN1)
		add_utf16(out, bytes, own->charset == CHARSET_UTF16BE);
	else
		add_windows_1252(out, bytes);
}

bool charset_shifts(struct span name)
{
	name = span_trim(name);
	return span_starts_nocase(name, SPAN("iso-2022")) || span_ends_nocase(name, SPAN("utf-7")) ||
	       span_starts_nocase(name, SPAN("utf-16"));
}

/* ---- streams */

struct named {
	struct stream stream;
	iconv_t converter;
	bool open, ended, flushed;
	size_t at, have;		/* in `in` */
	size_t out_at, out_have;	/* in `out` */
	struct error below;
	char *in;			/* BLOCK bytes */
	char *out;			/* OUT_ROOM bytes */
};

#define OUT_ROOM (4 * BLOCK)

static void named_replace(struct named *n)
{
	memcpy(n->out + n->out_have, "\xef\xbf\xbd", 3);
	n->out_have += 3;
	if (n->at < n->have)
		n->at++;
}

/* Decode what is at hand; `out` is empty before and large enough after. */
static void named_convert(struct named *n)
{
	n->out_at = n->out_have = 0;
	while (n->at < n->have && n->out_have + 64 < OUT_ROOM) {
		char *in = n->in + n->at, *out = n->out + n->out_have;
		size_t left = n->have - n->at, room = OUT_ROOM - n->out_have;
		size_t rc = iconv(n->converter, &in, &left, &out, &room);
		int why = errno;

		n->at = (size_t)(in - n->in);
		n->out_have = (size_t)(out - n->out);
		if (rc != (size_t)-1 || why == E2BIG)
			break;
		if (why == EINVAL && !n->ended)
			break;
		named_replace(n);
	}
	if (n->ended && n->at == n->have && !n->flushed) {
		char *out = n->out + n->out_have;
		size_t room = OUT_ROOM - n->out_have;

		iconv(n->converter, NULL, NULL, &out, &room);
		n->out_have = (size_t)(out - n->out);
		n->flushed = true;
	}
}

static void named_fill(struct named *n)
{
	size_t left = n->have - n->at;
	int64_t got;

	memmove(n->in, n->in + n->at, left);
	n->at = 0;
	n->have = left;
	got = stream_read(n->stream.below, n->in + left, BLOCK - left, &n->below);
	if (got > 0)
		n->have += (size_t)got;
	else
		n->ended = true;
}

static int64_t named_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct named *n = (struct named *)s;
	size_t now;

	while (n->out_at == n->out_have && !n->flushed) {
		if (!n->ended && n->have - n->at < BLOCK / 2)
			named_fill(n);
		named_convert(n);
	}
	now = n->out_have - n->out_at < max ? n->out_have - n->out_at : max;
	memcpy(out, n->out + n->out_at, now);
	n->out_at += now;
	if (now == 0 && n->below.code != ERR_NONE) {
		*e = n->below;
		return -1;
	}
	return (int64_t)now;
}

static void named_close(struct stream *s)
{
	struct named *n = (struct named *)s;

	if (n->open)
		iconv_close(n->converter);
	n->open = false;
	n->ended = n->flushed = true;
	n->out_at = n->out_have = 0;
}

static const struct stream_type named_type = {
	.name = "charset",
	.read = named_read,
	.close = named_close,
};

struct stream *charset_stream_named(struct arena *a, struct span name, struct stream *s)
{
	const struct own *own = own_charset(span_trim(name));
	const struct label *label = label_of(span_trim(name));
	struct named *n;

	if (own)
		return charset_stream(a, own->charset, s);
	if (label && is_single[label - labels])
		return charset_stream_single(a, high[label - labels], s);
	n = label ? arena_new(a, struct named) : NULL;
	if (!n || !(n->in = arena_room(a, BLOCK)) || !(n->out = arena_room(a, OUT_ROOM)))
		return NULL;
	n->converter = iconv_open("UTF-8", label->converter);
	if (n->converter == (iconv_t)-1)
		return NULL;
	n->stream.type = &named_type;
	n->stream.below = s;
	n->open = true;
	return &n->stream;
}
