/*
 * search.c -- saved searches and rules of SIEMs: Splunk's savedsearches.conf and
 * macros.conf, Kusto queries, Elastic rules and saved objects, osquery packs.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_splunk(struct span sample)
{
	return line_begins(sample, "[#") && word_has(sample, SPAN("\nsearch = ")) &&
	       (word_has(sample, SPAN("index=")) || word_has(sample, SPAN("cron_schedule")) ||
		word_has(sample, SPAN("dispatch.")) || word_has(sample, SPAN("| ")));
}

/* "DeviceNetworkEvents | where RemoteIP in (...)" */
static bool is_kusto(struct span sample)
{
	static const char *const verbs[] = { "| where ", "| project ", "| summarize ", "| join ",
					     "| extend ", "|where " };
	size_t found = 0;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		found += word_has(sample, span_of(verbs[i]));
	return found >= 2 || (found && word_has(sample, SPAN("let ")));
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
	(void)text;
	(void)at;
	return PLACE_LIST;
}

const struct grammar grammar_search = {
	.name = "saved-search",
	.about = "saved searches and rules of SIEMs",
	.probe = probe,
	.place = place,
};
