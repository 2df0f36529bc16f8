/*
 * fuzz_rules.c -- any text as a document full of rules: cut out, mended, tried;
 * and what is said to compile does.
 */
#include <stdlib.h>

#include "advisory/rules.h"

#define RULES 64

struct found {
	struct rule_found rule[RULES];
	uint32_t count;
	struct span code;
};

static int take(void *context, const struct rule_found *rule, struct error *e)
{
	struct found *f = context;

	(void)e;
	if (rule->from > rule->to || rule->to > f->code.len || rule->meta_from > rule->meta_to)
		abort();
	if (f->count < RULES)
		f->rule[f->count++] = *rule;
	return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct error e;

	(void)argc;
	(void)argv;
	if (yara_prepare(&e) < 0)
		abort();
	return 0;
}

static void settle_all(struct found *f, const struct rule_imports *imports, struct arena *a)
{
	struct yara_trial trial = { 0 }, check = { 0 };
	struct rule_book book = { f->rule, f->count, imports, a, &trial };
	static struct rule out;
	struct error e;
	uint32_t line;

	for (uint32_t i = 0; i < f->count; i++)
		if (rule_settle(&book, i, &out, &e) == 0 && out.compiles &&
		    span_equal(out.language, SPAN("yara")) &&
		    yara_try(&check, out.text, &line, &e) < 0)
			abort();
	yara_trial_release(&trial);
	yara_trial_release(&check);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct rule_imports imports = { 0 };
	static struct found found;
	struct arena arena;
	struct error e;
	size_t head;

	if (size > 20000)
		return 0;
	found = (struct found){ .code = span_make(bytes, size) };
	arena_init(&arena, 64 << 20);
	rules_alone(found.code);
	head = rules_head(found.code, 0);
	if (head != SPAN_NONE && rules_end(span_skip(found.code, head)) > size)
		abort();
	if (rules_find(found.code, &imports, &arena, take, &found, &e) >= 0)
		settle_all(&found, &imports, &arena);
	arena_release(&arena);
	return 0;
}
