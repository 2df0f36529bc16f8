/* stix.h -- what stix.c and stix_notes.c share about one bundle. */
#ifndef ADVISORY_STIX_H
#define ADVISORY_STIX_H

#include "advisory/bundle.h"
#include "advisory/entities.h"
#include "advisory/ids.h"
#include "advisory/mentions.h"
#include "advisory/reading.h"

struct stix {
	struct reading *reading;
	struct entities entities;
	bool indicators;		/* the bundle has some */
	uint64_t rules;			/* patterns that are to be given as rules */
	/* By id: */
	struct ids based;		/* an indicator is based on it */
	struct ids observed;		/* object -> key of the observed-data that holds it */
	struct ids listed;		/* a report or grouping names it */
	struct ids recipient;		/* a mail went to it */
	struct ids indicates;		/* indicator -> key of what it indicates */
	struct ids named;		/* object -> index + 1 in `name` */
	struct buf name;		/* struct span of ids or names, in the arena */
	struct ids tlp;			/* marking -> index in its table + 1 */
	struct ids voiced;		/* object -> index + 1 in `voice` (stix_voices.c) */
	struct buf voice;
	struct mentions mentions;	/* names in what objects are called and described with */
	bool has_report;
	int64_t latest;			/* creation of the newest object */
	int64_t activity_from;		/* earliest valid_from that says something */
	struct span creator;		/* created_by_ref of the report */
};

/* The first pass: the head of the advisory, names, who refers to whom. */
int stix_note(void *context, const struct bundle_object *o, struct error *e);

/* A sighting or opinion, in the first pass. */
int stix_note_voice(struct stix *s, const struct node *n, struct error *e);

/* What was said of the object: `why`, and whether it stays an indicator. */
void stix_voice(const struct stix *s, struct span id, struct arena *a, struct listed *l);

/* The moment of a timestamp member, TIME_NONE without. */
int64_t stix_time(const struct node *n, const char *key);

#endif
