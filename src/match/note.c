/*
 * note.c -- what a recorder notes of names: what any set could ask about them.
 *
 * A run is noted by its last two labels (file names, paths and names of two
 * labels are asked by these), by each longer end of it, and as a mail address
 * when an '@' stands in front.  Every start that a verifier tries is noted,
 * whether it would be tried here or not: so the same run need not be looked at
 * twice, and nearly all of them have been seen a moment ago.
 */
#include "match/phase.h"
#include "match/recorder.h"
#include "match/shape.h"

#define LONG	57		/* bits that bits_ending always has */
#define NEAR	32		/* bytes that the key of a run looks at */
#define LOCAL	16		/* and in front of an '@' */

/* One way to read a run: from `start` on. */
static void note_start(struct recorder *r, struct span text, size_t start, size_t end)
{
	struct span host = span_cut(text, start, end - start);
	struct span labels = shape_last_labels(host);

	if (labels.len == 0 || recorder_passes_over(labels))
		return;
	recorder_key(r, key_guard(&r->keys, labels));
	if (labels.len < host.len && host.len <= SHAPE_HOST_MAX)
		recorder_key(r, key_text(&r->keys, KEY_HOST, host));
}

/* What stands behind each dot, three labels or more. */
static void note_ends(struct recorder *r, struct span text, size_t start, size_t end)
{
	unsigned dots = 0;

	for (size_t i = end; i > start && end - i <= SHAPE_HOST_MAX; i--)
		if (text.ptr[i - 1] == '.' && ++dots > 2)
			recorder_key(r, key_text(&r->keys, KEY_HOST, span_cut(text, i, end - i)));
}

void note_run(struct recorder *r, struct span text, size_t start, size_t end)
{
	bool behind_slash = start > 0 && text.ptr[start - 1] == '\\';
	size_t first = start;

	for (unsigned i = 0; i <= behind_slash && start + i < end; i++) {
		first = start + i;
		note_start(r, text, first, end);
		while (first < end && shape_is(text.ptr[first], SHAPE_JUNK))
			first++;
		if (first > start + i && first < end)
			note_start(r, text, first, end);
	}
	note_ends(r, text, start, end);
	if (start > 0 && text.ptr[start - 1] == '@')
		note_email(r, text, start - 1, end);
}

/* The key of at most 32 bytes that end before `end`. */
static uint64_t key_near(const struct keys *k, const char *end, size_t length)
{
	uint64_t key = key_tail(k, end, length);

	return length > KEY_TAIL ? key_mix(key, key_tail(k, end - KEY_TAIL, length - KEY_TAIL)) : key;
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

/* Has the run start..end, with what is noted beside it, been noted a moment ago? */
static bool is_known(struct recorder *r, struct span text, size_t start, size_t end)
{
	uint64_t key;
	char before;

	if (start < LOCAL + 1 || end < NEAR || end - start > NEAR)
		return false;
	key = key_near(&r->keys, text.ptr + end, end - start);
	before = text.ptr[start - 1];
	if (before == '@') {
		if (!is_short_local(text, start - 1))
			return false;
		key = key_mix(key, key_local(&r->keys, text.ptr + start - 1));
	} else if (before == '\\') {
		key = ~key;
	}
	return recorder_knows(r, key);
}

void note_names(struct recorder *r, const struct lane *l, struct span text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t end = l->base + l->place[i], start;
		unsigned length = bits_run(bits_ending(l->token, l->place[i]));

		start = length < LONG ? end - length : run_start(text, end, RUN_REACH);
		if (!is_known(r, text, start, end))
			note_run(r, text, start, end);
	}
}

void note_quads(struct recorder *r, const struct lane *l)
{
	for (size_t i = 0; i < l->asked; i++)
		if (!recorder_knows_quad(r, l->place[i]))
			recorder_quad(r, l->place[i]);
}
