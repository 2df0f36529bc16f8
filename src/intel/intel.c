/* intel.c -- names of roles, and the short lists that records carry. */
#include "intel/intel.h"

#include "value/wildcard.h"

static const char *const role_names[ROLE_COUNT] = {
	[ROLE_INDICATOR] = "indicator",
	[ROLE_BENIGN]    = "benign",
	[ROLE_REFERENCE] = "reference",
	[ROLE_CONTACT]   = "contact",
	[ROLE_VICTIM]    = "victim",
	[ROLE_EXAMPLE]   = "example",
	[ROLE_RULE_BODY] = "rule-body",
};

const char *role_name(enum role role)
{
	return (unsigned)role < ROLE_COUNT ? role_names[role] : "unknown";
}

enum role role_of_name(struct span name)
{
	for (unsigned i = 0; i < ROLE_COUNT; i++)
		if (span_equal(name, span_of(role_names[i])))
			return (enum role)i;
	return ROLE_COUNT;
}

void strings_add(struct strings *s, struct span item)
{
	if (s->count < INTEL_MANY)
		s->item[s->count++] = item;
}

void intel_renumber(struct intel_record *r, uint32_t advisory)
{
	switch (r->type) {
	case INTEL_INDICATOR:	r->indicator.advisory = advisory; break;
	case INTEL_RULE:	r->rule.advisory = advisory; break;
	case INTEL_ENTITY:	r->entity.advisory = advisory; break;
	case INTEL_ASSESSMENT:	r->assessment.advisory = advisory; break;
	case INTEL_GAP:		r->gap.advisory = advisory; break;
	default:		break;
	}
}

bool wanted_is_pattern(const struct wanted *w)
{
	return w->regex || wildcard_in((enum kind)w->kind, w->value);
}

bool indicator_is_pattern(const struct indicator *i)
{
	return i->regex || wildcard_in(i->kind, i->value);
}
