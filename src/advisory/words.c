/* words.c -- phrases in running text. */
#include "advisory/words.h"

_Static_assert(WORDS_MAX <= UINT8_MAX, "positions of words are bytes");

static bool in_word(char c)
{
	return ascii_alnum(c) || c == '&' || (unsigned char)c >= 0x80;
}

static unsigned letter(char c)
{
	c = ascii_lower(c);
	return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') : WORDS_LETTERS - 1;
}

void words_of(struct span text, struct words *out)
{
	size_t i = 0;

	out->count = 0;
	memset(out->last, 0, sizeof(out->last));
	while (i < text.len && out->count < WORDS_MAX) {
		size_t from = i;

		while (i < text.len && in_word(text.ptr[i]))
			i++;
		if (i > from) {
			unsigned first = letter(text.ptr[from]);

			out->word[out->count] = span_cut(text, from, i - from);
			out->before[out->count] = out->last[first];
			out->last[first] = (uint8_t)++out->count;
		} else {
			i++;
		}
	}
}

/* One word of the text against one of the phrase, which ends at a blank, '*' or NUL. */
static bool word_fits(struct span word, const char *pattern, size_t len)
{
	bool prefix = len && pattern[len - 1] == '*';

	if (prefix)
		len--;
	if (prefix ? word.len < len : word.len != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (ascii_lower(word.ptr[i]) != pattern[i])
			return false;
	return true;
}

static size_t pattern_word(const char *p)
{
	size_t len = 0;

	while (p[len] && p[len] != ' ')
		len++;
	return len;
}

/* How many words the phrase takes at word `at`, 0 when it does not stand there. */
static uint32_t phrase_at(const struct words *w, uint32_t at, const char *phrase)
{
	uint32_t taken = 0;

	for (const char *p = phrase; *p;) {
		size_t len = pattern_word(p);

		if (at + taken >= w->count || !word_fits(w->word[at + taken], p, len))
			return 0;
		taken++;
		p += len;
		if (*p)
			p++;
	}
	return taken;
}

bool words_have(const struct words *w, const char *phrase)
{
	if (*phrase == '=')
		return w->count && phrase_at(w, 0, phrase + 1) == w->count;
	for (unsigned i = w->last[letter(*phrase)]; i; i = w->before[i - 1])
		if (phrase_at(w, i - 1, phrase))
			return true;
	return false;
}

uint64_t words_mean(const struct words *w, const struct phrase *table, size_t count)
{
	uint64_t mean = 0;

	for (size_t i = 0; i < count; i++)
		if (!(mean >> table[i].means & 1) && words_have(w, table[i].words))
			mean |= UINT64_C(1) << table[i].means;
	return mean;
}

const struct phrase *words_first(const struct words *w, const struct phrase *table, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (words_have(w, table[i].words))
			return &table[i];
	return NULL;
}

const struct phrase *words_nearest(const struct words *w, const struct phrase *table, size_t count,
				   uint32_t *first, uint32_t *behind)
{
	const struct phrase *nearest = NULL;

	*first = *behind = 0;
	for (size_t k = 0; k < count; k++)
		for (unsigned i = w->last[letter(*table[k].words)]; i; i = w->before[i - 1]) {
			uint32_t end = i - 1 + phrase_at(w, i - 1, table[k].words);

			if (end < i)
				continue;
			if (!nearest || end > *behind || (end == *behind && i - 1 < *first)) {
				nearest = &table[k];
				*first = i - 1;
				*behind = end;
			}
			break;
		}
	return nearest;
}

bool word_is(struct span text, const char *phrase)
{
	size_t i = 0;

	for (; i < text.len && phrase[i]; i++)
		if (ascii_lower(text.ptr[i]) != phrase[i])
			return false;
	return i == text.len && !phrase[i];
}

bool word_one_of(struct span text, const char *const *list)
{
	for (; *list; list++)
		if (word_is(text, *list))
			return true;
	return false;
}
