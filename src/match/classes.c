/* classes.c -- which classes each byte is in, bit by bit, for all kernels. */
#include "match/lane.h"

#define A  (1 << BIT_ALNUM)
#define X  (1 << BIT_HEX)
#define D  (1 << BIT_DIGIT)
#define J  (1 << BIT_JUNK)

__extension__ const uint8_t class_first[256] __attribute__((aligned(64))) = {
	['0' ... '9'] = A | X | D,
	['a' ... 'f'] = A | X, ['g' ... 'z'] = A,
	['A' ... 'F'] = A | X, ['G' ... 'Z'] = A,
	['_'] = A | J,
	['-'] = 1 << BIT_DASH | J, ['.'] = 1 << BIT_DOT, [':'] = 1 << BIT_COLON,
	['%'] = 1 << BIT_PERCENT,
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
__extension__ const uint8_t class_second[256] __attribute__((aligned(64))) = {
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
