/* test_host.c -- names of hosts and URLs. */
#include "test.h"

#include "value/host.h"

typedef int canonical_fn(struct span written, struct buf *out, struct error *e);

static void assert_form(canonical_fn *canonical, const char *written, const char *expected)
{
	struct span tight = tight_copy(span_of(written));
	struct error e;
	struct buf b;

	buf_init(&b, 100000);
	buf_text(&b, "before ");
	if (canonical(tight, &b, &e) < 0)
		test_fail("'%s' fails: %s", written, e.text);
	assert_span_equal(span_skip(buf_span(&b), 7), span_of(expected));
	buf_release(&b);
	free((void *)tight.ptr);
}

static void assert_fails(canonical_fn *canonical, const char *written)
{
	struct span tight = tight_copy(span_of(written));
	struct error e;
	struct buf b;

	buf_init(&b, 100000);
	buf_text(&b, "before ");
	if (canonical(tight, &b, &e) == 0)
		test_fail("'%s' becomes '%s'", written, buf_string(&b));
	assert_int_equal(e.code, ERR_MALFORMED);
	assert_span_equal(buf_span(&b), SPAN("before "));
	buf_release(&b);
	free((void *)tight.ptr);
}

TEST(the_lists_are_loaded_before_the_sandbox)
{
	struct error e;

	assert_int_equal(host_prepare(&e), 0);
	assert_int_equal(host_prepare(&e), 0);
}

TEST(a_name_is_lower_case_without_its_last_dot)
{
	assert_form(host_canonical, "EVIL.Example", "evil.example");
	assert_form(host_canonical, "evil.example.", "evil.example");
	assert_form(host_canonical, "  evil.example\r\n", "evil.example");
	assert_form(host_canonical, "_dmarc.evil.example", "_dmarc.evil.example");
	assert_form(host_canonical, "_http._tcp.local", "_http._tcp.local");
	assert_form(host_canonical, "r3---sn-4g5e6nsz.evil.example", "r3---sn-4g5e6nsz.evil.example");
	assert_form(host_canonical, "a_b-.-c.evil.example", "a_b-.-c.evil.example");
	assert_form(host_canonical, "1.2.3.4.evil.example", "1.2.3.4.evil.example");
}

TEST(what_cannot_be_a_name_is_refused)
{
	static const char *const bad[] = {
		"", ".", "localhost", "evil", "evil..example", ".evil.example", "evil.example..",
		"1.2.3.4", "evil.123", "evil example.com", "evil.ex/ample", "evil.example:80",
		"a@evil.example", "evil-.example", "-evil.example", "evil.-example", "evil.ex_ample",
		"ev_il.example", "evil.example\x01", "xn--.\xff\xfe.com", "\xf0\x9f\x98\x80.ws",
		"evil[.]example", "*.evil.example", "evil.example\xef\xbc\x8fx.com",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_fails(host_canonical, bad[i]);
}

TEST(a_name_may_have_253_bytes_and_a_label_63)
{
	char name[300];

	memset(name, 'a', sizeof(name));
	for (size_t i = 63; i < 250; i += 64)
		name[i] = '.';
	name[253] = '\0';
	assert_form(host_canonical, name, name);
	name[253] = 'a';
	name[254] = '\0';
	assert_fails(host_canonical, name);
	memset(name, 'a', 299);
	name[299] = '\0';
	assert_fails(host_canonical, name);
}

TEST(letters_beyond_ascii_become_a_labels)
{
	assert_form(host_canonical, "M\xc3\xbcnchen.DE", "xn--mnchen-3ya.de");
	assert_form(host_canonical, "mu\xcc\x88nchen.de", "xn--mnchen-3ya.de");
	assert_form(host_canonical, "fa\xc3\x9f.de", "xn--fa-hia.de");
	assert_form(host_canonical, "\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84", "xn--e1afmkfd.xn--p1ai");
	assert_form(host_canonical, "xn--MNCHEN-3ya.de", "xn--mnchen-3ya.de");
	assert_form(host_canonical, "evil\xe3\x80\x82""com", "evil.com");
	assert_form(host_canonical, "_x.b\xc3\xbc.com", "_x.xn--b-eha.com");
}

TEST(a_long_or_broken_unicode_name_is_refused_and_not_read_past_its_end)
{
	char name[2000];

	for (size_t n = 1; n < sizeof(name) - 1; n += 37) {
		for (size_t i = 0; i < n; i++)
			name[i] = i % 2 ? '\xbc' : '\xc3';
		name[n] = '\0';
		assert_fails(host_canonical, name);
	}
}

TEST(only_listed_top_level_domains_are_known)
{
	assert_true(host_has_known_tld(SPAN("evil.com")));
	assert_true(host_has_known_tld(SPAN("EVIL.CO.UK")));
	assert_true(host_has_known_tld(SPAN("evil.com.")));
	assert_true(host_has_known_tld(SPAN("x.ck")));
	assert_true(host_has_known_tld(SPAN("x.com.bd")));
	assert_true(host_has_known_tld(SPAN("xn--e1afmkfd.xn--p1ai")));
	assert_true(host_has_known_tld(SPAN("abc.onion")));
	assert_true(host_has_known_tld(SPAN("agent.sh")));
	assert_false(host_has_known_tld(SPAN("cmd.exe")));
	assert_false(host_has_known_tld(SPAN("evil.example")));
	assert_false(host_has_known_tld(SPAN("x.local")));
	assert_false(host_has_known_tld(SPAN("1.2.3.4")));
	assert_false(host_has_known_tld(SPAN("")));
	assert_false(host_has_known_tld(SPAN(".")));
	assert_false(host_has_known_tld(SPAN("x.\0com")));
}

TEST(the_registered_name_stands_below_the_public_suffix)
{
	assert_span_equal(host_registered(SPAN("www.BBC.co.uk")), SPAN("BBC.co.uk"));
	assert_span_equal(host_registered(SPAN("a.b.evil.com.")), SPAN("evil.com"));
	assert_span_equal(host_registered(SPAN("x.evil.github.io")), SPAN("evil.github.io"));
	assert_span_equal(host_registered(SPAN("co.uk")), SPAN(""));
	assert_span_equal(host_registered(SPAN("com")), SPAN(""));
	assert_span_equal(host_registered(SPAN("1.2.3.4")), SPAN(""));
	assert_span_equal(host_registered(SPAN("")), SPAN(""));
}

TEST(below_means_at_a_dot)
{
	assert_true(host_is_below(SPAN("evil.com"), SPAN("evil.com")));
	assert_true(host_is_below(SPAN("www.evil.com"), SPAN("evil.com")));
	assert_false(host_is_below(SPAN("notevil.com"), SPAN("evil.com")));
	assert_false(host_is_below(SPAN("x-evil.com"), SPAN("evil.com")));
	assert_false(host_is_below(SPAN("evil.com.example.org"), SPAN("evil.com")));
	assert_false(host_is_below(SPAN("com"), SPAN("evil.com")));
	assert_false(host_is_below(SPAN("x."), SPAN("")));
}

TEST(reserved_names_are_told)
{
	assert_true(host_is_reserved(SPAN("example.com")));
	assert_true(host_is_reserved(SPAN("www.Example.ORG")));
	assert_true(host_is_reserved(SPAN("evil.example")));
	assert_true(host_is_reserved(SPAN("a.test")));
	assert_true(host_is_reserved(SPAN("printer.local")));
	assert_false(host_is_reserved(SPAN("notexample.com")));
	assert_false(host_is_reserved(SPAN("example.com.evil.com")));
	assert_false(host_is_reserved(SPAN("abc.onion")));
}

TEST(a_port_is_cut_off_only_where_there_is_one)
{
	struct span host;
	uint16_t port;

	assert_true(host_port_split(SPAN("1.2.3.4:25"), &host, &port));
	assert_span_equal(host, SPAN("1.2.3.4"));
	assert_int_equal(port, 25);
	assert_true(host_port_split(SPAN("[2001:db8::1]:443"), &host, &port));
	assert_span_equal(host, SPAN("[2001:db8::1]"));
	assert_true(host_port_split(SPAN("evil.example:65535"), &host, &port));
	assert_int_equal(port, 65535);
	assert_false(host_port_split(SPAN("2001:db8::1"), &host, &port));
	assert_false(host_port_split(SPAN("evil.example:65536"), &host, &port));
	assert_false(host_port_split(SPAN("evil.example:0"), &host, &port));
	assert_false(host_port_split(SPAN("evil.example:"), &host, &port));
	assert_false(host_port_split(SPAN("evil.example"), &host, &port));
	assert_false(host_port_split(SPAN(":80"), &host, &port));
	assert_false(host_port_split(SPAN("evil.example:00000000000000000080"), &host, &port));
}

static void assert_split(const char *text, const char *parts[7])
{
	struct span tight = tight_copy(span_of(text));
	struct url u;

	if (!url_split(tight, &u))
		test_fail("'%s' has no host", text);
	assert_span_equal(u.scheme, span_of(parts[0]));
	assert_span_equal(u.userinfo, span_of(parts[1]));
	assert_span_equal(u.host, span_of(parts[2]));
	assert_span_equal(u.port, span_of(parts[3]));
	assert_span_equal(u.path, span_of(parts[4]));
	assert_span_equal(u.query, span_of(parts[5]));
	assert_span_equal(u.fragment, span_of(parts[6]));
	free((void *)tight.ptr);
}

#define PARTS(...) ((const char *[7]){ __VA_ARGS__ })

TEST(a_url_falls_into_its_parts)
{
	struct url u;

	assert_split("https://u:p@evil.example:8443/a/b?c=d#e",
		     PARTS("https", "u:p", "evil.example", "8443", "/a/b", "c=d", "e"));
	assert_split("http://evil.example", PARTS("http", "", "evil.example", "", "", "", ""));
	assert_split("//evil.example/x", PARTS("", "", "evil.example", "", "/x", "", ""));
	assert_split("ldap://[2001:db8::1]:389/o=x", PARTS("ldap", "", "2001:db8::1", "389", "/o=x", "", ""));
	assert_split("http://evil.example?q#f", PARTS("http", "", "evil.example", "", "", "q", "f"));
	assert_split("http://good.example@evil.example/", PARTS("http", "good.example", "evil.example", "", "/", "", ""));
	assert_split("http://evil.example\\@good.example/", PARTS("http", "", "evil.example", "", "\\@good.example/", "", ""));
	assert_split("svn+ssh://evil.example/", PARTS("svn+ssh", "", "evil.example", "", "/", "", ""));
	assert_false(url_split(SPAN("http:///path"), &u));
	assert_false(url_split(SPAN("mailto:a@b.example"), &u));
	assert_false(url_split(SPAN("/path"), &u));
	assert_false(url_split(SPAN("://x"), &u));
	assert_false(url_split(SPAN(""), &u));
}

TEST(urls_that_mean_the_same_become_the_same)
{
	assert_form(url_canonical, "http://evil.example", "http://evil.example/");
	assert_form(url_canonical, "HTTP://Evil.Example:80/", "http://evil.example/");
	assert_form(url_canonical, "http://evil.example./", "http://evil.example/");
	assert_form(url_canonical, "http://evil.example:/", "http://evil.example/");
	assert_form(url_canonical, "https://evil.example:443/A", "https://evil.example/A");
	assert_form(url_canonical, "https://evil.example:0443/A", "https://evil.example/A");
	assert_form(url_canonical, "https://evil.example:80/A", "https://evil.example:80/A");
	assert_form(url_canonical, "http://evil.example/a/./b/../c", "http://evil.example/a/c");
	assert_form(url_canonical, "http://evil.example/../../x", "http://evil.example/x");
	assert_form(url_canonical, "http://evil.example/a/..", "http://evil.example/");
	assert_form(url_canonical, "http://evil.example/a/.", "http://evil.example/a/");
	assert_form(url_canonical, "http://evil.example/%2e%2E/%7Ex/%2fy", "http://evil.example/~x/%2Fy");
	assert_form(url_canonical, "http://evil.example/a b\xc3\xbc", "http://evil.example/a%20b%C3%BC");
	assert_form(url_canonical, "http://evil.example/%zz%", "http://evil.example/%25zz%25");
	assert_form(url_canonical, "http://evil.example/?Q=%41#f", "http://evil.example/?Q=A");
	assert_form(url_canonical, "http://evil.example?x", "http://evil.example/?x");
	assert_form(url_canonical, "http://evil.example/a//b", "http://evil.example/a//b");
	assert_form(url_canonical, "http://u:p@evil.example/", "http://u:p@evil.example/");
	assert_form(url_canonical, "http://b\xc3\xbc.example/", "http://xn--b-eha.example/");
	assert_form(url_canonical, "http://%65vil.example/", "http://evil.example/");
	assert_form(url_canonical, "http://evil.example\\a\\..\\b", "http://evil.example/b");
	assert_form(url_canonical, "evil.example/x", "http://evil.example/x");
	assert_form(url_canonical, "evil.example:8080/x", "http://evil.example:8080/x");
	assert_form(url_canonical, "//evil.example/x", "http://evil.example/x");
	assert_form(url_canonical, "tcp://1.2.3.4:4444", "tcp://1.2.3.4:4444/");
	assert_form(url_canonical, "ldap://evil.example:1389/a", "ldap://evil.example:1389/a");
}

TEST(hosts_that_are_addresses_are_printed_by_value)
{
	assert_form(url_canonical, "http://001.002.003.004/", "http://1.2.3.4/");
	assert_form(url_canonical, "http://[2001:DB8:0::1]:80/", "http://[2001:db8::1]/");
	assert_form(url_canonical, "http://[::ffff:1.2.3.4]/", "http://1.2.3.4/");
	assert_form(url_canonical, "http://3232235777/x", "http://192.168.1.1/x");
	assert_form(url_canonical, "http://0xC0A80101/x", "http://192.168.1.1/x");
	assert_form(url_canonical, "http://%31.2.3.4/x", "http://1.2.3.4/x");
}

TEST(what_has_no_host_or_a_broken_one_is_no_url)
{
	static const char *const bad[] = {
		"", "http://", "http:///x", "http://localhost/", "http://a b.example/",
		"http://evil.example:99999/", "http://evil.example:x/", "http://[::1/", "/x/y",
		"mailto:a@evil.example", "a@evil.example/x", "http://.../", "C:\\x\\y",
		"javascript:alert(1)", "data:text/html,x", "http://1.2.3.400/",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_fails(url_canonical, bad[i]);
}

TEST(a_canonical_url_stays_as_it_is_whatever_was_written)
{
	static const char alphabet[] = "ab.%2eEfF/\\?#:@-_~ \xc3\xbc[]&=";
	unsigned seed = 23, good = 0;
	struct buf one, two;
	struct error e;

	buf_init(&one, 100000);
	buf_init(&two, 100000);
	for (int round = 0; round < 100000; round++) {
		char text[80] = "http://evil.example/";
		size_t n = round % 3 ? 20 : 7, length = n + rand_r(&seed) % 30;
		struct span tight;

		while (n < length)
			text[n++] = alphabet[rand_r(&seed) % (sizeof(alphabet) - 1)];
		tight = tight_copy(span_make(text, n));
		buf_clear(&one);
		buf_clear(&two);
		if (url_canonical(tight, &one, &e) == 0) {
			good++;
			assert_int_equal(url_canonical(buf_span(&one), &two, &e), 0);
			assert_span_equal(buf_span(&two), buf_span(&one));
		}
		free((void *)tight.ptr);
	}
	assert_true(good > 30000);
	buf_release(&one);
	buf_release(&two);
}

TEST(without_room_nothing_is_appended)
{
	char text[400] = "http://evil.example/";
	struct error e;
	struct buf b;

	memset(text + 20, 'a', sizeof(text) - 20);
	buf_init(&b, 256);
	assert_int_equal(url_canonical(span_make(text, sizeof(text)), &b, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_int_equal(b.len, 0);
	buf_release(&b);
}
