/*
 * exim.h -- a line of Exim behind its time: by syslog (message_exim.c) or in
 * its own main log (exim.c).  False: it says nothing of an end or a message;
 * `ev` may have been touched.
 */
#ifndef EVIDENCE_LOG_EXIM_H
#define EVIDENCE_LOG_EXIM_H

#include "evidence/log/message.h"

bool exim_read(struct span text, struct event *ev);

/* "1jgXYZ-0001Ab-CD" or, since 4.97, "1qABCD-000000001Ab-1CDe". */
bool exim_is_id(struct span word);

#endif
