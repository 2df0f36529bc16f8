/*
 * own.c -- tocsin's own output: NDJSON, the text report, the HTML report.  It
 * repeats every indicator and must never become evidence of itself.
 *
 * Every line must be a record of ours: one forged line at the top of something
 * else excuses nothing.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_record(struct span line)
{
	static const char *const types[] = {
		"advisory", "indicator", "rule", "entity", "assessment", "gap", "summary", "finding",
		"begin", "end", "hit", "coverage", "verdict", "run", "part", "mention",
	};
	struct span rest = line, type;

	if (!word_take(&rest, SPAN("{\"type\":\"")) || !span_ends(line, SPAN("}")))
		return false;
	type = word_until(rest, SPAN("\""));
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (span_equal(type, span_of(types[i])))
			return true;
	return false;
}

/* The first screen: an answer, what was searched for, in what, and a seal. */
static bool is_report(struct span sample)
{
	static const char *const answers[] = {
		"AFFECTED", "TARGETED", "INCONCLUSIVE", "SEEN, AND EXPLAINED", "NOT SEEN",
	};
	bool answer = false;
	size_t lines;

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		answer = answer || span_starts(sample, span_of(answers[i]));
	return answer && word_has(sample, SPAN("\nSEARCHED FOR")) &&
	       word_has(sample, SPAN("\nIN ")) && word_has(sample, SPAN("seal ")) &&
	       lines_count(sample, "", command_foreign, &lines) == 0;
}

static int probe(struct span sample, struct span path)
{
	size_t lines, ours;

	(void)path;
	if (is_report(sample))
		return 99;
	if (span_starts(sample, SPAN("<!DOCTYPE html>")) &&
	    word_has(span_cut(sample, 0, 2048), SPAN("<meta name=\"generator\" content=\"tocsin")))
		return 99;
	if (!span_starts(sample, SPAN("{\"type\":\"")) ||
	    !word_has(span_cut(sample, 0, 4096), SPAN("\"schema\":\"tocsin/1\"")))
		return 0;
	ours = lines_count(sample, "", is_record, &lines);
	/* The last line of a sample may be cut. */
	return ours + 1 >= lines ? 99 : 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);

	if (!line_begins(line, "{"))
		return command_foreign(line) ? PLACE_UNKNOWN_RECORD : PLACE_OWN;
	return is_record(line) || line.len > LINE_LOOK / 2 ? PLACE_OWN : PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_own = {
	.name = "tocsin",
	.about = "tocsin's own output",
	.probe = probe,
	.place = place,
};
