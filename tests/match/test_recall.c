/*
 * test_recall.c -- notes of texts and asks of sets: many texts in one, so that
 * what was noted a moment ago hides nothing; networks; full and damaged
 * segments; how often notes say "maybe" for nothing.
 */
#include "test.h"

#include "match_kit.h"

struct noted {
	struct buf segment[8];
	size_t count;
	struct recorder *recorder;
	struct buf image;
	struct set *set;
	struct engine_state state;
};

static int take_segment(void *context, struct span segment, struct error *e)
{
	struct noted *n = context;

	(void)e;
	assert_true(n->count < 8);
	buf_init(&n->segment[n->count], 64 << 20);
	buf_add(&n->segment[n->count++], segment);
	return 0;
}

static void note_open(struct noted *n)
{
	static const struct listed blank[] = { { KIND_DOMAIN, "nobody-asks.example" } };
	struct error e;

	*n = (struct noted){ .image = kit_image(blank, 1) };
	n->recorder = recorder_new(KIT_SEED, take_segment, n);
	assert_int_equal(set_open(&n->set, buf_span(&n->image), &e), 0);
	n->state = (struct engine_state){ .set = n->set, .hit = kit_ignore,
					  .recorder = n->recorder };
	assert_int_equal(engine_at(0)->open(&n->state, &e), 0);
	recorder_begin(n->recorder);
}

static void note_text(struct noted *n, struct span text)
{
	struct text_block block = { .bytes = text };
	struct error e;

	assert_int_equal(engine_at(0)->text(&n->state, &block, &e), 0);
}

static void note_end(struct noted *n)
{
	struct error e;

	assert_int_equal(recorder_end(n->recorder, &e), 1);
}

static void note_close(struct noted *n)
{
	engine_at(0)->close(&n->state);
	recorder_free(n->recorder);
	set_close(n->set);
	buf_release(&n->image);
	for (size_t i = 0; i < n->count; i++)
		buf_release(&n->segment[i]);
}

static bool may_hold(const struct noted *n, enum kind kind, const char *value)
{
	struct listed listed = { kind, value, 0, 0 };
	struct recall *asks = kit_asks(&listed);
	bool maybe = recall_why(asks) != 0;

	for (size_t i = 0; i < n->count; i++)
		maybe |= recall_may_hold(asks, buf_span(&n->segment[i]));
	recall_close(asks);
	return maybe;
}

/* Ways to write the same token that are not the same to a verifier. */
static const char *const around[][2] = {
	{ "x ", " y" }, { "\\n", "\\n" }, { "%41", " " }, { "-", "_ " }, { "\"", "\"" },
	{ "\xc3\xa9", " " }, { "http://", "/a" }, { "u@", ">" }, { "*u@", " " }, { "\nu@", " " },
	{ "C:\\Temp\\", " " }, { "www.", ":443" }, { "a.b.c.", " " }, { "(", "%2Ex" }, { "%2F", " " },
	{ "'u'@", " " }, { "long.long.long.local.part@", " " },
};

#define AROUND (sizeof(around) / sizeof(*around))

static const struct listed values[] = {
	{ KIND_DOMAIN, "evil.com" }, { KIND_DOMAIN, "c2.evil.com" }, { KIND_DOMAIN, "b.c2.evil.com" },
	{ KIND_EMAIL, "u@evil.com" }, { KIND_EMAIL, "*u@evil.com" }, { KIND_EMAIL, "u@c2.evil.com" },
	{ KIND_EMAIL, "long.long.long.local.part@c2.evil.com" }, { KIND_EMAIL, "'u'@evil.com" },
	{ KIND_URL, "http://c2.evil.com/a" }, { KIND_FILENAME, "evil.com" },
	{ KIND_EMAIL, "b-long.local.part.too@evil.com" },
	{ KIND_DOMAIN, "a-name-of-more-than-thirty-two-bytes.c2.evil.com" },
	{ KIND_DOMAIN, "another-name-of-more-than-32-bytes.evil.com" },
	{ KIND_PATH, "C:\\Temp\\evil.com" }, { KIND_DOMAIN, "www.evil.com" },
};

#define VALUES (sizeof(values) / sizeof(*values))

TEST(what_was_met_in_one_form_is_known_in_every_other)
{
	static const char *const cores[] = { "evil.com", "c2.evil.com", "b.c2.evil.com" };
	struct kit k;

	kit_open(&k, values, VALUES);
	for (size_t first = 0; first < AROUND; first++)
		for (size_t second = 0; second < AROUND; second++)
			for (size_t c = 0; c < 3; c++) {
				char text[400];

				snprintf(text, sizeof(text), "................................ %s%s%s"
					 " and %s%s%s", around[first][0], cores[c], around[first][1],
					 around[second][0], cores[c], around[second][1]);
				kit_text(&k, span_of(text), false);
			}
	kit_text(&k, SPAN("................................ nevil.com \\nevil.com"), false);
	kit_text(&k, SPAN("................................ a-long.local.part.too@evil.com "
			  "b-long.local.part.too@evil.com"), false);
	kit_text(&k, SPAN("................................................................ "
			  "x.a-name-of-more-than-thirty-two-bytes.c2.evil.com,"
			  "y.another-name-of-more-than-32-bytes.evil.com"), false);
	assert_true(k.recalled > 500);
	kit_close(&k);
}

TEST(networks_are_asked_by_the_addresses_that_were_met)
{
	struct noted n;

	note_open(&n);
	note_text(&n, SPAN("from 198.51.100.77 and 2001:db8:17:4::9 and 0.0.0.0, 255.255.255.255 too"));
	note_end(&n);
	assert_true(may_hold(&n, KIND_CIDR, "198.51.100.0/24"));
	assert_true(may_hold(&n, KIND_CIDR, "198.51.0.0/16"));
	assert_true(may_hold(&n, KIND_CIDR, "198.51.100.76/31"));
	assert_false(may_hold(&n, KIND_CIDR, "198.51.100.78/31"));
	assert_false(may_hold(&n, KIND_CIDR, "198.51.101.0/24"));
	assert_false(may_hold(&n, KIND_CIDR, "128.0.0.0/2"));
	assert_true(may_hold(&n, KIND_IPV4, "0.0.0.0"));
	assert_true(may_hold(&n, KIND_IPV4, "255.255.255.255"));
	assert_true(may_hold(&n, KIND_CIDR, "2001:db8:17::/48"));
	assert_true(may_hold(&n, KIND_CIDR, "2001:db8:17:4::/64"));
	assert_true(may_hold(&n, KIND_CIDR, "2001:db8::/32"));
	assert_false(may_hold(&n, KIND_CIDR, "2001:db8:18::/48"));
	assert_false(may_hold(&n, KIND_CIDR, "2001:db8:17:5::/64"));
	note_close(&n);
}

/* A million names and as many addresses, and a thousand questions for others. */
TEST(full_segments_know_all_that_they_were_told_and_little_else)
{
	struct noted n;
	struct buf text;
	unsigned wrong = 0;

	note_open(&n);
	buf_init(&text, 64 << 20);
	for (unsigned i = 0; i < 700000; i++)
		buf_printf(&text, "h%u.name%u.net %u.%u.%u.%u\n", i % 7, i, 1 + i % 200, i >> 16,
			   i >> 8 & 255, i & 255);
	note_text(&n, buf_span(&text));
	note_end(&n);
	assert_true(n.count >= 2 && n.count <= 4);
	for (unsigned i = 0; i < 700000; i += 9973) {
		char name[80];

		snprintf(name, sizeof(name), "h%u.name%u.net", i % 7, i);
		assert_true(may_hold(&n, KIND_DOMAIN, name));
		snprintf(name, sizeof(name), "name%u.net", i);
		assert_true(may_hold(&n, KIND_DOMAIN, name));
		snprintf(name, sizeof(name), "%u.%u.%u.%u", 1 + i % 200, i >> 16, i >> 8 & 255, i & 255);
		assert_true(may_hold(&n, KIND_IPV4, name));
	}
	for (unsigned i = 0; i < 1000; i++) {
		char name[80];

		snprintf(name, sizeof(name), "name%u.org", i);
		wrong += may_hold(&n, KIND_DOMAIN, name);
	}
	assert_true(wrong <= 1);
	buf_release(&text);
	note_close(&n);
}

/* Items of all sizes one after the other: what one of them showed is new in the next. */
TEST(what_was_noted_of_one_item_is_noted_again_of_the_next)
{
	static const unsigned sizes[] = { 1, 40, 3, 3000, 2, 150000, 1, 700 };
	static const char *const shown[] = { "all.of-them.net", "of-them.net", "203.0.113.77", "0.0.0.0" };
	static const enum kind kinds[] = { KIND_DOMAIN, KIND_DOMAIN, KIND_IPV4, KIND_IPV4 };
	struct noted n;
	struct buf text;

	note_open(&n);
	buf_init(&text, 64 << 20);
	for (unsigned round = 0; round < 2 * sizeof(sizes) / sizeof(*sizes); round++) {
		unsigned size = sizes[round % (sizeof(sizes) / sizeof(*sizes))];

		buf_clear(&text);
		for (unsigned i = 0; i < size; i++)
			buf_printf(&text, "h%u.name%u.net 10.%u.%u.%u\n", i % 7, i, i >> 16, i >> 8 & 255,
				   i & 255);
		buf_text(&text, "all.of-them.net 203.0.113.77 0.0.0.0 2001:db8::77 and more\n");
		note_text(&n, buf_span(&text));
		note_end(&n);
		for (unsigned i = 0; i < 4; i++)
			if (!may_hold(&n, kinds[i], shown[i]))
				test_fail("%s in item %u of %u lines", shown[i], round, size);
		assert_true(may_hold(&n, KIND_CIDR, "2001:db8::/48"));
		assert_false(may_hold(&n, KIND_DOMAIN, "none.of-them.net"));
		while (n.count)
			buf_release(&n.segment[--n.count]);
		recorder_begin(n.recorder);
	}
	buf_release(&text);
	note_end(&n);
	note_close(&n);
}

TEST(a_damaged_segment_may_hold_anything)
{
	struct listed listed = { KIND_DOMAIN, "not-there.net", 0, 0 };
	struct recall *asks = kit_asks(&listed);
	struct noted n;

	note_open(&n);
	note_text(&n, SPAN("evil.com 1.2.3.4 c2.evil.org d41d8cd98f00b204e9800998ecf8427a"));
	note_end(&n);
	assert_int_equal(n.count, 1);
	assert_false(recall_may_hold(asks, buf_span(&n.segment[0])));
	for (size_t i = 0; i < n.segment[0].len; i++) {
		n.segment[0].ptr[i] ^= 1;
		assert_true(recall_may_hold(asks, buf_span(&n.segment[0])));
		n.segment[0].ptr[i] ^= 1;
	}
	for (size_t i = 0; i < n.segment[0].len; i++) {
		struct span cut = tight_copy(span_cut(buf_span(&n.segment[0]), 0, i));

		assert_true(recall_may_hold(asks, cut));
		free((char *)(uintptr_t)cut.ptr);
	}
	recall_close(asks);
	note_close(&n);
}

TEST(what_can_only_be_found_by_reading_says_so)
{
	static const struct listed texts[] = {
		{ KIND_USER_AGENT, "EvilAgent/1.0" }, { KIND_MUTEX, "Global\\EvilMutex" },
		{ KIND_FILENAME, "evil" }, { KIND_REGISTRY_KEY, "HKLM\\Software\\Evil" },
	};
	struct recall *asks;
	struct listed one;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		asks = kit_asks(&texts[i]);
		assert_int_equal(recall_why(asks), RECALL_TEXTS);
		recall_close(asks);
	}
	one = (struct listed){ KIND_CIDR, "2000::/3", 0, 0 };
	asks = kit_asks(&one);
	assert_int_equal(recall_why(asks), RECALL_NETWORKS);
	recall_close(asks);
	one = (struct listed){ KIND_FILENAME, "07.123456z", 0, 0 };
	asks = kit_asks(&one);
	assert_int_equal(recall_why(asks), RECALL_NAMES);
	recall_close(asks);
	one = (struct listed){ KIND_EMAIL, "root@192.0.2.7", 0, 0 };
	asks = kit_asks(&one);
	assert_int_equal(recall_why(asks), RECALL_NAMES);
	recall_close(asks);
	one = (struct listed){ KIND_EMAIL, "bob@07.123456z", 0, 0 };
	asks = kit_asks(&one);
	assert_int_equal(recall_why(asks), RECALL_NAMES);
	recall_close(asks);
}

TEST(asks_that_are_cut_are_refused)
{
	struct listed listed = { KIND_DOMAIN, "evil.com", 0, 0 };
	struct buf log, bytes;
	struct recall *asks;
	struct error e;

	buf_init(&log, 1 << 20);
	buf_init(&bytes, 1 << 20);
	kit_add(&log, &listed);
	assert_int_equal(set_asks(buf_span(&log), 1, 1 << 24, &bytes, &e), 0);
	for (size_t i = 0; i < bytes.len; i++) {
		struct span cut = tight_copy(span_cut(buf_span(&bytes), 0, i));

		assert_int_equal(recall_open(&asks, cut, &e), -1);
		free((char *)(uintptr_t)cut.ptr);
	}
	buf_release(&log);
	buf_release(&bytes);
}
