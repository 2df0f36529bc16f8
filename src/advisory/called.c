/* called.c -- the words right beside a value that say what it is after all. */
#include "advisory/called.h"

#include "advisory/words.h"

#define BEFORE 90		/* bytes in front in which a word speaks of a key */
#define FRONT 50		/* of a site */

/* "its key is 2b6233eb...": no digest of a file. */
static bool is_key(struct span text, const struct candidate *c)
{
	static const char *const joining[] = { "is", "was", "the", "string", "of", "value", "named", NULL };
	size_t from = c->from > BEFORE ? c->from - BEFORE : 0;
	struct words w;

	if (!kind_is_hash(c->kind))
		return false;
	words_of(span_cut(text, from, c->from - from), &w);
	while (w.count && word_one_of(w.word[w.count - 1], joining))
		w.count--;
	return w.count && (word_is(w.word[w.count - 1], "key") || word_is(w.word[w.count - 1], "keys"));
}

/* "the watering hole news.example", "news.example was hacked": a site of somebody else. */
static bool is_hacked(struct span text, const struct candidate *c)
{
	static const char *const done[] = { " was hacked", " was compromised", " were hacked",
					    " were compromised", " has been hacked",
					    " has been compromised", " had been compromised" };
	struct span behind = span_skip(text, c->to);
	size_t from = c->from > FRONT ? c->from - FRONT : 0;
	struct words w;

	if (c->kind != KIND_DOMAIN)
		return false;
	for (size_t i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		if (span_starts(behind, span_of(done[i])))
			return true;
	words_of(span_cut(text, from, c->from - from), &w);
	if (w.count && (word_is(w.word[w.count - 1], "site") || word_is(w.word[w.count - 1], "sites")))
		w.count--;
	return w.count > 1 && word_is(w.word[w.count - 2], "watering") &&
		(word_is(w.word[w.count - 1], "hole") || word_is(w.word[w.count - 1], "holes"));
}

uint64_t called_signs(struct span text, const struct candidate *c)
{
	return (is_key(text, c) ? SIGN_BIT(SAID_KEY) : 0) |
		(is_hacked(text, c) ? SIGN_BIT(CALLED_VICTIM) : 0);
}
