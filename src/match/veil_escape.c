/*
 * veil_escape.c -- escapes of JSON and C that stand for characters: \u002e,
 * \x2e, and with them \/ \\ \n.  (Alone, the latter are seen through by the
 * verifiers: they do not hide a token, they only stand beside it.)
 */
#include "match/phase.h"
#include "match/shape.h"
#include "match/veil.h"

#define REACH 4096

/* The number of `digits` hexadecimal digits at `at`. */
static bool hex_number(struct span text, size_t at, size_t digits, uint32_t *out)
{
	uint64_t value;

	if (at > text.len || text.len - at < digits ||
	    !span_hex64(span_cut(text, at, digits), &value))
		return false;
	*out = (uint32_t)value;
	return true;
}

static bool is_code(struct span text, size_t at)
{
	uint32_t ignored;

	if (at + 1 >= text.len || text.ptr[at] != '\\')
		return false;
	if (text.ptr[at + 1] == 'u')
		return hex_number(text, at + 2, 4, &ignored);
	return text.ptr[at + 1] == 'x' && hex_number(text, at + 2, 2, &ignored);
}

/* \uXXXX, two of them for what is beyond 16 bits. Bytes taken. */
static size_t take_utf16(struct draft *d, struct span text, size_t at, size_t from)
{
	uint32_t high = 0, low = 0;

	hex_number(text, at + 2, 4, &high);
	if (high >= 0xd800 && high < 0xdc00 && is_code(text, at + 6) && text.ptr[at + 7] == 'u' &&
	    hex_number(text, at + 8, 4, &low) && low >= 0xdc00 && low < 0xe000) {
		draft_utf8(d, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), at - from);
		return 12;
	}
	draft_utf8(d, high, at - from);
	return 6;
}

/* The escape at `at`, or one byte as it stands. Bytes taken. */
static size_t take_one(struct draft *d, struct span text, size_t at, size_t from)
{
	static const char letters[] = "nrtbfv/\\\"'", meant[] = "\n\r\t\b\f\v/\\\"'";
	const char *letter;
	uint32_t byte = 0;

	if (is_code(text, at) && text.ptr[at + 1] == 'u')
		return take_utf16(d, text, at, from);
	if (is_code(text, at)) {
		hex_number(text, at + 2, 2, &byte);
		draft_byte(d, (char)byte, at - from);
		return 4;
	}
	letter = text.ptr[at] == '\\' && at + 1 < text.len
		       ? memchr(letters, text.ptr[at + 1], sizeof(letters) - 1) : NULL;
	draft_byte(d, letter ? meant[letter - letters] : text.ptr[at], at - from);
	return letter ? 2 : 1;
}

void escape_uncover(struct scan *s, const struct view *v, struct window w)
{
	struct draft *d = veil_begin(s, v, w.to - w.from);
	struct span text = span_cut(v->text, 0, w.to);
	struct view inner;

	if (!d)
		return;
	for (size_t i = w.from; i < w.to; )
		i += take_one(d, text, i, w.from);
	inner = veil_view(v, d, w.from, w.to - w.from, VEIL_ESCAPED);
	inner.binary = false;	/* what is encoded so is text */
	scan_view(s, &inner);
}

void veil_escape(struct scan *s, const struct view *v, struct lane *l)
{
	size_t *done = &l->done[CURSOR_ESCAPE];

	if (!lane_has(l, 1u << BIT_BACKSLASH))
		return;
	for (size_t k = 0; k < l->words; k++) {
		uint64_t bits = l->bit[BIT_BACKSLASH][LANE_BEFORE + k] &
				bits_behind(l->bit[BIT_HEX], k, 2) &
				bits_behind(l->bit[BIT_HEX], k, 3);

		for (; bits; bits &= bits - 1) {
			size_t at = l->base + k * 64 + (size_t)__builtin_ctzll(bits);

			if (at >= *done && is_code(v->text, at))
				escape_uncover(s, v, veil_window(v->text, at, REACH, done));
		}
	}
}
