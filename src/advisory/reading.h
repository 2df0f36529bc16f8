/*
 * reading.h -- one advisory while it is read: where its records go, and what
 * all readers do alike.
 *
 * A reader fills `head`, calls reading_begin once and gives its records after
 * that.  Everything passes through here, so that the index of the advisory,
 * the outer steps of `where` and the standing of values are one thing.
 */
#ifndef ADVISORY_READING_H
#define ADVISORY_READING_H

#include "advisory/advisory.h"
#include "advisory/source.h"
#include "advisory/standing.h"

struct reading {
	const struct advisory_options *options;
	const struct intel_sink *sink;
	const struct source *source;
	struct arena *arena;		/* lives as long as the reading */
	struct advisory head;		/* spans into the arena */
	bool begun;
	struct where base;		/* the file, the compressions around it */
	struct intel_record record;	/* scratch: a record is 5 KB, lists are long */
	struct buf plain, canonical;	/* scratch of reading_listed */
	uint64_t indicators;		/* of role indicator, given */
	uint64_t nothing;		/* entries that are no value we can search for */
	struct step nothing_at;		/* the first of them */
	uint64_t cuts;			/* lines whose ends were not read */
	struct step cut_at;		/* the first of them */
};

int  reading_init(struct reading *r, const struct source *s, struct arena *a,
		  const struct advisory_options *o, const struct intel_sink *sink,
		  struct error *e);
void reading_release(struct reading *r);

/* Complete the head and give it. Must be called before any other record. */
int reading_begin(struct reading *r, struct error *e);

/* The last call: gaps for what was counted in `nothing` and `cuts`. */
int reading_end(struct reading *r, struct error *e);

/* Dates of the head, TIME_NONE is passed over: the earliest from, the latest to. */
void reading_activity(struct reading *r, int64_t from, int64_t to);

/*
 * Notes of a comment or a title line: "Advisory: X; published 2020-07-16;
 * TLP:WHITE".  Only fills what is not known yet.
 */
void reading_note(struct reading *r, struct span comment);

/* A span that lives as long as the reading, cut to `max` bytes at a character's border. */
struct span reading_keep(struct reading *r, struct span text, size_t max);

/* The same on one line: runs of blanks and line breaks are one blank. */
struct span reading_line(struct reading *r, struct span text);

/* An entry of a list, a row, a pattern: the publisher says that it is one. */
struct listed {
	enum kind kind;		/* as stated; KIND_NONE: guess */
	bool settled;		/* kind and port are known, r->canonical holds the value */
	enum role role;		/* what the list says of it */
	bool asked;		/* by a person: its standing was weighed already */
	struct span written;
	uint16_t port;
	uint8_t confidence;	/* 0: not stated */
	struct strings why;	/* at most INTEL_MANY - 2 */
	struct strings entities;
	struct span logic;
	bool regex;		/* the value is a regular expression */
	int64_t valid_from, valid_until;
	struct step step;	/* where in the document */
};

void listed_init(struct listed *l);

/* 1: given; 0: no value that can be searched for, nothing given; -1: failed. */
int reading_listed(struct reading *r, const struct listed *l, struct error *e);

/* Count a line that is longer than we read. */
void reading_cut(struct reading *r, struct step at);

/* Is a date not in the future, give or take `margin`?  That it is may change with the day. */
bool reading_believes(const struct reading *r, int64_t moment, int64_t margin);

/* Count an entry that is no value. */
void reading_nothing(struct reading *r, struct step at);

int reading_gap(struct reading *r, const char *reason, struct span detail, bool unread,
		struct step at, struct error *e);

/* Bring `written` into the form of the best kind. False: no value. */
bool reading_canonical(struct span written, enum kind stated, struct buf *plain,
		       struct buf *canonical, enum kind *kind, uint16_t *port);

#endif
