/* gather.h -- rules out of passages that no format has marked as code. */
#ifndef ADVISORY_GATHER_H
#define ADVISORY_GATHER_H

#include "advisory/layout.h"

/* Before layout_structure: passages that are a YARA rule become one PASSAGE_RULE. */
int gather_rules(struct layout *l, struct error *e);

#endif
