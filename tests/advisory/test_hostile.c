/* test_hostile.c -- advisories that are cut, damaged, huge, deep, empty or something else. */
#include <zlib.h>

#include "test.h"

#include "seen.h"

static const char *const samples[] = {
	"report.md", "report.html", "report.adoc", "report.txt", "table.csv", "list.txt",
	"bundle21.json", "bundle20.json", "misp.json", "feed.json",
};

#define COUNT (sizeof(samples) / sizeof(samples[0]))

/* Every record of any reading has passed the checks of seen.c. */
static void read_copy(struct span bytes)
{
	struct span copy = tight_copy(bytes);
	struct seen s;

	seen_read(&s, copy);
	if (s.rc == 0)
		assert_true(s.head.format.len > 0);
	seen_release(&s);
	free((void *)(uintptr_t)copy.ptr);
}

TEST(cut_at_every_byte)
{
	for (size_t i = 0; i < COUNT; i++) {
		struct span whole = sample(samples[i]);
		size_t step = whole.len / 200 + 1;

		for (size_t n = 0; n <= whole.len; n += n < 100 || n + 50 > whole.len ? 1 : step)
			read_copy(span_cut(whole, 0, n));
		free((void *)(uintptr_t)whole.ptr);
	}
}

TEST(damaged_anywhere)
{
	uint64_t seed = 7;

	for (size_t i = 0; i < COUNT; i++) {
		struct span whole = sample(samples[i]);
		char *bytes = malloc(whole.len);

		for (int round = 0; round < 100; round++) {
			memcpy(bytes, whole.ptr, whole.len);
			for (int k = 0; k < 4; k++) {
				seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
				bytes[(seed >> 33) % whole.len] = (char)(seed >> 25);
			}
			read_copy(span_make(bytes, whole.len));
		}
		free(bytes);
		free((void *)(uintptr_t)whole.ptr);
	}
}

static void refused(struct span bytes, enum error_code code, const char *words)
{
	struct seen s;

	seen_read(&s, bytes);
	assert_int_equal(s.rc, -1);
	if (s.error.code != code || !strstr(s.error.text, words))
		test_fail("code %d: %s", s.error.code, s.error.text);
	seen_release(&s);
}

TEST(what_is_no_advisory_is_named)
{
	refused(SPAN(""), ERR_MALFORMED, "no bytes");
	refused(SPAN(" \r\n\t\n"), ERR_MALFORMED, "blanks");
	refused(SPAN("\xef\xbb\xbf\n"), ERR_MALFORMED, "blanks");
	refused(SPAN("\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0\0\0\0\0\0\0\0\0"),
		ERR_UNSUPPORTED, "Linux program");
	refused(SPAN("\x7f" "FLE\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0\0\0\0\0\0\0\0\0"),
		ERR_MALFORMED, "not a format we read");
	refused(SPAN("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"), ERR_UNSUPPORTED, "pdftotext");
	refused(SPAN("{\"Event\":{\"info\":\"x\",\"Attribute\":[{\"type\":"), ERR_TRUNCATED, "ends");
	refused(SPAN("{\"document\":{\"csaf_version\":\"2.0\"}}"), ERR_UNSUPPORTED, "CSAF");
	refused(SPAN("<?xml version=\"1.0\"?>\n<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\">"),
		ERR_UNSUPPORTED, "OpenIOC");
	refused(SPAN("<?xml version=\"1.0\"?>\n<stix:STIX_Package xmlns:stix=\"x\">"),
		ERR_UNSUPPORTED, "STIX 1");
	refused(SPAN("[{\"a\":1}]"), ERR_UNSUPPORTED, "JSON");
}

static struct span gzipped(struct span bytes)
{
	z_stream z = { 0 };
	char *out = malloc(bytes.len + 1000);

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)bytes.ptr;
	z.avail_in = (unsigned)bytes.len;
	z.next_out = (unsigned char *)out;
	z.avail_out = (unsigned)bytes.len + 1000;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return span_make(out, z.total_out);
}

TEST(a_compressed_advisory_is_opened_and_a_cut_one_is_told)
{
	for (size_t i = 0; i < COUNT; i++) {
		struct span whole = sample(samples[i]), packed = gzipped(whole);
		struct seen plain, s;

		seen_read(&plain, whole);
		seen_read(&s, packed);
		assert_int_equal(s.rc, 0);
		assert_int_equal(s.indicators, plain.indicators);
		assert_int_equal(s.indicator[0].where.step[1].kind, STEP_STREAM);
		seen_release(&s);
		for (size_t n = 20; n + 8 < packed.len; n += 97) {
			seen_read(&s, span_cut(packed, 0, n));
			if (s.rc == 0 && !(s.gaps && s.gap[s.gaps - 1].unread))
				test_fail("%s cut at %zu is read in silence", samples[i], n);
			seen_release(&s);
		}
		seen_release(&plain);
		free((void *)(uintptr_t)packed.ptr);
		free((void *)(uintptr_t)whole.ptr);
	}
}

TEST(the_name_of_the_file_never_decides)
{
	struct advisory_options o = { .source = SPAN("report.pdf"), .now = TIME_NONE };
	struct seen s;

	seen_read_with(&s, SPAN("evil1.com\nevil2.com\n"), &o);
	assert_int_equal(s.rc, 0);
	assert_int_equal(s.indicators, 2);
	assert_span_equal(s.head.format, SPAN("list"));
	seen_release(&s);
}

TEST(deep_json_ends_at_a_limit)
{
	static const char head[] = "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":";
	size_t n = sizeof(head) - 1, deep = 200000;
	char *text = malloc(n + deep);

	memcpy(text, head, n);
	memset(text + n, '[', deep);
	refused(span_make(text, n + deep), ERR_LIMIT, "nested deeper");
	free(text);
}

TEST(a_line_without_end_is_read_in_linear_time)
{
	static const char *const patterns[] = {
		"a", "[", "(", "a.", ".", "C:\\a ", "http://", "word evil.com 1.2.3.4 ", "\"", "{",
		"known as A ", "rule a {", "%A%\\", "::", "aa:", "1.", "[.]", "\xe2\x80\x9c",
	};
	size_t size = 1u << 20;
	char *text = malloc(size);

	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		size_t len = strlen(patterns[i]);
		struct seen s;

		memcpy(text, "x ", 2);
		for (size_t n = 2; n < size; n++)
			text[n] = patterns[i][(n - 2) % len];
		seen_read(&s, span_make(text, size));
		seen_release(&s);
	}
	free(text);
}

TEST(many_headings_rows_and_paragraphs_are_read_in_linear_time)
{
	static const char *const patterns[] = {
		"# heading\n\n", "###### x\n", "text\n\n", "* evil.com\n", "| a | b |\n", "==\n",
		"IPs:\n", "<h1>x</h1>\n", "<table><tr><td>evil.com\n", "a\n===\n", "{\n", ",,,\n",
		"\"\n", "#\n", "a,b\n", "0.0.0.0 evil.com\n", "rule x {\n", "alert tcp (sid:1;)\n",
	};
	size_t size = 1u << 20;
	char *text = malloc(size);

	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		size_t len = strlen(patterns[i]);
		struct seen s;

		for (size_t n = 0; n < size; n++)
			text[n] = patterns[i][n % len];
		seen_read(&s, span_make(text, size));
		seen_release(&s);
	}
	free(text);
}

TEST(random_bytes_of_every_sort_are_survived)
{
	static const char alphabet[] =
		" \n\n.,:;|\"'`#=*-_/\\[](){}<>%$@&!?0123456789abcdefxhtpsXEVILcom\xe2\x80\x8b\xc2\xa0";
	uint64_t seed = 99;
	char text[3000];

	for (int round = 0; round < 600; round++) {
		size_t size = 1 + (size_t)round % sizeof(text);

		for (size_t i = 0; i < size; i++) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
			text[i] = alphabet[(seed >> 33) % (sizeof(alphabet) - 1)];
		}
		read_copy(span_make(text, size));
	}
}

static int stop_at(void *context, const struct intel_record *r, struct error *e)
{
	int *left = context;

	(void)r;
	return --*left < 0 ? fail(e, ERR_CANCELLED, "enough") : 0;
}

TEST(a_sink_that_stops_stops_the_reading)
{
	struct advisory_options o = { .source = SPAN("x"), .now = TIME_NONE };

	seen_prepare();
	for (size_t i = 0; i < COUNT; i++) {
		struct span whole = sample(samples[i]);

		for (int n = 0; n < 8; n++) {
			int left = n;
			struct intel_sink sink = { stop_at, &left };
			struct error e;

			assert_int_equal(advisory_read(whole, &o, &sink, &e), -1);
			assert_int_equal(e.code, ERR_CANCELLED);
		}
		free((void *)(uintptr_t)whole.ptr);
	}
}

TEST(one_value_of_the_command_line)
{
	static const struct {
		const char *value, *kind, *canonical;
		unsigned port;
	} good[] = {
		{ "evil[.]com", "domain", "evil.com", 0 },
		{ "hxxps://a[.]evil[.]com/x", "url", "https://a.evil.com/x", 0 },
		{ "45.61.137[.]220:8443", "ipv4", "45.61.137.220", 8443 },
		{ "[2001:470::bad]:443", "ipv6", "2001:470::bad", 443 },
		{ "9D5ED678FE57BCCA610140957AFAB571", "md5", "9d5ed678fe57bcca610140957afab571", 0 },
		{ "C:\\Temp\\evil.exe", "path", "c:\\temp\\evil.exe", 0 },
		{ "google.com", "domain", "google.com", 0 },
	};
	static const char *const bad[] = {
		"", "hello", "10.0.0.1", "d41d8cd98f00b204e9800998ecf8427e", "AS64500", "a b c",
	};
	struct advisory_options o = { .source = SPAN("-e"), .now = TIME_NONE };
	struct seen s;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct indicator *found;

		seen_value(&s, span_of(good[i].value), &o);
		if (s.rc < 0)
			test_fail("%s: %s", good[i].value, s.error.text);
		found = seen_find(&s, good[i].kind, good[i].canonical);
		assert_non_null(found);
		assert_int_equal(found->role, ROLE_INDICATOR);
		assert_int_equal(found->port, good[i].port);
		seen_release(&s);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		seen_value(&s, span_of(bad[i]), &o);
		assert_int_equal(s.rc, -1);
		assert_int_equal(s.error.code, ERR_USAGE);
		assert_int_equal(s.indicators, 0);
		seen_release(&s);
	}
	o.allow_private = true;
	seen_value(&s, SPAN("10.0.0.1"), &o);
	assert_int_equal(s.rc, 0);
	seen_release(&s);
}

TEST(the_kinds_are_a_table)
{
	size_t n = 0, yet = 0;

	for (; advisory_kind_at(n); n++) {
		assert_true(advisory_kind_name(advisory_kind_at(n))[0]);
		assert_true(advisory_kind_about(advisory_kind_at(n))[0]);
		yet += advisory_kind_not_yet(advisory_kind_at(n));
	}
	assert_true(n > yet && yet > 0);
}
