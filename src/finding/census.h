/*
 * census.h -- what a log could have shown, counted while it is swept: when it
 * has records, whether it knows accepts or only refusals, whole or shortened
 * addresses, whose networks its ends are (DESIGN.md 5).  Of every record in
 * the first MiB of a log; of a sample behind, where the log is large or tells
 * of nothing but traffic.  Workers count, the parent adds the items of a source
 * together.
 */
#ifndef FINDING_CENSUS_H
#define FINDING_CENSUS_H

#include "base/frame.h"
#include "evidence/log/event.h"
#include "value/address.h"

#define CENSUS_DAYS 4096	/* per item; a century of daily logs needs several */
#define CENSUS_NETS 64
#define CENSUS_CLEARED 8
#define CENSUS_JUMPS   8

struct census_day {
	int32_t day;		/* since 1970-01-01 */
	uint64_t records;
	int64_t first, last;
};

struct census_net {		/* /24 or /48 that many records have an end in */
	struct network net;
	uint64_t records;
};

/* Record ids that ran on by one, and then did not: records were taken out. */
struct census_jump {
	uint64_t from, to;	/* the ids on both sides */
	int64_t before, after;	/* their times */
};

/* How the ids of a stretch of records run on from the one before it and to the one behind. */
struct census_run {
	uint64_t first, last;	/* 0: none, or others stand between it and that side */
	int64_t first_time, last_time;
	bool broken;		/* somewhere records were left out */
};

struct census {
	uint64_t records;	/* looked at */
	uint64_t unparsed;	/* of them not understood */
	uint64_t no_time;
	uint64_t accepted, refused;
	uint64_t class[EVENT_CLASSES];
	uint64_t addresses;	/* outside addresses met */
	uint64_t shortened;	/* of them ending in .0 (or ::) */
	uint64_t masked;	/* address columns without an address */
	uint64_t left_out;	/* by --since and --until */
	int64_t left_first, left_last;
	bool sampled, assumed;	/* not every record; a zone was assumed */
	uint64_t ends;		/* records with both ends */
	int64_t cleared[CENSUS_CLEARED];	/* when a log was cleared */
	uint32_t cleareds;
	/*
	 * Of Windows event logs: records whose id follows the one before, how
	 * often it did not, and the first of these places.
	 */
	uint64_t id_steps, id_jumps;
	struct census_jump jump[CENSUS_JUMPS];
	uint32_t jumps;
	struct census_run run;	/* while counting; does not travel with the rest */
	struct census_day *day;	/* sorted */
	uint32_t days, days_room;
	struct census_net net[CENSUS_NETS];
	uint32_t nets;
};

void census_init(struct census *c);
void census_release(struct census *c);

void census_add(struct census *c, const struct event *ev);
void census_left_out(struct census *c, const struct event *ev);
/* Do jumps mean that something was taken out?  Not where an export chose its records. */
bool census_runs_on(const struct census *c);
void census_merge(struct census *into, const struct census *from);

/* Records come that are not looked at: ids do not run on over them. */
void census_break(struct census *c);
/* A stretch of the same log follows, whose ids run so; before the two are merged. */
void census_run_on(struct census *c, const struct census_run *next);
void census_run_encode(struct buf *b, const struct census_run *r);
void census_run_decode(struct cursor *c, struct census_run *out);

void census_encode(struct buf *b, const struct census *c);
/* *out is initialised here and released by the caller, also when c->bad. */
void census_decode(struct cursor *c, struct census *out);

#endif
