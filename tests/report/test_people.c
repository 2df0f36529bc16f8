/* test_people.c -- dates, amounts and defanged text as people read them. */
#include "report/people.h"
#include "test.h"

static int64_t at(const char *text)
{
	int64_t moment;

	assert_true(time_parse_user(span_of(text), false, 0, &moment));
	return moment;
}

static struct buf out;

static const char *said(void)
{
	static char text[4096];
	size_t n = 0;

	/* A no-break blank is a blank on paper. */
	for (size_t i = 0; i < out.len && n + 1 < sizeof(text); i++) {
		if (out.ptr[i] == '\xc2' && i + 1 < out.len && out.ptr[i + 1] == '\xa0') {
			text[n++] = ' ';
			i++;
		} else {
			text[n++] = out.ptr[i];
		}
	}
	text[n] = '\0';
	buf_release(&out);
	buf_init(&out, 1 << 20);
	return text;
}

static const char *dates(const char *from, const char *to, int year)
{
	people_dates(at(from), at(to), year, &out);
	return said();
}

TEST(dates_say_as_much_as_is_needed)
{
	buf_init(&out, 1 << 20);
	assert_string_equal(dates("2020-05-02T06:18:54Z", "2020-07-14T22:00:00Z", 2020), "2 May - 14 Jul");
	assert_string_equal(dates("2020-06-09T09:00:00Z", "2020-06-11T07:30:00Z", 2020), "9 - 11 Jun");
	assert_string_equal(dates("2020-06-09T09:00:00Z", "2020-06-11T07:30:00Z", 0), "9 - 11 Jun 2020");
	assert_string_equal(dates("2020-06-04T14:03:07Z", "2020-06-04T14:03:07Z", 2020), "4 Jun 14:03");
	assert_string_equal(dates("2020-06-04T14:03:07Z", "2020-06-04T16:20:00Z", 0),
			    "4 Jun 2020 14:03 - 16:20");
	assert_string_equal(dates("2019-12-30T00:00:00Z", "2020-01-02T00:00:00Z", 0),
			    "30 Dec 2019 - 2 Jan 2020");
	assert_string_equal(dates("2020-01-01T00:00:00Z", "2020-01-01T23:59:59Z", 2020), "1 Jan");
	buf_release(&out);
}

static const char *hole(const char *from, const char *to)
{
	people_hole(at(from), at(to), 2020, &out);
	return said();
}

TEST(a_hole_is_the_days_that_lie_wholly_in_it)
{
	buf_init(&out, 1 << 20);
	assert_string_equal(hole("2020-05-13T23:45:24Z", "2020-05-15T00:14:00Z"), "14 May");
	assert_string_equal(hole("2020-05-31T17:19:20Z", "2020-07-01T05:14:29Z"), "1 - 30 Jun");
	assert_string_equal(hole("2020-01-01T00:00:00Z", "2020-04-18T08:00:00Z"), "1 Jan - 17 Apr");
	assert_string_equal(hole("2020-06-30T20:00:00Z", "2020-07-16T23:59:59Z"), "1 - 16 Jul");
	/* A day and an hour across midnight holds no whole day. */
	assert_string_equal(hole("2020-03-07T14:53:49Z", "2020-03-08T15:29:38Z"), "7 - 8 Mar");
	buf_release(&out);
}

TEST(amounts_have_units_and_numbers_have_commas)
{
	buf_init(&out, 1 << 20);
	people_bytes(3100000, &out);
	assert_string_equal(said(), "3.1 MB");
	people_bytes(999, &out);
	assert_string_equal(said(), "999 bytes");
	people_bytes(88000, &out);
	assert_string_equal(said(), "88 kB");
	people_bytes(9990000000, &out);
	assert_string_equal(said(), "10 GB");
	people_bytes(UINT64_MAX, &out);
	assert_string_equal(said(), "18 EB");
	people_count(1902, "packet", "packets", &out);
	assert_string_equal(said(), "1,902 packets");
	people_count(1, "packet", "packets", &out);
	assert_string_equal(said(), "1 packet");
	people_count(UINT64_MAX, "packet", "packets", &out);
	assert_string_equal(said(), "18,446,744,073,709,551,615 packets");
	buf_release(&out);
}

static const char *text(const char *s)
{
	people_text(span_of(s), &out);
	return said();
}

TEST(text_of_others_holds_nothing_that_can_be_clicked)
{
	buf_init(&out, 1 << 20);
	assert_string_equal(text("see http://evil-site.net/x?q=103.216.221.19."),
			    "see hxxp://evil-site[.]net/x?q=103[.]216[.]221[.]19.");
	assert_string_equal(text("from 103.216.221.19:25, evil-site.net and a@evil-site.net."),
			    "from 103[.]216[.]221[.]19:25, evil-site[.]net and a[@]evil-site[.]net.");
	assert_string_equal(text("dst=\"103.216.221.19\" host='evil-site.net/path'"),
			    "dst=\"103[.]216[.]221[.]19\" host='evil-site[.]net/path'");
	buf_release(&out);
}

TEST(our_own_addresses_files_and_versions_stay_readable)
{
	static const char *const plain[] = {
		"10.20.3.41", "192.0.2.80 and 10.0.0.0/8", "advisory.html", "agentd.exe", "/etc/hosts.deny",
		"version 1.1, v2.3.4", "report.pdf", "e.g. this", "lab-ws07", "...", "", "a. b. c.", "::1",
		"103[.]216[.]221[.]19",
	};

	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		assert_string_equal(text(plain[i]), plain[i]);
	buf_release(&out);
}

TEST(a_path_is_kept_but_for_the_listed_value)
{
	buf_init(&out, 1 << 20);
	people_path(SPAN("logs/host.com/evil-site.net.log"), SPAN("evil-site.net"), &out);
	assert_string_equal(said(), "logs/host.com/evil-site[.]net.log");
	buf_release(&out);
}

TEST(long_hostile_text_takes_linear_time)
{
	size_t n = 4 << 20;
	char *many = malloc(n);

	buf_init(&out, 64 << 20);
	for (size_t i = 0; i < n; i++)
		many[i] = "/a.b:@"[i % 6];
	people_text(span_make(many, n), &out);
	assert_true(out.len >= n);
	free(many);
	buf_release(&out);
}
