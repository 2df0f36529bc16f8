/* why.h -- --why VALUE: which of the records that were read answer for it. */
#ifndef WHY_H
#define WHY_H

#include "base/buf.h"
#include "intel/intel.h"

/* The question in the form that values have. */
void why_ask(struct span why, struct buf *canonical);
bool why_answers(struct span why, struct span canonical, const struct intel_record *record);

#endif
