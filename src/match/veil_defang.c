/*
 * veil_defang.c -- evil[.]com, evil(dot)com, hxxp[:]//..., bob[at]evil.com:
 * brackets around a dot, a colon, slashes, an at or their names start the
 * search, value/refang.h does the rest.  A " dot " between blanks is prose.
 */
#include "value/refang.h"

#include "match/kernel.h"
#include "match/phase.h"
#include "match/shape.h"
#include "match/veil.h"

#define REACH 2048

/* "[.", ".]" with a word on both sides. */
static bool around_dot(struct span text, size_t dot)
{
	size_t left = dot, right = dot + 1;

	if (left > 0 && memchr("[({", text.ptr[left - 1], 3))
		left--;
	if (right < text.len && memchr("])}", text.ptr[right], 3))
		right++;
	return right - left > 1 && left > 0 && right < text.len &&
	       shape_is(text.ptr[left - 1], SHAPE_WORD) && shape_is(text.ptr[right], SHAPE_WORD);
}

/* What stands in brackets is one of the signs that defanging hides. */
static bool is_sign(const char *inner, size_t n)
{
	static const char *const signs[] = { ":@/.", "//at", "://dot" };	/* by length */
	const char *all = signs[n - 1];

	for (size_t i = 0; all[i]; i += n)
		if (span_equal_nocase(span_make(inner, n), span_make(all + i, n)))
			return true;
	return false;
}

/* A bracket that closes one to three bytes behind `open`, and a sign between. */
static bool around_sign(struct span text, size_t open)
{
	const char *inner = text.ptr + open + 1;

	if (open == 0 || !shape_is(text.ptr[open - 1], SHAPE_TEXT))
		return false;
	for (size_t n = 1; n <= 3 && open + 1 + n < text.len; n++)
		if (memchr("])}", inner[n], 3))
			return is_sign(inner, n);
	return false;
}

static void uncover(struct scan *s, const struct view *v, struct window w)
{
	struct span window = span_cut(v->text, w.from, w.to - w.from);
	struct draft *d = veil_begin(s, v, window.len);
	struct view inner;

	if (!d)
		return;
	buf_clear(&s->refanged);
	if (!refang(window, &s->refanged, d->map) || s->refanged.bad ||
	    s->refanged.len > SCRATCH_MAX || s->refanged.len == 0)
		return;
	memcpy(d->text, s->refanged.ptr, s->refanged.len);
	d->len = s->refanged.len;
	inner = veil_view(v, d, w.from, window.len, VEIL_DEFANGED);
	scan_view(s, &inner);
}

void veil_defang(struct scan *s, const struct view *v, struct lane *l)
{
	size_t *done = &l->done[CURSOR_DEFANG];

	if (!lane_has(l, 1u << BIT_OPEN | 1u << BIT_CLOSE) || !l->kernel->signs(l))
		return;
	for (size_t k = 0; k < l->words; k++)
		for (uint64_t bits = l->mark[k]; bits; bits &= bits - 1) {
			size_t at = l->base + k * 64 + (size_t)__builtin_ctzll(bits);

			if (at < *done)
				continue;
			if (v->text.ptr[at] == '.' ? around_dot(v->text, at)
						   : around_sign(v->text, at))
				uncover(s, v, veil_window(v->text, at, REACH, done));
		}
}
