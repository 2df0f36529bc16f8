/* test_table.c -- tables as text. */
#include "test.h"

#include "seen.h"

TEST(columns_are_known_by_their_header)
{
	READ("# Grey Heron; published 2031-03-04; TLP:WHITE\n"
	     "type,value,description,first_seen,last_seen\n"
	     "ipv4,45.61.137.220,command server,2030-11-14,2031-02-15\n"
	     "domain,evil-quay.com,\"lure, pages\",2030-11-20,2031-01-02\n"
	     "FileHash-SHA256,3f5b1d7f0a6c2e9884b1c0d2e3f4a5b60718293a4b5c6d7e8f90a1b2c3d4e5f6,"
	     "agent,2030-12-01,\n"
	     "text,just words,,,\n");

	assert_int_equal(s.rc, 0);
	assert_span_equal(s.head.format, SPAN("csv"));
	assert_span_equal(s.head.title, SPAN("Grey Heron"));
	assert_true(s.head.published == civil_days(2031, 3, 4) * TIME_DAY);
	assert_true(s.head.activity_from == civil_days(2030, 11, 14) * TIME_DAY);
	assert_true(s.head.activity_to == civil_days(2031, 2, 16) * TIME_DAY - TIME_SECOND);
	assert_int_equal(s.indicators, 3);
	assert_role("ipv4", "45.61.137.220", "indicator");
	assert_true(seen_why(seen_find(&s, "domain", "evil-quay.com"), "lure, pages"));
	assert_true(seen_why(seen_find(&s, "domain", "evil-quay.com"), "in column 'value'"));
	assert_int_equal(seen_find(&s, "ipv4", "45.61.137.220")->where.step[1].number, 3);
	assert_int_equal(seen_find(&s, "ipv4", "45.61.137.220")->where.step[1].column, 2);
	assert_int_equal(s.gaps, 1);
	seen_release(&s);
}

TEST(the_words_that_people_write_for_kinds_are_understood)
{
	static const char *const words[][2] = {
		{ "ip-dst", "ipv4" }, { "IPv4", "ipv4" }, { "ipaddress", "ipv4" },
		{ "IP Address", "ipv4" }, { "ip-src", "ipv4" }, { "IP:port", "ipv4" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char text[200];
		struct seen s;
		int n = snprintf(text, sizeof(text), "value,kind\n45.61.137.220,%s\n", words[i][0]);

		seen_read(&s, span_make(text, (size_t)n));
		assert_role("ipv4", "45.61.137.220", "indicator");
		seen_release(&s);
	}
}

TEST(every_delimiter_and_a_byte_order_mark_are_taken)
{
	static const char delimiters[] = ",;\t|";

	for (size_t i = 0; delimiters[i]; i++) {
		char text[300];
		struct seen s;
		int n = snprintf(text, sizeof(text), "\xef\xbb\xbfindicator%cnote\n"
				 "evil1.com%cone\nevil2.com%ctwo\n45.61.137.220%cthree\n",
				 delimiters[i], delimiters[i], delimiters[i], delimiters[i]);

		seen_read(&s, span_make(text, (size_t)n));
		assert_int_equal(s.rc, 0);
		assert_int_equal(s.indicators, 3);
		assert_role("domain", "evil1.com", "indicator");
		seen_release(&s);
	}
}

TEST(a_table_without_header_is_known_by_its_content)
{
	READ("2031-01-02,domain,evil1.com,first\n2031-01-03,domain,evil2.com,second\n"
	     "2031-01-05,ip,45.61.137.220,third\n");

	assert_int_equal(s.indicators, 3);
	assert_role("domain", "evil1.com", "indicator");
	assert_true(s.head.published == civil_days(2031, 1, 5) * TIME_DAY);
	seen_release(&s);
}

TEST(several_value_columns_give_several_values_per_row)
{
	READ("MD5,SHA-1,SHA-256,File name,Detection name\n"
	     "9d5ed678fe57bcca610140957afab571,d70e29ff0a4a3c7d1e2f3a4b5c6d7e8f90a1b2c3,"
	     "3f5b1d7f0a6c2e9884b1c0d2e3f4a5b60718293a4b5c6d7e8f90a1b2c3d4e5f6,"
	     "invoice march.scr,W32/Agent.KD\n");

	assert_int_equal(s.indicators, 4);
	assert_role("md5", "9d5ed678fe57bcca610140957afab571", "indicator");
	assert_role("filename", "invoice march.scr", "indicator");
	seen_release(&s);
}

TEST(a_cell_may_hold_several_values)
{
	READ("value,type\n"
	     "\"9d5ed678fe57bcca610140957afab571,d70e29ff0a4a3c7d1e2f3a4b5c6d7e8f90a1b2c3\",file\n"
	     "a.exe|9d5ed678fe57bcca610140957afab572,filename|md5\n"
	     "evil.com|8443,hostname|port\n");

	assert_int_equal(s.indicators, 5);
	assert_role("sha1", "d70e29ff0a4a3c7d1e2f3a4b5c6d7e8f90a1b2c3", "indicator");
	assert_role("filename", "a.exe", "indicator");
	assert_role("md5", "9d5ed678fe57bcca610140957afab572", "indicator");
	assert_int_equal(seen_find(&s, "domain", "evil.com")->port, 8443);
	seen_release(&s);
}

TEST(other_digests_are_not_taken_for_those_of_files)
{
	READ("sha256,imphash,authentihash\n"
	     "3f5b1d7f0a6c2e9884b1c0d2e3f4a5b60718293a4b5c6d7e8f90a1b2c3d4e5f6,"
	     "9d5ed678fe57bcca610140957afab571,"
	     "8c1f0e2d3b4a59687786a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0\n");

	assert_int_equal(s.indicators, 2);
	assert_role("imphash", "9d5ed678fe57bcca610140957afab571", "indicator");
	assert_role("md5", "9d5ed678fe57bcca610140957afab571", "absent");
	seen_release(&s);
}

TEST(quotes_may_hold_line_breaks_and_need_not_close)
{
	READ("indicator,note\nevil1.com,\"two\nlines\"\nevil2.com,\"never closed\nevil3.com,x\n");

	assert_int_equal(s.rc, 0);
	assert_role("domain", "evil1.com", "indicator");
	assert_role("domain", "evil2.com", "indicator");
	seen_release(&s);
}

TEST(a_quote_that_is_not_closed_takes_no_row_with_it)
{
	READ("value,remark\nevil1.com,\"never closed\nevil2.com,x\nevil3.com,\"two\n");

	assert_int_equal(s.indicators, 3);
	assert_int_equal(seen_find(&s, "domain", "evil3.com")->where.step[1].number, 4);
	seen_release(&s);
}

TEST(a_list_of_vulnerabilities_has_names_and_no_indicator)
{
	READ("cveID,vendorProject,dateAdded,notes\n"
	     "CVE-2030-11882,Harbour,2031-01-02,https://vendor.example/a\n"
	     "CVE-2030-11883,Harbour,2031-01-03,\"see https://vendor.example/b\"\n");

	assert_int_equal(s.rc, 0);
	assert_int_equal(s.indicators, 0);
	assert_int_equal(s.entities, 2);
	assert_span_equal(s.entity[0].id, SPAN("CVE-2030-11882"));
	assert_span_equal(s.entity[0].kind, SPAN("vulnerability"));
	seen_release(&s);
}

TEST(rows_say_their_port_confidence_and_validity)
{
	READ("ip;port;confidence;valid_from;valid_until;to_ids\n"
	     "45.61.137.220;8443;high;2031-01-02;2031-06-30;1\n"
	     "45.61.137.221;;40;;;0\n");
	const struct indicator *i = seen_find(&s, "ipv4", "45.61.137.220");

	assert_non_null(i);
	assert_int_equal(i->port, 8443);
	assert_int_equal(i->confidence, 90);
	assert_true(i->valid_from == civil_days(2031, 1, 2) * TIME_DAY);
	assert_true(i->valid_until == civil_days(2031, 7, 1) * TIME_DAY - TIME_SECOND);
	assert_true(seen_why(seen_find(&s, "ipv4", "45.61.137.221"), "not for automatic"));
	seen_release(&s);
}

TEST(dates_in_the_future_are_not_believed)
{
	struct advisory_options o = { .source = SPAN("t"), .now = civil_days(2031, 1, 1) * TIME_DAY };
	struct seen s;

	seen_read_with(&s, SPAN("domain,first_seen\nevil1.com,2030-12-01\nevil2.com,2099-01-01\n"),
		       &o);
	assert_true(s.head.activity_from == civil_days(2030, 12, 1) * TIME_DAY);
	assert_true(s.head.activity_to < o.now);
	seen_release(&s);
}

TEST(prose_with_commas_is_no_table)
{
	READ("On Monday, we saw it.\nOn Tuesday, nothing.\nOn Friday, it was gone.\n");

	assert_int_equal(s.rc, 0);
	assert_span_equal(s.head.format, SPAN("text"));
	seen_release(&s);
}

TEST(sentences_with_a_comma_in_each_line_are_no_table)
{
	READ("Report of the week\n\nTidequay is a botnet that was active in 2012. It sold software to the "
	     "infected users of its time and its many partners abroad and at home, performing click fraud on the host.\nIt uses both peers and a server, spoofing the "
	     "HTTP Host header with fake domains to confuse researchers.\nWhile there is no evidence "
	     "of it, some requests were sent to the domains.\n");

	assert_span_equal(s.head.format, SPAN("text"));
	assert_non_null(seen_entity(&s, "Tidequay"));
	seen_release(&s);
}
