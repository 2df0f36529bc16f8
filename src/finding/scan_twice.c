/* scan_twice.c -- one place that is met twice is one finding. */
#include "finding/scanner.h"

static struct scan_thing *here(const struct scanner *s)
{
	return s->here->own;
}

void scan_twice_begin(struct scanner *s, struct scan_thing *thing, bool file)
{
	if (file)
		s->twice = (struct scan_twice){ 0 };
	thing->typed_from = s->twice.typed_count;
	thing->bytes_from = s->twice.bytes_count;
	thing->rules_from = s->twice.rule_count;
}

static bool is_program(const struct thing *t)
{
	return t && t->format && t->format->class == FORMAT_PROGRAM;
}

/* What stands in the bytes of a program stands in those of the program around it. */
void scan_twice_end(struct scanner *s, const struct thing *t)
{
	const struct scan_thing *thing = t->own;
	struct scan_twice *twice = &s->twice;

	twice->typed_count = thing->typed_from;
	for (unsigned i = thing->bytes_from; is_program(t) && is_program(t->outer) &&
	     i < twice->bytes_count && twice->typed_count < TWICE_TYPED; i++)
		twice->typed[twice->typed_count++] = twice->bytes[i];
	twice->bytes_count = thing->bytes_from;
}

void scan_typed_met(struct scanner *s, uint32_t indicator)
{
	if (s->twice.typed_count < TWICE_TYPED)
		s->twice.typed[s->twice.typed_count++] = indicator;
}

bool scan_typed_again(struct scanner *s, uint32_t indicator)
{
	struct scan_twice *t = &s->twice;

	if (is_program(s->here->outer) && t->bytes_count < TWICE_TYPED)
		t->bytes[t->bytes_count++] = indicator;
	for (unsigned i = here(s)->typed_from; i < t->typed_count; i++) {
		if (t->typed[i] != indicator)
			continue;
		t->typed[i] = t->typed[--t->typed_count];
		return true;
	}
	return false;
}

bool scan_rule_again(struct scanner *s, uint32_t indicator)
{
	struct scan_twice *t = &s->twice;

	for (unsigned i = here(s)->rules_from; i < t->rule_count; i++)
		if (t->rule[i] == indicator)
			return true;
	if (t->rule_count < TWICE_RULES)
		t->rule[t->rule_count++] = indicator;
	return false;
}
