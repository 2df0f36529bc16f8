/*
 * grammar.c -- choosing a text's grammar and asking it for the place of a hit.
 *
 * Hostile input: SAMPLE_MAX bytes are probed, WINDOW bytes on either side of a
 * hit are looked at; no grammar keeps state, so the answer depends on nothing
 * but these bytes.
 */
#include "evidence/grammar/grammar.h"

#define SAMPLE_MAX 24576
#define WINDOW     131072
#define BID_MIN    30

#define GRAMMAR(name) extern const struct grammar grammar_##name;
#include "evidence/grammar/list.h"
#undef GRAMMAR

static const struct grammar *const grammars[] = {
#define GRAMMAR(name) &grammar_##name,
#include "evidence/grammar/list.h"
#undef GRAMMAR
	NULL,
};

const char *place_name(enum place place)
{
	static const char *const names[PLACE_COUNT] = {
		[PLACE_UNKNOWN_RECORD] = "unknown-record",
		[PLACE_DOCUMENT] = "document",
		[PLACE_LIST] = "list",
		[PLACE_DENY_COMMAND] = "deny-command",
		[PLACE_COMMAND] = "command",
		[PLACE_CONFIG] = "config",
		[PLACE_OWN] = "own",
	};

	return (unsigned)place < PLACE_COUNT ? names[place] : names[PLACE_UNKNOWN_RECORD];
}

const struct grammar *grammar_at(size_t i)
{
	return i < sizeof(grammars) / sizeof(grammars[0]) ? grammars[i] : NULL;
}

const struct grammar *grammar_choose(struct span sample, struct span path)
{
	const struct grammar *best = NULL;
	int highest = BID_MIN - 1;

	sample = span_cut(sample, 0, SAMPLE_MAX);
	if (span_starts(sample, SPAN("\xef\xbb\xbf")))
		sample = span_skip(sample, 3);
	for (size_t i = 0; grammars[i]; i++) {
		int bid = grammars[i]->probe(sample, path);

		if (bid > highest) {
			highest = bid;
			best = grammars[i];
		}
	}
	return best;
}

enum place grammar_place(const struct grammar *g, struct span text, size_t at)
{
	size_t from = at > WINDOW ? at - WINDOW : 0;

	if (!g || at >= text.len)
		return PLACE_UNKNOWN_RECORD;
	return g->place(span_cut(text, from, at - from + WINDOW), at - from);
}
