/*
 * charset.c -- which encoding the text is in, and the same text as UTF-8.
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
#define JUDGED (64 * 1024)	/* bytes of the head that are looked at */
#define WHOLE  4096		/* a shorter head is the whole text: nothing was cut */

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

/* Controls that no text has; bell, backspace, shifts and escape colour terminals. */
static bool is_control(uint32_t c)
{
	return (c < 0x20 && !(c >= 7 && c <= 15) && c != 0x1b) || c == 0x7f;
}

struct tally {
	size_t units;		/* bytes or code units */
	size_t controls;
	size_t sequences;	/* of UTF-8 with more than one byte, whole */
	size_t invalid;		/* bytes that begin none */
};

/* True when the end of the head may have cut a sequence that begins here. */
static bool utf8_is_cut(struct span rest)
{
	unsigned char lead = (unsigned char)rest.ptr[0];
	size_t need = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

	for (size_t i = 1; i < rest.len; i++)
		if (((unsigned char)rest.ptr[i] & 0xc0) != 0x80)
			return false;
	return rest.len < need;
}

/* Eight bytes from blank to tilde (some such are not seen as such: they are looked at singly). */
static bool are_plain(const char *at)
{
	uint64_t w, high = UINT64_C(0x8080808080808080);

	memcpy(&w, at, sizeof(w));
	w |= (w - UINT64_C(0x2020202020202020)) | (w + UINT64_C(0x0101010101010101));
	return (w & high) == 0;
}

/* Whatever comes, charset_of will call it binary, or UTF-16, which it asks for itself. */
static bool is_decided(const struct tally *t)
{
	return t->controls > t->units / 10 ||
	       (t->controls > t->units / 50 && t->invalid * 10 > t->units / 2);
}

static struct tally tally_utf8(struct span head)
{
	struct tally t = { .units = head.len };

	while (head.len && !is_decided(&t)) {
		struct span before;

		while (head.len >= 8 && are_plain(head.ptr))
			head = span_skip(head, 8);
		if (!head.len)
			break;
		before = head;
		unsigned char byte = (unsigned char)head.ptr[0];
		uint32_t c;

		if (byte < 0x80) {
			t.controls += is_control(byte);
			head = span_skip(head, 1);
			continue;
		}
		c = utf8_next(&head);
		if (c != UTF8_INVALID) {
			t.sequences++;
			continue;
		}
		if ((t.sequences || t.units >= WHOLE) && utf8_is_cut(before))
			break;
		t.invalid++;
	}
	return t;
}

static uint32_t utf16_unit(struct span s, size_t i, bool big)
{
	unsigned char a = (unsigned char)s.ptr[2 * i], b = (unsigned char)s.ptr[2 * i + 1];

	return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

/* Is it text, read as UTF-16?  Without a mark most units must be of Latin script. */
static bool is_utf16(struct span head, bool big, bool marked)
{
	size_t units = head.len / 2, latin = 0, bad = 0;

	for (size_t i = 0; i < units && bad <= units / 20; i++) {
		uint32_t u = utf16_unit(head, i, big);

		if (u >= 0xdc00 && u <= 0xdfff)
			bad += i == 0 || (utf16_unit(head, i - 1, big) & 0xfc00) != 0xd800;
		else if (is_control(u) || u >= 0xfffe)
			bad++;
		else if (u < 0x100)
			latin++;
	}
	return units && bad <= units / 20 && (marked || latin > units / 2);
}

enum charset charset_of(struct span head)
{
	struct tally t;

	head = span_cut(head, 0, JUDGED);
	if (span_starts(head, SPAN("\xff\xfe")) && is_utf16(head, false, true))
		return CHARSET_UTF16LE;
	if (span_starts(head, SPAN("\xfe\xff")) && is_utf16(head, true, true))
		return CHARSET_UTF16BE;
	t = tally_utf8(head);
	if (t.controls && is_utf16(head, false, false))
		return CHARSET_UTF16LE;
	if (t.controls && is_utf16(head, true, false))
		return CHARSET_UTF16BE;
	if (t.invalid * 10 <= t.sequences)
		return t.controls <= t.units / 10 ? CHARSET_UTF8 : CHARSET_BINARY;
	return t.controls <= t.units / 50 ? CHARSET_LATIN1 : CHARSET_BINARY;
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

static void decode_latin1(struct converter *v, struct output *o)
{
	while (v->at < v->have && o->room) {
		put(v, o, charset_windows_1252(v->block[v->at++]));
	}
}

/* A surrogate whose partner has not been read yet waits for it. */
static void decode_utf16(struct converter *v, struct output *o)
{
	bool big = v->charset == CHARSET_UTF16BE;

	while (v->have - v->at >= 2 && o->room) {
		struct span rest = { (const char *)v->block + v->at, v->have - v->at };
		uint32_t u = utf16_unit(rest, 0, big), low;

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

	if (!v->begun)
		skip_mark(v);
	put_spilt(v, &o);
	while (o.room == max) {
		if (v->charset == CHARSET_UTF8)
			decode_utf8(v, &o);
		else if (v->charset == CHARSET_LATIN1)
			decode_latin1(v, &o);
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
	v = arena_alloc(a, sizeof(*v) + size);
	if (!v)
		return NULL;
	v->size = size;
	v->stream.type = &converter_type;
	v->stream.below = s;
	v->charset = c;
	return &v->stream;
}
