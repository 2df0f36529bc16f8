/* test_arena.c -- memory that dies at once, little of it and much. */
#include "test.h"

#include "base/arena.h"

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static bool is_zero(const char *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (at[i])
			return false;
	return true;
}

static size_t some_size(uint32_t *seed)
{
	return 1 + next_random(seed) % (next_random(seed) % 20 ? 3000 : 300000);
}

/* Small and large ones, over and over: each begins zeroed and keeps what was written to it. */
TEST(what_is_handed_out_is_zeroed_however_often_it_was_used)
{
	enum { HELD = 2000 };
	char *at[HELD];
	size_t size[HELD];
	uint32_t seed = 9;
	struct arena a;

	arena_init(&a, 200u << 20);
	for (int life = 0; life < 6; life++) {
		struct arena_mark mark = { 0 };
		int from = 500 + (int)(next_random(&seed) % 500);

		for (int twice = 0; twice < 2; twice++) {
			for (int i = twice ? from : 0; i < HELD; i++) {
				if (i == from && !twice)
					mark = arena_mark(&a);
				size[i] = some_size(&seed);
				at[i] = arena_alloc(&a, size[i]);
				assert_non_null(at[i]);
				assert_int_equal((uintptr_t)at[i] % 16, 0);
				if (!is_zero(at[i], size[i]))
					test_fail("%zu bytes are not zero", size[i]);
				memset(at[i], 1 + i % 255, size[i]);
			}
			for (int i = 0; i < HELD; i++)
				assert_true(at[i][0] == (char)(1 + i % 255) &&
					    at[i][size[i] - 1] == at[i][0]);
			if (!twice)
				arena_rewind(&a, mark);
		}
		arena_reset(&a);
		assert_int_equal(a.used, 0);
	}
	arena_release(&a);
}

TEST(the_budget_holds_for_much_as_for_little)
{
	struct arena a;
	size_t got = 0;

	arena_init(&a, 10u << 20);
	while (arena_room(&a, 1000))
		got += 1008;
	assert_in_range(got, (10u << 20) - 1008, 10u << 20);
	assert_null(arena_alloc(&a, 2000));
	arena_release(&a);
}
