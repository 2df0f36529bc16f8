/* test_text_hostile.c -- whatever stands in the records, the page stays a page. */
#include "hostile_kit.h"

static void check_pages(void (*records)(struct buf *), const char *format, unsigned lines)
{
	struct buf b;

	buf_init(&b, 64 << 20);
	for (unsigned i = 0; i < 400; i++) {
		unsigned width = below(3) ? 80 : 60 + below(60);
		struct kit k;
		struct span page;

		dice = i;
		records(&b);
		page = kit_page(&k, format, width, buf_string(&b));
		assert_int_equal(k.rc, 0);
		assert_harmless(page, width);
		if (lines && width == 80 && screen_lines(page) > lines)
			test_fail("%u: %u lines:\n%.*s", i, screen_lines(page), SPAN_ARG(page));
		kit_release(&k);
	}
	buf_release(&b);
}

TEST(hostile_strings_in_every_field_of_a_sweep_stay_text_and_fit_the_screen)
{
	check_pages(sweep_records, "text", 40);
}

TEST(hostile_strings_in_a_plan_stay_text)
{
	check_pages(plan_records, "text", 0);
}

TEST(hostile_strings_in_an_advisory_stay_text)
{
	check_pages(read_records, "text", 0);
}

/* A listed value may stand in every field that others can write; only a contact is printed live. */
TEST(no_listed_value_can_be_clicked)
{
	static const char *const places[] = { "record", "file content", "file name", "command", "document",
					      "bytes" };
	static const char *const events[] = { "flow", "dns", "proxy", "server", "mail", "process" };
	static const char *const classes[] = { "compromise", "attempt", "unjudged" };
#define EVIL "http://evil-site.net/x"
	for (unsigned i = 0; i < sizeof(places) / sizeof(places[0]) * 18; i++) {
		char records[8192];
		struct kit k;
		struct span page;

		snprintf(records, sizeof(records),
			 "{\"type\":\"advisory\",\"id\":\"a1\",\"source\":\"a.html\",\"title\":\"about " EVIL "\","
			 "\"bodies\":[{\"name\":\"" EVIL "\"}]}\n"
			 "{\"type\":\"finding\",\"id\":\"F1\",\"source\":\"s\",\"indicator\":{\"kind\":\"url\","
			 "\"value\":\"" EVIL "\"},\"at\":\"dir/" EVIL "\",\"where\":[{\"kind\":\"file\",\"path\":\"" EVIL
			 "\"}],\"matched\":\"evil-site.net\",\"context\":\"get " EVIL " now\",\"peer\":\"" EVIL "\","
			 "\"host\":\"10.1.1.1\",\"mailbox\":\"x@evil-site.net\",\"process\":\"" EVIL "\",\"count\":1,"
			 "\"class\":\"%s\",\"place\":\"%s\",\"event\":\"%s\",\"direction\":\"%s\","
			 "\"why\":[\"" EVIL "\"]}\n"
			 "{\"type\":\"gap\",\"at\":\"x\",\"reason\":\"damaged\",\"detail\":\"near " EVIL "\"}\n"
			 "{\"type\":\"verdict\",\"advisory\":\"a1\",\"answer\":\"affected\",\"machines\":[{\"host\":"
			 "\"10.1.1.1\",\"rank\":\"act-now\"}],\"blind\":[{\"detail\":\"" EVIL "\",\"remedy\":\"get " EVIL
			 "\"}],\"not_searched\":[{\"value\":\"" EVIL "\",\"why\":\"" EVIL "\"}]}\n"
			 "{\"type\":\"summary\"}\n{\"type\":\"run\"}\n",
			 classes[i % 3], places[i / 18], events[i / 3 % 6], i % 2 ? "inbound" : "outbound");
		for (unsigned f = 0; f < 2; f++) {
			page = kit_page(&k, f ? "html" : "text", 80, records);
			assert_int_equal(k.rc, 0);
			assert_says_not(page, "evil-site.net");
			assert_says_not(page, "http:");
			kit_release(&k);
		}
	}
}

/* Cut a stream of records at every byte: an error or a page, never more. */
TEST(records_cut_anywhere_are_an_error_or_a_page)
{
	struct buf b;

	buf_init(&b, 64 << 20);
	dice = 3;
	buf_clear(&b);
	advisory(&b);
	finding(&b, 1);
	verdict(&b, "verdict");
	closing(&b);
	for (size_t n = 0; n < b.len; n += b.len / 3000 + 1) {
		struct span rest = span_cut(buf_span(&b), 0, n), line, page;
		struct kit k;

		kit_open(&k, "text", 80);
		while (span_line(&rest, &line))
			if (line.len)
				kit_add(&k, line);
		page = kit_close(&k);
		assert_harmless(page, 80);
		kit_release(&k);
	}
	buf_release(&b);
}
