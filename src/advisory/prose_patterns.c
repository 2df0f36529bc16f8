/* prose_patterns.c -- STIX patterns that stand in a document's text. */
#include "advisory/patterns.h"
#include "advisory/prose.h"
#include "intel/stix_pattern.h"

#define NAME_LONGEST 60		/* bytes of a pattern, which has no name, by which it is called */

/* Where the leaf's value stands in the text; the whole pattern, when it is escaped there. */
static void place_of(struct span text, size_t from, size_t to, struct span value,
		     struct candidate *c)
{
	size_t at = span_find(span_cut(text, from, to - from), value);

	c->from = at == SPAN_NONE ? from : from + at;
	c->to = at == SPAN_NONE ? to : c->from + value.len;
}

static int add_leaf(struct prose *p, struct span text, size_t from, size_t to,
		    const struct pattern_leaf *leaf, struct span logic)
{
	struct candidate c = { .kind = leaf->kind, .port = leaf->port, .logic = logic,
			       .regex = leaf->regex };
	struct error no_value = { 0 };

	if (!leaf->exact || leaf->kind == KIND_NONE)
		return 0;
	buf_clear(&p->finder.canonical);
	if (leaf->regex)
		buf_add(&p->finder.canonical, leaf->value);
	else if (kind_canonical(c.kind, leaf->value, &p->finder.canonical, &no_value) < 0)
		return 0;
	c.value = buf_span(&p->finder.canonical);
	place_of(text, from, to, leaf->value, &c);
	return prose_add_value(p, &c, SIGN_BIT(PATTERN) | (p->signs & SIGN_BIT(SECTION_BENIGN)));
}

int prose_take_pattern(struct prose *p, struct span text, size_t from, size_t to)
{
	struct span plain = patterns_plain(span_cut(text, from, to - from), p->reading->arena);
	struct rule_found rule = { .language = "stix", .text = plain, .from = p->base + from,
				   .to = p->base + to };
	struct error broken = { 0 };
	struct pattern pattern;

	if (!plain.len)
		return fail(p->error, ERR_LIMIT, "document: more text than fits into memory");
	rule.name = span_cut(plain, 0, NAME_LONGEST);
	if (prose_keep_rule(p, &rule) < 0)
		return -1;
	if (pattern_read(plain, p->reading->arena, &pattern, &broken) < 0)
		return 0;		/* told where the rule is settled */
	for (uint32_t i = 0; i < pattern.count; i++)
		if (add_leaf(p, text, from, to, &pattern.leaf[i],
			     pattern.leaf[i].alone ? SPAN("") : plain) < 0)
			return -1;
	return 0;
}
