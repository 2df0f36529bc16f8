/* test_set.c -- compiled sets: what goes in comes out, damage is refused or harmless. */
#include "test.h"

#include <sys/mman.h>
#include <unistd.h>

#include "match_kit.h"
#include "match/opened.h"

static const struct listed few[] = {
	{ KIND_DOMAIN, "evil.com", 0, 3 },
	{ KIND_DOMAIN, "a.b.evil.org", 0, 1 },
	{ KIND_IPV4, "1.2.3.4", 25, 1 },
	{ KIND_IPV4, "1.2.3.4", 0, 2 },
	{ KIND_IPV6, "2001:db8::1", 0, 1 },
	{ KIND_CIDR, "203.0.113.0/24", 0, 1 },
	{ KIND_CIDR, "203.0.113.128/25", 0, 2 },
	{ KIND_URL, "http://share-host.net/u/doc.zip", 0, 1 },
	{ KIND_URL, "http://www.evil.com/x", 0, 1 },
	{ KIND_URL, "http://203.0.113.9/x", 0, 1 },
	{ KIND_EMAIL, "bob@mail-host.com", 0, 1 },
	{ KIND_MD5, "d41d8cd98f00b204e9800998ecf8427a", 0, 1 },
	{ KIND_SHA256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85a", 0, 1 },
	{ KIND_FILENAME, "update.exe", 0, 1 },
	{ KIND_PATH, "c:\\windows\\temp\\evil.dll", 0, 1 },
	{ KIND_MUTEX, "Global\\EvilMutex", 0, 1 },
	{ KIND_MUTEX, "\\\\??", 0, 1 },
	{ KIND_ASN, "AS64500", 0, 1 },
	{ KIND_DOMAIN, "evil.com", 0, 1 },
	{ KIND_DOMAIN, "evil.com", 0, 3 },
};

#define FEW (sizeof(few) / sizeof(*few))

/* A line that holds every value of `few`, and some that look alike. */
static const char mixed[] =
	"www.evil.com a.b.evil.org 1.2.3.4:25 [2001:db8::1]:53 203.0.113.200 "
	"http://share-host.net/u/doc.zip http://203.0.113.9/x <bob@mail-host.com> "
	"d41d8cd98f00b204e9800998ecf8427a C:\\Windows\\Temp\\evil.dll \"update.exe\" "
	"Global\\EvilMutex \\\\?? notevil.com evil%2Ecom evil[.]org m\xc3\xbcnchen.de "
	"aHR0cDovL2V2aWwuY29tL2E= (4)evil(3)com(0) 4.3.2.1.in-addr.arpa x\\u002ey";

static uint32_t index_of(const struct kit *k, enum kind kind, const char *value, uint16_t port)
{
	struct set_indicator i;

	for (uint32_t n = 0; set_indicator(k->set, n, &i); n++)
		if (i.kind == kind && i.port == port && span_equal(i.value, span_of(value)))
			return n;
	test_fail("%s is not in the set", value);
	return UINT32_MAX;
}

TEST(equal_values_are_one_entry_with_all_their_advisories)
{
	struct set_indicator i;
	struct kit k;
	uint32_t n;

	kit_open(&k, few, FEW);
	assert_int_equal(set_count(k.set), FEW - 2);
	n = index_of(&k, KIND_DOMAIN, "evil.com", 0);
	assert_true(set_indicator(k.set, n, &i));
	assert_int_equal(i.advisory_count, 2);
	assert_int_equal(set_advisory(k.set, n, 0), 1);
	assert_int_equal(set_advisory(k.set, n, 1), 3);
	assert_int_equal(set_advisory(k.set, n, 2), UINT32_MAX);
	assert_int_equal(i.confidence, 50);
	kit_close(&k);
}

TEST(a_port_makes_an_indicator_of_its_own)
{
	struct kit k;

	kit_open(&k, few, FEW);
	assert_true(index_of(&k, KIND_IPV4, "1.2.3.4", 25) != index_of(&k, KIND_IPV4, "1.2.3.4", 0));
	kit_text(&k, SPAN("to 1.2.3.4:443"), false);
	assert_int_equal(k.count, 2);
	assert_int_equal(k.hit[0].port, 443);
	assert_int_equal(k.hit[1].port, 443);
	kit_close(&k);
}

TEST(a_set_says_what_it_wants)
{
	struct kit k;

	kit_open(&k, few, FEW);
	assert_int_equal(set_digests(k.set), 1u << DIGEST_MD5 | 1u << DIGEST_SHA256);
	assert_true(set_wants(k.set, KIND_URL));
	assert_false(set_wants(k.set, KIND_SHA1));
	assert_false(set_wants(k.set, KIND_COUNT));
	assert_true(set_has_url_host(k.set, SPAN("share-host.net")));
	assert_true(set_has_url_host(k.set, SPAN("203.0.113.9")));
	assert_false(set_has_url_host(k.set, SPAN("evil.com")));
	kit_close(&k);
}

TEST(the_host_of_a_url_is_shared_unless_it_is_listed_itself)
{
	struct set_indicator i;
	struct kit k;

	kit_open(&k, few, FEW);
	set_indicator(k.set, index_of(&k, KIND_URL, "http://share-host.net/u/doc.zip", 0), &i);
	assert_true(i.host_shared);
	set_indicator(k.set, index_of(&k, KIND_URL, "http://www.evil.com/x", 0), &i);
	assert_false(i.host_shared);
	set_indicator(k.set, index_of(&k, KIND_URL, "http://203.0.113.9/x", 0), &i);
	assert_false(i.host_shared);
	kit_close(&k);
}

TEST(an_empty_set_opens_and_finds_nothing)
{
	struct set_indicator i;
	struct kit k;

	kit_open(&k, few, 0);
	assert_int_equal(set_count(k.set), 0);
	assert_false(set_indicator(k.set, 0, &i));
	kit_text(&k, span_of(mixed), true);
	assert_int_equal(k.count, 0);
	kit_close(&k);
}

TEST(the_same_log_and_seed_give_the_same_image_and_another_seed_the_same_hits)
{
	struct buf a = kit_image(few, FEW), b = kit_image(few, FEW);

	assert_span_equal(buf_span(&a), buf_span(&b));
	buf_release(&a);
	buf_release(&b);
}

static struct buf few_log(void)
{
	struct buf log;

	buf_init(&log, 1 << 20);
	for (size_t i = 0; i < FEW; i++)
		kit_add(&log, &few[i]);
	return log;
}

TEST(any_seed_finds_the_same)
{
	struct buf log = few_log(), image;
	struct error e;
	struct kit k;
	size_t expected = 0;

	for (uint64_t seed = 0; seed < 200; seed++) {
		buf_init(&image, 1 << 20);
		assert_int_equal(set_compile(buf_span(&log), seed, 64 << 20, &image, &e), 0);
		k = (struct kit){ .image = image };
		assert_int_equal(set_open(&k.set, buf_span(&k.image), &e), 0);
		k.state = (struct engine_state){ .set = k.set, .hit = kit_take, .context = &k };
		assert_int_equal(engine_at(0)->open(&k.state, &e), 0);
		kit_text(&k, span_of(mixed), false);
		if (seed == 0)
			expected = k.count;
		assert_int_equal(k.count, expected);
		kit_close(&k);
	}
	assert_true(expected >= 17);
	buf_release(&log);
}

TEST(a_log_cut_anywhere_is_refused)
{
	struct buf log = few_log(), image;
	struct error e;
	size_t whole = 0;

	buf_init(&image, 1 << 20);
	for (size_t n = 0; n < log.len; n++) {
		struct span cut = tight_copy(span_cut(buf_span(&log), 0, n));

		whole += set_compile(cut, 1, 64 << 20, &image, &e) == 0;
		free((char *)(uintptr_t)cut.ptr);
	}
	/* Only where a record ends. */
	assert_int_equal(whole, FEW);
	buf_release(&image);
	buf_release(&log);
}

TEST(a_budget_that_is_too_small_is_an_error_and_never_a_crash)
{
	struct buf log = few_log(), image;
	struct error e;
	size_t good = 0;

	for (size_t budget = 0; budget < 300000; budget += 997) {
		buf_init(&image, budget);
		e.code = ERR_NONE;
		if (set_compile(buf_span(&log), 1, budget, &image, &e) == 0)
			good++;
		else
			assert_int_equal(e.code, ERR_LIMIT);
		buf_release(&image);
	}
	assert_true(good > 0);
	buf_release(&log);
}

/* What was seen of a set, as one number. */
static void see(uint64_t *seen, uint64_t n)
{
	*seen = key_mix(*seen ^ n, UINT64_C(0x9e3779b97f4a7c15)) + n;
}

static int see_hit(void *context, const struct hit *hit)
{
	see(context, hit->indicator);
	see(context, hit->offset);
	see(context, hit->length);
	return 0;
}

static void see_indicators(struct set *set, uint64_t *seen)
{
	struct set_indicator i;

	for (uint32_t n = 0; n < 64; n++) {
		if (!set_indicator(set, n, &i))
			continue;
		see(seen, i.kind);
		see(seen, proof_checksum(i.value));
		see(seen, i.port);
		see(seen, (uint64_t)i.valid_from);
		for (uint32_t a = 0; a < i.advisory_count && a < 8; a++)
			see(seen, set_advisory(set, n, a));
	}
}

/* Use everything of a set that may say anything. */
static uint64_t use(struct set *set)
{
	static const enum field_kind fields[] = { FIELD_ADDRESS, FIELD_HOST, FIELD_URL, FIELD_PATH };
	uint64_t seen = 0;
	struct engine_state state = { .set = set, .hit = see_hit, .context = &seen };
	struct text_block block = { .bytes = span_of(mixed), .binary = true };
	struct error e;

	see_indicators(set, &seen);
	see(&seen, set_digests(set));
	see(&seen, set_has_url_host(set, SPAN("share-host.net")));
	assert_int_equal(engine_at(0)->open(&state, &e), 0);
	engine_at(0)->text(&state, &block, &e);
	for (size_t f = 0; f < sizeof(fields) / sizeof(*fields); f++)
		engine_at(0)->field(&state, &(struct typed_field){ fields[f], KIND_NONE,
			SPAN("203.0.113.9") }, &e);
	engine_at(0)->close(&state);
	return seen;
}

static bool file_verifies(int fd, struct span image)
{
	struct error e;

	assert_int_equal(pwrite(fd, image.ptr, image.len, 0), image.len);
	return set_file_verify(fd, image.len, &e) == 0;
}

/* Between the section table and the first section. */
static bool is_front_padding(size_t at)
{
	size_t front = sizeof(struct image_header) +
		       (SECTION_IDS - 1) * sizeof(struct image_section);

	return at >= front && at < (front + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
}

TEST(an_image_with_any_byte_changed_is_refused_or_told_or_answers_as_before)
{
	struct buf image = kit_image(few, FEW);
	struct span copy = tight_copy(buf_span(&image));
	char *bytes = (char *)(uintptr_t)copy.ptr;
	static const char flips[] = { 8, '\xff' };
	struct error e;
	struct set *set;
	size_t opened = 0, told = 0;
	uint64_t whole, seen;
	int fd = memfd_create("set", 0);

	assert_int_equal(set_open(&set, copy, &e), 0);
	whole = use(set);
	assert_int_equal(set_prove(set, &e), 0);
	set_close(set);
	for (size_t i = 0; i < copy.len; i++)
		for (size_t f = 0; f < sizeof(flips); f++) {
			bytes[i] ^= flips[f];
			if (set_open(&set, copy, &e) == 0) {
				opened++;
				seen = use(set);
				if (set_prove(set, &e) < 0)
					told++;
				else
					assert_int_equal(seen, whole);
				assert_int_equal(set_verify(set, &e), is_front_padding(i) ? 0 : -1);
				set_close(set);
			}
			if (i % 7 == f)
				assert_int_equal(file_verifies(fd, copy), is_front_padding(i));
			bytes[i] ^= flips[f];
		}
	assert_true(file_verifies(fd, copy));
	assert_true(told > 1000 && opened > told);
	close(fd);
	free(bytes);
	buf_release(&image);
}

/* A set of many blocks. */
static struct buf large_image(void)
{
	size_t n = 20000;
	struct listed *many = calloc(n, sizeof(*many));
	char *names = malloc(n * 32);
	struct buf image;

	for (size_t i = 0; i < n; i++) {
		snprintf(names + 32 * i, 32, "h%zu.ev%zu.com", i, i);
		many[i] = (struct listed){ KIND_DOMAIN, names + 32 * i, 0, 0 };
	}
	many[n / 2].value = "evil.com";
	image = kit_image(many, n);
	free(many);
	free(names);
	return image;
}

TEST(damage_is_told_where_it_was_used_and_harmless_where_it_was_not)
{
	struct buf image = large_image();
	uint64_t chance = 7, whole, seen;
	size_t told = 0, harmless = 0;
	struct error e;
	struct set *set;

	assert_int_equal(set_open(&set, buf_span(&image), &e), 0);
	whole = use(set);
	set_close(set);
	for (size_t round = 0; round < 4000; round++) {
		size_t at = (chance >> 20) % image.len;
		char bit = (char)(1 << (chance >> 61));

		chance = chance * 6364136223846793005u + 1442695040888963407u;
		image.ptr[at] ^= bit;
		if (set_open(&set, buf_span(&image), &e) == 0) {
			seen = use(set);
			if (set_prove(set, &e) < 0) {
				told++;
			} else {
				harmless++;
				assert_int_equal(seen, whole);
			}
			set_close(set);
		}
		image.ptr[at] ^= bit;
	}
	assert_true(told > 10);
	assert_true(harmless > 2000);
	buf_release(&image);
}

/* With the byte at `at` changed an indicator is read: is that told? */
static bool is_told(struct buf *image, const void *at, uint32_t index)
{
	size_t place = (size_t)((const char *)at - image->ptr);
	struct set_indicator i;
	struct error e;
	struct set *set;
	bool told;

	image->ptr[place] ^= 1;
	assert_int_equal(set_open(&set, buf_span(image), &e), 0);
	set_indicator(set, index, &i);
	told = set_damaged(set, &e) < 0;
	set_close(set);
	image->ptr[place] ^= 1;
	return told;
}

TEST(a_value_is_proved_to_its_last_byte)
{
	const uint32_t last = PROOF_BLOCK / sizeof(struct image_record) - 1;
	struct buf image = large_image();
	size_t strings, over = 0;
	struct set *set;
	struct error e;

	assert_int_equal(set_open(&set, buf_span(&image), &e), 0);
	/* It ends where the next one begins, which stands in the next block. */
	assert_true(is_told(&image, &set->records[last + 1].value, last));
	assert_false(is_told(&image, &set->records[last + 1].value, last - 1));
	strings = (size_t)(set->section[SECTION_STRINGS].ptr - image.ptr);
	for (uint32_t n = 0; n < set_count(set); n++) {
		struct span value = set_value(set, n);
		size_t from = (size_t)(value.ptr - image.ptr) - strings, end = from + value.len - 1;

		if (from / PROOF_BLOCK == end / PROOF_BLOCK)
			continue;
		over++;
		assert_true(is_told(&image, value.ptr, n));
		assert_true(is_told(&image, value.ptr + value.len - 1, n));
	}
	assert_true(over > 20);
	set_close(set);
	buf_release(&image);
}

TEST(a_block_with_a_checksum_of_its_own_is_no_block_of_the_set)
{
	struct buf image = kit_image(few, FEW);
	struct set *set;
	struct error e;
	uint64_t *sums;

	assert_int_equal(set_open(&set, buf_span(&image), &e), 0);
	sums = (void *)(image.ptr + (set->section[SECTION_SUMS].ptr - image.ptr));
	image.ptr[set->section[SECTION_STRINGS].ptr - image.ptr] ^= 1;
	section_checksum(section_padded(set, SECTION_STRINGS),
			 &sums[set->first_block[SECTION_STRINGS]]);
	assert_int_equal(set_damaged(set, &e), 0);
	set_value(set, 0);
	assert_int_equal(set_damaged(set, &e), -1);
	/* Whoever asks on gets nothing more of what was not used before. */
	assert_int_equal(set_list(set, 0, KEY_HOST, &(struct list){ 0 }), false);
	set_close(set);
	buf_release(&image);
}

TEST(a_filter_that_misses_something_is_told_before_an_answer)
{
	struct buf image = kit_image(few, FEW);
	struct set *set;
	struct error e;

	assert_int_equal(set_open(&set, buf_span(&image), &e), 0);
	/* All is missed, and nothing else of the set is asked. */
	memset(image.ptr + (set->section[SECTION_FILTER_NAMES].ptr - image.ptr), 0,
	       set->section[SECTION_FILTER_NAMES].len);
	assert_int_equal(set_damaged(set, &e), 0);
	assert_int_equal(set_prove(set, &e), -1);
	assert_string_equal(e.text, "set: section 7 is damaged");
	assert_int_equal(set_prove(set, &e), -1);
	assert_int_equal(set_damaged(set, &e), -1);
	set_close(set);
	buf_release(&image);
}

TEST(an_image_whose_header_lies_is_refused_or_stays_in_bounds)
{
	struct buf image = kit_image(few, FEW);
	size_t head = sizeof(struct image_header) + (SECTION_IDS - 1) * sizeof(struct image_section);
	char *bytes = malloc(image.len);
	uint64_t chance = 99;
	struct error e;
	struct set *set;
	size_t opened = 0;

	for (size_t round = 0; round < 30 * head; round++) {
		size_t at = round % head;

		memcpy(bytes, image.ptr, image.len);
		chance = chance * 6364136223846793005u + 1442695040888963407u;
		bytes[at] ^= (char)(1 << (chance >> 61));
		if (round >= 8 * head)
			memset(bytes + at, chance >> 60 & 1 ? 0xff : 0, 1 + (chance >> 40) % 8);
		image_seal(bytes, image.len);
		if (set_open(&set, span_make(bytes, image.len), &e) < 0)
			continue;
		opened++;
		use(set);
		set_close(set);
	}
	assert_true(opened > 100);
	free(bytes);
	buf_release(&image);
}

TEST(an_image_cut_anywhere_is_refused)
{
	struct buf image = kit_image(few, FEW);
	struct error e;
	struct set *set;

	for (size_t n = 0; n < image.len; n++) {
		struct span cut = tight_copy(span_cut(buf_span(&image), 0, n));

		assert_int_equal(set_open(&set, cut, &e), -1);
		assert_null(set);
		free((char *)(uintptr_t)cut.ptr);
	}
	buf_release(&image);
}

TEST(an_undamaged_image_verifies)
{
	struct error e;
	struct kit k;

	kit_open(&k, few, FEW);
	assert_int_equal(set_verify(k.set, &e), 0);
	kit_close(&k);
}

TEST(a_hundred_thousand_names_below_one_guard_are_found_without_a_chain)
{
	size_t n = 100000;
	struct listed *many = calloc(n, sizeof(*many));
	char *names = malloc(n * 32);
	struct kit k;

	for (size_t i = 0; i < n; i++) {
		snprintf(names + 32 * i, 32, "h%zu.duckdns.org", i);
		many[i] = (struct listed){ KIND_DOMAIN, names + 32 * i, 0, 0 };
	}
	kit_open(&k, many, n);
	kit_text(&k, SPAN("h7.duckdns.org h99999.duckdns.org x.h500.duckdns.org h100000.duckdns.org"),
		 false);
	assert_int_equal(k.count, 3);
	kit_close(&k);
	free(names);
	free(many);
}

TEST(sixty_thousand_ports_of_one_address_compile_and_are_all_found)
{
	size_t n = 60000;
	struct listed *many = calloc(n, sizeof(*many));
	struct kit k;

	for (size_t i = 0; i < n; i++)
		many[i] = (struct listed){ KIND_IPV4, "1.2.3.4", (uint16_t)i, 0 };
	kit_open(&k, many, n);
	kit_text(&k, SPAN("1.2.3.4"), false);
	assert_int_equal(k.count, n);
	kit_close(&k);
	free(many);
}
