/*
 * zeek.h -- what the columns of Zeek's logs mean, be they tab-separated
 * (zeek.c) or JSON (json_events.c).
 */
#ifndef EVIDENCE_LOG_ZEEK_H
#define EVIDENCE_LOG_ZEEK_H

#include "evidence/log/facts.h"

/* The slot of a column ("id.orig_h", "id_orig_h", "uri") in the log `path` ("conn"; empty: not known). */
enum slot zeek_slot(struct span path, struct span name);

/*
 * Class, ends and outcome of a record whose columns were taken: in place of
 * facts_finish.  `path` may be empty: then the columns tell.
 */
void zeek_finish(struct facts *f, struct span path);

/* First word of the source's label, by path. */
const char *zeek_people(struct span path);

#endif
