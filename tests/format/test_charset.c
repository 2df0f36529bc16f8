/* test_charset.c -- which encoding, and the same text as UTF-8. */
#include "test.h"

#include "base/utf8.h"
#include "samples.h"

static struct span read_through(struct arena *a, struct stream *s, size_t step, struct buf *out)
{
	char block[64];
	struct error e;
	int64_t got;

	buf_clear(out);
	assert_non_null(s);
	while ((got = stream_read(s, block, step, &e)) > 0)
		buf_add(out, span_make(block, (size_t)got));
	assert_int_equal(got, 0);
	stream_close(s);
	(void)a;
	return buf_span(out);
}

static void assert_decodes(enum charset c, struct span bytes, struct span expected)
{
	struct arena a;
	struct buf out;

	buf_init(&out, SAMPLE_MAX);
	for (size_t step = 1; step <= 17; step++) {
		arena_init(&a, 1u << 20);
		assert_span_equal(read_through(&a, charset_stream(&a, c, stream_of_span(&a, bytes)),
					       step, &out), expected);
		arena_release(&a);
	}
	buf_release(&out);
}

TEST(utf16_is_told_by_its_mark_or_its_zeros)
{
	assert_int_equal(charset_of(SPAN("\xff\xfeh\0i\0")), CHARSET_UTF16LE);
	assert_int_equal(charset_of(SPAN("\xfe\xff\0h\0i")), CHARSET_UTF16BE);
	assert_int_equal(charset_of(SPAN("l\0o\0g\0\n\0")), CHARSET_UTF16LE);
	assert_int_equal(charset_of(SPAN("\0l\0o\0g\0\n")), CHARSET_UTF16BE);
	assert_int_equal(charset_of(SPAN("l\0o\0g\0\n")), CHARSET_UTF16LE);
	assert_int_equal(charset_of(SPAN("\xff\xfe\x65\x67\x2c\x67\n\0")), CHARSET_UTF16LE);
}

TEST(utf8_and_what_is_left_are_told_apart)
{
	assert_int_equal(charset_of(SPAN("")), CHARSET_UTF8);
	assert_int_equal(charset_of(SPAN("plain")), CHARSET_UTF8);
	assert_int_equal(charset_of(SPAN("caf\xc3\xa9")), CHARSET_UTF8);
	assert_int_equal(charset_of(SPAN("\xef\xbb\xbfx")), CHARSET_UTF8);
	assert_int_equal(charset_of(SPAN("caf\xe9 cr\xe8me")), CHARSET_LATIN1);
	assert_string_equal(charset_name(CHARSET_LATIN1), "windows-1252");
	assert_null(charset_name(CHARSET_BINARY));
}

TEST(a_head_that_ends_inside_a_character_is_still_utf8)
{
	struct span s = SPAN("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x94\x94 \xe4\xb8\xad\xe6\x96\x87");
	struct buf head;

	buf_init(&head, SAMPLE_MAX);
	for (size_t ascii = 0; ascii <= 4096; ascii += 4096)
		for (size_t n = ascii ? 0 : 2; n <= s.len; n++) {
			struct span cut;

			buf_clear(&head);
			while (head.len < ascii)
				buf_byte(&head, 'x');
			buf_add(&head, span_cut(s, 0, n));
			cut = tight_copy(buf_span(&head));
			assert_int_equal(charset_of(cut), CHARSET_UTF8);
			free((void *)(uintptr_t)cut.ptr);
		}
	buf_release(&head);
	/* the whole of a short text */
	assert_int_equal(charset_of(SPAN("caf\xe9")), CHARSET_LATIN1);
}

TEST(a_few_bad_bytes_do_not_make_utf8_text_latin)
{
	struct buf b;

	buf_init(&b, SAMPLE_MAX);
	for (int i = 0; i < 100; i++)
		buf_text(&b, "gr\xc3\xbc\xc3\x9f""e\n");
	buf_text(&b, "caf\xe9\n");
	assert_int_equal(charset_of(buf_span(&b)), CHARSET_UTF8);
	buf_release(&b);
}

TEST(programs_and_random_bytes_are_no_text)
{
	uint32_t seed = 11;

	assert_int_equal(charset_of(SPAN("\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0")),
			 CHARSET_BINARY);
	assert_int_equal(charset_of(SPAN("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0\xb8\0\0\0")),
			 CHARSET_BINARY);
	for (int round = 0; round < 200; round++) {
		char bytes[512];

		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = (char)sample_random(&seed);
		assert_int_equal(charset_of(span_make(bytes, sizeof(bytes))), CHARSET_BINARY);
	}
}

/* The rule, byte by byte. */
static enum charset naive_charset(struct span head)
{
	size_t units = head.len, controls = 0, sequences = 0, invalid = 0;
	struct span rest = head;

	while (rest.len) {
		size_t need = 0;
		uint32_t c;

		if ((uint8_t)rest.ptr[0] >= 0xc2 && (uint8_t)rest.ptr[0] < 0xf5)
			need = 2 + ((uint8_t)rest.ptr[0] >= 0xe0) + ((uint8_t)rest.ptr[0] >= 0xf0);
		for (size_t i = 1; i < rest.len && i < 4 && need; i++)
			need = (rest.ptr[i] & 0xc0) == 0x80 ? need : 0;
		if (rest.len < need && (sequences || units >= 4096))
			break;
		c = utf8_next(&rest);
		if (c == UTF8_INVALID)
			invalid++;
		else if (c >= 0x80)
			sequences++;
		else
			controls += (c < 0x20 && !strchr("\a\b\t\n\v\f\r\016\017\033", (int)c)) ||
				    c == 0 || c == 0x7f;
	}
	if (invalid * 10 <= sequences)
		return controls <= units / 10 ? CHARSET_UTF8 : CHARSET_BINARY;
	return controls <= units / 50 ? CHARSET_LATIN1 : CHARSET_BINARY;
}

/* Without zeros, so that it cannot be UTF-16. */
static char some_byte(uint32_t *seed, unsigned high, unsigned control)
{
	if (sample_random(seed) % 256 < high)
		return (char)(0x80 | sample_random(seed) % 128);
	if (sample_random(seed) % 256 < control)
		return (char)(1 + sample_random(seed) % 31);
	return (char)(' ' + sample_random(seed) % 96);
}

TEST(what_is_counted_side_by_side_is_what_one_by_one_would_say)
{
	static const unsigned shares[] = { 0, 1, 4, 12, 26, 60, 128, 256 };
	uint32_t seed = 29, told[5] = { 0 };
	char *bytes = malloc(9000);

	assert_non_null(bytes);
	for (int round = 0; round < 4000; round++) {
		unsigned high = shares[sample_random(&seed) % 8];
		unsigned control = shares[sample_random(&seed) % 8];
		size_t len = sample_random(&seed) % (round % 2 ? 9000 : 200);
		struct span tight;
		enum charset expected;

		for (size_t i = 0; i < len; i++)
			bytes[i] = some_byte(&seed, i > len / 2 ? high : 0, control);
		for (size_t i = 0; round % 3 == 0 && i + 3 < len; i += 3 + sample_random(&seed) % 20)
			memcpy(bytes + i, "\xe2\x82\xac", 3);
		tight = tight_copy(span_make(bytes, len));
		expected = naive_charset(tight);
		assert_int_equal(charset_of(tight), expected);
		told[expected]++;
		free((void *)(uintptr_t)tight.ptr);
	}
	free(bytes);
	assert_true(told[CHARSET_UTF8] > 100 && told[CHARSET_LATIN1] > 100 &&
		    told[CHARSET_BINARY] > 100);
}

TEST(text_with_colours_and_form_feeds_is_still_text)
{
	assert_int_equal(charset_of(SPAN("\x1b[31mred\x1b[0m \x07\n\fpage\b\n")), CHARSET_UTF8);
	assert_int_equal(charset_of(SPAN("a line with one \1 control among many letters\n")),
			 CHARSET_UTF8);
}

TEST(utf16_becomes_utf8_with_surrogates_zeros_and_odd_ends)
{
	assert_decodes(CHARSET_UTF16LE, SPAN("\xff\xfeh\0\xe9\0\xac\x20"), SPAN("h\xc3\xa9\xe2\x82\xac"));
	assert_decodes(CHARSET_UTF16BE, SPAN("\xfe\xff\0h\xd8\x3d\xdd\x14"), SPAN("h\xf0\x9f\x94\x94"));
	assert_decodes(CHARSET_UTF16LE, SPAN("a\0\0\0b\0"), SPAN("a\0b"));
	assert_decodes(CHARSET_UTF16LE, SPAN("a\0b"), SPAN("a\xef\xbf\xbd"));
	assert_decodes(CHARSET_UTF16LE, SPAN("\x3d\xd8" "a\0"), SPAN("\xef\xbf\xbd" "a"));
	assert_decodes(CHARSET_UTF16LE, SPAN("a\0\x3d\xd8"), SPAN("a\xef\xbf\xbd"));
	assert_decodes(CHARSET_UTF16LE, SPAN("\x14\xdd" "a\0"), SPAN("\xef\xbf\xbd" "a"));
	assert_decodes(CHARSET_UTF16LE, SPAN("\xff\xfe\x3d\xd8\x14"), SPAN("\xef\xbf\xbd\xef\xbf\xbd"));
	assert_decodes(CHARSET_UTF16LE, SPAN(""), SPAN(""));
}

TEST(windows_1252_becomes_utf8)
{
	assert_decodes(CHARSET_LATIN1, SPAN("\x80 \x93x\x94 \xe9\xff"),
		       SPAN("\xe2\x82\xac \xe2\x80\x9cx\xe2\x80\x9d \xc3\xa9\xc3\xbf"));
}

TEST(utf8_loses_its_mark_and_nothing_else)
{
	assert_decodes(CHARSET_UTF8, SPAN("\xef\xbb\xbf" "a\xff\0b"), SPAN("a\xff\0b"));
	assert_decodes(CHARSET_UTF8, SPAN("\xef\xbb"), SPAN("\xef\xbb"));
	assert_decodes(CHARSET_BINARY, SPAN("\xef\xbb\xbf"), SPAN("\xef\xbb\xbf"));
}

/* Against the encoder: every code point, whatever the border of blocks. */
TEST(every_code_point_comes_through_utf16)
{
	struct buf wide, narrow, out;
	struct arena a;

	buf_init(&wide, SAMPLE_MAX);
	buf_init(&narrow, SAMPLE_MAX);
	buf_init(&out, SAMPLE_MAX);
	arena_init(&a, 1u << 20);
	for (uint32_t c = 1; c <= 0x10ffff; c += 41) {
		uint32_t high = c, low = 0;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		if (c >= 0x10000) {
			high = 0xd800 + ((c - 0x10000) >> 10);
			low = 0xdc00 + ((c - 0x10000) & 0x3ff);
		}
		buf_byte(&wide, (char)(high >> 8));
		buf_byte(&wide, (char)high);
		if (low) {
			buf_byte(&wide, (char)(low >> 8));
			buf_byte(&wide, (char)low);
		}
		buf_utf8(&narrow, c);
	}
	read_through(&a, charset_stream(&a, CHARSET_UTF16BE, stream_of_span(&a, buf_span(&wide))), 61,
		     &out);
	assert_true(span_equal(buf_span(&out), buf_span(&narrow)));
	arena_release(&a);
	buf_release(&wide);
	buf_release(&narrow);
	buf_release(&out);
}

static void assert_named(const char *name, struct span bytes, struct span expected)
{
	struct arena a;
	struct buf out;

	buf_init(&out, SAMPLE_MAX);
	assert_true(charset_known(span_of(name)));
	for (size_t step = 1; step <= 17; step++) {
		arena_init(&a, 1u << 20);
		assert_span_equal(read_through(&a, charset_stream_named(&a, span_of(name),
									stream_of_span(&a, bytes)),
					       step, &out), expected);
		arena_release(&a);
	}
	buf_release(&out);
}

TEST(charsets_that_a_document_names_are_decoded)
{
	format_prepare();
	assert_named("Windows-1251", SPAN("\xcf\xf0\xe8"), SPAN("\xd0\x9f\xd1\x80\xd0\xb8"));
	assert_named("shift_jis", SPAN("a\x93\xfa" "b"), SPAN("a\xe6\x97\xa5" "b"));
	assert_named("ISO-8859-1", SPAN("\x80"), SPAN("\xe2\x82\xac"));
	assert_named(" utf-8 ", SPAN("\xef\xbb\xbfx"), SPAN("x"));
	assert_named("shift_jis", SPAN("x\x93"), SPAN("x\xef\xbf\xbd"));
	assert_named("iso-2022-jp", SPAN("\x1b$B\x46\x7c\x1b(B."), SPAN("\xe6\x97\xa5."));
	assert_false(charset_known(SPAN("no-such-charset")));
}

TEST(long_text_in_a_named_charset_comes_through_whole)
{
	struct buf in, expected, out;
	struct arena a;

	buf_init(&in, SAMPLE_MAX);
	buf_init(&expected, SAMPLE_MAX);
	buf_init(&out, SAMPLE_MAX);
	arena_init(&a, 1u << 20);
	for (int i = 0; i < 30001; i++) {
		buf_text(&in, i % 3 ? "\x93\xfa" : ".");
		buf_text(&expected, i % 3 ? "\xe6\x97\xa5" : ".");
	}
	read_through(&a, charset_stream_named(&a, SPAN("shift_jis"), stream_of_span(&a, buf_span(&in))),
		     63, &out);
	assert_true(span_equal(buf_span(&out), buf_span(&expected)));
	arena_release(&a);
	buf_release(&in);
	buf_release(&expected);
	buf_release(&out);
}
