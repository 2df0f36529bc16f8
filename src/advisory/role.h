/*
 * role.h -- what a value is there for: decided from signs, each of which can
 * be told to a reader.
 *
 * Every occurrence of a value leaves signs (bits).  A sign speaks for one role
 * with some points; the role with most points wins.  An indicator needs
 * ROLE_THRESHOLD and more than any other role: what nothing speaks for is not
 * searched for.  Of several occurrences the one that speaks most for an
 * indicator decides: an address in a table stays one when it is also a string
 * of a rule.  Only what clears a value (ROLE_CARRIED) is carried from one place
 * to all.  The standing of the value itself (standing.h) comes before all signs.
 *
 * To teach the reader something new: one row in signs.h, and the place that
 * sees it.
 */
#ifndef ADVISORY_ROLE_H
#define ADVISORY_ROLE_H

#include "intel/intel.h"

#define ROLE_THRESHOLD 40

enum sign {
#define SIGN(name, role, points, why) SIGN_##name,
#include "advisory/signs.h"
#undef SIGN
	SIGN_COUNT
};

#define SIGN_BIT(name) (UINT64_C(1) << SIGN_##name)

#define ROLE_CARRIED (SIGN_BIT(CALLED_HARMLESS) | SIGN_BIT(SAID_LEGITIMATE) | \
		      SIGN_BIT(SECTION_BENIGN) | SIGN_BIT(COLUMN_BENIGN))

struct verdict {
	enum role role;
	uint8_t confidence;	/* 0..100: how far it was ahead */
};

/* `kind` matters: a word like "legitimate" weighs less on a file than on a host. */
struct verdict role_decide(uint64_t signs, enum kind kind);

/* How far an indicator is ahead of every other role; negative: behind. */
int role_lead(uint64_t signs, enum kind kind);

/* Why: the signs for the role, strongest first. */
void role_explain(uint64_t signs, enum role role, struct strings *why);

/* The strongest sign that speaks for another role, SIGN_COUNT: none. */
enum sign role_objection(uint64_t signs, enum role role);

/* "in section", "defanged", ... as it stands in `why`. */
const char *sign_why(enum sign s);

#endif
