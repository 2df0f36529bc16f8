/*
 * openvpn.h -- a sentence of OpenVPN, with syslog's header (message_openvpn.c)
 * or OpenVPN's own (vpn.c) taken off.
 */
#ifndef EVIDENCE_LOG_OPENVPN_H
#define EVIDENCE_LOG_OPENVPN_H

#include "evidence/log/event.h"

/* False: it says nothing of an end; `ev` may have been touched. */
bool openvpn_read(struct span message, struct event *ev);

#endif
