/* test_warning.c -- the warning lists, against a search of every row. */
#include "intel/warning.h"

#include "test.h"

static const char lists[] =
	"list\tasked\t2024-06-15\tbenign\taddress\tresolver\n"
	"203.0.113.53\n"
	"list\tfront\t2026-08-11\tshared\taddress\tFrontly\n"
	"203.0.113.0/24\n203.0.113.0/25\n2001:db8:40::/44\n203.0.113.255\n"
	"list\tsink\tversion 2\tbenign\taddress\taddress of a sinkhole\n"
	"192.0.2.0/28\n198.51.100.9\n203.0.113.64/26\n"
	"list\twho\tversion 10\tbenign\tbelow\ttells an address\n"
	"ip.example.net\nco.uk\n"
	"list\tshort\t2026-08-11\tbenign\texact\tshortens links\n"
	"sho.rt\n"
	"list\tfiles\tversion 2\tbenign\thash\thash of a test\n"
	"44d88612fea8a8f36de82e1278abb02f\n"
	"list\tbroken\tversion 1\tshared\texact\tnames are not shared\n"
	"never.example.org\n"
	"list\tunknown\tversion 1\tcurious\taddress\tno such effect\n"
	"198.51.100.0/24\n"
	"list\n300.1.1.1\n";

static void prepare(void)
{
	struct error e = { 0 };

	assert_int_equal(warning_prepare(span_of(lists), &e), 0);
}

static const char *listed(enum kind kind, const char *value)
{
	const struct warning *w = warning_of(kind, span_of(value));
	struct span list = w ? w->list : SPAN("-");
	static char name[32];

	snprintf(name, sizeof(name), "%.*s", SPAN_ARG(list));
	return name;
}

TEST(a_name_is_listed_by_itself_and_below_only_where_the_list_means_it)
{
	prepare();
	assert_string_equal(listed(KIND_DOMAIN, "sho.rt"), "short");
	assert_string_equal(listed(KIND_DOMAIN, "www.sho.rt"), "short");
	assert_string_equal(listed(KIND_DOMAIN, "evil.sho.rt"), "-");
	assert_string_equal(listed(KIND_DOMAIN, "xsho.rt"), "-");
	assert_string_equal(listed(KIND_DOMAIN, "v4.ip.example.net"), "who");
	assert_string_equal(listed(KIND_DOMAIN, "vip.example.net"), "-");
	assert_string_equal(listed(KIND_DOMAIN, "example.net"), "-");
	/* Below a public suffix everybody is a stranger. */
	assert_string_equal(listed(KIND_DOMAIN, "evil.co.uk"), "-");
	assert_string_equal(listed(KIND_URL, "https://sho.rt/"), "short");
	assert_string_equal(listed(KIND_URL, "http://192.0.2.7/a"), "sink");
	assert_string_equal(listed(KIND_DOMAIN, "never.example.org"), "-");
	assert_string_equal(listed(KIND_DOMAIN, ""), "-");
	assert_string_equal(listed(KIND_EMAIL, "a@sho.rt"), "-");
}

TEST(a_digest_is_listed_only_whole)
{
	prepare();
	assert_string_equal(listed(KIND_MD5, "44d88612fea8a8f36de82e1278abb02f"), "files");
	assert_string_equal(listed(KIND_MD5, "44d88612fea8a8f36de82e1278abb02e"), "-");
	assert_string_equal(listed(KIND_SHA1, "44d88612fea8a8f36de82e1278abb02f00000000"), "-");
}

TEST(a_network_is_listed_when_one_range_holds_all_of_it)
{
	prepare();
	assert_string_equal(listed(KIND_CIDR, "192.0.2.0/28"), "sink");
	assert_string_equal(listed(KIND_CIDR, "192.0.2.8/29"), "sink");
	assert_string_equal(listed(KIND_CIDR, "192.0.2.0/27"), "-");
	assert_string_equal(listed(KIND_CIDR, "203.0.113.0/24"), "front");
	assert_string_equal(listed(KIND_CIDR, "203.0.112.0/23"), "-");
	assert_string_equal(listed(KIND_IPV6, "2001:db8:4f::1"), "front");
	assert_string_equal(listed(KIND_IPV6, "2001:db8:50::1"), "-");
}

TEST(every_address_is_found_as_by_looking_at_all_ranges)
{
	static const struct {
		const char *network;
		const char *list;
	} rows[] = {		/* the first that holds it decides */
		{ "203.0.113.53", "asked" }, { "203.0.113.0/24", "front" },
		{ "192.0.2.0/28", "sink" }, { "198.51.100.9", "sink" }, { "203.0.113.64/26", "sink" },
	};

	prepare();
	for (uint32_t n = 0; n < 3 * 256; n++) {
		static const char *const fronts[] = { "192.0.2", "198.51.100", "203.0.113" };
		const char *list = "-";
		struct network one;
		struct address a;
		char text[32];

		snprintf(text, sizeof(text), "%s.%u", fronts[n / 256], (unsigned)(n % 256));
		assert_true(address_parse(span_of(text), &a));
		for (size_t i = sizeof(rows) / sizeof(rows[0]); i-- > 0;) {
			assert_true(network_parse(span_of(rows[i].network), &one));
			if (network_has(&one, &a))
				list = rows[i].list;
		}
		assert_string_equal(listed(KIND_IPV4, text), list);
	}
}

TEST(the_words_name_the_list_and_its_date)
{
	prepare();
	assert_string_equal(warning_of(KIND_DOMAIN, SPAN("sho.rt"))->why,
			    "shortens links: warning list 'short' of 11 Aug 2026");
	assert_string_equal(warning_of(KIND_IPV4, SPAN("192.0.2.1"))->why,
			    "address of a sinkhole: warning list 'sink' version 2");
	assert_string_equal(warning_of(KIND_IPV4, SPAN("203.0.113.1"))->why,
			    "address that many sites share: Frontly, list of 11 Aug 2026");
	assert_non_null(warning_list(5));
	assert_null(warning_list(6));
}
