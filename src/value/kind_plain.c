/*
 * kind_plain.c -- the kind of a value that is nothing but itself: digests,
 * addresses and names as nearly all entries of long lists are written.
 *
 * Whatever is answered here kind_guess answers too, and kind_canonical leaves
 * the value as it is: this only spares the questions.
 */
#include "value/kind.h"

#define LABEL_MAX 63
#define NAME_MAX_BYTES 253
#define MAC_BYTES 14		/* "dead.beef.cafe" may be a hardware address */

enum { HEX = 1, DIGIT = 2, NAME = 4, DOT = 8 };

static unsigned bits_of(char c)
{
	if (ascii_digit(c))
		return HEX | DIGIT | NAME;
	if (c >= 'a' && c <= 'z')
		return c <= 'f' ? HEX | NAME : NAME;
	return c == '-' ? NAME : c == '.' ? DOT : 0;
}

/* In each byte of such text at least one of the answered bits is set. */
static unsigned alphabet(struct span s, unsigned *all)
{
	unsigned any = 0;

	*all = HEX | DIGIT | NAME;
	for (size_t i = 0; i < s.len; i++) {
		unsigned bits = bits_of(s.ptr[i]);

		if (!bits)
			return 0;
		any |= bits;
		*all &= bits;
	}
	return any;
}

/* Four numbers below 256, without zeros in front. */
static bool is_quad(struct span s)
{
	unsigned parts = 0;
	size_t i = 0;

	while (i < s.len) {
		unsigned value = 0;
		size_t from = i;

		while (i < s.len && ascii_digit(s.ptr[i]) && i - from < 4)
			value = value * 10 + (unsigned)(s.ptr[i++] - '0');
		if (i == from || i - from > 3 || value > 255)
			return false;
		if (i - from > 1 && s.ptr[from] == '0')
			return false;
		parts++;
		if (i == s.len)
			return parts == 4;
		if (s.ptr[i++] != '.')
			return false;
	}
	return false;
}

/* Top-level domains that most names have; none of them is a suffix of files, too. */
static bool is_common_top(struct span label)
{
	static const struct span common[] = {
		{ "com", 3 }, { "net", 3 }, { "org", 3 }, { "info", 4 }, { "biz", 3 }, { "edu", 3 },
		{ "xyz", 3 }, { "top", 3 }, { "site", 4 }, { "online", 6 }, { "club", 4 },
		{ "shop", 4 },
		{ "ru", 2 }, { "cn", 2 }, { "de", 2 }, { "uk", 2 }, { "br", 2 },
		{ "fr", 2 },
		{ "it", 2 }, { "nl", 2 }, { "in", 2 }, { "eu", 2 }, { "us", 2 }, { "io", 2 },
		{ "co", 2 }, { "me", 2 }, { "tk", 2 }, { "su", 2 }, { "ua", 2 }, { "kr", 2 },
		{ "jp", 2 },
	};

	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (span_equal(label, common[i]))
			return true;
	return false;
}

/* A name of at least two labels, none empty or with a hyphen at its edge. */
static bool is_name(struct span s)
{
	size_t from = 0, i;

	if (s.len > NAME_MAX_BYTES || s.len == MAC_BYTES)
		return false;
	for (i = 0; i <= s.len; i++) {
		if (i < s.len && s.ptr[i] != '.')
			continue;
		if (i == from || i - from > LABEL_MAX || s.ptr[from] == '-' || s.ptr[i - 1] == '-')
			return false;
		if (i == s.len)
			break;
		from = i + 1;
	}
	return from > 0 && is_common_top(span_skip(s, from));
}

enum kind kind_plain(struct span value)
{
	unsigned all, any = alphabet(value, &all);

	if (all & HEX && any)
		return kind_of_digits(value.len);
	if (!(any & DOT) || value.len < 4)
		return KIND_NONE;
	if (any == (HEX | DIGIT | NAME | DOT) && value.len <= 15 && is_quad(value))
		return KIND_IPV4;
	return is_name(value) ? KIND_DOMAIN : KIND_NONE;
}
