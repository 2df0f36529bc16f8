/*
 * neon.c -- all kernels of a processor make the same of the same bytes: the program
 * that tests/match/neon compiles for 64-bit ARM and runs under emulation.  It needs
 * no library, so it stands beside the tests that do (test_lane.c).
 */
#include <stdio.h>
#include <stdlib.h>

#include "match/kernel.h"

#define ROUNDS	   60
#define TEXT_BYTES (3 * CHUNK_BYTES)
#define WORDS	   4096		/* of the filter */

static uint64_t chance = 88172645463325252u;

static uint32_t random_below(uint32_t n)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (uint32_t)(chance >> 33) % n;
}

static void fill(char *text, size_t len, unsigned round)
{
	static const char *const flavours[] = {
		"ab.", "0123456789.", "af09:", "aF09%2", "-_.x", "[](){}.\\ \x80\xff", "aZ09+/-_=",
		"ab0:.%-_ \n",
	};
	const char *set = flavours[round % 8];

	for (size_t i = 0; i < len; i++) {
		text[i] = round % 9 == 8 ? (char)random_below(256)
					 : set[random_below((uint32_t)strlen(set))];
		if (random_below(40) == 0)
			text[i] = ' ';
	}
}

/* A set of which only the filters and the map of networks are asked. */
static void set_make(struct set *s)
{
	static uint64_t filter[WORDS], map[1 << 10];

	for (size_t i = 0; i < WORDS; i++)
		filter[i] = (uint64_t)random_below(UINT32_MAX) << 32 | random_below(UINT32_MAX);
	for (size_t i = 0; i < 1 << 10; i++)
		map[i] = (uint64_t)random_below(UINT32_MAX) << 13;
	*s = (struct set){ .keys = keys_of_seed(7),
			   .range_map = map, .range_bits = 16 };
	for (unsigned i = 0; i < FILTERS; i++) {
		s->filter[i] = filter;
		s->filter_words[i] = WORDS;
	}
}

static uint64_t mixed(uint64_t h, uint64_t value)
{
	return (h ^ value) * UINT64_C(0x9e3779b97f4a7c15) + (h >> 29);
}

static uint64_t of_marks(const struct lane *l, bool any, uint64_t h)
{
	for (size_t k = 0; any && k < l->words; k++)
		h = mixed(h, l->mark[k]);
	return mixed(h, any);
}

static uint64_t of_ends(const struct lane *l, size_t n, uint64_t h)
{
	for (size_t i = 0; i < n; i++)
		h = mixed(h, l->end[i]);
	return mixed(h, n);
}

/* What every function of a kernel makes of a chunk, as one number. */
static uint64_t trace(struct lane *l, const struct set *s, struct span text)
{
	const struct kernel *k = l->kernel;
	size_t odd, n = k->addresses(l, s, text, k->numbers(l));
	uint64_t h = of_ends(l, n, l->seen);

	for (size_t i = 0; i < n; i++)
		h = mixed(h, (uint64_t)l->odd[i] << 32 | l->value[i]);
	n = k->name_keys(l, s, text, k->names(l, false, &odd), &odd);
	for (size_t i = 0; i < n; i++)
		h = mixed(h, l->key[i] ^ l->place[i]);
	for (size_t i = 0; i < odd; i++)
		h = mixed(h, l->odd[i]);
	n = k->filter(l, s, n);
	for (size_t i = 0; i < n; i++)
		h = mixed(h, l->value[i]);
	h = of_ends(l, k->groups(l), h);
	h = of_ends(l, k->hex(l), h);
	h = of_ends(l, k->words(l), h);
	h = of_marks(l, k->signs(l), h);
	h = of_marks(l, k->lengths(l), h);
	return of_marks(l, k->codes(l), h);
}

static uint64_t trace_all(const struct kernel *k, const struct set *s, struct span text)
{
	static struct lane lane;
	static uint32_t atom[1 << 8];
	struct atom_filter atoms = { .word = atom, .shift = 24 };
	struct seeker words;
	uint64_t h = 0;

	atom_filter_add(&atoms, 'a' | 'b' << 8 | '.' << 16);
	atom_filter_add(&atoms, '0' | '9' << 8 | '.' << 16);
	lane_begin(&lane, k);
	for (size_t base = 0; lane_fill(&lane, text, base); base += CHUNK_BYTES)
		h = mixed(h, trace(&lane, s, text));
	seeker_init(&words);
	seeker_add(&words, "ab.a");
	seeker_add(&words, "\n0");
	for (size_t at = 0; at + ATOM_READ <= text.len; at += ATOM_STRIDE)
		h = mixed(h, k->atoms(&atoms, text.ptr + at));
	for (size_t at = 0; (at = k->seek(&words, text, at)) != SPAN_NONE; at++)
		h = mixed(h, at);
	return h;
}

int main(void)
{
	static char text[TEXT_BYTES];
	unsigned kernels = 0, wrong = 0;
	struct set set;

	set_make(&set);
	for (size_t i = 0; kernel_at(i); i++)
		kernels += kernel_runs(kernel_at(i));
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct span all = span_make(text, random_below(TEXT_BYTES));
		uint64_t first;

		fill(text, all.len, round);
		first = trace_all(kernel_best(), &set, all);
		for (size_t i = 0; kernel_at(i); i++)
			if (kernel_runs(kernel_at(i)) && trace_all(kernel_at(i), &set, all) != first)
				wrong++;
	}
	printf("%s and %u kernels in all, %u rounds, %u differ\n", kernel_best()->name, kernels,
	       ROUNDS, wrong);
	return wrong || kernels < 2;
}
