/*
 * veil_base64.c -- runs of base64 (RFC 4648, both alphabets) that hold ASCII or
 * UTF-16 text.
 *
 * Four characters of base64 that stand for three ASCII bytes fit a pattern
 * that one in eight random groups fits; sixteen characters in a row that fit
 * it, at any of the four alignments, start the decoding, so that words, paths,
 * digests and random ids are not decoded.  Lines of 60 characters and more,
 * as mail and PEM have them, are joined.
 *
 * Hostile input: 64 KiB at once, base64 inside base64 once, and the block's
 * budget.
 */
#include "match/kernel.h"
#include "match/phase.h"
#include "match/shape.h"
#include "match/veil.h"

#define LINE_MIN 60
#define OVERLAP  512

static int code_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

/* A line break inside the run at `at`: its length, or 0. */
static size_t line_break(struct span text, size_t line, size_t at)
{
	size_t n = at < text.len && text.ptr[at] == '\r';

	if (at - line < LINE_MIN || (at - line) % 4 != 0 || at + n + 1 >= text.len ||
	    text.ptr[at + n] != '\n' || code_value(text.ptr[at + n + 1]) < 0)
		return 0;
	return n + 1;
}

/* Decode from `at` on until the run ends or the draft is full; returns where. */
static size_t decode(struct draft *d, struct span text, size_t from, size_t at)
{
	uint32_t bits = 0, have = 0;
	size_t line = at, place = at;

	while (at < text.len && d->len + 1 < SCRATCH_MAX) {
		int value = code_value(text.ptr[at]);
		size_t skip = value < 0 ? line_break(text, line, at) : 0;

		if (value < 0 && skip == 0)
			break;
		if (skip) {
			at += skip;
			line = at;
			continue;
		}
		bits = bits << 6 | (uint32_t)value;
		have += 6;
		if (have >= 8) {
			have -= 8;
			draft_byte(d, (char)(bits >> have), place - from);
			place = at;
			if (have == 0)
				place = at + 1;
		}
		at++;
	}
	return at;
}

static size_t uncover(struct scan *s, const struct view *v, size_t at)
{
	struct draft *d = veil_begin(s, v, 64);
	struct view inner;
	size_t end;

	if (!d)
		return at + 1;
	end = decode(d, v->text, at, at);
	if (d->len > s->budget) {
		s->cut++;
		return end;
	}
	s->budget -= d->len;
	inner = veil_view(v, d, at, end - at, VEIL_BASE64);
	inner.tail = 2;
	inner.binary = true;
	inner.decoded++;
	scan_view(s, &inner);
	return d->len + 1 < SCRATCH_MAX ? end : end - OVERLAP;
}

/* An escape of one more character of base64 stands at `at`: the run goes on behind it. */
static bool goes_on(struct span text, size_t at)
{
	char c;

	return at < text.len && shape_veiled(text, at, &c) && code_value(c) >= 0;
}

#define LOOK 12

/* The same, right in front of what is decoded, or a few characters of the run before. */
static bool goes_on_before(struct span text, size_t from)
{
	char c;

	for (size_t at = from; at > 0 && from - at < LOOK; at--) {
		size_t n = memchr("\\%", text.ptr[at - 1], 2) ? shape_veiled(text, at - 1, &c) : 0;

		if (n)
			return code_value(c) >= 0 && at - 1 + n <= from + 4;
		if (code_value(text.ptr[at - 1]) < 0)
			return false;
	}
	return false;
}

/*
 * A run with escapes inside ("\/" in JSON, "%2B") is decoded once these are
 * undone: in parts, half a token at a border would look like a whole one.
 */
static bool leave(struct scan *s, const struct view *v, struct lane *l, size_t from)
{
	size_t end = from, most = from + 2 * SCRATCH_MAX;

	while (end < v->text.len && end < most && code_value(v->text.ptr[end]) >= 0)
		end++;
	if (!goes_on(v->text, end) && !goes_on_before(v->text, from))
		return false;
	for (unsigned i = 0; i < 4; i++)
		l->done[CURSOR_BASE64 + i] = end;
	if (from >= l->done[CURSOR_ESCAPE])
		escape_uncover(s, v, veil_window(v->text, from, SCRATCH_MAX / 16,
						 &l->done[CURSOR_ESCAPE]));
	return true;
}

static void try_position(struct scan *s, const struct view *v, struct lane *l, size_t at)
{
	size_t *done = &l->done[CURSOR_BASE64 + at % 4], from = at;

	if (at < *done)
		return;
	/* Bytes that are not ASCII may stand in front: take two groups more. */
	while (from >= 4 && at - from < 8 && code_value(v->text.ptr[from - 1]) >= 0 &&
	       code_value(v->text.ptr[from - 2]) >= 0 && code_value(v->text.ptr[from - 3]) >= 0 &&
	       code_value(v->text.ptr[from - 4]) >= 0)
		from -= 4;
	if (!leave(s, v, l, from))
		*done = uncover(s, v, from);
}

void veil_base64(struct scan *s, const struct view *v, struct lane *l)
{
	if (v->decoded >= BASE64_DEPTH || !l->kernel->codes(l))
		return;
	for (size_t k = 0; k < l->words; k++)
		for (uint64_t bits = l->mark[k]; bits; bits &= bits - 1)
			try_position(s, v, l, l->base + k * 64 + (size_t)__builtin_ctzll(bits));
}
