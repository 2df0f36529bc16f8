/* test_redact.c -- nothing that is ours leaves the house, and what is the attacker's does. */
#include "hostile_kit.h"

#include "report/redact.h"

#define KEY SPAN("0123456789abcdef0123456789abcdef")

/* Whatever holds "Zq" is ours. */
static const char ours[] =
	"{\"type\":\"finding\",\"id\":\"F1\",\"uid\":\"u1\",\"item\":1,\"source\":\"Zq-edge\",\"advisories\":[\"a1\"],"
	"\"indicator\":{\"kind\":\"domain\",\"value\":\"evil-site.net\"},\"at\":\"/home/Zq/fw.log:3\","
	"\"where\":[{\"kind\":\"file\",\"path\":\"/home/Zq/fw.log\"},{\"kind\":\"member\",\"name\":\"Zq.exe\"},"
	"{\"kind\":\"message\",\"number\":4,\"id\":\"Zq@mail\"},{\"kind\":\"text\",\"line\":3,\"quote\":\"Zq\"}],"
	"\"line\":3,\"matched\":\"Zq.evil-site.net\",\"context\":\"GET Zq\",\"count\":7,"
	"\"first\":\"2020-05-02T06:18:54Z\",\"places\":[{\"line\":3,\"time\":\"2020-05-02T06:18:54Z\","
	"\"matched\":\"Zq.evil-site.net\",\"context\":\"Zq\"}],\"time_raw\":\"Zq\",\"host\":\"Zq-host\","
	"\"name\":\"Zq-name\",\"user\":\"Zq\\\\bob\",\"mailbox\":\"Zq@ours.example\",\"process\":\"C:\\\\Zq\\\\a.exe\","
	"\"peer\":\"Zq-proxy:8080\",\"via\":\"Zq-via:3128\",\"sensor\":\"Zq-sensor\",\"files_under\":\"/images/Zq\","
	"\"class\":\"compromise\",\"why\":[\"labelled by Zq-edge: /srv/Zq\",\"Zq-name had it\",\"marked benign by zqana: zqtest\"],"
	"\"explained_by\":\"Zq-label\",\"future\":\"Zq\",\"more\":{\"deep\":[\"Zq\",{\"x\":\"Zq\"}]}}\n"
	"{\"type\":\"gap\",\"item\":1,\"at\":\"Zq two words.zip\",\"where\":[{\"kind\":\"file\",\"path\":"
	"\"Zq two words.zip\"}],\"reason\":\"encrypted\",\"detail\":\"member /Zq/x of Zq@ours.example\"}\n"
	"{\"type\":\"coverage\",\"source\":\"Zq-edge\",\"role\":\"firewall\",\"host\":\"Zq-host\",\"custody\":\"Zq\","
	"\"people\":\"firewall\",\"paths\":[\"/srv/Zq\"],\"kinds\":[\"ipv4\"]}\n"
	"{\"type\":\"end\",\"item\":1,\"at\":\"/home/Zq/fw.log\",\"sha256\":[\"Zq\"]}\n"
	"{\"type\":\"verdict\",\"advisory\":\"a1\",\"answer\":\"affected\",\"machines\":[{\"host\":\"Zq-host\","
	"\"name\":\"Zq-name\",\"user\":\"Zq\\\\bob\",\"rank\":\"act-now\"}],\"blind\":[{\"reason\":\"encrypted\","
	"\"detail\":\"Zq two words.zip: locked, see Zq-edge.\",\"remedy\":\"ask Zq@ours.example (10.1.2.3)\"}],"
	"\"own_address\":\"Zq\",\"coverage\":{\"kinds\":{\"ipv4\":\"seen\"}}}\n"
	"{\"type\":\"summary\",\"home_nets\":[\"Zq/24\"],\"home_nets_from\":\"given\"}\n"
	"{\"type\":\"mark\",\"why\":\"Zq\"}\n"
	"{\"type\":\"run\",\"version\":\"1\",\"command\":[\"sweep\",\"/srv/Zq\"],\"folder\":\"/home/Zq\","
	"\"operator\":\"Zq\",\"ticket\":\"INC-1\",\"note\":\"Zq\",\"seal\":\"abc\"}\n";

static void redact_all(struct span records, struct span key, struct buf *out)
{
	struct redact r;
	struct error e;
	struct span line, told;

	assert_int_equal(redact_init(&r, key, &e), 0);
	while (span_line(&records, &line)) {
		struct span tight = tight_copy(line);

		if (redact_record(&r, tight, &told, &e) == 0 && told.len) {
			buf_add(out, told);
			buf_byte(out, '\n');
		}
		free((void *)tight.ptr);
	}
	redact_release(&r);
}

TEST(no_name_of_ours_is_left_and_what_others_need_stays)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	redact_all(span_of(ours), KEY, &b);
	assert_says_not(buf_span(&b), "Zq");
	assert_says_not(buf_span(&b), "10.1.2.3");
	assert_says_not(buf_span(&b), "zq");
	assert_says_not(buf_span(&b), "\"type\":\"mark\"");
	assert_says(buf_span(&b), "\"value\":\"evil-site.net\"");
	assert_says(buf_span(&b), "\"matched\":\"evil-site.net\"");
	assert_says(buf_span(&b), "\"count\":7,\"first\":\"2020-05-02T06:18:54Z\"");
	assert_says(buf_span(&b), "\"class\":\"compromise\"");
	assert_says(buf_span(&b), "\"people\":\"firewall\"");
	assert_says(buf_span(&b), "\"kinds\":{\"ipv4\":\"seen\"}");
	assert_says(buf_span(&b), "\"ticket\":\"INC-1\"");
	assert_says(buf_span(&b), ".log:3\"");
	buf_release(&b);
}

/* The machine of a finding is the machine of the verdict; another key has other names for all. */
TEST(a_pseudonym_is_the_same_everywhere_and_hangs_on_the_key)
{
	struct span name;
	struct buf a, b;
	size_t first;

	buf_init(&a, 1 << 20);
	buf_init(&b, 1 << 20);
	redact_all(span_of(ours), KEY, &a);
	redact_all(span_of(ours), SPAN("another key, of as many bytes..."), &b);
	first = span_find(buf_span(&a), SPAN("machine-"));
	assert_true(first != SPAN_NONE);
	name = span_cut(buf_span(&a), first, 18);
	assert_true(span_find(span_skip(buf_span(&a), first + 18), name) != SPAN_NONE);
	assert_int_equal(span_find(buf_span(&b), name), SPAN_NONE);
	assert_int_equal(a.len, b.len);
	buf_release(&a);
	buf_release(&b);
}

/* Records cut at every byte: an error, or nothing of ours. */
TEST(a_cut_record_tells_nothing_of_ours)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	for (size_t n = 0; n < sizeof(ours); n += 3) {
		buf_clear(&b);
		redact_all(span_cut(span_of(ours), 0, n), KEY, &b);
		assert_says_not(buf_span(&b), "Zq");
	}
	buf_release(&b);
}

TEST(hostile_records_stay_records)
{
	static void (*const makers[])(struct buf *) = { sweep_records, read_records, plan_records };
	struct buf records, b;

	buf_init(&records, 64 << 20);
	buf_init(&b, 64 << 20);
	for (unsigned i = 0; i < 100; i++) {
		struct kit k;
		struct span page;

		dice = i;
		makers[i % 4 % 3](&records);
		buf_clear(&b);
		redact_all(buf_span(&records), KEY, &b);
		page = kit_page(&k, "text", 80, buf_string(&b));
		assert_int_equal(k.rc, 0);
		assert_harmless(page, 80);
		kit_release(&k);
	}
	buf_release(&records);
	buf_release(&b);
}
