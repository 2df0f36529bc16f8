/*
 * kernel_tokens.c -- where candidate tokens end, without a loop over bytes.
 *
 * A run that holds a seed is found by adding: runs + seeds + carry ripples
 * from a run's first seed to the bit behind its end, and only there a bit is
 * set that belongs to no run.  Words are added side by side, so that wide
 * registers can be used: a carry goes one word further, and only where a sum
 * is all ones (a run longer than a word) could it go on.
 */
#include "match/kernel_name.h"
#include "match/kernel_words.h"

/* A sum over all words of a chunk. */
struct ripple {
	_Alignas(LANE_ALIGN) uint64_t sum[CHUNK_WORDS];
	uint64_t over[LANE_LINE + CHUNK_WORDS];	/* of word k at OVER(k), of what comes in before */
	uint64_t full;				/* some sum is all ones */
};
#define OVER(k) (LANE_LINE + (k))

static inline void ripple_begin(struct ripple *r, bool carry)
{
	r->over[OVER(0) - 1] = carry;
	r->full = 0;
}

static inline void ripple_add(struct ripple *r, size_t k, uint64_t runs, uint64_t seeds)
{
	uint64_t sum = runs + seeds;

	r->sum[k] = sum;
	r->over[OVER(k)] = sum < runs;
	r->full |= (uint64_t)(sum == ~UINT64_C(0));
}

/* Let carries go on where they can. */
static void ripple_settle(struct ripple *r, size_t words)
{
	if (r->full)
		for (size_t k = 0; k < words; k++)
			r->over[OVER(k)] |= r->over[OVER(k) - 1] &
					    (uint64_t)(r->sum[k] == ~UINT64_C(0));
}

static inline uint64_t ripple_ends(const struct ripple *r, size_t k, uint64_t runs)
{
	return (r->sum[k] + r->over[OVER(k) - 1]) & ~runs;
}

/* Into the word behind `words` words. */
static inline bool ripple_carry(const struct ripple *r, size_t words)
{
	return r->over[OVER(words) - 1];
}

static inline uint32_t lowest(uint64_t bits)
{
	return (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
}

/*
 * The positions of the bits of word k behind the n that `out` holds.  `often`
 * are written at once, whether they are there or not: a branch would cost more.
 */
static inline size_t flatten(uint64_t bits, size_t k, uint32_t *out, size_t n, unsigned often)
{
	uint32_t base = (uint32_t)(k * 64), *at = out + n;
	size_t found = (size_t)__builtin_popcountll(bits);

	for (unsigned i = 0; i < often; i++) {
		*at++ = base + lowest(bits);
		bits &= bits - 1;
	}
	for (; bits; bits &= bits - 1)
		*at++ = base + lowest(bits);
	return n + found;
}

/* The same of `words` words of which most have none. */
static size_t flatten_rare(const uint64_t *map, size_t words, uint32_t *out)
{
	size_t n = 0;

	for (size_t k = 0; k < words; k += WORDS_AT_ONCE) {
		unsigned some = words_with_bits(map + k, words - k);

		for (; some; some &= some - 1) {
			size_t at = k + (unsigned)__builtin_ctz(some);

			n = flatten(map[at], at, out, n, 0);
		}
	}
	return n;
}

bool KERNEL(cut_escapes)(struct lane *l)
{
	static const enum bitmap cut[] = { BIT_ALNUM, BIT_HEX, BIT_DIGIT };
	uint64_t any = l->escape[LANE_BEFORE - 2] | l->escape[LANE_BEFORE - 1];

	for (size_t k = 0; k < l->words + 1; k++)
		any |= l->escape[LANE_BEFORE + k] = l->bit[BIT_PERCENT][LANE_BEFORE + k] &
						    bits_behind(l->bit[BIT_HEX], k, 1) &
						    bits_behind(l->bit[BIT_HEX], k, 2);
	for (size_t k = 0; any && k < l->words + 1; k++) {
		uint64_t digits = bits_before(l->escape, k, 1) | bits_before(l->escape, k, 2);

		for (size_t i = 0; i < sizeof(cut) / sizeof(*cut); i++)
			l->bit[cut[i]][LANE_BEFORE + k] &= ~digits;
	}
	return any != 0;
}

/* The bits of word k that have one of `map` two, three or four places in front of them. */
static inline uint64_t octet_behind(const uint64_t *map, size_t k)
{
	return (map[k] << 2 | map[k] << 3 | map[k] << 4) |
	       (map[k - 1] >> 62 | map[k - 1] >> 61 | map[k - 1] >> 60);
}

/* A word for each of the chunk, and right before them the last of the chunk before. */
struct row {
	_Alignas(LANE_ALIGN) uint64_t word[LANE_LINE + CHUNK_WORDS];
};
#define ROW(k) (LANE_LINE + (k))

/*
 * Where a third dot is followed by up to three digits, and so are the two in front
 * of it.
 */
static void mark_quads(struct lane *l, const struct row *dots)
{
	const uint64_t before = dots->word[ROW(0) - 1];
	struct row second, third;
	uint64_t two;

	two = before & (before << 2 | before << 3 | before << 4);
	second.word[ROW(0) - 1] = two;
	third.word[ROW(0) - 1] = two & (two << 2 | two << 3 | two << 4);
	for (size_t k = 0; k < l->words; k++)
		second.word[ROW(k)] = dots->word[ROW(k)] & octet_behind(dots->word, ROW(k));
	for (size_t k = 0; k < l->words; k++)
		third.word[ROW(k)] = dots->word[ROW(k)] & octet_behind(second.word, ROW(k));
	for (size_t k = 0; k < l->words; k++)
		l->mark[k] = l->number_end[k] & octet_behind(third.word, ROW(k));
}

size_t KERNEL(numbers)(struct lane *l)
{
	const uint64_t *digits = l->bit[BIT_DIGIT];
	struct row inside;
	struct ripple r;
	size_t n = 0;

	inside.word[ROW(0) - 1] = l->number[LANE_BEFORE - 1] & l->bit[BIT_DOT][LANE_BEFORE - 1];
	ripple_begin(&r, l->carry_number);
	for (size_t k = 0; k < l->words; k++) {
		uint64_t dots = l->bit[BIT_DOT][LANE_BEFORE + k] & bits_before(digits, k, 1) &
				bits_behind(digits, k, 1);
		uint64_t runs = digits[LANE_BEFORE + k] | dots;

		l->number[LANE_BEFORE + k] = runs;
		inside.word[ROW(k)] = dots;
		ripple_add(&r, k, runs, dots);
	}
	ripple_settle(&r, l->words);
	for (size_t k = 0; k < l->words; k++)
		l->number_end[k] = ripple_ends(&r, k, l->number[LANE_BEFORE + k]);
	mark_quads(l, &inside);
	for (size_t k = 0; k < l->words; k++)
		n = flatten(l->mark[k], k, l->end, n, 1);
	l->carry_number = ripple_carry(&r, l->words);
	return n;
}

static inline uint64_t word_bits(const struct lane *l, size_t k)
{
	return l->bit[BIT_ALNUM][LANE_BEFORE + k] | l->bit[BIT_DASH][LANE_BEFORE + k];
}

/* Runs of word characters and the dots between them; their ends in l->mark. */
static void mark_tokens(struct lane *l)
{
	struct ripple r;

	ripple_begin(&r, l->carry_token);
	for (size_t k = 0; k < l->words; k++) {
		uint64_t here = word_bits(l, k);
		uint64_t before = here << 1 | word_bits(l, k - 1) >> 63;
		uint64_t behind = here >> 1 | word_bits(l, k + 1) << 63;
		uint64_t dots = l->bit[BIT_DOT][LANE_BEFORE + k] & before & behind;

		l->token[LANE_BEFORE + k] = here | dots;
		ripple_add(&r, k, here | dots, dots);
	}
	ripple_settle(&r, l->words);
	for (size_t k = 0; k < l->words; k++)
		l->mark[k] = ripple_ends(&r, k, l->token[LANE_BEFORE + k]);
	l->carry_token = ripple_carry(&r, l->words);
}

/* Ends of runs that begin with junk or behind a backslash, or end with junk. */
static void mark_strange(struct lane *l, uint64_t *strange)
{
	const uint64_t *junk = l->bit[BIT_JUNK], *slash = l->bit[BIT_BACKSLASH];
	struct ripple r;

	ripple_begin(&r, l->carry_odd);
	for (size_t k = 0; k < l->words; k++) {
		uint64_t runs = l->token[LANE_BEFORE + k];
		uint64_t starts = runs & ~bits_before(l->token, k, 1);

		ripple_add(&r, k, runs,
			   starts & (junk[LANE_BEFORE + k] | bits_before(slash, k, 1)));
	}
	ripple_settle(&r, l->words);
	for (size_t k = 0; k < l->words; k++)
		strange[k] = ripple_ends(&r, k, l->token[LANE_BEFORE + k]) |
			     bits_before(junk, k, 1);
	l->carry_odd = ripple_carry(&r, l->words);
}

size_t KERNEL(names)(struct lane *l, bool numeric, size_t *odd)
{
	_Alignas(LANE_ALIGN) uint64_t strange[CHUNK_WORDS];
	uint64_t skip = numeric ? 0 : ~UINT64_C(0);
	size_t n = 0;

	mark_tokens(l);
	mark_strange(l, strange);
	for (size_t k = 0; k < l->words; k++) {
		uint64_t ends = l->mark[k] & ~(l->number_end[k] & skip);

		l->mark[k] = ends & ~strange[k];
		strange[k] &= ends;
	}
	for (size_t k = 0; k < l->words; k++)
		n = flatten(l->mark[k], k, l->end, n, 2);
	*odd = flatten_rare(strange, l->words, l->odd);
	return n;
}

static inline uint64_t chained(uint64_t here, uint64_t last)
{
	return (here << 2 | here << 3 | here << 4 | here << 5) |
	       (last >> 62 | last >> 61 | last >> 60 | last >> 59);
}

/*
 * Of single colons those with one of `before` in front and one to four digits between;
 * any at all?
 */
static inline uint64_t chain(struct row *out, const struct row *single, const struct row *before,
			     size_t words)
{
	const uint64_t *here = before->word;
	uint64_t any = 0;

	out->word[ROW(0) - 2] = single->word[ROW(0) - 2] & chained(here[ROW(0) - 2], 0);
	out->word[ROW(0) - 1] = single->word[ROW(0) - 1] &
				chained(here[ROW(0) - 1], here[ROW(0) - 2]);
	for (size_t k = 0; k < words; k++)
		any |= out->word[ROW(k)] = single->word[ROW(k)] &
					   chained(here[ROW(k)], here[ROW(k) - 1]);
	return any | out->word[ROW(0) - 1];
}

static inline uint64_t double_colons(const struct lane *l, size_t k)
{
	return l->bit[BIT_COLON][LANE_BEFORE + k] & bits_behind(l->bit[BIT_COLON], k, 1);
}

static inline uint64_t single_colons(const struct lane *l, size_t k)
{
	return l->bit[BIT_COLON][LANE_BEFORE + k] & bits_before(l->bit[BIT_HEX], k, 1) &
	       bits_behind(l->bit[BIT_HEX], k, 1);
}

/*
 * Word k - 1 of what an address, or pairs, must hold, in promise[k]: two colons together,
 * or five single ones near each other, the last of which is less than a word from
 * the end.  Of single ones three stand in one word, which is seen without a chain.
 */
static bool promise_groups(const struct lane *l, uint64_t promise[CHUNK_WORDS + 1])
{
	struct row single, two, three;
	uint64_t few = 0, many = 0, doubles;

	single.word[ROW(0) - 2] = single_colons(l, (size_t)-2);
	single.word[ROW(0) - 1] = single_colons(l, (size_t)-1);
	doubles = double_colons(l, (size_t)-1);
	few = bits_beyond(single.word[ROW(0) - 1], 2);
	for (size_t k = 0; k < l->words; k++) {
		single.word[ROW(k)] = single_colons(l, k);
		few |= bits_beyond(single.word[ROW(k)], 2);
		doubles |= double_colons(l, k);
	}
	/* Two of five, three, four and five of them. */
	if (few) {
		chain(&two, &single, &single, l->words);
		chain(&three, &single, &two, l->words);
		few = chain(&two, &single, &three, l->words);
	}
	if (few)
		many = chain(&three, &single, &two, l->words);
	for (size_t k = 0; (many | doubles) && k < l->words + 1; k++)
		promise[k] = double_colons(l, k - 1) | (many ? three.word[ROW(k) - 1] : 0);
	return (many | doubles) != 0;
}

size_t KERNEL(groups)(struct lane *l)
{
	const uint64_t *hex = l->bit[BIT_HEX], *colons = l->bit[BIT_COLON];
	uint64_t promise[CHUNK_WORDS + 1];
	struct ripple r;

	if (!promise_groups(l, promise)) {
		/* A run that goes on into the next chunk has its colons there, or is none. */
		for (size_t k = l->words - (l->words > 1); k < l->words + 1; k++)
			l->group[LANE_BEFORE + k - 1] = colons[LANE_BEFORE + k - 1] |
							hex[LANE_BEFORE + k - 1];
		l->carry_group = false;
		return 0;
	}
	ripple_begin(&r, l->carry_group);
	for (size_t k = 0; k < l->words; k++) {
		uint64_t runs = colons[LANE_BEFORE + k] | hex[LANE_BEFORE + k];

		l->group[LANE_BEFORE + k] = runs;
		ripple_add(&r, k, runs, single_colons(l, k) | double_colons(l, k));
	}
	ripple_settle(&r, l->words);
	l->carry_group = ripple_carry(&r, l->words);
	for (size_t k = 0; k < l->words; k++)
		l->mark[k] = promise[k] | promise[k + 1]
			     ? ripple_ends(&r, k, l->group[LANE_BEFORE + k]) : 0;
	return flatten_rare(l->mark, l->words, l->end);
}

size_t KERNEL(hex)(struct lane *l)
{
	for (size_t k = 0; k < l->words; k++) {
		uint64_t run = l->bit[BIT_HEX][LANE_BEFORE + k];

		run &= run >> 1;
		run &= run >> 2;
		run &= run >> 4;
		run &= run >> 8;
		l->mark[k] = run & UINT64_C(0x0001000100010001);
	}
	return flatten_rare(l->mark, l->words, l->end);
}

size_t KERNEL(words)(struct lane *l)
{
	const uint64_t *alnum = l->bit[BIT_ALNUM], *high = l->bit[BIT_HIGH];
	uint64_t before = alnum[LANE_BEFORE - 1] | high[LANE_BEFORE - 1];
	size_t n = 0;

	for (size_t k = 0; k < l->words; k++) {
		uint64_t here = alnum[LANE_BEFORE + k] | high[LANE_BEFORE + k];

		n = flatten(here & ~(here << 1 | before >> 63), k, l->end, n, 4);
		before = here;
	}
	return n;
}

bool KERNEL(signs)(struct lane *l)
{
	const uint64_t *open = l->bit[BIT_OPEN], *close = l->bit[BIT_CLOSE];
	const uint64_t *alnum = l->bit[BIT_ALNUM], *digit = l->bit[BIT_DIGIT];
	uint64_t any = 0;

	for (size_t k = 0; k < l->words; k++) {
		uint64_t beside = bits_before(open, k, 1) | bits_behind(close, k, 1);
		/* One byte, two or three in brackets; "[A]" and "[311]" are none. */
		uint64_t one = bits_behind(close, k, 2) & ~bits_behind(alnum, k, 1);
		uint64_t more = (bits_behind(close, k, 3) | bits_behind(close, k, 4)) &
				~bits_behind(digit, k, 1);

		any |= l->mark[k] = (l->bit[BIT_DOT][LANE_BEFORE + k] & beside) |
				    (open[LANE_BEFORE + k] & (one | more));
	}
	return any != 0;
}

bool KERNEL(lengths)(struct lane *l)
{
	const uint64_t *close = l->bit[BIT_CLOSE];
	uint64_t any = 0;

	for (size_t k = 0; k < l->words; k++)
		any |= l->mark[k] = l->bit[BIT_OPEN][LANE_BEFORE + k] &
				    bits_behind(l->bit[BIT_DIGIT], k, 1) &
				    (bits_behind(close, k, 2) | bits_behind(close, k, 3));
	return any != 0;
}

bool KERNEL(codes)(struct lane *l)
{
	uint64_t fits[CHUNK_WORDS + 1], any = 0;

	for (size_t k = 0; k < l->words + 1; k++)
		fits[k] = l->bit[BIT_CODE1][LANE_BEFORE + k] &
			  bits_behind(l->bit[BIT_CODE2], k, 1) &
			  bits_behind(l->bit[BIT_CODE3], k, 2) &
			  bits_behind(l->bit[BIT_CODE], k, 3);
	for (size_t k = 0; k < l->words; k++) {
		uint64_t here = fits[k], next = fits[k + 1];

		l->mark[k] = here & (here >> 4 | next << 60) & (here >> 8 | next << 56) &
			     (here >> 12 | next << 52);
		any |= l->mark[k];
	}
	return any != 0;
}
