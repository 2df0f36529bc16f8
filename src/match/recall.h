/*
 * recall.h -- may a text that was read before hold a value of this set?
 *
 * The compiler writes down, beside the set, what it *asks* of a text: for each
 * value the key or the addresses without which it cannot be found, and what
 * can only be found by reading.  Asks are compared with the segments that a
 * recorder has left (recorder.h).  "No" is certain; "maybe" is wrong about once
 * in two million keys and segments.
 */
#ifndef MATCH_RECALL_H
#define MATCH_RECALL_H

#include "base/buf.h"
#include "base/error.h"
#include "match/recorder.h"

/* Values that no notes answer for (bits): everything must be read again. */
enum recall_why {
	RECALL_RULES	= 1 << 0,	/* YARA */
	RECALL_TEXTS	= 1 << 1,	/* user agents, registry keys, names without a dot, ... */
	RECALL_NETWORKS	= 1 << 2,	/* networks of IPv6 wider than /32 */
	RECALL_NAMES	= 1 << 3,	/* names that end in a number */
	RECALL_MANY	= 1 << 4,	/* more values than are asked for one by one */
};
#define RECALL_WHYS 5
#define RECALL_MOST 500000		/* asks of one set */

const char *recall_why_text(unsigned bit);	/* 0..RECALL_WHYS - 1: a sentence */

struct recall_range {
	uint32_t first, last;		/* IPv4 in host order */
};

/* What a set asks, while it is compiled. */
struct recall_asking {
	unsigned why, digests;		/* digests: 1 << enum digest of files that are listed */
	uint64_t *key;
	size_t keys;
	struct recall_range *range;
	size_t ranges;
};

/* Sorts both lists, each ask once, and appends all to `out`. */
void recall_encode(struct recall_asking *asking, struct buf *out);

struct recall;

/* Read what recall_encode has written; nothing is borrowed. */
int  recall_open(struct recall **out, struct span bytes, struct error *e);
void recall_close(struct recall *r);		/* NULL is fine */

unsigned recall_why(const struct recall *r);
unsigned recall_digests(const struct recall *r);

/* One ask more. */
int  recall_add(struct recall *r, uint64_t key, struct error *e);

/* A damaged segment may hold anything. */
bool recall_may_hold(const struct recall *r, struct span segment);

#endif
