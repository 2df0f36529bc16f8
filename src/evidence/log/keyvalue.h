/*
 * keyvalue.h -- messages that carry their facts as key=value pairs (CEF and
 * LEEF among them), for families that know the header before it (syslog).
 */
#ifndef EVIDENCE_LOG_KEYVALUE_H
#define EVIDENCE_LOG_KEYVALUE_H

#include "evidence/log/log.h"

/*
 * Read `message` (behind a header, or with one: words before the first pair
 * are skipped).  False, and `ev` as event_clear leaves it, when it is none:
 * fewer than three pairs, or fewer than two that the dictionary knows.  The
 * time stays unset when the message has none of its own.
 */
bool keyvalue_message(struct log *log, struct span message, struct event *ev);

/* The same for CEF:0|... and LEEF:1.0|... only; keyvalue_message asks it first. */
bool cef_message(struct log *log, struct span message, struct event *ev);

/* The same for Palo Alto's CSV ("1,2020/06/04 10:00:00,serial,TRAFFIC,..."); asked second. */
bool palo_alto_message(struct log *log, struct span message, struct event *ev);

/* "<189>Jun  6 20:10:11 ", "1591462211.3 ": the time at the front of a record. */
void keyvalue_time_before(struct event *ev, struct span record);

#endif
