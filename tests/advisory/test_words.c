/* test_words.c -- headers, headings, dates, names, standing: the vocabulary. */
#include "test.h"

#include "advisory/dates.h"
#include "advisory/labels.h"
#include "advisory/names.h"
#include "advisory/remarks.h"
#include "advisory/sections.h"
#include "advisory/standing.h"
#include "advisory/words.h"
#include "seen.h"

TEST(phrases_are_whole_words_in_any_case)
{
	struct words w;

	words_of(SPAN("Command-and-Control (C&C) servers"), &w);
	assert_true(words_have(&w, "command and control"));
	assert_true(words_have(&w, "c&c"));
	assert_true(words_have(&w, "server*"));
	assert_false(words_have(&w, "server"));
	assert_false(words_have(&w, "and command"));
	assert_false(words_have(&w, "=servers"));
	words_of(SPAN(" Servers: "), &w);
	assert_true(words_have(&w, "=servers"));
	words_of(SPAN(""), &w);
	assert_false(words_have(&w, "a"));
}

TEST(headers_are_understood)
{
	static const struct {
		const char *header;
		enum column column;
		enum kind kind;
	} rows[] = {
		{ "SHA-256", COLUMN_VALUE, KIND_SHA256 }, { "sha256sum", COLUMN_VALUE, KIND_SHA256 },
		{ "File Hash (MD5)", COLUMN_VALUE, KIND_MD5 }, { "Hash", COLUMN_VALUE, KIND_NONE },
		{ "IP address", COLUMN_VALUE, KIND_IPV4 }, { "C2 domain", COLUMN_VALUE, KIND_DOMAIN },
		{ "Domain registrar", COLUMN_OTHER, KIND_NONE },
		{ "ESET detection name", COLUMN_DETECTION, KIND_NONE },
		{ "First seen (UTC)", COLUMN_FIRST_SEEN, KIND_NONE },
		{ "Indicator type", COLUMN_TYPE, KIND_NONE }, { "Indicator", COLUMN_VALUE, KIND_NONE },
		{ "Imphash", COLUMN_VALUE, KIND_IMPHASH },
		{ "Authentihash SHA-256", COLUMN_STRANGE_HASH, KIND_NONE },
		{ "Legitimate domain", COLUMN_LEGITIMATE, KIND_NONE },
		{ "E-mail subject", COLUMN_VALUE, KIND_EMAIL_SUBJECT },
		{ "Mail subject", COLUMN_VALUE, KIND_EMAIL_SUBJECT }, { "Sender", COLUMN_VALUE, KIND_EMAIL },
		{ "cveID", COLUMN_CVE, KIND_NONE }, { "What is this", COLUMN_UNKNOWN, KIND_NONE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct label label = label_of_header(span_of(rows[i].header));

		if (label.column != rows[i].column || label.kind != rows[i].kind)
			test_fail("'%s' is column %d kind %d", rows[i].header, label.column,
				  label.kind);
	}
}

TEST(words_of_type_columns_are_understood)
{
	static const struct {
		const char *word;
		enum kind kind;
	} rows[] = {
		{ "ip-dst", KIND_IPV4 }, { "ip-dst|port", KIND_IPV4 }, { "IPv6", KIND_IPV6 },
		{ "hostname", KIND_DOMAIN }, { "FileHash-SHA1", KIND_SHA1 }, { "URL", KIND_URL },
		{ "email-src", KIND_EMAIL }, { "email-subject", KIND_EMAIL_SUBJECT },
		{ "ja3-fingerprint-md5", KIND_JA3 }, { "x509-fingerprint-sha1", KIND_X509_SHA1 },
		{ "regkey", KIND_REGISTRY_KEY }, { "mutex", KIND_MUTEX }, { "file", KIND_NONE },
		{ "AS", KIND_ASN }, { "user-agent", KIND_USER_AGENT }, { "btc", KIND_WALLET },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct label label = label_of_type(span_of(rows[i].word));

		if (label.column != COLUMN_VALUE || label.kind != rows[i].kind)
			test_fail("'%s' is column %d kind %d", rows[i].word, label.column,
				  label.kind);
	}
	assert_int_equal(label_of_type(SPAN("text")).column, COLUMN_OTHER);
	assert_int_equal(label_of_type(SPAN("link")).column, COLUMN_REFERENCE);
	assert_int_equal(label_of_type(SPAN("hello world")).column, COLUMN_UNKNOWN);
}

TEST(headings_make_sections)
{
	assert_int_equal(section_of(SPAN("Indicators of Compromise (IOCs)")), SECTION_INDICATORS);
	assert_int_equal(section_of(SPAN("Appendix B: C&C servers")), SECTION_ATTACKER);
	assert_int_equal(section_of(SPAN("Domains")), SECTION_VALUES);
	assert_int_equal(section_of(SPAN("References")), SECTION_REFERENCE);
	assert_int_equal(section_of(SPAN("Report reference")), SECTION_NONE);
	assert_int_equal(section_of(SPAN("Contact us")), SECTION_CONTACT);
	assert_int_equal(section_of(SPAN("Legitimate services used")), SECTION_BENIGN);
	assert_int_equal(section_of(SPAN("The story")), SECTION_NONE);
	assert_int_equal(section_below(SECTION_CONTACT, SPAN("E-mail addresses")), SECTION_CONTACT);
	assert_int_equal(section_below(SECTION_INDICATORS, SPAN("Domains")), SECTION_INDICATORS);
	assert_int_equal(section_below(SECTION_INDICATORS, SPAN("References")), SECTION_REFERENCE);
	assert_int_equal(section_below(SECTION_INDICATORS, SPAN("Stage two")), SECTION_INDICATORS);
}

static int64_t day(int year, int month, int d)
{
	return civil_days(year, month, d) * TIME_DAY;
}

TEST(periods_are_read_from_sentences)
{
	static const struct {
		const char *text;
		int rank;
		int from[3], to[3];	/* year, month, day; to is the last day, 0: open */
	} rows[] = {
		{ "It was seen throughout 2020 in Europe", 3, { 2020, 1, 1 }, { 2020, 12, 31 } },
		{ "between March and May 2020 they came", 3, { 2020, 3, 1 }, { 2020, 5, 31 } },
		{ "between November and February 2021", 3, { 2020, 11, 1 }, { 2021, 2, 28 } },
		{ "Between 3 March 2020 and 7 May 2020", 3, { 2020, 3, 3 }, { 2020, 5, 7 } },
		{ "from May 2019 to July 2020", 3, { 2019, 5, 1 }, { 2020, 7, 31 } },
		{ "from at least 2019 on", 2, { 2019, 1, 1 }, { 0, 0, 0 } },
		{ "active since at least January 2020", 2, { 2020, 1, 1 }, { 0, 0, 0 } },
		{ "as early as May 2019", 2, { 2019, 5, 1 }, { 0, 0, 0 } },
		{ "was first seen around June 2020", 2, { 2020, 6, 1 }, { 0, 0, 0 } },
		{ "attacks in early 2020", 1, { 2020, 1, 1 }, { 2020, 4, 30 } },
		{ "linked to attacks during the 2016 election", 0, { 0, 0, 0 }, { 0, 0, 0 } },
		{ "nothing may be said since we came", 0, { 0, 0, 0 }, { 0, 0, 0 } },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct stretch when = { TIME_NONE, TIME_NONE };
		int rank = period_find(span_of(rows[i].text), &when);

		if (rank != rows[i].rank)
			test_fail("'%s' has rank %d", rows[i].text, rank);
		if (!rank)
			continue;
		assert_true(when.from == day(rows[i].from[0], rows[i].from[1], rows[i].from[2]));
		if (rows[i].to[0])
			assert_true(when.to == day(rows[i].to[0], rows[i].to[1], rows[i].to[2]) +
				    TIME_DAY - TIME_SECOND);
		else
			assert_true(when.to == TIME_NONE);
	}
}

TEST(cells_are_dates_or_periods)
{
	struct stretch when;

	assert_true(date_cell(SPAN("2020-07-16"), &when) && when.from == day(2020, 7, 16));
	assert_true(date_cell(SPAN("20170116"), &when) && when.from == day(2017, 1, 16));
	assert_true(date_cell(SPAN("16 July 2020"), &when) && when.from == day(2020, 7, 16));
	assert_true(date_cell(SPAN("1557488775"), &when));
	assert_true(date_cell(SPAN("July 2020"), &when) && when.from == day(2020, 7, 1));
	assert_false(date_cell(SPAN("evil.com"), &when));
	assert_false(date_cell(SPAN("12"), &when));
	assert_true(period_cell(SPAN("2014-2016"), &when));
	assert_true(when.from == day(2014, 1, 1) && when.to == day(2017, 1, 1) - TIME_SECOND);
	assert_true(period_cell(SPAN("since May 2018"), &when) && when.to == TIME_NONE);
	assert_false(period_cell(SPAN("2016-2014"), &when));
}

TEST(tlp_is_kept_as_stated)
{
	assert_span_equal(tlp_find(SPAN("This is TLP:WHITE.")), SPAN("WHITE"));
	assert_span_equal(tlp_find(SPAN("tlp: amber+strict")), SPAN("AMBER+STRICT"));
	assert_span_equal(tlp_find(SPAN("TLP is a protocol; TLP:CLEAR")), SPAN("CLEAR"));
	assert_int_equal(tlp_find(SPAN("the TLP RED")).len, 3);
	assert_int_equal(tlp_find(SPAN("TLPRED")).len, 0);
}

struct names {
	char text[1000];
};

static int add_name(void *context, const struct name_found *f)
{
	struct names *n = context;

	snprintf(n->text + strlen(n->text), sizeof(n->text) - strlen(n->text), "%s:%.*s%s ",
		 f->kind, SPAN_ARG(f->name), f->alias_of.len ? "=" : "");
	return 0;
}

static void names(const char *text, const char *expected)
{
	struct names n = { "" };

	assert_int_equal(names_find(span_of(text), add_name, &n), 0);
	assert_string_equal(n.text, expected);
}

TEST(names_have_a_form_or_are_introduced)
{
	names("Exploits cve-2020-1234 and CVE-2019-19781.",
	      "vulnerability:CVE-2020-1234 vulnerability:CVE-2019-19781 ");
	names("T1059.001, T1105 and attack.mitre.org/techniques/T1071/001/",
	      "technique:T1059.001 technique:T1105 technique:T1071.001 ");
	names("APT29, UNC2452, FIN7, TA505, not TA0001 or APTitude",
	      "actor:APT29 actor:UNC2452 actor:FIN7 actor:TA505 ");
	names("Cozy Bear and the bear", "actor:Cozy Bear ");
	names("custom malware known as WellMess and WellMail.",
	      "malware:WellMess malware:WellMail ");
	names("APT29 (also known as 'the Dukes' or Cozy Bear)",
	      "actor:APT29 actor:Dukes= actor:Cozy Bear= ");
	names("a file named Update.exe", "");
	names("a pipe named Steel", "");
	names("CVE-20-1 T12345 XAPT29", "");
}

TEST(a_value_has_a_standing_of_its_own)
{
	static const struct {
		enum kind kind;
		const char *value;
		enum standing standing;
	} rows[] = {
		{ KIND_IPV4, "10.1.2.3", STANDING_PRIVATE },
		{ KIND_IPV4, "127.0.0.1", STANDING_LOCAL },
		{ KIND_IPV4, "198.51.100.7", STANDING_DOCUMENTATION },
		{ KIND_IPV4, "8.8.8.8", STANDING_RESOLVER },
		{ KIND_IPV4, "45.61.137.220", STANDING_PLAIN },
		{ KIND_CIDR, "10.0.0.0/8", STANDING_PRIVATE },
		{ KIND_CIDR, "32.0.0.0/3", STANDING_BROAD },
		{ KIND_DOMAIN, "a.example", STANDING_RESERVED_NAME },
		{ KIND_DOMAIN, "www.google.com", STANDING_FAMILIAR },
		{ KIND_DOMAIN, "notgoogle.com", STANDING_PLAIN },
		{ KIND_URL, "https://drive.google.com/file/1", STANDING_PLAIN },
		{ KIND_URL, "https://www.google.com/", STANDING_FAMILIAR },
		{ KIND_URL, "http://192.168.1.1/x", STANDING_PRIVATE },
		{ KIND_URL, "http://files.example/x", STANDING_RESERVED_NAME },
		{ KIND_URL, "http://8.8.8.8/x", STANDING_RESOLVER },
		{ KIND_URL, "http://evil.duckdns.org/x", STANDING_PLAIN },
		{ KIND_URL, "http://duckdns.org/", STANDING_SUFFIX },
		{ KIND_DOMAIN, "cert.ssi.gouv.fr", STANDING_FAMILIAR },
		{ KIND_EMAIL, "someone@gmail.com", STANDING_PLAIN },
		{ KIND_EMAIL, "someone@example.com", STANDING_RESERVED_NAME },
		{ KIND_FILENAME, "svchost.exe", STANDING_SYSTEM_FILE },
		{ KIND_FILENAME, "svhost.exe", STANDING_PLAIN },
		{ KIND_FILENAME, "update", STANDING_COMMON_WORD },
		{ KIND_FILENAME, "mdworker3", STANDING_PLAIN },
		{ KIND_PATH, "c:\\windows\\system32\\svchost.exe", STANDING_SYSTEM_FILE },
		{ KIND_PATH, "c:\\windows\\temp\\svchost.exe", STANDING_PLAIN },
		{ KIND_PATH, "c:\\x\\%random%.tmp", STANDING_PATTERN },
		{ KIND_REGISTRY_KEY, "hkey_local_machine\\software\\microsoft", STANDING_COMMON_KEY },
	};

	seen_prepare();
	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = i % (sizeof(rows) / sizeof(rows[0]));
		struct span value = span_of(rows[n].value);
		enum standing s = standing_of(rows[n].kind, value, value);

		if (s != rows[n].standing)
			test_fail("'%s' has standing %d", rows[n].value, s);
		assert_true((standing_role(s) == ROLE_INDICATOR) == (s == STANDING_PLAIN));
		/* The second time with it. */
		if (n + 1 == sizeof(rows) / sizeof(rows[0]))
			standing_prepare();
	}
}

TEST(plain_words_take_a_value_off_a_list)
{
	assert_int_equal(remark_role(SPAN("legitimate service"), KIND_DOMAIN), ROLE_BENIGN);
	assert_int_equal(remark_role(SPAN("not malicious"), KIND_IPV4), ROLE_BENIGN);
	assert_int_equal(remark_role(SPAN("C2, hides behind a legitimate domain"), KIND_DOMAIN),
			 ROLE_INDICATOR);
	assert_int_equal(remark_role(SPAN("legitimate service"), KIND_SHA256), ROLE_INDICATOR);
	assert_int_equal(remark_role(SPAN("command server"), KIND_DOMAIN), ROLE_INDICATOR);
}
