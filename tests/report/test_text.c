/* test_text.c -- records in, the first screen out. */
#include "report_kit.h"

#define ADVISORY \
	"{\"type\":\"advisory\",\"schema\":\"tocsin/1\",\"id\":\"a1\",\"source\":\"dir/alert.html\"," \
	"\"title\":\"Spies after vaccines\",\"published\":\"2020-07-16\",\"bodies\":[{\"name\":\"NCSC\"," \
	"\"stance\":\"assesses\"}],\"contacts\":[\"desk@agency.example\"]}\n"
#define FINDING(id, day, count) \
	"{\"type\":\"finding\",\"id\":\"" id "\",\"item\":1,\"source\":\"fw-edge\",\"advisories\":[\"a1\"]," \
	"\"indicator\":{\"kind\":\"ipv4\",\"value\":\"103.216.221.19\"},\"at\":\"fw-" day ".gz:2\"," \
	"\"where\":[{\"kind\":\"file\",\"path\":\"fw-" day ".gz\"}],\"count\":" count "," \
	"\"first\":\"2020-" day "T06:00:00Z\",\"last\":\"2020-" day "T22:00:00Z\",\"time_zone\":\"stated\"," \
	"\"host\":\"10.20.3.41\",\"name\":\"lab-ws07\",\"peer\":\"103.216.221.19:25\"," \
	"\"started_by\":\"us\",\"direction\":\"outbound\",\"outcome\":\"data\",\"bytes_out\":15000," \
	"\"bytes_in\":400,\"class\":\"compromise\",\"why\":[\"it began here\"],\"place\":\"record\"," \
	"\"event\":\"flow\"}\n"
#define SCAN(id, peer, host) \
	"{\"type\":\"finding\",\"id\":\"" id "\",\"source\":\"fw-edge\",\"advisories\":[\"a1\"]," \
	"\"indicator\":{\"kind\":\"ipv4\",\"value\":\"" peer "\"},\"at\":\"fw.gz:9\",\"where\":[],\"count\":5," \
	"\"first\":\"2020-02-03T01:00:00Z\",\"last\":\"2020-02-05T22:00:00Z\",\"host\":\"" host "\"," \
	"\"peer\":\"" peer ":443\",\"started_by\":\"them\",\"direction\":\"inbound\"," \
	"\"outcome\":\"refused\",\"class\":\"attempt\",\"why\":[\"it began outside\"]," \
	"\"place\":\"record\",\"event\":\"flow\"}\n"
#define MENTION(place, count) \
	"{\"type\":\"finding\",\"id\":\"F90\",\"indicator\":{\"kind\":\"ipv4\",\"value\":\"103.216.221.19\"}," \
	"\"count\":" count ",\"class\":\"mention\",\"place\":\"" place "\",\"why\":[\"x\"]}\n"
#define COVERAGE \
	"{\"type\":\"coverage\",\"source\":\"fw-edge\",\"people\":\"firewall\",\"format\":\"keyvalue\"," \
	"\"paths\":[\"fw*\"],\"items\":212,\"bytes_met\":339000,\"time_from\":\"2020-01-01T00:05:00Z\"," \
	"\"time_to\":\"2020-07-31T23:00:00Z\",\"holes\":[{\"from\":\"2020-05-13T23:45:00Z\"," \
	"\"to\":\"2020-05-15T00:14:00Z\"}],\"kinds\":[\"ipv4\",\"ipv6\",\"cidr\"],\"limits\":[\"series-hole\"]}\n"
#define LEASES \
	"{\"type\":\"coverage\",\"source\":\"ns2\",\"people\":\"DHCP\",\"items\":6,\"bytes_met\":12000," \
	"\"time_from\":\"2020-01-01T00:05:00Z\",\"time_to\":\"2020-07-31T23:00:00Z\"," \
	"\"holes\":[{\"from\":\"2020-05-31T17:00:00Z\",\"to\":\"2020-07-01T05:00:00Z\"}],\"kinds\":[]}\n"
#define VERDICT(answer, machines, open) \
	"{\"type\":\"verdict\",\"advisory\":\"a1\",\"answer\":\"" answer "\",\"strength\":\"moderate\"," \
	"\"open\":[" open "],\"machines\":[" machines "],\"blind\":[{\"reason\":\"not-looked-at\"," \
	"\"detail\":\"running programs and memory anywhere\",\"remedy\":null}]," \
	"\"window\":{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-07-16T23:59:59Z\"}," \
	"\"searched\":{\"ipv4\":51,\"md5\":2,\"sha256\":14},\"rules\":15,\"rules_run\":13," \
	"\"not_searched\":[{\"kind\":\"ipv4\",\"value\":\"192.168.169.103\",\"why\":\"private address\"}]," \
	"\"not_searched_count\":1,\"cves\":[\"CVE-2019-19781\"]," \
	"\"coverage\":{\"kinds\":{\"ipv4\":\"not-seen\",\"sha256\":\"blind\"}}}\n"
#define MACHINE(host, name, rank) \
	"{\"host\":\"" host "\",\"name\":" name ",\"rank\":\"" rank "\",\"strength\":\"moderate\"," \
	"\"findings\":[\"F1\"]}"
#define CLOSING \
	"{\"type\":\"summary\",\"findings\":2,\"home_nets\":[\"10.0.0.0/8\"],\"home_nets_from\":\"given\"," \
	"\"items\":212,\"bytes_met\":339000,\"interrupted\":false}\n" \
	"{\"type\":\"run\",\"version\":\"0.1.0\",\"command\":[\"sweep\"],\"folder\":\"/srv\"," \
	"\"started\":\"2020-07-17T09:41:00Z\",\"workers\":2,\"operator\":\"soc1\",\"ticket\":\"INC-7\"," \
	"\"sandbox\":{\"seccomp\":true},\"seal\":\"91be0c5f\"}\n"
#define WS07 MACHINE("10.20.3.41", "\"lab-ws07\"", "act-now")

TEST(a_machine_that_reached_a_listed_server_is_one_row)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80,
		ADVISORY FINDING("F1", "05-02", "3") FINDING("F2", "05-03", "2") MENTION("list", "4")
		COVERAGE VERDICT("affected", WS07, "") CLOSING);

	assert_int_equal(k.rc, 0);
	assert_span_equal(span_cut(page, 0, span_find(page, SPAN("\nFINDINGS"))), SPAN(
"AFFECTED   evidence: moderate                            1 machine to act on now\n"
"\"Spies after vaccines\", NCSC, 16 Jul 2020 (alert.html)\n"
"A machine here exchanged data with a server that this advisory lists. Swept:\n"
"what was handed in. All times are UTC, 2020.\n"
"\n"
"ACT NOW\n"
" 1 lab-ws07 (10.20.3.41)                                         moderate  F1 F2\n"
"   5 connections to 103[.]216[.]221[.]19 port 25, 2 - 3 May; let through, data\n"
"   exchanged: 30 kB sent, 800 bytes received.\n"
"SET ASIDE  4 mentions: 4 in lists and deny rules\n"
"NOT VISIBLE\n"
" - running programs and memory anywhere.\n"
"SEARCHED FOR  51 addresses, 16 file hashes, 13 of 15 rules. Not searched for:\n"
"    192[.]168[.]169[.]103 (private address).\n"
"IN  firewall fw-edge 339 kB 1 Jan - 31 Jul\n"
"NEXT\n"
" 1 Isolate lab-ws07 from the network; leave it switched on; keep its memory.\n"
" 2 Report it: desk@agency.example. Patched? Not examined: CVE-2019-19781.\n"
" 3 tocsin read ADVISORY | to keep this: sweep --format json -o FILE, report FILE\n"
"INC-7, run 17 Jul 2020 09:41 UTC, operator soc1; tocsin 0.1.0; seal 91be0c\n"));
	kit_release(&k);
}

TEST(a_copy_of_a_log_adds_nothing)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80,
		ADVISORY FINDING("F1", "05-02", "3") FINDING("F2", "05-02", "3") COVERAGE
		VERDICT("affected", WS07, "") CLOSING);

	assert_says(page, "3 connections to");
	assert_says(page, "15 kB sent");
	assert_says(page, "moderate  F1 F2");
	kit_release(&k);
}

TEST(many_findings_are_named_by_the_first_and_a_number)
{
	struct kit k;
	struct span page;

	kit_open(&k, "text", 80);
	kit_lines(&k, ADVISORY FINDING("F1", "05-02", "3") FINDING("F2", "05-03", "3"));
	kit_lines(&k, FINDING("F3", "05-04", "3") FINDING("F4", "05-05", "3"));
	kit_lines(&k, FINDING("F5", "05-06", "3") FINDING("F6", "05-07", "3"));
	kit_lines(&k, COVERAGE VERDICT("affected", WS07, "") CLOSING);
	page = kit_close(&k);

	assert_says(page, "moderate  F1 and 5 more\n");
	assert_says(page, "18 connections to 103[.]216[.]221[.]19 port 25, 2 - 7 May");
	kit_release(&k);
}

#define REFUSED \
	"{\"type\":\"finding\",\"id\":\"F1\",\"source\":\"fw-edge\",\"advisories\":[\"a1\"]," \
	"\"indicator\":{\"kind\":\"ipv4\",\"value\":\"141.98.212.55\"},\"at\":\"fw.gz:2\",\"where\":[]," \
	"\"count\":61,\"first\":\"2020-06-09T09:00:00Z\",\"last\":\"2020-06-11T07:00:00Z\"," \
	"\"host\":\"10.20.8.17\",\"name\":null,\"peer\":\"141.98.212.55:443\",\"started_by\":\"us\"," \
	"\"direction\":\"outbound\",\"outcome\":\"refused\",\"class\":\"compromise\"," \
	"\"why\":[\"it began here\"],\"place\":\"record\",\"event\":\"flow\"}\n"
#define NAMELESS MACHINE("10.20.8.17", "null", "examine")

TEST(a_refused_call_is_to_be_examined_and_the_missing_lease_is_told)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80, ADVISORY REFUSED COVERAGE LEASES
				    VERDICT("affected", NAMELESS, "") CLOSING);

	assert_says(page, "1 machine to examine\n");
	assert_says(page, "tried to reach a server that this advisory lists, and was\nrefused.");
	assert_says(page, " 1 10.20.8.17, machine unknown: no leases 1 - 30 Jun");
	assert_says(page, "   61 tries to reach 141[.]98[.]212[.]55 port 443, 9 - 11 Jun; the firewall\n"
			  "   refused all. Nothing got out, but something on that machine was trying.\n");
	assert_says(page, " 1 Find out which machine had 10.20.8.17 on 9 - 11 Jun; examine it switched on.");
	assert_says_not(page, "Isolate");
	assert_says_not(page, "exchanged");
	kit_release(&k);
}

TEST(without_a_lease_log_it_is_that_which_is_missing)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80, ADVISORY REFUSED COVERAGE
				    VERDICT("affected", NAMELESS, "") CLOSING);

	assert_says(page, "10.20.8.17, machine unknown: no lease log handed in");
	kit_release(&k);
}

TEST(scans_of_many_are_one_sentence)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80, ADVISORY SCAN("F1", "45.129.229.48", "192.0.2.1")
				    SCAN("F2", "46.19.143.69", "192.0.2.1") SCAN("F3", "46.19.143.69", "192.0.2.25")
				    COVERAGE VERDICT("targeted", "", "") CLOSING);

	assert_true(span_starts(page, SPAN("TARGETED\n")));
	assert_says(page, "They tried. Success was looked for and not seen.");
	assert_says(page, "THEY TRIED\n   15 packets from 2 listed addresses to 2 of your machines, 3 - 5 Feb; all\n"
			  "   refused (scans). F1 F2 F3\n");
	kit_release(&k);
}

TEST(success_that_could_not_be_seen_is_said)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80, ADVISORY SCAN("F1", "45.129.229.48", "192.0.2.1")
				    COVERAGE VERDICT("targeted", "", "\"evidence-missing\"") CLOSING);

	assert_says(page, "They tried. Whether they got in cannot be seen from this.");
	assert_says(page, "   5 packets from 45[.]129[.]229[.]48 to 192.0.2.1, 3 - 5 Feb; all refused\n");
	kit_release(&k);
}

TEST(nothing_seen_takes_a_dozen_lines)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80, ADVISORY COVERAGE VERDICT("not-seen", "", "") CLOSING);

	assert_true(span_starts(page, SPAN(
"NOT SEEN in the evidence handed in               it could have shown it: network\n"
"\"Spies after vaccines\", NCSC, 16 Jul 2020 (alert.html)\n"
"No connection, file or message with what this advisory lists, 1 Jan - 16 Jul.\n"
"This is no proof of absence. All times are UTC, 2020.\n")));
	assert_true(screen_lines(page) <= 16);
	kit_release(&k);
}

TEST(inconclusive_ends_in_what_to_fetch)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80, ADVISORY
		"{\"type\":\"gap\",\"item\":1,\"at\":\"disk.tar\",\"where\":[],\"reason\":\"encrypted\","
		"\"detail\":\"locked with a password\",\"bytes\":9,\"material\":true}\n"
		COVERAGE VERDICT("inconclusive", "", "\"evidence-missing\"") CLOSING);

	assert_true(span_starts(page, SPAN("INCONCLUSIVE   nothing found, but the evidence could not have")));
	assert_says(page, "WHAT STANDS IN THE WAY, most useful first\n"
			  " 1 disk.tar: locked with a password. Enough to matter.\n"
			  " 2 running programs and memory anywhere.\n");
	assert_says(page, " 1 Fetch what stands in the way, most useful first");
	kit_release(&k);
}

TEST(several_advisories_take_a_line_each_the_worst_first)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80, ADVISORY
		"{\"type\":\"advisory\",\"id\":\"a2\",\"source\":\"b.csv\",\"title\":\"Later list\"}\n"
		"{\"type\":\"advisory\",\"id\":\"a3\",\"source\":\"c.csv\",\"title\":\"Quiet list\"}\n"
		FINDING("F1", "05-02", "3") COVERAGE
		"{\"type\":\"verdict\",\"advisory\":\"a3\",\"answer\":\"not-seen\",\"searched\":{\"url\":2}}\n"
		"{\"type\":\"verdict\",\"advisory\":\"a2\",\"answer\":\"inconclusive\",\"searched\":{\"url\":2}}\n"
		VERDICT("affected", WS07, "") CLOSING);

	assert_true(span_starts(page, SPAN("AFFECTED ")));
	assert_says(page, "\nINCONCLUSIVE \"Later list\" (b.csv)\n1 other: not seen. (--format json)\n");
	assert_says(page, "; and what 2 other\n    advisories list.");
	assert_says(page, "Listed by: Spies after vaccines.");
	kit_release(&k);
}

TEST(two_logs_of_one_happening_are_two_witnesses_of_one_sentence)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80, ADVISORY FINDING("F1", "05-02", "3")
		"{\"type\":\"finding\",\"id\":\"F2\",\"source\":\"conn\",\"advisories\":[\"a1\"],"
		"\"indicator\":{\"kind\":\"ipv4\",\"value\":\"103.216.221.19\"},\"at\":\"conn.log:2\",\"where\":[],"
		"\"count\":3,\"first\":\"2020-05-02T06:00:01Z\",\"last\":\"2020-05-02T22:00:01Z\","
		"\"host\":\"10.20.3.41\",\"name\":\"lab-ws07\",\"peer\":\"103.216.221.19:25\",\"started_by\":\"us\","
		"\"direction\":\"outbound\",\"outcome\":\"data\",\"class\":\"compromise\",\"why\":[\"it began here\"],"
		"\"place\":\"record\",\"event\":\"flow\"}\n"
		COVERAGE "{\"type\":\"coverage\",\"source\":\"conn\",\"people\":\"flows\",\"items\":1,\"kinds\":[\"ipv4\"]}\n"
		VERDICT("affected", WS07, "") CLOSING);
	size_t first = span_find(page, SPAN("3 connections to"));

	assert_true(first != SPAN_NONE);
	assert_int_equal(span_find(span_cut(page, first + 1, span_find(page, SPAN("SEARCHED")) - first),
				   SPAN("3 connections to")), SPAN_NONE);
	assert_says(page, "   Witnesses: firewall fw-edge, flows conn.\n");
	kit_release(&k);
}

TEST(many_listed_values_in_one_text_are_one_thing_to_judge)
{
	char records[8192];
	size_t n = 0;
	struct kit k;
	struct span page;

	n += (size_t)snprintf(records, sizeof(records), "%s", ADVISORY);
	for (int i = 0; i < 9; i++)
		n += (size_t)snprintf(records + n, sizeof(records) - n,
			"{\"type\":\"finding\",\"id\":\"F%d\",\"source\":\"files\",\"indicator\":{\"kind\":\"ipv4\","
			"\"value\":\"5.199.174.%d\"},\"at\":\"t.csv:1\",\"where\":[{\"kind\":\"file\",\"path\":\"t.csv\"}],"
			"\"count\":1,\"matched\":\"5.199.174.%d\",\"context\":\"x 5.199.174.%d y\","
			"\"class\":\"unjudged\",\"place\":\"unknown record\",\"why\":[\"text of a format\"]}\n",
			i + 1, i, i, i);
	snprintf(records + n, sizeof(records) - n, "%s%s%s", COVERAGE,
		 VERDICT("inconclusive", "", "\"needs-person\""), CLOSING);
	page = kit_page(&k, "text", 80, records);
	assert_says(page, "A PERSON MUST JUDGE\n 1 9 listed values stand in t.csv: \"x 5[.]199[.]174[.]0 y\".");
	assert_says(page, "F1 and 8 more");
	kit_release(&k);
}

TEST(a_plan_is_a_table_and_what_to_fetch)
{
	struct kit k;
	struct span page = kit_page(&k, "text", 80, ADVISORY COVERAGE LEASES
		"{\"type\":\"plan\",\"advisory\":\"a1\",\"blind\":[{\"reason\":\"no-source\","
		"\"detail\":\"14 file hashes: no files of a computer were handed in\","
		"\"remedy\":\"sweep the disks\"},{\"reason\":\"x\",\"detail\":\"memory\",\"remedy\":null}],"
		"\"window\":{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-07-16T23:59:59Z\"},"
		"\"searched\":{\"ipv4\":51,\"sha256\":14}}\n" CLOSING);

	assert_true(span_starts(page, SPAN(
"PLAN   2 sources, 212 items, 339 kB                 to sweep: less than a minute\n"
"\"Spies after vaccines\", NCSC, 16 Jul 2020 (alert.html)\n"
"  is about 1 Jan - 16 Jul and lists 51 addresses, 14 file hashes.\n"
"All times are UTC, 2020.\n"
"\n"
"SOURCE                   DATES           COULD SHOW        LIMITS\n"
"firewall fw-edge, 212    1 Jan - 31 Jul  addresses         nothing 14 May\n"
" items, 339 kB\n"
"DHCP ns2, 6 items, 12 kB 1 Jan - 31 Jul  names machines    nothing 1 - 30 Jun\n"
"\n"
"FETCH TOO, most useful first\n"
" 1 14 file hashes: no files of a computer were handed in. Sweep the disks.\n")));
	kit_release(&k);
}

TEST(records_that_are_not_all_there_are_no_report)
{
	struct kit k;

	kit_page(&k, "text", 80, COVERAGE);
	assert_int_equal(k.rc, -1);
	kit_release(&k);
	kit_page(&k, "text", 80, "no record\n");
	assert_int_equal(k.rc, -1);
	kit_release(&k);
}
