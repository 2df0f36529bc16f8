/*
 * charset.c -- text in another encoding, as UTF-8; charset_of.c says in which it is.
 *
 * Specification: The Unicode Standard 15 chapter 3 (UTF-8, UTF-16); WHATWG
 * Encoding (windows-1252).  Not here: UTF-32, UTF-7; charsets that a document
 * names are charset_named.c's.
 * Hostile input: what cannot be decoded becomes U+FFFD; memory is one block.
 */
#include "format/charset.h"

#include "base/utf8.h"

#define BLOCK  (64 * 1024)
#define FIRST  4096		/* of UTF-8, where only the mark is looked for */

/* 0x80..0x9f of windows-1252; the five holes stay controls, as browsers have it. */
static const uint16_t windows_1252[32] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
	0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

uint32_t charset_windows_1252(uint8_t byte)
{
	return byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte;
}

const char *charset_name(enum charset c)
{
	static const char *const names[] = {
		[CHARSET_BINARY] = NULL,
		[CHARSET_UTF8] = "utf-8",
		[CHARSET_UTF16LE] = "utf-16le",
		[CHARSET_UTF16BE] = "utf-16be",
		[CHARSET_LATIN1] = "windows-1252",
	};

	return names[c];
}

struct converter {
	struct stream stream;
	enum charset charset;
	const uint16_t *high;	/* of CHARSET_LATIN1, when it is another one of its kind */
	uint32_t letter[256];	/* of all of that kind */
	bool begun;		/* behind a byte order mark */
	bool ended;
	size_t size;		/* of block */
	size_t at, have;	/* in block: bytes not decoded yet */
	size_t spill_at, spill_have;
	char spill[4];		/* encoded, did not fit the caller's room */
	struct error below;
	unsigned char block[];
};

struct output {
	char *at;
	size_t room;
};

static void put(struct converter *v, struct output *o, uint32_t c)
{
	size_t n, now;

	if (c < 0x80) {
		*o->at++ = (char)c;
		o->room--;
		return;
	}
	n = utf8_encode(c, v->spill);
	now = n < o->room ? n : o->room;
	memcpy(o->at, v->spill, now);
	o->at += now;
	o->room -= now;
	v->spill_at = now;
	v->spill_have = n;
}

static void put_spilt(struct converter *v, struct output *o)
{
	while (v->spill_at < v->spill_have && o->room) {
		*o->at++ = v->spill[v->spill_at++];
		o->room--;
	}
}

static void copy_ascii(struct converter *v, struct output *o)
{
	size_t most = v->have - v->at < o->room ? v->have - v->at : o->room;
	struct span s = { (const char *)v->block + v->at, most };
	size_t n = most - utf8_skip_ascii(s).len;

	memcpy(o->at, s.ptr, n);
	v->at += n;
	o->at += n;
	o->room -= n;
}

static uint32_t single(const struct converter *v, uint8_t byte)
{
	if (byte < 0x80)
		return byte;
	return v->high ? v->high[byte - 0x80] : charset_windows_1252(byte);
}

/* What each byte becomes, when that is one byte or two: they, and above them how many. */
static void know_letters(struct converter *v)
{
	for (unsigned byte = 0; byte < 256; byte++) {
		uint32_t c = single(v, (uint8_t)byte);

		if (c < 0x80)
			v->letter[byte] = c | 1u << 16;
		else if (c < 0x800)
			v->letter[byte] = 0xc0 | c >> 6 | (0x80 | (c & 0x3f)) << 8 | 2u << 16;
		else
			v->letter[byte] = 0;
	}
}

/*
 * Letters of nearly all scripts have two bytes: while there is room for any
 * eight bytes of input, each is written as if it had two.
 */
static void decode_letters(struct converter *v, struct output *o)
{
	const uint8_t *in = v->block + v->at, *end = v->block + v->have;
	char *out = o->at, *full = o->at + o->room;

	for (uint64_t eight; end - in >= 8 && full - out >= 16; ) {
		const uint8_t *stop = in + 8;

		memcpy(&eight, in, sizeof(eight));
		if (!(eight & UINT64_C(0x8080808080808080))) {
			memcpy(out, &eight, sizeof(eight));
			out += sizeof(eight);
			in = stop;
			continue;
		}
		for (; in < stop; in++) {
			uint32_t letter = v->letter[*in];

			if (!letter)
				goto out;
			out[0] = (char)letter;
			out[1] = (char)(letter >> 8);
			out += letter >> 16;
		}
	}
out:
	v->at = (size_t)(in - v->block);
	o->room -= (size_t)(out - o->at);
	o->at = out;
}

static void decode_single(struct converter *v, struct output *o)
{
	while (v->at < v->have && o->room) {
		decode_letters(v, o);
		if (v->at == v->have || !o->room)
			break;
		if (v->block[v->at] < 0x80)
			copy_ascii(v, o);
		else
			put(v, o, single(v, v->block[v->at++]));
	}
}

/* Four units that are all ASCII, as four bytes; false: they are not. */
static inline bool pack_ascii(const uint8_t *units, bool big, char *out)
{
	uint64_t x;

	/* Byte by byte, which is one load: the first byte is the lowest on every processor. */
	x = (uint64_t)units[0] | (uint64_t)units[1] << 8 | (uint64_t)units[2] << 16 |
	    (uint64_t)units[3] << 24 | (uint64_t)units[4] << 32 | (uint64_t)units[5] << 40 |
	    (uint64_t)units[6] << 48 | (uint64_t)units[7] << 56;
	if (big)
		x = (x & UINT64_C(0x00ff00ff00ff00ff)) << 8 |
		    (x >> 8 & UINT64_C(0x00ff00ff00ff00ff));
	if (x & UINT64_C(0xff80ff80ff80ff80))
		return false;
	x = (x | x >> 8) & UINT64_C(0x0000ffff0000ffff);
	x |= x >> 16;
	out[0] = (char)x;
	out[1] = (char)(x >> 8);
	out[2] = (char)(x >> 16);
	out[3] = (char)(x >> 24);
	return true;
}

static void copy_ascii_units(struct converter *v, struct output *o, bool big)
{
	while (v->have - v->at >= 8 && o->room >= 4 && pack_ascii(v->block + v->at, big, o->at)) {
		v->at += 8;
		o->at += 4;
		o->room -= 4;
	}
}

/* A surrogate whose partner has not been read yet waits for it. */
static void decode_utf16(struct converter *v, struct output *o)
{
	bool big = v->charset == CHARSET_UTF16BE;

	for (;;) {
		struct span rest;
		uint32_t u, low;

		copy_ascii_units(v, o, big);
		if (v->have - v->at < 2 || !o->room)
			break;
		rest = (struct span){ (const char *)v->block + v->at, v->have - v->at };
		u = utf16_unit(rest, 0, big);

		if ((u & 0xfc00) != 0xd800) {
			v->at += 2;
			put(v, o, u);
			continue;
		}
		if (rest.len < 4 && !v->ended)
			return;
		low = rest.len < 4 ? 0 : utf16_unit(rest, 1, big);
		if ((low & 0xfc00) != 0xdc00) {
			v->at += 2;
			put(v, o, u);
			continue;
		}
		v->at += 4;
		put(v, o, 0x10000 + ((u & 0x3ff) << 10 | (low & 0x3ff)));
	}
	if (v->ended && v->have - v->at == 1 && o->room) {
		v->at++;
		put(v, o, 0xfffd);
	}
}

static void converter_fill(struct converter *v)
{
	size_t left = v->have - v->at;
	int64_t got;

	memmove(v->block, v->block + v->at, left);
	v->at = 0;
	v->have = left;
	got = stream_read(v->stream.below, v->block + left, v->size - left, &v->below);
	if (got <= 0) {
		v->ended = true;
		return;
	}
	v->have += (size_t)got;
}

static void skip_mark(struct converter *v)
{
	struct span mark = v->charset == CHARSET_UTF16LE ? SPAN("\xff\xfe") :
			   v->charset == CHARSET_UTF16BE ? SPAN("\xfe\xff") :
			   v->charset == CHARSET_UTF8 ? SPAN("\xef\xbb\xbf") : SPAN("");

	v->begun = true;
	while (v->have < mark.len && !v->ended)
		converter_fill(v);
	if (span_starts(span_make(v->block, v->have), mark))
		v->at = mark.len;
}

static void decode_utf8(struct converter *v, struct output *o)
{
	size_t n = v->have - v->at < o->room ? v->have - v->at : o->room;

	memcpy(o->at, v->block + v->at, n);
	v->at += n;
	o->at += n;
	o->room -= n;
}

static int64_t converter_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct converter *v = (struct converter *)s;
	struct output o = { out, max };

	if (!v->begun && v->charset == CHARSET_LATIN1)
		know_letters(v);
	if (!v->begun)
		skip_mark(v);
	put_spilt(v, &o);
	while (o.room == max) {
		if (v->charset == CHARSET_UTF8)
			decode_utf8(v, &o);
		else if (v->charset == CHARSET_LATIN1)
			decode_single(v, &o);
		else
			decode_utf16(v, &o);
		if (o.room < max)
			break;
		if (v->ended) {
			*e = v->below;
			return v->below.code == ERR_NONE ? 0 : -1;
		}
		if (v->charset == CHARSET_UTF8)
			return stream_read(s->below, out, max, e);
		converter_fill(v);
	}
	return (int64_t)(max - o.room);
}

static const struct stream_type converter_type = { .name = "charset", .read = converter_read };

struct stream *charset_stream(struct arena *a, enum charset c, struct stream *s)
{
	struct converter *v;
	size_t size;

	if (c == CHARSET_BINARY)
		return s;
	size = c == CHARSET_UTF8 ? FIRST : BLOCK;
	v = arena_room(a, sizeof(*v) + size);
	if (!v)
		return NULL;
	*v = (struct converter){ .stream = { .type = &converter_type, .below = s },
				 .charset = c, .size = size };
	return &v->stream;
}

struct stream *charset_stream_single(struct arena *a, const uint16_t *high, struct stream *s)
{
	struct converter *v = (struct converter *)charset_stream(a, CHARSET_LATIN1, s);

	if (!v)
		return NULL;
	v->high = high;
	return &v->stream;
}
