/* test_yara_atoms.c -- libyara finds the same in all of an item and in the parts that are left of it. */
#include "test.h"

#include "match/kernel.h"

#include <yara.h>

#include "match/yara_atoms.h"
#include "match/yara_rows.h"
#include "match/yara_shown.h"

#define RULES 12
#define WORDS 10
#define FOUND 20000
#define ITEM  (96u << 10)

struct found {
	size_t count;
	struct { uint32_t string; int64_t at; int32_t length; } of[FOUND];
};

static uint32_t seed = 7;

static uint32_t roll(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % (below ? below : 1);
}

static int take(YR_SCAN_CONTEXT *context, int message, void *data, void *user)
{
	struct found *found = user;
	YR_RULE *rule = data;
	YR_STRING *string;

	if (message != CALLBACK_MSG_RULE_MATCHING)
		return CALLBACK_CONTINUE;
	if (found->count < FOUND)
		found->of[found->count++].string = UINT32_MAX - (uint32_t)(rule - context->rules->rules_table);
	yr_rule_strings_foreach(rule, string) {
		YR_MATCH m;

		for (const void *match = context->matches[string->idx].head; match; match = m.next) {
			memcpy(&m, match, sizeof(m));
			if (found->count == FOUND)
				continue;
			found->of[found->count].string = string->idx;
			found->of[found->count].at = m.base + m.offset;
			found->of[found->count++].length = m.match_length;
		}
	}
	return CALLBACK_CONTINUE;
}

static void scan(YR_RULES *rules, struct span item, const struct yara_parts *parts, struct found *found)
{
	struct yara_shown shown;
	YR_SCANNER *scanner;

	memset(found, 0, sizeof(*found));
	assert_int_equal(yr_scanner_create(rules, &scanner), ERROR_SUCCESS);
	yr_scanner_set_callback(scanner, take, found);
	yr_scanner_set_flags(scanner, SCAN_FLAGS_REPORT_RULES_MATCHING);
	if (parts)
		assert_int_equal(yr_scanner_scan_mem_blocks(scanner, yara_show(&shown, item, parts)),
				 ERROR_SUCCESS);
	else
		assert_int_equal(yr_scanner_scan_mem(scanner, (const uint8_t *)item.ptr, item.len), ERROR_SUCCESS);
	yr_scanner_destroy(scanner);
}

/* ---- strings, and what they are found in */

static char words[WORDS][24];

static void make_words(void)
{
	for (unsigned i = 0; i < WORDS; i++) {
		unsigned length = 5 + roll(12);

		memset(words[i], 0, sizeof(words[i]));
		for (unsigned k = 0; k < length; k++)
			words[i][k] = (char)('a' + roll(26));
	}
}

static void add_hex(char *out, const char *word, unsigned from, unsigned to)
{
	for (unsigned i = from; i < to && word[i]; i++)
		sprintf(out + strlen(out), "%02X ", (unsigned char)word[i]);
}

static void add_string(char *out, unsigned name)
{
	static const char *const flags[] = {
		"", "nocase", "wide", "wide ascii", "nocase wide ascii", "fullword", "fullword wide", "private",
		"xor", "xor(1-9) wide ascii", "base64", "base64wide", "nocase fullword",
	};
	static const char *const between[] = {
		"[2-6]", "[0-180] ", "?? ??", "[150]", "[10-700]", "[-]", "( 01 | 02 03 | ?? 04 )", "[300-1000]",
	};
	const char *word = words[roll(WORDS)], *other = words[roll(WORDS)];

	sprintf(out + strlen(out), " $s%u = ", name);
	switch (roll(7)) {
	case 0:
	case 1:
		sprintf(out + strlen(out), "\"%s\" %s\n", word, flags[roll(13)]);
		break;
	case 2:
		strcat(out, "{ ");
		add_hex(out, word, 0, 5);
		sprintf(out + strlen(out), "%s ", between[roll(8)]);
		add_hex(out, other, 0, 4);
		strcat(out, "}\n");
		break;
	case 3:
		strcat(out, "{ ");
		add_hex(out, word, 0, 24);
		strcat(out, "}\n");
		break;
	case 4:
		sprintf(out + strlen(out), "/%s[a-z]{0,%u}.{0,%u}%.4s/%s %s\n", word, 1 + roll(9), 1 + roll(400), other,
			roll(2) ? "i" : "s", roll(3) ? "" : "wide ascii");
		break;
	case 5:
		strcat(out, "{ ");
		add_hex(out, word, 0, 2 + roll(2));
		strcat(out, "[3-90] ");
		add_hex(out, word, 4, 5);
		strcat(out, "}\n");
		break;
	default:
		sprintf(out + strlen(out), "/(%s.*%.5s|\\b%.4s\\b|[^a]%.5s+$|^%.5s)/%s %s\n", word, other,
			words[roll(WORDS)], words[roll(WORDS)], words[roll(WORDS)], roll(2) ? "" : "s",
			roll(3) ? "" : "fullword");
		break;
	}
}

static YR_RULES *make_rules(void)
{
	YR_COMPILER *compiler;
	YR_RULES *rules;

	assert_int_equal(yr_compiler_create(&compiler), ERROR_SUCCESS);
	for (unsigned i = 0; i < RULES; i++) {
		static const char *const conditions[] = {
			"any of them", "$s0 and $s1", "#s0 > 3 or $s2 at 0 or $s1", "$s1 in (100..50000) or @s0[1] > 70 or $s2",
			"for any of them : ( $ and uint8(@) > 0 ) and math.entropy(0, filesize) > 0.1",
			"filesize > 3 and uint16(0) != 3 and any of them and hash.md5(0, filesize) != \"x\"",
		};
		char text[4000];

		snprintf(text, sizeof(text), "import \"math\" import \"hash\" rule r%u { strings:\n", i);
		for (unsigned k = 0; k < 3; k++)
			add_string(text, k);
		sprintf(text + strlen(text), "condition: (%s) and (#s0 + #s1 + #s2 >= 0) }", conditions[roll(6)]);
		if (yr_compiler_add_string(compiler, text, NULL) != 0)
			test_fail("%s", text);
	}
	assert_int_equal(yr_compiler_get_rules(compiler, &rules), ERROR_SUCCESS);
	yr_compiler_destroy(compiler);
	return rules;
}

static const char *const letters64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static size_t put_base64(uint8_t *out, const char *word)
{
	size_t n = strlen(word) / 3 * 3, at = 0;

	for (size_t i = 0; i < n; i += 3) {
		uint32_t three = (uint32_t)(uint8_t)word[i] << 16 | (uint32_t)(uint8_t)word[i + 1] << 8 | (uint8_t)word[i + 2];

		for (unsigned k = 0; k < 4; k++)
			out[at++] = (uint8_t)letters64[three >> (18 - 6 * k) & 63];
	}
	return at;
}

/* A word, or a piece, or in another dress. */
static size_t put_word(uint8_t *out)
{
	const char *word = words[roll(WORDS)];
	size_t n = strlen(word), at = 0;
	uint8_t key = (uint8_t)roll(256);

	switch (roll(8)) {
	case 0:
		return put_base64(out, word);
	case 1:
		for (; at < n; at++)
			out[at] = (uint8_t)word[at] ^ key;
		return n;
	case 2:
	case 3:
		for (size_t i = 0; i < n; i++) {
			out[at++] = (uint8_t)(word[i] ^ (roll(9) ? 0 : 32));
			out[at++] = 0;
		}
		return at;
	case 4:
		n = 1 + roll((uint32_t)n);
		/* fall through */
	default:
		for (; at < n; at++)
			out[at] = (uint8_t)(word[at] ^ (roll(60) ? 0 : 32));
		return n;
	}
}

/* Deserts, with here and there words close to each other, also at the very edges. */
static size_t make_item(uint8_t *out, unsigned crowd)
{
	size_t size = roll(4) ? roll(ITEM) : roll(300), at;

	for (size_t i = 0; i < size; i++)
		out[i] = (uint8_t)(roll(3) ? roll(256) : 0);
	for (unsigned n = roll(crowd); n && size > 64; n--) {
		at = roll(8) ? roll((uint32_t)size - 64) : 0;
		for (unsigned k = 1 + roll(6); k && at + 64 < size; k--) {
			at += put_word(out + at);
			at += roll(3) ? roll(12) : roll(900);
		}
	}
	if (size > 200 && !roll(3)) {
		uint8_t room[64] = { 0 };
		size_t n = put_word(room);

		memcpy(out + size - n, room, n);
	}
	return size;
}

/* Some places full of words, and deserts. */
static size_t make_crowds(uint8_t *out, size_t size)
{
	memset(out, 0, size);
	for (unsigned n = 2 + roll(4); n; n--) {
		size_t at = roll((uint32_t)size), end = at + roll(120000);

		while (at + 64 < size && at < end)
			at += put_word(out + at) + roll(40);
	}
	return size;
}

struct tried {
	size_t matches, divided, shown, whole;
};

static void try_item(YR_RULES *rules, const struct yara_atoms *atoms, struct span bytes, struct tried *t)
{
	static struct found all, parts;
	struct yara_parts left = { 0 };
	struct span item = tight_copy(bytes);

	if (yara_atoms_seek(atoms, item, &left)) {
		t->divided++;
		t->shown += left.bytes;
		t->whole += item.len;
		scan(rules, item, NULL, &all);
		scan(rules, item, &left, &parts);
		t->matches += all.count;
		assert_int_equal(parts.count, all.count);
		assert_memory_equal(parts.of, all.of, sizeof(all.of));
	}
	yara_parts_release(&left);
	free((void *)item.ptr);
}

static void try_rules(uint8_t *bytes, unsigned round, unsigned items, size_t crowded, struct tried *t)
{
	struct yara_atoms *atoms;
	YR_RULES *rules;

	make_words();
	rules = make_rules();
	atoms = yara_atoms_new(rules);
	assert_non_null(atoms);
	if (round % 2)
		yara_rows_add(rules);
	for (unsigned n = 0; n < items; n++) {
		size_t size = crowded ? make_crowds(bytes, crowded) : make_item(bytes, 1 + round % 9);

		try_item(rules, atoms, span_make(bytes, size), t);
	}
	yara_rows_remove(rules);
	yara_atoms_free(atoms);
	yr_rules_destroy(rules);
}

TEST(in_the_parts_that_are_left_the_same_is_found_as_in_all_of_it)
{
	static uint8_t bytes[ITEM];
	struct tried t = { 0 };

	assert_int_equal(yr_initialize(), ERROR_SUCCESS);
	for (unsigned round = 0; round < 150; round++)
		try_rules(bytes, round, 30, 0, &t);
	/* It was worth the while, and something was there to be found. */
	assert_true(t.divided > 2000 && t.matches > 5000);
	assert_true(t.shown < t.whole / 4);
	yr_finalize();
}

TEST(where_strings_are_crowded_all_is_left_to_libyara)
{
	static uint8_t bytes[2000000];
	struct tried t = { 0 };

	assert_int_equal(yr_initialize(), ERROR_SUCCESS);
	for (unsigned round = 0; round < 12; round++)
		try_rules(bytes, round, 4, sizeof(bytes), &t);
	assert_true(t.divided > 20 && t.matches > 2000);
	yr_finalize();
}

/* libyara follows a string for YR_RE_SCAN_LIMIT bytes: what it makes of a longer one. */
TEST(a_string_with_many_gaps_is_found_as_far_as_libyara_follows_it)
{
	static struct found all, parts;
	static uint8_t bytes[60000];
	struct yara_parts left = { 0 };
	size_t matches = 0;

	assert_int_equal(yr_initialize(), ERROR_SUCCESS);
	for (unsigned gaps = 1; gaps < 60; gaps++) {
		struct span item = span_make((const char *)bytes, sizeof(bytes));
		char text[4000] = "rule r { strings: $a = { 41 42 43 44 ";
		struct yara_atoms *atoms;
		YR_COMPILER *compiler;
		YR_RULES *rules;
		size_t at = 30000;

		memset(bytes, 0, sizeof(bytes));
		memcpy(bytes + at, "ABCD", 4);
		for (unsigned i = 0; i < gaps; i++) {
			strcat(text, "[0-190] 45 ");
			bytes[at + 4 + 150 * (i + 1)] = 'E';
		}
		strcat(text, "} $b = /(E.{140,160}){2,8}ABCD.{9,4000}EFG/s condition: any of them }");
		if (gaps % 3)
			memcpy(bytes + at + 4 + 150 * gaps, "EFG", 3);
		bytes[at - 145] = bytes[at - 300] = 'E';
		assert_int_equal(yr_compiler_create(&compiler), ERROR_SUCCESS);
		assert_int_equal(yr_compiler_add_string(compiler, text, NULL), 0);
		assert_int_equal(yr_compiler_get_rules(compiler, &rules), ERROR_SUCCESS);
		yr_compiler_destroy(compiler);
		atoms = yara_atoms_new(rules);
		assert_non_null(atoms);
		assert_true(yara_atoms_seek(atoms, item, &left));
		scan(rules, item, NULL, &all);
		scan(rules, item, &left, &parts);
		assert_int_equal(parts.count, all.count);
		assert_memory_equal(parts.of, all.of, sizeof(all.of));
		matches += all.count;
		yara_atoms_free(atoms);
		yr_rules_destroy(rules);
	}
	yara_parts_release(&left);
	assert_true(matches > 60);
	yr_finalize();
}

TEST(all_kernels_let_the_same_places_pass)
{
	static char bytes[ATOM_READ];
	size_t passed = 0;

	for (unsigned round = 0; round < 200; round++) {
		struct atom_filter f = { .shift = 32 - 12 - round % 3 };
		struct span tight;

		f.word = calloc((size_t)1 << (32 - f.shift), sizeof(*f.word));
		assert_non_null(f.word);
		for (unsigned i = 0; i < 1000; i++)
			atom_filter_add(&f, roll(1 << 24));
		for (unsigned i = 0; i < sizeof(bytes); i++)
			bytes[i] = (char)roll(256);
		for (unsigned i = roll(32); i < 32; i += 1 + roll(9))
			atom_filter_add(&f, (uint32_t)(unsigned char)bytes[2 * i] |
					(uint32_t)(unsigned char)bytes[2 * i + 1] << 8 |
					(uint32_t)(unsigned char)bytes[2 * i + 2] << 16);
		tight = tight_copy(span_make(bytes, sizeof(bytes)));
		for (size_t k = 0; kernel_at(k); k++) {
			uint32_t pass = 0;

			if (!kernel_runs(kernel_at(k)))
				continue;
			for (unsigned i = 0; i < ATOM_STRIDE / 2; i++) {
				struct atom_filter one = { f.word, f.shift };
				uint32_t three = (uint32_t)(unsigned char)bytes[2 * i] |
					(uint32_t)(unsigned char)bytes[2 * i + 1] << 8 |
					(uint32_t)(unsigned char)bytes[2 * i + 2] << 16;
				uint32_t hash = atom_hash(three), word = one.word[hash >> one.shift];

				pass |= (word >> atom_first(hash) & word >> atom_second(three, hash) & 1) << i;
			}
			assert_int_equal(kernel_at(k)->atoms(&f, tight.ptr), pass);
			passed += (size_t)__builtin_popcount(pass);
		}
		free((void *)tight.ptr);
		free(f.word);
	}
	assert_true(passed > 1000);
}
