/*
 * hexrun.c -- digests and other fingerprints: whole runs of 32, 40, 64 or 128
 * hexadecimal digits.  A run of 32 holds 16 digits at a multiple of 16, so
 * that only those places are looked at.
 */
#include "match/kernel.h"
#include "match/lookup.h"
#include "match/phase.h"
#include "match/shape.h"

#define LONGEST 128
#define WINDOW	57		/* bits that bits_from always has */

/* How many hexadecimal digits stand right before `at` in the chunk, up to 57 and more. */
static unsigned digits_before(const struct lane *l, uint32_t at)
{
	return bits_run(bits_ending(l->bit[BIT_HEX], at));
}

/* How many stand from `at` on, up to LONGEST and some more. */
static size_t digits_from(const struct lane *l, struct span text, uint32_t at)
{
	uint32_t end = (uint32_t)(l->words * 64);
	size_t n = 0, start = l->base + at;

	while (n <= LONGEST && at + n < end) {
		uint64_t others = ~bits_from(l->bit[BIT_HEX], at + (uint32_t)n);
		unsigned run = others ? (unsigned)__builtin_ctzll(others) : 64;

		if (run < WINDOW)
			return n + run;
		n += WINDOW;
	}
	/* What is behind the chunk is not in its bitmaps. */
	while (n <= LONGEST && start + n < text.len && shape_is(text.ptr[start + n], SHAPE_HEX))
		n++;
	return n;
}

static bool glued(struct span text, size_t start, size_t end)
{
	if (end < text.len && (ascii_alnum(text.ptr[end]) || shape_joined_right(text, end)))
		return true;
	return start > 0 && ascii_alnum(text.ptr[start - 1]) && !shape_behind_escape(text, start);
}

static void verify(struct scan *s, const struct view *v, size_t start, size_t length, uint64_t key)
{
	struct span hex = span_cut(v->text, start, length);
	struct probe p = table_probe(s->set, KEY_HEX, key);
	struct list list;

	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (lookup_is(s->set, list.item[i], hex))
				scan_add(s, v, start, start + length, list.item[i], 0, 0);
}

/* The run that begins at `start`, if it is as long as a digest: it gets a key. */
static void take_run(const struct scan *s, struct span text, struct lane *l, size_t start,
		     size_t length, size_t *n)
{
	/* Runs begin with \b, \f or \a too: the letter of an escape is a digit as well. */
	if (length % 2 && start > 0 && shape_is_escape(text, start - 1)) {
		start++;
		length--;
	}
	if ((length != 32 && length != 40 && length != 64 && length != 128) ||
	    glued(text, start, start + length))
		return;
	l->key[*n] = key_text(&s->set->keys, KEY_HEX, span_cut(text, start, length));
	filter_expect(filter_of(s->set, FILTER_SELDOM), l->key[*n]);
	/* It may begin in the chunk before. */
	l->place[*n] = (uint32_t)(start + CHUNK_BYTES - l->base);
	l->value[*n] = (uint32_t)length;
	++*n;
}

void phase_hex(struct scan *s, const struct view *v, struct lane *l)
{
	size_t n = l->kernel->hex(l), runs = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned before = digits_before(l, l->end[i]);

		/* With 16 or more in front, an earlier place has seen this run. */
		if (before < 16 && l->base + l->end[i] >= before)
			take_run(s, v->text, l, l->base + l->end[i] - before,
				 before + digits_from(l, v->text, l->end[i]), &runs);
	}
	if (s->recorder)
		recorder_keys(s->recorder, l->key, runs);
	for (size_t i = 0; i < runs; i++)
		if (filter_may(s->set, KEY_HEX, l->key[i]))
			verify(s, v, l->base + l->place[i] - CHUNK_BYTES, l->value[i], l->key[i]);
}
