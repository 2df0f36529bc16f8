/*
 * form_network.c -- addresses, networks, names, mail addresses, autonomous
 * systems, hardware addresses, onion names.
 *
 * Specification: address.h and host.h; RFC 5321 with RFC 6531 (mail, without
 * quoted local parts and address literals), RFC 5396 (asdot), Tor's
 * rend-spec-v3 (checksum of onion names).
 */
#include "value/address.h"
#include "value/digest.h"
#include "value/forms.h"
#include "value/host.h"

/* One address, also when it is written as a network of one. */
static int one_address(struct span written, bool ipv4, struct buf *out, struct error *e)
{
	struct network n;

	if (!address_parse(written, &n.address)) {
		if (!network_parse(written, &n))
			return fail(e, ERR_MALFORMED, "not an address");
		if (n.bits != 128)
			return fail(e, ERR_MALFORMED, "a network, not one address");
	}
	if (address_is_ipv4(&n.address) != ipv4)
		return fail(e, ERR_MALFORMED, "an address of the other family");
	address_text(&n.address, out);
	return 0;
}

int form_ipv4(struct span written, struct buf *out, struct error *e)
{
	return one_address(written, true, out, e);
}

int form_ipv6(struct span written, struct buf *out, struct error *e)
{
	return one_address(written, false, out, e);
}

int form_cidr(struct span written, struct buf *out, struct error *e)
{
	struct network n;

	if (!network_parse(written, &n))
		return fail(e, ERR_MALFORMED, "not a network");
	if (n.bits == 128)
		return fail(e, ERR_MALFORMED, "one address, not a network");
	network_text(&n, out);
	return 0;
}

int form_domain(struct span written, struct buf *out, struct error *e)
{
	/* "*.evil.example" and ".evil.example" of lists mean what the name itself means here. */
	if (span_starts(written, SPAN("*.")))
		written = span_skip(written, 2);
	else if (span_starts(written, SPAN(".")))
		written = span_skip(written, 1);
	return host_canonical(written, out, e);
}

static bool is_local_part(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (!ascii_alnum(c) && (unsigned char)c < 0x80 &&
		    !memchr("!#$%&'*+/=?^_`{|}~.-", c, 20))
			return false;
	}
	return s.len > 0 && s.len <= 64;
}

int form_email(struct span written, struct buf *out, struct error *e)
{
	size_t at;

	if (written.len > 2 && written.ptr[0] == '<' && written.ptr[written.len - 1] == '>')
		written = span_cut(written, 1, written.len - 2);
	if (span_starts_nocase(written, SPAN("mailto:"))) {
		written = span_skip(written, 7);
		written = span_cut(written, 0, span_find_byte(written, '?'));
	}
	at = span_rfind_byte(written, '@');
	if (at == SPAN_NONE)
		return fail(e, ERR_MALFORMED, "mail address without @");
	if (!is_local_part(span_cut(written, 0, at)))
		return fail(e, ERR_MALFORMED, "mail address with a local part that is none");
	form_add_lower(span_cut(written, 0, at + 1), out);
	return host_canonical(span_skip(written, at + 1), out, e);
}

int form_asn(struct span written, struct buf *out, struct error *e)
{
	uint64_t high = 0, low;
	size_t dot;

	if (span_starts_nocase(written, SPAN("ASN")))
		written = span_skip(written, 3);
	else if (span_starts_nocase(written, SPAN("AS")))
		written = span_skip(written, 2);
	written = span_trim(written);
	dot = span_find_byte(written, '.');
	if (dot != SPAN_NONE) {
		if (!span_u64(span_cut(written, 0, dot), &high) || high > UINT16_MAX)
			return fail(e, ERR_MALFORMED, "not an autonomous system");
		written = span_skip(written, dot + 1);
	}
	if (!span_u64(written, &low) || low > (dot == SPAN_NONE ? UINT32_MAX : UINT16_MAX))
		return fail(e, ERR_MALFORMED, "not an autonomous system");
	buf_printf(out, "AS%llu", (unsigned long long)(high << 16 | low));
	return 0;
}

int form_mac(struct span written, struct buf *out, struct error *e)
{
	/* Six pairs, or Cisco's three groups of four, or twelve digits. */
	bool plain = written.len == 12, groups = written.len == 14, pairs = written.len == 17;
	unsigned digits = 0;

	if (!plain && !groups && !pairs)
		return fail(e, ERR_MALFORMED, "not a hardware address");
	for (size_t i = 0; i < written.len; i++) {
		char c = written.ptr[i];
		bool separator = (pairs && i % 3 == 2) || (groups && i % 5 == 4);

		if (separator ? !memchr(groups ? ".." : ":-", c, 2) || c != written.ptr[pairs ? 2 : 4]
			      : ascii_hex(c) < 0)
			return fail(e, ERR_MALFORMED, "not a hardware address");
		if (separator)
			continue;
		if (digits && digits % 2 == 0)
			buf_byte(out, ':');
		buf_byte(out, ascii_lower(c));
		digits++;
	}
	return 0;
}

static int base32_value(char c)
{
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

/* Base32 of 56 letters into 35 bytes. */
static bool base32_decode(struct span text, uint8_t out[35])
{
	uint32_t bits = 0, have = 0;
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		int value = base32_value(text.ptr[i]);

		if (value < 0)
			return false;
		bits = bits << 5 | (uint32_t)value;
		have += 5;
		if (have >= 8 && n < 35) {
			have -= 8;
			out[n++] = (uint8_t)(bits >> have);
		}
	}
	return n == 35;
}

/* Public key (32), checksum (2), version 3 (1). */
static bool is_onion_v3(struct span label)
{
	static const char prefix[] = ".onion checksum";
	uint8_t raw[35], digest[32];
	char message[sizeof(prefix) - 1 + 33];

	if (label.len != 56 || !base32_decode(label, raw) || raw[34] != 3)
		return false;
	memcpy(message, prefix, sizeof(prefix) - 1);
	memcpy(message + sizeof(prefix) - 1, raw, 32);
	message[sizeof(message) - 1] = 3;
	return value_sha3_256(span_make(message, sizeof(message)), digest) &&
	       memcmp(digest, raw + 32, 2) == 0;
}

static bool is_onion_v2(struct span label)
{
	for (size_t i = 0; i < label.len; i++)
		if (base32_value(label.ptr[i]) < 0)
			return false;
	return label.len == 16;
}

int form_onion(struct span written, struct buf *out, struct error *e)
{
	size_t start = out->len, dot;
	struct span name;

	if (host_canonical(written, out, e) < 0)
		return -1;
	name = span_skip(buf_span(out), start);
	if (!span_ends(name, SPAN(".onion")))
		return fail(e, ERR_MALFORMED, "onion name without .onion");
	name.len -= strlen(".onion");
	dot = span_rfind_byte(name, '.');
	if (dot != SPAN_NONE)
		name = span_skip(name, dot + 1);
	if (!is_onion_v3(name) && !is_onion_v2(name))
		return fail(e, ERR_MALFORMED, "onion name with a wrong checksum or length");
	return 0;
}
