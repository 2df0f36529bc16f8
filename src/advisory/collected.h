/*
 * collected.h -- records of documents that lie inside of another (parts of a
 * mail, reports in an event, files attached to a document), kept until their
 * turn comes, each once.
 */
#ifndef ADVISORY_COLLECTED_H
#define ADVISORY_COLLECTED_H

#include "advisory/entities.h"
#include "advisory/reading.h"
#include "base/table.h"

#define COLLECTED_DEPTH 4	/* documents inside of documents */

struct collected {
	struct buf records[INTEL_GAP + 1];	/* of each type: spans of wire records */
	struct table seen;			/* what tells records apart */
	uint64_t usable;			/* indicators added, new or not */
	const struct entities *known;		/* names given outside; NULL: none */
};

void collected_init(struct collected *c, struct arena *a);
void collected_release(struct collected *c);

/* Keep it, unless the same was met before; *fresh tells. Heads are not kept. */
int  collected_add(struct collected *c, const struct intel_record *record, bool *fresh,
		   struct error *e);

/* Met elsewhere: it is not kept when it comes. */
int  collected_note(struct collected *c, const struct intel_record *record, struct error *e);

/* Give what was kept of one type, in its order, through r->record. */
int  collected_give(struct collected *c, struct reading *r, enum intel_type type, struct error *e);

/*
 * Read `bytes`, which lie at `outer`, as an advisory into `c`; its head in
 * *head (spans until r's arena ends), if not NULL.  -1 and *why: it could not
 * be read, or lies too deep; records that came before stay.
 */
int  collected_read(struct collected *c, struct reading *r, struct span bytes,
		    const struct where *outer, struct advisory *head, struct error *why);

/* The reason of a gap for what could not be read so. */
const char *collected_reason(struct span bytes, const struct error *why);

#endif
