/* test_hits.c -- one hit per indicator and place, in order. */
#include "test.h"

#include "match/hits.h"

static struct hit make(uint32_t indicator, uint64_t offset, uint32_t length, unsigned veil)
{
	return (struct hit){ indicator, offset, length, (uint16_t)veil, 0 };
}

TEST(hits_come_by_offset_and_the_longest_first)
{
	struct hits h = { 0 };

	hits_add(&h, &(struct hit){ .indicator = 1, .offset = 9, .length = 3 });
	hits_add(&h, &(struct hit){ .indicator = 2, .offset = 4, .length = 3 });
	hits_add(&h, &(struct hit){ .indicator = 3, .offset = 4, .length = 8 });
	hits_settle(&h);
	assert_int_equal(h.count, 3);
	assert_int_equal(h.item[0].indicator, 3);
	assert_int_equal(h.item[1].indicator, 2);
	assert_int_equal(h.item[2].indicator, 1);
	hits_release(&h);
}

TEST(one_indicator_seen_twice_at_a_place_is_reported_once_and_plainly)
{
	struct hits h = { 0 };
	struct hit plain = make(1, 4, 8, 0), veiled = make(1, 4, 8, VEIL_PERCENT);
	struct hit wider = make(2, 0, 14, VEIL_EMBEDDED), inner = make(2, 7, 7, 0);
	struct hit next = make(1, 12, 8, 0);

	hits_add(&h, &veiled);
	hits_add(&h, &plain);
	hits_add(&h, &inner);
	hits_add(&h, &wider);
	hits_add(&h, &next);
	hits_settle(&h);
	assert_int_equal(h.count, 3);
	assert_int_equal(h.item[0].veil, VEIL_EMBEDDED);
	assert_int_equal(h.item[1].veil, 0);
	assert_int_equal(h.item[2].offset, 12);
	hits_release(&h);
}

TEST(too_many_hits_are_said_and_bounded)
{
	struct hits h = { 0 };

	for (uint32_t i = 0; i < HITS_MAX + 5; i++)
		hits_add(&h, &(struct hit){ .indicator = i, .offset = i, .length = 1 });
	assert_true(h.full);
	assert_int_equal(h.count, HITS_MAX);
	hits_release(&h);
}

TEST(the_same_hit_a_million_times_is_no_flood)
{
	struct hits h = { 0 };

	for (uint32_t i = 0; i < 2 * HITS_MAX; i++)
		hits_add(&h, &(struct hit){ .indicator = 7, .offset = 3, .length = 1 });
	hits_settle(&h);
	assert_false(h.full);
	assert_int_equal(h.count, 1);
	hits_release(&h);
}
