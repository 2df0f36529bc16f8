/* utf8.c -- encoding, decoding and judging code points. */
#include "base/utf8.h"

size_t utf8_encode(uint32_t c, char out[4])
{
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* Number of bytes that the lead byte announces, 0 for none; bits of it in *c. */
static size_t utf8_lead(unsigned char b, uint32_t *c)
{
	if (b >= 0xc2 && b <= 0xdf) {
		*c = b & 0x1f;
		return 2;
	}
	if (b >= 0xe0 && b <= 0xef) {
		*c = b & 0x0f;
		return 3;
	}
	if (b >= 0xf0 && b <= 0xf4) {
		*c = b & 0x07;
		return 4;
	}
	return 0;
}

uint32_t utf8_next(struct span *s)
{
	unsigned char first = (unsigned char)s->ptr[0];
	uint32_t c;
	size_t n;

	if (first < 0x80) {
		*s = span_skip(*s, 1);
		return first;
	}
	n = utf8_lead(first, &c);
	if (n == 0 || n > s->len) {
		*s = span_skip(*s, 1);
		return UTF8_INVALID;
	}
	for (size_t i = 1; i < n; i++) {
		unsigned char b = (unsigned char)s->ptr[i];

		if ((b & 0xc0) != 0x80) {
			*s = span_skip(*s, 1);
			return UTF8_INVALID;
		}
		c = c << 6 | (b & 0x3f);
	}
	if ((n == 3 && (c < 0x800 || (c >= 0xd800 && c <= 0xdfff))) ||
	    (n == 4 && (c < 0x10000 || c > 0x10ffff))) {
		*s = span_skip(*s, 1);
		return UTF8_INVALID;
	}
	*s = span_skip(*s, n);
	return c;
}

struct span utf8_skip_ascii(struct span s)
{
	uint64_t w;

	while (s.len >= sizeof(w)) {
		memcpy(&w, s.ptr, sizeof(w));
		if (w & UINT64_C(0x8080808080808080))
			break;
		s = span_skip(s, sizeof(w));
	}
	while (s.len && (unsigned char)s.ptr[0] < 0x80)
		s = span_skip(s, 1);
	return s;
}

size_t utf8_valid(struct span s)
{
	struct span rest = s;

	while ((rest = utf8_skip_ascii(rest)).len) {
		struct span before = rest;
		uint64_t word;

		if (rest.len >= 8) {
			memcpy(&word, rest.ptr, 8);
			if (!(word & UINT64_C(0x8080808080808080))) {
				rest = span_skip(rest, 8);
				continue;
			}
		}

		if (utf8_next(&rest) == UTF8_INVALID)
			return s.len - before.len;
	}
	return s.len;
}

bool utf8_hostile(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x061c || c == 0x180e)
		return true;
	if (c < 0x2000)
		return false;
	return (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff0 && c <= 0xfffb) ||
	       (c >= 0xe0000 && c <= 0xe0fff) || c > 0x10ffff;
}
