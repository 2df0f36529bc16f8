/* test_flat.c -- lists, one value a line. */
#include "test.h"

#include "advisory/advisory.h"
#include "seen.h"

TEST(a_list_of_mixed_values_is_read_line_by_line)
{
	READ("# Bad things; published 2031-03-04; TLP:GREEN\n"
	     "\n"
	     "45.61.137.220\n"
	     "evil-quay[.]com\r\n"
	     "hxxp://evil-quay[.]com/a\n"
	     "9d5ed678fe57bcca610140957afab571\n"
	     "C:\\ProgramData\\Tide Tools\\msupd.dll\n"
	     "45.61.137.221:8443\n");

	assert_int_equal(s.rc, 0);
	assert_int_equal(s.indicators, 6);
	assert_span_equal(s.head.title, SPAN("Bad things"));
	assert_span_equal(s.head.tlp, SPAN("GREEN"));
	assert_true(s.head.published == civil_days(2031, 3, 4) * TIME_DAY);
	assert_role("ipv4", "45.61.137.220", "indicator");
	assert_role("domain", "evil-quay.com", "indicator");
	assert_role("url", "http://evil-quay.com/a", "indicator");
	assert_role("md5", "9d5ed678fe57bcca610140957afab571", "indicator");
	assert_role("path", "c:\\programdata\\tide tools\\msupd.dll", "indicator");
	assert_int_equal(seen_find(&s, "ipv4", "45.61.137.221")->port, 8443);
	assert_int_equal(seen_find(&s, "domain", "evil-quay.com")->where.step[1].line, 4);
	seen_release(&s);
}

TEST(what_stands_behind_a_value_is_a_remark)
{
	READ("evil1.com # the first\n"
	     "evil2.com,the second\n"
	     "evil3.com\tthe third\n"
	     "evil4.com ; the fourth\n"
	     "evil5.com | the fifth\n"
	     "9d5ed678fe57bcca610140957afab571  dropped.exe\n"
	     "- evil6.com\n"
	     "\"evil7.com\",\n"
	     "||evil8.com^\n"
	     "*.evil9.com\n");

	assert_int_equal(s.indicators, 10);
	for (char n = '1'; n <= '9'; n++) {
		char name[] = "evil?.com";

		name[4] = n;
		assert_role("domain", name, "indicator");
	}
	assert_true(seen_why(seen_find(&s, "domain", "evil3.com"), "the third"));
	assert_int_equal(s.gaps, 0);
	seen_release(&s);
}

TEST(a_hosts_file_lists_its_names_and_not_its_sink)
{
	READ("# blocked\n0.0.0.0 evil1.com\n127.0.0.1\tevil2.com\n0.0.0.0 evil3.com # c2\n");

	assert_int_equal(s.indicators, 3);
	assert_role("domain", "evil2.com", "indicator");
	assert_role("ipv4", "0.0.0.0", "absent");
	seen_release(&s);
}

TEST(lines_that_are_nothing_are_counted_and_told_once)
{
	READ("evil1.com\nevil2.com\nevil3.com\nevil4.com\nevil5.com\nevil6.com\nevil7.com\n"
	     "evil8.com\n1.2.3.4.5\nevil9.com\nevil10.com\nevil11.com\nevil12.com\n"
	     "evil13.com\nevil14.com\nevil15.com\nevil16.com\nwhat is this\n");

	assert_int_equal(s.indicators, 16);
	assert_int_equal(s.gaps, 1);
	assert_span_equal(s.gap[0].reason, SPAN("not-comparable"));
	assert_span_equal(s.gap[0].detail,
			  SPAN("2 entries are no values that can be searched for"));
	assert_int_equal(s.gap[0].where.step[1].line, 9);
	seen_release(&s);
}

TEST(values_that_everybody_has_are_listed_and_not_searched_for)
{
	READ("192.168.7.12\n203.0.113.9\n8.8.8.8\nwww.google.com\nhost.example\n"
	     "d41d8cd98f00b204e9800998ecf8427e\nda39a3ee5e6b4b0d3255bfef95601890afd80709\n"
	     "00000000000000000000000000000000\ncmd.exe\n45.61.137.220\n");

	assert_role("ipv4", "192.168.7.12", "benign");
	assert_true(seen_why(seen_find(&s, "ipv4", "192.168.7.12"), "private"));
	assert_role("ipv4", "203.0.113.9", "example");
	assert_role("ipv4", "8.8.8.8", "benign");
	assert_role("domain", "www.google.com", "benign");
	assert_role("domain", "host.example", "example");
	assert_role("md5", "d41d8cd98f00b204e9800998ecf8427e", "benign");
	assert_true(seen_why(seen_find(&s, "sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
			     "hash of nothing"));
	assert_role("md5", "00000000000000000000000000000000", "example");
	assert_role("filename", "cmd.exe", "benign");
	assert_role("ipv4", "45.61.137.220", "indicator");
	seen_release(&s);
}

TEST(private_addresses_are_searched_for_when_asked)
{
	struct advisory_options o = { .source = SPAN("list"), .now = TIME_NONE,
				      .allow_private = true };
	struct seen s;

	seen_read_with(&s, SPAN("192.168.7.12\n203.0.113.9\nhost.example\n"
				"d41d8cd98f00b204e9800998ecf8427e\n"), &o);
	assert_role("ipv4", "192.168.7.12", "indicator");
	assert_role("ipv4", "203.0.113.9", "indicator");
	assert_role("domain", "host.example", "indicator");
	assert_role("md5", "d41d8cd98f00b204e9800998ecf8427e", "benign");
	seen_release(&s);
}

TEST(a_comment_can_open_a_section_of_harmless_values)
{
	READ("evil1.com\nevil2.com\n# legitimate, do not block\nfriend1.com\nfriend2.com\n"
	     "# C2 servers\nevil3.com\nfriend3.com # legitimate service\n");

	assert_role("domain", "evil2.com", "indicator");
	assert_role("domain", "friend1.com", "benign");
	assert_role("domain", "friend2.com", "benign");
	assert_role("domain", "evil3.com", "indicator");
	assert_role("domain", "friend3.com", "benign");
	seen_release(&s);
}

TEST(a_list_in_utf16_is_the_same_list)
{
	static const char text[] = "evil1.com\nevil2.com\nhxxp://evil3[.]com/\n";
	char wide[2 * sizeof(text) + 2] = { (char)0xff, (char)0xfe };
	struct seen s;
	size_t n = 2;

	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		wide[n++] = text[i];
		wide[n++] = 0;
	}
	seen_read(&s, span_make(wide, n));
	assert_int_equal(s.rc, 0);
	assert_int_equal(s.indicators, 3);
	assert_role("url", "http://evil3.com/", "indicator");
	seen_release(&s);
}

TEST(a_long_list_needs_no_memory_and_no_pause)
{
	size_t size = 0, room = 12u << 20;
	char *text = malloc(room);
	struct seen s;

	for (unsigned i = 0; i < 300000; i++)
		size += (size_t)snprintf(text + size, room - size, "h%u.evil%u.com\n", i, i % 977);
	seen_read(&s, span_make(text, size));
	assert_int_equal(s.rc, 0);
	assert_int_equal(s.gaps, 0);
	seen_release(&s);
	free(text);
}

/* All that a reading gives, as it goes to the parent; without gaps. */
static int add_record(void *context, const struct intel_record *record, struct error *e)
{
	(void)e;
	if (record->type != INTEL_GAP)
		intel_encode(context, record);
	return 0;
}

static void share(struct span text, enum advisory_share share, struct buf *out)
{
	struct advisory_options o = { .source = SPAN("list.txt"), .now = TIME_NONE, .share = share };
	struct intel_sink sink = { .take = add_record, .context = out };
	struct error e = { 0 };

	assert_int_equal(advisory_read(text, &o, &sink, &e), 0);
}

TEST(two_that_share_a_list_give_what_one_gives)
{
	static const char list[] = "# a list; published 2031-03-04\nevil1.com\n\nevil2.com # c2\n"
		"45.61.137.220\n# legitimate, do not block\nevil3.com\r\n"
		"# indicators\n9d5ed678fe57bcca610140957afab571\nevil4.com\n# end\nevil5.com";
	char text[2 * sizeof(list) + 8];
	struct buf whole, halves;

	seen_prepare();
	buf_init(&whole, 1 << 20);
	buf_init(&halves, 1 << 20);
	/* Blanks at the end move the border through all of it. */
	for (size_t pad = 0; pad <= sizeof(list); pad++) {
		memcpy(text, list, sizeof(list) - 1);
		text[sizeof(list) - 1] = '\n';
		memset(text + sizeof(list), '\n', pad);
		buf_clear(&whole);
		buf_clear(&halves);
		share(span_make(text, sizeof(list) + pad), ADVISORY_WHOLE, &whole);
		share(span_make(text, sizeof(list) + pad), ADVISORY_FRONT, &halves);
		if (pad == 0)
			assert_true(halves.len < whole.len);
		share(span_make(text, sizeof(list) + pad), ADVISORY_BACK, &halves);
		if (!span_equal(buf_span(&whole), buf_span(&halves)))
			test_fail("differ with %zu blanks behind: %zu and %zu bytes", pad, whole.len,
				  halves.len);
	}
	buf_release(&whole);
	buf_release(&halves);
}

TEST(the_back_of_what_is_no_list_is_nothing)
{
	struct span page = SPAN("<html><body><h1>Alert</h1><p>Contact with evil-quay[.]com was seen.</p>"
				"<p>It came from 45.61.137.220.</p></body></html>");
	struct buf whole, front, back;

	seen_prepare();
	buf_init(&whole, 1 << 20);
	buf_init(&front, 1 << 20);
	buf_init(&back, 1 << 20);
	share(page, ADVISORY_WHOLE, &whole);
	share(page, ADVISORY_FRONT, &front);
	share(page, ADVISORY_BACK, &back);
	assert_true(whole.len > 0 && span_equal(buf_span(&whole), buf_span(&front)));
	assert_int_equal(back.len, 0);
	buf_release(&whole);
	buf_release(&front);
	buf_release(&back);
}
