/* test_prose.c -- documents: which values are indicators, and why. */
#include "test.h"

#include "seen.h"

static const char *const forms[] = { "report.md", "report.html", "report.adoc", "report.txt" };

static int by_value(const void *a, const void *b)
{
	const struct indicator *x = a, *y = b;

	return x->kind != y->kind ? (int)x->kind - (int)y->kind : span_compare(x->value, y->value);
}

/* The indicators of a document, sorted, into one string. */
static void set_of(struct seen *s, char *out, size_t room)
{
	size_t n = 0;

	qsort(s->indicator, s->indicators, sizeof(*s->indicator), by_value);
	for (size_t i = 0; i < s->indicators; i++)
		if (s->indicator[i].role == ROLE_INDICATOR)
			n += (size_t)snprintf(out + n, room - n, "%s %.*s :%u\n",
					      kind_row(s->indicator[i].kind)->name,
					      SPAN_ARG(s->indicator[i].value),
					      s->indicator[i].port);
}

TEST(one_advisory_in_four_forms_gives_one_set)
{
	char set[4][8000];

	for (size_t i = 0; i < 4; i++) {
		struct seen s;

		memset(set[i], 0, sizeof(set[i]));
		seen_file(&s, forms[i]);
		set_of(&s, set[i], sizeof(set[i]));
		assert_string_equal(set[i], set[0]);
		seen_release(&s);
	}
	assert_non_null(strstr(set[0], "ipv4 45.61.137.220 :8443"));
	assert_non_null(strstr(set[0], "domain files.quay-mirror.net"));
	assert_non_null(strstr(set[0], "url https://drive.google.com/file/d/1AbC/view"));
	assert_non_null(strstr(set[0], "filename invoice march.scr"));
	assert_non_null(strstr(set[0], "mutex tide_one_77"));
	assert_non_null(strstr(set[0], "cidr 5.188.86.0/24"));
	assert_non_null(strstr(set[0], "md5 9d5ed678fe57bcca610140957afab571"));
}

TEST(every_form_states_the_same_about_itself)
{
	for (size_t i = 0; i < 4; i++) {
		struct seen s;

		seen_file(&s, forms[i]);
		assert_span_equal(s.head.id, SPAN("GRY-2031-007"));
		assert_span_equal(s.head.title,
				  SPAN("Alert GRY-2031-007: Grey Heron phishes shipyards"));
		assert_span_equal(s.head.tlp, SPAN("AMBER"));
		assert_true(s.head.published == civil_days(2031, 3, 4) * TIME_DAY);
		assert_true(s.head.activity_from == civil_days(2030, 11, 1) * TIME_DAY);
		assert_true(s.head.activity_to == civil_days(2031, 3, 1) * TIME_DAY - TIME_SECOND);
		assert_int_equal(s.head.bodies, 3);
		assert_span_equal(s.head.body[0].name, SPAN("NCO"));
		assert_span_equal(s.head.body[0].stance, SPAN("assesses"));
		assert_span_equal(s.head.body[1].name, SPAN("HSA"));
		assert_span_equal(s.head.body[2].name, SPAN("PA"));
		assert_span_equal(s.head.body[2].stance, SPAN("endorses"));
		assert_span_equal(s.head.body[2].scope, SPAN("mitigation advice"));
		assert_span_equal(s.head.refers_to.item[0], SPAN("MAR-20310001-2.v1"));
		assert_int_equal(s.head.contacts.count, 3);
		assert_span_equal(s.head.contacts.item[0], SPAN("soc@nco-duty.org"));
		assert_span_equal(s.head.contacts.item[2], SPAN("+44 20 7946 0999"));
		assert_int_equal(s.rules, 1);
		assert_span_equal(s.rule[0].name, SPAN("tide_loader"));
		assert_true(span_starts(s.rule[0].text, SPAN("import \"pe\"\nrule tide_loader")));
		assert_non_null(seen_entity(&s, "CVE-2030-11882"));
		assert_non_null(seen_entity(&s, "TideLoader"));
		assert_int_equal(seen_entity(&s, "Grey Heron")->as_written.count, 3);
		seen_release(&s);
	}
}

TEST(what_is_not_the_attackers_is_listed_with_the_reason)
{
	for (size_t i = 0; i < 4; i++) {
		struct seen s;

		seen_file(&s, forms[i]);
		assert_role("domain", "ipinfo.io", "benign");
		assert_role("domain", "dropboxapi.com", "benign");
		assert_true(seen_why(seen_find(&s, "domain", "dropboxapi.com"), "calls it harmless"));
		assert_role("ipv4", "192.168.7.12", "benign");
		assert_role("ipv4", "4.3.2.1", "reference");
		assert_true(seen_why(seen_find(&s, "ipv4", "4.3.2.1"), "version"));
		assert_role("url", "https://reports.sea-lab.com/2031/grey-heron", "reference");
		assert_role("email", "soc@nco-duty.org", "contact");
		assert_role("url", "https://nco-duty.org/press", "contact");
		assert_role("md5", "2b6233eb3e872ff78988f4a8f3f6a3ba", "rule-body");
		assert_role("domain", "beacon.evil-quay.com", "rule-body");
		assert_role("sha256",
			    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			    "benign");
		assert_role("filename", "cmd.exe", "benign");
		/* No values at all: a host of a URL, classes, detections, glued sentences. */
		assert_role("domain", "drive.google.com", "absent");
		assert_role("domain", "system.net.webclient", "absent");
		assert_role("domain", "com.harbour.vending", "absent");
		assert_role("domain", "agent.kd", "absent");
		assert_role("domain", "end.in", "absent");
		assert_role("ipv4", "77.0.3865.120", "absent");
		seen_release(&s);
	}
}

TEST(places_point_into_the_document)
{
	struct span text = sample("report.txt");
	struct seen s;

	seen_read(&s, text);
	for (size_t i = 0; i < s.indicators; i++) {
		const struct step *step = &s.indicator[i].where.step[1];
		uint64_t line = 1, column = 1;

		assert_int_equal(step->kind, STEP_TEXT);
		assert_span_equal(span_cut(text, step->offset, step->length), step->quote);
		for (size_t k = 0; k < step->offset; k++) {
			column = text.ptr[k] == '\n' ? 1 : column + 1;
			line += text.ptr[k] == '\n';
		}
		assert_int_equal(step->line, line);
		assert_int_equal(step->column, column);
	}
	seen_release(&s);
	free((void *)(uintptr_t)text.ptr);
}

TEST(a_defanged_value_in_a_sentence_is_meant)
{
	READ("The implant talks to evil-quay[.]com and hxxp://45.61.137[.]220/gate.php over TLS.\n");

	assert_role("domain", "evil-quay.com", "indicator");
	assert_role("url", "http://45.61.137.220/gate.php", "indicator");
	assert_role("ipv4", "45.61.137.220", "absent");
	seen_release(&s);
}

TEST(legitimate_speaks_of_the_value_beside_it)
{
	READ("It asks the legitimate service whatsmyip[.]com, then loads evil-quay[.]com.\n");

	assert_role("domain", "whatsmyip.com", "benign");
	assert_role("domain", "evil-quay.com", "indicator");
	seen_release(&s);
}

TEST(a_value_of_a_table_stays_an_indicator_when_a_rule_holds_it_too)
{
	READ("# Report\n\n## Indicators of compromise\n\n* evil-quay[.]com\n* evil-port[.]com\n\n"
	     "```yara\nrule a { strings: $a = \"evil-quay.com\" condition: $a }\n```\n");

	assert_role("domain", "evil-quay.com", "indicator");
	assert_int_equal(s.rules, 1);
	seen_release(&s);
}

TEST(references_and_the_publishers_own_are_never_indicators)
{
	READ("# Grey Heron\n\nSee https://www.sea-lab.com/blog/heron for details.\n\n"
	     "## Indicators of compromise\n\n* evil1[.]com\n* evil2[.]com\n* evil3[.]com\n\n"
	     "Lists are in our repository: https://github.com/sealab/iocs\n\n"
	     "## References\n\n1. https://www.other-lab.com/2030/heron\n"
	     "2. https://gist.github.com/x/9d5ed678fe57bcca610140957afab571\n\n"
	     "## Contact\n\n* press@sea-lab.com\n* www.sea-lab.com\n");

	assert_role("url", "https://www.sea-lab.com/blog/heron", "reference");
	assert_role("url", "https://github.com/sealab/iocs", "reference");
	assert_role("url", "https://www.other-lab.com/2030/heron", "reference");
	assert_role("md5", "9d5ed678fe57bcca610140957afab571", "absent");
	assert_role("email", "press@sea-lab.com", "contact");
	assert_role("domain", "www.sea-lab.com", "contact");
	assert_role("domain", "evil2.com", "indicator");
	seen_release(&s);
}

TEST(targets_are_victims)
{
	READ("# Spam\n\n## Network indicators\n\n### Webmail services targeted by the module\n\n"
	     "* mail.shipyard.com\n* post.harbour.org\n\n### C&C servers\n\n* 45.61.137.220\n"
	     "* 45.61.137.221\n");

	assert_role("domain", "mail.shipyard.com", "victim");
	assert_role("ipv4", "45.61.137.220", "indicator");
	seen_release(&s);
}

TEST(file_names_and_hosts_are_told_apart)
{
	READ("# Report\n\n## Indicators of compromise\n\n### Files\n\n* agent.sh\n* loader.py\n"
	     "* readme.zip\n\n### Domains\n\n* evil.sh\n* evil.zip\n* drop.evil.sh\n");

	assert_role("filename", "agent.sh", "indicator");
	assert_role("filename", "loader.py", "indicator");
	assert_role("domain", "drop.evil.sh", "indicator");
	seen_release(&s);
}

TEST(digests_are_named_by_the_label_in_front)
{
	READ("Indicators of compromise:\n\n"
	     "imphash: 9d5ed678fe57bcca610140957afab571\n"
	     "MD5: 9d5ed678fe57bcca610140957afab572\n"
	     "SSL thumbprint: d70e29ff0a4a3c7d1e2f3a4b5c6d7e8f90a1b2c3\n"
	     "vhash: 9d5ed678fe57bcca610140957afab573\n"
	     "shown as 58d8e65976b53b77645c248bfa18c3aa...\n");

	assert_role("imphash", "9d5ed678fe57bcca610140957afab571", "indicator");
	assert_role("md5", "9d5ed678fe57bcca610140957afab571", "absent");
	assert_role("md5", "9d5ed678fe57bcca610140957afab572", "indicator");
	assert_role("x509-sha1", "d70e29ff0a4a3c7d1e2f3a4b5c6d7e8f90a1b2c3", "indicator");
	assert_role("sha1", "d70e29ff0a4a3c7d1e2f3a4b5c6d7e8f90a1b2c3", "absent");
	assert_role("md5", "9d5ed678fe57bcca610140957afab573", "absent");
	assert_role("md5", "58d8e65976b53b77645c248bfa18c3aa", "absent");
	seen_release(&s);
}

TEST(a_column_says_what_its_cells_are)
{
	READ("# IOCs\n\n"
	     "| File name | MD5 | Mutex | Subject | User agent | Detected as |\n"
	     "|---|---|---|---|---|---|\n"
	     "| C:\\Temp\\drop it.exe | 9d5ed678fe57bcca610140957afab571 | one two | Your invoice, "
	     "please read | curl/7.1 tide | Agent.AD |\n"
	     "| update | 9d5ed678fe57bcca610140957afab572 | N/A | - | Mozilla/4.0 (tide) | Spy.AE |\n");

	assert_role("path", "c:\\temp\\drop it.exe", "indicator");
	assert_role("filename", "drop it.exe", "indicator");
	assert_role("filename", "update", "benign");
	assert_role("mutex", "one two", "indicator");
	assert_role("mutex", "N/A", "absent");
	assert_role("email-subject", "Your invoice, please read", "indicator");
	assert_role("user-agent", "curl/7.1 tide", "indicator");
	assert_role("user-agent", "Mozilla/4.0 (tide)", "indicator");
	assert_role("domain", "agent.ad", "absent");
	seen_release(&s);
}

TEST(columns_of_dates_state_the_period)
{
	READ("# IOCs\n\n| IP address | First seen | Last seen |\n|---|---|---|\n"
	     "| 45.61.137[.]220 | 2030-11-14 | 2031-01-02 |\n"
	     "| 45.61.137[.]221 | 2030-12-01 | 2031-02-28 |\n");

	assert_true(s.head.activity_from == civil_days(2030, 11, 14) * TIME_DAY);
	assert_true(s.head.activity_to == civil_days(2031, 3, 1) * TIME_DAY - TIME_SECOND);
	seen_release(&s);
}

TEST(throughout_a_year_ends_with_publication)
{
	READ("Alert\n=====\n\nPublished: 16 July 2030\n\n"
	     "Throughout 2030 the actor has targeted laboratories. It has been active since 2009.\n");

	assert_true(s.head.activity_from == civil_days(2030, 1, 1) * TIME_DAY);
	assert_true(s.head.activity_to == civil_days(2030, 7, 16) * TIME_DAY);
	seen_release(&s);
}

TEST(an_article_without_indicators_is_read_and_has_none)
{
	READ("Spies after recipes\n\n4 March 2031\n\nThe group known as Grey Heron, also called "
	     "UNC9911, used malware named TideLoader, an office said.\n");

	assert_int_equal(s.rc, 0);
	assert_int_equal(s.indicators, 0);
	assert_true(s.head.published == civil_days(2031, 3, 4) * TIME_DAY);
	assert_non_null(seen_entity(&s, "Grey Heron"));
	assert_non_null(seen_entity(&s, "TideLoader"));
	assert_span_equal(seen_entity(&s, "TideLoader")->kind, SPAN("malware"));
	seen_release(&s);
}

TEST(rules_alone_are_an_advisory)
{
	READ("import \"pe\"\n\nrule one : a b\n{\n  meta:\n    md5 = \"9d5ed678fe57bcca610140957afab571\"\n"
	     "  strings:\n    $a = \"}\" // }\n    $b = { 6A 40 ?? [2-4] 15 }\n    $c = /a{2,3}\\/}/\n"
	     "  condition:\n    any of them\n}\n\nprivate rule two { condition: pe.is_dll() }\n");

	assert_int_equal(s.rules, 2);
	assert_span_equal(s.rule[0].name, SPAN("one"));
	assert_true(span_ends(s.rule[0].text, SPAN("any of them\n}")));
	assert_true(span_starts(s.rule[0].text, SPAN("rule one")));
	assert_span_equal(s.rule[1].name, SPAN("two"));
	assert_true(span_starts(s.rule[1].text, SPAN("import \"pe\"\nprivate rule two")));
	assert_role("md5", "9d5ed678fe57bcca610140957afab571", "indicator");
	seen_release(&s);
}

TEST(rules_of_networks_and_logs_are_cut_out_too)
{
	READ("# Rules\n\n```\nalert http any any -> any any (msg:\"Tide beacon\"; "
	     "http.uri; content:\"/gate\"; sid:1;)\n```\n\n```yaml\ntitle: Tide service\n"
	     "logsource:\n  product: windows\ndetection:\n  sel:\n    Image: evil.exe\n"
	     "  condition: sel\n```\n");

	assert_int_equal(s.rules, 2);
	assert_span_equal(s.rule[0].language, SPAN("suricata"));
	assert_span_equal(s.rule[0].name, SPAN("Tide beacon"));
	assert_span_equal(s.rule[1].language, SPAN("sigma"));
	assert_span_equal(s.rule[1].name, SPAN("Tide service"));
	seen_release(&s);
}

TEST(the_same_document_gives_the_same_records)
{
	struct seen one, two;

	seen_file(&one, "report.html");
	seen_file(&two, "report.html");
	assert_int_equal(one.indicators, two.indicators);
	for (size_t i = 0; i < one.indicators; i++) {
		assert_span_equal(one.indicator[i].value, two.indicator[i].value);
		assert_int_equal(one.indicator[i].confidence, two.indicator[i].confidence);
	}
	seen_release(&one);
	seen_release(&two);
}

TEST(a_heading_about_something_of_the_attack_is_not_about_the_publisher)
{
	READ("# What we know about the loader\n\n## About the C2 servers\n\n- evil-kelp[.]com\n\n"
	     "## What is known about their domains\n\n- bad-kelp[.]com\n\n## About Kelp Labs\n\n"
	     "- https://kelp-labs.com/contact\n");

	assert_role("domain", "evil-kelp.com", "indicator");
	assert_role("domain", "bad-kelp.com", "indicator");
	assert_role("url", "https://kelp-labs.com/contact", "reference");
	seen_release(&s);
}

TEST(a_table_of_dates_on_the_first_page_says_when_it_was_published)
{
	READ("# Report\n\n| Prepared by | A. Kelp |\n|---|---|\n| Date of Analysis | 14.11.2020 |\n"
	     "| Date of Report | 28.12.2020 |\n\nThe malware of CL-STA-9048 was first seen on 3 March 2019.\n");

	assert_true(s.head.published == civil_days(2020, 12, 28) * TIME_DAY);
	assert_int_equal(s.head.refers_to.count, 0);
	seen_release(&s);
}

TEST(the_end_of_a_listed_file_name_is_no_name_of_its_own)
{
	READ("# Report\n\n## IOCs\n\n| File name | SHA-1 |\n|---|---|\n| Course 5 October 2020.exe | "
	     "aac3b1221366cf7e4421bdd555d0bc33d4b92d6f |\n| URLs | |\n\nThe malware was saved as Course 5 "
	     "October 2020.exe by the dropper.\n");

	assert_role("filename", "course 5 october 2020.exe", "indicator");
	assert_role("filename", "2020.exe", "absent");
	assert_role("filename", "urls", "absent");
	seen_release(&s);
}

TEST(a_statistic_is_no_period_of_activity)
{
	READ("# Brief\n\nPublished: 20 October 2021\n\nWe observed a 161% increase in attacks with the tool "
	     "between 2019 and 2020.\n");

	assert_true(s.head.activity_from == TIME_NONE);
	seen_release(&s);
}

TEST(a_key_is_no_digest_and_a_watering_hole_is_a_victims)
{
	READ("# Report\n\nIts encryption key is 2b6233eb3e872ff78988f4a8f3f6a3bb.\n\n## Indicators\n\n"
	     "- evil-kelp[.]com\n\nWatering-hole sites: news-kelp[.]com was hacked.\n");

	assert_role("md5", "2b6233eb3e872ff78988f4a8f3f6a3bb", "reference");
	assert_role("domain", "news-kelp.com", "victim");
	assert_role("domain", "evil-kelp.com", "indicator");
	seen_release(&s);
}
