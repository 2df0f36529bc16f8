/* test_yara_rows.c -- libyara finds the same, by its own table and by the one with rows. */
#include "test.h"

#include <yara.h>

#include "match/yara_rows.h"

#define RULES 60
#define FOUND 4000

struct found {
	size_t count;
	struct { uint32_t string; int64_t at; int32_t length; } of[FOUND];
};

static uint32_t seed = 20;

static uint32_t roll(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

static void add_text(char *out, unsigned letters)
{
	unsigned length = 1 + roll(9);

	for (unsigned i = 0; i < length; i++)
		sprintf(out + strlen(out), "\\x%02x", i % 3 == 2 ? roll(256) : roll(letters));
}

/* Short texts of few letters, so that atoms begin, end and lie in one another. */
static YR_RULES *make_rules(unsigned letters)
{
	static const char *const flags[] = { "", "nocase", "wide ascii", "fullword", "private" };
	YR_COMPILER *compiler;
	YR_RULES *rules;
	char text[600];

	assert_int_equal(yr_compiler_create(&compiler), ERROR_SUCCESS);
	for (unsigned i = 0; i < RULES; i++) {
		snprintf(text, sizeof(text), "rule r%u { strings: $a = \"", i);
		add_text(text, letters);
		sprintf(text + strlen(text), "\" %s $b = \"", flags[roll(5)]);
		add_text(text, letters);
		strcat(text, "\" $c = { 01 ?? 0");
		sprintf(text + strlen(text), "%u [1-3] 00 } condition: any of them }", roll(4));
		assert_int_equal(yr_compiler_add_string(compiler, text, NULL), 0);
	}
	assert_int_equal(yr_compiler_get_rules(compiler, &rules), ERROR_SUCCESS);
	yr_compiler_destroy(compiler);
	return rules;
}

static int take(YR_SCAN_CONTEXT *context, int message, void *data, void *user)
{
	struct found *found = user;
	YR_RULE *rule = data;
	YR_STRING *string;

	if (message != CALLBACK_MSG_RULE_MATCHING)
		return CALLBACK_CONTINUE;
	yr_rule_strings_foreach(rule, string) {
		YR_MATCH m;

		/* libyara packs them without alignment. */
		for (const void *match = context->matches[string->idx].head; match; match = m.next) {
			memcpy(&m, match, sizeof(m));
			if (found->count == FOUND)
				continue;
			found->of[found->count].string = string->idx;
			found->of[found->count].at = m.offset;
			found->of[found->count++].length = m.match_length;
		}
	}
	return CALLBACK_CONTINUE;
}

static void scan(YR_RULES *rules, const uint8_t *bytes, size_t size, struct found *found)
{
	memset(found, 0, sizeof(*found));
	assert_int_equal(yr_rules_scan_mem(rules, bytes, size, SCAN_FLAGS_REPORT_RULES_MATCHING, take,
					   found, 0), ERROR_SUCCESS);
}

TEST(rows_change_nothing_of_what_is_found)
{
	static struct found packed, rows;
	static const unsigned letters[] = { 2, 3, 6, 256 };
	uint8_t bytes[700];
	size_t all = 0;

	assert_int_equal(yr_initialize(), ERROR_SUCCESS);
	for (unsigned round = 0; round < 24; round++) {
		unsigned few = letters[round % 4];
		YR_RULES *rules = make_rules(few);
		YR_AC_TRANSITION *table = rules->ac_transition_table;

		for (unsigned n = 0; n < 20; n++) {
			size_t size = roll(sizeof(bytes));

			for (size_t i = 0; i < size; i++)
				bytes[i] = (uint8_t)(roll(8) ? roll(few) : roll(256));
			scan(rules, bytes, size, &packed);
			yara_rows_add(rules);
			assert_ptr_not_equal(rules->ac_transition_table, table);
			scan(rules, bytes, size, &rows);
			yara_rows_remove(rules);
			assert_ptr_equal(rules->ac_transition_table, table);
			assert_int_equal(rows.count, packed.count);
			assert_memory_equal(rows.of, packed.of, sizeof(rows.of));
			all += packed.count;
		}
		yr_rules_destroy(rules);
	}
	assert_true(all > 100000);
	yr_finalize();
}
