/*
 * audit.h -- one record of the Linux audit system, from audit.log (auditd.c) or
 * by syslog (message_audit.c).
 */
#ifndef EVIDENCE_LOG_AUDIT_H
#define EVIDENCE_LOG_AUDIT_H

#include "evidence/log/message.h"

/*
 * "[node=N ]type=EXECVE msg=audit(1591092611.123:456): argc=..", also with the
 * type as a number and without msg=.  False: no audit record.  A type that
 * says nothing of an end, program or file gives true and no field.
 */
bool audit_read(struct span text, struct event *ev);

/* The same behind "EXECVE " as journald prints it, without type= and time. */
bool audit_read_typed(struct span type, struct span text, struct event *ev);

#endif
