/* json.c -- intel records as they leave the program (DESIGN.md 4). */
#include "base/out.h"
#include "intel/intel.h"

static void json_strings(struct out *o, const char *key, const struct strings *s)
{
	json_array(o, key);
	for (uint32_t i = 0; i < s->count; i++)
		json_string(o, NULL, s->item[i]);
	json_array_end(o);
}

/* A moment that is only a day is written as a date. */
static void json_day(struct out *o, const char *key, int64_t moment)
{
	struct buf b;

	if (moment == TIME_NONE) {
		json_null(o, key);
		return;
	}
	buf_init(&b, 64);
	if (moment % TIME_DAY == 0)
		time_date(moment, &b);
	else
		time_rfc3339(moment, &b);
	json_string(o, key, buf_span(&b));
	buf_release(&b);
}

static void json_bodies(struct out *o, const struct advisory *a)
{
	json_array(o, "bodies");
	for (uint32_t i = 0; i < a->bodies; i++) {
		json_object(o, NULL);
		json_string(o, "name", a->body[i].name);
		json_string_or_null(o, "stance", a->body[i].stance);
		json_string_or_null(o, "scope", a->body[i].scope);
		json_object_end(o);
	}
	json_array_end(o);
}

void advisory_json(struct out *o, const struct advisory *a)
{
	json_object(o, NULL);
	json_cstring(o, "type", "advisory");
	json_cstring(o, "schema", "tocsin/1");
	json_string(o, "id", a->id);
	json_string(o, "source", a->source);
	json_string_or_null(o, "sha256", a->sha256);
	json_string_or_null(o, "format", a->format);
	json_string_or_null(o, "title", a->title);
	json_day(o, "published", a->published);
	json_day(o, "activity_from", a->activity_from);
	json_day(o, "activity_to", a->activity_to);
	json_string_or_null(o, "tlp", a->tlp);
	json_bool(o, "pack", a->pack);
	json_bodies(o, a);
	json_strings(o, "refers_to", &a->refers_to);
	json_strings(o, "contacts", &a->contacts);
	json_object_end(o);
}

/* Names of files are compared without case, and shown in the case they were written in. */
static struct span shown_value(const struct indicator *i)
{
	size_t at = SPAN_NONE;

	if (i->kind == KIND_FILENAME || i->kind == KIND_PATH)
		at = span_find_nocase(i->as_written, i->value);
	return at == SPAN_NONE ? i->value : span_cut(i->as_written, at, i->value.len);
}

static void indicator_json(struct out *o, const struct indicator *i)
{
	json_object(o, NULL);
	json_cstring(o, "type", "indicator");
	json_cstring(o, "kind", kind_row(i->kind)->name);
	json_string(o, "value", shown_value(i));
	if (indicator_is_pattern(i))
		json_cstring(o, "pattern", i->regex ? "regex" : "wildcards");
	if (i->port)
		json_uint(o, "port", i->port);
	else
		json_null(o, "port");
	json_cstring(o, "role", role_name(i->role));
	json_string(o, "as_written", i->as_written);
	json_uint(o, "confidence", i->confidence);
	json_strings(o, "why", &i->why);
	where_json(o, "where", &i->where);
	json_strings(o, "entities", &i->entities);
	json_string_or_null(o, "logic", i->logic);
	json_day(o, "valid_from", i->valid_from);
	json_day(o, "valid_until", i->valid_until);
	json_object_end(o);
}

static void rule_json(struct out *o, const struct rule *r)
{
	json_object(o, NULL);
	json_cstring(o, "type", "rule");
	json_string(o, "language", r->language);
	json_string(o, "name", r->name);
	json_string(o, "text", r->text);
	json_bool(o, "compiles", r->compiles);
	json_bool(o, "runs", r->runs);
	json_string_or_null(o, "why_not", r->why_not);
	if (r->mended.count)
		json_strings(o, "mended", &r->mended);
	where_json(o, "where", &r->where);
	json_object_end(o);
}

static void entity_json(struct out *o, const struct entity *e)
{
	json_object(o, NULL);
	json_cstring(o, "type", e->aside.len ? "mention" : "entity");
	json_string(o, "kind", e->kind);
	json_string(o, "name", e->name);
	json_string_or_null(o, "id", e->id);
	if (e->stated.len)
		json_string(o, "stated", e->stated);
	if (e->may_be.count)
		json_strings(o, "may_be", &e->may_be);
	if (e->unknown)
		json_bool(o, "new", true);
	if (e->aside.len || e->note.len)
		json_string(o, "note", e->aside.len ? e->aside : e->note);
	if (e->why.len)
		json_strings(o, "why", &(struct strings){ .item = { e->why }, .count = 1 });
	json_strings(o, "as_written", &e->as_written);
	json_uint(o, "count", e->count);
	where_json(o, "where", &e->where);
	json_object_end(o);
}

static void assessment_json(struct out *o, const struct assessment *a)
{
	json_object(o, NULL);
	json_cstring(o, "type", "assessment");
	json_string(o, "body", a->body);
	json_string(o, "verb", a->verb);
	json_string_or_null(o, "scope", a->scope);
	json_string(o, "statement", a->statement);
	json_string_or_null(o, "term", a->term);
	if (a->high) {
		json_uint(o, "low", a->low);
		json_uint(o, "high", a->high);
	} else {
		json_null(o, "low");
		json_null(o, "high");
	}
	json_string_or_null(o, "yardstick", a->yardstick);
	where_json(o, "where", &a->where);
	json_object_end(o);
}

static void gap_json(struct out *o, const struct intel_gap *g)
{
	json_object(o, NULL);
	json_cstring(o, "type", "gap");
	json_string(o, "reason", g->reason);
	json_string(o, "detail", g->detail);
	json_bool(o, "unread", g->unread);
	where_json(o, "where", &g->where);
	json_object_end(o);
}

void intel_json(struct out *o, const struct intel_record *r)
{
	switch (r->type) {
	case INTEL_ADVISORY:
		advisory_json(o, &r->advisory);
		break;
	case INTEL_INDICATOR:
		indicator_json(o, &r->indicator);
		break;
	case INTEL_RULE:
		rule_json(o, &r->rule);
		break;
	case INTEL_ENTITY:
		entity_json(o, &r->entity);
		break;
	case INTEL_ASSESSMENT:
		assessment_json(o, &r->assessment);
		break;
	case INTEL_GAP:
		gap_json(o, &r->gap);
		break;
	}
}
