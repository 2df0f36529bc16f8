/*
 * sections.h -- what a heading says about what stands under it.
 */
#ifndef ADVISORY_SECTIONS_H
#define ADVISORY_SECTIONS_H

#include "base/span.h"

enum section {
	SECTION_NONE,		/* the heading says nothing; what is above it holds on */
	SECTION_INDICATORS,	/* "Indicators of compromise" */
	SECTION_ATTACKER,	/* "C&C servers", "Samples": its lists are indicators, its prose may be */
	SECTION_VALUES,		/* only names a kind: "Domains", "SHA-256 hashes" */
	SECTION_BENIGN, SECTION_VICTIM, SECTION_REFERENCE, SECTION_CONTACT,
	SECTION_MITIGATION, SECTION_ABOUT,
	SECTION_DETECTION,	/* names that products give */
	SECTION_TECHNIQUES, SECTION_RULES,
	SECTION_RUNNING,	/* summary, analysis, conclusion: running text */
};

/* "Figure 3: ...", "Table 1": speaks of what is next to it, opens no section. */
bool section_is_caption(struct span heading);

/* By the heading alone. */
enum section section_of(struct span heading);

/*
 * The same below another section: a kind's name ("E-mail addresses") does not
 * turn contacts into indicators.
 */
enum section section_below(enum section above, struct span heading);

#endif
