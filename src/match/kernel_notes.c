/*
 * kernel_notes.c -- what a recorder notes of names (note.c), by windows of bits
 * like their keys (kernel_keys.c): the last two labels, and the last three.
 */
#include "match/kernel_name.h"

#define SURE 57			/* bits that a window always has */

static inline unsigned top_zeros(uint64_t bits)
{
	return (unsigned)__builtin_clzll(bits | 1);
}

static inline unsigned at_most(unsigned value, unsigned most)
{
	return value < most ? value : most;
}

/* Lengths of what ends a name: of all of it where there are no more labels. */
struct ending {
	unsigned length, two, three;
	bool measure;
};

/* A number and its unit ("07.123456Z"): a digit behind the dot, only digits in front of it. */
static inline bool is_measure(uint64_t digits, unsigned one, unsigned two)
{
	return digits << ((one - 1) & 63) >> 63 &&
	       top_zeros(~(digits << ((one + 1) & 63))) + one + 1 >= two;
}

static inline struct ending ending_of(const struct lane *l, uint32_t end)
{
	uint64_t dots = bits_ending(l->bit[BIT_DOT], end);
	unsigned length = top_zeros(~bits_ending(l->token, end));
	unsigned one = top_zeros(dots), two, three;

	dots &= ~(UINT64_C(1) << 63 >> one);
	two = top_zeros(dots);
	three = top_zeros(dots & ~(UINT64_C(1) << 63 >> two));
	two = at_most(two, length);
	return (struct ending){
		.length = length, .two = two, .three = at_most(three, length),
		.measure = is_measure(bits_ending(l->bit[BIT_DIGIT], end), one, two),
	};
}

/* A mail address; three labels of which the first may not begin where the run does. */
static inline bool begins_oddly(const char *name, const struct ending *e)
{
	bool slash = name[-1] == '\\', junk = (name[0] == '-') | (name[0] == '_');

	return (name[-1] == '@') | ((e->three == e->length) & (e->three > e->two) & (slash | junk));
}

bool KERNEL(endings)(struct lane *l, const struct keys *k, struct span text, size_t n)
{
	const char *chunk = text.ptr + l->base;
	size_t noted = 0, threes = 0;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		uint32_t end = l->place[i];
		struct ending e = ending_of(l, end);
		bool wanted;

		/* What stands in front of the name may not be there to be looked at. */
		l->strange[i] = e.length >= SURE || l->base + end <= SURE ||
				begins_oddly(chunk + end - e.length, &e);
		any |= l->strange[i];
		wanted = !e.measure & !l->strange[i];
		l->noted[noted] = l->key[i];
		noted += wanted;
		l->end[threes] = end;
		l->value[threes] = e.three;
		threes += wanted & (e.three > e.two);
	}
	for (size_t i = 0; i < threes; i++)
		l->noted[noted + i] = key_ending(k, chunk + l->end[i], l->value[i]);
	l->noting = noted + threes;
	return any;
}
