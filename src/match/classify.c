/*
 * classify.c -- bytes to bitmaps: two tables of eight classes, and a transpose
 * that turns 64 bytes of classes into eight words of bits.
 */
#include "match/lane.h"

#define A  (1 << BIT_ALNUM)
#define X  (1 << BIT_HEX)
#define D  (1 << BIT_DIGIT)
#define H  (1 << BIT_HIGH)

__extension__ static const uint8_t first_classes[256] = {
	['0' ... '9'] = A | X | D,
	['a' ... 'f'] = A | X, ['g' ... 'z'] = A,
	['A' ... 'F'] = A | X, ['G' ... 'Z'] = A,
	['_'] = A,
	['-'] = 1 << BIT_DASH, ['.'] = 1 << BIT_DOT, [':'] = 1 << BIT_COLON,
	['%'] = 1 << BIT_PERCENT,
	[128 ... 255] = H,
};

#define SECOND(bit) (1 << ((bit) - 8))
#define C   SECOND(BIT_CODE)
#define C1  (C | SECOND(BIT_CODE1))
#define C2  SECOND(BIT_CODE2)
#define C3  SECOND(BIT_CODE3)

/*
 * Base64 of ASCII: of the four 6-bit values the first is below 32, the second
 * lacks bit 8, the third lacks bit 2, because bit 7 of each byte is zero.
 */
__extension__ static const uint8_t second_classes[256] = {
	['\\'] = SECOND(BIT_BACKSLASH),
	['['] = SECOND(BIT_OPEN), ['('] = SECOND(BIT_OPEN), ['{'] = SECOND(BIT_OPEN),
	[']'] = SECOND(BIT_CLOSE), [')'] = SECOND(BIT_CLOSE), ['}'] = SECOND(BIT_CLOSE),
	['\0'] = SECOND(BIT_ZERO),
	['A'] = C1 | C2 | C3, ['B'] = C1 | C2 | C3, ['C'] = C1 | C2, ['D'] = C1 | C2,
	['E'] = C1 | C2 | C3, ['F'] = C1 | C2 | C3, ['G'] = C1 | C2, ['H'] = C1 | C2,
	['I'] = C1 | C3, ['J'] = C1 | C3, ['K'] = C1, ['L'] = C1,
	['M'] = C1 | C3, ['N'] = C1 | C3, ['O'] = C1, ['P'] = C1,
	['Q'] = C1 | C2 | C3, ['R'] = C1 | C2 | C3, ['S'] = C1 | C2, ['T'] = C1 | C2,
	['U'] = C1 | C2 | C3, ['V'] = C1 | C2 | C3, ['W'] = C1 | C2, ['X'] = C1 | C2,
	['Y'] = C1 | C3, ['Z'] = C1 | C3, ['a'] = C1, ['b'] = C1,
	['c'] = C1 | C3, ['d'] = C1 | C3, ['e'] = C1, ['f'] = C1,
	['g'] = C | C2 | C3, ['h'] = C | C2 | C3, ['i'] = C | C2, ['j'] = C | C2,
	['k'] = C | C2 | C3, ['l'] = C | C2 | C3, ['m'] = C | C2, ['n'] = C | C2,
	['o'] = C | C3, ['p'] = C | C3, ['q'] = C, ['r'] = C,
	['s'] = C | C3, ['t'] = C | C3, ['u'] = C, ['v'] = C,
	['w'] = C | C2 | C3, ['x'] = C | C2 | C3, ['y'] = C | C2, ['z'] = C | C2,
	['0'] = C | C2 | C3, ['1'] = C | C2 | C3, ['2'] = C | C2, ['3'] = C | C2,
	['4'] = C | C3, ['5'] = C | C3, ['6'] = C, ['7'] = C,
	['8'] = C | C3, ['9'] = C | C3, ['+'] = C, ['-'] = C, ['/'] = C, ['_'] = C,
};

/* Eight bytes of eight bits: bit c of byte i becomes bit i of byte c. */
static inline uint64_t transpose_bits(uint64_t x)
{
	uint64_t t;

	t = (x ^ (x >> 7)) & UINT64_C(0x00aa00aa00aa00aa);
	x ^= t ^ (t << 7);
	t = (x ^ (x >> 14)) & UINT64_C(0x0000cccc0000cccc);
	x ^= t ^ (t << 14);
	t = (x ^ (x >> 28)) & UINT64_C(0x00000000f0f0f0f0);
	return x ^ t ^ (t << 28);
}

#define SWAP(a, b, shift, mask) \
	do { \
		uint64_t t_ = ((a) >> (shift) ^ (b)) & (mask); \
		(b) ^= t_; \
		(a) ^= t_ << (shift); \
	} while (0)

/* Eight words of eight bytes: byte c of word i becomes byte i of word c. */
static inline void transpose_bytes(uint64_t w[8])
{
	for (unsigned i = 0; i < 4; i++)
		SWAP(w[i], w[i + 4], 32, UINT64_C(0x00000000ffffffff));
	for (unsigned i = 0; i < 8; i += 4)
		for (unsigned j = i; j < i + 2; j++)
			SWAP(w[j], w[j + 2], 16, UINT64_C(0x0000ffff0000ffff));
	for (unsigned i = 0; i < 8; i += 2)
		SWAP(w[i], w[i + 1], 8, UINT64_C(0x00ff00ff00ff00ff));
}

static inline void classify_word(const unsigned char *text, const uint8_t *classes, uint64_t out[8])
{
	for (unsigned i = 0; i < 8; i++) {
		uint64_t packed = 0;

		for (unsigned j = 0; j < 8; j++)
			packed |= (uint64_t)classes[text[8 * i + j]] << (8 * j);
		out[i] = transpose_bits(packed);
	}
	transpose_bytes(out);
}

static inline void classify_one(struct lane *l, const unsigned char *text, size_t k)
{
	uint64_t out[8];

	classify_word(text, first_classes, out);
	for (unsigned c = 0; c < 8; c++)
		l->bit[c][LANE_BEFORE + k] = out[c];
	classify_word(text, second_classes, out);
	for (unsigned c = 0; c < 8; c++)
		l->bit[8 + c][LANE_BEFORE + k] = out[c];
}

void classify(struct lane *l, struct span text, size_t base, size_t words)
{
	struct span left = span_skip(text, base);
	size_t whole = left.len / 64 < words ? left.len / 64 : words;
	unsigned char last[64];

	for (size_t k = 0; k < whole; k++)
		classify_one(l, (const unsigned char *)left.ptr + 64 * k, k);
	left = span_skip(left, 64 * whole);
	if (whole == words)
		return;
	/* 0x01 is in no class: what is behind the end ends every token. */
	memset(last, 1, sizeof(last));
	if (left.len)
		memcpy(last, left.ptr, left.len);
	classify_one(l, last, whole);
	for (size_t k = whole + 1; k < words; k++)
		for (unsigned c = 0; c < BITMAPS; c++)
			l->bit[c][LANE_BEFORE + k] = 0;
}
