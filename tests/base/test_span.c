/* test_span.c -- borrowed bytes, buffers, arenas, streams. */
#include "test.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/cursor.h"
#include "base/frame.h"
#include "base/stream.h"
#include "base/utf8.h"

TEST(a_span_is_cut_to_what_is_there)
{
	struct span s = SPAN("tocsin");

	assert_span_equal(span_cut(s, 2, 3), SPAN("csi"));
	assert_span_equal(span_cut(s, 4, 99), SPAN("in"));
	assert_span_equal(span_cut(s, 99, 1), SPAN(""));
}

TEST(splitting_gives_the_empty_last_field_once)
{
	struct span rest = SPAN("a,,b,"), part;
	const char *expected[] = { "a", "", "b", "" };
	size_t n = 0;

	while (span_split(&rest, ',', &part))
		assert_span_equal(part, span_of(expected[n++]));
	assert_int_equal(n, 4);
}

TEST(lines_end_with_lf_crlf_or_the_end)
{
	struct span rest = SPAN("one\r\ntwo\n\nthree"), line;
	const char *expected[] = { "one", "two", "", "three" };
	size_t n = 0;

	while (span_line(&rest, &line))
		assert_span_equal(line, span_of(expected[n++]));
	assert_int_equal(n, 4);
}

TEST(numbers_that_do_not_fit_are_refused)
{
	uint64_t v;

	assert_true(span_u64(SPAN("18446744073709551615"), &v));
	assert_true(v == UINT64_MAX);
	assert_false(span_u64(SPAN("18446744073709551616"), &v));
	assert_false(span_u64(SPAN(""), &v));
	assert_false(span_u64(SPAN("-1"), &v));
	assert_true(span_hex64(SPAN("Ff"), &v));
	assert_int_equal(v, 255);
}

TEST(an_arena_stops_at_its_budget)
{
	struct arena a;

	arena_init(&a, 1000);
	assert_non_null(arena_alloc(&a, 900));
	assert_null(arena_alloc(&a, 200));
	assert_null(arena_array(&a, uint64_t, SIZE_MAX / 4));
	assert_non_null(arena_alloc(&a, 16));
	arena_release(&a);
}

TEST(a_buffer_keeps_what_it_had_at_its_ceiling)
{
	struct buf b;

	buf_init(&b, 10);
	buf_text(&b, "12345");
	buf_text(&b, "678901");
	assert_true(b.bad);
	assert_span_equal(buf_span(&b), SPAN("12345"));
	buf_clear(&b);
	buf_printf(&b, "%d", 42);
	assert_string_equal(buf_string(&b), "42");
	buf_release(&b);
}

TEST(a_cursor_past_the_end_gives_zero_and_stays_bad)
{
	struct buf b;
	struct cursor c = { 0 };

	buf_init(&b, 100);
	frame_u16(&b, 0x1234);
	frame_span(&b, SPAN("abc"));
	c.left = buf_span(&b);
	assert_int_equal(cursor_u16(&c), 0x1234);
	assert_span_equal(cursor_span(&c), SPAN("abc"));
	assert_false(c.bad);
	assert_int_equal(cursor_u32(&c), 0);
	assert_true(c.bad);
	assert_int_equal(cursor_u8(&c), 0);
	buf_release(&b);
}

TEST(utf8_accepts_what_the_standard_does_and_nothing_else)
{
	char out[4];

	for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 97) {
		struct span s = span_make(out, utf8_encode(c, out));
		uint32_t expected = c >= 0xd800 && c <= 0xdfff ? 0xfffd : c;

		assert_int_equal(utf8_next(&s), expected);
		assert_int_equal(s.len, 0);
	}
	assert_int_equal(utf8_valid(SPAN("ok\xc0\xaf")), 2);
	assert_int_equal(utf8_valid(SPAN("\xed\xa0\x80")), 0);
	assert_int_equal(utf8_valid(SPAN("\xf4\x90\x80\x80")), 0);
	assert_true(utf8_hostile(0x202e));
	assert_true(utf8_hostile(0x1b));
	assert_false(utf8_hostile(0xe9));
}

static void count_block(void *context, struct span block)
{
	*(uint64_t *)context += block.len;
}

TEST(streams_stack_and_a_tee_sees_every_byte)
{
	struct arena a;
	struct error e;
	struct stream *s;
	char out[32];
	uint64_t seen = 0;

	arena_init(&a, 4096);
	s = stream_prepend(&a, SPAN("head-"), stream_of_span(&a, SPAN("and-tail")));
	s = stream_tee(&a, s, count_block, &seen);
	assert_int_equal(stream_read_full(s, out, sizeof(out), &e), 13);
	assert_span_equal(span_make(out, 13), SPAN("head-and-tail"));
	assert_int_equal(stream_read(s, out, 1, &e), 0);
	assert_int_equal(s->position, 13);
	assert_int_equal(seen, 13);
	stream_close(s);
	arena_release(&a);
}

/* Of random bytes nothing but equal ones has an equal hash; of no length is a byte left out. */
TEST(a_hash_looks_at_every_byte)
{
	for (size_t n = 1; n < 80; n++) {
		char text[80];
		struct span one;
		uint64_t hash;

		for (size_t i = 0; i < n; i++)
			text[i] = (char)(i * 37 + n);
		one = tight_copy(span_make(text, n));
		hash = span_hash(one, 7);
		assert_true(hash != span_hash(one, 8));
		assert_true(hash != span_hash(span_make(text, n - 1), 7));
		for (size_t i = 0; i < n; i++)
			for (int bit = 0; bit < 8; bit++) {
				text[i] ^= (char)(1 << bit);
				assert_true(hash != span_hash(span_make(text, n), 7));
				text[i] ^= (char)(1 << bit);
			}
		assert_true(hash == span_hash(span_make(text, n), 7));
		free((void *)one.ptr);
	}
}

TEST(letters_alone_are_the_same_in_both_cases)
{
	uint32_t seed = 3;

	for (int round = 0; round < 300000; round++) {
		char one[24], other[24];
		size_t n, changed = 0;
		struct span a, b;
		bool same = true;

		seed = seed * 1664525 + 1013904223;
		n = seed >> 8 & 15;
		n += n > 12 ? 8 : 0;
		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525 + 1013904223;
			one[i] = other[i] = (char)(seed >> 9);
			if (seed >> 30 == 0) {
				/* Mostly another case, or what would be one of a letter. */
				other[i] = (char)(seed >> 20 & 1 ? (uint32_t)one[i] ^ 0x20 : seed >> 21);
				changed++;
			}
			same &= ascii_lower(one[i]) == ascii_lower(other[i]);
		}
		a = tight_copy(span_make(one, n));
		b = tight_copy(span_make(other, n));
		assert_int_equal(span_equal_nocase(a, b), same);
		assert_true(changed || same);
		free((char *)a.ptr);
		free((char *)b.ptr);
	}
}
