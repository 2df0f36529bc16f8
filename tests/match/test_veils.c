/*
 * test_veils.c -- values written in random ways, one veil or two on top of each
 * other: the listed value is found where it stands, its neighbour is not.
 */
#include "test.h"

#include "match_kit.h"
#include "value/address.h"
#include "value/host.h"

static uint64_t chance = 16072020;

static uint32_t below(uint32_t n)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (uint32_t)(chance >> 33) % n;
}

static const struct listed indicators[] = {
	{ KIND_DOMAIN, "evil.com" }, { KIND_DOMAIN, "c2.evil-site.net" }, { KIND_DOMAIN, "ab.io" },
	{ KIND_IPV4, "103.216.221.19" }, { KIND_IPV4, "8.8.100.255" },
	{ KIND_URL, "http://share-host.net/u/evil/doc.zip" },
	{ KIND_URL, "http://9.8.7.6/bin.sh" },
	{ KIND_EMAIL, "bob@mail-host.com" },
	{ KIND_MD5, "d41d8cd98f00b204e9800998ecf8427a" },
};

/* The same, one byte changed: nothing of them may be found. */
static const char *const neighbours[] = {
	"notevil.com", "c2.evil-site.nets", "xab.io", "103.216.221.190", "18.8.100.255",
	"http://share-host.net/u/evil/doc.zi", "http://9.8.7.6/bin.shx", "abob@mail-host.com",
	"d41d8cd98f00b204e9800998ecf8427ab",
};

#define INDICATORS (sizeof(indicators) / sizeof(*indicators))
#define TEXT_MAX   20000

struct text {
	char ptr[TEXT_MAX];
	size_t len;
	size_t from, to;		/* where the value is */
	bool binary;
};

static void put(struct text *t, struct span s)
{
	if (t->len + s.len < TEXT_MAX) {
		memcpy(t->ptr + t->len, s.ptr, s.len);
		t->len += s.len;
	}
}

static void put_char(struct text *t, char c)
{
	put(t, span_make(&c, 1));
}

/* `before`, then the byte in hexadecimal digits of either case. */
static void put_code(struct text *t, const char *before, char c)
{
	const char *digits = below(2) ? "0123456789abcdef" : "0123456789ABCDEF";

	put(t, span_of(before));
	put_char(t, digits[(unsigned char)c >> 4]);
	put_char(t, digits[(unsigned char)c & 15]);
}

/* Each writes what `in` says in another way, and where the value went. */
typedef void veil_fn(const struct text *in, struct text *out);

static void begin_value(const struct text *in, size_t i, struct text *out)
{
	if (i == in->from)
		out->from = out->len;
	if (i == in->to)
		out->to = out->len;
}

static void as_percent(const struct text *in, struct text *out)
{
	for (size_t i = 0; i <= in->len; i++) {
		begin_value(in, i, out);
		if (i == in->len)
			break;
		if (in->ptr[i] == '%' || in->ptr[i] == '/' || in->ptr[i] == ':' || below(3) == 0)
			put_code(out, "%", in->ptr[i]);
		else
			put_char(out, in->ptr[i]);
	}
}

static void as_json(const struct text *in, struct text *out)
{
	put_char(out, '"');
	for (size_t i = 0; i <= in->len; i++) {
		begin_value(in, i, out);
		if (i == in->len)
			break;
		if (in->ptr[i] == '"' || in->ptr[i] == '\\' || below(4) == 0)
			put_code(out, "\\u00", in->ptr[i]);
		else if (in->ptr[i] == '/' && below(2))
			put(out, SPAN("\\/"));
		else
			put_char(out, in->ptr[i]);
	}
	put_char(out, '"');
}

static void as_base64(const struct text *in, struct text *out)
{
	static const char *const alphabets[] = {
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
	};
	const char *alphabet = alphabets[below(2)];
	/* At least sixteen characters, at any alignment of the value. */
	struct text padded = { .len = 0 };
	unsigned front = 12 + below(9);

	for (unsigned i = 0; i < front; i++)
		put_char(&padded, "get ab1=;?~>"[below(12)]);
	put_char(&padded, ' ');
	padded.from = padded.len + in->from;
	padded.to = padded.len + in->to;
	put(&padded, span_make(in->ptr, in->len));
	put(&padded, SPAN(" end   "));
	padded.len -= padded.len % 3;
	put_char(out, '=');
	for (size_t i = 0; i + 3 <= padded.len; i += 3) {
		uint32_t group = (uint32_t)(unsigned char)padded.ptr[i] << 16 |
				 (uint32_t)(unsigned char)padded.ptr[i + 1] << 8 |
				 (uint32_t)(unsigned char)padded.ptr[i + 2];

		if (padded.from >= i && padded.from < i + 3)
			out->from = out->len;
		for (int shift = 18; shift >= 0; shift -= 6)
			put_char(out, alphabet[group >> shift & 63]);
		if (padded.to > i && padded.to <= i + 3)
			out->to = out->len;
	}
	put_char(out, '=');
}

static void as_utf16(const struct text *in, struct text *out)
{
	bool big = below(2);

	put(out, SPAN("\xff\xfe\xff"));
	for (size_t i = 0; i <= in->len; i++) {
		begin_value(in, i, out);
		if (i == in->len)
			break;
		put_char(out, big ? '\0' : in->ptr[i]);
		put_char(out, big ? in->ptr[i] : '\0');
	}
	put(out, SPAN("\xff\xff"));
	out->binary = true;
}

static void as_defanged(const struct text *in, struct text *out)
{
	static const char *const dots[] = { "[.]", "(.)", "{.}", "[dot]", "(dot)" };
	bool once = false;

	for (size_t i = 0; i <= in->len; i++) {
		begin_value(in, i, out);
		if (i == in->len)
			break;
		/* A dot of the path is no sign of defanging. */
		if (in->ptr[i] == '.' && i >= in->from && i < in->to && !once) {
			const char *dot = dots[below(5)];

			put(out, span_of(dot));
			once = below(2);
		} else {
			put_char(out, in->ptr[i]);
		}
	}
}

static void as_it_is(const struct text *in, struct text *out)
{
	*out = *in;
}

static const struct {
	veil_fn *veil;
	unsigned bit;
} veils[] = {
	{ as_it_is, 0 }, { as_percent, VEIL_PERCENT }, { as_json, VEIL_ESCAPED },
	{ as_base64, VEIL_BASE64 }, { as_utf16, VEIL_UTF16 }, { as_defanged, VEIL_DEFANGED },
};

static void plain_text(struct text *t, struct span value)
{
	static const char *const borders[] = { " ", "\"", "<", ">", "=", " |", ", ", "; ", "\t" };
	static const char *const behind[] = { " ", "\"", ">", ", ", "; ", "\t" };

	t->len = 0;
	t->binary = false;
	put(t, span_of(borders[below(9)]));
	t->from = t->len;
	put(t, value);
	t->to = t->len;
	put(t, span_of(behind[below(6)]));
}

static void cover(struct text *t, unsigned which)
{
	struct text *out = calloc(1, sizeof(*out));

	out->binary = t->binary;
	veils[which].veil(t, out);
	*t = *out;
	free(out);
}

static void show(const struct kit *k, const struct text *t, const char *what)
{
	for (size_t i = 0; i < k->count; i++)
		print_error("hit %.*s at %llu+%u veil 0x%x\n",
			    SPAN_ARG(kit_value(k, k->hit[i].indicator)),
			    (unsigned long long)k->hit[i].offset, k->hit[i].length, k->hit[i].veil);
	test_fail("%s: %.*s (%zu..%zu)", what, (int)t->len, t->ptr, t->from, t->to);
}

/* The value is found once, inside its place, with no veil but those that were put on it. */
static void check_found(const struct kit *k, const struct text *t, uint32_t indicator, unsigned veil)
{
	size_t found = 0;

	for (size_t i = 0; i < k->count; i++) {
		const struct hit *hit = &k->hit[i];

		if (hit->indicator != indicator)
			show(k, t, "another value");
		if (hit->offset < t->from || hit->offset + hit->length > t->to + 1)
			show(k, t, "another place");
		if (hit->veil & ~veil)
			show(k, t, "another veil");
		found++;
	}
	if (found != 1)
		show(k, t, "not once");
}

static bool defangs(unsigned which)
{
	return veils[which].veil == as_defanged;
}

TEST(a_value_under_one_or_two_veils_is_found_and_its_neighbour_is_not)
{
	struct text *t = calloc(1, sizeof(*t));
	struct error e;
	struct kit k;

	assert_int_equal(host_prepare(&e), 0);
	kit_open(&k, indicators, INDICATORS);
	for (unsigned round = 0; round < 60000; round++) {
		unsigned which = below(INDICATORS), inner = below(6), outer = below(6);
		bool listed = below(3) > 0;

		/* Digests have no dot; what is UTF-16 already is no text to encode further. */
		if ((defangs(inner) || defangs(outer)) && indicators[which].kind == KIND_MD5)
			continue;
		if (defangs(outer) || veils[inner].veil == as_utf16)
			outer = 0;
		plain_text(t, span_of(listed ? indicators[which].value : neighbours[which]));
		cover(t, inner);
		cover(t, outer);
		kit_text(&k, span_make(t->ptr, t->len), t->binary);
		if (listed)
			check_found(&k, t, which, veils[inner].bit | veils[outer].bit);
		else if (k.count)
			show(&k, t, "a neighbour");
	}
	kit_close(&k);
	free(t);
}

/* ---- addresses by value ---- */

static void random_address(struct address *a)
{
	for (int i = 0; i < 16; i++)
		a->bytes[i] = below(3) ? (uint8_t)below(256) : 0;
	a->bytes[0] = 0x20;
	if (below(2))
		memset(a->bytes + 2 + 2 * below(4), 0, 2 + 2 * below(4));
}

/* Any spelling that RFC 4291 allows. */
static size_t spell(const struct address *a, char *out)
{
	unsigned from = 8, to = 8, most = below(3);
	unsigned way = below(3);
	size_t n = 0;

	for (unsigned i = 0; i < 8 && most; i++) {
		unsigned run = 0;

		while (i + run < 8 && !a->bytes[2 * (i + run)] && !a->bytes[2 * (i + run) + 1])
			run++;
		if (run) {
			from = i;
			to = i + 1 + below(run);
			if (below(2))
				break;
			i += run;
		}
	}
	for (unsigned i = 0; i < 8; i++) {
		unsigned group = (unsigned)a->bytes[2 * i] << 8 | a->bytes[2 * i + 1];

		if (i == from) {
			n += (size_t)snprintf(out + n, 8, "%s", "::");
			i = to - 1;
			continue;
		}
		if (i > 0 && i != to)
			out[n++] = ':';
		if (way == 0)
			n += (size_t)snprintf(out + n, 8, "%04x", group);
		else if (way == 1)
			n += (size_t)snprintf(out + n, 8, "%x", group);
		else
			n += (size_t)snprintf(out + n, 8, "%X", group);
	}
	return n;
}

TEST(an_ipv6_address_in_any_spelling_is_found_by_value)
{
	static const char *const borders[] = { " ", "[", "]", "(", "=", "\"", ",", "/", "%eth0 ", " src: " };
	struct buf value;
	struct error e;

	buf_init(&value, 100);
	assert_int_equal(host_prepare(&e), 0);
	for (unsigned round = 0; round < 300; round++) {
		struct listed listed = { KIND_IPV6, NULL };
		struct address a;
		struct kit k;

		random_address(&a);
		buf_clear(&value);
		address_text(&a, &value);
		listed.value = buf_string(&value);
		kit_open(&k, &listed, 1);
		for (unsigned i = 0; i < 20; i++) {
			char text[200];
			size_t from = (size_t)snprintf(text, 16, "%s", borders[below(6)]);
			struct address other = a;
			size_t n = spell(&a, text + from);

			snprintf(text + from + n, 16, "%s", borders[below(9)]);
			kit_text(&k, span_of(text), false);
			if (k.count != 1 || k.hit[0].offset != from || k.hit[0].length != n)
				test_fail("%zu hits of %s in '%s'", k.count, listed.value, text);
			other.bytes[15 - below(15)] ^= (uint8_t)(1 + below(255));
			text[spell(&other, text)] = '\0';
			kit_text(&k, span_of(text), false);
			if (k.count)
				test_fail("%s found in '%s'", listed.value, text);
		}
		kit_close(&k);
	}
	buf_release(&value);
}

TEST(every_network_around_an_address_is_found_and_no_other)
{
	enum { NETWORKS = 400 };
	struct listed listed[NETWORKS];
	struct network network[NETWORKS];
	char text[NETWORKS][64];
	struct buf buf;
	struct kit k;

	buf_init(&buf, 100);
	for (unsigned i = 0; i < NETWORKS; i++) {
		/* Few first octets and short prefixes, so that many are nested. */
		if (i % 5)
			snprintf(text[i], 64, "%u.%u.%u.%u/%u", 20 + below(3), below(2), below(4) * 64,
				 below(256), 6 + below(26));
		else
			snprintf(text[i], 64, "2001:db8:%x:%x::/%u", below(2), below(4), 20 + below(50));
		assert_true(network_parse(span_of(text[i]), &network[i]));
		buf_clear(&buf);
		network_text(&network[i], &buf);
		snprintf(text[i], 64, "%s", buf_string(&buf));
		listed[i] = (struct listed){ KIND_CIDR, text[i] };
	}
	kit_open(&k, listed, NETWORKS);
	for (unsigned round = 0; round < 3000; round++) {
		char line[64];
		struct address a;
		size_t expected = 0;

		if (round % 5)
			snprintf(line, 64, "%u.%u.%u.%u", 19 + below(5), below(3), below(256), below(256));
		else
			snprintf(line, 64, "2001:db8:%x:%x::%x", below(3), below(5), 1 + below(9));
		assert_true(address_parse(span_of(line), &a));
		kit_text(&k, span_of(line), false);
		for (uint32_t i = 0; i < set_count(k.set); i++) {
			struct network n;
			bool found = false;

			assert_true(network_parse(kit_value(&k, i), &n));
			for (size_t h = 0; h < k.count; h++)
				found = found || k.hit[h].indicator == i;
			if (found != network_has(&n, &a))
				test_fail("%s in %.*s", line, SPAN_ARG(kit_value(&k, i)));
			expected += found;
		}
		assert_int_equal(k.count, expected);
	}
	kit_close(&k);
	buf_release(&buf);
}

/* ---- URLs ---- */

static void put_any_case(struct text *t, const char *s)
{
	for (; *s; s++)
		put_char(t, below(2) && *s >= 'a' && *s <= 'z' ? (char)(*s - 32) : *s);
}

static void put_path(struct text *t, const char *path)
{
	for (; *path; path++) {
		if (*path == '/' && below(4) == 0)
			put(t, below(2) ? SPAN("/.") : SPAN("/zz/.."));
		if (*path != '/' && *path != '?' && below(6) == 0)
			put_code(t, "%", *path);
		else
			put_char(t, *path);
	}
}

TEST(a_url_is_found_in_all_its_forms_and_not_with_another_path)
{
	static const char *const paths[] = { "/", "/a", "/a/b.php", "/a/b/", "/Up/x~y.exe", "/a-b_c/d.e" };
	static const char *const schemes[] = { "http://", "https://", "", "HTTP://", "hxxp://" };
	static const char *const hosts[] = { "evil.com", "a.evil.com", "1.2.3.4", "[2001:db8::7]" };
	static const char *const tails[] = { " ", "\"", ">", "?q=1 ", "#f", ", ", ". ", ")", "'", "&x " };
	static const char *const ports[] = { "", "", ":80", ":443" };
	struct text *t = calloc(1, sizeof(*t));
	struct error e;

	assert_int_equal(host_prepare(&e), 0);
	for (unsigned round = 0; round < 6000; round++) {
		const char *host = hosts[below(4)], *path = paths[below(6)], *other = paths[below(6)];
		char value[100];
		struct listed listed = { KIND_URL, value };
		struct kit k;

		snprintf(value, sizeof(value), "http%s://%s%s", below(2) ? "s" : "", host, path);
		kit_open(&k, &listed, 1);
		t->len = 0;
		put(t, span_of(below(2) ? " " : "=\""));
		t->from = t->len;
		put(t, span_of(schemes[below(5)]));
		put_any_case(t, host);
		put(t, span_of(ports[below(4)]));
		put_path(t, other);
		put(t, span_of(tails[below(10)]));
		kit_text(&k, span_make(t->ptr, t->len), false);
		if (k.count != (strcmp(path, other) == 0))
			test_fail("%zu hits of %s in %.*s", k.count, value, (int)t->len, t->ptr);
		if (k.count && k.hit[0].offset != t->from)
			test_fail("%s at another place in %.*s", value, (int)t->len, t->ptr);
		kit_close(&k);
	}
	free(t);
}

/* Words of another script, of all lengths, with no dot but at ends of sentences. */
static void put_prose(struct text *t, size_t len)
{
	while (t->len < len) {
		for (uint32_t n = below(40) + (below(50) ? 0 : 300); n; n--)
			put(t, SPAN("\xd1\x8f"));
		put(t, span_of(below(5) ? " " : ". "));
	}
	t->len = len;
	put(t, SPAN(" "));
}

TEST(a_name_of_another_script_is_found_wherever_it_stands_in_prose_of_it)
{
	/* The last has its only dot far away from what is no ASCII. */
	static const char *const names[] = {
		"\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84",
		"\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80\xe3\x80\x82\xd1\x80\xd1\x84",
		("\xd1\x8f" "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrst.com"),
	};
	struct listed listed[3];
	struct text *t = calloc(1, sizeof(*t));
	struct buf value[3];
	struct error e;
	struct kit k;

	assert_int_equal(host_prepare(&e), 0);
	for (size_t i = 0; i < 3; i++) {
		buf_init(&value[i], 1000);
		assert_int_equal(host_canonical(span_of(names[i]), &value[i], &e), 0);
		listed[i] = (struct listed){ KIND_DOMAIN, buf_string(&value[i]), 0, 0 };
	}
	kit_open(&k, listed, 3);
	for (unsigned round = 0; round < 2000; round++) {
		t->len = 0;
		/* Anywhere, and all around the end of a chunk. */
		put_prose(t, round % 3 ? 16384 - 90 + below(120) : below(16000));
		t->from = t->len;
		put(t, span_of(names[below(3)]));
		put(t, SPAN(" "));
		put_prose(t, t->len + below(900));
		k.count = 0;
		kit_text(&k, span_make(t->ptr, t->len), false);
		if (k.count != 1 || k.hit[0].offset != t->from)
			test_fail("%zu hits of a name at %zu of %zu", k.count, t->from, t->len);
	}
	kit_close(&k);
	for (size_t i = 0; i < 3; i++)
		buf_release(&value[i]);
	free(t);
}
