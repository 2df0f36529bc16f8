/*
 * token.c -- where candidate tokens end, without a loop over bytes.
 *
 * A run that holds a seed is found by adding: runs + seeds + carry ripples
 * from a run's first seed to the bit behind its end, and only there a bit is
 * set that belongs to no run.
 */
#include "match/lane.h"

/* One word of the sum; the carry goes on to the next word. */
static inline uint64_t run_ends(uint64_t runs, uint64_t seeds, bool *carry)
{
	uint64_t sum, more;
	bool over = __builtin_add_overflow(runs, seeds, &sum);

	over |= __builtin_add_overflow(sum, (uint64_t)*carry, &more);
	*carry = over;
	return more & ~runs;
}

/* The positions of all bits of l->ends. */
static size_t flatten(const struct lane *l, uint32_t *out)
{
	size_t n = 0;

	for (size_t k = 0; k < l->words; k++)
		for (uint64_t ends = l->ends[k]; ends; ends &= ends - 1)
			out[n++] = (uint32_t)(k * 64) + (uint32_t)__builtin_ctzll(ends);
	return n;
}

static inline uint64_t word_bits(const struct lane *l, size_t k)
{
	return l->bit[BIT_ALNUM][LANE_BEFORE + k] | l->bit[BIT_DASH][LANE_BEFORE + k];
}

size_t token_names(struct lane *l)
{
	uint64_t before = word_bits(l, (size_t)-1), here = word_bits(l, 0);

	for (size_t k = 0; k < l->words; k++) {
		uint64_t next = word_bits(l, k + 1);
		uint64_t dots = l->bit[BIT_DOT][LANE_BEFORE + k] & (here << 1 | before >> 63) &
				(here >> 1 | next << 63);

		l->token[LANE_BEFORE + k] = here | dots;
		l->ends[k] = run_ends(here | dots, dots, &l->carry_token);
		before = here;
		here = next;
	}
	return flatten(l, l->end);
}

size_t token_numbers(struct lane *l)
{
	const uint64_t *digits = l->bit[BIT_DIGIT];

	for (size_t k = 0; k < l->words; k++) {
		uint64_t dots = l->bit[BIT_DOT][LANE_BEFORE + k] & bits_before(digits, k, 1) &
				bits_behind(digits, k, 1);

		l->number[LANE_BEFORE + k] = digits[LANE_BEFORE + k] | dots;
		l->ends[k] = run_ends(l->number[LANE_BEFORE + k], dots, &l->carry_number);
	}
	return flatten(l, l->end);
}

size_t token_groups(struct lane *l)
{
	const uint64_t *colons = l->bit[BIT_COLON], *hex = l->bit[BIT_HEX];

	for (size_t k = 0; k < l->words; k++) {
		uint64_t here = colons[LANE_BEFORE + k];
		uint64_t seeds = here & (bits_behind(colons, k, 1) |
					 (bits_before(hex, k, 1) & bits_behind(hex, k, 1)));

		l->group[LANE_BEFORE + k] = hex[LANE_BEFORE + k] | here;
		l->ends[k] = run_ends(l->group[LANE_BEFORE + k], seeds, &l->carry_group);
	}
	return flatten(l, l->end);
}

size_t token_hex(struct lane *l)
{
	for (size_t k = 0; k < l->words; k++) {
		uint64_t run = l->bit[BIT_HEX][LANE_BEFORE + k];

		run &= run >> 1;
		run &= run >> 2;
		run &= run >> 4;
		run &= run >> 8;
		l->ends[k] = run & UINT64_C(0x0001000100010001);
	}
	return flatten(l, l->end);
}

size_t token_words(struct lane *l)
{
	const uint64_t *alnum = l->bit[BIT_ALNUM], *high = l->bit[BIT_HIGH];
	uint64_t before = alnum[LANE_BEFORE - 1] | high[LANE_BEFORE - 1];

	for (size_t k = 0; k < l->words; k++) {
		uint64_t here = alnum[LANE_BEFORE + k] | high[LANE_BEFORE + k];

		l->ends[k] = here & ~(here << 1 | before >> 63);
		before = here;
	}
	return flatten(l, l->end);
}

/* Take the two digits of each "%XX" out of all classes that make tokens. */
static void cut_escapes(struct lane *l)
{
	static const enum bitmap cut[] = { BIT_ALNUM, BIT_HEX, BIT_DIGIT };

	for (size_t k = 0; k < l->words + 1; k++)
		l->escape[LANE_BEFORE + k] = l->bit[BIT_PERCENT][LANE_BEFORE + k] &
					     bits_behind(l->bit[BIT_HEX], k, 1) &
					     bits_behind(l->bit[BIT_HEX], k, 2);
	for (size_t k = 0; k < l->words + 1; k++) {
		uint64_t digits = bits_before(l->escape, k, 1) | bits_before(l->escape, k, 2);

		for (size_t i = 0; digits && i < sizeof(cut) / sizeof(*cut); i++)
			l->bit[cut[i]][LANE_BEFORE + k] &= ~digits;
	}
}

/* The last two words of the chunk before, for runs that go on. */
static void keep_last(uint64_t *map, size_t words)
{
	map[0] = map[words];
	map[1] = map[words + 1];
}

void lane_begin(struct lane *l)
{
	for (unsigned i = 0; i < BITMAPS; i++)
		l->bit[i][0] = l->bit[i][1] = 0;
	l->token[0] = l->token[1] = l->number[0] = l->number[1] = 0;
	l->group[0] = l->group[1] = l->escape[0] = l->escape[1] = 0;
	l->carry_token = l->carry_number = l->carry_group = false;
	l->words = 0;
	memset(l->done, 0, sizeof(l->done));
}

bool lane_fill(struct lane *l, struct span text, size_t base)
{
	/* One bit behind the last byte is needed: there the last token ends. */
	size_t left = base <= text.len ? (text.len - base) / 64 + 1 : 0;

	if (left == 0)
		return false;
	if (l->words) {
		for (unsigned i = 0; i < BITMAPS; i++)
			keep_last(l->bit[i], l->words);
		keep_last(l->token, l->words);
		keep_last(l->number, l->words);
		keep_last(l->group, l->words);
		keep_last(l->escape, l->words);
	}
	l->words = left < CHUNK_WORDS ? left : CHUNK_WORDS;
	l->base = base;
	classify(l, text, base, l->words + LANE_AFTER);
	cut_escapes(l);
	return true;
}
