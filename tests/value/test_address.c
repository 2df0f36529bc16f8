/* test_address.c -- addresses and networks by value. */
#include "test.h"

#include <arpa/inet.h>

#include "value/address.h"

static struct span text_of(const struct address *a, struct buf *b)
{
	buf_clear(b);
	address_text(a, b);
	return buf_span(b);
}

static void assert_address(const char *written, const char *expected)
{
	struct span tight = tight_copy(span_of(written));
	struct address a;
	struct buf b;

	buf_init(&b, 100);
	if (!address_parse(tight, &a))
		test_fail("'%s' is not taken for an address", written);
	assert_span_equal(text_of(&a, &b), span_of(expected));
	buf_release(&b);
	free((void *)tight.ptr);
}

static void assert_no_address(const char *written)
{
	struct span tight = tight_copy(span_of(written));
	struct address a;

	if (address_parse(tight, &a))
		test_fail("'%s' is taken for an address", written);
	free((void *)tight.ptr);
}

TEST(dotted_addresses_are_read_with_zeros_in_front)
{
	assert_address("103.216.221.19", "103.216.221.19");
	assert_address("010.001.002.099", "10.1.2.99");
	assert_address("0.0.0.0", "0.0.0.0");
	assert_address("255.255.255.255", "255.255.255.255");
	assert_no_address("1.2.3");
	assert_no_address("1.2.3.4.5");
	assert_no_address("1.2.3.256");
	assert_no_address("1.2.3.0004");
	assert_no_address("1..2.3.4");
	assert_no_address("1.2.3.4.");
	assert_no_address(".1.2.3.4");
	assert_no_address("1.2.3.4 ");
	assert_no_address("1.2.3.0x4");
	assert_no_address("");
}

TEST(every_spelling_of_an_ipv6_address_gives_the_one_form_of_rfc_5952)
{
	assert_address("2001:DB8:0:0:0:0:0:1", "2001:db8::1");
	assert_address("2001:0db8::0001", "2001:db8::1");
	assert_address("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
	assert_address("2001:0:0:1:0:0:0:1", "2001:0:0:1::1");
	assert_address("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
	assert_address("::", "::");
	assert_address("::1", "::1");
	assert_address("1::", "1::");
	assert_address("[2001:db8::1]", "2001:db8::1");
	assert_address("fe80::1%eth0", "fe80::1");
	assert_address("[fe80::1%12]", "fe80::1");
	assert_address("::ffff:1.2.3.4", "1.2.3.4");
	assert_address("::FFFF:102:304", "1.2.3.4");
	assert_address("64:ff9b::1.2.3.4", "64:ff9b::102:304");
	assert_no_address(":");
	assert_no_address(":::");
	assert_no_address("1::2::3");
	assert_no_address("1:2:3:4:5:6:7:8:9");
	assert_no_address("1:2:3:4:5:6:7::8:9");
	assert_no_address("1:2:3:4:5:6:7");
	assert_no_address("12345::");
	assert_no_address("1:2:3:4:5:6:7:");
	assert_no_address("fe80::1%");
	assert_no_address("fe80::1%a b");
	assert_no_address("::1.2.3.4:5");
	assert_no_address("1:2:3:4:5:6:7:1.2.3.4");
	assert_no_address("std::vector");
	assert_no_address("[]");
}

TEST(what_the_c_library_reads_and_prints_is_read_and_printed_alike)
{
	static const char alphabet[] = "0123456789abcdefF:::::.";
	unsigned seed = 5, agreed = 0;

	for (int round = 0; round < 400000; round++) {
		char text[48];
		size_t n = 0, length = 2 + rand_r(&seed) % 24;
		struct address ours;
		struct in6_addr theirs;
		bool known;

		while (n < length)
			text[n++] = alphabet[rand_r(&seed) % (sizeof(alphabet) - 1)];
		text[n] = '\0';
		known = inet_pton(AF_INET6, text, &theirs) == 1;
		if (address_parse(span_make(text, n), &ours) != known && strchr(text, ':'))
			test_fail("'%s': we and inet_pton differ", text);
		if (!known)
			continue;
		agreed++;
		assert_memory_equal(ours.bytes, theirs.s6_addr, 16);
	}
	assert_true(agreed > 1000);
}

TEST(printing_and_reading_again_gives_the_same_address)
{
	unsigned seed = 7;
	struct buf b;

	buf_init(&b, 100);
	for (int round = 0; round < 100000; round++) {
		struct address a, again;
		char text[INET6_ADDRSTRLEN];

		for (int i = 0; i < 16; i += 2) {
			bool zero = rand_r(&seed) % 2;

			a.bytes[i] = zero ? 0 : (uint8_t)rand_r(&seed);
			a.bytes[i + 1] = zero ? 0 : (uint8_t)rand_r(&seed);
		}
		assert_true(address_parse(text_of(&a, &b), &again));
		assert_memory_equal(a.bytes, again.bytes, 16);
		inet_ntop(AF_INET6, a.bytes, text, sizeof(text));
		if (!strchr(text, '.'))
			assert_span_equal(buf_span(&b), span_of(text));
	}
	buf_release(&b);
}

TEST(addresses_that_carry_an_ipv4_address_unwrap_to_it)
{
	static const char *const forms[] = { "64:ff9b::c000:221", "::192.0.2.33", "::ffff:c000:221" };
	struct address a, inner, plain;

	assert_true(address_parse(SPAN("192.0.2.33"), &plain));
	for (size_t i = 0; i < 3; i++) {
		assert_true(address_parse(span_of(forms[i]), &a));
		inner = address_unwrap(&a);
		assert_true(address_equal(&inner, &plain));
	}
	assert_true(address_parse(SPAN("::1"), &a));
	inner = address_unwrap(&a);
	assert_true(address_equal(&inner, &a));
}

static void assert_network(const char *written, const char *expected)
{
	struct span tight = tight_copy(span_of(written));
	struct network n;
	struct buf b;

	buf_init(&b, 100);
	if (!network_parse(tight, &n))
		test_fail("'%s' is not taken for a network", written);
	network_text(&n, &b);
	assert_span_equal(buf_span(&b), span_of(expected));
	buf_release(&b);
	free((void *)tight.ptr);
}

TEST(networks_are_read_from_slash_mask_and_range)
{
	struct network n;

	assert_network("10.1.2.3/8", "10.0.0.0/8");
	assert_network("10.1.2.3", "10.1.2.3/32");
	assert_network("0.0.0.0/0", "0.0.0.0/0");
	assert_network("192.0.2.77/255.255.255.0", "192.0.2.0/24");
	assert_network("192.0.2.0-192.0.2.255", "192.0.2.0/24");
	assert_network("192.0.2.0 - 192.0.2.127", "192.0.2.0/25");
	assert_network("2001:db8:ffff::/32", "2001:db8::/32");
	assert_network("2001:db8::-2001:db8::ffff", "2001:db8::/112");
	assert_network("::ffff:10.0.0.0/104", "10.0.0.0/8");
	assert_network("::/0", "::/0");
	assert_false(network_parse(SPAN("10.0.0.0/33"), &n));
	assert_false(network_parse(SPAN("10.0.0.0/"), &n));
	assert_false(network_parse(SPAN("10.0.0.0/-1"), &n));
	assert_false(network_parse(SPAN("10.0.0.0/8/8"), &n));
	assert_false(network_parse(SPAN("10.0.0.0/255.0.255.0"), &n));
	assert_false(network_parse(SPAN("2001:db8::/129"), &n));
	assert_false(network_parse(SPAN("192.0.2.1-192.0.2.254"), &n));
	assert_false(network_parse(SPAN("192.0.2.255-192.0.2.0"), &n));
	assert_false(network_parse(SPAN("192.0.2.0-2001:db8::"), &n));
}

TEST(a_network_has_exactly_the_addresses_that_share_its_bits)
{
	unsigned seed = 11;
	struct network n, six;
	struct address a;

	for (unsigned bits = 0; bits <= 32; bits++) {
		uint32_t mask = bits ? 0xffffffffu << (32 - bits) : 0, net = rand_r(&seed) * 2654435761u;
		char text[64];

		snprintf(text, sizeof(text), "%u.%u.%u.%u/%u", net >> 24, net >> 16 & 255, net >> 8 & 255,
			 net & 255, bits);
		assert_true(network_parse(span_of(text), &n));
		for (int flip = 0; flip < 32; flip++) {
			uint32_t other = net ^ 1u << flip;

			snprintf(text, sizeof(text), "%u.%u.%u.%u", other >> 24, other >> 16 & 255,
				 other >> 8 & 255, other & 255);
			assert_true(address_parse(span_of(text), &a));
			assert_int_equal(network_has(&n, &a), (other & mask) == (net & mask));
		}
	}
	assert_true(network_parse(SPAN("::/0"), &six));
	assert_false(network_has(&six, &a));
	assert_true(address_parse(SPAN("2001:db8::1"), &a));
	assert_true(network_has(&six, &a));
	assert_true(network_parse(SPAN("0.0.0.0/0"), &n));
	assert_false(network_has(&n, &a));
}

static void assert_class(const char *text, enum address_class class)
{
	struct address a;

	assert_true(address_parse(span_of(text), &a));
	if (address_class(&a) != class)
		test_fail("%s is class %d, not %d", text, address_class(&a), class);
}

TEST(addresses_are_classed_by_the_registries_at_both_ends_of_each_block)
{
	assert_class("9.255.255.255", ADDRESS_PUBLIC);
	assert_class("10.0.0.0", ADDRESS_PRIVATE);
	assert_class("10.255.255.255", ADDRESS_PRIVATE);
	assert_class("11.0.0.0", ADDRESS_PUBLIC);
	assert_class("172.15.255.255", ADDRESS_PUBLIC);
	assert_class("172.16.0.0", ADDRESS_PRIVATE);
	assert_class("172.31.255.255", ADDRESS_PRIVATE);
	assert_class("172.32.0.0", ADDRESS_PUBLIC);
	assert_class("192.168.169.103", ADDRESS_PRIVATE);
	assert_class("100.63.255.255", ADDRESS_PUBLIC);
	assert_class("100.127.255.255", ADDRESS_PRIVATE);
	assert_class("127.0.0.1", ADDRESS_LOCAL);
	assert_class("0.0.0.0", ADDRESS_LOCAL);
	assert_class("169.254.1.1", ADDRESS_LOCAL);
	assert_class("192.0.2.1", ADDRESS_DOCUMENTATION);
	assert_class("198.51.100.1", ADDRESS_DOCUMENTATION);
	assert_class("203.0.113.1", ADDRESS_DOCUMENTATION);
	assert_class("203.0.114.1", ADDRESS_PUBLIC);
	assert_class("198.19.255.255", ADDRESS_RESERVED);
	assert_class("198.20.0.0", ADDRESS_PUBLIC);
	assert_class("224.0.0.251", ADDRESS_MULTICAST);
	assert_class("239.255.255.250", ADDRESS_MULTICAST);
	assert_class("240.0.0.1", ADDRESS_RESERVED);
	assert_class("255.255.255.254", ADDRESS_RESERVED);
	assert_class("255.255.255.255", ADDRESS_MULTICAST);
	assert_class("8.8.8.8", ADDRESS_PUBLIC);
	assert_class("103.216.221.19", ADDRESS_PUBLIC);
	assert_class("::", ADDRESS_LOCAL);
	assert_class("::1", ADDRESS_LOCAL);
	assert_class("fe80::1", ADDRESS_LOCAL);
	assert_class("fd00::1", ADDRESS_PRIVATE);
	assert_class("ff02::1", ADDRESS_MULTICAST);
	assert_class("2001:db8::1", ADDRESS_DOCUMENTATION);
	assert_class("3fff:fff::1", ADDRESS_DOCUMENTATION);
	assert_class("3fff:1000::1", ADDRESS_PUBLIC);
	assert_class("2001:0:1::1", ADDRESS_PUBLIC);
	assert_class("2001:20::1", ADDRESS_RESERVED);
	assert_class("2001:4860:4860::8888", ADDRESS_PUBLIC);
	assert_class("2606:4700::1", ADDRESS_PUBLIC);
	assert_class("100::1", ADDRESS_RESERVED);
	assert_class("4000::1", ADDRESS_RESERVED);
	assert_class("64:ff9b::8.8.8.8", ADDRESS_PUBLIC);
	assert_class("64:ff9b::10.1.1.1", ADDRESS_PRIVATE);
	assert_class("2002:0a01:0101::1", ADDRESS_PRIVATE);
	assert_class("2002:0808:0808::1", ADDRESS_PUBLIC);
	assert_class("::ffff:192.168.1.1", ADDRESS_PRIVATE);
}

/* The first network that has it decides; in no order of the program's. */
TEST(an_address_of_any_first_byte_is_classed_as_its_network)
{
	static const struct { const char *network; enum address_class class; } all[] = {
		{ "233.252.0.0/24", ADDRESS_DOCUMENTATION }, { "192.0.2.0/24", ADDRESS_DOCUMENTATION },
		{ "198.51.100.0/24", ADDRESS_DOCUMENTATION }, { "203.0.113.0/24", ADDRESS_DOCUMENTATION },
		{ "192.0.0.0/24", ADDRESS_RESERVED }, { "192.31.196.0/24", ADDRESS_RESERVED },
		{ "192.52.193.0/24", ADDRESS_RESERVED }, { "192.88.99.0/24", ADDRESS_RESERVED },
		{ "192.175.48.0/24", ADDRESS_RESERVED }, { "198.18.0.0/15", ADDRESS_RESERVED },
		{ "0.0.0.0/8", ADDRESS_LOCAL }, { "127.0.0.0/8", ADDRESS_LOCAL },
		{ "169.254.0.0/16", ADDRESS_LOCAL }, { "10.0.0.0/8", ADDRESS_PRIVATE },
		{ "100.64.0.0/10", ADDRESS_PRIVATE }, { "172.16.0.0/12", ADDRESS_PRIVATE },
		{ "192.168.0.0/16", ADDRESS_PRIVATE }, { "224.0.0.0/4", ADDRESS_MULTICAST },
		{ "255.255.255.255/32", ADDRESS_MULTICAST }, { "240.0.0.0/4", ADDRESS_RESERVED },
		{ "0.0.0.0/0", ADDRESS_PUBLIC },
	};
	const size_t count = sizeof(all) / sizeof(all[0]);

	for (size_t k = 0; k < count; k++)
		for (unsigned first = 0; first < 256; first++) {
			struct network n, own;
			struct address a;
			size_t i = 0;

			/* The rest of an address of one of them, behind any first byte. */
			assert_true(network_parse(span_of(all[k].network), &own));
			a = own.address;
			a.bytes[12] = (uint8_t)first;
			a.bytes[15] |= (uint8_t)(own.bits < 128);
			while (network_parse(span_of(all[i].network), &n) && !network_has(&n, &a))
				i++;
			assert_int_equal(address_class(&a), all[i].class);
		}
}

TEST(an_address_cut_anywhere_is_read_without_a_byte_too_many)
{
	struct span whole = SPAN("[2001:db8:0:1::ffff:192.0.2.33%eth0]/64-1");

	for (size_t n = 0; n <= whole.len; n++) {
		struct span tight = tight_copy(span_cut(whole, 0, n));
		struct address a;
		struct network net;

		address_parse(tight, &a);
		network_parse(tight, &net);
		address_parse(span_skip(tight, n / 2), &a);
		free((void *)tight.ptr);
	}
}
