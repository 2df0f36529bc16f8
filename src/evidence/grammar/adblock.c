/* adblock.c -- block lists of browsers and of Pi-hole: "||evil.example^", "! title", /regex/. */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/grammar/values.h"
#include "evidence/log/words.h"

static bool is_rule(struct span line)
{
	line = span_trim(line);
	return span_starts(line, SPAN("||")) || span_starts(line, SPAN("@@")) ||
	       word_has(line, SPAN("##")) || word_has(line, SPAN("#@#")) ||
	       (span_ends(line, SPAN("^")) && !word_has(line, SPAN(" ")));
}

static bool is_line(struct span line)
{
	return is_rule(line) || value_is(line) || line_begins(line, "[");
}

static int probe(struct span sample, struct span path)
{
	size_t lines, ours = lines_count(sample, "!#", is_line, &lines);
	size_t rules = lines_count(sample, "!#", is_rule, &lines);

	(void)path;
	if (span_starts(sample, SPAN("[Adblock")))
		return 95;
	return rules >= 2 && ours * 10 >= lines * 8 && rules * 10 >= lines * 3 ? 86 : 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);

	if (line_begins(line, "!"))
		return PLACE_DOCUMENT;
	return is_line(line) ? PLACE_LIST : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_adblock = {
	.name = "adblock-list",
	.about = "block lists of browsers and Pi-hole",
	.probe = probe,
	.place = place,
};
