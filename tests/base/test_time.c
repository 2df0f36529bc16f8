/* test_time.c -- times as logs, users and documents write them, and zones. */
#include "test.h"

#include <time.h>

#include "base/time.h"

/* What is read from `text`, as "moment+zone/taken", in letters that a person can check. */
static const char *seen(const char *text)
{
	static char out[200];
	struct span tight = tight_copy(span_of(text));
	struct civil c;
	size_t taken = time_read(tight, &c);

	free((void *)tight.ptr);
	if (taken == 0)
		return "none";
	snprintf(out, sizeof(out), "%04d-%02d-%02d", c.year, c.month, c.day);
	if (c.has_time)
		snprintf(out + 10, sizeof(out) - 10, " %02d:%02d:%02d.%06d", c.hour, c.minute, c.second,
			 c.micro);
	if (c.has_zone)
		snprintf(out + strlen(out), 40, " %+d", c.offset);
	if (taken != strlen(text))
		snprintf(out + strlen(out), 100, " |%s", text + taken);
	return out;
}

static const struct { const char *text, *expected; } forms[] = {
	/* RFC 3339, ISO 8601 */
	{ "2020-06-02T03:04:05Z", "2020-06-02 03:04:05.000000 +0" },
	{ "2020-06-02t03:04:05z", "2020-06-02 03:04:05.000000 +0" },
	{ "2020-06-02T03:04:05.123456789Z", "2020-06-02 03:04:05.123456 +0" },
	{ "2020-06-02T03:04:05,5+02:00", "2020-06-02 03:04:05.500000 +7200" },
	{ "2020-06-02T03:04:05+0530", "2020-06-02 03:04:05.000000 +19800" },
	{ "2020-06-02T03:04:05-08", "2020-06-02 03:04:05.000000 -28800" },
	{ "2020-06-02 03:04:05,123 INFO", "2020-06-02 03:04:05.123000 | INFO" },
	{ "2020-06-02 03:04:05,443,tcp", "2020-06-02 03:04:05.000000 |,443,tcp" },
	{ "2020-06-02 03:04:05,10.0.0.1", "2020-06-02 03:04:05.000000 |,10.0.0.1" },
	{ "2020-06-02 03:04:05,9f,x", "2020-06-02 03:04:05.000000 |,9f,x" },
	{ "2020-06-04 10:00:00 UTC", "2020-06-04 10:00:00.000000 +0" },
	{ "2020-06-04 10:00:00 +0200", "2020-06-04 10:00:00.000000 +7200" },
	{ "2020-06-04 10:00:00 GMT", "2020-06-04 10:00:00.000000 +0" },
	{ "2020-06-04 10:00:00 CEST", "2020-06-04 10:00:00.000000 | CEST" },
	{ "2020-06-04 10:00:00 UTC-x", "2020-06-04 10:00:00.000000 | UTC-x" },
	{ "2020-06-04 10:00:00 -10 dB", "2020-06-04 10:00:00.000000 | -10 dB" },
	{ "2020-06-04 10:00:00-2020", "2020-06-04 10:00:00.000000 |-2020" },
	{ "2020-06-04 10:00:00-11:00:00", "2020-06-04 10:00:00.000000 |-11:00:00" },
	{ "2020-06-04 10:00:00 am-host", "2020-06-04 10:00:00.000000 | am-host" },
	{ "2020-06-04\t10:00:00\tx", "2020-06-04 10:00:00.000000 |\tx" },
	{ "2020-06-04T10:00Z", "2020-06-04 10:00:00.000000 +0" },
	{ "2020-06-04", "2020-06-04" },
	{ "2020-06-04 and", "2020-06-04 | and" },
	{ "2020-06-04x", "none" },
	{ "2020-06-04 25:00:00", "none" },
	{ "2020-06-04T10:00:000", "none" },
	{ "2020-02-30", "none" },
	{ "2020-06-30T23:59:60Z", "2020-06-30 23:59:60.000000 +0" },
	{ "2020-06-30T24:00:00Z", "2020-06-30 24:00:00.000000 +0" },
	{ "2020-06-30T24:00:01Z", "none" },
	{ "0001-01-01T00:00:00Z", "none" },
	{ "1601-01-01T00:00:00Z", "none" },
	{ "20200604T100001Z", "2020-06-04 10:00:01.000000 +0" },
	{ "20200604T1000", "2020-06-04 10:00:00.000000" },
	{ "2020-W23-4", "none" },
	/* other orders in numbers */
	{ "2020/06/04 10:00:00 [x]", "2020-06-04 10:00:00.000000 | [x]" },
	{ "2020:06:04-10:00:01 fw", "2020-06-04 10:00:01.000000 | fw" },
	{ "04.06.2020 10:00:01", "2020-06-04 10:00:01.000000" },
	{ "10.1.2020", "none" },
	{ "6/4/2020 1:02:03 PM 0E", "2020-06-04 13:02:03.000000 | 0E" },
	{ "6/4/2020 12:02:03 AM", "2020-06-04 00:02:03.000000" },
	{ "6/4/2020 12:02:03 pm", "2020-06-04 12:02:03.000000" },
	{ "6/4/2020, 1:02:03 PM", "2020-06-04 13:02:03.000000" },
	{ "6/4/2020 13:02:03 PM", "2020-06-04 13:02:03.000000" },
	{ "6/4/2020 13:02:03 AM", "none" },
	{ "16/4/2020 13:02:03", "2020-04-16 13:02:03.000000" },
	{ "06/04/2020-14:03:07.123456  [**]", "2020-06-04 14:03:07.123456 |  [**]" },
	{ "13/13/2020 13:02:03", "none" },
	{ "6/4/20 13:02:03", "none" },
	/* common log format, BIND */
	{ "02/Jun/2020:03:00:00 +0000] \"GET", "2020-06-02 03:00:00.000000 +0 |] \"GET" },
	{ "02/Jun/2020:03:00:00 -0700", "2020-06-02 03:00:00.000000 -25200" },
	{ "02-Jun-2020 10:10:40.123 client", "2020-06-02 10:10:40.123000 | client" },
	{ "2-jun-2020 10:10:40", "2020-06-02 10:10:40.000000" },
	{ "02-Juni-2020 10:10:40", "none" },
	/* syslog, ASA, Java */
	{ "Jun  6 20:10:11 fw", "0000-06-06 20:10:11.000000 | fw" },
	{ "Jun 06 20:10:11 fw", "0000-06-06 20:10:11.000000 | fw" },
	{ "JUN 6 20:10:11.250 fw", "0000-06-06 20:10:11.250000 | fw" },
	{ "Jun  6 20:10:11 am-relay", "0000-06-06 20:10:11.000000 | am-relay" },
	{ "Feb 29 20:10:11", "0000-02-29 20:10:11.000000" },
	{ "Jun  6 20:10 file.txt", "none" },
	{ "Jun 06 2020 20:10:11: %ASA", "2020-06-06 20:10:11.000000 |: %ASA" },
	{ "Jun 06 2020 20:10:11 fw : %ASA", "2020-06-06 20:10:11.000000 | fw : %ASA" },
	{ "Jun 4, 2020 2:03:07 PM org", "2020-06-04 14:03:07.000000 | org" },
	{ "Jun  4, 2020 14:03:07.123456000 UTC", "2020-06-04 14:03:07.123456 +0" },
	{ "Jun  4, 2020 14:03:07.123456000 CEST", "2020-06-04 14:03:07.123456 | CEST" },
	{ "June-2020", "none" },
	{ "May be 20:10:11", "none" },
	/* mail */
	{ "Thu, 04 Jun 2020 14:03:07 +0200 (CEST)", "2020-06-04 14:03:07.000000 +7200 | (CEST)" },
	{ "Thu, 4 Jun 2020 14:03 -0000", "2020-06-04 14:03:00.000000 +0" },
	{ "4 Jun 2020 14:03:07 EDT", "2020-06-04 14:03:07.000000 -14400" },
	{ "4 Jun 98 14:03:07 UT", "1998-06-04 14:03:07.000000 +0" },
	{ "4 Jun 20 14:03:07 GMT", "2020-06-04 14:03:07.000000 +0" },
	{ "Thu, 04 Jun 2020 14:03:07 K", "2020-06-04 14:03:07.000000 | K" },
	{ "10 users", "none" },
	/* ctime, date(1), JavaScript */
	{ "Thu Jun  4 14:03:07 2020", "2020-06-04 14:03:07.000000" },
	{ "Thu Jun 04 14:03:07.123456 2020]", "2020-06-04 14:03:07.123456 |]" },
	{ "Thu Jun  4 14:03:07 UTC 2020", "2020-06-04 14:03:07.000000 +0" },
	{ "Thu Jun  4 14:03:07 CEST 2020", "2020-06-04 14:03:07.000000" },
	{ "Thu Jun  4 14:03:07 host 2020", "0000-06-04 14:03:07.000000 | host 2020" },
	{ "Thu Jun  4 14:03:07 fw 2020", "0000-06-04 14:03:07.000000 | fw 2020" },
	{ "Thu Jun  4 14:03:07 2020x", "0000-06-04 14:03:07.000000 | 2020x" },
	{ "Thu Jun 04 2020 14:03:07 GMT+0200 (CEST)", "2020-06-04 14:03:07.000000 +7200 | (CEST)" },
	/* epoch */
	{ "1591234567", "2020-06-04 01:36:07.000000 +0" },
	{ "1591234567.250000\tC", "2020-06-04 01:36:07.250000 +0 |\tC" },
	{ "1591234567,17,x", "2020-06-04 01:36:07.000000 +0 |,17,x" },
	{ "1591234567890", "2020-06-04 01:36:07.890000 +0" },
	{ "1591234567890.5", "2020-06-04 01:36:07.890000 +0" },
	{ "1591234567890123", "2020-06-04 01:36:07.890123 +0" },
	{ "1591234567890123456", "2020-06-04 01:36:07.890123 +0" },
	{ "15912345678", "none" },
	{ "20200604100000", "none" },
	{ "1591234567abcdef", "none" },
	{ "159123456", "none" },
	/* nothing */
	{ "", "none" }, { "-", "none" }, { "2020", "none" }, { "Thu", "none" }, { " 2020-06-04", "none" },
};

TEST(times_are_read_as_each_log_writes_them)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(seen(forms[i].text), forms[i].expected) != 0)
			test_fail("'%s' was read as '%s', not '%s'", forms[i].text,
				  seen(forms[i].text), forms[i].expected);
}

/* Every prefix of every form is read within its bounds, and never takes more than is there. */
TEST(times_cut_at_every_byte_stay_within_the_text)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		for (size_t n = 0; n <= strlen(forms[i].text); n++) {
			struct span tight = tight_copy(span_make(forms[i].text, n));
			struct civil c;
			int64_t moment;

			assert_true(time_read(tight, &c) <= n);
			assert_true(date_read_prose(tight, &c) <= n);
			time_parse_user(tight, true, 0, &moment);
			free((void *)tight.ptr);
		}
	}
}

TEST(random_bytes_give_valid_times_or_none)
{
	static const char alphabet[] = "0123456789-:/. ,+TZJunPMThu\t\0\xff";
	unsigned seed = 7;

	for (int round = 0; round < 200000; round++) {
		char text[40];
		struct civil c;

		for (size_t i = 0; i < sizeof(text); i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
		}
		if (time_read(span_make(text, sizeof(text)), &c))
			assert_true(civil_valid(&c));
		if (date_read_prose(span_make(text, sizeof(text)), &c))
			assert_true(civil_valid(&c) && c.year != 0);
	}
}

TEST(every_day_of_a_thousand_years_comes_back)
{
	int64_t from = civil_days(1600, 1, 1), to = civil_days(2600, 1, 1);

	assert_int_equal(civil_days(1970, 1, 1), 0);
	assert_int_equal(civil_days(2000, 3, 1), 11017);
	for (int64_t day = from; day < to; day++) {
		struct civil c = civil_of(day * TIME_DAY + 5);

		assert_int_equal(civil_days(c.year, c.month, c.day), day);
		assert_true(civil_valid(&c));
		assert_true(civil_moment(&c) == day * TIME_DAY + 5);
	}
}

static const char *rfc3339(int64_t moment)
{
	static char out[64];
	struct buf b;

	buf_init(&b, 60);
	time_rfc3339(moment, &b);
	snprintf(out, sizeof(out), "%s", buf_string(&b));
	buf_release(&b);
	return out;
}

TEST(moments_are_written_in_utc_with_a_fraction_only_when_there_is_one)
{
	struct buf b;

	assert_string_equal(rfc3339(0), "1970-01-01T00:00:00Z");
	assert_string_equal(rfc3339(-1), "1969-12-31T23:59:59.999999Z");
	assert_string_equal(rfc3339(INT64_C(1588417387250000)), "2020-05-02T11:03:07.25Z");
	assert_string_equal(rfc3339(TIME_NONE), "");
	assert_string_equal(rfc3339(INT64_MAX), "+294247-01-10T04:00:54.775807Z");
	buf_init(&b, 40);
	time_date(INT64_C(1588417387250000), &b);
	assert_string_equal(buf_string(&b), "2020-05-02");
	buf_release(&b);
}

static const char *user(const char *text, bool last)
{
	struct span tight = tight_copy(span_of(text));
	int64_t moment, now = INT64_C(1591236247000000);	/* 2020-06-04T02:04:07Z */
	bool good = time_parse_user(tight, last, now, &moment);

	free((void *)tight.ptr);
	return good ? rfc3339(moment) : "none";
}

TEST(users_write_dates_and_stretches)
{
	assert_string_equal(user("2020-07-16", false), "2020-07-16T00:00:00Z");
	assert_string_equal(user("2020-07-16", true), "2020-07-16T23:59:59Z");
	assert_string_equal(user(" 16 July 2020 ", true), "2020-07-16T23:59:59Z");
	assert_string_equal(user("July 16, 2020", false), "2020-07-16T00:00:00Z");
	assert_string_equal(user("16.07.2020", false), "2020-07-16T00:00:00Z");
	assert_string_equal(user("2020-07-16T10:00:00+02:00", true), "2020-07-16T08:00:00Z");
	assert_string_equal(user("2020-07-16 10:00", true), "2020-07-16T10:00:00Z");
	assert_string_equal(user("20200716T100000Z", true), "2020-07-16T10:00:00Z");
	assert_string_equal(user("1d", true), "2020-06-03T02:04:07Z");
	assert_string_equal(user("90d", false), "2020-03-06T02:04:07Z");
	assert_string_equal(user("12h", false), "2020-06-03T14:04:07Z");
	assert_string_equal(user("4w", false), "2020-05-07T02:04:07Z");
	assert_string_equal(user("05/06/2020", false), "none");
	assert_string_equal(user("Fri 05/06/2020", false), "none");
	assert_string_equal(user("2020-07-16 x", false), "none");
	assert_string_equal(user("2020-07-32", false), "none");
	assert_string_equal(user("1591236247", false), "none");
	assert_string_equal(user("90m", false), "none");
	assert_string_equal(user("d", false), "none");
	assert_string_equal(user("99999999999999999999d", false), "none");
	assert_string_equal(user("", false), "none");
}

TEST(dates_are_read_from_prose)
{
	static const struct { const char *text, *date; size_t taken; } dates[] = {
		{ "16 July 2020, the", "2020-07-16", 12 },
		{ "16th July 2020", "2020-07-16", 14 },
		{ "1st of July, 2020.", "2020-07-01", 17 },
		{ "16 Jul 2020", "2020-07-16", 11 },
		{ "16 Sept. 2020", "2020-09-16", 13 },
		{ "16-Jul-2020", "2020-07-16", 11 },
		{ "16\nJuly\xc2\xa0" "2020", "2020-07-16", 13 },
		{ "July 16, 2020", "2020-07-16", 13 },
		{ "JULY 16th 2020", "2020-07-16", 14 },
		{ "Jul. 16, 2020", "2020-07-16", 13 },
		{ "Thursday 16 July 2020", "2020-07-16", 21 },
		{ "Thursday, July 16, 2020", "2020-07-16", 23 },
		{ "2020-07-16T10:00:00Z", "2020-07-16", 10 },
		{ "2020-07-16.", "2020-07-16", 10 },
		{ "16.07.2020.", "2020-07-16", 10 },
		{ "05/07/2020", "2020-07-05", 10 },
		{ "07/16/2020", "2020-07-16", 10 },
		{ "07.16.2020", "none", 0 },
		{ "10.1.2020.4", "none", 0 },
		{ "16 July 20200", "none", 0 },
		{ "16 July 1920", "none", 0 },
		{ "31 June 2020", "none", 0 },
		{ "July 2020", "none", 0 },
		{ "Maya 16, 2020", "none", 0 },
		{ "16 2020", "none", 0 },
		{ "16/07-2020", "none", 0 },
	};

	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		struct span tight = tight_copy(span_of(dates[i].text));
		struct civil c = { 0 };
		char text[64] = "none";
		size_t taken = date_read_prose(tight, &c);

		if (taken)
			snprintf(text, sizeof(text), "%04d-%02d-%02d", c.year, c.month, c.day);
		if (taken != dates[i].taken || strcmp(text, dates[i].date) != 0)
			test_fail("'%s': %s, %zu bytes", dates[i].text, text, taken);
		free((void *)tight.ptr);
	}
}

static int64_t in_zone(const char *zone, const char *time)
{
	struct error e = { 0 };
	struct zone *z = NULL;
	struct civil c;
	int64_t moment;

	if (zone_load(&z, span_of(zone), &e) < 0)
		test_fail("%s: %s", zone, e.text);
	if (!time_read(span_of(time), &c))
		test_fail("%s: not a time", time);
	moment = zone_moment(z, &c);
	zone_free(z);
	return moment;
}

TEST(a_zone_gives_the_moment_of_a_local_time)
{
	/* clang-format off */
	assert_string_equal(rfc3339(in_zone("Europe/London", "2020-07-01 00:30")), "2020-06-30T23:30:00Z");
	assert_string_equal(rfc3339(in_zone("Europe/London", "2020-01-01 00:30")), "2020-01-01T00:30:00Z");
	assert_string_equal(rfc3339(in_zone("Europe/London", "2020-07-01T00:30:00.5+05:00")), "2020-06-30T19:30:00.5Z");
	/* 01:00 to 02:00 does not exist on 29 March 2020 */
	assert_string_equal(rfc3339(in_zone("Europe/London", "2020-03-29 00:59:59")), "2020-03-29T00:59:59Z");
	assert_string_equal(rfc3339(in_zone("Europe/London", "2020-03-29 01:00:00")), "2020-03-29T01:00:00Z");
	assert_string_equal(rfc3339(in_zone("Europe/London", "2020-03-29 01:30:00.25")), "2020-03-29T01:00:00.25Z");
	assert_string_equal(rfc3339(in_zone("Europe/London", "2020-03-29 02:00:00")), "2020-03-29T01:00:00Z");
	/* 01:00 to 02:00 exists twice on 25 October 2020 */
	assert_string_equal(rfc3339(in_zone("Europe/London", "2020-10-25 01:30:00")), "2020-10-25T00:30:00Z");
	assert_string_equal(rfc3339(in_zone("Europe/London", "2020-10-25 02:00:00")), "2020-10-25T02:00:00Z");
	/* behind the table: the footer's rule */
	assert_string_equal(rfc3339(in_zone("Europe/London", "2050-07-01 00:30")), "2050-06-30T23:30:00Z");
	assert_string_equal(rfc3339(in_zone("Europe/London", "2050-03-27 01:30")), "2050-03-27T01:00:00Z");
	assert_string_equal(rfc3339(in_zone("America/New_York", "2050-12-31 20:00")), "2051-01-01T01:00:00Z");
	assert_string_equal(rfc3339(in_zone("Europe/Dublin", "2050-12-31 20:00")), "2050-12-31T20:00:00Z");
	assert_string_equal(rfc3339(in_zone("Etc/GMT+5", "2020-06-01 00:00")), "2020-06-01T05:00:00Z");
	assert_string_equal(rfc3339(in_zone("+02:00", "2020-06-01 00:00")), "2020-05-31T22:00:00Z");
	assert_string_equal(rfc3339(in_zone("-0530", "2020-06-01 00:00")), "2020-06-01T05:30:00Z");
	assert_string_equal(rfc3339(in_zone("UTC", "2020-06-01 00:00")), "2020-06-01T00:00:00Z");
	assert_true(in_zone("UTC", "Jun  1 00:00:00") == TIME_NONE);
	/* clang-format on */
}

TEST(names_that_are_no_zones_are_refused)
{
	static const char *const names[] = {
		"", "/etc/passwd", "../../../etc/passwd", "Europe/../Europe/London", "Europe", "Nowhere/City",
		"localtime", "zone.tab", "Europe/London/x", "+25:00", "+2", "Europe/London\n", "+02:00x",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct error e = { 0 };
		struct zone *z = NULL;

		assert_int_equal(zone_load(&z, span_of(names[i]), &e), -1);
		assert_int_not_equal(e.code, ERR_NONE);
	}
}

/* A zone without a table, only with a rule (RFC 8536): what stands in the footer of real ones. */
static struct span tzif_of_rule(const char *rule, char out[300])
{
	/* One type and one byte of names, once for version 1, once for 2. */
	char block[44 + 7] = "TZif2";
	size_t n = 2 * sizeof(block);

	block[39] = block[43] = 1;
	memcpy(out, block, sizeof(block));
	memcpy(out + sizeof(block), block, sizeof(block));
	return span_make(out, n + (size_t)snprintf(out + n, 100, "\n%s\n", rule));
}

static const char *by_rule(const char *rule, const char *time)
{
	char room[300];
	struct span tight = tight_copy(tzif_of_rule(rule, room));
	struct zone *z = NULL;
	struct error e = { 0 };
	const char *text = "refused";
	struct civil c;

	time_read(span_of(time), &c);
	if (zone_parse(&z, tight, &e) == 0)
		text = rfc3339(zone_moment(z, &c));
	else
		assert_int_equal(e.code, ERR_MALFORMED);
	zone_free(z);
	free((void *)tight.ptr);
	return text;
}

TEST(every_form_of_a_rule_is_understood)
{
	/* Day 60 without leap days is 1 March in any year; counted from 0 it is not. */
	assert_string_equal(by_rule("AAA0BBB,J60/0,J61/0", "2020-03-01 12:00"), "2020-03-01T11:00:00Z");
	assert_string_equal(by_rule("AAA0BBB,J60/0,J61/0", "2021-03-01 12:00"), "2021-03-01T11:00:00Z");
	assert_string_equal(by_rule("AAA0BBB,J60/0,J61/0", "2020-02-29 12:00"), "2020-02-29T12:00:00Z");
	assert_string_equal(by_rule("AAA0BBB,59/0,60/0", "2020-02-29 12:00"), "2020-02-29T11:00:00Z");
	assert_string_equal(by_rule("AAA0BBB,59/0,60/0", "2021-03-01 12:00"), "2021-03-01T11:00:00Z");
	assert_string_equal(by_rule("AAA0BBB,J59/0,J60/0", "2020-02-28 12:00"), "2020-02-28T11:00:00Z");
	/* Summer time all year (RFC 8536, 3.3.1) */
	assert_string_equal(by_rule("XXX3EDT4,0/0,J365/23", "2020-01-01 00:30"), "2020-01-01T04:30:00Z");
	assert_string_equal(by_rule("XXX3EDT4,0/0,J365/23", "2020-12-31 23:30"), "2021-01-01T03:30:00Z");
	assert_string_equal(by_rule("XXX3EDT4,0/0,J365/23", "2020-07-01 00:00"), "2020-07-01T04:00:00Z");
	/* names in brackets, seconds, hours below zero and above a day, the south */
	assert_string_equal(by_rule("<+0545>-5:45", "2020-07-01 05:45"), "2020-07-01T00:00:00Z");
	assert_string_equal(by_rule("AAA+1:00:30", "2020-07-01 00:00"), "2020-07-01T01:00:30Z");
	assert_string_equal(by_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2023-03-25 23:30"), "2023-03-26T01:00:00Z");
	assert_string_equal(by_rule("EET-2EEST,M3.4.4/50,M10.4.4/50", "2020-03-28 03:00"), "2020-03-28T00:00:00Z");
	assert_string_equal(by_rule("NZST-12NZDT,M9.5.0,M4.1.0/3", "2020-01-01 13:00"), "2020-01-01T00:00:00Z");
	assert_string_equal(by_rule("", "2020-07-01 00:00"), "2020-07-01T00:00:00Z");
}

TEST(a_rule_that_is_none_is_refused)
{
	static const char *const rules[] = {
		"A1", "AAA", "<AAA1", "AAA27", "AAA1:60", "AAA1BBB", "AAA1BBB,", "AAA1BBB,J0,J1", "AAA1BBB,J366,J1",
		"AAA1BBB,366,1", "AAA1BBB,M0.1.0,1", "AAA1BBB,M1.6.0,1", "AAA1BBB,M1.1.7,1", "AAA1BBB,M1.1,1",
		"AAA1BBB,1,2,3", "AAA1BBB,1/168,2", "AAA1BBB2x,1,2", "AAA99999999999,1,2",
	};

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(by_rule(rules[i], "2020-07-01 00:00"), "refused") != 0)
			test_fail("'%s' was not refused", rules[i]);
}

/* A damaged file gives some moment or an error, and is never read past its end. */
TEST(a_zone_cut_or_damaged_at_every_byte_is_survived)
{
	char file[8192];
	FILE *f = fopen("/usr/share/zoneinfo/Europe/London", "rb");
	size_t size;
	struct civil c;

	assert_non_null(f);
	size = fread(file, 1, sizeof(file), f);
	fclose(f);
	assert_true(time_read(SPAN("2050-03-27 01:30:00"), &c));
	for (size_t i = 0; i < 2 * size; i++) {
		struct span tight = tight_copy(span_make(file, i < size ? i : size));
		struct zone *z = NULL;
		struct error e = { 0 };

		if (i >= size)
			((char *)tight.ptr)[i - size] ^= (char)(1u << i % 8);
		if (zone_parse(&z, tight, &e) < 0)
			assert_int_not_equal(e.code, ERR_NONE);
		else
			assert_true(i >= size);
		if (z)
			zone_moment(z, &c);
		zone_free(z);
		free((void *)tight.ptr);
	}
}

/*
 * The C library is the oracle.  Where a local time exists twice or not at all
 * it may choose otherwise than we do, so there only our own promise is held.
 */
static void compare_with_libc(const struct zone *z, const char *name, time_t t)
{
	struct tm tm;
	struct civil c = { 0 };
	int64_t ours;
	bool twice = false;

	localtime_r(&t, &tm);
	c.year = tm.tm_year + 1900;
	c.month = tm.tm_mon + 1;
	c.day = tm.tm_mday;
	c.hour = tm.tm_hour;
	c.minute = tm.tm_min;
	c.second = tm.tm_sec;
	c.has_time = true;
	ours = zone_moment(z, &c) / TIME_SECOND;
	if (ours == t)
		return;
	/* Only an earlier moment with the same local time may be given instead. */
	if (ours < t) {
		time_t other = (time_t)ours;
		struct tm same;

		localtime_r(&other, &same);
		twice = same.tm_hour == tm.tm_hour && same.tm_min == tm.tm_min &&
			same.tm_sec == tm.tm_sec && same.tm_mday == tm.tm_mday;
	}
	if (!twice)
		test_fail("%s: %04d-%02d-%02d %02d:%02d:%02d is %lld, not %lld", name, c.year, c.month,
			  c.day, c.hour, c.minute, c.second, (long long)t, (long long)ours);
}

/* A local time that mktime has to move does not exist: ours lies where the clocks were changed. */
static void compare_gap_with_libc(const struct zone *z, const struct civil *c)
{
	struct tm tm = { .tm_year = c->year - 1900, .tm_mon = c->month - 1, .tm_mday = c->day,
			 .tm_hour = c->hour, .tm_min = c->minute, .tm_isdst = -1 };
	struct tm before, after;
	time_t ours = (time_t)(zone_moment(z, c) / TIME_SECOND), earlier = ours - 1;

	mktime(&tm);
	if (tm.tm_hour == c->hour && tm.tm_min == c->minute)
		return;
	localtime_r(&earlier, &before);
	localtime_r(&ours, &after);
	assert_true(after.tm_gmtoff > before.tm_gmtoff);
}

TEST(zones_agree_with_the_c_library)
{
	static const char *const names[] = {
		"Europe/London", "Europe/Berlin", "Europe/Dublin", "Europe/Moscow", "America/New_York",
		"America/Sao_Paulo", "America/St_Johns", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran",
		"Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Africa/Casablanca",
		"America/Nuuk", "Africa/Monrovia", "Antarctica/Troll", "Asia/Gaza", "Etc/GMT-14", "UTC",
	};
	uint64_t seed = 42;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct error e = { 0 };
		struct zone *z = NULL;

		if (zone_load(&z, span_of(names[i]), &e) < 0)
			test_fail("%s: %s", names[i], e.text);
		setenv("TZ", names[i], 1);
		tzset();
		for (int round = 0; round < 4000; round++) {
			struct civil c;

			seed = seed * 6364136223846793005u + 1442695040888963407u;
			/* 1935 to 2130 */
			compare_with_libc(z, names[i], (time_t)(int64_t)(seed % 6153600000u) - 1104537600);
			c = civil_of((int64_t)(seed % 5049062400u) * TIME_SECOND);
			c.has_zone = false;
			c.second = c.micro = 0;
			compare_gap_with_libc(z, &c);
		}
		zone_free(z);
	}
	unsetenv("TZ");
}
