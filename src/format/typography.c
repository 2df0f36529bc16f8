/* typography.c -- signs of print for the letters that they stand for. */
#include "format/typography.h"

#include "base/utf8.h"

/* Letters that typography made one sign, in Unicode's block of presentation forms; blanks. */
static const struct {
	uint32_t sign;
	const char *letters;
} signs[] = {
	{ 0xfb00, "ff" }, { 0xfb01, "fi" }, { 0xfb02, "fl" }, { 0xfb03, "ffi" },
	{ 0xfb04, "ffl" }, { 0xfb05, "st" }, { 0xfb06, "st" },
	{ 0x2010, "-" }, { 0x2011, "-" }, { 0x00a0, " " }, { 0x202f, " " },
	{ 0x200b, "" }, { 0xfeff, "" }, { 0x2060, "" },
	{ '\t', " " }, { '\n', " " }, { '\r', " " },
};

static void add_sign(struct buf *out, uint32_t c, struct span written)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i].sign == c) {
			buf_text(out, signs[i].letters);
			return;
		}
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == UTF8_INVALID)
		buf_utf8(out, 0xfffd);
	else
		buf_add(out, written);
}

void typography_add(struct buf *out, struct span s)
{
	while (s.len) {
		struct span rest = s;
		size_t plain = 0;
		uint32_t c;

		while (plain < s.len && s.ptr[plain] >= ' ' && s.ptr[plain] < 0x7f)
			plain++;
		if (plain) {
			buf_add(out, span_cut(s, 0, plain));
			s = span_skip(s, plain);
			continue;
		}
		c = utf8_next(&rest);
		add_sign(out, c, span_cut(s, 0, s.len - rest.len));
		s = rest;
	}
}
