/*
 * note.c -- what a recorder notes of names: what any set could ask about them.
 *
 * A run is noted by its last two labels (file names, paths and names of two
 * labels are asked by these), by its last three, by which longer names are
 * asked, and as a mail address when an '@' stands in front.  Every start that
 * a verifier tries is noted, whether it would be tried here or not: so the same
 * run need not be looked at twice, and nearly all have been seen a moment ago.
 */
#include "match/phase.h"
#include "match/recorder.h"
#include "match/shape.h"

#define LONG	57		/* bits that bits_ending always has */
#define NEAR	32		/* bytes that the key of a run looks at */
#define BATCH	16
#define LOCAL	16		/* and in front of an '@' */

/* A number and its unit: its last dot stands before `behind`. */
static bool is_measure(struct span text, size_t start, size_t behind, size_t end)
{
	if (behind < start + 2 || !ascii_digit(text.ptr[behind]) ||
	    !ascii_digit(text.ptr[behind - 2]))
		return false;
	return recorder_passes_over(shape_last_labels(span_cut(text, start, end - start)));
}

/* Where the last two labels and the last three begin; `start` when there are no more. */
struct tails {
	size_t one, two, three;
};

static struct tails tails_of(struct span text, size_t start, size_t end)
{
	struct tails t = { start, start, start };
	unsigned dots = 0;

	for (size_t i = end; i > start && dots < 3; i--) {
		if (text.ptr[i - 1] != '.')
			continue;
		dots++;
		if (dots == 1)
			t.one = i;
		else if (dots == 2)
			t.two = i;
		else
			t.three = i;
	}
	return t;
}

/* The same for a run of less than LONG bytes, out of the dots of its window. */
static struct tails tails_near(uint64_t dots, size_t start, size_t end)
{
	size_t at[3] = { start, start, start };

	dots &= ~UINT64_C(0) << (64 - (end - start));
	for (unsigned i = 0; i < 3 && dots; i++) {
		unsigned behind = (unsigned)__builtin_clzll(dots);

		at[i] = end - behind;
		dots &= ~(UINT64_C(1) << 63 >> behind);
	}
	return (struct tails){ at[0], at[1], at[2] };
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* One way to read the run: from `start` on. */
static void note_start(struct recorder *r, struct span text, size_t start, const struct tails *t,
		       size_t end)
{
	size_t two = larger(start, t->two), three = larger(start, t->three);

	recorder_key(r, key_guard(&r->keys, span_cut(text, two, end - two)));
	if (three < two)
		recorder_key(r, key_text(&r->keys, KEY_HOST, span_cut(text, three, end - three)));
}

static void note_tails(struct recorder *r, struct span text, size_t start, size_t end,
		       const struct tails *t)
{
	bool behind_slash = start > 0 && text.ptr[start - 1] == '\\';
	size_t first = start;

	if (t->one == start || is_measure(text, start, t->one, end))
		return;
	note_start(r, text, start, t, end);
	/* With more labels in front it does not matter where the first one begins. */
	for (unsigned i = 0; t->three == start && i <= behind_slash && start + i < end; i++) {
		first = start + i;
		if (i)
			note_start(r, text, first, t, end);
		while (first < end && shape_is(text.ptr[first], SHAPE_JUNK))
			first++;
		if (first > start + i && first < end)
			note_start(r, text, first, t, end);
	}
	if (start > 0 && text.ptr[start - 1] == '@')
		note_email(r, text, start - 1, end);
}

void note_run(struct recorder *r, struct span text, size_t start, size_t end)
{
	struct tails t = tails_of(text, start, end);

	note_tails(r, text, start, end, &t);
}

/* The key of at most 32 bytes that end before `end`. */
static uint64_t key_near(const struct keys *k, const char *end, size_t length)
{
	uint64_t key = key_tail(k, end, length);

	if (length > KEY_TAIL)
		key = key_mix(key, key_tail(k, end - KEY_TAIL, length - KEY_TAIL));
	return key;
}

/* What can be a part of a mail address ends within LOCAL bytes in front of the '@' at `at`. */
static bool is_short_local(struct span text, size_t at)
{
	static const char not_ends[] = "!#$&'*/=?^`{|}~%.\\";

	for (size_t i = 1; i <= LOCAL; i++) {
		char c = text.ptr[at - i];

		if (!shape_is(c, SHAPE_LOCAL) && !memchr(not_ends, c, sizeof(not_ends) - 1))
			return true;
	}
	return false;
}

/* Of the LOCAL bytes that end before `end`, as they stand. */
static uint64_t key_local(const struct keys *k, const char *end)
{
	uint64_t low, high;

	memcpy(&low, end - 16, 8);
	memcpy(&high, end - 8, 8);
	return key_pair(k, low, high);
}

/*
 * A key of the run start..end with what is noted beside it: equal ones are
 * noted alike.  0: there is none, too much would have to be looked at.
 */
static uint64_t key_of_run(const struct keys *k, struct span text, size_t start, size_t end)
{
	uint64_t key;
	char before;

	if (start < LOCAL + 1 || end < NEAR || end - start > NEAR)
		return 0;
	key = key_near(k, text.ptr + end, end - start);
	before = text.ptr[start - 1];
	if (before == '\\')
		return key ^ k->text;
	if (before != '@')
		return key;
	if (!is_short_local(text, start - 1))
		return 0;
	return key_mix(key, key_local(k, text.ptr + start - 1));
}

struct batch {			/* runs whose places among the recent ones are fetched */
	size_t start[BATCH], end[BATCH];
	uint64_t key[BATCH];
};

static size_t batch_fill(struct recorder *r, const struct lane *l, struct span text, size_t first,
			 size_t n, struct batch *b)
{
	size_t count = n - first < BATCH ? n - first : BATCH;

	for (size_t i = 0; i < count; i++) {
		uint32_t place = l->place[first + i];
		size_t end = l->base + place;
		unsigned length = bits_run(bits_ending(l->token, place));

		b->end[i] = end;
		b->start[i] = length < LONG ? end - length : run_start(text, end, RUN_REACH);
		b->key[i] = key_of_run(&r->keys, text, b->start[i], end);
		recorder_expect(r, b->key[i]);
	}
	return count;
}

static void note_one(struct recorder *r, const struct lane *l, struct span text, size_t start,
		     size_t end)
{
	struct tails t;

	if (end - start < LONG) {
		t = tails_near(bits_ending(l->bit[BIT_DOT], (uint32_t)(end - l->base)), start, end);
		note_tails(r, text, start, end, &t);
	} else {
		note_run(r, text, start, end);
	}
}

void note_names(struct recorder *r, const struct lane *l, struct span text, size_t n)
{
	struct batch b;
	size_t count;

	for (size_t at = 0; at < n; at += count) {
		count = batch_fill(r, l, text, at, n, &b);
		for (size_t i = 0; i < count; i++)
			if (!b.key[i] || !recorder_knows(r, b.key[i]))
				note_one(r, l, text, b.start[i], b.end[i]);
	}
}

void note_quads(struct recorder *r, const struct lane *l)
{
	for (size_t i = 0; i < l->asked; i++) {
		if (i + BATCH < l->asked)
			recorder_expect_quad(r, l->place[i + BATCH]);
		if (!recorder_knows_quad(r, l->place[i]))
			recorder_quad(r, l->place[i]);
	}
}
