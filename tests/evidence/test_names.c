/* test_names.c -- the dictionary of field names and the words of verdicts. */
#include "evidence/log/names.h"
#include "evidence/log/verdict.h"
#include "test.h"

TEST(the_dictionary_is_sorted_and_names_nothing_twice)
{
	for (size_t i = 1; name_row_at(i); i++)
		if (strcmp(name_row_at(i - 1)->name, name_row_at(i)->name) >= 0)
			test_fail("\"%s\" stands before \"%s\"", name_row_at(i - 1)->name,
				  name_row_at(i)->name);
}

TEST(every_name_of_the_dictionary_is_plain_and_found)
{
	for (size_t i = 0; name_row_at(i); i++) {
		struct span name = span_of(name_row_at(i)->name);
		char plain[NAME_MAX_LEN];

		assert_int_equal(name_plain(name, plain), name.len);
		assert_memory_equal(plain, name.ptr, name.len);
		assert_int_equal(name_slot(name), name_row_at(i)->slot);
		assert_true(name_row_at(i)->slot > SLOT_NONE && name_row_at(i)->slot < SLOT_COUNT);
	}
}

TEST(letter_case_and_separators_of_a_name_do_not_count)
{
	static const struct {
		const char *name;
		enum slot slot;
	} rows[] = {
		{ "srcip", SLOT_SRC }, { "src_ip", SLOT_SRC }, { "source.ip", SLOT_SRC },
		{ "SourceIP", SLOT_SRC }, { "Source Address", SLOT_SRC }, { "id.orig_h", SLOT_SRC },
		{ "c-ip", SLOT_CLIENT }, { "dstip", SLOT_DST }, { "Destination address", SLOT_DST },
		{ "destination.ip", SLOT_DST }, { "cs(User-Agent)", SLOT_AGENT },
		{ "user_agent.original", SLOT_AGENT }, { "rcvdbyte", SLOT_RECEIVED },
		{ "Bytes Sent", SLOT_SENT }, { "@timestamp", SLOT_TIME }, { "devname", SLOT_SENSOR },
		{ "observer.name", SLOT_SENSOR }, { "srcintfrole", SLOT_SRC_ROLE },
		{ "SHA256HashData", SLOT_HASH }, { "no such name", SLOT_NONE }, { "", SLOT_NONE },
		{ "---", SLOT_NONE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (name_find(NULL, 0, span_of(rows[i].name)) != rows[i].slot)
			test_fail("\"%s\" is %d", rows[i].name,
				  (int)name_find(NULL, 0, span_of(rows[i].name)));
}

TEST(the_cache_says_what_the_dictionary_says)
{
	static struct name_cache cache;

	for (int round = 0; round < 3; round++)
		for (size_t i = 0; name_row_at(i); i += 1 + (size_t)round)
			assert_int_equal(name_cached(&cache, NULL, 0, span_of(name_row_at(i)->name)),
					 name_row_at(i)->slot);
}

TEST(a_name_of_any_bytes_is_looked_up_within_its_bounds)
{
	static struct name_cache cache;
	uint32_t seed = 7;

	for (int i = 0; i < 20000; i++) {
		char name[120];
		struct span copy;

		for (size_t k = 0; k < sizeof(name); k++)
			name[k] = (char)(seed = seed * 1103515245u + 12345u);
		copy = tight_copy(span_make(name, seed >> 16 & 127 & (sizeof(name) - 1)));
		assert_int_equal(name_cached(&cache, NULL, 0, copy), name_find(NULL, 0, copy));
		free((char *)copy.ptr);
	}
}

TEST(words_of_sensors_become_verdicts)
{
	static const struct {
		const char *word;
		enum verdict verdict;
	} rows[] = {
		{ "accept", VERDICT_ACCEPTED }, { "Allowed", VERDICT_ACCEPTED },
		{ "client-rst", VERDICT_ACCEPTED }, { "TIMEOUT", VERDICT_ACCEPTED },
		{ "deny", VERDICT_REFUSED }, { "reset-both", VERDICT_RESET },
		{ "block-url", VERDICT_REFUSED }, { "Blocked by policy 7", VERDICT_REFUSED },
		{ "TCP_DENIED", VERDICT_REFUSED }, { "tunnel-up", VERDICT_LOGIN_OK },
		{ "ssl-login-fail", VERDICT_LOGIN_FAILED }, { "ip-conn", VERDICT_SILENT },
		{ "quarantined", VERDICT_QUARANTINED }, { "detected", VERDICT_DETECTED },
		{ "DELIVER", VERDICT_DELIVERED }, { "", VERDICT_NONE }, { "blockade", VERDICT_NONE },
		{ "undeny", VERDICT_NONE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (verdict_of(span_of(rows[i].word)) != rows[i].verdict)
			test_fail("\"%s\" is %d", rows[i].word, (int)verdict_of(span_of(rows[i].word)));
}

TEST(verdict_words_are_sorted)
{
	static const struct name_row words[] = {
#include "evidence/log/verdict_data.h"
	};

	for (size_t i = 1; i < sizeof(words) / sizeof(words[0]); i++)
		assert_true(strcmp(words[i - 1].name, words[i].name) < 0);
}

TEST(a_flow_exchanged_data_only_when_bytes_went_both_ways)
{
	struct event ev;

	event_clear(&ev);
	assert_int_equal(verdict_flow(VERDICT_ACCEPTED, &ev), OUTCOME_LET_THROUGH);
	assert_int_equal(verdict_flow(VERDICT_NONE, &ev), OUTCOME_UNKNOWN);
	ev.has_bytes = true;
	ev.bytes_out = 5;
	assert_int_equal(verdict_flow(VERDICT_ACCEPTED, &ev), OUTCOME_LET_THROUGH);
	assert_int_equal(verdict_flow(VERDICT_SILENT, &ev), OUTCOME_NO_ANSWER);
	ev.bytes_in = 5;
	assert_int_equal(verdict_flow(VERDICT_ACCEPTED, &ev), OUTCOME_DATA);
	assert_int_equal(verdict_flow(VERDICT_REFUSED, &ev), OUTCOME_REFUSED);
}
