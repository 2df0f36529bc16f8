/* intel.c -- names of roles, and the short lists that records carry. */
#include "intel/intel.h"

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
