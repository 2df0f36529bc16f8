/* test_json.c -- the JSON reader, against jansson, in pieces, and at its limits. */
#include "test.h"

#include "base/json.h"

#include "oracle_json.h"

/* Everything that the reader says, one line an event: type, depth, offsets, text. */
static void describe(struct json *j, struct buf *out)
{
	static const char *const names[] = {
		"end", "{", "}", "[", "]", "key", "string", "number", "true", "false", "null",
	};
	struct json_event event;
	struct error e;
	int rc;

	while ((rc = json_next(j, &event, &e)) > 0) {
		buf_printf(out, "%s %u %llu-%llu ", names[event.type], event.depth,
			   (unsigned long long)event.offset, (unsigned long long)event.end);
		buf_add(out, event.text);
		buf_byte(out, '\n');
	}
	if (rc < 0)
		buf_printf(out, "%s: %s\n", error_name(e.code), e.text);
}

static bool accepts(struct span text)
{
	struct span tight = tight_copy(text);
	struct json_event event;
	struct error e;
	struct json j;
	int rc;

	json_open_span(&j, tight);
	while ((rc = json_next(&j, &event, &e)) > 0)
		;
	assert_int_equal(rc < 0, j.why.code != ERR_NONE);
	json_close(&j);
	free((void *)tight.ptr);
	return rc == 0;
}

static void check_described(struct span text, const char *expected)
{
	struct span tight = tight_copy(text);
	struct json j;
	struct buf b;

	buf_init(&b, 1 << 20);
	json_open_span(&j, tight);
	describe(&j, &b);
	assert_string_equal(buf_string(&b), expected);
	json_close(&j);
	buf_release(&b);
	free((void *)tight.ptr);
}

TEST(a_document_is_given_token_by_token)
{
	check_described(SPAN("\xef\xbb\xbf {\"a\": [1, -2.5e+3, true],\n \"b\\n\": \"x\\u00e9\\ud83d\\ude00\", "
			     "\"a\": {}, \"n\": null}\n"),
			"{ 0 4-5 \n"
			"key 1 5-8 a\n"
			"[ 1 10-11 \n"
			"number 2 11-12 1\n"
			"number 2 14-21 -2.5e+3\n"
			"true 2 23-27 \n"
			"] 1 27-28 \n"
			"key 1 31-36 b\n\n"
			"string 1 38-59 x\xc3\xa9\xf0\x9f\x98\x80\n"
			"key 1 61-64 a\n"
			"{ 1 66-67 \n"
			"} 1 67-68 \n"
			"key 1 70-73 n\n"
			"null 1 75-79 \n"
			"} 0 79-80 \n");
	check_described(SPAN(" 0 "), "number 0 1-2 0\n");
	check_described(SPAN("\"\""), "string 0 0-2 \n");
}

TEST(an_error_says_what_was_expected_and_where)
{
	check_described(SPAN("{\n\"a\": 1,\n\"b\": x}"), "{ 0 0-1 \nkey 1 2-5 a\nnumber 1 7-8 1\n"
			"key 1 10-13 b\ndamaged: json: line 3, byte 15: expected a value\n");
	check_described(SPAN("[1 2]"), "[ 0 0-1 \nnumber 1 1-2 1\n"
			"damaged: json: line 1, byte 3: expected ',' or ']'\n");
	check_described(SPAN("[1,]"), "[ 0 0-1 \nnumber 1 1-2 1\n"
			"damaged: json: line 1, byte 3: expected a value\n");
	check_described(SPAN("{\"a\":1,}"), "{ 0 0-1 \nkey 1 1-4 a\nnumber 1 5-6 1\n"
			"damaged: json: line 1, byte 7: expected a name in quotes\n");
	check_described(SPAN("{\"a\" 1}"), "{ 0 0-1 \nkey 1 1-4 a\n"
			"damaged: json: line 1, byte 5: expected ':'\n");
	check_described(SPAN("1 2"), "number 0 0-1 1\n"
			"damaged: json: line 1, byte 2: expected nothing behind the value\n");
	check_described(SPAN(""), "truncated: json: line 1, byte 0: input ends, expected a value\n");
	check_described(SPAN("\"ab"), "truncated: json: line 1, byte 0: input ends, expected the end of the string\n");
	check_described(SPAN("\"a\nb\""), "damaged: json: line 1, byte 2: control character in a string\n");
	check_described(SPAN("\"a\\xb\""), "damaged: json: line 1, byte 0: bad escape in a string\n");
	check_described(SPAN("01"), "damaged: json: line 1, byte 1: number begins with a needless zero\n");
	check_described(SPAN("-x"), "damaged: json: line 1, byte 1: expected a digit\n");
	check_described(SPAN("tru"), "truncated: json: line 1, byte 0: input ends, expected a value\n");
	check_described(SPAN("trux"), "damaged: json: line 1, byte 0: expected a value\n");
}

TEST(what_is_kinder_than_the_standard_is_written_in_the_header)
{
	check_described(SPAN("\"a\tb\""), "string 0 0-5 a\tb\n");
	check_described(SPAN("\"\xff\xc0\x80\""), "string 0 0-5 \xff\xc0\x80\n");
	check_described(SPAN("\"\\ud800x\\udc00\\ud800\\u0041\""),
			"string 0 0-27 \xef\xbf\xbdx\xef\xbf\xbd\xef\xbf\xbd" "A\n");
	check_described(SPAN("1e99999"), "number 0 0-7 1e99999\n");
	assert_true(accepts(SPAN("\"a\\u0000b\"")));
	assert_true(accepts(SPAN("\"\x7f\xc2\x80\"")));
}

/* -- jansson as the oracle -- */

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void random_string(struct buf *b, uint32_t *seed, unsigned number)
{
	static const char *const pieces[] = {
		"a", "evil.example", " ", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\xc3\xa9",
		"\xe2\x82\xac", "\xf0\x9f\x98\x80", "{", "]", ",", ":", "longer text without anything in it", "\x7f",
		"\\b\\f\\r\\t", "'",
	};

	buf_byte(b, '"');
	if (number)
		buf_printf(b, "%u", number);
	for (uint32_t n = next_random(seed) % 6; n; n--)
		buf_text(b, pieces[next_random(seed) % 20]);
	buf_byte(b, '"');
}

static void random_blanks(struct buf *b, uint32_t *seed)
{
	static const char *const blanks[] = { "", "", "", "", " ", "\n", "\r\n", "  \t " };

	buf_text(b, blanks[next_random(seed) % 8]);
}

static void random_value(struct buf *b, uint32_t *seed, int depth)
{
	static const char *const plain[] = {
		"true", "false", "null", "0", "-0", "17", "-12345678", "1.5", "-2.5e3", "6E-2", "1e+5", "0.0",
	};
	uint32_t kind = next_random(seed) % 8, n;

	if (depth > 5 || kind < 3) {
		buf_text(b, plain[next_random(seed) % 12]);
	} else if (kind < 5) {
		random_string(b, seed, 0);
	} else {
		bool object = kind == 5;

		buf_byte(b, object ? '{' : '[');
		n = next_random(seed) % 5;
		for (uint32_t i = 0; i < n; i++) {
			random_blanks(b, seed);
			if (object) {
				random_string(b, seed, i + 1);	/* jansson keeps one of equal keys */
				random_blanks(b, seed);
				buf_byte(b, ':');
			}
			random_blanks(b, seed);
			random_value(b, seed, depth + 1);
			random_blanks(b, seed);
			if (i + 1 < n)
				buf_byte(b, ',');
		}
		random_blanks(b, seed);
		buf_byte(b, object ? '}' : ']');
	}
}

static void write_events(struct json *j, struct buf *out)
{
	static const char letters[] = " {}[]    TFN";
	struct json_event event;
	struct error e;

	while (json_next(j, &event, &e) > 0) {
		char number[64] = "";

		switch (event.type) {
		case JSON_KEY:
			buf_byte(out, '<');
			buf_add(out, event.text);
			buf_byte(out, '>');
			break;
		case JSON_STRING:
			buf_byte(out, '\'');
			buf_add(out, event.text);
			buf_byte(out, '\'');
			break;
		case JSON_NUMBER:
			memcpy(number, event.text.ptr, event.text.len);
			buf_printf(out, "#%.17g", strtod(number, NULL));
			break;
		default:
			buf_byte(out, letters[event.type + (event.type > JSON_NUMBER)]);
		}
	}
}

TEST(random_documents_mean_to_us_what_they_mean_to_jansson)
{
	uint32_t seed = 11;

	for (int round = 0; round < 600; round++) {
		struct buf text, theirs, ours;
		char why[160];
		struct json j;

		buf_init(&text, 1 << 22);
		buf_init(&theirs, 1 << 22);
		buf_init(&ours, 1 << 22);
		random_value(&text, &seed, 0);
		if (!oracle_json(buf_span(&text), &theirs, why))
			test_fail("jansson: %s: %.*s", why, SPAN_ARG(buf_span(&text)));
		json_open_span(&j, buf_span(&text));
		write_events(&j, &ours);
		if (!span_equal(buf_span(&ours), buf_span(&theirs)))
			test_fail("%s\nis %s\nnot %s", buf_string(&text), buf_string(&ours), buf_string(&theirs));
		json_close(&j);
		buf_release(&text);
		buf_release(&theirs);
		buf_release(&ours);
	}
}

/* What json.h says we take and jansson does not (or the other way round). */
static bool documented_difference(struct span text, const char *why)
{
	static const char *const reasons[] = {
		"unable to decode byte", "UTF-8", "too big", "overflow", "surrogate", "invalid Unicode", "maximum parsing depth", "control character 0x9",
		"NUL byte",
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strstr(why, reasons[i]))
			return true;
	return span_starts(text, SPAN("\xef\xbb\xbf"));
}

TEST(mutated_documents_are_accepted_exactly_when_jansson_accepts_them)
{
	static const char alphabet[] = "{}[]\",:\\u0123456789abcdefntrl.+-eE \n\t\r\x01\x7f/";
	uint32_t seed = 23;
	int refused = 0, accepted = 0;

	for (int round = 0; round < 30000; round++) {
		struct buf text, tree;
		char why[160] = "";
		bool ours, theirs;

		buf_init(&text, 1 << 22);
		buf_init(&tree, 1 << 22);
		random_value(&text, &seed, 3);
		for (uint32_t n = 1 + next_random(&seed) % 2; n; n--) {
			size_t at = next_random(&seed) % text.len;

			if (next_random(&seed) % 4 == 0)
				text.len = at ? at : 1;
			else
				text.ptr[at] = alphabet[next_random(&seed) % (sizeof(alphabet) - 1)];
		}
		ours = accepts(buf_span(&text));
		theirs = oracle_json(buf_span(&text), &tree, why);
		if (ours != theirs && !(ours && documented_difference(buf_span(&text), why)))
			test_fail("%s: jansson: %s", buf_string(&text), theirs ? "accepts" : why);
		refused += !ours;
		accepted += ours;
		buf_release(&tree);
		buf_release(&text);
	}
	assert_true(refused > 1000 && accepted > 1000);
}

/* -- streams -- */

/* Gives `piece` bytes at a time, then ends, or breaks. */
struct trickle {
	struct stream stream;
	struct span left;
	size_t piece;
	bool breaks;
};

static int64_t trickle_read(struct stream *s, void *out, size_t max, struct error *e)
{
	struct trickle *t = (struct trickle *)s;
	struct span now = span_cut(t->left, 0, t->piece < max ? t->piece : max);

	if (now.len == 0 && t->breaks)
		return fail(e, ERR_IO, "the disk is gone");
	if (now.len)
		memcpy(out, now.ptr, now.len);
	t->left = span_skip(t->left, now.len);
	return (int64_t)now.len;
}

static const struct stream_type trickle_type = { .name = "trickle", .read = trickle_read };

TEST(a_stream_in_pieces_gives_the_same_events_as_the_bytes_in_one)
{
	static const size_t pieces[] = { 1, 2, 3, 7, 8, 64, 1000000 };
	uint32_t seed = 5;

	for (int round = 0; round < 300; round++) {
		struct buf text, whole, split;
		struct json j;

		buf_init(&text, 1 << 22);
		buf_init(&whole, 1 << 22);
		buf_init(&split, 1 << 22);
		if (round % 3 == 0)
			buf_text(&text, "\xef\xbb\xbf\n\n");
		random_value(&text, &seed, 0);
		if (round % 2)			/* errors too must be the same, line and byte */
			text.ptr[next_random(&seed) % text.len] = "x\"\\\n,"[next_random(&seed) % 5];
		json_open_span(&j, buf_span(&text));
		describe(&j, &whole);
		json_close(&j);
		for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
			struct trickle t = { { .type = &trickle_type }, buf_span(&text), pieces[i], false };

			buf_clear(&split);
			json_open_stream(&j, &t.stream);
			describe(&j, &split);
			json_close(&j);
			if (!span_equal(buf_span(&whole), buf_span(&split)))
				test_fail("%zu bytes at a time:\n%s\nnot\n%s", pieces[i], buf_string(&split),
					  buf_string(&whole));
		}
		buf_release(&text);
		buf_release(&whole);
		buf_release(&split);
	}
}

TEST(a_stream_that_breaks_gives_what_it_had_and_then_its_own_error)
{
	struct trickle t = { { .type = &trickle_type }, SPAN("[\"a\", 12"), 3, true };
	struct error e = { 0 };
	struct json_event event;
	struct json j;

	json_open_stream(&j, &t.stream);
	assert_int_equal(json_next(&j, &event, &e), 1);
	assert_int_equal(json_next(&j, &event, &e), 1);
	assert_span_equal(event.text, SPAN("a"));
	/* 12 may be the beginning of 123: it is not given. */
	assert_int_equal(json_next(&j, &event, &e), -1);
	assert_int_equal(e.code, ERR_IO);
	assert_string_equal(e.text, "the disk is gone");
	assert_int_equal(json_next(&j, &event, &e), -1);
	assert_int_equal(json_next_document(&j, &e), -1);
	json_close(&j);
}

TEST(a_document_cut_at_every_byte_is_truncated_and_nothing_else)
{
	struct span text = SPAN("{\"a\": [1.5, true, \"x\\u00e9\"], \"b\": {\"c\": null}}");

	for (size_t n = 0; n < text.len; n++) {
		struct span tight = tight_copy(span_cut(text, 0, n));
		struct json_event event;
		struct error e = { 0 };
		struct json j;

		json_open_span(&j, tight);
		while (json_next(&j, &event, &e) > 0)
			;
		assert_int_equal(e.code, ERR_TRUNCATED);
		json_close(&j);
		free((void *)tight.ptr);
	}
	assert_true(accepts(text));
}

static void check_limit(struct span text, bool stream, const char *expected)
{
	struct trickle t = { { .type = &trickle_type }, text, 1 << 20, false };
	struct error e = { 0 };
	struct json_event event;
	struct json j;

	if (stream)
		json_open_stream(&j, &t.stream);
	else
		json_open_span(&j, text);
	while (json_next(&j, &event, &e) > 0)
		;
	assert_int_equal(e.code, ERR_LIMIT);
	assert_string_equal(e.text, expected);
	json_close(&j);
}

TEST(depth_and_length_have_limits_that_are_named)
{
	size_t n = JSON_TOKEN_MAX + 100;
	char *text = malloc(n);

	memset(text, '[', 100000);
	check_limit(span_make(text, 100000), false, "json: line 1, byte 256: nested deeper than 256");
	check_limit(span_make(text, 100000), true, "json: line 1, byte 256: nested deeper than 256");
	memset(text, 'a', n);
	text[0] = '"';
	check_limit(span_make(text, n), false, "json: line 1, byte 0: string is longer than 64 MiB");
	check_limit(span_make(text, n), true, "json: line 1, byte 0: string is longer than 64 MiB");
	memset(text, '1', n);
	check_limit(span_make(text, n), true, "json: line 1, byte 0: number is longer than 64 MiB");
	free(text);
}

/* -- several documents, skipping -- */

static void describe_many(struct span text, size_t piece, struct buf *out)
{
	struct trickle t = { { .type = &trickle_type }, text, piece, false };
	struct error e;
	struct json j;

	json_open_stream(&j, &t.stream);
	json_many(&j);
	do {
		describe(&j, out);
		buf_byte(out, ';');
	} while (json_next_document(&j, &e) > 0);
	json_close(&j);
}

TEST(several_documents_follow_each_other_and_a_damaged_line_costs_one)
{
	struct span text = SPAN("{\"a\":1}\n\n{\"b\": oops, \"x\": {\n[2]3\n \"bad \\q\"\n\"un\nnull\n ");
	static const size_t pieces[] = { 1, 2, 3, 7, 1000 };

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct buf b;

		buf_init(&b, 10000);
		describe_many(text, pieces[i], &b);
		assert_string_equal(buf_string(&b),
			"{ 0 0-1 \nkey 1 1-4 a\nnumber 1 5-6 1\n} 0 6-7 \n;"
			"{ 0 9-10 \nkey 1 10-13 b\ndamaged: json: line 3, byte 15: expected a value\n;"
			"[ 0 28-29 \nnumber 1 29-30 2\n] 0 30-31 \n;"
			"number 0 31-32 3\n;"
			"damaged: json: line 5, byte 34: bad escape in a string\n;"
			"damaged: json: line 6, byte 46: control character in a string\n;"
			"null 0 47-51 \n;");
		buf_clear(&b);
		describe_many(SPAN(" \n "), pieces[i], &b);
		assert_string_equal(buf_string(&b), ";");
		buf_release(&b);
	}
}

TEST(values_can_be_skipped_or_taken_as_text)
{
	struct json_event event;
	struct error e;
	struct json j;
	struct span text;

	json_open_span(&j, SPAN("{\"a\":{\"x\":[1,{\"y\":2}]},\"b\":\"\\u0041\",\"c\":[[],[3]],\"d\":-1.5,"
				"\"e\":true,\"f\":[9,8,7],\"g\":1}"));
	json_next(&j, &event, &e);
	json_next(&j, &event, &e);
	assert_int_equal(json_skip(&j, &e), 0);
	json_next(&j, &event, &e);
	assert_span_equal(event.text, SPAN("b"));
	assert_int_equal(json_text(&j, &text, &e), 1);
	assert_span_equal(text, SPAN("A"));
	json_next(&j, &event, &e);
	assert_int_equal(json_text(&j, &text, &e), 0);
	assert_int_equal(text.len, 0);
	json_next(&j, &event, &e);
	assert_span_equal(event.text, SPAN("d"));
	assert_int_equal(json_text(&j, &text, &e), 1);
	assert_span_equal(text, SPAN("-1.5"));
	json_next(&j, &event, &e);
	assert_int_equal(json_text(&j, &text, &e), 0);
	json_next(&j, &event, &e);
	assert_span_equal(event.text, SPAN("f"));
	json_next(&j, &event, &e);
	assert_int_equal(event.type, JSON_ARRAY);
	assert_int_equal(json_skip(&j, &e), 0);
	json_next(&j, &event, &e);
	assert_span_equal(event.text, SPAN("g"));
	assert_int_equal(json_skip(&j, &e), 0);
	assert_int_equal(json_next(&j, &event, &e), 1);
	assert_int_equal(event.type, JSON_OBJECT_END);
	assert_int_equal(json_next(&j, &event, &e), 0);
	json_close(&j);
}

TEST(skipping_does_not_forgive)
{
	struct json_event event;
	struct error e = { 0 };
	struct json j;

	json_open_span(&j, SPAN("{\"a\":[1,{\"y\":}]}"));
	json_next(&j, &event, &e);
	json_next(&j, &event, &e);
	assert_int_equal(json_skip(&j, &e), -1);
	assert_int_equal(e.code, ERR_MALFORMED);
	json_close(&j);
}

TEST(the_inside_of_a_string_is_unescaped_by_itself)
{
	struct buf b;

	buf_init(&b, 100);
	assert_true(json_unescape(SPAN("a\\/b\\u002e\\\\"), &b));
	assert_span_equal(buf_span(&b), SPAN("a/b.\\"));
	assert_false(json_unescape(SPAN("\\"), &b));
	assert_false(json_unescape(SPAN("\\u12"), &b));
	assert_false(json_unescape(SPAN("\\ud800\\u1"), &b));
	assert_false(json_unescape(SPAN("\\a"), &b));
	buf_release(&b);
}
