/*
 * pulse.h -- a sentence of Pulse or Ivanti Connect Secure, behind syslog's
 * header (message_pulse.c) or in a file of its own (vpn.c).  False: not one;
 * `ev` may have been touched.
 */
#ifndef EVIDENCE_LOG_PULSE_H
#define EVIDENCE_LOG_PULSE_H

#include "evidence/log/message.h"

bool pulse_read(struct span message, struct event *ev);		/* "... - ive - [IP] USER(REALM)[..] - TEXT" */
bool pulse_read_welf(struct span message, struct event *ev);	/* "id=firewall ... vpn= user= src= msg=" */

#endif
