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

#define LOG_NESTING 3			/* records inside records */
#define LOG_HINTS   16

struct hint_row {
	uint64_t key;
	unsigned hints;
};

/*
 * What a log was opened with: one per item.  Set path, columns, zone, year,
 * known, observed and mtime behind log_begin, then let log_open choose the family.
 */
struct log {
	const struct log_family *family;	/* NULL: unknown, nothing can be parsed */
	struct arena *arena;		/* lives as long as the item */
	void *state;			/* the family's: column numbers, separator */
	struct span path;		/* a hint only: a name never decides; gives a year */
	struct span columns;		/* --columns mapping of this source ("time=1,src=7"), or empty */
	const struct zone *zone;	/* --tz or manifest, for records without one; NULL: none */
	int year;			/* of records that have none (manifest); 0: not given */
	const struct log_family *known;	/* it was chosen before, by this beginning; or NULL */
	bool observed;			/* what its first records show was taken before */
	int64_t mtime;			/* TIME_NONE: not known */

	/*
	 * What this log can show and what kind of source it is: of the family, or
	 * set by open; where it depends on the records it grows with them.
	 */
	uint64_t shows;			/* LOG_SHOWS(kind) bits */
	const char *people;
	struct span sensor;		/* who wrote it, when a header says so */

	/* For families only. */
	struct name_cache *names;	/* of message bodies (log_names) */
	struct hint_row hint[LOG_HINTS];	/* what types and products hint at */
	char *scratch;			/* unescaped text of the record at hand */
	size_t scratch_used, scratch_room;
	uint32_t depth;			/* records around this one */
	struct {			/* where the last record ended (log_record) */
		struct span text;
		size_t end;
		uint64_t mark;
	} framed;
	struct log *inner[8];		/* logs found inside records, one a family */
	struct event *inner_event;
};

struct log_family {
	const char *name;		/* "fortigate": in records as `format` */
	const char *about;		/* "FortiGate and other key=value logs" */
	const char *people;		/* "firewall", "web proxy", "DNS": first word of a source's label */
	/* Kinds that a whole record of it can show: LOG_SHOWS(kind) bits. */
	uint64_t shows;			/* 0: depends on the columns or is taken from the sample */
	bool dated;			/* most lines of its logs hold a time, else not asked */
	/* 0..100 for a sample of whole records (about 16 KiB, at least one). */
	int  (*probe)(struct span sample);
	/* Read headers out of the sample; may be NULL. -1: memory. */
	int  (*open)(struct log *log, struct span sample, struct error *e);
	/* A line that begins with '#' (Zeek, W3C): may change the columns; may be NULL. */
	void (*comment)(struct log *log, struct span line);
	/* What comment() may change, as one number; NULL when that is NULL. */
	uint64_t (*columns)(const struct log *log);
	/* Fill `ev` (as event_clear left it). False: not a record of ours. */
	bool (*parse)(struct log *log, struct span record, struct event *ev);
	/* Where the record that holds byte `at` of `text` begins and ends; NULL: lines. */
	struct span (*record)(struct span text, size_t at);
};

#define LOG_SHOWS(kind) (UINT64_C(1) << (kind))
#define LOG_SHOWS_ADDRESS (LOG_SHOWS(KIND_IPV4) | LOG_SHOWS(KIND_IPV6) | LOG_SHOWS(KIND_CIDR))

const struct log_family *log_family_at(size_t i);	/* NULL behind the last */

const struct log_family *log_named(struct span name);	/* or NULL */

/* An empty log: no zone, no year, mtime not known. */
void log_begin(struct log *log, struct arena *arena);

/*
 * For probes: can `good` of `lines` lines that were looked at still become so
 * many tenths of at most `most`?
 */
static inline bool log_may_reach(size_t good, size_t lines, size_t most, unsigned tenths)
{
	return (lines - good) * 10 <= most * (10 - tenths);
}

/*
 * Choose the family for a sample of whole records (at most 64 KiB are looked
 * at) and open it.  family is NULL when none bids 30 or more: no error.
 */
int log_open(struct log *log, struct span sample, struct error *e);

/*
 * How comments say that records are to be read, as one number: where two logs
 * of one family have the same one, they read a record alike.
 */
uint64_t log_columns(const struct log *log);

/*
 * Parse one record: clears *ev, lets the family fill it, follows a record
 * inside it (MEANING_NESTED) with that one's own family, and makes `time` of
 * what is written.  Lines that begin with '#' go to the family's comment()
 * first and give false.  False: unjudged.
 */
bool log_parse(struct log *log, struct span record, struct event *ev);

/*
 * The record that holds byte `at` of `text`: the family's framing, or the line
 * without its end.  `text` begins with a record.  Going through a text from its
 * front to its end costs one pass over it.
 */
struct span log_record(struct log *log, struct span text, size_t at);

/* For families: the cache of field names of this log, or NULL without memory. */
struct name_cache *log_names(struct log *log);
/* For families: the line around `at`, without its LF or CR LF. */
struct span log_line_at(struct span text, size_t at);
/* For families: n bytes that live until the next log_parse, or NULL. */
char *log_scratch(struct log *log, size_t n);
/* The inside of a JSON string without its escapes; as it is when there are none or it is broken. */
struct span log_unescape(struct log *log, struct span inner);

/* log_time.c: make `time` of what is written in an event. */
void log_settle_time(const struct log *log, struct event *ev);

/* LOG_SHOWS bits of the kinds that a field of this meaning shows. */
uint64_t log_shows_meaning(enum meaning meaning);

#endif
