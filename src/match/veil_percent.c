/*
 * veil_percent.c -- %XX.  A decoded window is scanned like any text, so that
 * "%252F" is undone by being seen twice.
 */
#include "match/phase.h"
#include "match/shape.h"
#include "match/veil.h"

#define REACH 4096

static unsigned char percent_value(struct span text, size_t at)
{
	return (unsigned char)(ascii_hex(text.ptr[at + 1]) << 4 | ascii_hex(text.ptr[at + 2]));
}

/* What this stands for can be part of a token, or of what joins tokens. */
static bool matters(const struct scan *s, unsigned char c)
{
	if (c >= 0x80 || shape_is((char)c, SHAPE_WORD) || memchr("./:@%\\[](){}+", c, 13))
		return true;
	return c == ' ' && (s->set->flags & IMAGE_HAS_BLANKS || s->set->word_bits);
}

static void uncover(struct scan *s, const struct view *v, struct window w)
{
	struct draft *d = veil_begin(s, v, w.to - w.from);
	struct view inner;

	if (!d)
		return;
	for (size_t i = w.from; i < w.to; i++) {
		if (shape_is_percent(v->text, i) && i + 2 < w.to) {
			draft_byte(d, (char)percent_value(v->text, i), i - w.from);
			i += 2;
		} else {
			draft_byte(d, v->text.ptr[i], i - w.from);
		}
	}
	inner = veil_view(v, d, w.from, w.to - w.from, VEIL_PERCENT);
	inner.binary = false;	/* what is encoded so is text */
	scan_view(s, &inner);
}

void veil_percent(struct scan *s, const struct view *v, struct lane *l)
{
	size_t *done = &l->done[CURSOR_PERCENT];

	for (size_t k = 0; l->escaped && k < l->words; k++)
		for (uint64_t bits = l->escape[LANE_BEFORE + k]; bits; bits &= bits - 1) {
			size_t at = l->base + k * 64 + (size_t)__builtin_ctzll(bits);

			if (at >= *done && shape_is_percent(v->text, at) &&
			    matters(s, percent_value(v->text, at)))
				uncover(s, v, veil_window(v->text, at, REACH, done));
		}
}
