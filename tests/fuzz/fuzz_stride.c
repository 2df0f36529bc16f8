/*
 * fuzz_stride.c -- libFuzzer's way to the searches of many bytes at a time
 * (base/stride.h): each says what a loop over single bytes says, wherever the text
 * begins in memory.  The first byte is how far from a multiple of 64 it does, the
 * second how long the needle at its front is.
 *     build-fuzz/tests/fuzz/fuzz_stride -max_len=512 corpus/fuzz_stride
 */
#include <stdlib.h>

#include "base/stride.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

static size_t plain_find(struct span s, struct span needle)
{
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if (memcmp(s.ptr + i, needle.ptr, needle.len) == 0)
			return i;
	return SPAN_NONE;
}

static size_t plain_line(struct span s, size_t from, const char first[4])
{
	for (size_t i = from; i < s.len; i++)
		if (s.ptr[i] == '\n' && (i + 1 == s.len || memchr(first, s.ptr[i + 1], 4)))
			return i;
	return SPAN_NONE;
}

static bool is_text(unsigned char c)
{
	return (c >= 7 && c <= 15) || c == 27 || (c >= 32 && c < 127);
}

static size_t plain_zeros(struct span s, bool odd)
{
	size_t n = 0;

	for (size_t i = odd; i < s.len; i += 2)
		n += s.ptr[i] == '\0';
	return n;
}

static void check_copy(struct span text, char stop)
{
	char *out = malloc(text.len + 1);
	size_t n;

	if (!out)
		abort();
	n = stride_copy(text, out, stop);
	check(n <= text.len && !memchr(text.ptr, stop, n) && (n == text.len || text.ptr[n] == stop));
	check(memcmp(out, text.ptr, n) == 0);
	free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t from = size > 0 ? data[0] % 64 : 0, long_needle = size > 1 ? 2 + data[1] % 40 : 2;
	struct span text, needle;
	char *room, first[4];

	if (size < 2 + long_needle + 4)
		return 0;
	/* To the byte as long as needed: one read too many is seen. */
	room = malloc(from + size - 2);
	if (!room)
		abort();
	memcpy(room + from, data + 2, size - 2);
	needle = span_make(room + from, long_needle);
	memcpy(first, room + from + long_needle, 4);
	text = span_make(room + from + long_needle + 4, size - 2 - long_needle - 4);

	check(stride_find(text, needle) == plain_find(text, needle));
	for (size_t at = 0; at <= text.len; at += 1 + at / 2)
		check(stride_line(text, at, first) == plain_line(text, at, first));
	check(stride_text(text) <= text.len);
	for (size_t i = 0; i < stride_text(text); i++)
		check(is_text((unsigned char)text.ptr[i]));
	check_copy(text, needle.ptr[0]);
	check(stride_zeros(text, false) == plain_zeros(text, false));
	check(stride_zeros(text, true) == plain_zeros(text, true));
	free(room);
	return 0;
}
