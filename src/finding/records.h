/* records.h -- single records of a sweep as JSON (DESIGN.md 4); private to finding/. */
#ifndef FINDING_RECORDS_H
#define FINDING_RECORDS_H

#include "base/out.h"
#include "finding/bulletin.h"
#include "finding/coverage.h"
#include "finding/finding.h"
#include "finding/sweep.h"

void json_at(struct out *o, const struct where *where);
void begin_json(struct out *o, const struct result *r, const struct source *source);
/* Same indicator at the same place inside its PATH: the same id in every sweep. */
void finding_uid(const struct finding *f, const struct result *r, const struct where *where,
		 char uid[37]);

void finding_json(struct out *o, const struct finding *f, uint32_t number,
		  const struct result *r, const struct where *where,
		  const struct bulletins *bulletins, const struct source *source);
void gap_json(struct out *o, const struct gap_answer *g, bool material);
void end_json(struct out *o, const struct result *r, uint64_t findings, uint64_t gaps);
/* The same two around what is said of a part; `layer`: the digests of its whole chain. */
void part_begin_json(struct out *o, const struct part_answer *p, const struct source *source);
void part_end_json(struct out *o, const struct part_answer *p, const struct span *layer,
		   uint32_t layers, uint64_t findings, uint64_t gaps);
void coverage_json(struct out *o, const struct source *s, const struct coverage *c);

#endif
