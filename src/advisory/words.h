/*
 * words.h -- phrases in running text: the one way in which headings, column
 * headers and sentences are understood.
 *
 * A word is a run of ASCII letters, digits, '&' and bytes above 127; all else
 * divides.  So "Command-and-Control (C&C)" is four words.  A phrase is words
 * with single blanks between them, in lower case; a word that ends in '*'
 * stands for all words that begin so: "indicator* of compromise".  A phrase
 * that begins with '=' must be the whole text.
 */
#ifndef ADVISORY_WORDS_H
#define ADVISORY_WORDS_H

#include "base/span.h"

#define WORDS_MAX 120		/* of one heading or sentence; further words are not read */

#define WORDS_LETTERS 27	/* a to z, and all else */

struct words {
	struct span word[WORDS_MAX];
	uint32_t count;
	/* Words by their first letter: position + 1 of the last, and of the one before each. */
	uint8_t last[WORDS_LETTERS], before[WORDS_MAX];
};

struct phrase {
	const char *words;
	uint32_t means;		/* below 64 */
};

void words_of(struct span text, struct words *out);

bool words_have(const struct words *w, const char *phrase);

/* The bit (1 << means) of every phrase of the table that occurs. */
uint64_t words_mean(const struct words *w, const struct phrase *table, size_t count);

/* The first row whose phrase occurs, or NULL. */
const struct phrase *words_first(const struct words *w, const struct phrase *table, size_t count);

/* The row whose phrase ends last (of such the longest), or NULL; words first to behind - 1. */
const struct phrase *words_nearest(const struct words *w, const struct phrase *table, size_t count,
				   uint32_t *first, uint32_t *behind);

/* The whole of `text` is this word or phrase, in any case. */
bool word_is(struct span text, const char *phrase);

/* Any of a NULL-terminated list of lower-case words, as a whole. */
bool word_one_of(struct span text, const char *const *list);

#endif
