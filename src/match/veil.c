/* veil.c -- what all veils share: windows, drafts, budgets. */
#include "match/veil.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "match/shape.h"

#define OVERLAP 512

static bool in_token(char c)
{
	return shape_is(c, SHAPE_WORD) || c == '.';
}

struct window veil_window(struct span text, size_t at, size_t reach, size_t *done)
{
	size_t floor = at > reach ? at - reach : 0, from = at, to = at;
	bool cut_left, cut_right;

	if (*done > OVERLAP && floor < *done - OVERLAP)
		floor = *done - OVERLAP;
	while (from > floor && shape_is(text.ptr[from - 1], SHAPE_TEXT))
		from--;
	while (to < text.len && to - at < reach && shape_is(text.ptr[to], SHAPE_TEXT))
		to++;
	cut_left = from > 0 && shape_is(text.ptr[from - 1], SHAPE_TEXT);
	cut_right = to < text.len && shape_is(text.ptr[to], SHAPE_TEXT);
	*done = cut_right && to - at > OVERLAP ? to - OVERLAP : to;
	if (*done <= at)
		*done = at + 1;
	/* Half a token at a cut would be another token. */
	while (cut_left && from < at && in_token(text.ptr[from]))
		from++;
	while (cut_right && to > at && in_token(text.ptr[to - 1]))
		to--;
	return (struct window){ from, to };
}

static bool draft_open(struct draft *d)
{
	d->len = 0;
	if (!d->text)
		d->text = malloc(SCRATCH_MAX);
	if (!d->map)
		d->map = malloc((SCRATCH_MAX + 1) * sizeof(*d->map));
	return d->text && d->map;
}

struct draft *veil_begin(struct scan *s, const struct view *v, size_t text_len)
{
	if (v->depth + 1 >= VIEW_DEPTH || text_len > s->budget) {
		s->cut++;
		return NULL;
	}
	s->budget -= text_len;
	if (!draft_open(&s->draft[v->depth + 1])) {
		s->cut++;
		return NULL;
	}
	return &s->draft[v->depth + 1];
}

void draft_utf8(struct draft *d, uint32_t code, size_t from)
{
	char bytes[4];
	size_t n = utf8_encode(code, bytes);

	for (size_t i = 0; i < n; i++)
		draft_byte(d, bytes[i], from);
}

struct view veil_view(const struct view *v, const struct draft *d, size_t base, size_t end,
		      unsigned veil)
{
	d->map[d->len] = (uint32_t)end;
	return (struct view){
		.text = span_make(d->text, d->len), .below = v, .base = base, .map = d->map,
		.veil = (uint16_t)veil, .depth = (uint8_t)(v->depth + 1), .decoded = v->decoded,
		.binary = v->binary, .named = v->named,
	};
}
