/* redact_rules.c -- what becomes of each string of a record; without a row it is left out. */
#include "report/redact.h"

/* NULL: of any type, in any object. */
static const struct rule {
	const char *type, *parent, *key;
	enum redaction what;
} rules[] = {
	/* What is the attacker's, or a word of tocsin. */
	{ NULL, "indicator", "kind", REDACT_KEEP }, { NULL, "indicator", "value", REDACT_KEEP },
	{ "finding", "", "logic", REDACT_KEEP },
	{ NULL, "also", "kind", REDACT_KEEP }, { NULL, "also", "value", REDACT_KEEP },
	{ NULL, "not_searched", "kind", REDACT_KEEP }, { NULL, "not_searched", "value", REDACT_KEEP },
	{ NULL, "not_searched", "why", REDACT_KEEP },
	{ NULL, "where", "kind", REDACT_KEEP }, { NULL, "where", "format", REDACT_KEEP },
	{ NULL, NULL, "matched", REDACT_MATCHED },
	{ NULL, NULL, "type", REDACT_KEEP }, { NULL, "", "id", REDACT_KEEP }, { NULL, "", "uid", REDACT_KEEP },
	{ NULL, NULL, "advisory", REDACT_KEEP }, { NULL, NULL, "advisories", REDACT_KEEP },
	{ NULL, NULL, "engine", REDACT_KEEP }, { NULL, NULL, "class", REDACT_KEEP },
	{ NULL, NULL, "started_by", REDACT_KEEP }, { NULL, NULL, "direction", REDACT_KEEP },
	{ NULL, NULL, "outcome", REDACT_KEEP }, { NULL, NULL, "event", REDACT_KEEP },
	{ NULL, NULL, "field", REDACT_KEEP }, { NULL, NULL, "place", REDACT_KEEP },
	{ NULL, NULL, "veils", REDACT_KEEP }, { NULL, NULL, "via_kind", REDACT_KEEP },
	{ NULL, NULL, "reason", REDACT_KEEP }, { NULL, NULL, "format", REDACT_KEEP },
	{ NULL, NULL, "people", REDACT_KEEP }, { NULL, "", "role", REDACT_KEEP },
	{ NULL, NULL, "kinds", REDACT_KEEP }, { NULL, "kinds", NULL, REDACT_KEEP },
	{ NULL, NULL, "limits", REDACT_KEEP },
	{ NULL, NULL, "gaps", REDACT_KEEP }, { NULL, NULL, "answer", REDACT_KEEP },
	{ NULL, NULL, "strength", REDACT_KEEP }, { NULL, NULL, "open", REDACT_KEEP },
	{ NULL, NULL, "because", REDACT_KEEP }, { NULL, NULL, "findings", REDACT_KEEP },
	{ NULL, NULL, "rank", REDACT_KEEP }, { NULL, NULL, "cves", REDACT_KEEP },
	{ NULL, NULL, "home_nets_from", REDACT_KEEP }, { NULL, "blind", "reason", REDACT_KEEP },
	{ NULL, NULL, "time_from", REDACT_KEEP }, { NULL, NULL, "time_zone", REDACT_KEEP },
	{ NULL, NULL, "time_to", REDACT_KEEP }, { NULL, NULL, "time", REDACT_KEEP },
	{ NULL, NULL, "first", REDACT_KEEP }, { NULL, NULL, "last", REDACT_KEEP },
	{ NULL, NULL, "first_time", REDACT_KEEP }, { NULL, NULL, "last_time", REDACT_KEEP },
	{ NULL, NULL, "from", REDACT_KEEP }, { NULL, NULL, "to", REDACT_KEEP },
	{ "run", "", "version", REDACT_KEEP }, { "run", "", "started", REDACT_KEEP },
	{ "run", "", "ticket", REDACT_KEEP }, { "run", "", "seal", REDACT_KEEP },
	{ "run", "", "operator", REDACT_USER },
	/* What is ours. */
	{ NULL, NULL, "host", REDACT_HOST }, { NULL, NULL, "via", REDACT_HOST },
	{ NULL, NULL, "own_address", REDACT_HOST }, { NULL, NULL, "home_nets", REDACT_NETWORK },
	{ "finding", "", "name", REDACT_MACHINE }, { NULL, "machines", "name", REDACT_MACHINE },
	{ NULL, NULL, "user", REDACT_USER }, { NULL, NULL, "mailbox", REDACT_MAILBOX },
	{ NULL, NULL, "peer", REDACT_PEER }, { NULL, NULL, "process", REDACT_PLACE },
	{ NULL, NULL, "source", REDACT_SOURCE }, { NULL, NULL, "sensor", REDACT_SOURCE },
	{ NULL, NULL, "explained_by", REDACT_SOURCE }, { NULL, NULL, "files_under", REDACT_PLACE },
	{ NULL, NULL, "at", REDACT_PLACE }, { NULL, NULL, "paths", REDACT_PLACE },
	{ NULL, "where", "path", REDACT_PLACE }, { NULL, "where", "name", REDACT_PLACE },
	/* Sentences of ours. */
	{ "finding", "", "why", REDACT_SENTENCE }, { NULL, "blind", "detail", REDACT_SENTENCE },
	{ NULL, "blind", "remedy", REDACT_SENTENCE }, { "gap", "", "detail", REDACT_SENTENCE },
};

static bool is_or_any(const char *wanted, struct span s)
{
	return !wanted || span_equal(s, span_of(wanted));
}

enum redaction redaction_of(struct span type, struct span parent, struct span key)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (is_or_any(rules[i].key, key) && is_or_any(rules[i].parent, parent) &&
		    is_or_any(rules[i].type, type))
			return rules[i].what;
	return REDACT_OUT;
}

bool redact_is_advisory(struct span type)
{
	static const char *const types[] = { "advisory", "indicator", "rule", "entity", "mention", "assessment" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (span_equal(type, span_of(types[i])))
			return true;
	return false;
}
