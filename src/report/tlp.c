/* tlp.c -- labels of the Traffic Light Protocol, and their marking definitions by OASIS. */
#include "report/tlp.h"

static const struct tlp labels[] = {
	{ "TLP:CLEAR", "clear", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487" },
	{ "TLP:GREEN", "green", "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb" },
	{ "TLP:AMBER", "amber", "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421" },
	{ "TLP:AMBER+STRICT", "amber+strict", "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003" },
	{ "TLP:RED", "red", "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1" },
};

const struct tlp *tlp_named(struct span label)
{
	label = span_trim(label);
	if (span_starts_nocase(label, SPAN("TLP:")))
		label = span_skip(label, 4);
	if (span_equal_nocase(label, SPAN("WHITE")))
		return &labels[0];
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (span_equal_nocase(label, span_of(labels[i].name + 4)))
			return &labels[i];
	return NULL;
}

int tlp_rank(const struct tlp *t)
{
	return (int)(t - labels);
}
