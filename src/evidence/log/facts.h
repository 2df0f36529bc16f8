/*
 * facts.h -- named values of one record on their way to an event.
 *
 * A family that reads names and values (key=value, tables, JSON) hands each to
 * facts_take with the slot that the dictionary gives it (names.h), and calls
 * facts_finish at the end of the record: then all names have been seen, and
 * time, ends, class, outcome and machines are made of them.  Nothing is
 * allocated.  What the family knows better it sets in the event before
 * facts_finish (class, time) or after it (outcome).
 */
#ifndef EVIDENCE_LOG_FACTS_H
#define EVIDENCE_LOG_FACTS_H

#include "evidence/log/log.h"
#include "evidence/log/names.h"
#include "evidence/log/verdict.h"

struct facts {
	struct log *log;
	struct event *ev;
	bool escaped;		/* values are the insides of JSON strings */
	bool host_log;		/* written by the machine that it is about */
	bool stated;		/* SLOT_TIME holds a value with a zone, or digits */
	bool utc;		/* SLOT_TIME is in UTC by its name */
	uint32_t path_field;	/* field of SLOT_PATH_ANY + 1: path of a URL or of a file */
	uint64_t seen[2];
	struct span name[SLOT_COUNT], value[SLOT_COUNT];	/* of slots seen: the first */
};

void facts_begin(struct facts *f, struct log *log, struct event *ev);
void facts_take(struct facts *f, enum slot slot, struct span name, struct span value);
void facts_finish(struct facts *f);

static inline bool facts_has(const struct facts *f, enum slot slot)
{
	return f->seen[slot / 64] >> (slot % 64) & 1;
}

/* The value of a slot, empty when it was not seen. */
static inline struct span facts_get(const struct facts *f, enum slot slot)
{
	return facts_has(f, slot) ? f->value[slot] : (struct span){ "", 0 };
}

/* The value of a slot has this word in it; letter case does not count. */
bool facts_say(const struct facts *f, enum slot slot, struct span word);

/* Of ACTION, else RESULT, else STATUS, else EVENT. */
enum verdict facts_verdict(const struct facts *f);

/* facts_class.c: what kind of happening, and what became of it (ends and bytes are set). */
enum event_class facts_class(const struct facts *f);
enum outcome facts_outcome(struct facts *f);

/*
 * facts_windows.c: Windows events by channel or provider and id, Sysmon's
 * among them.  False when it is none of those known there.  Call it before
 * facts_finish; it sets class, outcome, host_log, log_cleared.
 */
bool facts_windows(struct facts *f);

/* ev->has_bytes and the counts of a decimal number; anything else leaves them. */
void facts_bytes(struct event *ev, struct span out, struct span in);

#endif
