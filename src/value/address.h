/*
 * address.h -- Internet addresses by value (RFC 4291, RFC 5952, RFC 6052).
 *
 * Every address is 16 bytes; an IPv4 address is kept as ::ffff:a.b.c.d, so
 * that one comparison serves both.  Mapped (::ffff:0:0/96), compatible and
 * NAT64 (64:ff9b::/96) forms of an IPv4 address unwrap to that address.
 */
#ifndef VALUE_ADDRESS_H
#define VALUE_ADDRESS_H

#include "base/buf.h"
#include "base/span.h"

struct address {
	uint8_t bytes[16];
};

/* A network: the first `bits` of 128 bits (an IPv4 /24 is 120). */
struct network {
	struct address address;
	uint8_t bits;
};

/*
 * Text to value: dotted IPv4 (octets with leading zeros are decimal, as in
 * logs), IPv6 in every spelling incl. embedded IPv4; a zone (%eth0) and
 * brackets [..] are accepted and dropped.  Whole span or false.
 */
bool address_parse(struct span text, struct address *out);

/* Only the strict dotted form a.b.c.d, 0..255 each, at most 3 digits each. */
bool address_parse_ipv4(struct span text, struct address *out);
/* The same for IPv6 alone, without brackets and zone. */
bool address_parse_ipv6(struct span text, struct address *out);

/*
 * "10.0.0.0/8", "10.0.0.0/255.0.0.0", "2001:db8::/32", "10.0.0.0-10.0.0.255"
 * (only when it is one network), or one address (128 bits).  Host bits are
 * cleared.
 */
bool network_parse(struct span text, struct network *out);

/* An IPv6 network, however wide, has no IPv4 addresses. */
bool network_has(const struct network *n, const struct address *a);

static inline bool address_is_ipv4(const struct address *a)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(a->bytes, mapped, 12) == 0;
}

static inline bool address_equal(const struct address *a, const struct address *b)
{
	return memcmp(a->bytes, b->bytes, 16) == 0;
}

/* If `a` is a NAT64 or IPv4-compatible form (not :: and ::1), the IPv4 address inside; else `a`. */
struct address address_unwrap(const struct address *a);

void address_text(const struct address *a, struct buf *out);	/* RFC 5952 */
#define ADDRESS_TEXT 40
size_t address_write(const struct address *a, char text[ADDRESS_TEXT]);	/* the same: its length */
void network_text(const struct network *n, struct buf *out);	/* always with /bits */

/* What an address is by registry (RFC 6890 and friends). */
enum address_class {
	ADDRESS_PUBLIC,
	ADDRESS_PRIVATE,	/* RFC 1918, ULA, CGNAT: ours when nothing else is said */
	ADDRESS_LOCAL,		/* loopback, link-local, unspecified */
	ADDRESS_MULTICAST,	/* and broadcast */
	ADDRESS_DOCUMENTATION,	/* RFC 5737, 3849 */
	ADDRESS_RESERVED,	/* benchmarking, future use, protocol assignments */
};
enum address_class address_class(const struct address *a);

#endif
