/*
 * test_hostile.c -- text made to stop the scanner: each kind must be through in
 * linear time (a quadratic one would not end before the test's time limit) and
 * within its budgets, which are said.
 */
#include "test.h"

#include "match_kit.h"
#include "value/host.h"

static const struct listed indicators[] = {
	{ KIND_DOMAIN, "evil.com" }, { KIND_DOMAIN, "xn--e1afmkfd.xn--p1ai" },
	{ KIND_IPV4, "1.2.3.4" }, { KIND_IPV6, "2001:db8::1" }, { KIND_CIDR, "203.0.113.0/24" },
	{ KIND_URL, "http://share-host.net/u/evil/doc.zip" }, { KIND_EMAIL, "bob@mail-host.com" },
	{ KIND_MD5, "d41d8cd98f00b204e9800998ecf8427a" }, { KIND_FILENAME, "update.exe" },
	{ KIND_FILENAME, "a b c.pdf" }, { KIND_PATH, "c:\\windows\\temp\\evil.dll" },
	{ KIND_MUTEX, "Global\\EvilMutex_42" }, { KIND_MUTEX, "\\\\????" },
	{ KIND_COMMAND_LINE, "\\\\ \"\\\\\" \\ / a" },
};

/* Repeated to the size of a block. */
static const char *const patterns[] = {
	"a", "A", "1", "f", ".", "a.", "1.", "-", "_", "_.", ":", "a:", "::", "%", "%25", "%41", "%2e",
	"\\", "\\n", "\\nevil.com", "\\\\", "\\u0041", "\\u002e", "\\x41", "\\/", "\"", "\\\"",
	"[.]", "a[.]", "[dot]", "(at)", "(", "(1)", "(1)a", "(4)evil(3)com(0)", "[", "{.}",
	"evil.com", "evil.com.", "evil.com ", ".evil.com", "a.evil.com ", "@evil.com", "a@",
	"bob@mail-host.com", "'@mail-host.com", "x'x'x'x'@mail-host.com ", "1.2.3.4", "1.2.3.4 ",
	"2001:db8::1", "2001:db8::1 ", "203.0.113.9.", "http://share-host.net/", "share-host.net/,",
	"share-host.net/%7e,", "http://share-host.net/./", "http://share-host.net/u/evil/doc.zip,",
	"d41d8cd98f00b204e9800998ecf8427a", "d41d8cd98f00b204e9800998ecf8427a ", "update.exe",
	"update.exe ", "/update.exe", "a b c.pdf", "a b c.pdf ", "/a", "/evil.dll", "\\evil.dll ",
	"c:\\windows\\temp\\evil.dll", "Global\\", "EvilMutex_42 ", "\\\\????", "\\\\ \"",
	"\xd1\x82", "\xd1\x82.", "\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84 ",
	"\xef\xbd\x85.", "\xe3\x80\x82", "\xff", "\xc3", "\xc2\xad", "ZXZpbC5jb20g", "YWFhYWFh", "AAAA",
	"https://x.safelinks.protection.outlook.com/?url=", "google.com/url?",
	"https://urldefense.proofpoint.com/v2/url?u=", "https://urldefense.com/v3/__",
	"xn--", "xn--a.", "0.", "9.9.9.9.", "1.0.0.127.in-addr.arpa ", "0.0.0.0.0.0.0.0.ip6.arpa",
	"%252525252525252541", "e%2576il%252ecom ", "aHR0cDovL2V2aWwuY29tL2E= ", "=", "+/",
};

#define SIZE (150 * 1000)

static void repeat(char *text, size_t size, const char *pattern)
{
	size_t n = strlen(pattern);

	for (size_t i = 0; i < size; i++)
		text[i] = pattern[i % n];
}

static void open_all(struct kit *k)
{
	struct error e;

	assert_int_equal(host_prepare(&e), 0);
	kit_open(k, indicators, sizeof(indicators) / sizeof(*indicators));
}

TEST(a_block_full_of_any_one_thing_is_scanned_in_linear_time)
{
	char *text = malloc(SIZE);
	struct kit k;

	open_all(&k);
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		repeat(text, SIZE, patterns[i]);
		kit_text(&k, span_make(text, SIZE), false);
		kit_text(&k, span_make(text, SIZE / 4), true);
	}
	kit_close(&k);
	free(text);
}

TEST(two_things_in_turn_are_scanned_in_linear_time)
{
	size_t n = sizeof(patterns) / sizeof(*patterns);
	char *text = malloc(6000), pair[200];
	struct kit k;

	open_all(&k);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j += 1 + (i & 3)) {
			snprintf(pair, sizeof(pair), "%s%s", patterns[i], patterns[j]);
			repeat(text, 6000, pair);
			kit_text(&k, span_make(text, 6000), i & 1);
		}
	kit_close(&k);
	free(text);
}

TEST(random_bytes_and_random_cuts_of_everything_stay_in_bounds)
{
	uint64_t chance = 12345;
	char text[3000];
	struct kit k;

	open_all(&k);
	for (unsigned round = 0; round < 2000; round++) {
		size_t len = 0;

		while (len < sizeof(text) - 60) {
			const char *pattern;
			size_t n, from;

			chance = chance * 6364136223846793005u + 1442695040888963407u;
			pattern = patterns[(chance >> 33) % (sizeof(patterns) / sizeof(*patterns))];
			n = strlen(pattern);
			from = (chance >> 20) % n;
			memcpy(text + len, pattern + from, n - from);
			len += n - from;
			if (chance >> 60 == 0)
				text[len++] = (char)(chance >> 50);
		}
		kit_text(&k, span_make(text, (chance >> 10) % len), round & 1);
	}
	kit_close(&k);
}

TEST(veils_without_end_are_cut_and_counted)
{
	char *text = malloc(SIZE);
	struct kit k;

	open_all(&k);
	repeat(text, SIZE, "%25252525252525252525252541 ");
	kit_text(&k, span_make(text, SIZE), false);
	assert_true(k.state.cut > 0);
	kit_close(&k);
	free(text);
}

static int stop_at_once(void *context, const struct hit *hit)
{
	(void)hit;
	++*(int *)context;
	return 1;
}

TEST(a_scan_that_was_stopped_says_so)
{
	struct text_block block = { .bytes = SPAN("evil.com 1.2.3.4") };
	struct error e;
	struct kit k;
	int calls = 0;

	open_all(&k);
	k.state.hit = stop_at_once;
	k.state.context = &calls;
	assert_int_equal(engine_at(0)->text(&k.state, &block, &e), 1);
	assert_int_equal(calls, 1);
	kit_close(&k);
}

static int ignore_hit(void *context, const struct hit *hit)
{
	(void)hit;
	++*(size_t *)context;
	return 0;
}

TEST(a_flood_of_hits_ends_in_an_error_after_the_first_million)
{
	enum { PORTS = 3000 };
	struct listed *ports = calloc(PORTS, sizeof(*ports));
	char *text = malloc(8000);
	struct text_block block = { .bytes = { text, 8000 } };
	size_t hits = 0;
	struct error e;
	struct kit k;

	for (size_t i = 0; i < PORTS; i++)
		ports[i] = (struct listed){ KIND_IPV4, "1.2.3.4", (uint16_t)i, 0 };
	kit_open(&k, ports, PORTS);
	k.state.hit = ignore_hit;
	k.state.context = &hits;
	repeat(text, 8000, "1.2.3.4 ");
	assert_int_equal(engine_at(0)->text(&k.state, &block, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_int_equal(hits, 1u << 20);
	kit_close(&k);
	free(text);
	free(ports);
}
