/* test_table.c -- the hash map. */
#include "test.h"

#include "base/table.h"

TEST(keys_come_back_in_the_order_in_which_they_came)
{
	enum { KEYS = 20000 };
	struct arena a;
	struct table t;
	struct error e;
	char text[40];

	arena_init(&a, 16 << 20);
	table_init(&t, &a, KEYS);
	assert_null(table_find(&t, SPAN("nothing yet")));
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned i = 0; i < KEYS; i++) {
			bool is_new;
			size_t n = (size_t)snprintf(text, sizeof(text), "key %u", i * 7919u % KEYS);
			uint64_t *value = table_add(&t, span_make(text, n), &is_new, &e);

			assert_non_null(value);
			assert_int_equal(is_new, round == 0);
			assert_int_equal(*value, round == 0 ? 0 : i);
			*value = i;
		}
	}
	assert_int_equal(t.count, KEYS);
	for (unsigned i = 0; i < KEYS; i++) {
		size_t n = (size_t)snprintf(text, sizeof(text), "key %u", i * 7919u % KEYS);

		assert_span_equal(t.entry[i].key, span_make(text, n));
		assert_int_equal(t.entry[i].value, i);
		assert_int_equal(*table_find(&t, span_make(text, n)), i);
	}
	assert_null(table_find(&t, SPAN("key")));
	assert_null(table_find(&t, SPAN("")));
	table_release(&t);
	arena_release(&a);
}

TEST(any_bytes_are_keys_and_borrowed_ones_stay_where_they_are)
{
	static const char bytes[] = "\0\0a";
	struct table t;
	struct error e;

	table_init(&t, NULL, 100);
	for (size_t from = 0; from < 3; from++)
		for (size_t n = 0; n + from <= 3; n++)
			*table_add(&t, span_make(bytes + from, n), NULL, &e) += 1;
	/* "" three times, NUL twice, a, NUL NUL, NUL a, NUL NUL a */
	assert_int_equal(t.count, 6);
	assert_int_equal(*table_find(&t, SPAN("")), 3);
	assert_int_equal(*table_find(&t, SPAN("\0")), 2);
	assert_int_equal(*table_find(&t, SPAN("\0a")), 1);
	assert_ptr_equal(t.entry[1].key.ptr, bytes);
	table_release(&t);
}

TEST(beyond_its_limits_a_table_stays_as_it_was)
{
	struct arena a;
	struct table t;
	struct error e;

	table_init(&t, NULL, 2);
	assert_non_null(table_add(&t, SPAN("a"), NULL, &e));
	assert_non_null(table_add(&t, SPAN("b"), NULL, &e));
	assert_null(table_add(&t, SPAN("c"), NULL, &e));
	assert_int_equal(e.code, ERR_LIMIT);
	assert_non_null(table_add(&t, SPAN("a"), NULL, &e));
	table_release(&t);

	arena_init(&a, 32);
	table_init(&t, &a, 100);
	assert_non_null(table_add(&t, SPAN("a"), NULL, &e));
	assert_null(table_add(&t, SPAN("longer than what is left of it"), NULL, &e));
	assert_int_equal(e.code, ERR_LIMIT);
	assert_int_equal(t.count, 1);
	assert_null(table_find(&t, SPAN("longer than what is left of it")));
	table_release(&t);
	arena_release(&a);
}
