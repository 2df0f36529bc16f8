/*
 * address_class.c -- what an address is by registry: the special-purpose
 * registries of IANA (RFC 6890, with RFC 6598, 6666, 7534, 8215, 9602, 9637).
 *
 * Addresses that carry an IPv4 address (NAT64, compatible, 6to4) are what the
 * IPv4 address is.  Teredo (2001::/32) is public: peers are met there.
 */
#include "value/address.h"

struct block4 {
	uint32_t prefix;
	uint8_t bits;
	enum address_class class;
};

/* The first row that fits decides. */
static const struct block4 blocks4[] = {
	{ 0x00000000,  8, ADDRESS_LOCAL },		/* 0/8: this host, this network */
	{ 0x0a000000,  8, ADDRESS_PRIVATE },		/* 10/8 */
	{ 0x64400000, 10, ADDRESS_PRIVATE },		/* 100.64/10: carrier-grade NAT */
	{ 0x7f000000,  8, ADDRESS_LOCAL },		/* 127/8 */
	{ 0xa9fe0000, 16, ADDRESS_LOCAL },		/* 169.254/16 */
	{ 0xac100000, 12, ADDRESS_PRIVATE },		/* 172.16/12 */
	{ 0xc0000000, 24, ADDRESS_RESERVED },		/* 192.0.0/24: protocol assignments */
	{ 0xc0000200, 24, ADDRESS_DOCUMENTATION },	/* 192.0.2/24 */
	{ 0xc01fc400, 24, ADDRESS_RESERVED },		/* 192.31.196/24: AS112 */
	{ 0xc034c100, 24, ADDRESS_RESERVED },		/* 192.52.193/24: AMT */
	{ 0xc0586300, 24, ADDRESS_RESERVED },		/* 192.88.99/24: 6to4 relays, withdrawn */
	{ 0xc0a80000, 16, ADDRESS_PRIVATE },		/* 192.168/16 */
	{ 0xc0af3000, 24, ADDRESS_RESERVED },		/* 192.175.48/24: AS112 */
	{ 0xc6120000, 15, ADDRESS_RESERVED },		/* 198.18/15: benchmarking */
	{ 0xc6336400, 24, ADDRESS_DOCUMENTATION },	/* 198.51.100/24 */
	{ 0xcb007100, 24, ADDRESS_DOCUMENTATION },	/* 203.0.113/24 */
	{ 0xe9fc0000, 24, ADDRESS_DOCUMENTATION },	/* 233.252.0/24: multicast, for examples */
	{ 0xe0000000,  4, ADDRESS_MULTICAST },
	{ 0xffffffff, 32, ADDRESS_MULTICAST },		/* broadcast */
	{ 0xf0000000,  4, ADDRESS_RESERVED },		/* future use */
};

struct block6 {
	uint64_t prefix;	/* of the first 64 bits */
	uint8_t bits;
	enum address_class class;
};

static const struct block6 blocks6[] = {
	{ 0xfe80000000000000, 10, ADDRESS_LOCAL },
	{ 0xfec0000000000000, 10, ADDRESS_PRIVATE },	/* site-local, withdrawn */
	{ 0xfc00000000000000,  7, ADDRESS_PRIVATE },	/* ULA */
	{ 0xff00000000000000,  8, ADDRESS_MULTICAST },
	{ 0x20010db800000000, 32, ADDRESS_DOCUMENTATION },
	{ 0x3fff000000000000, 20, ADDRESS_DOCUMENTATION },
	{ 0x2001000000000000, 32, ADDRESS_PUBLIC },	/* Teredo */
	{ 0x2001000000000000, 23, ADDRESS_RESERVED },	/* protocol assignments */
	{ 0x2620004f80000000, 48, ADDRESS_RESERVED },	/* AS112 */
	{ 0x2000000000000000,  3, ADDRESS_PUBLIC },
};

static uint64_t big_endian(const uint8_t *bytes, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | bytes[i];
	return value;
}

/* Nearly every address is public, which its first byte tells. */
static bool has_blocks4(uint32_t first)
{
	switch (first) {
	case 0: case 10: case 100: case 127: case 169: case 172: case 192: case 198: case 203:
		return true;
	default:
		return first >= 224;
	}
}

static enum address_class class4(uint32_t address)
{
	if (!has_blocks4(address >> 24))
		return ADDRESS_PUBLIC;
	for (size_t i = 0; i < sizeof(blocks4) / sizeof(*blocks4); i++)
		if (((address ^ blocks4[i].prefix) >> (32 - blocks4[i].bits)) == 0)
			return blocks4[i].class;
	return ADDRESS_PUBLIC;
}

static enum address_class class6(const struct address *a)
{
	uint64_t high = big_endian(a->bytes, 8), low = big_endian(a->bytes + 8, 8);

	if (high == 0 && low <= 1)
		return ADDRESS_LOCAL;
	if (high >> 48 == 0x2002)
		return class4((uint32_t)(high >> 16));
	for (size_t i = 0; i < sizeof(blocks6) / sizeof(*blocks6); i++)
		if (((high ^ blocks6[i].prefix) >> (64 - blocks6[i].bits)) == 0)
			return blocks6[i].class;
	return ADDRESS_RESERVED;
}

enum address_class address_class(const struct address *a)
{
	struct address inner = address_unwrap(a);

	if (address_is_ipv4(&inner))
		return class4((uint32_t)big_endian(inner.bytes + 12, 4));
	return class6(&inner);
}
