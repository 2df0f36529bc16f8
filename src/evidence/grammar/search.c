/*
 * search.c -- saved searches and rules of SIEMs: Splunk's savedsearches.conf and
 * macros.conf, Kusto queries, Elastic rules and saved objects, osquery packs.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

/* "[name]", "key = value", and lines that a backslash continues. */
static bool is_stanza(struct span line)
{
	return line_begins(line, "[") || word_has(line, SPAN(" = ")) ||
	       span_ends(span_trim(line), SPAN("\\")) || line_begins(line, "|");
}

static bool is_splunk(struct span sample)
{
	size_t lines, ours = lines_count(sample, "#", is_stanza, &lines);

	return line_begins(sample, "[#") && word_has(sample, SPAN("\nsearch = ")) &&
	       ours * 10 >= lines * 8 &&
	       (word_has(sample, SPAN("index=")) || word_has(sample, SPAN("cron_schedule")) ||
		word_has(sample, SPAN("dispatch.")) || word_has(sample, SPAN("| ")));
}

/* Kusto: a pipe and a verb begin the line. */
static bool is_piped(struct span line)
{
	struct span rest = span_trim(line), word;

	return word_take(&rest, SPAN("|")) && word_next(&rest, &word) &&
	       word_among(word, "where project summarize join extend order sort take top limit union distinct "
				"project-away project-rename mv-expand parse count render");
}

/* "DeviceNetworkEvents\n| where RemoteIP in (...)" */
static bool is_kusto(struct span sample)
{
	size_t lines, piped = lines_count(sample, "/", is_piped, &lines);

	return piped >= 2 && piped * 10 >= lines * 3;
}

static bool is_elastic(struct span sample)
{
	struct span head = span_cut(sample, 0, 16384);

	return line_begins(sample, "{[") &&
	       ((word_has(head, SPAN("\"kibanaSavedObjectMeta\""))) ||
		(word_has(head, SPAN("\"rule_id\"")) && word_has(head, SPAN("\"query\"")) &&
		 word_has(head, SPAN("\"risk_score\""))) ||
		(word_has(head, SPAN("\"queries\"")) && word_has(head, SPAN("\"query\"")) &&
		 word_has(head, SPAN("\"interval\""))));
}

static int probe(struct span sample, struct span path)
{
	(void)path;
	return is_splunk(sample) ? 92 : is_elastic(sample) ? 90 : is_kusto(sample) ? 72 : 0;
}

static enum place place(struct span text, size_t at)
{
	return command_foreign(line_around(text, at)) ? PLACE_UNKNOWN_RECORD : PLACE_LIST;
}

const struct grammar grammar_search = {
	.name = "saved-search",
	.about = "saved searches and rules of SIEMs",
	.probe = probe,
	.place = place,
};
