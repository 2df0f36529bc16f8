/*
 * compile_yara.c -- the YARA rules of a log into one database of libyara.
 *
 * Every record's text stands alone (advisory/rules.h) and gets a name space of
 * its own: equal names of different rules do not meet.  Its last rule is the
 * one that is looked for; those in front of it only serve it.
 */
#include <stdio.h>

#include "intel/yara_compiler.h"
#include "match/builder.h"

#define YARA_NONE UINT32_MAX

static struct build_rule *rule_of_entry(struct builder *b, uint32_t entry)
{
	struct build_rule *rule = b->rules.items;
	size_t low = 0, high = b->rules.count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (rule[mid].entry < entry)
			low = mid + 1;
		else
			high = mid;
	}
	return low < b->rules.count && rule[low].entry == entry ? &rule[low] : NULL;
}

bool compile_same_rule(struct builder *b, uint32_t entry, struct span text)
{
	const struct build_rule *rule = rule_of_entry(b, entry);

	return rule && span_equal(rule->text, text);
}

static int add_rule(struct builder *b, struct yara_compiler *y, size_t i, struct error *e)
{
	const struct build_rule *rule = (const struct build_rule *)b->rules.items + i;
	char space[24];
	int count;

	snprintf(space, sizeof(space), "r%zu", i);
	count = yara_compiler_add(y, rule->text, space, e);
	if (count < 0)
		return fail_in(e, "YARA rules together");
	for (int k = 0; k < count; k++) {
		uint32_t *of = grow_one(b, &b->rule_of);

		if (!of)
			return fail(e, ERR_LIMIT, "set: more rules than the budget allows");
		*of = k + 1 < count ? YARA_NONE : rule->entry;
	}
	return 0;
}

int compile_yara(struct builder *b, struct error *e)
{
	struct yara_compiler *y;
	int rc = 0;

	if (b->rules.count == 0)
		return 0;
	if (yara_compiler_new(&y, e) < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < b->rules.count; i++)
		rc = add_rule(b, y, i, e);
	if (rc == 0)
		rc = yara_compiler_write(y, &b->yara, e);
	yara_compiler_free(y);
	return rc;
}
