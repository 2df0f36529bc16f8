/* prose_rules.c -- rules in a document: kept as they are found, given behind the values. */
#include "advisory/prose.h"

#define RULES_KEPT 20000

void prose_rules_init(struct prose *p)
{
	buf_init(&p->rules, (RULES_KEPT + 1) * sizeof(struct rule_found));
}

int prose_keep_rule(struct prose *p, const struct rule_found *rule)
{
	struct rule_found kept = *rule;

	if (p->rule_count == RULES_KEPT)
		return fail(p->error, ERR_LIMIT, "document: more than %d rules", RULES_KEPT);
	kept.block = p->block;
	buf_add(&p->rules, span_make(&kept, sizeof(kept)));
	if (p->rules.bad)
		return fail(p->error, ERR_LIMIT, "document: more rules than fit into memory");
	p->rule_count++;
	return 0;
}

static int keep_rule(void *context, const struct rule_found *rule, struct error *e)
{
	(void)e;		/* the prose's own */
	return prose_keep_rule(context, rule);
}

static struct rule_found *kept_rules(const struct prose *p)
{
	return (struct rule_found *)(void *)p->rules.ptr;
}

const struct rule_found *prose_rule_at(const struct prose *p, size_t at)
{
	const struct rule_found *rule = kept_rules(p);
	uint32_t low = 0, high = p->rule_count;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (rule[mid].block < p->block || rule[mid].from <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low && rule[low - 1].block == p->block ? &rule[low - 1] : NULL;
}

int prose_find_rules(struct prose *p, struct span code)
{
	return rules_find(code, &p->imports, p->reading->arena, keep_rule, p, p->error);
}

static struct step rule_step(struct prose *p, const struct rule_found *rule)
{
	return layout_step(&p->layout, rule->block, rule->from, rule->to);
}

int prose_give_rules(struct prose *p)
{
	struct reading *r = p->reading;
	struct yara_trial trial = { 0 };
	struct rule_book book = { kept_rules(p), p->rule_count, &p->imports, r->arena, &trial };
	int rc = 0;

	for (uint32_t i = 0; rc == 0 && i < p->rule_count; i++) {
		struct rule *rule = &r->record.rule;

		memset(&r->record, 0, sizeof(r->record));
		r->record.type = INTEL_RULE;
		rc = rule_settle(&book, i, rule, p->error);
		if (rc < 0)
			break;
		rule->advisory = r->options->index;
		rule->where = r->base;
		where_add(&rule->where, rule_step(p, &book.rule[i]));
		if (!rule->compiles && p->broken_count < BROKEN_TOLD)
			p->broken[p->broken_count++] = (struct prose_broken){ i, rule->why_not };
		rc = r->sink->take(r->sink->context, &r->record, p->error) < 0 ? -1 : 0;
	}
	yara_trial_release(&trial);
	return rc;
}

/* A rule with a mistake is a part of the advisory that nothing can look for. */
static int give_rule_error(struct prose *p, const struct prose_broken *broken)
{
	const struct rule_found *rule = &kept_rules(p)[broken->rule];
	struct buf b;
	int rc;

	buf_init(&b, 1000);
	buf_printf(&b, "%s rule ", rule->language);
	buf_add(&b, span_cut(rule->name, 0, 200));
	buf_text(&b, ": ");
	buf_add(&b, broken->why);
	rc = reading_gap(p->reading, "rule-error", buf_span(&b), false, rule_step(p, rule), p->error);
	buf_release(&b);
	return rc;
}

int prose_give_rule_gaps(struct prose *p)
{
	struct span name = p->imports.included;
	struct buf b;
	int rc = 0;

	for (uint32_t i = 0; rc == 0 && i < p->broken_count; i++)
		rc = give_rule_error(p, &p->broken[i]);
	if (rc < 0 || !name.len)
		return rc;
	buf_init(&b, 400);
	buf_text(&b, "its rules include another file, which was not read: ");
	buf_add(&b, name);
	rc = reading_gap(p->reading, "unsupported-rule", buf_span(&b), true, (struct step){ 0 },
			 p->error);
	buf_release(&b);
	return rc;
}
