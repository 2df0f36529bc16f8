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

#define NUMERAL (HEX | DIGIT | NAME)
#define LETTER	(HEX | NAME)

static const uint8_t bits_of[256] = {
	['0'] = NUMERAL, ['1'] = NUMERAL, ['2'] = NUMERAL, ['3'] = NUMERAL,
	['4'] = NUMERAL, ['5'] = NUMERAL, ['6'] = NUMERAL, ['7'] = NUMERAL,
	['8'] = NUMERAL, ['9'] = NUMERAL, ['a'] = LETTER, ['b'] = LETTER, ['c'] = LETTER,
	['d'] = LETTER, ['e'] = LETTER, ['f'] = LETTER, ['g'] = NAME, ['h'] = NAME,
	['i'] = NAME, ['j'] = NAME, ['k'] = NAME, ['l'] = NAME, ['m'] = NAME, ['n'] = NAME,
	['o'] = NAME, ['p'] = NAME, ['q'] = NAME, ['r'] = NAME, ['s'] = NAME, ['t'] = NAME,
	['u'] = NAME, ['v'] = NAME, ['w'] = NAME, ['x'] = NAME, ['y'] = NAME, ['z'] = NAME,
	['-'] = NAME, ['.'] = DOT,
};

/* In each byte of such text at least one of the answered bits is set. */
static unsigned alphabet(struct span s, unsigned *all)
{
	unsigned any = 0, each = HEX | DIGIT | NAME;

	for (size_t i = 0; i < s.len; i++) {
		unsigned bits = bits_of[(uint8_t)s.ptr[i]];

		if (!bits)
			return 0;
		any |= bits;
		each &= bits;
	}
	*all = each;
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

/* Up to eight bytes as a number, the first the lowest: what the compiler compares at once. */
#define TOP(a, b, c, d, e, f) \
	((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 | \
	 (uint64_t)(e) << 32 | (uint64_t)(f) << 40)
#define TOP2(a, b)    TOP(a, b, 0, 0, 0, 0)
#define TOP3(a, b, c) TOP(a, b, c, 0, 0, 0)

/* Top-level domains that most names have; none of them is a suffix of files, too. */
static bool is_common_top(struct span label)
{
	uint64_t top = 0;

	if (label.len > 6)
		return false;
	for (size_t i = 0; i < label.len; i++)
		top |= (uint64_t)(uint8_t)label.ptr[i] << 8 * i;
	switch (top) {
	case TOP3('c', 'o', 'm'): case TOP3('n', 'e', 't'): case TOP3('o', 'r', 'g'):
	case TOP3('b', 'i', 'z'): case TOP3('e', 'd', 'u'): case TOP3('x', 'y', 'z'):
	case TOP3('t', 'o', 'p'):
	case TOP('i', 'n', 'f', 'o', 0, 0): case TOP('s', 'i', 't', 'e', 0, 0):
	case TOP('c', 'l', 'u', 'b', 0, 0): case TOP('s', 'h', 'o', 'p', 0, 0):
	case TOP('o', 'n', 'l', 'i', 'n', 'e'):
	case TOP2('r', 'u'): case TOP2('c', 'n'): case TOP2('d', 'e'): case TOP2('u', 'k'):
	case TOP2('b', 'r'): case TOP2('f', 'r'): case TOP2('i', 't'): case TOP2('n', 'l'):
	case TOP2('i', 'n'): case TOP2('e', 'u'): case TOP2('u', 's'): case TOP2('i', 'o'):
	case TOP2('c', 'o'): case TOP2('m', 'e'): case TOP2('t', 'k'): case TOP2('s', 'u'):
	case TOP2('u', 'a'): case TOP2('k', 'r'): case TOP2('j', 'p'):
		return true;
	default:
		return false;
	}
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
	unsigned all = 0, any = alphabet(value, &all);

	if (all & HEX && any)
		return kind_of_digits(value.len);
	if (!(any & DOT) || value.len < 4)
		return KIND_NONE;
	if (any == (HEX | DIGIT | NAME | DOT) && value.len <= 15 && is_quad(value))
		return KIND_IPV4;
	return is_name(value) ? KIND_DOMAIN : KIND_NONE;
}
