/*
 * head.h -- what a document says about itself: title, dates, marking, who
 * stands behind it and how, what it refers to, whom to call.
 */
#ifndef ADVISORY_HEAD_H
#define ADVISORY_HEAD_H

#include "advisory/layout.h"
#include "advisory/values.h"

/*
 * Fill the reading's head from the layout, except for the contacts; domains
 * of the publisher go to `own`.
 */
void head_read(struct layout *l, struct own_domains *own);

/* Contacts: values of that role, and telephone numbers of contact sections. */
void head_contacts(struct layout *l, const struct values *v);

/* Files that the text names and that were not given with it: into refers_to. */
void head_annexes(struct layout *l, const struct values *v);

#endif
