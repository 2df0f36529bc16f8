/* test_hash_chain.c -- pieces give what the whole gives, wherever it is cut. */
#include "base/hash_chain.h"
#include "test.h"

#define ALL ((1u << DIGEST_COUNT) - 1)

static void expect_same(struct hash_chain *c, struct span whole)
{
	for (enum digest d = 0; d < DIGEST_COUNT; d++) {
		uint8_t raw[DIGEST_MAX];
		char hex[2 * DIGEST_MAX + 1], all[2 * DIGEST_MAX + 1];

		hex_encode(raw, hash_chain_end(c, d, raw), hex);
		digest_hex(d, whole, all);
		assert_string_equal(hex, all);
		assert_int_equal(hash_chain_end(c, d, raw), 0);
	}
}

TEST(a_chain_cut_anywhere_gives_the_digest_of_the_whole)
{
	static char text[300];
	struct error e;

	assert_int_equal(digest_prepare(&e), 0);
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 7);
	for (size_t cut = 0; cut <= sizeof(text); cut++) {
		struct span whole = span_make(text, sizeof(text));
		struct hash_chain *c = hash_chain_new(ALL);
		struct buf saved;

		buf_init(&saved, 1 << 16);
		hash_chain_add(c, span_cut(whole, 0, cut));
		hash_chain_save(c, &saved);
		hash_chain_free(c);
		c = hash_chain_load(buf_span(&saved));
		assert_non_null(c);
		hash_chain_add(c, span_skip(whole, cut));
		expect_same(c, whole);
		hash_chain_free(c);
		buf_release(&saved);
	}
}

TEST(a_state_that_no_chain_saved_is_refused_or_harmless)
{
	struct hash_chain *c = hash_chain_new(ALL);
	struct buf saved;
	uint8_t raw[DIGEST_MAX];

	buf_init(&saved, 1 << 16);
	hash_chain_save(c, &saved);
	hash_chain_free(c);
	assert_null(hash_chain_load(span_cut(buf_span(&saved), 0, saved.len - 1)));
	assert_null(hash_chain_load(SPAN("")));
	for (size_t i = 0; i < saved.len; i++) {
		struct span tight = tight_copy(buf_span(&saved));

		((char *)tight.ptr)[i] = (char)0xff;
		c = hash_chain_load(tight);
		if (c) {
			hash_chain_add(c, SPAN("some bytes"));
			for (enum digest d = 0; d < DIGEST_COUNT; d++)
				hash_chain_end(c, d, raw);
		}
		hash_chain_free(c);
		free((char *)tight.ptr);
	}
	buf_release(&saved);
}
