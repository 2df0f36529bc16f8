/*
 * literal.h -- values that are searched as plain text: registry keys, mutexes,
 * command lines, user agents, subjects, and names and paths without a suffix.
 *
 * A literal is found by its *anchor*, the rarest of its words (letters, digits,
 * underscores, bytes above 127), because a word of the literal is a whole word
 * of the text: a literal that begins or ends inside a word is not found.
 * Letters match in either case, runs of blanks and of backslashes match each
 * other, and quotes, slashes and ampersands match their JSON and HTML escapes.
 */
#ifndef MATCH_LITERAL_H
#define MATCH_LITERAL_H

#include "match/opened.h"

enum literal_flag {
	LITERAL_PATH	= 1 << 0,	/* slash and backslash are one; ends like a path */
	LITERAL_NAME	= 1 << 1,	/* stands between separators */
	LITERAL_TYPED	= 1 << 2,	/* too short for text: only in typed fields */
	LITERAL_BARE	= 1 << 3,	/* has no word: searched byte by byte */
	LITERAL_KEYED	= 1 << 4,	/* found by its key, has no anchor */
};

/* Where a literal was found. */
struct literal_place {
	size_t start, end;
	bool escaped;		/* something in it was written differently */
};

/* Does `literal` stand in `text` so that its anchor begins at `at`? */
bool literal_at(const struct set *s, const struct image_literal *literal, struct span text,
		size_t at, struct literal_place *out);

/*
 * The words of a text, one after the other from *at: false at the end.
 * Both sides, compiler and scanner, cut words with this table.
 */
extern const bool literal_word_byte[256];
bool literal_word(struct span text, size_t *at, struct span *word);

/* Bit of a word's first bytes in a map of 2^bits bits. */
static inline uint32_t literal_word_bit(const struct keys *k, uint64_t folded, unsigned bits)
{
	return (uint32_t)(key_mix(folded ^ k->low, k->text) >> (64 - bits));
}

/* The first 8 bytes of a word, folded, zeros behind a shorter one. */
uint64_t literal_word_head(struct span word);

#endif
