/* mail_probe.h -- are these first bytes a mailbox or a message? */
#ifndef FORMAT_MAIL_PROBE_H
#define FORMAT_MAIL_PROBE_H

#include "format/format.h"

int mbox_probe(struct span head);	/* "From " line, then a header */
int eml_probe(struct span head);	/* a header with two of From, To, Date, ... */

#endif
