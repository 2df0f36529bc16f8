/*
 * test.h -- a test is a sentence: TEST(gzip_cut_anywhere_reports_truncation) { ... }
 *
 * Each file of tests is one program; tests register themselves and run in the
 * order of the file, under cmocka, whose assert_* are used directly.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* cmocka's fail and fail_msg give way to base/error.h; a test fails by test_fail("..."). */
#undef fail
#undef fail_msg
#define test_fail(...) \
	do { \
		print_error(__VA_ARGS__); \
		print_error("\n"); \
		_fail(__FILE__, __LINE__); \
	} while (0)


#include "base/span.h"

#define TEST_MAX 400

static struct CMUnitTest test_list[TEST_MAX];
static size_t test_count;

static inline void test_add(const char *name, void (*run)(void **))
{
	char *sentence = strdup(name);

	if (test_count == TEST_MAX)
		abort();
	for (char *c = sentence; *c; c++)
		if (*c == '_')
			*c = ' ';
	test_list[test_count++] = (struct CMUnitTest){ sentence, run, NULL, NULL, NULL };
}

#define TEST(name) \
	static void test_##name(void **state); \
	__attribute__((constructor)) static void register_##name(void) { test_add(#name, test_##name); } \
	static void test_##name(__attribute__((unused)) void **state)

#define assert_span_equal(actual, expected) \
	do { \
		struct span a_ = (actual), b_ = (expected); \
		if (!span_equal(a_, b_)) \
			test_fail("'%.*s' is not '%.*s'", SPAN_ARG(a_), SPAN_ARG(b_)); \
	} while (0)

/* A copy that ends exactly where malloc's block ends, so that ASan sees one byte too many. */
static inline struct span tight_copy(struct span s)
{
	char *copy = malloc(s.len ? s.len : 1);

	if (s.len)
		memcpy(copy, s.ptr, s.len);
	return span_make(copy, s.len);
}

static inline int test_main(void)
{
	return _cmocka_run_group_tests("", test_list, test_count, NULL, NULL);
}

/* A test that is also its own worker program defines TEST_NO_MAIN. */
#ifndef TEST_NO_MAIN
int main(void)
{
	return test_main();
}
#endif

#endif
