/* rule_given.c -- rules that a bundle or an event states as such, in a field. */
#include "advisory/rules.h"

#include "advisory/reading.h"

#define GIVEN_MAX 500		/* rules in one field */

static int take_given(void *context, const struct rule_found *rule, struct error *e)
{
	struct buf *rules = context;

	buf_add(rules, span_make(rule, sizeof(*rule)));
	return rules->bad ? fail(e, ERR_LIMIT, "more than %d rules in one field", GIVEN_MAX) : 0;
}

static int give_one(struct reading *r, struct step at, struct error *e)
{
	struct rule *rule = &r->record.rule;

	r->record.type = INTEL_RULE;
	rule->advisory = r->options->index;
	rule->where = r->base;
	where_add(&rule->where, at);
	return r->sink->take(r->sink->context, &r->record, e);
}

static void note_error(struct reading *r, struct step at)
{
	const struct rule *rule = &r->record.rule;
	struct buf b;

	buf_init(&b, 1000);
	buf_add(&b, span_cut(rule->language, 0, 40));
	buf_text(&b, " rule ");
	buf_add(&b, span_cut(rule->name, 0, 200));
	buf_text(&b, ": ");
	buf_add(&b, rule->why_not);
	reading_broken_rule(r, buf_span(&b), at);
	buf_release(&b);
}

/* What we do not know, or what is none of its language. */
static int give_unknown(struct reading *r, const struct rule_given *given, struct step at,
			struct error *e)
{
	bool yara = span_equal_nocase(given->language, SPAN("yara"));

	memset(&r->record, 0, sizeof(r->record));
	r->record.rule.language = given->language;
	r->record.rule.name = given->name;
	r->record.rule.text = given->code;
	r->record.rule.why_not = yara ? SPAN("no rule in it") : SPAN("rules are not run yet");
	if (give_one(r, at, e) < 0)
		return -1;
	if (yara)
		note_error(r, at);
	return 0;
}

int rules_give(struct reading *r, const struct rule_given *given, struct step at, struct error *e)
{
	struct buf rules;
	struct rule_imports imports = { 0 };
	struct yara_trial trial = { 0 };
	struct rule_book book = { .imports = &imports, .arena = r->arena, .trial = &trial };
	int rc = 0;

	buf_init(&rules, GIVEN_MAX * sizeof(struct rule_found));
	rc = rules_find(given->code, &imports, r->arena, take_given, &rules, e) < 0 ? -1 : 0;
	book.rule = (struct rule_found *)(void *)rules.ptr;
	book.count = (uint32_t)(rules.len / sizeof(struct rule_found));
	if (rc == 0 && book.count == 0)
		rc = give_unknown(r, given, at, e);
	for (uint32_t i = 0; rc == 0 && i < book.count; i++) {
		memset(&r->record, 0, sizeof(r->record));
		rc = rule_settle(&book, i, &r->record.rule, e);
		if (rc == 0)
			rc = give_one(r, at, e);
		if (rc == 0 && !r->record.rule.compiles)
			note_error(r, at);
	}
	yara_trial_release(&trial);
	buf_release(&rules);
	return rc;
}
