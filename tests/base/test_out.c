/* test_out.c -- what leaves the program: escaped for each reader, lost never in silence. */
#include "test.h"

#include <fcntl.h>
#include <inttypes.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "base/json.h"
#include "base/out.h"
#include "base/time.h"
#include "base/utf8.h"

typedef void write_fn(struct out *o, struct span s);

static void check(write_fn *write, struct span text, const char *expected)
{
	struct span tight = tight_copy(text);
	struct out o;

	out_to_memory(&o, 10000);
	write(&o, tight);
	assert_string_equal(buf_string(&o.buf), expected);
	out_release(&o);
	free((void *)tight.ptr);
}

TEST(a_terminal_is_shown_hostile_text_as_escapes)
{
	check(out_terminal, SPAN("plain caf\xc3\xa9 \xe6\x97\xa5 c:\\new"), "plain caf\xc3\xa9 \xe6\x97\xa5 c:\\new");
	check(out_terminal, SPAN("a\nb\rc\td"), "a\\nb\\rc\\td");
	check(out_terminal, SPAN("\x1b[2J\x7f\x00" "1"), "\\x1b[2J\\x7f\\x001");
	check(out_terminal, SPAN("exe.\xe2\x80\xae" "fdp"), "exe.\\u202efdp");
	check(out_terminal, SPAN("\xc2\x9b" "31m"), "\\u009b31m");
	check(out_terminal, SPAN("\xf3\xa0\x80\x81"), "\\U000e0001");
	check(out_terminal, SPAN("\xff\xc0\xaf\xe2\x80"), "\\xff\\xc0\\xaf\\xe2\\x80");
	check(out_terminal, SPAN(""), "");
}

TEST(html_is_shown_every_character_as_text)
{
	check(out_html, SPAN("<a href=\"x\" b='y'>&`"),
	      "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;&#96;");
	check(out_html, SPAN("\xe2\x80\xae\x1b\n\xff"), "\\u{202e}\\u{1b}\\n\\x{ff}");
}

TEST(a_csv_cell_is_quoted_when_needed_and_never_a_formula)
{
	check(out_csv, SPAN("plain"), "plain");
	check(out_csv, SPAN(""), "");
	check(out_csv, SPAN("a,b"), "\"a,b\"");
	check(out_csv, SPAN("a;b"), "\"a;b\"");
	check(out_csv, SPAN("say \"x\""), "\"say \"\"x\"\"\"");
	check(out_csv, SPAN(" a"), "\" a\"");
	check(out_csv, SPAN("a "), "\"a \"");
	check(out_csv, SPAN("a\r\nb"), "\"a\\r\\nb\"");
	check(out_csv, SPAN("=1+1"), "'=1+1");
	check(out_csv, SPAN("+1"), "'+1");
	check(out_csv, SPAN("-1"), "'-1");
	check(out_csv, SPAN("@x"), "'@x");
	check(out_csv, SPAN("\t=x"), "'\\t=x");
	check(out_csv, SPAN("\r=x"), "\"'\\r=x\"");
	check(out_csv, SPAN("  =x"), "\"'  =x\"");
	check(out_csv, SPAN("\"=x"), "\"'\"\"=x\"");
	check(out_csv, SPAN("'=x"), "''=x");
	check(out_csv, SPAN("\xef\xbc\x9dx"), "'\xef\xbc\x9dx");
	check(out_csv, SPAN("\xc2\xa0=x"), "'\xc2\xa0=x");
	check(out_csv, SPAN("\xe3\x80\x80=x"), "'\xe3\x80\x80=x");
	check(out_csv, SPAN("\x1b" "a"), "\\x1b" "a");
	check(out_csv, SPAN("a=b"), "a=b");
	check(out_csv, SPAN("evil.example"), "evil.example");
}

/* Whatever the bytes: what comes out is UTF-8 without a hostile code point. */
static void check_harmless(write_fn *write, struct span s)
{
	struct out o;
	struct span left;

	out_to_memory(&o, 100000);
	write(&o, s);
	left = buf_span(&o.buf);
	while (left.len) {
		uint32_t c = utf8_next(&left);

		assert_true(c != UTF8_INVALID && !utf8_hostile(c));
	}
	out_release(&o);
}

static void as_json(struct out *o, struct span s)
{
	json_string(o, NULL, s);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Random bytes, or random code points with a leaning towards the hostile. */
static void random_text(struct buf *b, uint32_t *seed)
{
	uint32_t n = next_random(seed) % 30, kind = next_random(seed) % 2;

	buf_clear(b);
	while (n--) {
		if (kind == 0)
			buf_byte(b, (char)next_random(seed));
		else if (next_random(seed) % 2)
			buf_utf8(b, 0x2000 + next_random(seed) % 0x100);
		else
			buf_utf8(b, next_random(seed) % (next_random(seed) % 2 ? 0x80 : 0x110000));
	}
}

TEST(no_reader_is_ever_given_a_hostile_byte)
{
	static write_fn *const writers[] = { out_terminal, out_html, out_csv, as_json };
	struct buf text;
	uint32_t seed = 3;

	buf_init(&text, 1000);
	for (int round = 0; round < 20000; round++) {
		random_text(&text, &seed);
		check_harmless(writers[round % 4], buf_span(&text));
	}
	buf_release(&text);
}

TEST(the_width_is_that_of_what_is_shown)
{
	struct buf text;
	uint32_t seed = 9;

	assert_int_equal(out_width(SPAN("abc")), 3);
	assert_int_equal(out_width(SPAN("caf\xc3\xa9")), 4);
	assert_int_equal(out_width(SPAN("cafe\xcc\x81")), 4);
	assert_int_equal(out_width(SPAN("\xe6\x97\xa5\xe6\x9c\xac")), 4);
	assert_int_equal(out_width(SPAN("\xf0\x9f\x98\x80")), 2);
	assert_int_equal(out_width(SPAN("\x1b\n")), 6);
	assert_int_equal(out_width(SPAN("\xff")), 4);
	assert_int_equal(out_width(SPAN("")), 0);
	/* What was escaped once is plain: its width stays. */
	buf_init(&text, 1000);
	for (int round = 0; round < 5000; round++) {
		struct out o;

		random_text(&text, &seed);
		out_to_memory(&o, 10000);
		out_terminal(&o, buf_span(&text));
		assert_int_equal(out_width(buf_span(&o.buf)), out_width(buf_span(&text)));
		out_release(&o);
	}
	buf_release(&text);
}

TEST(json_is_written_with_its_commas_and_keys)
{
	struct out o;
	struct error e;

	out_to_memory(&o, 10000);
	json_object(&o, NULL);
	json_string(&o, "a", SPAN("x\"\\\n\x01"));
	json_array(&o, "b");
	json_int(&o, NULL, INT64_MIN);
	json_uint(&o, NULL, UINT64_MAX);
	json_object(&o, NULL);
	json_object_end(&o);
	json_array_end(&o);
	json_cstring(&o, "c", NULL);
	json_string_or_null(&o, "d", SPAN(""));
	json_bool(&o, "e", true);
	json_number(&o, "f", 0.5);
	json_number(&o, "g", 1.0 / 0.0);
	json_time(&o, "h", 0);
	json_time(&o, "i", TIME_NONE);
	json_raw(&o, "j", SPAN("[1]"));
	json_object_key(&o, SPAN("k\""));
	json_array(&o, NULL);
	json_string(&o, NULL, SPAN("\xff"));
	json_null(&o, NULL);
	json_array_end(&o);
	json_object_key(&o, SPAN("l\xff"));
	json_bool(&o, NULL, false);
	json_string(&o, "m", SPAN("\xe2\x80\xa8\xf3\xa0\x80\x81<\xc3\xa9"));
	json_object_end(&o);
	out_text(&o, "\n");
	json_object(&o, NULL);
	json_object_end(&o);
	assert_int_equal(out_finish(&o, &e), 0);
	assert_string_equal(buf_string(&o.buf),
		"{\"a\":\"x\\\"\\\\\\n\\u0001\",\"b\":[-9223372036854775808,18446744073709551615,{}],"
		"\"c\":null,\"d\":null,\"e\":true,\"f\":0.5,\"g\":null,\"h\":\"1970-01-01T00:00:00Z\","
		"\"i\":null,\"j\":[1],\"k\\\"\":[{\"base64\":\"/w==\"},null],\"base64:bP8=\":false,"
		"\"m\":\"\\u2028\\udb40\\udc01<\xc3\xa9\"}\n{}");
	assert_int_equal(o.written, o.buf.len);
	out_release(&o);
}

static size_t base64_decode(struct span s, char *out)
{
	uint32_t bits = 0;
	size_t n = 0, have = 0;

	for (size_t i = 0; i < s.len && s.ptr[i] != '='; i++) {
		char c = s.ptr[i];

		bits = bits << 6 | (uint32_t)(c == '+' ? 62 : c == '/' ? 63 : ascii_digit(c) ? c - '0' + 52 :
					      c >= 'a' ? c - 'a' + 26 : c - 'A');
		have += 6;
		if (have >= 8)
			out[n++] = (char)(bits >> (have -= 8));
	}
	return n;
}

TEST(any_bytes_come_back_from_json_as_they_were)
{
	struct buf text;
	uint32_t seed = 17;

	buf_init(&text, 1000);
	for (int round = 0; round < 20000; round++) {
		struct json_event event;
		struct error e;
		struct json j;
		struct out o;
		char bytes[200];

		random_text(&text, &seed);
		out_to_memory(&o, 10000);
		json_string(&o, NULL, buf_span(&text));
		json_open_span(&j, buf_span(&o.buf));
		assert_int_equal(json_next(&j, &event, &e), 1);
		if (event.type == JSON_OBJECT) {
			json_next(&j, &event, &e);
			assert_span_equal(event.text, SPAN("base64"));
			json_next(&j, &event, &e);
			event.text = span_make(bytes, base64_decode(event.text, bytes));
		}
		assert_span_equal(event.text, buf_span(&text));
		json_close(&j);
		out_release(&o);
	}
	buf_release(&text);
}

/* What JSON makes of one byte below 128 (RFC 8259), written down once more. */
static void naive_escape(struct buf *b, unsigned char c)
{
	static const char short_ones[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	const char *at = c ? strchr(short_ones, c) : NULL;

	if (at)
		buf_printf(b, "\\%c", letters[at - short_ones]);
	else if (c < 0x20 || c == 0x7f)
		buf_printf(b, "\\u%04x", c);
	else
		buf_byte(b, (char)c);
}

TEST(a_byte_is_escaped_wherever_in_a_string_it_stands)
{
	struct buf naive;

	buf_init(&naive, 1000);
	for (size_t n = 1; n < 50; n++)
		for (size_t at = 0; at < n; at++)
			for (unsigned c = 0; c < 128; c++) {
				char text[50];
				struct span tight;
				struct out o;

				memset(text, 'x', n);
				text[at] = (char)c;
				tight = tight_copy(span_make(text, n));
				out_to_memory(&o, 1000);
				json_array(&o, NULL);
				json_string(&o, NULL, tight);
				json_string(&o, NULL, tight);
				buf_clear(&naive);
				buf_text(&naive, "[");
				for (int twice = 0; twice < 2; twice++) {
					buf_text(&naive, twice ? ",\"" : "\"");
					for (size_t i = 0; i < n; i++)
						naive_escape(&naive, (unsigned char)text[i]);
					buf_text(&naive, "\"");
				}
				assert_span_equal(buf_span(&o.buf), buf_span(&naive));
				out_release(&o);
				free((void *)tight.ptr);
			}
	buf_release(&naive);
}

/* The slow, obvious way: one code point after the other, or base64 of all. */
static void naive_string(struct buf *b, struct span s)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)s.ptr;

	if (utf8_valid(s) != s.len) {
		buf_text(b, "{\"base64\":\"");
		for (size_t i = 0; i < s.len; i += 3) {
			uint32_t two = i + 1 < s.len ? p[i + 1] : 0, three = i + 2 < s.len ? p[i + 2] : 0;

			buf_byte(b, digits[p[i] >> 2]);
			buf_byte(b, digits[(p[i] & 3) << 4 | two >> 4]);
			buf_byte(b, i + 1 < s.len ? digits[(two & 15) << 2 | three >> 6] : '=');
			buf_byte(b, i + 2 < s.len ? digits[three & 63] : '=');
		}
		buf_text(b, "\"}");
		return;
	}
	buf_byte(b, '"');
	while (s.len) {
		uint32_t c = utf8_next(&s);

		if (c < 0x80)
			naive_escape(b, (unsigned char)c);
		else if (!utf8_hostile(c))
			buf_utf8(b, c);
		else if (c < 0x10000)
			buf_printf(b, "\\u%04x", c);
		else
			buf_printf(b, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
				   0xdc00 + ((c - 0x10000) & 0x3ff));
	}
	buf_byte(b, '"');
}

/* Mostly plain; else of any bytes, of any characters, or one of them among plain ones. */
static void any_text(struct buf *b, size_t n, uint32_t *seed)
{
	uint32_t kind = next_random(seed) % 5;

	buf_clear(b);
	while (b->len < n)
		if (kind == 0)
			buf_byte(b, (char)next_random(seed));
		else if (kind == 1)
			buf_utf8(b, next_random(seed) % (next_random(seed) % 2 ? 0x3000 : 0x110000));
		else
			buf_byte(b, (char)(' ' + next_random(seed) % 95));
	b->len = n;		/* perhaps through a character */
	if (n && kind >= 3)
		b->ptr[next_random(seed) % n] = (char)next_random(seed);
}

TEST(strings_of_every_length_and_place_in_memory_are_as_if_written_slowly)
{
	struct buf text, naive;
	uint32_t seed = 23;

	buf_init(&text, 1000);
	buf_init(&naive, 10000);
	for (size_t round = 0; round < 60 * 201; round++) {
		size_t n = round % 201, shift = next_random(&seed) % 32;
		char *block = malloc(shift + n + 1);	/* its end is watched */
		struct span s = span_make(block + shift + 1, n);
		struct out o;

		any_text(&text, n, &seed);
		if (n)
			memcpy(block + shift + 1, text.ptr, n);
		out_to_memory(&o, 10000);
		out_raw(&o, span_make("                ", next_random(&seed) % 16));
		buf_clear(&naive);
		buf_add(&naive, buf_span(&o.buf));
		json_string(&o, NULL, s);
		naive_string(&naive, s);
		assert_span_equal(buf_span(&o.buf), buf_span(&naive));
		free(block);
		out_release(&o);
	}
	buf_release(&text);
	buf_release(&naive);
}

/* Nested values at random, and the same with commas by a stack of counts. */
static void random_values(struct out *o, struct buf *naive, uint32_t seed)
{
	unsigned count[64] = { 0 }, depth = 1;
	bool object[64] = { false };

	json_array(o, NULL);
	buf_text(naive, "[");
	for (unsigned i = 0; i < 60 || depth; i++) {
		uint32_t what = i < 60 ? next_random(&seed) % 8 : 0;
		bool in_object = depth && object[depth], by_key = in_object && next_random(&seed) % 2;
		const char *key = in_object && !by_key ? "key" : NULL;

		if (what == 0 && (depth > 1 || i >= 60)) {
			object[depth] ? json_object_end(o) : json_array_end(o);
			buf_byte(naive, object[depth--] ? '}' : ']');
			continue;
		}
		buf_text(naive, count[depth]++ ? "," : "");
		if (by_key)
			json_object_key(o, SPAN("k\n"));
		buf_text(naive, key ? "\"key\":" : by_key ? "\"k\\n\":" : "");
		if (what < 3 && depth < 60) {
			object[++depth] = what == 1;
			count[depth] = 0;
			what == 1 ? json_object(o, key) : json_array(o, key);
			buf_byte(naive, what == 1 ? '{' : '[');
		} else if (what < 5) {
			json_string(o, key, what == 3 ? SPAN("a\xff") : SPAN("some words, plain"));
			naive_string(naive, what == 3 ? SPAN("a\xff") : SPAN("some words, plain"));
		} else if (what == 5) {
			json_uint(o, key, i * UINT64_C(1234567));
			buf_number(naive, i * UINT64_C(1234567));
		} else {
			json_string_or_null(o, key, what == 6 ? SPAN("") : SPAN("\t"));
			buf_text(naive, what == 6 ? "null" : "\"\\t\"");
		}
	}
}

TEST(commas_stand_between_values_however_they_are_nested_and_cut)
{
	for (uint32_t seed = 1; seed < 200; seed++) {
		struct buf naive, ignored;
		struct error e;

		buf_init(&naive, 100000);
		buf_init(&ignored, 100000);
		for (size_t ceiling = 100000; ceiling; ceiling = ceiling > naive.len ? naive.len : ceiling - 1) {
			struct out o;

			out_to_memory(&o, ceiling);
			random_values(&o, ceiling == 100000 ? &naive : &ignored, seed);
			buf_clear(&ignored);
			assert_int_equal(out_finish(&o, &e), ceiling < naive.len ? -1 : 0);
			if (ceiling >= naive.len)
				assert_span_equal(buf_span(&o.buf), buf_span(&naive));
			else
				assert_memory_equal(o.buf.ptr, naive.ptr, o.buf.len);
			out_release(&o);
			if (seed > 20 && ceiling == naive.len)
				break;
		}
		buf_release(&naive);
		buf_release(&ignored);
	}
}

TEST(a_string_that_is_put_together_begins_empty_and_keeps_to_its_ceiling)
{
	struct out o;

	out_to_memory(&o, 10000);
	json_array(&o, NULL);
	for (size_t n = 0; n < 600; n += 100) {
		struct buf *b = json_compose(&o, n % 200 ? 16 : 1000);

		assert_int_equal(b->len, 0);
		buf_text(b, "a");
		buf_add(b, span_make("                             ", 28));
		json_composed(&o, NULL);
	}
	json_array_end(&o);
	assert_string_equal(buf_string(&o.buf),
			    "[\"a                            \",\"a\",\"a                            \","
			    "\"a\",\"a                            \",\"a\"]");
	out_release(&o);
}

static void many_values(struct out *o)
{
	static char text[100000];
	uint32_t seed = 5;

	memset(text, 'y', sizeof(text));
	json_array(o, NULL);
	for (int i = 0; i < 3000; i++) {
		size_t n = next_random(&seed) % (i % 500 ? 300 : sizeof(text));

		json_object(o, NULL);
		json_string(o, "some", span_make(text, n));
		json_uint(o, "number", n);
		json_time(o, "when", (int64_t)n * 1000003);
		json_null(o, "none");
		json_string(o, "special", SPAN("a\nb"));
		json_object_end(o);
	}
	json_array_end(o);
}

TEST(json_is_the_same_in_memory_and_in_a_file)
{
	struct out memory, file;
	FILE *f = tmpfile();
	struct error e;
	char *back;

	out_to_memory(&memory, 10u << 20);
	out_to_fd(&file, fileno(f));
	many_values(&memory);
	many_values(&file);
	assert_int_equal(out_finish(&memory, &e), 0);
	assert_int_equal(out_finish(&file, &e), 0);
	assert_int_equal(file.written, memory.buf.len);
	assert_int_equal(memory.written, memory.buf.len);
	back = malloc(memory.buf.len);
	rewind(f);
	assert_int_equal(fread(back, 1, memory.buf.len, f), memory.buf.len);
	assert_memory_equal(back, memory.buf.ptr, memory.buf.len);
	free(back);
	fclose(f);
	out_release(&memory);
	out_release(&file);
}

TEST(json_beyond_the_ceiling_fails_wherever_it_is_cut)
{
	struct out whole;

	out_to_memory(&whole, 1000);
	json_object(&whole, NULL);
	json_string(&whole, "key", SPAN("value"));
	json_uint(&whole, "number", 12345);
	json_object_end(&whole);
	for (size_t n = 1; n <= whole.buf.len; n++) {
		struct out o;
		struct error e;

		out_to_memory(&o, n);
		json_object(&o, NULL);
		json_string(&o, "key", SPAN("value"));
		json_uint(&o, "number", 12345);
		json_object_end(&o);
		assert_int_equal(out_finish(&o, &e), n < whole.buf.len ? -1 : 0);
		assert_memory_equal(o.buf.ptr, whole.buf.ptr, o.buf.len);
		out_release(&o);
	}
	out_release(&whole);
}

TEST(numbers_do_not_follow_the_locale)
{
	struct out o;

	/* Any locale with a decimal comma that this machine happens to have. */
	if (!setlocale(LC_ALL, "de_DE.UTF-8"))
		setlocale(LC_ALL, "fr_FR.UTF-8");
	out_to_memory(&o, 1000);
	json_number(&o, NULL, 1234.5);
	assert_string_equal(buf_string(&o.buf), "1234.5");
	out_release(&o);
	setlocale(LC_ALL, "C");
}

static void number_is_written(uint64_t n)
{
	char expected[96];
	struct out o;

	out_to_memory(&o, 1 << 10);
	json_array(&o, NULL);
	json_uint(&o, NULL, n);
	json_int(&o, NULL, (int64_t)n);
	json_numbered(&o, NULL, 'F', n);
	json_array_end(&o);
	snprintf(expected, sizeof(expected), "[%" PRIu64 ",%" PRId64 ",\"F%" PRIu64 "\"]", n,
		 (int64_t)n, n);
	assert_int_equal(o.failed, 0);
	assert_string_equal(buf_string(&o.buf), expected);
	out_release(&o);
}

TEST(numbers_of_every_length_are_written_to_their_last_digit)
{
	uint64_t power = 1;

	for (unsigned digits = 0; digits < 20; digits++, power *= 10) {
		number_is_written(power - 1);
		number_is_written(power);
		number_is_written(power + 7);
	}
	number_is_written(UINT64_MAX);
	number_is_written((uint64_t)INT64_MIN);
	number_is_written((uint64_t)INT64_MAX);
}

TEST(moments_are_told_one_after_the_other_as_if_each_were_alone)
{
	static const int64_t moments[] = { 0, 0, 1593561600000000, 1593561600000000, 0, TIME_NONE,
					   1593561600000001, TIME_NONE, 1593561600000000 };
	struct out o, alone;
	struct buf expected;

	out_to_memory(&o, 1 << 12);
	buf_init(&expected, 1 << 12);
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		json_time(&o, NULL, moments[i]);
		out_to_memory(&alone, 1 << 10);
		json_time(&alone, NULL, moments[i]);
		buf_add(&expected, buf_span(&alone.buf));
		out_release(&alone);
	}
	assert_true(span_equal(buf_span(&o.buf), buf_span(&expected)));
	buf_release(&expected);
	out_release(&o);
}

TEST(json_that_is_too_deep_fails_and_says_so)
{
	struct out o;
	struct error e;

	out_to_memory(&o, 10000);
	for (int i = 0; i < 100; i++)
		json_array(&o, NULL);
	for (int i = 0; i < 100; i++)
		json_array_end(&o);
	assert_int_equal(out_finish(&o, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	out_release(&o);
}

TEST(memory_beyond_the_ceiling_is_a_failure_that_stays)
{
	struct out o;
	struct error e;

	out_to_memory(&o, 10);
	out_text(&o, "12345");
	out_text(&o, "678901");
	out_text(&o, "x");
	assert_int_equal(out_finish(&o, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_string_equal(e.text, "output does not fit into 10 bytes");
	assert_span_equal(buf_span(&o.buf), SPAN("12345"));
	out_release(&o);
}

TEST(a_full_disk_is_one_clear_sentence)
{
	struct out o;
	struct error e;
	int fd = open("/dev/full", O_WRONLY);

	assert_true(fd >= 0);
	out_to_fd(&o, fd);
	out_text(&o, "lost");
	assert_int_equal(out_finish(&o, &e), -1);
	assert_string_equal(e.text, "cannot write the output: No space left on device");
	assert_false(o.closed_pipe);
	out_text(&o, "more");
	assert_int_equal(out_finish(&o, &e), -1);
	out_release(&o);
	close(fd);
}

TEST(a_reader_that_went_away_is_told_apart)
{
	struct out o;
	struct error e;
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	out_to_fd(&o, ends[1]);
	out_text(&o, "lost");
	assert_int_equal(out_finish(&o, &e), -1);
	assert_true(o.closed_pipe);
	out_release(&o);
	close(ends[1]);
}

TEST(a_descriptor_receives_everything_in_order)
{
	char name[] = "/tmp/tocsin-test-XXXXXX", *back, large[1000];
	int fd = mkstemp(name);
	struct buf expected;
	struct error e;
	struct out o;
	uint32_t seed = 1;

	assert_true(fd >= 0);
	unlink(name);
	buf_init(&expected, 4 << 20);
	out_to_fd(&o, fd);
	memset(large, 'l', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	for (int i = 0; i < 2000; i++) {
		if (i == 1000) {	/* larger than the buffer: goes straight through */
			struct span half = tight_copy(buf_span(&expected));

			buf_add(&expected, half);
			out_raw(&o, half);
			free((void *)half.ptr);
		}
		large[next_random(&seed) % 900] = (char)('a' + i % 26);
		buf_printf(&expected, "%d %s\n", i, large + i % 990);
		out_printf(&o, "%d %s\n", i, large + i % 990);
	}
	assert_int_equal(out_finish(&o, &e), 0);
	assert_int_equal(o.written, expected.len);
	back = malloc(expected.len + 1);
	assert_int_equal(pread(fd, back, expected.len + 1, 0), expected.len);
	assert_true(memcmp(back, expected.ptr, expected.len) == 0);
	free(back);
	buf_release(&expected);
	out_release(&o);
	close(fd);
}
