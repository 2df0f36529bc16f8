/*
 * log.h -- log families: one file and one row in list.h each.
 *
 * A family says how surely a sample of records is its own, then parses one
 * record at a time.  Records are lines unless the family says otherwise.
 * Parsing never fails: a record it cannot read gives `false`, and the hit in
 * it stays unjudged.  Hostile input: spans only point into the record; every
 * loop ends with the record.
 */
#ifndef EVIDENCE_LOG_LOG_H
#define EVIDENCE_LOG_LOG_H

#include "base/arena.h"
#include "evidence/log/event.h"
#include "value/kind.h"

/* What a log was opened with: one per item. */
struct log {
	const struct log_family *family;
	struct arena *arena;		/* lives as long as the item */
	void *state;			/* the family's: column numbers, separator */
	struct span path;		/* a hint only: a name never decides */
	struct span columns;		/* --columns mapping of this source, or empty */
	int64_t mtime;			/* TIME_NONE: not known */
};

struct log_family {
	const char *name;		/* "fortigate": in records as `format` */
	const char *about;		/* "FortiGate and other key=value logs" */
	const char *people;		/* "firewall", "web proxy", "DNS": first word of a source's label */
	/* Kinds that a whole record of it can show: LOG_SHOWS(kind) bits. */
	uint64_t shows;
	/* 0..100 for a sample of whole records (up to 64 KiB, at least one). */
	int  (*probe)(struct span sample);
	/* Read headers out of the sample; may be NULL. -1: memory. */
	int  (*open)(struct log *log, struct span sample, struct error *e);
	/* A line that begins with '#' inside the log (Zeek, W3C): may change the columns; may be NULL. */
	void (*comment)(struct log *log, struct span line);
	/* Fill `ev` (zeroed, times TIME_NONE, locals -1). False: not a record of ours. */
	bool (*parse)(struct log *log, struct span record, struct event *ev);
	/* Where the record that holds byte `at` of `text` begins and ends; NULL: lines. */
	struct span (*record)(struct span text, size_t at);
};

#define LOG_SHOWS(kind) (UINT64_C(1) << (kind))
#define LOG_SHOWS_ADDRESS (LOG_SHOWS(KIND_IPV4) | LOG_SHOWS(KIND_IPV6) | LOG_SHOWS(KIND_CIDR))

const struct log_family *log_family_at(size_t i);	/* NULL behind the last */

/* Choose the family for a sample and open it; family NULL in *out when none bids 30 or more. */
int log_open(struct log *out, struct arena *arena, struct span sample, struct span path,
	     struct span columns, struct error *e);

/* Parse one record: family parse, nested records followed once. False: unjudged. */
bool log_parse(struct log *log, struct span record, struct event *ev);

#endif
