/*
 * remarks.h -- what a publisher remarks about an entry of a list: the comment
 * behind a value, the description in its row.
 */
#ifndef ADVISORY_REMARKS_H
#define ADVISORY_REMARKS_H

#include "intel/intel.h"

/*
 * The role that a remark gives to a listed value.  Only plain words take a
 * value off the list ("legitimate service", "false positive"); what is said
 * about a program or its digest does not ("legitimate driver, abused").
 */
enum role remark_role(struct span remark, enum kind kind);

#endif
