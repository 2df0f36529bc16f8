/* test_yara_needs.c -- which rules cannot hold without a string of theirs. */
#include "test.h"

#include <yara.h>

#include "match/yara_needs.h"

#define STRINGS "strings: $a = \"moth\" $b = /la[nm]tern[a-z]/ $c = { 01 02 [2-4] 03 } "

static bool needs(const char *condition)
{
	char text[800];

	snprintf(text, sizeof(text), "import \"pe\"\nprivate rule help { condition: filesize > 1 }\n"
		 "rule r { meta: condition = \"x: any of them }\" " STRINGS
		 "condition: %s }", condition);
	return yara_needs_string(span_of(text));
}

TEST(the_ways_to_ask_for_a_string_are_known)
{
	static const char *const ways[] = {
		"$a or $b or $c", "$a and $b or ($c)", "any of them", "all of them", "2 of them", "1 of ($a, $b*)",
		"uint16(0) == 0x5A4D and 2 of ($a, $b)", "filesize < 3MB and (pe.is_pe or help) and ($a or #b > 2)",
		"$a at 0 or $b in (0..filesize - 10) or #c", "(($a)) // or true\n and not $b or $c or $b",
		"#a >= 1 and #b >= 0 or $a /* or true */ or any of ($b, $c) in (0..10)",
		"(filesize - 3) > 5 and $a or $b and (1 + 2) * 3 == 9 or $c",
		"for all i in (1..#a) : ( @a[i] < 3 or true ) and $a or $b or $c",
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!needs(ways[i]))
			test_fail("%s", ways[i]);
}

TEST(what_may_hold_without_one_is_not_taken_for_one_that_needs_it)
{
	static const char *const ways[] = {
		"true", "pe.imphash() == \"x\"", "$a or pe.is_pe", "not $a", "not all of them", "defined $a",
		"none of them", "0 of them", "0 of ($a) or $b", "any of (help*)", "(any of (help*)) or $a", "#a >= 0 or $b",
		"#a < 5 or $a", "#a == 0", "$a or (($b or (filesize > 3)))", "help", "50% of them", "#a > 2 - 5",
		"for all of them : ( @ < 3 )", "for any i in (1..3) : ( i > 1 ) or $a", "filesize > 3 or any of them",
		"\"$a or $b\" contains \"x\"", "@a[1] < 3 or !b[1] != 2",
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (needs(ways[i]))
			test_fail("%s", ways[i]);
}

TEST(depth_and_cuts_are_survived)
{
	char deep[4000] = "rule r { condition: ", *at = deep + strlen(deep);
	struct span text;

	memset(at, '(', 2000);
	strcpy(at + 2000, "$a }");
	assert_false(yara_needs_string(span_of(deep)));
	text = SPAN("rule r { " STRINGS "condition: ($a and 2 of ($a*, $b)) or #c > 2 }");
	for (size_t i = 0; i < text.len; i++) {
		struct span cut = tight_copy(span_cut(text, 0, i));

		assert_false(yara_needs_string(cut));
		free((void *)cut.ptr);
	}
	assert_true(yara_needs_string(text));
}

/* ---- against libyara: random conditions over bytes without any of the strings */

static uint32_t seed = 4;

static uint32_t roll(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

static void add_condition(char *out, unsigned depth)
{
	static const char *const leaves[] = {
		"$a", "$b", "#c > 1", "any of them", "1 of ($b, $c)", "filesize > 2", "true", "false", "not $a",
		"#a >= 0", "uint8(0) == 0x78", "none of them", "not (filesize > 5 and $c)", "any of (help*)",
		"$a at 2", "0 of ($a, $b)", "(1 + 2) > 2", "defined uint8(9)", "for any i in (1..2) : ( i > 1 or $a )",
	};

	if (depth == 0 || roll(3) == 0) {
		strcat(out, leaves[roll(sizeof(leaves) / sizeof(leaves[0]))]);
		return;
	}
	if (roll(2))
		strcat(out, roll(4) ? "(" : "not (");
	else
		depth += 100;
	add_condition(out, depth % 100 - 1);
	strcat(out, roll(2) ? " and " : " or ");
	add_condition(out, depth % 100 - 1);
	if (depth < 100)
		strcat(out, ")");
}

static int take(YR_SCAN_CONTEXT *context, int message, void *data, void *user)
{
	(void)context;
	if (message == CALLBACK_MSG_RULE_MATCHING && strcmp(((YR_RULE *)data)->identifier, "r") == 0)
		*(bool *)user = true;
	return CALLBACK_CONTINUE;
}

static bool holds(const char *text)
{
	YR_COMPILER *compiler;
	YR_RULES *rules;
	bool found = false;

	assert_int_equal(yr_compiler_create(&compiler), ERROR_SUCCESS);
	if (yr_compiler_add_string(compiler, text, NULL) != 0)
		test_fail("%s", text);
	assert_int_equal(yr_compiler_get_rules(compiler, &rules), ERROR_SUCCESS);
	assert_int_equal(yr_rules_scan_mem(rules, (const uint8_t *)"xyz", 3, 0, take, &found, 0), ERROR_SUCCESS);
	yr_rules_destroy(rules);
	yr_compiler_destroy(compiler);
	return found;
}

TEST(a_rule_that_needs_a_string_never_holds_without_one)
{
	unsigned needing = 0, holding = 0;

	assert_int_equal(yr_initialize(), ERROR_SUCCESS);
	for (unsigned i = 0; i < 1200; i++) {
		char text[4000] = "private rule help { condition: true } rule r { " STRINGS "condition: ";
		bool without;

		add_condition(text, 4);
		strcat(text, " or (#a > 1 and #b > 1 and #c > 1) }");
		without = holds(text);
		holding += without;
		if (!yara_needs_string(span_of(text)))
			continue;
		needing++;
		if (without)
			test_fail("%s", text);
	}
	assert_true(needing > 60 && holding > 60);
	yr_finalize();
}
