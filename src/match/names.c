/*
 * names.c -- host names, file names, mail addresses, URLs by name: all that
 * ends in a run of word characters with a dot inside.
 *
 * A run is asked for by its last two labels (the *guard*), so that a name and
 * all that is below it are one question.  Runs that have something in front or
 * behind that may not belong to them ("-evil.com", "evil.com_") and runs too
 * long for 57 bits go through a list of odd ones, which is slow and short.
 */
#include "match/kernel.h"
#include "match/phase.h"
#include "match/shape.h"
#include "match/table.h"

#define WINDOW 57		/* bits that bits_ending always has */

/* A key for the last `n` bytes before `end`, which may be near the start of the text. */
static uint64_t guard_key(const struct scan *s, struct span text, size_t end, unsigned n)
{
	if (end >= KEY_TAIL)
		return key_tail(&s->set->keys, text.ptr + end, n);
	return key_guard(&s->set->keys, span_cut(text, end - n, n));
}

/* What the windows of bits say about a run. */
struct run {
	unsigned length;	/* up to 64 */
	unsigned labels;	/* length of the last two labels, or of the whole run */
	bool numeric;		/* the last label is a number */
	bool many;		/* four dots or more */
};

static inline struct run run_of(const struct lane *l, uint32_t end)
{
	uint64_t dots = bits_ending(l->bit[BIT_DOT], end);
	unsigned length = bits_run(bits_ending(l->token, end));
	unsigned digits = bits_run(bits_ending(l->bit[BIT_DIGIT], end));
	unsigned last = dots ? (unsigned)__builtin_clzll(dots) : 64;
	uint64_t rest = dots & ~(UINT64_C(1) << 63 >> (last & 63));
	unsigned second = rest ? (unsigned)__builtin_clzll(rest) : 64;

	return (struct run){
		.length = length,
		.labels = second < length ? second : length,
		.numeric = digits >= last,
		.many = length && length < 64 && bits_beyond(dots >> (64 - length), 3),
	};
}

/* Something stands at an edge of the run that may not belong to it. */
static inline bool is_odd(struct span text, size_t end, const struct run *r)
{
	size_t start = end - r->length;

	if (r->length >= WINDOW || shape_is(text.ptr[end - 1], SHAPE_JUNK))
		return true;
	if (r->many && shape_is(text.ptr[start], SHAPE_DIGIT))
		return true;
	if (r->labels < r->length)
		return false;
	return shape_is(text.ptr[start], SHAPE_JUNK) ||
	       (start > 0 && text.ptr[start - 1] == '\\' &&
		shape_is(text.ptr[start + 1], SHAPE_JUNK));
}

/* The first letter may belong to an escape: "\nevil.com". Frequent enough for a key of its own. */
static inline bool is_glued(struct span text, size_t end, const struct run *r)
{
	size_t start = end - r->length;

	return r->labels == r->length && start > 0 && text.ptr[start - 1] == '\\' &&
	       memchr("nrtbfva", text.ptr[start], 7);
}

static inline void add_key(const struct scan *s, struct lane *l, struct span text, uint32_t end,
			   unsigned labels, size_t *n)
{
	l->key[*n] = guard_key(s, text, l->base + end, labels);
	filter_expect(filter_of(s->set, FILTER_NAMES), l->key[*n]);
	l->place[*n] = end;
	++*n;
}

/* Another look at the odd ones: what may be asked for like the others gets its keys after all. */
static size_t sort_odd(const struct scan *s, struct span text, struct lane *l, size_t *odd,
		       size_t n)
{
	bool numbers = s->set->flags & IMAGE_HAS_NUMERIC;
	size_t kept = 0;

	for (size_t i = 0; i < *odd; i++) {
		uint32_t end = l->odd[i];
		size_t at = l->base + end;
		struct run r = run_of(l, end);

		if (r.numeric && !numbers)
			continue;
		if (is_odd(text, at, &r)) {
			l->odd[kept++] = end;
			continue;
		}
		add_key(s, l, text, end, r.labels, &n);
		if (is_glued(text, at, &r))
			add_key(s, l, text, end, r.labels - 1, &n);
	}
	*odd = kept;
	return n;
}

static void verify_guard(struct scan *s, const struct view *v, size_t end, uint64_t key)
{
	struct probe p = table_probe(s->set, KEY_GUARD, key);
	unsigned flags = 0;
	struct list list;

	while (table_next(&p, &list))
		flags |= list.flags;
	if (flags)
		host_verify(s, v, end, flags);
}

void phase_names(struct scan *s, const struct view *v, struct lane *l)
{
	const struct kernel *kernel = l->kernel;
	size_t odd, n = kernel->names(l, s->set->flags & IMAGE_HAS_NUMERIC, &odd);

	n = kernel->name_keys(l, s->set, v->text, n, &odd);
	n = sort_odd(s, v->text, l, &odd, n);
	if (s->recorder)
		note_names(s->recorder, l, v->text, n);
	n = kernel->filter(l, s->set, n);
	for (size_t i = 0; i < n; i++)
		verify_guard(s, v, l->base + l->place[l->value[i]], l->key[l->value[i]]);
	for (size_t i = 0; i < odd; i++)
		host_verify_odd(s, v, l->base + l->odd[i]);
}
