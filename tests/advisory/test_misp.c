/* test_misp.c -- MISP events, and lists as JSON of other kinds. */
#include "test.h"

#include "seen.h"

TEST(an_event_gives_title_dates_marking_publisher_and_names)
{
	struct seen s;
	const struct entity *e;

	seen_file(&s, "misp.json");
	assert_int_equal(s.rc, 0);
	assert_span_equal(s.head.title, SPAN("Grey Heron phishes shipyards"));
	assert_true(s.head.published == civil_days(2031, 3, 4) * TIME_DAY);
	assert_true(s.head.activity_from == civil_days(2030, 11, 14) * TIME_DAY);
	assert_span_equal(s.head.tlp, SPAN("AMBER"));
	assert_span_equal(s.head.body[0].name, SPAN("National Cyber Office"));
	assert_span_equal(s.head.refers_to.item[0], SPAN("https://blog.shipyards-report.com/heron"));
	e = seen_entity(&s, "APT28");
	assert_non_null(e);
	assert_span_equal(e->id, SPAN("G0007"));
	e = seen_entity(&s, "PowerShell");
	assert_non_null(e);
	assert_span_equal(e->id, SPAN("T1059.001"));
	assert_span_equal(e->stated, SPAN("T1086"));
	assert_true(span_find(seen_entity(&s, "CVE-2019-19781")->note, SPAN("KEV")) != SPAN_NONE);
	seen_release(&s);
}

TEST(composite_types_are_taken_apart_and_marks_of_the_publisher_are_heard)
{
	struct seen s;

	seen_file(&s, "misp.json");
	assert_role("ipv4", "45.61.137.220", "indicator");
	assert_int_equal(seen_find(&s, "ipv4", "45.61.137.220")->port, 8443);
	assert_role("domain", "evil-quay.com", "indicator");
	assert_role("ipv4", "45.61.137.221", "indicator");
	assert_role("filename", "invoice.exe", "indicator");
	assert_role("registry-key", "hkey_current_user\\software\\quay\\run", "indicator");
	assert_role("domain", "mirror-quay.net", "reference");
	assert_role("domain", "hotel-quay.net", "benign");
	assert_role("email", "victim@shipyard.com", "victim");
	assert_role("domain", "withdrawn-quay.com", "absent");
	assert_role("domain", "not-this-one.com", "absent");
	assert_role("url", "https://blog.shipyards-report.com/heron", "reference");
	assert_int_equal(s.rules, 1);
	assert_span_equal(s.rule[0].language, SPAN("yara"));
	seen_release(&s);
}

/* The digest of a file means it alone; the name beside it does not. */
TEST(a_name_in_a_file_object_keeps_what_it_stands_beside)
{
	struct seen s;

	seen_file(&s, "misp.json");
	assert_int_equal(seen_find(&s, "md5", "0123456789abcdef0123456789abcdef")->logic.len, 0);
	assert_true(span_find(seen_find(&s, "filename", "tide.exe")->logic,
			      SPAN("md5 = '0123456789abcdef0123456789abcdef'")) != SPAN_NONE);
	assert_span_equal(seen_find(&s, "filename", "tide.exe")->where.step[1].text,
			  SPAN("/response/0/Event/Object/0/Attribute/0"));
	seen_release(&s);
}

TEST(lists_of_objects_are_rows_and_names_of_members_are_headers)
{
	struct seen s;

	seen_file(&s, "feed.json");
	assert_int_equal(s.rc, 0);
	assert_span_equal(s.head.title, SPAN("Quay feed"));
	assert_int_equal(s.indicators, 7);
	assert_int_equal(seen_find(&s, "ipv4", "45.61.137.220")->port, 8443);
	assert_int_equal(seen_find(&s, "ipv4", "45.61.137.220")->confidence, 75);
	assert_role("domain", "evil-quay.com", "indicator");
	assert_role("domain", "second-quay.com", "indicator");
	assert_role("domain", "not-a-value.com", "absent");
	assert_non_null(seen_entity(&s, "CVE-2019-19781"));
	seen_release(&s);
}

TEST(one_object_a_line_is_a_list_too)
{
	READ("{\"indicator\":\"evil-quay.com\",\"type\":\"domain\"}\n"
	     "{\"indicator\":\"45.61.137.220\",\"type\":\"IPv4\"}\n");
	assert_int_equal(s.rc, 0);
	assert_int_equal(s.indicators, 2);
	seen_release(&s);
}

TEST(a_dataset_of_suricata_is_read_through_its_base64)
{
	READ("ZXZpbC1xdWF5LmNvbQ==,5\nc2Vjb25kLXF1YXkuY29t,9\n");
	assert_int_equal(s.rc, 0);
	assert_role("domain", "evil-quay.com", "indicator");
	assert_role("domain", "second-quay.com", "indicator");
	seen_release(&s);
}

TEST(an_intel_file_of_zeek_names_its_columns_itself)
{
	READ("#fields\tindicator\tindicator_type\tmeta.source\tmeta.url\n"
	     "45.61.137.220\tIntel::ADDR\tNCO\thttps://nco-office.com/a\n"
	     "evil-quay.com/gate\tIntel::URL\tNCO\t-\n"
	     "0123456789abcdef0123456789abcdef01234567\tIntel::CERT_HASH\tNCO\t-\n");
	assert_int_equal(s.rc, 0);
	assert_role("ipv4", "45.61.137.220", "indicator");
	assert_role("url", "http://evil-quay.com/gate", "indicator");
	assert_role("x509-sha1", "0123456789abcdef0123456789abcdef01234567", "indicator");
	assert_role("url", "https://nco-office.com/a", "absent");
	assert_int_equal(s.gaps, 0);
	seen_release(&s);
}

TEST(a_report_inside_an_event_is_read_as_a_document)
{
	READ("{\"Event\":{\"info\":\"Quay\",\"date\":\"2021-03-04\",\"Orgc\":{\"name\":\"Tide\"},"
	     "\"Attribute\":[{\"type\":\"domain\",\"category\":\"Network activity\",\"to_ids\":true,"
	     "\"value\":\"quay-one.com\"}],\"Tag\":[{\"name\":"
	     "\"misp-galaxy:threat-actor=\\\"APT29\\\"\"}],\"EventReport\":[{\"name\":\"Analysis\","
	     "\"content\":\"# Analysis\\n\\nAPT29 used WellMess.\\n\\n## Indicators\\n\\n"
	     "- quay-one[.]com\\n- quay-two[.]com\\n\\n## Legitimate\\n\\n- cdn-quay.com\\n\"},"
	     "{\"name\":\"gone\",\"content\":\"- quay-three[.]com\",\"deleted\":true}]}}");

	assert_int_equal(s.rc, 0);
	assert_int_equal(s.gaps, 0);
	assert_int_equal(s.indicators, 3);
	assert_int_equal(s.entities, 2);
	assert_true(seen_why(seen_find(&s, "domain", "quay-one.com"), "MISP event"));
	assert_role("domain", "quay-two.com", "indicator");
	assert_role("domain", "cdn-quay.com", "benign");
	assert_role("domain", "quay-three.com", "absent");
	assert_non_null(seen_entity(&s, "WellMess"));
	seen_release(&s);
}
