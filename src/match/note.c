/*
 * note.c -- what a recorder notes of names: what any set could ask about them.
 *
 * A run is noted by its last two labels (file names, paths and names of two
 * labels are asked by these), by its last three, by which longer names are
 * asked, and as a mail address when an '@' stands in front.  Most runs are done
 * by a kernel, many at once (kernel_notes.c).  Here are those that may begin
 * elsewhere than the run does: every start that a verifier tries is noted,
 * whether it would be tried here or not.
 */
#include "match/kernel.h"
#include "match/phase.h"
#include "match/recorder.h"
#include "match/shape.h"

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
		recorder_key(r, recorder_host(&r->keys, span_cut(text, three, end - three)));
}

void note_run(struct recorder *r, struct span text, size_t start, size_t end)
{
	bool behind_slash = start > 0 && text.ptr[start - 1] == '\\';
	struct tails t = tails_of(text, start, end);
	size_t first = start;

	if (t.one == start || is_measure(text, start, t.one, end))
		return;
	note_start(r, text, start, &t, end);
	/* With more labels in front it does not matter where the first one begins. */
	for (unsigned i = 0; t.three == start && i <= behind_slash && start + i < end; i++) {
		first = start + i;
		if (i)
			note_start(r, text, first, &t, end);
		while (first < end && shape_is(text.ptr[first], SHAPE_JUNK))
			first++;
		if (first > start + i && first < end)
			note_start(r, text, first, &t, end);
	}
	if (start > 0 && text.ptr[start - 1] == '@')
		note_email(r, text, start - 1, end);
}

void note_names(struct recorder *r, struct lane *l, struct span text, size_t n)
{
	bool strange = l->kernel->endings(l, &r->keys, text, n);

	recorder_keys(r, l->noted, l->noting);
	for (size_t i = 0; strange && i < n; i++)
		if (l->strange[i]) {
			size_t end = l->base + l->place[i];

			note_run(r, text, run_start(text, end, RUN_REACH), end);
		}
}
