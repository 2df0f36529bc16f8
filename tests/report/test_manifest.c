/* test_manifest.c -- what plan writes, the manifest's reader takes. */
#include "base/config.h"
#include "report_kit.h"

#define RUN "{\"type\":\"run\",\"folder\":\"/srv\"}\n"

TEST(a_source_is_a_section_with_an_absolute_path)
{
	struct kit k;
	struct span page = kit_page(&k, "manifest", 80,
		"{\"type\":\"coverage\",\"source\":\"fw-edge\",\"people\":\"firewall\",\"paths\":[\"logs/fw.log*\"],"
		"\"items\":212,\"time_from\":\"2020-01-01T00:05:00Z\",\"time_to\":\"2020-07-31T23:00:00Z\"}\n"
		"{\"type\":\"coverage\",\"source\":\"disk\",\"people\":null,\"paths\":[\"/mnt/ws07\"],"
		"\"items\":1,\"zone_assumed\":true}\n" RUN);

	assert_int_equal(k.rc, 0);
	assert_says(page, "\n[fw-edge]\n# firewall: 212 items, 1 Jan - 31 Jul 2020\n"
			  "path = /srv/logs/fw.log*\n#role = firewall\n");
	assert_says(page, "\n[disk]\n# files: 1 item\npath = /mnt/ws07\n#host =\n#role =\n"
			  "# its times have no zone: UTC is assumed\n#zone = UTC\n");
	kit_release(&k);
}

TEST(sources_of_one_name_have_sections_of_their_own)
{
	struct kit k;
	struct span page = kit_page(&k, "manifest", 80,
		"{\"type\":\"coverage\",\"source\":\"ns1\",\"people\":\"DNS\",\"paths\":[\"/a\"]}\n"
		"{\"type\":\"coverage\",\"source\":\"ns1\",\"people\":\"DHCP\",\"paths\":[\"/b\"]}\n"
		"{\"type\":\"coverage\",\"source\":\"ns1\",\"people\":\"DHCP\",\"paths\":[\"/c\"]}\n"
		"{\"type\":\"coverage\",\"source\":\"ns1\",\"people\":\"DHCP\",\"paths\":[\"/c\"]}\n" RUN);

	assert_says(page, "[ns1-DNS]\n");
	assert_says(page, "[ns1-DHCP]\n");
	assert_says(page, "[ns1-DHCP-2]\n");
	assert_says_not(page, "[ns1-DHCP-3]\n");
	kit_release(&k);
}

static int count_paths(void *context, const struct config_entry *entry, struct error *e)
{
	unsigned *paths = context;

	(void)e;
	*paths += span_equal(entry->key, SPAN("path"));
	return 0;
}

TEST(hostile_names_and_paths_leave_a_manifest_that_can_be_read)
{
	static const char *const hostile[] = {
		"a]\\npath = /etc\\n[b", "\\u001b[31m", "\\u202e", "", " x ", "\\\"quoted\\\"", "'q", "[", "#", ";",
		"x\\ty", "\\u0000", "caf\\u00e9",
	};

	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++)
		for (size_t n = 0; n < sizeof(hostile) / sizeof(hostile[0]); n++) {
			unsigned paths = 0;
			char records[1024];
			struct kit k;
			struct span page;

			snprintf(records, sizeof(records),
				 "{\"type\":\"coverage\",\"source\":\"%s\",\"people\":\"%s\",\"role\":\"%s\","
				 "\"host\":\"%s\",\"paths\":[\"%s\"]}\n" RUN,
				 hostile[i], hostile[n], hostile[n], hostile[i], hostile[n]);
			page = kit_page(&k, "manifest", 80, records);
			assert_int_equal(k.rc, 0);
			assert_harmless(page, 400);
			if (config_read(page, count_paths, &paths, &k.e) < 0)
				test_fail("%s:\n%.*s", k.e.text, SPAN_ARG(page));
			assert_true(paths <= 1);
			kit_release(&k);
		}
}
