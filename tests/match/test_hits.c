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

static int compare(const struct hit *a, const struct hit *b, bool place)
{
	const uint64_t keys[][2] = {
		{ place ? 0 : a->indicator, place ? 0 : b->indicator }, { a->offset, b->offset },
		{ b->length, a->length }, { a->indicator, b->indicator }, { a->veil, b->veil },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i][0] != keys[i][1])
			return keys[i][0] < keys[i][1] ? -1 : 1;
	return 0;
}

static void sort_slowly(struct hit *item, size_t n, bool place)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && compare(&item[k - 1], &item[k], place) > 0; k--) {
			struct hit other = item[k];

			item[k] = item[k - 1];
			item[k - 1] = other;
		}
}

/* All at once: by indicator, of overlapping ones the longest, then by place. */
static size_t settle_slowly(struct hit *item, size_t n)
{
	size_t kept = 0;

	sort_slowly(item, n, false);
	for (size_t i = 0; i < n; i++) {
		struct hit *last = kept ? &item[kept - 1] : NULL;

		if (!last || last->indicator != item[i].indicator ||
		    item[i].offset >= last->offset + last->length)
			item[kept++] = item[i];
		else if (item[i].length > last->length)
			*last = item[i];
	}
	sort_slowly(item, kept, true);
	return kept;
}

TEST(hits_are_settled_run_by_run_as_all_at_once)
{
	uint32_t seed = 9;

	for (int round = 0; round < 20000; round++) {
		struct hits h = { 0 };
		struct hit all[40];
		size_t n = 0, most;
		uint64_t at = 0;
		bool sorted;

		seed = seed * 1664525 + 1013904223;
		most = seed >> 8 & 31;
		sorted = seed >> 16 & 1;
		for (; n < most; n++) {
			seed = seed * 1664525 + 1013904223;
			at = sorted ? at + (seed >> 9 & 7) : seed >> 9 & 127;
			all[n] = make(seed >> 16 & 3, at, seed >> 20 & 15, seed >> 26 & 1);
			hits_add(&h, &all[n]);
		}
		hits_settle(&h);
		n = settle_slowly(all, n);
		assert_int_equal(h.count, n);
		for (size_t i = 0; i < n; i++)
			assert_memory_equal(&h.item[i], &all[i], sizeof(all[i]));
		hits_release(&h);
	}
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
