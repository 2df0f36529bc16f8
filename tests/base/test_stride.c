/* test_stride.c -- what is looked for many bytes at a time, beside the naive way. */
#include "test.h"

#include "base/base64.h"
#include "base/stride.h"

#define LENGTH 300

static uint32_t seed = 7;

static uint32_t next_random(void)
{
	seed = seed * 1664525 + 1013904223;
	return seed >> 16;
}

/* A tight text of few different bytes, so that everything sought is there often. */
static struct span text_of(const char *letters, size_t kinds)
{
	char room[LENGTH];
	size_t len = next_random() % LENGTH;

	for (size_t i = 0; i < len; i++)
		room[i] = letters[next_random() % kinds];
	return tight_copy(span_make(room, len));
}

static size_t naive_find(struct span s, struct span needle)
{
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if (memcmp(s.ptr + i, needle.ptr, needle.len) == 0)
			return i;
	return SPAN_NONE;
}

TEST(a_word_is_found_where_it_first_stands)
{
	for (unsigned n = 0; n < 20000; n++) {
		struct span s = text_of("ab", 2);
		size_t from = s.len ? next_random() % s.len : 0, len = 2 + next_random() % 40;
		struct span needle = next_random() & 1 ? span_cut(s, from, len) : text_of("ab", 2);

		if (needle.len >= 2)
			assert_true(stride_find(s, needle) == naive_find(s, needle));
		if (needle.ptr < s.ptr || needle.ptr > s.ptr + s.len)
			free((void *)needle.ptr);
		free((void *)s.ptr);
	}
}

TEST(a_line_break_is_found_by_what_begins_the_line_behind_it)
{
	static const char first[4] = { 'F', '>', '-', '-' };

	for (unsigned n = 0; n < 20000; n++) {
		struct span s = text_of("\nF>-abcdefghijklmnop", 4 + next_random() % 16);
		size_t from = s.len ? next_random() % s.len : 0, i = from;

		while (i < s.len && !(s.ptr[i] == '\n' &&
				      (i + 1 == s.len || memchr(first, s.ptr[i + 1], 4))))
			i++;
		assert_true(stride_line(s, from, first) == (i < s.len ? i : SPAN_NONE));
		free((void *)s.ptr);
	}
}

TEST(plain_text_is_never_more_than_there_is)
{
	for (unsigned c = 0; c < 256; c++)
		for (size_t at = 0; at < 70; at++) {
			bool control = (c < 0x20 && !(c >= 7 && c <= 15) && c != 0x1b) || c >= 0x7f;
			char room[100];
			struct span s;

			memset(room, 'a', sizeof(room));
			room[at] = (char)c;
			s = tight_copy(span_make(room, sizeof(room)));
			assert_true(stride_text(s) <= (control ? at : sizeof(room)));
			free((void *)s.ptr);
		}
}

TEST(bytes_are_copied_up_to_one_and_no_further_than_there_is_room)
{
	for (unsigned n = 0; n < 20000; n++) {
		struct span s = text_of("abcdefghijklmnopqrstuvwxyz=", 27);
		const char *end = s.len ? memchr(s.ptr, '=', s.len) : NULL;
		size_t want = end ? (size_t)(end - s.ptr) : s.len;
		char *out = malloc(s.len ? s.len : 1);

		assert_int_equal(stride_copy(s, out, '='), want);
		assert_span_equal(span_make(out, want), span_cut(s, 0, want));
		free(out);
		free((void *)s.ptr);
	}
}

TEST(zeros_are_counted_at_even_and_odd_places)
{
	for (unsigned n = 0; n < 5000; n++) {
		struct span s = text_of("\0a", 2);
		size_t zeros[2] = { 0, 0 };

		for (size_t i = 0; i < s.len; i++)
			zeros[i & 1] += s.ptr[i] == 0;
		assert_int_equal(stride_zeros(s, false), zeros[0]);
		assert_int_equal(stride_zeros(s, true), zeros[1]);
		free((void *)s.ptr);
	}
}

/* Whole groups at the front, six bits at a time. */
static size_t naive_groups(struct span coded, size_t max, char *out)
{
	size_t groups = 0;

	for (; 4 * groups + 4 <= coded.len && 3 * groups + 3 <= max; groups++) {
		uint32_t bits = 0;

		for (size_t i = 0; i < 4; i++) {
			int value = base64_sextet(coded.ptr[4 * groups + i]);

			if (value < 0)
				return groups;
			bits = bits << 6 | (uint32_t)value;
		}
		out[3 * groups] = (char)(bits >> 16);
		out[3 * groups + 1] = (char)(bits >> 8);
		out[3 * groups + 2] = (char)bits;
	}
	return groups;
}

static void assert_same_groups(struct span coded, size_t max)
{
	char expected[LENGTH], *out = malloc(max ? max : 1);
	size_t groups = naive_groups(coded, max, expected);

	assert_int_equal(base64_groups(coded, out, max), groups);
	assert_memory_equal(out, expected, 3 * groups);
	free(out);
}

TEST(groups_of_base64_end_at_every_other_byte)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char room[LENGTH];

	for (size_t i = 0; i < 64; i++)
		assert_int_equal(base64_sextet(letters[i]), i);
	for (unsigned n = 0; n < 5000; n++) {
		struct span s = text_of(letters, 64);

		assert_same_groups(s, next_random() % LENGTH);
		free((void *)s.ptr);
	}
	for (unsigned c = 0; c < 256; c++)
		for (size_t at = 0; at < 68; at++) {
			memset(room, 'Q', 100);
			room[at] = (char)c;
			assert_same_groups(span_make(room, 100), 96);
		}
}
