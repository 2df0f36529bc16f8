/* test_intel.c -- names of roles and the lists of records. */
#include "test.h"

#include "intel/intel.h"

TEST(every_role_has_a_name_that_leads_back_to_it)
{
	for (unsigned i = 0; i < ROLE_COUNT; i++)
		assert_int_equal(role_of_name(span_of(role_name((enum role)i))), i);
	assert_int_equal(role_of_name(SPAN("rule-body")), ROLE_RULE_BODY);
}

TEST(an_unknown_role_is_none_and_is_named_so)
{
	assert_int_equal(role_of_name(SPAN("indicators")), ROLE_COUNT);
	assert_int_equal(role_of_name(SPAN("")), ROLE_COUNT);
	assert_string_equal(role_name(ROLE_COUNT), "unknown");
}

TEST(a_list_keeps_the_first_sixteen_and_drops_the_rest)
{
	struct strings s = { .count = 0 };
	char digits[] = "0123456789abcdefghij";

	for (size_t i = 0; i < 20; i++)
		strings_add(&s, span_make(digits + i, 1));
	assert_int_equal(s.count, INTEL_MANY);
	assert_span_equal(s.item[15], SPAN("f"));
}
