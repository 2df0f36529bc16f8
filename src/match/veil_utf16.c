/*
 * veil_utf16.c -- strings of two bytes a character inside other bytes: letters
 * and zeros in turn, in either byte order, at even and odd places.  Characters
 * beyond ASCII end such a string.
 */
#include "match/phase.h"
#include "match/shape.h"
#include "match/veil.h"

#define OVERLAP 512		/* characters that the next stretch of a long string sees again */

static bool is_plain(struct span text, size_t at)
{
	return at < text.len && text.ptr[at] != '\0' && (unsigned char)text.ptr[at] < 0x80;
}

/* A letter at `at`, a zero behind it, another letter. */
static bool goes_on(struct span text, size_t at)
{
	return is_plain(text, at) && at + 1 < text.len && text.ptr[at + 1] == '\0' &&
	       is_plain(text, at + 2);
}

/*
 * Zeros stand behind the letters (little-endian) or in front of them.  Where
 * both ends look alike, strings begin at even places.
 */
static bool is_little(struct span text, size_t first, size_t last)
{
	bool behind = last + 1 < text.len && text.ptr[last + 1] == '\0';
	bool before = first > 0 && text.ptr[first - 1] == '\0';

	return first == 0 || (behind == before ? first % 2 == 0 : behind);
}

static void uncover(struct scan *s, const struct view *v, size_t first, size_t last)
{
	struct draft *d = veil_begin(s, v, (last - first) / 2 + 1);
	size_t base = is_little(v->text, first, last) ? first : first - 1;
	struct view inner;

	if (!d)
		return;
	for (size_t i = first; i <= last; i += 2)
		draft_byte(d, v->text.ptr[i], i - first);
	inner = veil_view(v, d, base, last - first + 2, VEIL_UTF16);
	inner.tail = 2;
	inner.binary = false;
	scan_view(s, &inner);
}

/* The string from `at` on, as much as a draft holds; returns where to look next. */
static size_t try_string(struct scan *s, const struct view *v, size_t at)
{
	size_t last = at, end = at + 2 * (SCRATCH_MAX - 1);

	while (last < end && goes_on(v->text, last))
		last += 2;
	if (last < end) {
		uncover(s, v, at, last);
		return last + 2;
	}
	/* Half a token at the cut would be another token. */
	while (last > at + 2 * OVERLAP && shape_is(v->text.ptr[last], SHAPE_TEXT) &&
	       end - last < OVERLAP)
		last -= 2;
	uncover(s, v, at, last);
	return end - 2 * OVERLAP;
}

void veil_utf16(struct scan *s, const struct view *v, struct lane *l)
{
	const uint64_t *zero = l->bit[BIT_ZERO];
	size_t *done = &l->done[CURSOR_UTF16];

	if (!v->binary || !lane_has(l, 1u << BIT_ZERO))
		return;
	for (size_t k = 0; k < l->words; k++) {
		/* Zeros at every second place, four times. */
		uint64_t bits = bits_behind(zero, k, 1) & bits_behind(zero, k, 3) &
				bits_behind(zero, k, 5) & ~zero[LANE_BEFORE + k];

		for (; bits; bits &= bits - 1) {
			size_t at = l->base + k * 64 + (size_t)__builtin_ctzll(bits);

			if (at >= *done && goes_on(v->text, at) && goes_on(v->text, at + 2) &&
			    goes_on(v->text, at + 4))
				*done = try_string(s, v, at);
		}
	}
}
