/* test_renewal.c -- the tables made anew: nothing is lost, and hostile files do no harm. */
#include "advisory/renewal.h"

#include "intel/knowledge.h"
#include "intel/knowledge_file.h"
#include "seen.h"
#include "test.h"

static const char bundle[] =
	"{\"type\":\"bundle\",\"objects\":["
	"{\"type\":\"intrusion-set\",\"name\":\"Lantern Moth\",\"aliases\":[\"Slate Finch\",\"\\u00e9\"],"
	"\"modified\":\"2027-02-03T00:00:00Z\",\"description\":\"A moth, two moths: the Moth.\","
	"\"external_references\":[{\"source_name\":\"mitre-attack\",\"external_id\":\"G9001\"}]},"
	"{\"type\":\"attack-pattern\",\"id\":\"a--1\",\"name\":\"Lamp\",\"external_references\":"
	"[{\"source_name\":\"mitre-attack\",\"external_id\":\"T9001\"}]},"
	"{\"type\":\"attack-pattern\",\"id\":\"a--2\",\"name\":\"Old\",\"revoked\":true,"
	"\"external_references\":[{\"source_name\":\"mitre-attack\",\"external_id\":\"T9000\"}]},"
	"{\"type\":\"relationship\",\"relationship_type\":\"revoked-by\",\"source_ref\":\"a--2\","
	"\"target_ref\":\"a--1\"}]}";

static const char cluster[] =
	"{\"values\":[{\"value\":\"Lamp Ransomware\",\"description\":\"it locks\",\"meta\":{\"synonyms\":"
	"[\"Lamp-Locker\"],\"refs\":[\"https://x.example/details/win.lamp\"]},"
	"\"uuid\":\"00000000-0000-4000-8000-000000000001\"}],\"type\":\"malpedia\",\"version\":7}";

static const char catalogue[] =
	"{\"dateReleased\":\"2027-02-04\",\"vulnerabilities\":[{\"cveID\":\"CVE-2027-10001\","
	"\"dateAdded\":\"2027-02-01\",\"knownRansomwareCampaignUse\":\"Known\"}]}";

static const char list[] =
	"{\"list\":[\"198.51.100.0/24\",\"x y\",7],\"name\":\"List of known Cloudflare IP ranges\","
	"\"version\":20270201}";

/* A few rows are enough where a file is read a thousand times. */
static const char few_names[] =
	"made\t2026-01-01\nactor\tG0016\tAPT29\tCozy Bear|~Dukes\nmalware\tS0514\tWellMess\t\n"
	"revoked\tT1086\tT1059.001\ntechnique\tT1059.001\tPowerShell\ntechnique\tT1566\tPhishing\tphish\n"
	"kev\tCVE-2019-19781\t2021-11-03\t\nsector\t\tHealth\thospital\n";
static const char few_lists[] =
	"list\tcloudflare\t2026-08-11\tshared\taddress\tCloudflare\tList of known Cloudflare IP ranges\n"
	"104.16.0.0/13\nlist\tshort\t2026-08-11\tbenign\texact\tshortens\tShort\nsho.rt\n";

/* 0 and the tables with the file in them, else -1. */
static int renew(struct knowledge_tables t, struct span file, struct buf *out)
{
	struct renewal *r = NULL;
	struct error e = { 0 };
	struct renewed taken;
	struct source s;
	struct arena a;
	int rc;

	arena_init(&a, 4u << 20);
	assert_int_equal(renewal_open(&r, t.names, t.warning, &e), 0);
	rc = file.len ? source_init(&s, file, &a, &e) : 0;
	if (rc == 0 && file.len)
		rc = renewal_read(r, &s, &taken, &e);
	buf_clear(out);
	if (rc == 0)
		rc = renewal_write(r, out, &e);
	renewal_close(r);
	arena_release(&a);
	return rc;
}

static struct knowledge_tables few(void)
{
	return (struct knowledge_tables){ span_of(few_names), span_of(few_lists) };
}

static void expect_row(const struct buf *text, const char *row)
{
	if (span_find(buf_span(text), span_of(row)) == SPAN_NONE)
		test_fail("no row '%s' in\n%.*s", row, SPAN_ARG(buf_span(text)));
}

TEST(without_a_file_every_row_stays_and_a_second_writing_changes_nothing)
{
	struct knowledge_tables first, shipped = knowledge_tables_shipped();
	struct buf one, two;
	size_t rows = 0, kept = 0;

	seen_prepare();
	buf_init(&one, 32u << 20);
	buf_init(&two, 32u << 20);
	assert_int_equal(renew(shipped, SPAN(""), &one), 0);
	assert_true(knowledge_tables_of(buf_span(&one), &first));
	assert_span_equal(first.warning, shipped.warning);
	for (size_t i = 0; i < shipped.names.len; i++)
		rows += shipped.names.ptr[i] == '\n';
	for (size_t i = 0; i < first.names.len; i++)
		kept += first.names.ptr[i] == '\n';
	assert_int_equal(kept, rows - 1);	/* all but the day it was made */
	assert_int_equal(renew(first, SPAN(""), &two), 0);
	assert_span_equal(buf_span(&two), buf_span(&one));
	buf_release(&one);
	buf_release(&two);
}

TEST(each_kind_of_file_gives_its_rows_and_the_others_stay)
{
	struct buf out;

	seen_prepare();
	buf_init(&out, 32u << 20);
	assert_int_equal(renew(few(), span_of(bundle), &out), 0);
	expect_row(&out, "actor\tG9001\tLantern Moth\tSlate Finch\n");
	expect_row(&out, "technique\tT9001\tLamp\nrevoked\tT9000\tT9001\n");
	expect_row(&out, "revoked\tT1086\tT1059.001\n");
	expect_row(&out, "technique\tT1566\tPhishing\tphish\n");
	expect_row(&out, "actor\tG0016\tAPT29\tCozy Bear|~Dukes\n");
	assert_int_equal(renew(few(), span_of(cluster), &out), 0);
	expect_row(&out, "malware\twin.lamp\tLamp\tLamp-Locker\n");
	assert_int_equal(renew(few(), span_of(catalogue), &out), 0);
	expect_row(&out, "kev\tCVE-2027-10001\t2027-02-01\tR\n");
	assert_true(span_find(buf_span(&out), SPAN("CVE-2019-19781")) == SPAN_NONE);
	assert_int_equal(renew(few(), span_of(list), &out), 0);
	expect_row(&out, "[warning]\nlist\tcloudflare\t2027-02-01\tshared\taddress\tCloudflare\t"
		   "List of known Cloudflare IP ranges\n198.51.100.0/24\nlist\tshort\t");
	buf_release(&out);
}

TEST(a_file_cut_anywhere_is_refused)
{
	static const char *const files[] = { bundle, cluster, catalogue, list };
	struct buf out;

	seen_prepare();
	buf_init(&out, 32u << 20);
	for (size_t f = 0; f < sizeof(files) / sizeof(files[0]); f++)
		for (size_t n = 1; n < strlen(files[f]); n++) {
			struct span tight = tight_copy(span_make(files[f], n));

			assert_int_equal(renew(few(), tight, &out), -1);
			free((void *)(uintptr_t)tight.ptr);
		}
	buf_release(&out);
}

TEST(whatever_a_changed_byte_does_what_is_written_can_be_read)
{
	static const char *const files[] = { bundle, cluster, catalogue, list };
	struct knowledge_tables t;
	uint32_t seed = 7;
	struct buf out, again;

	seen_prepare();
	buf_init(&out, 32u << 20);
	buf_init(&again, 32u << 20);
	for (int i = 0; i < 4000; i++) {
		const char *file = files[i % 4];
		size_t n = strlen(file);
		struct span tight = tight_copy(span_make(file, n));
		char *bytes = (char *)(uintptr_t)tight.ptr;

		for (int k = 0; k < 3; k++) {
			seed = seed * 1664525 + 1013904223;
			bytes[(seed >> 8) % n] = (char)(seed >> 24);
		}
		if (renew(few(), tight, &out) == 0) {
			assert_true(knowledge_tables_of(buf_span(&out), &t));
			assert_int_equal(renew(t, SPAN(""), &again), 0);
			assert_span_equal(buf_span(&again), buf_span(&out));
		}
		free(bytes);
	}
	buf_release(&out);
	buf_release(&again);
}
