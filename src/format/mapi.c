/*
 * mapi.c -- times, charsets and packed RTF of Outlook.
 *
 * Hostile input: what is unpacked is at most RTF_MOST, whatever its head says.
 */
#include "format/mapi.h"

#include "base/cursor.h"

#define RTF_MOST      (32u << 20)
#define EPOCH_SECONDS INT64_C(11644473600)	/* from 1601 to 1970 */
#define DICTIONARY    4096

int64_t mapi_moment(uint64_t filetime)
{
	int64_t micro;

	if (filetime == 0 || filetime > INT64_MAX / 2)
		return TIME_NONE;
	micro = (int64_t)(filetime / 10);
	return micro - EPOCH_SECONDS * TIME_SECOND;
}

struct span mapi_charset(uint32_t codepage)
{
	static const struct { uint32_t number; const char *name; } pages[] = {
		{ 65001, "utf-8" },    { 1250, "windows-1250" }, { 1251, "windows-1251" },
		{ 1253, "windows-1253" }, { 1254, "windows-1254" }, { 1255, "windows-1255" },
		{ 1256, "windows-1256" }, { 1257, "windows-1257" }, { 1258, "windows-1258" },
		{ 874, "windows-874" }, { 932, "shift_jis" }, { 936, "gbk" }, { 949, "cp949" },
		{ 950, "big5" }, { 20866, "koi8-r" }, { 21866, "koi8-u" }, { 28592, "iso-8859-2" },
		{ 28595, "iso-8859-5" }, { 28597, "iso-8859-7" }, { 28605, "iso-8859-15" },
		{ 50220, "iso-2022-jp" }, { 51932, "euc-jp" }, { 51949, "euc-kr" },
		{ 54936, "gb18030" }, { 1200, "utf-16le" },
	};

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (pages[i].number == codepage)
			return span_of(pages[i].name);
	return SPAN("windows-1252");
}

/* What every packed text may refer to before it has said anything. */
static const char first_words[] =
	"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
	"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
	"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

struct unpacking {
	char dictionary[DICTIONARY];
	size_t at;			/* where the next byte goes */
	char *out;
	size_t len, room;
};

static void unpack_byte(struct unpacking *u, char c)
{
	u->dictionary[u->at] = c;
	u->at = (u->at + 1) % DICTIONARY;
	u->out[u->len++] = c;
}

/* False at the end. */
static bool unpack_token(struct unpacking *u, struct cursor *c, bool reference)
{
	unsigned token, from, length;

	if (!reference) {
		char byte = (char)cursor_u8(c);

		if (c->bad)
			return false;
		unpack_byte(u, byte);
		return true;
	}
	token = (unsigned)cursor_u8(c) << 8;
	token |= cursor_u8(c);
	from = token >> 4;
	length = (token & 15) + 2;
	if (c->bad || from == u->at)
		return false;
	for (unsigned i = 0; i < length && u->len < u->room; i++)
		unpack_byte(u, u->dictionary[(from + i) % DICTIONARY]);
	return true;
}

struct span mapi_rtf(struct arena *a, struct span packed)
{
	struct cursor c = { .left = packed };
	struct unpacking *u;
	uint32_t size, kind;

	cursor_u32(&c);
	size = cursor_u32(&c);
	kind = cursor_u32(&c);
	cursor_u32(&c);
	if (c.bad || (kind != 0x75465a4c && kind != 0x414c454d))
		return SPAN("");
	if (kind == 0x414c454d)
		return c.left;
	u = arena_new(a, struct unpacking);
	/* No reference gives more than 17 bytes for two. */
	if (u) {
		u->room = c.left.len < RTF_MOST / 9 ? c.left.len * 9 : RTF_MOST;
		u->room = size < u->room ? size : u->room;
		u->out = arena_alloc(a, u->room + 1);
	}
	if (!u || !u->out)
		return SPAN("");
	memcpy(u->dictionary, first_words, sizeof(first_words) - 1);
	u->at = sizeof(first_words) - 1;
	while (!c.bad && u->len < u->room) {
		unsigned flags = cursor_u8(&c);

		for (int bit = 0; bit < 8 && u->len < u->room; bit++)
			if (!unpack_token(u, &c, flags >> bit & 1)) {
				c.bad = true;
				break;
			}
	}
	return span_make(u->out, u->len);
}
