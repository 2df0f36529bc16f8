/* test_hash.c -- digests and names made of them. */
#include "test.h"

#include "base/hash.h"

TEST(digests_are_those_of_the_standards)
{
	static const struct { enum digest which; const char *text, *hex; } known[] = {
		{ DIGEST_MD5, "", "d41d8cd98f00b204e9800998ecf8427e" },
		{ DIGEST_MD5, "abc", "900150983cd24fb0d6963f7d28e17f72" },
		{ DIGEST_SHA1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ DIGEST_SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ DIGEST_SHA512, "abc", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
					"2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
	};
	char hex[2 * DIGEST_MAX + 1];

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		digest_hex(known[i].which, span_of(known[i].text), hex);
		assert_string_equal(hex, known[i].hex);
	}
	assert_string_equal(digest_name(DIGEST_SHA256), "sha256");
}

TEST(several_digests_in_pieces_are_those_of_the_whole)
{
	struct digests d = { 0 };
	struct error e;
	size_t size = 300000;
	char *bytes = malloc(size), expected[2 * DIGEST_MAX + 1], hex[2 * DIGEST_MAX + 1];

	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(i * 7 + i / 251);
	for (int round = 0; round < 3; round++) {	/* contexts are used again */
		unsigned wanted = round == 1 ? 1u << DIGEST_MD5 | 1u << DIGEST_SHA512 : 15;
		uint8_t raw[DIGEST_MAX];
		size_t at = 0, piece = 1;

		assert_int_equal(digests_begin(&d, wanted, &e), 0);
		for (; at < size; at += piece, piece = piece * 3 + 1)
			digests_add(&d, span_cut(span_make(bytes, size), at, piece));
		for (enum digest i = 0; i < DIGEST_COUNT; i++) {
			size_t length = digests_end(&d, i, raw);

			assert_int_equal(length > 0, (wanted >> i) & 1);
			if (length == 0)
				continue;
			hex_encode(raw, length, hex);
			digest_hex(i, span_make(bytes, size), expected);
			assert_string_equal(hex, expected);
			assert_int_equal(digests_end(&d, i, raw), 0);
		}
	}
	digests_release(&d);
	free(bytes);
}

TEST(a_name_has_one_uuid_forever)
{
	char out[37];

	uuid5(SPAN("tocsin"), out);
	assert_string_equal(out, "3d034833-b1e4-5c5b-a1ad-2565e0dff4d3");
	uuid5(SPAN(""), out);
	assert_string_equal(out, "8b1ab32c-901c-5b2b-bd05-34b9d9dcd7d8");
}
