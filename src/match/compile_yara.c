/*
 * compile_yara.c -- the YARA rules of a log into one database of libyara.
 *
 * Every record's text stands alone (advisory/rules.h) and gets a name space of
 * its own: equal names of different rules do not meet.  Its last rule is the
 * one that is looked for; those in front of it only serve it.  Rules without
 * modules come first, so that an engine may stop behind them.
 */
#include <stdio.h>

#include "intel/yara_compiler.h"
#include "match/builder.h"
#include "match/yara_needs.h"

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

static int add_rule(struct builder *b, struct yara_compiler *y, size_t i, bool imports,
		    struct error *e)
{
	const struct build_rule *rule = (const struct build_rule *)b->rules.items + i;
	char space[24];
	int count;

	if (rule->entry >= YARA_RULE_ENTRY)
		return fail(e, ERR_LIMIT, "set: too many values beside YARA rules");
	snprintf(space, sizeof(space), "%c%zu",
		 span_find(rule->text, SPAN("entrypoint")) == SPAN_NONE ? 'r' : YARA_SPACE_START, i);
	count = yara_compiler_add(y, rule->text, space, e);
	if (count < 0)
		return fail_in(e, "YARA rules together");
	for (int k = 0; k < count; k++) {
		uint32_t *of = grow_one(b, &b->rule_of);

		if (!of)
			return fail(e, ERR_LIMIT, "set: more rules than the budget allows");
		*of = k + 1 < count ? YARA_RULE_ENTRY : rule->entry;
		if (imports)
			*of |= YARA_RULE_MODULES;
		*of |= (k + 1 == count ? yara_may_hold(rule->text) : YARA_MAY_ALWAYS)
		       << YARA_RULE_MAY;
	}
	return 0;
}

/* The word in a string or comment counts as well: then a rule only comes later. */
static bool has_import(struct span text)
{
	return span_find(text, SPAN("import")) != SPAN_NONE;
}

static int add_rules(struct builder *b, struct yara_compiler *y, bool imports, struct error *e)
{
	const struct build_rule *rule = b->rules.items;

	for (size_t i = 0; i < b->rules.count; i++)
		if (has_import(rule[i].text) == imports && add_rule(b, y, i, imports, e) < 0)
			return -1;
	return 0;
}

/* Rules of a document come with all its imports: what a rule does not name it does not need. */
static bool drop_imports(struct builder *b, struct build_rule *rule)
{
	struct span rest = rule->text, statement, module;
	char *copy = NULL;

	while (yara_import(&rest, &statement, &module)) {
		if (yara_names(rule->text, module))
			continue;
		if (!copy) {
			copy = arena_room(&b->arena, rule->text.len);
			if (!copy)
				return false;
			memcpy(copy, rule->text.ptr, rule->text.len);
		}
		memset(copy + (statement.ptr - rule->text.ptr), ' ', statement.len);
	}
	if (copy)
		rule->text.ptr = copy;
	return true;
}

int compile_yara(struct builder *b, struct error *e)
{
	struct build_rule *rule = b->rules.items;
	struct yara_compiler *y;
	int rc;

	if (b->rules.count == 0)
		return 0;
	for (size_t i = 0; i < b->rules.count; i++)
		if (!drop_imports(b, &rule[i]))
			return fail(e, ERR_LIMIT, "set: more rules than the budget allows");
	if (yara_compiler_new(&y, e) < 0)
		return -1;
	rc = add_rules(b, y, false, e);
	if (rc == 0)
		rc = add_rules(b, y, true, e);
	if (rc == 0)
		rc = yara_compiler_write(y, &b->yara, e);
	yara_compiler_free(y);
	return rc;
}
