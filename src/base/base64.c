/* base64.c -- base64 of a whole token; runs inside of text are match/veil_base64.c. */
#include "base/base64.h"

static int digit(char c)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(alphabet, c) : NULL;

	return at ? (int)(at - alphabet) : -1;
}

bool base64_token(struct span coded, struct buf *out)
{
	uint32_t bits = 0;
	size_t len = coded.len;
	int held = 0;

	if (!len || len % 4)
		return false;
	for (int pad = 0; pad < 2 && coded.ptr[len - 1] == '='; pad++)
		len--;
	for (size_t i = 0; i < len; i++) {
		int d = digit(coded.ptr[i]);

		if (d < 0)
			return false;
		bits = bits << 6 | (uint32_t)d;
		held += 6;
		if (held >= 8) {
			held -= 8;
			buf_byte(out, (char)(bits >> held & 0xff));
		}
	}
	return !out->bad;
}
