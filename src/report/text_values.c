/*
 * text_values.c -- the values of `read` on their way in: all are counted by
 * kind and role, the first of each are kept to be shown.
 */
#include "report/text_state.h"

/* The member `key` of the record at hand, as long as it stands in front of the place. */
static bool member(struct json *j, const char *key, struct span *text)
{
	struct json_event ev;
	struct error ignored;

	while (json_next(j, &ev, &ignored) > 0) {
		if (ev.type != JSON_KEY || ev.depth != 1)
			continue;
		if (span_equal(ev.text, SPAN("where")))
			return false;
		if (span_equal(ev.text, span_of(key)))
			return json_text(j, text, &ignored) > 0;
	}
	return false;
}

/* Kind and role stand early in a record: no tree is needed. */
static uint64_t *group_of(struct text *t, struct span json)
{
	enum role role = ROLE_COUNT;
	enum kind kind = KIND_NONE;
	struct span text;
	struct json j;

	json_open_span(&j, json);
	if (member(&j, "kind", &text)) {
		kind = kind_of_name(text);
		if (member(&j, "role", &text))
			role = role_of_name(text);
	}
	json_close(&j);
	return kind < KIND_COUNT && role < ROLE_COUNT ? &t->values[kind][role] : NULL;
}

bool values_full(struct text *t, struct span json)
{
	uint64_t *met;

	if (!span_starts(json, SPAN("{\"type\":\"indicator\"")))
		return false;
	met = group_of(t, json);
	if (!met)
		return false;
	++*met;
	if (*met <= KEPT_OF_GROUP && t->indicators.count < KEPT_VALUES)
		return false;
	t->indicators.all++;
	return true;
}

uint64_t values_met(const struct text *t, const struct node *value)
{
	enum kind kind = kind_of_name(record_text(value, "kind"));
	enum role role = role_of_name(record_text(value, "role"));

	return kind < KIND_COUNT && role < ROLE_COUNT ? t->values[kind][role] : 0;
}
