/*
 * remarks.h -- what a publisher remarks about an entry of a list: the comment
 * behind a value, the description in its row.
 */
#ifndef ADVISORY_REMARKS_H
#define ADVISORY_REMARKS_H

#include "base/table.h"
#include "intel/intel.h"

/*
 * The role that a remark gives to a listed value.  Only plain words take a
 * value off the list ("legitimate service", "false positive"); what is said
 * about a program or its digest does not ("legitimate driver, abused").
 */
enum role remark_role(struct span remark, enum kind kind);

/* The same of a long table, where few remarks stand in many rows. */
struct remarks {
	struct arena arena;
	struct table known;
};
void remarks_init(struct remarks *r);
void remarks_release(struct remarks *r);
enum role remarks_role(struct remarks *r, struct span remark, enum kind kind);

#endif
