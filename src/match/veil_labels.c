/*
 * veil_labels.c -- names as the Windows DNS debug log writes them, with the
 * length in front of each label: (3)www(4)evil(3)com(0).
 */
#include "match/kernel.h"
#include "match/phase.h"
#include "match/shape.h"
#include "match/veil.h"

#define LABELS_MAX 128

/* "(12)" at `at`: the number, and how many bytes; 0: no such thing. */
static size_t length_at(struct span text, size_t at, size_t *label)
{
	size_t n = 1, value = 0;

	if (at >= text.len || text.ptr[at] != '(')
		return 0;
	for (; at + n < text.len && shape_is(text.ptr[at + n], SHAPE_DIGIT) && n < 4; n++)
		value = value * 10 + (size_t)(text.ptr[at + n] - '0');
	if (n == 1 || at + n >= text.len || text.ptr[at + n] != ')')
		return 0;
	*label = value;
	return n + 1;
}

static bool is_label(struct span text, size_t at, size_t length)
{
	if (length == 0 || length > 63 || at > text.len || text.len - at < length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (!shape_is(text.ptr[at + i], SHAPE_WORD))
			return false;
	return true;
}

/* Write the name whose first length stands at `start`; returns where it ends. */
static size_t draft_labels(struct draft *d, struct span text, size_t start, unsigned *labels)
{
	size_t at = start, end = start, length, n;

	for (*labels = 0; *labels < LABELS_MAX; ++*labels) {
		n = length_at(text, at, &length);
		if (n == 0 || !is_label(text, at + n, length))
			break;
		if (*labels)
			draft_byte(d, '.', at - start);
		for (size_t i = 0; i < length; i++)
			draft_byte(d, text.ptr[at + n + i], at + n + i - start);
		end = at = at + n + length;
	}
	return end;
}

static void uncover(struct scan *s, const struct view *v, size_t start, size_t *done)
{
	struct draft *d = veil_begin(s, v, 16);
	struct view inner;
	unsigned labels;
	size_t end;

	if (!d)
		return;
	end = draft_labels(d, v->text, start, &labels);
	if (labels < 2 || d->len > s->budget)
		return;
	s->budget -= d->len;
	*done = end;
	inner = veil_view(v, d, start, end - start, VEIL_LABELS);
	scan_view(s, &inner);
}

void veil_labels(struct scan *s, const struct view *v, struct lane *l)
{
	size_t *done = &l->done[CURSOR_LABELS], length;

	if (!lane_has(l, 1u << BIT_OPEN) || !l->kernel->lengths(l))
		return;
	for (size_t k = 0; k < l->words; k++)
		for (uint64_t bits = l->mark[k]; bits; bits &= bits - 1) {
			size_t at = l->base + k * 64 + (size_t)__builtin_ctzll(bits);
			size_t n = length_at(v->text, at, &length);

			if (at < *done || n == 0 || !is_label(v->text, at + n, length))
				continue;
			/* One label alone is "(1)a": cheap to see, and common in prose. */
			if (length_at(v->text, at + n + length, &length))
				uncover(s, v, at, done);
		}
}
