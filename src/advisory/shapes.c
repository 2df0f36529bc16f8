/*
 * shapes.c -- addresses, digests, and which shape is asked first.
 *
 * Hostile input: every shape is bounded; one pass over a text is
 * linear, because a word that is none is passed over as a whole.
 */
#include "advisory/shapes.h"

#include "value/address.h"

#define WALLET_LEAST 26
#define WALLET_MOST 106
#define IPV4_LONGEST 32		/* with dots behind it; what runs on is no address */
#define IPV6_LONGEST 48
#define DIGEST_LONGEST 128
#define LOOK_BACK 28		/* bytes in front of an address where "version" may stand */

size_t shape_typography(struct span text, size_t at)
{
	struct span t = span_cut(text, at, 4);

	if (span_starts(t, SPAN("\xc2\xa0")) || span_starts(t, SPAN("\xc2\xab")) ||
	    span_starts(t, SPAN("\xc2\xbb")))
		return 2;
	if (t.len >= 3 && (unsigned char)t.ptr[0] == 0xe2)
		return 3;	/* quotes, dashes, bullets, arrows, mathematical signs */
	if (t.len >= 3 && (unsigned char)t.ptr[0] == 0xe3 && (unsigned char)t.ptr[1] == 0x80)
		return 3;	/* CJK punctuation */
	if (t.len >= 3 && (unsigned char)t.ptr[0] == 0xef &&
	    ((unsigned char)t.ptr[1] == 0xbc || (unsigned char)t.ptr[1] == 0x80))
		return 3;	/* full-width forms, private symbols of PDF fonts */
	return 0;
}

struct span shape_trim(struct span s)
{
	static const char pairs[] = "()[]{}";
	bool again = true;

	while (again && s.len) {
		char last = s.ptr[s.len - 1];

		again = false;
		if (memchr(".,;:!?'\"*_+", last, 11)) {
			s.len--;
			again = true;
			continue;
		}
		for (int i = 1; i < 6; i += 2)
			if (last == pairs[i] &&
			    span_find_byte(s, pairs[i - 1]) == SPAN_NONE) {
				s.len--;
				again = true;
				break;
			}
	}
	return s;
}

static bool word_byte(char c)
{
	return ascii_alnum(c) || c == '_';
}

static char before(struct span text, size_t at)
{
	return at ? text.ptr[at - 1] : ' ';
}

/* Digits and bytes of the set; at most `max` + 1 of them are counted. */
static size_t run_of(struct span text, size_t at, const char *set, size_t max)
{
	size_t n = at;

	while (n < text.len && n - at <= max && text.ptr[n] &&
	       (ascii_digit(text.ptr[n]) || strchr(set, text.ptr[n])))
		n++;
	return n - at;
}

/* "version 1.2.3.4", "Versions 1.0.0.1 and", "Section 3.2.1.1", "firmware: 1.2.3.4". */
static bool version_before(struct span text, size_t at)
{
	static const char *const words[] = {
		"version", "versions", "ver", "ver.", "v", "v.", "build", "builds", "firmware",
		"release", "releases", "section", "sections", "chapter", "rev", "revision", "oid",
		"update", "fixed", "patch", "prior", "before", "earlier", "through", NULL
	};
	struct span near = span_cut(text, at > LOOK_BACK ? at - LOOK_BACK : 0,
				    at > LOOK_BACK ? LOOK_BACK : at);
	size_t end = near.len, from;

	while (end && !word_byte(near.ptr[end - 1]) && near.ptr[end - 1] != '\n')
		end--;
	from = end;
	while (from && word_byte(near.ptr[from - 1]))
		from--;
	for (const char *const *w = words; *w; w++)
		if (span_equal_nocase(span_cut(near, from, end - from), span_of(*w)))
			return true;
	return false;
}

/* Behind an address: ":443", "/24". */
static size_t port_behind(struct span text, size_t at, uint16_t *port)
{
	size_t n = at + 1;
	uint32_t value = 0;

	if (at >= text.len || text.ptr[at] != ':')
		return 0;
	while (n < text.len && ascii_digit(text.ptr[n]) && n - at <= 5)
		value = value * 10 + (uint32_t)(text.ptr[n++] - '0');
	if (n == at + 1 || value == 0 || value > UINT16_MAX ||
	    (n < text.len && (word_byte(text.ptr[n]) || text.ptr[n] == '.' || text.ptr[n] == ':') &&
	     n + 1 < text.len && word_byte(text.ptr[n + 1])))
		return 0;
	*port = (uint16_t)value;
	return n - at;
}

static size_t prefix_behind(struct span text, size_t at)
{
	size_t n = at + 1;

	if (at >= text.len || text.ptr[at] != '/')
		return 0;
	while (n < text.len && ascii_digit(text.ptr[n]) && n - at <= 3)
		n++;
	if (n == at + 1 || (n < text.len && (word_byte(text.ptr[n]) || text.ptr[n] == '.') &&
			    n + 1 < text.len && word_byte(text.ptr[n + 1])))
		return 0;
	return n - at;
}

/* "1.2.1.1 Introduction": single digits at the start of a line, a capital behind. */
static bool is_section_number(struct span text, size_t at, struct span run)
{
	struct span rest = span_skip(text, at + run.len);

	return run.len == 7 && (at == 0 || text.ptr[at - 1] == '\n') && rest.len > 1 &&
		(rest.ptr[0] == ' ' || rest.ptr[0] == '.') && span_trim(rest).len &&
		span_trim(rest).ptr[0] >= 'A' && span_trim(rest).ptr[0] <= 'Z';
}

static bool ipv4_shape(struct span text, size_t at, size_t len, struct shape *out)
{
	struct span run = span_cut(text, at, len);
	struct network n;
	struct address a;
	size_t more;

	while (run.len && run.ptr[run.len - 1] == '.')
		run.len--;
	if (!address_parse_ipv4(run, &a))
		return false;
	out->kind = KIND_IPV4;
	out->value = run;
	out->len = run.len;
	if (at + run.len < text.len && word_byte(text.ptr[at + run.len]))
		return false;
	if (before(text, at) == '/' || before(text, at) == '\\')
		out->notes |= SHAPE_VERSION;
	if (version_before(text, at) || is_section_number(text, at, run))
		out->notes |= SHAPE_VERSION;
	more = prefix_behind(text, at + run.len);
	if (more && network_parse(span_cut(text, at, run.len + more), &n)) {
		out->kind = n.bits == 128 ? KIND_IPV4 : KIND_CIDR;
		out->len += more;
		out->value.len += more;
		return true;
	}
	out->len += port_behind(text, at + run.len, &out->port);
	return true;
}

static bool ipv6_shape(struct span text, size_t at, size_t len, struct shape *out)
{
	struct span run = span_cut(text, at, len);
	size_t colons = 0;
	struct address a;
	bool digit = false;

	while (run.len && (run.ptr[run.len - 1] == '.' ||
			   (run.ptr[run.len - 1] == ':' && !span_ends(run, SPAN("::")))))
		run.len--;
	for (size_t i = 0; i < run.len; i++) {
		colons += run.ptr[i] == ':';
		digit |= ascii_digit(run.ptr[i]);
	}
	if (colons < 2 || !digit || run.len < 3 || run.len > 45 || !address_parse(run, &a) ||
	    (at + run.len < text.len && word_byte(text.ptr[at + run.len])))
		return false;
	out->kind = KIND_IPV6;
	out->value = run;
	out->len = run.len + prefix_behind(text, at + run.len);
	if (out->len > run.len) {
		out->kind = KIND_CIDR;
		out->value.len = out->len;
	}
	return true;
}

bool shape_address(struct span text, size_t at, struct shape *out)
{
	size_t v4, v6;

	if (word_byte(before(text, at)) || before(text, at) == '.')
		return false;
	v4 = run_of(text, at, ".", IPV4_LONGEST);
	if (v4 >= 7 && v4 <= IPV4_LONGEST && ascii_digit(text.ptr[at]) &&
	    ipv4_shape(text, at, v4, out))
		return true;
	v6 = run_of(text, at, ":.abcdefABCDEF", IPV6_LONGEST);
	return v6 >= 3 && v6 <= IPV6_LONGEST && before(text, at) != ':' &&
		ipv6_shape(text, at, v6, out);
}

/* "AA:BB:..." of a certificate: 20 or 32 pairs. */
static bool pairs_shape(struct span text, size_t at, struct shape *out)
{
	size_t n = 0;

	while (at + n + 1 < text.len && n < 96 && ascii_hex(text.ptr[at + n]) >= 0 &&
	       ascii_hex(text.ptr[at + n + 1]) >= 0) {
		n += 2;
		if (at + n >= text.len || text.ptr[at + n] != ':')
			break;
		n++;
	}
	if (n != 59 && n != 95)
		return false;
	out->kind = n == 59 ? KIND_X509_SHA1 : KIND_X509_SHA256;
	out->value = span_cut(text, at, n);
	out->len = n;
	return true;
}

bool shape_digest(struct span text, size_t at, struct shape *out)
{
	char front = before(text, at);
	struct span run;
	bool letter = false;

	if (word_byte(front) || ascii_hex(text.ptr[at]) < 0)
		return false;
	if (pairs_shape(text, at, out))
		return true;
	run = span_cut(text, at, run_of(text, at, "abcdefABCDEF", DIGEST_LONGEST));
	out->kind = kind_of_digits(run.len);
	for (size_t i = 0; i < run.len; i++)
		letter |= !ascii_digit(run.ptr[i]);
	if (out->kind == KIND_NONE || (!letter && run.len == 32))
		return false;
	out->value = run;
	out->len = run.len;
	if (at + run.len < text.len) {
		struct span rest = span_skip(text, at + run.len);
		char next = text.ptr[at + run.len];

		if (word_byte(next) || next == '@')
			return false;
		/* "58d8e6...": shown shortened; {...-...}: an id of another sort. */
		if (span_starts(rest, SPAN("..")) || span_starts(rest, SPAN("\xe2\x80\xa6")))
			return false;
		if (next == '-' && rest.len > 1 && word_byte(rest.ptr[1]))
			return false;
	}
	return front != '-' && front != '$' && front != '{';
}

bool shape_starts(struct span text, size_t at)
{
	char c = text.ptr[at], front = before(text, at);

	if (c == '\\' || c == '%' || c == '~' || c == '/')
		return front != '\\' && front != '/' && !word_byte(front);
	if (c == ':')
		return front != ':' && at + 1 < text.len && text.ptr[at + 1] == ':';
	return (ascii_alnum(c) || (c == '_' && !word_byte(front)) || (unsigned char)c >= 0xc3) &&
		!word_byte(front) && !((unsigned char)front >= 0x80 && !ascii_alnum(c));
}

/* Bitcoin, Ethereum, Monero: their checksums leave no doubt. */
static bool shape_wallet(struct span text, size_t at, struct shape *out)
{
	struct span t = span_skip(text, at);
	size_t n = 0, hex = 0;

	while (n < t.len && n <= WALLET_MOST && ascii_alnum(t.ptr[n])) {
		hex += ascii_hex(t.ptr[n]) >= 0;
		n++;
	}
	if (n < WALLET_LEAST || n > WALLET_MOST || hex == n || !memchr("b1348L0", t.ptr[0], 7) ||
	    kind_guess(span_cut(t, 0, n)) != KIND_WALLET)
		return false;
	*out = (struct shape){ .kind = KIND_WALLET, .len = n, .value = span_cut(t, 0, n) };
	return true;
}

bool shape_at(struct span text, size_t at, bool whole, struct shape *out)
{
	*out = (struct shape){ .kind = KIND_NONE };
	if (shape_url(text, at, out) || shape_trace(text, at, whole, out))
		return true;
	*out = (struct shape){ .kind = KIND_NONE };
	if (shape_address(text, at, out))
		return true;
	*out = (struct shape){ .kind = KIND_NONE };
	if (shape_wallet(text, at, out) || shape_digest(text, at, out))
		return true;
	*out = (struct shape){ .kind = KIND_NONE };
	return shape_name(text, at, out);
}
