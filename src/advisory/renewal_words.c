/* renewal_words.c -- which names are ordinary words: as descriptions write them. */
#include "advisory/renewal_own.h"

#include "intel/knowledge.h"

#define SMALL_LEAST 3		/* as often in small letters */
#define SMALL_SHARE 3		/* and for so many in large ones once */
#define LARGE	    (UINT64_C(1) << 32)

/* Beyond what there is room for words are no longer counted. */
static void count(struct renewal *r, struct span folded, uint64_t one)
{
	struct error full;
	uint64_t *n = folded.len > 1 ? table_add(&r->words, folded, NULL, &full) : NULL;

	if (n)
		*n += one;
}

static struct span folded_pair(struct span a, struct span b, char out[KNOWN_LONGEST])
{
	size_t len = 0;

	return knowledge_fold(a, out, &len) && knowledge_fold(b, out, &len) ? span_make(out, len)
									    : SPAN("");
}

static bool is_small(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z')
			return false;
	return true;
}

/* The word at `at`: letters, with an apostrophe or a hyphen between them. */
static struct span word_at(struct span text, size_t at)
{
	size_t end = at;

	while (end < text.len && (ascii_alpha(text.ptr[end]) ||
		((text.ptr[end] == '-' || text.ptr[end] == '\'') && end + 1 < text.len &&
		 ascii_alpha(text.ptr[end + 1]))))
		end++;
	return span_cut(text, at, end - at);
}

void renewal_words(struct renewal *r, struct span text)
{
	struct span before = SPAN("");	/* the word before, or empty */
	bool begins = true;		/* of a sentence */
	char folded[KNOWN_LONGEST];

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		struct span word;

		if (!ascii_alpha(c)) {
			if (ascii_space(c))
				continue;
			begins = c == '.' || c == '!' || c == '?' || c == ':';
			before = SPAN("");
			continue;
		}
		word = word_at(text, i);
		if (is_small(word)) {
			count(r, folded_pair(word, SPAN(""), folded), 1);
			if (before.len && is_small(before))
				count(r, folded_pair(before, word, folded), 1);
		} else if (!begins) {
			count(r, folded_pair(word, SPAN(""), folded), LARGE);
			count(r, folded_pair(before, word, folded), LARGE);
		}
		before = word;
		begins = false;
		i += word.len - 1;
	}
}

static bool has_digit_and_letter(struct span s)
{
	bool digit = false, letter = false;

	for (size_t i = 0; i < s.len; i++) {
		digit |= ascii_digit(s.ptr[i]);
		letter |= ascii_alpha(s.ptr[i]);
	}
	return digit && letter;
}

bool renewal_is_ordinary(const struct renewal *r, struct span folded)
{
	const uint64_t *n = table_find(&r->words, folded);
	uint64_t small = n ? *n % LARGE : 0, large = n ? *n / LARGE : 0, number;

	if (has_digit_and_letter(folded) && folded.len >= 4)
		return false;
	return folded.len <= 3 || span_u64(folded, &number) ||
	       table_find(&r->ordinary, folded) ||
	       (small >= SMALL_LEAST && small * SMALL_SHARE >= large);
}
