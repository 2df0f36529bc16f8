/* lane.c -- a view chunk by chunk: bitmaps of this one, and the end of the one before. */
#include <stdlib.h>

#include "match/kernel.h"

#define KEPT 2			/* words of the chunk before */

struct lane *lane_new(void)
{
	struct lane *l = aligned_alloc(LANE_ALIGN, sizeof(*l));

	return l ? memset(l, 0, sizeof(*l)) : NULL;
}

void lane_free(struct lane *l)
{
	free(l);
}

/* The last words of the chunk before, for runs that go on. */
static void keep_last(uint64_t *map, size_t words)
{
	for (size_t i = LANE_BEFORE - KEPT; i < LANE_BEFORE; i++)
		map[i] = map[words + i];
}

static void forget(uint64_t *map)
{
	memset(map, 0, LANE_BEFORE * sizeof(*map));
}

void lane_begin(struct lane *l, const struct kernel *kernel)
{
	l->kernel = kernel;
	for (unsigned i = 0; i < BITMAPS; i++)
		forget(l->bit[i]);
	forget(l->token);
	forget(l->number);
	forget(l->group);
	forget(l->escape);
	l->carry_token = l->carry_odd = l->carry_number = l->carry_group = false;
	l->seen = l->seen_last = 0;
	l->escaped = true;	/* escape[] has never been cleared */
	l->words = 0;
	memset(l->done, 0, sizeof(l->done));
}

/* `words` words of bitmaps from `base` on, of which the text may have fewer. */
static uint32_t classify(struct lane *l, struct span text, size_t base, size_t words)
{
	struct span left = span_skip(text, base);
	size_t whole = left.len / 64 < words ? left.len / 64 : words;
	uint32_t seen = l->kernel->classify(l, (const unsigned char *)left.ptr, 0, whole);
	unsigned char last[64];

	if (whole == words)
		return seen;
	left = span_skip(left, 64 * whole);
	/* 0x01 is in no class: what is behind the end ends every token. */
	memset(last, 1, sizeof(last));
	if (left.len)
		memcpy(last, left.ptr, left.len);
	seen |= l->kernel->classify(l, last, whole, 1);
	for (unsigned c = 0; c < BITMAPS; c++)
		memset(&l->bit[c][LANE_BEFORE + whole + 1], 0, (words - whole - 1) * 8);
	return seen;
}

/* "%XX" are seldom, and then nothing has to be cut. */
static void take_escapes(struct lane *l)
{
	if (lane_has(l, 1u << BIT_PERCENT))
		l->escaped = l->kernel->cut_escapes(l);
	else if (l->escaped)
		memset(l->escape, 0, sizeof(l->escape));
	if (!lane_has(l, 1u << BIT_PERCENT))
		l->escaped = false;
}

bool lane_fill(struct lane *l, struct span text, size_t base)
{
	/* One bit behind the last byte is needed: there the last token ends. */
	size_t left = base <= text.len ? (text.len - base) / 64 + 1 : 0;
	uint32_t seen;

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
	seen = classify(l, text, base, l->words + LANE_AFTER);
	l->seen = seen | l->seen_last;
	l->seen_last = seen;
	take_escapes(l);
	return true;
}
