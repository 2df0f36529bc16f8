/* winxml.h -- the data of a Windows event written as XML, for events that carry it in a string. */
#ifndef EVIDENCE_LOG_WINXML_H
#define EVIDENCE_LOG_WINXML_H

#include "evidence/log/facts.h"

/* Hand over the values of <System>, <EventData> and <UserData>; how many there were. */
uint32_t winxml_take(struct facts *f, struct span xml);

#endif
