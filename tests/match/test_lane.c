/*
 * test_lane.c -- bitmaps and token ends against the plainest possible code, on
 * random bytes, at every length around the borders of words and chunks.  The
 * kernel for every instruction set must pass the same tests, and agree in all else.
 */
#include "test.h"

#include "match/kernel.h"
#include "match/sort.h"
#include "match_kit.h"

static uint64_t chance = 88172645463325252u;

static uint32_t random_below(uint32_t n)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (uint32_t)(chance >> 33) % n;
}

/* Bytes that make tokens, veils and their borders more often than chance would. */
static void fill(char *text, size_t len, unsigned flavour)
{
	static const char *const flavours[] = {
		"ab.", "0123456789.", "af09:", "aF09%2", "-_.x", "[](){}.\\ \x80\xff", "aZ09+/-_=",
		"ab0:.%-_ \n",
	};

	for (size_t i = 0; i < len; i++) {
		const char *set = flavours[flavour % 8];

		text[i] = flavour < 8 ? set[random_below((uint32_t)strlen(set))]
				      : (char)random_below(256);
		if (random_below(40) == 0)
			text[i] = ' ';
		/* Short groups, which chance seldom makes. */
		if (flavour == 2 && random_below(30) == 0)
			for (const char *c = " 7:7:7:7:7:7 "; *c && i < len; c++)
				text[i++] = *c;
		i -= i == len;
	}
}

/* Nearly all of it runs of four octets, with every kind of thing in front of them. */
static void fill_addresses(char *text, size_t len)
{
	static const char *const fronts[] = {
		" ", "\n", ".", "..", " .", "7.", "x.", "a", "-", "/.",	/* and with escapes: */
		"%", "%4", "%41", "%2e", "1%2e",
	};
	const uint32_t count = random_below(2) ? 10 : sizeof(fronts) / sizeof(*fronts);
	size_t at = 0;
	char one[64];

	while (at < len) {
		int n = snprintf(one, sizeof(one), "%s%u.%u.%u.%u ",
				 fronts[random_below(count)],
				 random_below(2) ? 100 + random_below(160) : random_below(1200),
				 random_below(2) ? 100 + random_below(160) : random_below(300),
				 100 + random_below(150), random_below(2) ? 123 : random_below(260));

		for (int i = 0; i < n - (random_below(9) == 0) && at < len; i++)
			text[at++] = one[i];
	}
}

/* The text as the naive side sees it: nothing before and behind. */
struct plain {
	const unsigned char *byte;
	size_t len;
	bool *cut;		/* digit of a "%XX" */
};

static int at(const struct plain *p, size_t i)
{
	return i < p->len ? p->byte[i] : 1;
}

static bool one_of(int c, const char *set)
{
	return c > 0 && c < 128 && strchr(set, c) != NULL;
}

static bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(int c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_alnum(int c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int code(int c)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found;

	if (c == '-' || c == '_')
		return c == '-' ? 62 : 63;
	found = c > 0 ? strchr(alphabet, c) : NULL;
	return found ? (int)(found - alphabet) : -1;
}

static bool naive_class(const struct plain *p, enum bitmap class, size_t i)
{
	int c = at(p, i);

	switch (class) {
	case BIT_ALNUM:		return (is_alnum(c) || c == '_') && !p->cut[i];
	case BIT_DASH:		return c == '-';
	case BIT_DOT:		return c == '.';
	case BIT_COLON:		return c == ':';
	case BIT_PERCENT:	return c == '%';
	case BIT_HEX:		return is_hex(c) && !p->cut[i];
	case BIT_DIGIT:		return is_digit(c) && !p->cut[i];
	case BIT_JUNK:		return c == '-' || c == '_';
	case BIT_HIGH:		return c >= 128;
	case BIT_BACKSLASH:	return c == '\\';
	case BIT_OPEN:		return one_of(c, "[({");
	case BIT_CLOSE:		return one_of(c, "])}");
	case BIT_ZERO:		return c == 0;
	case BIT_CODE:		return code(c) >= 0;
	case BIT_CODE1:		return code(c) >= 0 && code(c) < 32;
	case BIT_CODE2:		return code(c) >= 0 && !(code(c) & 8);
	case BIT_CODE3:		return code(c) >= 0 && !(code(c) & 2);
	default:		return false;
	}
}

static void naive_cut(struct plain *p)
{
	for (size_t i = 0; i < p->len; i++)
		if (at(p, i) == '%' && is_hex(at(p, i + 1)) && is_hex(at(p, i + 2)))
			p->cut[i + 1] = p->cut[i + 2] = true;
}

static bool word(const struct plain *p, size_t i)
{
	return i < p->len && (naive_class(p, BIT_ALNUM, i) || at(p, i) == '-');
}

static bool in_name(const struct plain *p, size_t i)
{
	return word(p, i) || (at(p, i) == '.' && i > 0 && word(p, i - 1) && word(p, i + 1));
}

static bool digit(const struct plain *p, size_t i)
{
	return i < p->len && naive_class(p, BIT_DIGIT, i);
}

static bool in_number(const struct plain *p, size_t i)
{
	return digit(p, i) || (at(p, i) == '.' && i > 0 && digit(p, i - 1) && digit(p, i + 1));
}

static bool hex(const struct plain *p, size_t i)
{
	return i < p->len && naive_class(p, BIT_HEX, i);
}

static bool in_group(const struct plain *p, size_t i)
{
	return hex(p, i) || at(p, i) == ':';
}

static bool seeds_name(const struct plain *p, size_t i)
{
	return in_name(p, i) && at(p, i) == '.';
}

static bool seeds_number(const struct plain *p, size_t i)
{
	return in_number(p, i) && at(p, i) == '.';
}

static bool seeds_group(const struct plain *p, size_t i)
{
	return at(p, i) == ':' && (at(p, i + 1) == ':' || (i > 0 && hex(p, i - 1) && hex(p, i + 1)));
}

typedef bool part_fn(const struct plain *p, size_t i);

/* A run of `in` that holds a seed ends before `i`. */
static bool naive_end(const struct plain *p, size_t i, part_fn *in, part_fn *seeds)
{
	if (i == 0 || in(p, i) || !in(p, i - 1))
		return false;
	for (size_t j = i; j-- > 0 && in(p, j); )
		if (seeds(p, j))
			return true;
	return false;
}

/* A number ends before `i` with three times a dot and up to three digits. */
static bool naive_quad_end(const struct plain *p, size_t i)
{
	size_t j = i;

	if (!naive_end(p, i, in_number, seeds_number))
		return false;
	for (unsigned dots = 0; dots < 3; dots++) {
		size_t octet = 0;

		for (; j > 0 && digit(p, j - 1); j--)
			octet++;
		if (octet == 0 || octet > 3 || j == 0 || !seeds_number(p, j - 1))
			return false;
		j--;
	}
	return true;
}

static bool naive_hex_start(const struct plain *p, size_t i)
{
	for (size_t j = 0; j < 16; j++)
		if (!hex(p, i + j))
			return false;
	return i % 16 == 0;
}

static bool naive_word_start(const struct plain *p, size_t i)
{
	return (naive_class(p, BIT_ALNUM, i) || at(p, i) >= 128) &&
	       (i == 0 || !(naive_class(p, BIT_ALNUM, i - 1) || at(p, i - 1) >= 128));
}

/* Mark what a phase found; phases see the chunks one after the other. */
static void mark(const struct lane *l, size_t n, bool *found)
{
	for (size_t i = 0; i < n; i++)
		found[l->base + l->end[i]] = true;
}

struct marks {
	bool *names, *odd, *numbers, *groups, *hex, *words;
};

static void check_chunk(struct lane *l, const struct plain *p, struct marks *m)
{
	size_t odd;

	for (size_t i = 0; i < l->words * 64 && l->base + i < p->len; i++)
		for (unsigned c = 0; c < BITMAPS; c++) {
			bool bit = l->bit[c][LANE_BEFORE + i / 64] >> i % 64 & 1;

			if (bit != naive_class(p, (enum bitmap)c, l->base + i))
				test_fail("class %u of byte %zu (0x%02x)", c, l->base + i,
					  p->byte[l->base + i]);
		}
	mark(l, l->kernel->numbers(l), m->numbers);
	mark(l, l->kernel->names(l, true, &odd), m->names);
	for (size_t i = 0; i < odd; i++) {
		m->names[l->base + l->odd[i]] = true;
		m->odd[l->base + l->odd[i]] = true;
	}
	mark(l, l->kernel->groups(l), m->groups);
	mark(l, l->kernel->hex(l), m->hex);
	mark(l, l->kernel->words(l), m->words);
}

/* The name that ends before `i` has something at an edge that may not belong to it. */
static bool naive_odd(const struct plain *p, size_t i)
{
	size_t from = i;

	while (from > 0 && in_name(p, from - 1))
		from--;
	return one_of(at(p, i - 1), "-_") || (one_of(at(p, from), "-_") && in_name(p, from)) ||
	       (from > 0 && at(p, from - 1) == '\\');
}

static bool is_single(const struct plain *p, size_t i)
{
	return at(p, i) == ':' && i > 0 && hex(p, i - 1) && hex(p, i + 1);
}

/*
 * Groups that may be an address or pairs: "::", or five colons between one to four
 * digits.
 */
static bool naive_promising(const struct plain *p, size_t i)
{
	unsigned single = 0, digits = 0;

	if (!naive_end(p, i, in_group, seeds_group))
		return false;
	for (size_t j = i; j-- > 0 && i - j <= 45 && in_group(p, j); )
		if (at(p, j) == ':' && at(p, j + 1) == ':')
			return true;
	for (size_t j = i; j-- > 0 && in_group(p, j) && digits <= 4 && single < 5; ) {
		digits = at(p, j) == ':' ? 0 : digits + 1;
		single = at(p, j) != ':' ? single : is_single(p, j) ? single + 1 : 0;
	}
	return single >= 5;
}

static void check_marks(const struct plain *p, const struct marks *m)
{
	for (size_t i = 0; i <= p->len; i++) {
		if (m->names[i] != naive_end(p, i, in_name, seeds_name))
			test_fail("name ends at %zu of %zu", i, p->len);
		if (m->numbers[i] != naive_quad_end(p, i))
			test_fail("number ends at %zu of %zu", i, p->len);
		if (m->odd[i] != (m->names[i] && naive_odd(p, i)))
			test_fail("odd name at %zu of %zu", i, p->len);
		if (m->groups[i] ? !naive_end(p, i, in_group, seeds_group) : naive_promising(p, i))
			test_fail("groups end at %zu of %zu", i, p->len);
		if (i < p->len && m->hex[i] != naive_hex_start(p, i))
			test_fail("hex at %zu of %zu", i, p->len);
		if (i < p->len && m->words[i] != naive_word_start(p, i))
			test_fail("word at %zu of %zu", i, p->len);
	}
}

static bool *flags(size_t len)
{
	return calloc(len + 64 * 4, sizeof(bool));
}

static void check_kernel(struct lane *l, const struct kernel *kernel, struct span text)
{
	struct plain p = { (const unsigned char *)text.ptr, text.len, flags(text.len) };
	struct marks m = { flags(text.len), flags(text.len), flags(text.len), flags(text.len), flags(text.len),
			   flags(text.len) };

	naive_cut(&p);
	lane_begin(l, kernel);
	for (size_t base = 0; lane_fill(l, text, base); base += CHUNK_BYTES)
		check_chunk(l, &p, &m);
	check_marks(&p, &m);
	free(p.cut);
	free(m.names);
	free(m.odd);
	free(m.numbers);
	free(m.groups);
	free(m.hex);
	free(m.words);
}

static void check_text(struct lane *l, struct span text)
{
	for (size_t i = 0; kernel_at(i); i++)
		if (kernel_runs(kernel_at(i)))
			check_kernel(l, kernel_at(i), text);
}

TEST(bitmaps_and_token_ends_are_those_of_plain_code)
{
	struct lane *l = lane_new();
	char *text = malloc(3 * CHUNK_BYTES);

	for (size_t len = 0; len < 300; len++)
		for (unsigned flavour = 0; flavour < 9; flavour++) {
			struct span tight;

			fill(text, len, flavour);
			tight = tight_copy(span_make(text, len));
			check_text(l, tight);
			free((char *)(uintptr_t)tight.ptr);
		}
	for (size_t len = CHUNK_BYTES - 3; len < CHUNK_BYTES + 70; len += 1 + len % 5)
		for (unsigned flavour = 0; flavour < 9; flavour += 2) {
			fill(text, 2 * len, flavour);
			check_text(l, span_make(text, len));
			check_text(l, span_make(text, 2 * len));
		}
	free(text);
	lane_free(l);
}

TEST(the_window_before_an_end_shows_the_bits_in_front_of_it)
{
	struct lane *l = lane_new();
	char text[600];

	fill(text, sizeof(text), 7);
	lane_begin(l, kernel_best());
	lane_fill(l, span_make(text, sizeof(text)), 0);
	for (uint32_t end = 0; end <= sizeof(text); end++) {
		uint64_t window = bits_ending(l->bit[BIT_DOT], end);

		for (unsigned back = 0; back < 57; back++)
			assert_int_equal(window >> (63 - back) & 1,
					 end > back && text[end - 1 - back] == '.');
	}
	lane_free(l);
}

static size_t naive_seek(const struct seeker *k, struct span text, size_t from)
{
	for (size_t at = from; at < text.len; at++)
		for (unsigned i = 0; i < k->words; i++)
			if (at + k->word[i].len <= text.len &&
			    memcmp(text.ptr + at, k->word[i].ptr, k->word[i].len) == 0)
				return at;
	return SPAN_NONE;
}

TEST(words_are_found_by_every_kernel_where_plain_code_finds_them)
{
	static const char *const words[] = {
		"ab", "a.b", "b..a", ".aa.", "ba.ab", "0b", "aaaaaaaa", "..", "b.b.b", "ba0",
	};

	for (unsigned round = 0; round < 3000; round++) {
		size_t len = random_below(200);
		struct seeker k;
		struct span tight;
		char text[200];

		seeker_init(&k);
		for (unsigned i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (random_below(4) == 0)
				seeker_add(&k, words[i]);
		fill(text, len, round % 2 ? 7 : 0);
		tight = tight_copy(span_make(text, len));
		for (size_t i = 0; kernel_at(i); i++)
			for (size_t from = 0; kernel_runs(kernel_at(i)) && from <= len; from += 7)
				assert_true(kernel_at(i)->seek(&k, tight, from) ==
					    naive_seek(&k, tight, from));
		free((char *)(uintptr_t)tight.ptr);
	}
}

static size_t trace_endings(struct lane *l, const struct keys *k, struct span text, size_t count,
			    uint64_t *out, size_t n)
{
	out[n++] = l->kernel->endings(l, k, text, count);
	for (size_t i = 0; i < l->noting; i++)
		out[n++] = l->noted[i];
	for (size_t i = 0; i < count; i++)
		out[n++] = l->strange[i];
	return n;
}

/* What all phases of a kernel make of a chunk, in one array. */
static size_t trace(struct lane *l, const struct set *s, struct span text, uint64_t *out)
{
	const struct kernel *kernel = l->kernel;
	size_t n = 0, count, odd;

	count = kernel->addresses(l, s, text, kernel->numbers(l));
	for (size_t i = 0; i < count; i++)
		out[n++] = (uint64_t)l->end[i] << 40 | (uint64_t)l->odd[i] << 32 | l->value[i];
	count = kernel->name_keys(l, s, text, kernel->names(l, false, &odd), &odd);
	for (size_t i = 0; i < count; i++)
		out[n++] = l->key[i] ^ l->place[i];
	for (size_t i = 0; i < odd; i++)
		out[n++] = l->odd[i];
	n = trace_endings(l, &s->keys, text, count, out, n);
	count = kernel->filter(l, s, count);
	for (size_t i = 0; i < count; i++)
		out[n++] = l->value[i];
	count = kernel->signs(l) ? l->words : 0;
	for (size_t k = 0; k < count; k++)
		out[n++] = l->mark[k];
	count = kernel->lengths(l) ? l->words : 0;
	for (size_t k = 0; k < count; k++)
		out[n++] = l->mark[k];
	count = kernel->codes(l) ? l->words : 0;
	for (size_t k = 0; k < count; k++)
		out[n++] = l->mark[k];
	return n;
}

TEST(all_kernels_make_the_same_of_the_same_bytes)
{
	static const struct listed listed[] = {
		{ KIND_DOMAIN, "a.b" }, { KIND_DOMAIN, "ab.ab" }, { KIND_IPV4, "1.2.3.4" },
		{ KIND_CIDR, "0.0.0.0/2" }, { KIND_CIDR, "128.0.0.0/1" },
	};
	struct lane *one = lane_new(), *other = lane_new();
	uint64_t *left = calloc(8 * LANE_ROOM, 8), *right = calloc(8 * LANE_ROOM, 8);
	char *text = malloc(3 * CHUNK_BYTES);
	struct kit kit;
	size_t seen = 0;

	kit_open(&kit, listed, sizeof(listed) / sizeof(*listed));
	for (unsigned round = 0; round < 60; round++)
		for (size_t i = 0; kernel_at(i); i++) {
			size_t len = random_below(3 * CHUNK_BYTES);
			struct span all = span_make(text, len);

			if (round % 10 == 9)
				fill_addresses(text, len);
			else
				fill(text, len, round % 10);
			if (!kernel_runs(kernel_at(i)))
				continue;
			lane_begin(one, kernel_at(i));
			lane_begin(other, kernel_best());
			for (size_t base = 0; lane_fill(one, all, base); base += CHUNK_BYTES) {
				size_t n = trace(one, kit.set, all, left);

				lane_fill(other, all, base);
				assert_int_equal(n, trace(other, kit.set, all, right));
				assert_memory_equal(left, right, n * 8);
				assert_int_equal(one->seen, other->seen);
				seen += n;
			}
		}
	assert_true(seen > 100000);
	kit_close(&kit);
	free(text);
	free(left);
	free(right);
	lane_free(one);
	lane_free(other);
}

TEST(sorting_is_by_key_and_keeps_the_order_of_equals)
{
	static const unsigned bits[] = { 1, 8, 20, 64 };
	size_t n = 5000;
	struct sort_item *items = calloc(n, sizeof(*items)), *spare = calloc(n, sizeof(*spare));
	struct sort_item *again = calloc(n, sizeof(*again));

	for (size_t b = 0; b < 4; b++) {
		for (size_t i = 0; i < n; i++) {
			uint64_t key = (uint64_t)random_below(1u << 31) << 33 | random_below(1u << 31);

			items[i] = (struct sort_item){ key >> (64 - bits[b]), i };
		}
		memcpy(again, items, n * sizeof(*items));
		sort_items(items, spare, n);
		for (size_t i = 1; i < n; i++)
			assert_true(items[i - 1].key < items[i].key ||
				    (items[i - 1].key == items[i].key &&
				     items[i - 1].data < items[i].data));
		sort_keys(again, spare, n);
		assert_memory_equal(again, items, n * sizeof(*items));
	}
	sort_items(items, spare, 0);
	sort_keys(items, spare, 0);
	free(again);
	free(items);
	free(spare);
}
