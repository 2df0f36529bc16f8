/*
 * test_oracle.c -- the engine against a naive search that was written without
 * looking at it: each indicator at each position, a few lines of rules per
 * kind.  Random text with planted hits, near misses and veils; the same hits
 * for every size of block and every cut of a long line, and with any number of
 * other indicators in the set.
 */
#include "test.h"

#include "match_kit.h"

static uint64_t chance = 20200716;

static uint32_t below(uint32_t n)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (uint32_t)(chance >> 33) % n;
}

#define PICK(array) ((array)[below(sizeof(array) / sizeof(*(array)))])

/* ---- the naive side: where does `value` stand in `text`? ---- */

static bool alnum(int c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool label_byte(int c)
{
	return alnum(c) || c == '-' || c == '_';
}

static bool digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool hexdigit(int c)
{
	return digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static int byte(struct span text, size_t i)
{
	return i < text.len ? (unsigned char)text.ptr[i] : ' ';
}

static bool same_text(struct span text, size_t at, struct span value)
{
	for (size_t i = 0; i < value.len; i++)
		if (at + i >= text.len || (ascii_lower(text.ptr[at + i]) != ascii_lower(value.ptr[i])))
			return false;
	return true;
}

/* The bytes before `at` are "%XX", or an escape like \n. */
static bool behind_escape(struct span text, size_t at)
{
	if (at >= 3 && text.ptr[at - 3] == '%' && hexdigit(text.ptr[at - 2]) &&
	    hexdigit(text.ptr[at - 1]))
		return true;
	return at >= 2 && text.ptr[at - 2] == '\\' && strchr("nrt", text.ptr[at - 1]);
}

static bool host_here(struct span text, size_t at, struct span value)
{
	size_t left = at, right = at + value.len;

	if (!same_text(text, at, value))
		return false;
	while (left > 0 && (text.ptr[left - 1] == '-' || text.ptr[left - 1] == '_') &&
	       !behind_escape(text, left))
		left--;
	if (left > 0 && alnum(text.ptr[left - 1]) && !behind_escape(text, left))
		return false;
	/* "x._evil.com" is below another name. */
	if (left < at && left > 1 && text.ptr[left - 1] == '.' && label_byte(text.ptr[left - 2]))
		return false;
	while (byte(text, right) == '-' || byte(text, right) == '_')
		right++;
	return !label_byte(byte(text, right)) &&
	       !(byte(text, right) == '.' && label_byte(byte(text, right + 1)));
}

static bool address_here(struct span text, size_t at, struct span value, size_t *length)
{
	struct span rest = value, octet;
	size_t p = at;

	for (unsigned i = 0; span_split(&rest, '.', &octet); i++) {
		size_t zeros = 0, digits = p;

		if (i && byte(text, p++) != '.')
			return false;
		digits = p;
		while (byte(text, p + zeros) == '0' && digit(byte(text, p + zeros + 1)) && zeros < 2)
			zeros++;
		p += zeros;
		if (!same_text(text, p, octet) || digit(byte(text, p + octet.len)))
			return false;
		p += octet.len;
		if (p - digits > 3)
			return false;
	}
	*length = p - at;
	if (at > 0 && (digit(text.ptr[at - 1]) || alnum(text.ptr[at - 1])) && !behind_escape(text, at))
		return false;
	if (at > 1 && text.ptr[at - 1] == '.' && alnum(text.ptr[at - 2]) &&
	    !behind_escape(text, at - 1))
		return false;
	if (byte(text, p) == '.' && (alnum(byte(text, p + 1)) || byte(text, p + 1) == '_'))
		return false;
	if (byte(text, p) == '-' && alnum(byte(text, p + 1)) && !digit(byte(text, p + 1)))
		return false;
	return !alnum(byte(text, p));
}

static bool digest_here(struct span text, size_t at, struct span value)
{
	return same_text(text, at, value) && !alnum(byte(text, at + value.len)) &&
	       (at == 0 || !alnum(text.ptr[at - 1]) || behind_escape(text, at));
}

static bool name_byte(int c)
{
	return c != ' ' && (label_byte(c) || strchr(".+~$@#!^%", c));
}

static bool name_here(struct span text, size_t at, struct span value)
{
	size_t end = at + value.len;

	if (!same_text(text, at, value))
		return false;
	if (at > 0 && name_byte(text.ptr[at - 1]) && !behind_escape(text, at))
		return false;
	if (byte(text, end) == '%')
		return hexdigit(byte(text, end + 1)) && hexdigit(byte(text, end + 2));
	return byte(text, end) == '.' ? !label_byte(byte(text, end + 1)) : !name_byte(byte(text, end));
}

static bool mailbox_here(struct span text, size_t at, struct span value)
{
	size_t end = at + value.len, left = at;

	while (byte(text, end) == '-' || byte(text, end) == '_')
		end++;
	if (!same_text(text, at, value) || label_byte(byte(text, end)) ||
	    (byte(text, end) == '.' && label_byte(byte(text, end + 1))))
		return false;
	while (left > 0 && text.ptr[left - 1] == '.')
		left--;
	return left == 0 || behind_escape(text, left) ||
	       !(label_byte(text.ptr[left - 1]) || text.ptr[left - 1] == '+' ||
		 (left < at && text.ptr[left - 1] == '.'));
}

static void naive(struct kit *k, struct span text, const struct listed *listed, size_t n)
{
	k->count = 0;
	for (size_t at = 0; at < text.len; at++)
		for (size_t i = 0; i < n; i++) {
			struct span value = span_of(listed[i].value);
			size_t length = value.len;
			bool here = false;

			if (listed[i].kind == KIND_DOMAIN)
				here = host_here(text, at, value);
			else if (listed[i].kind == KIND_IPV4)
				here = address_here(text, at, value, &length);
			else if (listed[i].kind == KIND_MD5)
				here = digest_here(text, at, value);
			else if (listed[i].kind == KIND_FILENAME)
				here = name_here(text, at, value);
			else if (listed[i].kind == KIND_EMAIL)
				here = mailbox_here(text, at, value);
			if (here)
				kit_take(k, &(struct hit){ .indicator = (uint32_t)i, .offset = at,
							   .length = (uint32_t)length });
		}
}

/* ---- random text ---- */

static const struct listed planted[] = {
	{ KIND_DOMAIN, "evil.com" }, { KIND_DOMAIN, "c2.evil-site.net" },
	{ KIND_DOMAIN, "a.b.c.example-bad.co.uk" }, { KIND_DOMAIN, "x1.io" },
	{ KIND_DOMAIN, "longest-label-that-one-would-ever-like-to-read.extraordinary.museum" },
	{ KIND_IPV4, "1.2.3.4" }, { KIND_IPV4, "103.216.221.19" }, { KIND_IPV4, "99.0.0.1" },
	{ KIND_MD5, "d41d8cd98f00b204e9800998ecf8427a" },
	{ KIND_MD5, "11112222333344445555666677778888" },
	{ KIND_FILENAME, "update.exe" }, { KIND_FILENAME, "libevil.so.6" },
	{ KIND_FILENAME, "archive.tar.gz" }, { KIND_FILENAME, "run.ps1" },
	{ KIND_EMAIL, "bob@mail-host.com" }, { KIND_EMAIL, "j.doe+x@evil.com" },
};

#define PLANTED (sizeof(planted) / sizeof(*planted))

struct text {
	char *ptr;
	size_t len, room;
};

static void put(struct text *t, const char *s)
{
	size_t n = strlen(s);

	if (t->len + n <= t->room) {
		memcpy(t->ptr + t->len, s, n);
		t->len += n;
	}
}

/* Case, zeros in front of octets: what plain values vary in. */
static void put_value(struct text *t, const struct listed *listed)
{
	char s[128];
	size_t n = 0;
	bool upper = below(3) == 0, zeros = listed->kind == KIND_IPV4 && below(4) == 0;

	for (const char *c = listed->value; *c; c++) {
		bool first = c == listed->value || c[-1] == '.';

		if (zeros && first && !digit(c[1]))
			s[n++] = '0';
		s[n++] = upper && *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
	}
	s[n] = '\0';
	put(t, s);
}

static void put_noise(struct text *t)
{
	static const char *const noise[] = {
		"good.org", "www.good.org", "10.0.0.1", "1.2.3", "version 1.2.3.4.5", "com", "evil",
		"evil.co", "evil.comx", "notevil.com", "x-evil.com", "evil.com.foo.org", "11.2.3.4",
		"1.2.3.45", "256.1.2.3", "12:34:56", "2001:db8::1", "deadbeef", "xupdate.exe",
		"update.exe.bak", "d41d8cd98f00b204e9800998ecf8427a0", "xbob@mail-host.com",
		"bob@x.mail-host.com", "%20", "%zz", "\\\\ ", "http", ":: ", "a_b-c", "@", "..", "-",
		"{\"k\":\"v\"}", "0000000000000000000000000000000000000000", "/index.html?x=1",
		"\xd1\x82\xd0\xb5\xd0\xba\xd1\x81\xd1\x82", "AAAAAAAAAAAAAAAAAAAAAAAA",
	};

	put(t, PICK(noise));
}

/* What may stand around values without making them others. */
static void put_border(struct text *t)
{
	static const char *const borders[] = {
		" ", " ", " ", "\t", ",", ";", "\"", "(", ")", "<", ">", "=", "|", " -", "- ", " :", "/",
		"//", "q\\n", "q\\t", "%2F", "%3d", "[", "]", "..", ". ", "_ ", "'", "\n",
	};

	put(t, PICK(borders));
}

/* What makes them others, or not, as the rules say. */
static void put_glue(struct text *t)
{
	static const char *const glues[] = {
		"", "", "", "", "", "", "x", "-", ".", "_", "1", "www.", ".com", "@", "+", ":443", "/xy",
		"\xc2\xa0",
	};

	put(t, PICK(glues));
}

static void put_line(struct text *t, size_t most)
{
	size_t from = t->len;

	while (t->len - from < most && t->len + 300 < t->room) {
		if (below(3) == 0) {
			put_border(t);
			put_glue(t);
			put_value(t, &planted[below(PLANTED)]);
			put_glue(t);
			put_border(t);
		} else {
			put_noise(t);
			put_border(t);
		}
	}
	put(t, "\n");
}

static struct text random_text(size_t room, size_t line)
{
	struct text t = { malloc(room), 0, room };

	while (t.len + line + 400 < room)
		put_line(&t, 1 + below((uint32_t)line));
	return t;
}

/* ---- comparing ---- */

static int by_place(const void *left, const void *right)
{
	const struct hit *a = left, *b = right;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	if (a->length != b->length)
		return a->length > b->length ? -1 : 1;
	return a->indicator < b->indicator ? -1 : a->indicator > b->indicator;
}

static void compare(struct kit *found, struct kit *wanted, struct span text)
{
	size_t n = found->count > wanted->count ? found->count : wanted->count;

	qsort(wanted->hit, wanted->count, sizeof(*wanted->hit), by_place);
	for (size_t i = 0; i < n; i++) {
		const struct hit *a = i < found->count ? &found->hit[i] : NULL;
		const struct hit *b = i < wanted->count ? &wanted->hit[i] : NULL;

		if (!a || !b || by_place(a, b) != 0) {
			const struct hit *first = !b || (a && by_place(a, b) < 0) ? a : b;
			size_t at = first->offset > 40 ? first->offset - 40 : 0;

			test_fail("%s %s at %llu: ...%.*s...", first == a ? "found" : "missed",
				  planted[first->indicator].value, (unsigned long long)first->offset,
				  SPAN_ARG(span_cut(text, at, 120)));
		}
	}
}

/* The planted indicators and `others` more that never occur. */
static void open_with(struct kit *k, size_t others)
{
	struct listed *listed = calloc(PLANTED + others, sizeof(*listed));
	char *names = malloc(64 * (others + 1));

	memcpy(listed, planted, sizeof(planted));
	for (size_t i = 0; i < others; i++) {
		char *name = names + 64 * i;

		listed[PLANTED + i] = (struct listed){ KIND_DOMAIN, name };
		if (i % 4 == 0)
			snprintf(name, 64, "zz%zu.zzz-%u.org", i, below(1000));
		else if (i % 4 == 1)
			snprintf(name, 64, "zz%zu.co.uk", i);
		else if (i % 4 == 2)
			snprintf(name, 64, "172.%zu.%zu.%u", i / 200 % 200, i % 200, below(250));
		else
			snprintf(name, 64, "%032zx", i);
		if (i % 4 == 2)
			listed[PLANTED + i].kind = KIND_IPV4;
		if (i % 4 == 3)
			listed[PLANTED + i].kind = KIND_MD5;
	}
	kit_open(k, listed, PLANTED + others);
	free(listed);
	free(names);
}

TEST(random_text_gives_exactly_what_a_naive_search_finds)
{
	static const size_t others[] = { 0, 1, 10, 1000 };
	struct kit k, wanted = { .count = 0 };

	for (size_t o = 0; o < 4; o++) {
		open_with(&k, others[o]);
		for (unsigned round = 0; round < 60; round++) {
			struct text t = random_text(20000, 400);
			struct span text = { t.ptr, t.len };

			naive(&wanted, text, planted, PLANTED);
			kit_text(&k, text, false);
			compare(&k, &wanted, text);
			free(t.ptr);
		}
		assert_true(wanted.count > 30);
		kit_close(&k);
	}
	free(wanted.hit);
}

/* ---- the caller's blocks ---- */

#define OVERLAP 8192

static void one_block(struct kit *k, struct span text, size_t overlap, bool more)
{
	struct span tight = tight_copy(text);
	struct text_block block = { .bytes = tight, .overlap = (uint32_t)overlap, .more = more };
	struct error e;

	assert_int_equal(engine_at(0)->text(&k->state, &block, &e), 0);
	free((char *)(uintptr_t)tight.ptr);
}

/* Whole lines in blocks of about `size`; a line that is longer in pieces that overlap. */
static void in_blocks(struct kit *k, struct span text, size_t size)
{
	struct error e;
	size_t at = 0;

	k->count = 0;
	engine_at(0)->begin_item(&k->state, &e);
	while (at < text.len) {
		struct span block = span_cut(text, at, size);
		size_t line = span_rfind_byte(block, '\n'), overlap = 0;

		k->shift = at;
		if (at + block.len == text.len || line != SPAN_NONE) {
			block.len = line == SPAN_NONE ? block.len : line + 1;
			one_block(k, block, 0, false);
			at += block.len;
			continue;
		}
		for (;;) {
			size_t from = at - overlap;
			struct span piece = span_cut(text, from, size + overlap), end;
			bool more;

			end = span_skip(text, from);
			line = span_find_byte(span_skip(end, overlap), '\n');
			line = line == SPAN_NONE ? end.len : line + overlap + 1;
			more = line > piece.len;
			piece = span_cut(piece, 0, line);
			k->shift = from;
			one_block(k, piece, overlap, more);
			at = from + piece.len;
			if (!more)
				break;
			overlap = piece.len < OVERLAP ? piece.len : OVERLAP;
		}
	}
	k->shift = 0;
}

TEST(every_size_of_block_and_every_cut_of_a_long_line_gives_the_same)
{
	static const size_t sizes[] = { 500, 4096, 8192, 9000, 16384, 20000, 65536, 262144 };
	struct kit k, wanted = { .count = 0 };

	open_with(&k, 100);
	for (unsigned round = 0; round < 12; round++) {
		/* Short lines, and lines of many blocks. */
		struct text t = random_text(200000, round % 2 ? 300 : 90000);
		struct span text = { t.ptr, t.len };

		naive(&wanted, text, planted, PLANTED);
		for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
			if (round % 2 == 0 && sizes[i] < 8192)
				continue;
			in_blocks(&k, text, sizes[i] + below(100));
			compare(&k, &wanted, text);
		}
		free(t.ptr);
	}
	kit_close(&k);
	free(wanted.hit);
}

TEST(a_cut_at_every_byte_of_a_long_line_gives_the_same)
{
	struct kit k, wanted = { .count = 0 };
	struct text t = { malloc(40000), 0, 40000 };
	size_t middle;
	struct error e;

	open_with(&k, 10);
	while (t.len < 12000)
		put(&t, "xyzzy,");
	middle = t.len;
	put(&t, "notevil.com,www.evil.com.,evil.com.foo.org;1.2.3.4.5;1.2.3.45/1.2.3.4,update.exe.bak;"
		"update.exe d41d8cd98f00b204e9800998ecf8427a0,d41d8cd98f00b204e9800998ecf8427a,"
		"xbob@mail-host.com bob@mail-host.com");
	for (size_t end = t.len + 12000; t.len < end; )
		put(&t, ",xyzzy");
	naive(&wanted, span_make(t.ptr, t.len), planted, PLANTED);
	assert_int_equal(wanted.count, 5);
	for (size_t cut = middle - 5; cut < middle + 260; cut++)
		for (size_t shift = 0; shift < 3; shift++) {
			/* The value lies at the cut, in the overlap, or around its start. */
			size_t first = cut + shift * 4096, from = first - OVERLAP;

			k.count = 0;
			engine_at(0)->begin_item(&k.state, &e);
			one_block(&k, span_make(t.ptr, first), 0, true);
			k.shift = from;
			one_block(&k, span_make(t.ptr + from, t.len - from), OVERLAP, false);
			k.shift = 0;
			compare(&k, &wanted, span_make(t.ptr, t.len));
		}
	kit_close(&k);
	free(wanted.hit);
	free(t.ptr);
}
