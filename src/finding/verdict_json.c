/* verdict_json.c -- the verdict record (DESIGN.md 4). */
#include "evidence/log/log.h"
#include "finding/verdict.h"

static void json_address(struct out *o, const char *key, bool has, const struct address *a)
{
	char text[ADDRESS_TEXT];

	if (has)
		json_string(o, key, span_make(text, address_write(a, text)));
	else
		json_null(o, key);
}

static void machine_json(struct out *o, const struct machine *m)
{
	json_object(o, NULL);
	json_address(o, "host", m->has_host, &m->host);
	json_string_or_null(o, "name", m->name);
	json_string_or_null(o, "user", m->user);
	json_string_or_null(o, "via", m->via);
	json_string_or_null(o, "via_kind", m->via_kind);
	json_string_or_null(o, "files_under", m->owner);
	json_cstring(o, "rank", rank_name(m->rank));
	json_cstring(o, "strength", strength_name(m->strength));
	json_array(o, "findings");
	for (uint32_t i = 0; i < m->findings && i < MACHINE_FINDINGS; i++)
		json_numbered(o, NULL, 'F', m->finding[i]);
	json_array_end(o);
	json_uint(o, "finding_count", m->findings);
	json_object_end(o);
}

static void kinds_json(struct out *o, const struct verdict *v)
{
	json_object(o, "kinds");
	for (enum kind k = 1; k < KIND_COUNT; k++)
		if (v->bulletin->listed[k])
			json_cstring(o, kind_row(k)->name,
				     v->kinds_seen >> k & 1 ? "seen"
				     : v->could_show >> k & 1 ? "not-seen" : "blind");
	json_object_end(o);
}

/* What was searched for, and what was listed but was not. */
static void searched_json(struct out *o, const struct bulletin *b)
{
	json_object(o, "searched");
	for (enum kind k = 1; k < KIND_COUNT; k++)
		if (b->listed[k])
			json_uint(o, kind_row(k)->name, b->listed[k]);
	json_object_end(o);
	json_uint(o, "rules", b->rules);
	json_uint(o, "rules_run", b->rules_run);
	json_array(o, "not_searched");
	for (uint64_t i = 0; i < b->unsearcheds && i < BULLETIN_NOTES; i++) {
		json_object(o, NULL);
		json_cstring(o, "kind", kind_row(b->unsearched[i].kind)->name);
		json_string(o, "value", b->unsearched[i].value);
		json_string(o, "why", b->unsearched[i].why);
		json_object_end(o);
	}
	json_array_end(o);
	json_uint(o, "not_searched_count", b->unsearcheds);
	json_array(o, "cves");
	for (uint32_t i = 0; i < b->cves.count; i++)
		json_string(o, NULL, b->cves.item[i]);
	json_array_end(o);
}

static void classes_json(struct out *o, const struct verdict *v)
{
	json_object(o, "classes");
	for (unsigned c = 0; c < FINDING_CLASSES; c++)
		if (v->by_class[c])
			json_uint(o, finding_class_name(c), v->by_class[c]);
	json_object_end(o);
}

static void blind_json(struct out *o, const struct verdict *v)
{
	json_array(o, "blind");
	for (uint32_t i = 0; i < v->blinds; i++) {
		json_object(o, NULL);
		json_string(o, "reason", v->blind[i].reason);
		json_string(o, "detail", v->blind[i].detail);
		json_string_or_null(o, "remedy", v->blind[i].remedy);
		json_object_end(o);
	}
	json_array_end(o);
}

static void answer_json(struct out *o, const struct verdict *v, bool only_new)
{
	json_cstring(o, "answer", answer_name(v->answer));
	json_cstring(o, "strength", v->answer == ANSWER_AFFECTED ? strength_name(v->strength) : NULL);
	json_array(o, "open");
	if (v->evidence_missing)
		json_cstring(o, NULL, "evidence-missing");
	if (v->needs_person && v->answer != ANSWER_AFFECTED)
		json_cstring(o, NULL, "needs-person");
	json_array_end(o);
	json_array(o, "because");
	for (uint32_t i = 0; i < v->becauses; i++)
		json_numbered(o, NULL, 'F', v->because[i]);
	json_array_end(o);
	json_array(o, "machines");
	for (uint32_t i = 0; i < v->machines; i++)
		if (!only_new || v->machine[i].is_new)
			machine_json(o, &v->machine[i]);
	json_array_end(o);
	classes_json(o, v);
}

void verdict_json(struct out *o, const struct verdict *v, const struct verdict_facts *facts,
		  uint64_t bytes_met, uint64_t bytes_read)
{
	json_object(o, NULL);
	json_cstring(o, "type", facts->plan ? "plan" : "verdict");
	json_string(o, "advisory", v->bulletin->advisory.id);
	/* A plan looks for nothing and answers nothing. */
	if (!facts->plan)
		answer_json(o, v, facts->only_new);
	blind_json(o, v);
	json_string_or_null(o, "own_address", v->bulletin->own);
	json_object(o, "window");
	json_time(o, "from", v->bulletin->window.from);
	json_time(o, "to", v->bulletin->window.to);
	json_object_end(o);
	searched_json(o, v->bulletin);
	json_object(o, "coverage");
	json_uint(o, "window_days", v->window_days);
	json_uint(o, "window_days_covered", v->covered_days);
	kinds_json(o, v);
	json_uint(o, "bytes_met", bytes_met);
	json_uint(o, "bytes_read", bytes_read);
	json_object_end(o);
	json_object_end(o);
}
