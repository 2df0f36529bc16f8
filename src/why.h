/* why.h -- `read --why VALUE`: which records of an advisory answer for a value. */
#ifndef WHY_H
#define WHY_H

#include "base/buf.h"
#include "intel/intel.h"

struct why {
	struct span asked;	/* as the user wrote it; empty: nothing is asked */
	struct buf canonical;
};

void why_open(struct why *w, struct span asked);
void why_close(struct why *w);

/* True for every record when nothing is asked. */
bool why_answers(const struct why *w, const struct intel_record *record);

#endif
