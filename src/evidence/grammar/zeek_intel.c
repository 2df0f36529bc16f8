/* zeek_intel.c -- files of Zeek's intelligence framework. */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static int probe(struct span sample, struct span path)
{
	struct span head = span_cut(sample, 0, 2048);

	(void)path;
	return word_has(head, SPAN("#fields\tindicator\tindicator_type")) ? 99 : 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);

	if (line_begins(line, "#"))
		return PLACE_DOCUMENT;
	return word_has(line, SPAN("Intel::")) ? PLACE_LIST : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_zeek_intel = {
	.name = "zeek-intel",
	.about = "indicators for Zeek's intelligence framework",
	.probe = probe,
	.place = place,
};
