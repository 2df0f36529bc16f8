/*
 * veil_idna.c -- names written with letters beyond ASCII (U-labels) where the
 * set lists A-labels, and ASCII names in full-width letters or with invisible
 * marks inside.  A run of word characters, dots and bytes above 127 that has a
 * dot is converted by value/host.h and put into its surroundings, so that URLs
 * and mail addresses on it are found too.
 *
 * Hostile input: 512 bytes of a run, four conversions each; without A-labels in
 * the set only runs with compatibility characters are converted at all.
 */
#include "match/phase.h"
#include "match/shape.h"
#include "match/table.h"
#include "match/veil.h"
#include "value/host.h"

#define RUN_MAX  512
#define REACH	 (RUN_MAX / 64 + 1)	/* words that a run may go on before or behind */
#define BEFORE   128		/* bytes of surroundings that are kept: scheme, user */
#define BEHIND   2048		/* port, path */
#define TRIES    4		/* labels dropped in front until the rest is a name */

static bool in_run(char c)
{
	return (unsigned char)c >= 0x80 || c == '.' || shape_is(c, SHAPE_WORD);
}

static bool begins_dot(char c)
{
	return c == '.' || c == '\xe3' || c == '\xef';
}

/* A dot of any script at the front: its length, or 0. */
static size_t dot_length(struct span s)
{
	if (s.len && s.ptr[0] == '.')
		return 1;
	if (span_starts(s, SPAN("\xe3\x80\x82")) || span_starts(s, SPAN("\xef\xbc\x8e")) ||
	    span_starts(s, SPAN("\xef\xbd\xa1")))
		return 3;
	return 0;
}

/* Length of a character that IDNA maps to ASCII or drops: full-width, soft hyphen, zero-width. */
static size_t compatible_length(struct span s)
{
	static const char *const marks[] = {
		"\xef\xbc", "\xef\xbd", "\xe2\x80", "\xe2\x81", "\xe3\x80\x82",
	};

	if (span_starts(s, SPAN("\xc2\xad")))
		return 2;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (span_starts(s, span_of(marks[i])))
			return 3;
	return 0;
}

/* Nothing else beyond ASCII: the name may be an ASCII one in disguise. */
static bool is_disguised(struct span run)
{
	size_t n;

	for (size_t i = 0; i < run.len; i += n) {
		n = (unsigned char)run.ptr[i] < 0x80 ? 1 : compatible_length(span_skip(run, i));
		if (n == 0)
			return false;
	}
	return true;
}

/* Does the run have a dot with something on both sides? */
static bool has_dot(struct span run)
{
	for (size_t i = 1; i < run.len; i++) {
		size_t n = dot_length(span_skip(run, i));

		if (n && i + n < run.len)
			return true;
	}
	return false;
}

/* Drop the first label. */
static struct span next_label(struct span run)
{
	size_t i = 0;

	while (i < run.len && !dot_length(span_skip(run, i)))
		i++;
	return span_skip(run, i + dot_length(span_skip(run, i)));
}

/* The canonical name of the run, or of its end; the run is cut to what was converted. */
static bool convert(struct span *run, struct buf *out)
{
	struct error ignored;

	for (unsigned i = 0; i < TRIES && has_dot(*run); i++) {
		buf_clear(out);
		if (host_canonical(*run, out, &ignored) == 0)
			return true;
		*run = next_label(*run);
	}
	return false;
}

static bool may_be_listed(const struct scan *s, struct span host)
{
	return s->recorder ||
	       filter_may(s->set, KEY_GUARD, key_guard(&s->set->keys, shape_last_labels(host)));
}

/* The name in place of the run: each label comes from where its original begins. */
static void draft_name(struct draft *d, struct span run, struct span name, size_t from)
{
	size_t at = 0;

	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] == '.') {
			while (at < run.len && !dot_length(span_skip(run, at)))
				at++;
			draft_byte(d, '.', from + at);
			at += dot_length(span_skip(run, at));
		} else {
			draft_byte(d, name.ptr[i], from + at);
		}
	}
}

static void uncover(struct scan *s, const struct view *v, size_t start, struct span run,
		    struct span name)
{
	size_t from = start, to = start + run.len;
	struct draft *d;
	struct view inner;

	while (from > 0 && start - from < BEFORE && shape_is(v->text.ptr[from - 1], SHAPE_TEXT))
		from--;
	while (to < v->text.len && to - start - run.len < BEHIND &&
	       shape_is(v->text.ptr[to], SHAPE_TEXT))
		to++;
	d = veil_begin(s, v, to - from);
	if (!d)
		return;
	for (size_t i = from; i < start; i++)
		draft_byte(d, v->text.ptr[i], i - from);
	draft_name(d, run, name, start - from);
	for (size_t i = start + run.len; i < to; i++)
		draft_byte(d, v->text.ptr[i], i - from);
	inner = veil_view(v, d, from, to - from, VEIL_IDNA);
	inner.named = true;
	scan_view(s, &inner);
}

/* The run around a byte above 127; where it ends. */
static size_t try_run(struct scan *s, const struct view *v, size_t at)
{
	size_t from = at, to = at;
	struct span run;
	bool dotted = false;

	while (from > 0 && at - from < RUN_MAX && in_run(v->text.ptr[from - 1]))
		dotted |= begins_dot(v->text.ptr[--from]);
	while (to < v->text.len && to - from < 2 * RUN_MAX && in_run(v->text.ptr[to]))
		dotted |= begins_dot(v->text.ptr[to++]);
	run = span_cut(v->text, from, to - from);
	/* Most runs are words of some language. */
	if (!dotted || run.len > RUN_MAX || !has_dot(run) ||
	    !(s->recorder || s->set->flags & IMAGE_HAS_IDNA || is_disguised(run)))
		return to;
	while (run.len && run.ptr[run.len - 1] == '.')
		run.len--;
	if (convert(&run, &s->canonical)) {
		char name[SHAPE_HOST_MAX];
		struct span host = buf_span(&s->canonical);

		if (host.len <= sizeof(name) && may_be_listed(s, host)) {
			memcpy(name, host.ptr, host.len);
			uncover(s, v, (size_t)(run.ptr - v->text.ptr), run,
				span_make(name, host.len));
		}
	}
	return to;
}

/* Word k of the bytes that runs are made of. */
static uint64_t run_bits(const struct lane *l, size_t k)
{
	return l->bit[BIT_HIGH][k] | l->bit[BIT_ALNUM][k] | l->bit[BIT_DASH][k] |
	       l->bit[BIT_DOT][k];
}

/*
 * The word from `from` on that has a dot inside a run; behind the last word of the
 * chunk, where it is not known, that one.
 */
static size_t next_dot(const struct lane *l, size_t from)
{
	for (size_t k = from; k < l->words; k++) {
		size_t at = LANE_BEFORE + k;
		uint64_t here = run_bits(l, at);
		uint64_t before = here << 1 | run_bits(l, at - 1) >> 63;
		uint64_t behind = here >> 1 | run_bits(l, at + 1) << 63;

		if (l->bit[BIT_DOT][at] & before & behind)
			return k;
	}
	return l->words;
}

/* Only ASCII dots are in the chunk: the others begin with one of two bytes. */
static bool has_plain_dots(const struct view *v, const struct lane *l)
{
	struct span chunk = span_cut(v->text, l->base, l->words * 64);

	return span_find_byte(chunk, '\xe3') == SPAN_NONE &&
	       span_find_byte(chunk, '\xef') == SPAN_NONE;
}

/* Words of letters beyond ASCII are all over a text; few runs with such have a dot inside. */
void veil_idna(struct scan *s, const struct view *v, struct lane *l)
{
	size_t *done = &l->done[CURSOR_IDNA];
	size_t last = 0, next = 0;	/* words with a dot inside a run; the edges may have one */
	bool plain;

	if (v->named || v->binary || !lane_has(l, 1u << BIT_HIGH))
		return;
	/* Of an escape the letters are no part of the bitmaps. */
	plain = !l->escaped && has_plain_dots(v, l);
	for (size_t k = 0; k < l->words; k++) {
		for (; plain && next <= k && next < l->words; next = next_dot(l, next + 1))
			last = next;
		if (plain && k - last > REACH && next - k > REACH)
			continue;
		for (uint64_t bits = l->bit[BIT_HIGH][LANE_BEFORE + k]; bits; bits &= bits - 1) {
			size_t at = l->base + k * 64 + (size_t)__builtin_ctzll(bits);

			if (at >= *done)
				*done = try_run(s, v, at);
		}
	}
}
