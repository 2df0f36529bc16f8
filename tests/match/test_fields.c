/* test_fields.c -- typed evidence is looked up by value: one table to read. */
#include "test.h"

#include "match_kit.h"
#include "value/host.h"

static const struct listed indicators[] = {
	{ KIND_DOMAIN, "evil.com" },
	{ KIND_DOMAIN, "xn--mnchen-3ya.de" },
	{ KIND_IPV4, "1.2.3.4" },
	{ KIND_IPV6, "2001:db8::1" },
	{ KIND_CIDR, "203.0.113.0/24" },
	{ KIND_URL, "http://share-host.net/u/evil/doc.zip" },
	{ KIND_URL, "https://bare-host.org/" },
	{ KIND_EMAIL, "bob@mail-host.com" },
	{ KIND_MD5, "d41d8cd98f00b204e9800998ecf8427a" },
	{ KIND_JA3, "d41d8cd98f00b204e9800998ecf8427a" },
	{ KIND_IMPHASH, "0123456789abcdef0123456789abcdef" },
	{ KIND_JA4, "t13d1516h2_8daaf6152771_b186095e22b6" },
	{ KIND_FILENAME, "update.exe" },
	{ KIND_FILENAME, "dropperx" },
	{ KIND_PATH, "c:\\windows\\temp\\evil.dll" },
	{ KIND_USER_AGENT, "EvilAgent/1.0" },
	{ KIND_USER_AGENT, "Bad" },
	{ KIND_EMAIL_SUBJECT, "Vaccine results" },
	{ KIND_MUTEX, "ab" },
	{ KIND_X509_SERIAL, "1a2b3c" },
	{ KIND_SERVICE, "evilsvc" },
};

#define MD5 "d41d8cd98f00b204e9800998ecf8427a"

static const struct row {
	enum field_kind field;
	enum kind exact;
	const char *text;
	const char *value[3];	/* kinds' names are not needed: values differ, or the count says it */
} rows[] = {
	{ FIELD_ADDRESS, KIND_NONE, "1.2.3.4", { "1.2.3.4" } },
	{ FIELD_ADDRESS, KIND_NONE, "::ffff:1.2.3.4", { "1.2.3.4" } },
	{ FIELD_ADDRESS, KIND_NONE, "64:ff9b::1.2.3.4", { "1.2.3.4" } },
	{ FIELD_ADDRESS, KIND_NONE, "2001:DB8:0:0::1", { "2001:db8::1" } },
	{ FIELD_ADDRESS, KIND_NONE, "203.0.113.255", { "203.0.113.0/24" } },
	{ FIELD_ADDRESS, KIND_NONE, "1.2.3.5" },
	{ FIELD_ADDRESS, KIND_NONE, "evil.com" },
	{ FIELD_HOST, KIND_NONE, "evil.com", { "evil.com" } },
	{ FIELD_HOST, KIND_NONE, "WWW.Evil.Com.", { "evil.com" } },
	{ FIELD_HOST, KIND_NONE, "1.2.3.4", { "1.2.3.4" } },
	{ FIELD_HOST, KIND_NONE, "m\xc3\xbcnchen.de", { "xn--mnchen-3ya.de" } },
	{ FIELD_HOST, KIND_NONE, "bare-host.org", { "https://bare-host.org/" } },
	{ FIELD_HOST, KIND_NONE, "4.3.2.1.in-addr.arpa", { "1.2.3.4" } },
	{ FIELD_HOST, KIND_NONE, "notevil.com" },
	{ FIELD_HOST, KIND_NONE, "share-host.net" },
	{ FIELD_HOST, KIND_NONE, "update.exe" },
	{ FIELD_URL, KIND_NONE, "https://share-host.net:443/u/evil/doc.zip?x", { "http://share-host.net/u/evil/doc.zip" } },
	{ FIELD_URL, KIND_NONE, "http://a.evil.com/update.exe", { "evil.com" } },
	{ FIELD_URL, KIND_NONE, "http://share-host.net/other" },
	{ FIELD_EMAIL, KIND_NONE, "Bob@Mail-Host.com", { "bob@mail-host.com" } },
	{ FIELD_EMAIL, KIND_NONE, "x@evil.com", { "evil.com" } },
	{ FIELD_EMAIL, KIND_NONE, "xbob@mail-host.com" },
	{ FIELD_SUBJECT, KIND_NONE, "Re: vaccine  results!", { "Vaccine results" } },
	{ FIELD_SUBJECT, KIND_NONE, "evil.com" },
	{ FIELD_DIGEST, KIND_MD5, "D41D8CD98F00B204E9800998ECF8427A", { MD5 } },
	{ FIELD_DIGEST, KIND_SHA1, MD5 },
	{ FIELD_DIGEST, KIND_MD5, "0123456789abcdef0123456789abcdef" },
	{ FIELD_FINGERPRINT, KIND_JA3, MD5, { MD5 } },
	{ FIELD_FINGERPRINT, KIND_JA3S, MD5 },
	{ FIELD_FINGERPRINT, KIND_JA4, "t13d1516h2_8daaf6152771_b186095e22b6", { "t13d1516h2_8daaf6152771_b186095e22b6" } },
	{ FIELD_PATH, KIND_NONE, "C:\\Users\\x\\Update.exe", { "update.exe" } },
	{ FIELD_PATH, KIND_NONE, "C:\\Windows\\Temp\\evil.dll", { "c:\\windows\\temp\\evil.dll" } },
	{ FIELD_PATH, KIND_NONE, "/opt/dropperx", { "dropperx" } },
	{ FIELD_PATH, KIND_NONE, "/srv/evil.com/x" },
	{ FIELD_USER_AGENT, KIND_NONE, "Mozilla/5.0 evilagent/1.0", { "EvilAgent/1.0" } },
	{ FIELD_USER_AGENT, KIND_NONE, "bad", { "Bad" } },
	{ FIELD_USER_AGENT, KIND_NONE, "badly" },
	{ FIELD_OTHER, KIND_MUTEX, "ab", { "ab" } },
	{ FIELD_OTHER, KIND_MUTEX, "abc" },
	{ FIELD_OTHER, KIND_X509_SERIAL, "00:1A:2B:3C", { "1a2b3c" } },
	{ FIELD_OTHER, KIND_SERVICE, "EvilSvc", { "evilsvc" } },
	{ FIELD_OTHER, KIND_NONE, "evil.com" },
	{ FIELD_HOST, KIND_NONE, "" },
};

static size_t expected_of(const struct row *row)
{
	size_t n = 0;

	while (n < 3 && row->value[n])
		n++;
	return n;
}

TEST(every_field_of_the_table_gives_exactly_its_indicators)
{
	struct error e;
	struct kit k;

	assert_int_equal(host_prepare(&e), 0);
	kit_open(&k, indicators, sizeof(indicators) / sizeof(*indicators));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		kit_field(&k, rows[i].field, rows[i].exact, span_of(rows[i].text));
		if (k.count != expected_of(&rows[i]))
			test_fail("'%s' gives %zu hits", rows[i].text, k.count);
		for (size_t h = 0; h < k.count; h++) {
			assert_span_equal(kit_value(&k, k.hit[h].indicator),
					  span_of(rows[i].value[h]));
			assert_int_equal(k.hit[h].offset, 0);
			assert_int_equal(k.hit[h].length, strlen(rows[i].text));
		}
	}
	kit_close(&k);
}

TEST(text_of_two_or_three_bytes_is_found_in_its_field_only)
{
	struct kit k;

	kit_open(&k, indicators, sizeof(indicators) / sizeof(*indicators));
	kit_text(&k, SPAN("bad ab; Bad ab."), false);
	assert_int_equal(k.count, 0);
	kit_close(&k);
}
