/* test_refang.c -- defanged text made whole, and values defanged. */
#include "test.h"

#include <time.h>

#include "value/host.h"
#include "value/kind.h"
#include "value/refang.h"

/* Refang into `out`; the map must lead monotonously from the first byte to the last. */
static bool refang_checked(struct span text, struct buf *out)
{
	struct span tight = tight_copy(text);
	uint32_t *map = malloc((text.len + 1) * sizeof(*map));
	bool changed;

	buf_clear(out);
	buf_text(out, "h");
	changed = refang(tight, out, map);
	if (out->len - 1 > text.len)
		test_fail("'%.*s' becomes longer", SPAN_ARG(text));
	assert_int_equal(map[out->len - 1], text.len);
	for (size_t i = 1; i < out->len; i++)
		if (map[i - 1] >= text.len || (i > 1 && map[i - 1] < map[i - 2]))
			test_fail("'%.*s': byte %zu comes from %u", SPAN_ARG(text), i, map[i - 1]);
	if (!changed)
		assert_span_equal(span_skip(buf_span(out), 1), text);
	buf_drop(out, 1);
	free(map);
	free((void *)tight.ptr);
	return changed;
}

static void assert_refanged(const char *written, const char *expected)
{
	struct buf b;
	bool changed;

	buf_init(&b, 100000);
	changed = refang_checked(span_of(written), &b);
	if (!span_equal(buf_span(&b), span_of(expected)))
		test_fail("'%s' becomes '%s', not '%s'", written, buf_string(&b), expected);
	assert_int_equal(changed, strcmp(written, expected) != 0);
	buf_release(&b);
}

TEST(dots_in_brackets_of_all_sorts_join_again)
{
	static const char *const forms[] = {
		"evil[.]com", "evil(.)com", "evil{.}com", "evil<.>com", "evil[dot]com", "evil(dot)com",
		"evil{DOT}com", "evil[ . ]com", "evil[ dot ]com", "evil [.] com", "evil [dot] com",
		"evil[.] com", "evil (dot) com", "evil[.com", "evil[.com]", "evil.]com", "evil[.)com",
		"evil\\[.\\]com", "evil[,]com", "evil[punkt]com", "evil DOT com", "evil dot com",
		"evil [.com", "evil\xe3\x80\x82""com", "evil\xef\xbc\x8e""com", "evil\xef\xbd\xa1""com", "evil,com",
		"evil\xc2\xad.com", "ev\xe2\x80\x8bil.com", "evil.\xe2\x81\xa0\xef\xbb\xbf""com",
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		assert_refanged(forms[i], "evil.com");
}

TEST(schemes_in_every_disguise_become_schemes)
{
	static const char *const forms[] = {
		"hxxp://evil.com/x", "hXXp://evil.com/x", "HXXP://evil.com/x", "hxxxp://evil.com/x",
		"h**p://evil.com/x", "h__p://evil.com/x", "htxp://evil.com/x", "hxtp://evil.com/x",
		"meow://evil.com/x", "hxxp[:]//evil.com/x", "hxxp[://]evil.com/x", "http[:]//evil.com/x",
		"http[://]evil.com/x", "http(:)//evil.com/x", "http:[//]evil.com/x", "http[:/]/evil.com/x",
		"http:[/][/]evil.com/x", "h[tt]p://evil.com/x", "http:// evil.com/x",
		"hxxp:// evil[.]com/x", "hxxp:\\\\evil.com/x", "http://evil[.]com[/]x",
		"http\xef\xbc\x9a\xef\xbc\x8f\xef\xbc\x8f\x65vil.com/x", "hxxp://evil,com/x",
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		assert_refanged(forms[i], "http://evil.com/x");
	assert_refanged("hxxps://evil.com", "https://evil.com");
	assert_refanged("meows://evil.com", "https://evil.com");
	assert_refanged("fxp://evil.com", "ftp://evil.com");
	assert_refanged("tcp[:]//evil[.]com[:]443", "tcp://evil.com:443");
	assert_refanged("hxxp://evil dot com/x", "http://evil.com/x");
	assert_refanged("(hxxp://evil[.]com)", "(http://evil.com)");
}

TEST(addresses_and_mail_addresses_are_made_whole)
{
	assert_refanged("203[.]0[.]113[.]5", "203.0.113.5");
	assert_refanged("203[.]0[.]113[.]5[:]8080", "203.0.113.5:8080");
	assert_refanged("203[.0[.113[.5", "203.0.113.5");
	assert_refanged("203.0.113 [.5 | evil [.net|", "203.0.113.5 | evil.net|");
	assert_refanged("203.0.113[.]5", "203.0.113.5");
	assert_refanged("2001[:]db8[:]0[:]1[::]5", "2001:db8:0:1::5");
	assert_refanged("[2001[:]db8::1][:]443", "[2001:db8::1]:443");
	assert_refanged("a[@]evil[.]com", "a@evil.com");
	assert_refanged("a[at]evil[dot]com", "a@evil.com");
	assert_refanged("a(at)evil(dot)com", "a@evil.com");
	assert_refanged("a [at] evil [dot] com", "a@evil.com");
	assert_refanged("a\xef\xbc\xa0""evil.com", "a@evil.com");
	assert_refanged("a[at]evil dot com", "a@evil.com");
	assert_refanged("name.com[.]br", "name.com.br");
	assert_refanged("_x[.]_tcp[.]evil[.]com", "_x._tcp.evil.com");
	assert_refanged("m\xc3\xbcnchen[.]de", "m\xc3\xbcnchen.de");
	assert_refanged("server[.]corp", "server.corp");
}

TEST(values_in_the_middle_of_prose_are_made_whole)
{
	assert_refanged("It asked hxxp://a[.]evil[.]com/x[.]php, then 1.2.3[.]4.",
			"It asked http://a.evil.com/x.php, then 1.2.3.4.");
	assert_refanged("from www dot evil dot com on", "from www.evil.com on");
	assert_refanged("Beacons to evil[.]com [T1071.001], evil [.] net and C2 [1].",
			"Beacons to evil.com [T1071.001], evil.net and C2 [1].");
}

TEST(brackets_and_words_that_are_no_defanging_stay)
{
	static const char *const texts[] = {
		"", " ", "[", "]", "[.", "[.]", "a[", "[.]com", "evil[.]", "see https://x.com[MISP] and",
		"[fdc4::1]:80", "http://[::1]:80/", "http://[::]:80/", "[user]@host", "a [T1016] b", "x[1].y",
		"\\w+[.]exe", "[a-z0-9.]com", "[a-z.]{2}", "(.+)\\.com", "[^.]com", "[[:alpha:]]x",
		"replaced with [.] in the text", "all [.]com names", "a full stop (dot) is here",
		"the dot com bubble", "the dot net framework", "connect the dots", "polka dot in red",
		"meet me [at] noon", "look (at) it", "yes,no", "foo,bar", "id,name,com", "Smith,me",
		"begin with http:// and then", "an hxxp link", "use http:// info", "hxxp", "hxxp:", "meow",
		"the http and https schemes", "http(s)://x.com", "Phlox p://", "shxxp://x", "xhxxp://evil.com",
		"C:\\dir\\[.]x y", "a\\.b", "APT\xe3\x80\x82""C2", "\xe3\x80\x82", "a\xe3\x80\x82 b",
		"\xef\xbb\xbf""BOM first", "fin\xc2\xad", "\xe2\x80\x8d", "\xef", "\xe3\x80", "a\xe2\x80\x8b b",
		"array[i].field", "f(x).y", "if (a) {.b = 1}", "[at](http://x)", "BBCode [/b]", "x [/] y",
		"1 dot 5 dots", "a < b > c", "key=[:value]", "nested [[.]] here", "std(::)vector",
		"evil[.exe", "uses [.NET Core](http://x)", "Microsoft [.NET]", "see [.gitignore", "foo[.length", "Global\\[.]x", "std::cout", "{dot}", "one [.] two",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_refanged(texts[i], texts[i]);
}

TEST(the_map_leads_from_the_value_back_to_what_was_written)
{
	struct span text = SPAN("see hxxp[://]a[.]evil [.] com/x, not more");
	uint32_t map[100];
	struct span made, value = SPAN("http://a.evil.com/x");
	struct buf b;
	size_t at;

	buf_init(&b, 1000);
	assert_true(refang(text, &b, map));
	made = buf_span(&b);
	at = span_find(made, value);
	assert_int_not_equal(at, SPAN_NONE);
	assert_span_equal(span_cut(text, map[at], map[at + value.len] - map[at]),
			  SPAN("hxxp[://]a[.]evil [.] com/x"));
	at = span_find(made, SPAN("evil.com"));
	assert_span_equal(span_cut(text, map[at], map[at + 8] - map[at]), SPAN("evil [.] com"));
	at = span_find(made, SPAN("not"));
	assert_span_equal(span_cut(text, map[at], 3), SPAN("not"));
	buf_release(&b);
}

static void assert_defanged(const char *value, const char *expected)
{
	struct span tight = tight_copy(span_of(value));
	struct buf b, again;

	buf_init(&b, 10000);
	buf_init(&again, 10000);
	defang(tight, &b);
	if (!span_equal(buf_span(&b), span_of(expected)))
		test_fail("'%s' is shown as '%s', not '%s'", value, buf_string(&b), expected);
	refang_checked(buf_span(&b), &again);
	if (!span_equal(buf_span(&again), span_of(value)))
		test_fail("'%s' comes back as '%s'", value, buf_string(&again));
	buf_release(&b);
	buf_release(&again);
	free((void *)tight.ptr);
}

TEST(people_see_values_that_nobody_can_click_and_that_come_back_whole)
{
	assert_defanged("evil.example", "evil[.]example");
	assert_defanged("www.evil.co.uk", "www.evil.co[.]uk");
	assert_defanged("xn--mnchen-3ya.de", "xn--mnchen-3ya[.]de");
	assert_defanged("103.216.221.19", "103[.]216[.]221[.]19");
	assert_defanged("103.216.221.19:25", "103[.]216[.]221[.]19:25");
	assert_defanged("evil.example:8080", "evil[.]example:8080");
	assert_defanged("10.0.0.0/8", "10[.]0[.]0[.]0/8");
	assert_defanged("2001:db8::1", "2001:db8:[:]1");
	assert_defanged("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5[:]6");
	assert_defanged("::", ":[:]");
	assert_defanged("2001:db8::/32", "2001:db8:[:]/32");
	assert_defanged("http://evil.example/", "hxxp://evil[.]example/");
	assert_defanged("https://u@evil.example:8443/a.php?b=c.d#e", "hxxps://u@evil[.]example:8443/a.php?b=c.d#e");
	assert_defanged("http://1.2.3.4/x", "hxxp://1[.]2[.]3[.]4/x");
	assert_defanged("http://[2001:db8::1]:80/x", "hxxp://[2001:db8:[:]1]:80/x");
	assert_defanged("ftp://evil.example/", "fxp://evil[.]example/");
	assert_defanged("tcp://1.2.3.4:4444/", "tcp://1[.]2[.]3[.]4:4444/");
	assert_defanged("evil.com/gate.php", "evil[.]com/gate.php");
	assert_defanged("a@b.example", "a[@]b[.]example");
	assert_defanged("expyuzz4wqqyqhjn.onion", "expyuzz4wqqyqhjn[.]onion");
}

TEST(what_is_no_link_is_shown_as_it_is)
{
	static const char *const plain[] = {
		"", "agent.sh", "a.exe", "invoice.pdf.zip", "0123456789abcdef0123456789abcdef", "Global\\x",
		"c:\\users\\public\\a.exe", "/tmp/x.sh", "hkey_local_machine\\software\\run", "AS64496",
		"t13d1516h2_8daaf6152771_b186095e22b6", "00:00:5e:00:53:01", "C=US,O=Evil\\, Corp",
		"cmd.exe /c whoami", "Re: your invoice", "Mozilla/5.0 (Windows NT 6.1; WOW64)", "evil",
		"96:s4Ud1Lj96tHHlZDrwciQmA+4uy1I0:sF1LjEtHHlZDrJzrhuyZvHYm8tKp", "10:30", "x: y",
		"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
	};

	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		assert_defanged(plain[i], plain[i]);
}

TEST(values_made_at_random_come_back_whole)
{
	static const char *const ends[] = { "com", "co.uk", "example", "xn--p1ai", "ru", "onion" };
	unsigned seed = 41;
	char value[200];

	for (int round = 0; round < 20000; round++) {
		unsigned a = rand_r(&seed), b = rand_r(&seed), c = rand_r(&seed);
		const char *end = ends[a % 6];
		struct buf shown, again;

		switch (b % 6) {
		case 0: snprintf(value, sizeof(value), "h%x.m%x.%s", a, c, end); break;
		case 1: snprintf(value, sizeof(value), "http://f%x.%s:%u/a%x.php?q=%u", a, end, c % 65536, b, c); break;
		case 2: snprintf(value, sizeof(value), "u.%x@d-%x.%s", a, c, end); break;
		case 3: snprintf(value, sizeof(value), "%u.%u.%u.%u", a % 256, a >> 8 & 255, c % 256, c >> 8 & 255); break;
		case 4: snprintf(value, sizeof(value), "2001:db8:%x::%x/64", a & 0xffff, c & 0xffff); break;
		default: snprintf(value, sizeof(value), "https://[2001:db8::%x]/%x", a & 0xffff, c); break;
		}
		buf_init(&shown, 1000);
		buf_init(&again, 1000);
		defang(span_of(value), &shown);
		assert_true(shown.len > strlen(value));
		refang_checked(buf_span(&shown), &again);
		assert_span_equal(buf_span(&again), span_of(value));
		buf_release(&shown);
		buf_release(&again);
	}
}

TEST(any_text_is_read_within_its_bounds_and_never_becomes_longer)
{
	static const char *const pieces[] = {
		"[", "]", ".", "[.]", "(", ")", "dot", " ", "evil", "com", "hxxp", "http", ":", "/", "://",
		"[:]", "@", "[at]", ",", "\xe3\x80\x82", "\xc2\xad", "\xe2\x80\x8b", "\xff", "\\", "1", "::",
		"meow", "fxp", "{", "}", "<", ">", "\xef\xbc\x9a", "\n", "DOT", "-", "\xef",
	};
	unsigned seed = 43, changed = 0;
	struct buf text, out;

	buf_init(&text, 10000);
	buf_init(&out, 10000);
	for (int round = 0; round < 60000; round++) {
		int n = rand_r(&seed) % 14;

		buf_clear(&text);
		for (int i = 0; i < n; i++)
			buf_text(&text, pieces[rand_r(&seed) % (sizeof(pieces) / sizeof(*pieces))]);
		changed += refang_checked(buf_span(&text), &out);
		buf_clear(&out);
		defang(buf_span(&text), &out);
	}
	assert_true(changed > 1000);
	buf_release(&text);
	buf_release(&out);
}

TEST(hostile_runs_take_linear_time)
{
	static const char *const runs[] = {
		"[", "[[[[.", "a[.", "a[.]", "evil [.] ", "hxxp", "hxxp:", "http:// ", "a dot ", " dot ", "\xc2\xad",
		"a\xe3\x80\x82", "]", "a.]", "(", "x@[at]", " ", "[ dot", "\xe2\x80\x8b", "com.", "a\xc2\xad", "[:",
		"http://a.b.c.d.e.f.g.h.i.j ", "\\[", "a,", "://",
	};
	size_t size = 1 << 20;
	char *text = malloc(size);
	struct buf out;

	buf_init(&out, size);
	for (size_t i = 0; i < sizeof(runs) / sizeof(*runs); i++) {
		clock_t start = clock();
		double seconds;

		for (size_t n = 0; n < size; n++)
			text[n] = runs[i][n % strlen(runs[i])];
		buf_clear(&out);
		refang(span_make(text, size), &out, NULL);
		seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		if (seconds > 3)
			test_fail("1 MiB of '%s' takes %.1f s", runs[i], seconds);
	}
	buf_release(&out);
	free(text);
}
