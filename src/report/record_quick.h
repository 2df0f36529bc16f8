/* record_quick.h -- a record as our own writer leaves it, read in one go; private to record.c. */
#ifndef REPORT_RECORD_QUICK_H
#define REPORT_RECORD_QUICK_H

#include "base/tree.h"

/*
 * The same tree as tree_borrow's out of `json`, with every {"base64":"..."} undone.  False: it is
 * not as we write it, or the arena is spent; nothing can be said of *root then.
 */
bool record_quick(struct arena *a, struct span json, struct node *root);

/* record.c */
void record_undo_base64(struct arena *a, struct node *n);

#endif
