/*
 * address.c -- Internet addresses by value: parsing, printing, networks.
 *
 * Specification: RFC 4291 (text forms), RFC 5952 (the one form we print).
 * Not here: octal and hexadecimal octets of inet_aton, because logs pad with
 * zeros and mean decimal.  Hostile input: one pass, at most 8 groups.
 */
#include "value/address.h"

#define IPV4_BITS 96		/* bits in front of an IPv4 address */

static const uint8_t mapped_prefix[12] = { [10] = 0xff, [11] = 0xff };
static const uint8_t nat64_prefix[12] = { 0x00, 0x64, 0xff, 0x9b };

/* One to three digits below 256 at `at`; how many, or 0. */
static inline size_t octet_digits(const char *at, const char *end, uint8_t *out)
{
	unsigned value, digit;

	if (at == end || (value = (unsigned)*at - '0') > 9)
		return 0;
	if (++at == end || (digit = (unsigned)*at - '0') > 9) {
		*out = (uint8_t)value;
		return 1;
	}
	value = value * 10 + digit;
	if (++at == end || (digit = (unsigned)*at - '0') > 9) {
		*out = (uint8_t)value;
		return 2;
	}
	value = value * 10 + digit;
	*out = (uint8_t)value;
	return value <= 255 ? 3 : 0;
}

/* "a.b.c.d" into 4 bytes. */
static bool parse_quad(struct span text, uint8_t out[4])
{
	const char *at = text.ptr, *end;

	if (text.len < 7 || text.len > 15)
		return false;
	end = at + text.len;
	for (unsigned i = 0; i < 4; i++) {
		size_t n;

		if (i && (at == end || *at++ != '.'))
			return false;
		n = octet_digits(at, end, &out[i]);
		if (n == 0)
			return false;
		at += n;
	}
	return at == end;
}

bool address_parse_ipv4(struct span text, struct address *out)
{
	uint8_t quad[4];

	if (!parse_quad(text, quad))
		return false;
	memcpy(out->bytes, mapped_prefix, 12);
	memcpy(out->bytes + 12, quad, 4);
	return true;
}

/* Groups of an IPv6 address as they are read. */
struct groups {
	uint8_t bytes[16];
	unsigned used;		/* bytes */
	unsigned gap;		/* where "::" stands, in bytes; 17: nowhere */
};

#define DIGIT(c, value) [c] = (value) + 1

/* One more than the value of a hexadecimal digit, 0: it is none. */
static const uint8_t digits[256] = {
	DIGIT('0', 0), DIGIT('1', 1), DIGIT('2', 2), DIGIT('3', 3), DIGIT('4', 4), DIGIT('5', 5),
	DIGIT('6', 6), DIGIT('7', 7), DIGIT('8', 8), DIGIT('9', 9), DIGIT('a', 10),
	DIGIT('b', 11), DIGIT('c', 12), DIGIT('d', 13), DIGIT('e', 14), DIGIT('f', 15),
	DIGIT('A', 10), DIGIT('B', 11), DIGIT('C', 12), DIGIT('D', 13), DIGIT('E', 14),
	DIGIT('F', 15),
};

/* The number of up to five hexadecimal digits at the front; how many there are. */
static inline size_t group_digits(struct span text, unsigned *value)
{
	size_t n = 0, most = text.len < 5 ? text.len : 5;
	unsigned all = 0, digit;

	for (; n < most && (digit = digits[(unsigned char)text.ptr[n]]) != 0; n++)
		all = all << 4 | (digit - 1);
	*value = all;
	return n;
}

/* One group, or the dotted quad that ends the address. Bytes taken; 0: neither. */
static size_t groups_take(struct groups *g, struct span text)
{
	unsigned value;
	size_t n = group_digits(text, &value);

	if (n && n < text.len && text.ptr[n] == '.') {
		if (g->used > 12 || !parse_quad(text, g->bytes + g->used))
			return 0;
		g->used += 4;
		return text.len;
	}
	if (n == 0 || n > 4 || g->used > 14)
		return 0;
	g->bytes[g->used++] = (uint8_t)(value >> 8);
	g->bytes[g->used++] = (uint8_t)value;
	return n;
}

/* Move what follows "::" to the end and fill the gap with zeros. */
static bool groups_finish(const struct groups *g, struct address *out)
{
	unsigned tail;

	if (g->gap > 16) {
		memcpy(out->bytes, g->bytes, 16);
		return g->used == 16;
	}
	if (g->used > 14)
		return false;
	tail = g->used - g->gap;
	memset(out->bytes, 0, 16);
	memcpy(out->bytes, g->bytes, g->gap);
	memcpy(out->bytes + 16 - tail, g->bytes + g->gap, tail);
	return true;
}

bool address_parse_ipv6(struct span text, struct address *out)
{
	struct groups g = { .gap = 17 };

	if (span_starts(text, SPAN("::"))) {
		g.gap = 0;
		text = span_skip(text, 2);
	}
	while (text.len) {
		size_t n = groups_take(&g, text);

		if (n == 0)
			return false;
		text = span_skip(text, n);
		if (text.len == 0)
			break;
		if (text.ptr[0] != ':' || text.len == 1)
			return false;
		text = span_skip(text, 1);
		if (text.ptr[0] == ':') {
			if (g.gap <= 16)
				return false;
			g.gap = g.used;
			text = span_skip(text, 1);
		}
	}
	return groups_finish(&g, out);
}

/* The name of an interface behind '%'. */
static bool is_zone(struct span zone)
{
	for (size_t i = 0; i < zone.len; i++)
		if (!ascii_alnum(zone.ptr[i]) && !memchr("-._~", zone.ptr[i], 4))
			return false;
	return zone.len > 0 && zone.len <= 32;
}

bool address_parse(struct span text, struct address *out)
{
	size_t zone;

	if (address_parse_ipv4(text, out))
		return true;
	if (text.len > 2 && text.ptr[0] == '[' && text.ptr[text.len - 1] == ']')
		text = span_cut(text, 1, text.len - 2);
	if (span_find_byte(span_cut(text, 0, 5), ':') == SPAN_NONE)
		return false;
	zone = span_find_byte(text, '%');
	if (zone != SPAN_NONE) {
		if (!is_zone(span_skip(text, zone + 1)))
			return false;
		text = span_cut(text, 0, zone);
	}
	return address_parse_ipv6(text, out);
}

struct address address_unwrap(const struct address *a)
{
	static const uint8_t zero[12];
	struct address inner = *a;

	/* A compatible address below 1.0.0.0 is "::1" and its like, not an IPv4 address. */
	if (memcmp(a->bytes, nat64_prefix, 12) == 0 ||
	    (memcmp(a->bytes, zero, 12) == 0 && a->bytes[12] != 0))
		memcpy(inner.bytes, mapped_prefix, 12);
	return inner;
}

static char *put_decimal(char *at, unsigned value)
{
	if (value >= 100)
		*at++ = (char)('0' + value / 100);
	if (value >= 10)
		*at++ = (char)('0' + value / 10 % 10);
	*at++ = (char)('0' + value % 10);
	return at;
}

static char *put_group(char *at, unsigned value)
{
	for (int shift = 12; shift > 0; shift -= 4)
		if (value >> shift)
			*at++ = "0123456789abcdef"[value >> shift & 15];
	*at++ = "0123456789abcdef"[value & 15];
	return at;
}

static unsigned group_of(const struct address *a, int i)
{
	return (unsigned)a->bytes[2 * i] << 8 | a->bytes[2 * i + 1];
}

/* The longest run of at least two zero groups, the first of several; else length 0. */
static void zero_run(const struct address *a, int *start, int *length)
{
	*start = *length = 0;
	for (int i = 0; i < 8; i++) {
		int n = 0;

		while (i + n < 8 && group_of(a, i + n) == 0)
			n++;
		if (n >= 2 && n > *length) {
			*start = i;
			*length = n;
		}
		i += n;
	}
}

static char *put_ipv6(char *at, const struct address *a)
{
	int start, length;

	zero_run(a, &start, &length);
	for (int i = 0; i < 8; i++) {
		if (length && i == start) {
			*at++ = ':';
			*at++ = ':';
			i += length - 1;
			continue;
		}
		if (i && !(length && i == start + length))
			*at++ = ':';
		at = put_group(at, group_of(a, i));
	}
	return at;
}

size_t address_write(const struct address *a, char text[ADDRESS_TEXT])
{
	char *at = text;

	if (address_is_ipv4(a)) {
		for (int i = 12; i < 16; i++) {
			if (i > 12)
				*at++ = '.';
			at = put_decimal(at, a->bytes[i]);
		}
	} else {
		at = put_ipv6(at, a);
	}
	return (size_t)(at - text);
}

void address_text(const struct address *a, struct buf *out)
{
	char text[ADDRESS_TEXT];

	buf_add(out, span_make(text, address_write(a, text)));
}

/* Clear every bit behind the first `bits`. */
static void mask_address(struct address *a, unsigned bits)
{
	for (unsigned i = 0; i < 16; i++) {
		unsigned left = bits > 8 * i ? bits - 8 * i : 0;

		if (left < 8)
			a->bytes[i] &= (uint8_t)(0xff00u >> left);
	}
}

/* "a-b" when it is exactly one network: a has only zeros, b only ones behind the shared bits. */
static bool parse_range(struct span low, struct span high, struct network *out)
{
	struct address a, b, first;
	unsigned shared = 0;

	if (!address_parse(span_trim(low), &a) || !address_parse(span_trim(high), &b) ||
	    address_is_ipv4(&a) != address_is_ipv4(&b))
		return false;
	while (shared < 128 && !((a.bytes[shared / 8] ^ b.bytes[shared / 8]) &
				 (0x80 >> shared % 8)))
		shared++;
	first = b;
	mask_address(&first, shared);
	if (!address_equal(&first, &a))
		return false;
	for (unsigned i = shared; i < 128; i++)
		if (!(b.bytes[i / 8] & (0x80 >> i % 8)))
			return false;
	*out = (struct network){ a, (uint8_t)shared };
	return true;
}

/* The number or, for IPv4, the netmask behind the slash, as bits of 128. */
static bool parse_bits(struct span text, bool ipv4, unsigned *bits)
{
	uint8_t quad[4];
	uint64_t value;
	uint32_t mask;

	if (text.len <= 3 && span_u64(text, &value)) {
		*bits = (unsigned)value + (ipv4 ? IPV4_BITS : 0);
		return *bits <= 128;
	}
	if (!ipv4 || !parse_quad(text, quad))
		return false;
	mask = (uint32_t)quad[0] << 24 | (uint32_t)quad[1] << 16 | (uint32_t)quad[2] << 8 | quad[3];
	*bits = IPV4_BITS + (unsigned)__builtin_popcount(mask);
	return ((~mask + 1) & ~mask) == 0;
}

bool network_parse(struct span text, struct network *out)
{
	size_t slash = span_find_byte(text, '/'), dash;
	struct address a;
	unsigned bits = 128;

	if (slash == SPAN_NONE) {
		dash = span_find_byte(text, '-');
		if (dash != SPAN_NONE)
			return parse_range(span_cut(text, 0, dash), span_skip(text, dash + 1), out);
		if (!address_parse(text, &a))
			return false;
	} else {
		struct span front = span_cut(text, 0, slash);
		bool dotted = address_parse_ipv4(front, &a);

		if (!dotted && !address_parse(front, &a))
			return false;
		if (!parse_bits(span_skip(text, slash + 1), dotted, &bits))
			return false;
		mask_address(&a, bits);
	}
	*out = (struct network){ a, (uint8_t)bits };
	return true;
}

bool network_has(const struct network *n, const struct address *a)
{
	unsigned whole = n->bits / 8, rest = n->bits % 8;

	if (n->bits < IPV4_BITS && address_is_ipv4(a))
		return false;
	if (memcmp(n->address.bytes, a->bytes, whole) != 0)
		return false;
	return rest == 0 ||
	       ((n->address.bytes[whole] ^ a->bytes[whole]) & (0xff00u >> rest) & 0xff) == 0;
}

void network_text(const struct network *n, struct buf *out)
{
	unsigned bits = n->bits;
	char text[4] = "/", *at = text + 1;

	if (bits >= IPV4_BITS && address_is_ipv4(&n->address))
		bits -= IPV4_BITS;
	address_text(&n->address, out);
	at = put_decimal(at, bits);
	buf_add(out, span_make(text, (size_t)(at - text)));
}
