/*
 * stix_pattern.h -- STIX patterns taken apart into their comparisons
 * (OASIS STIX 2.1, section 9), and the one question that matters before a
 * tree can be evaluated: which comparison makes the whole true by itself?
 *
 * Alone: the only comparison, branches of OR, the digests of one file in a
 * conjunction (each names the same content), the peer of a connection whose
 * other terms only say its type, protocol and port.  Not alone: all else under
 * AND, FOLLOWEDBY, REPEATS and START/STOP.  Operators other than = and IN
 * cannot be looked up as values: such a comparison is not exact.
 *
 * Hostile input: depth PATTERN_DEPTH, PATTERN_LEAVES comparisons, one pass.
 */
#ifndef ADVISORY_STIX_PATTERN_H
#define ADVISORY_STIX_PATTERN_H

#include "base/arena.h"
#include "base/error.h"
#include "value/kind.h"

#define PATTERN_DEPTH 64
#define PATTERN_LEAVES 10000

struct pattern_leaf {
	struct span object;	/* "file" */
	struct span path;	/* "hashes.'SHA-256'", behind the colon */
	struct span value;	/* unescaped */
	enum kind kind;		/* KIND_NONE: not a kind of ours */
	uint16_t port;		/* of the connection that the value is the peer of */
	bool exact;		/* = or IN, not negated */
	bool alone;
	bool covered;		/* not alone, but a digest beside it says as much */
};

struct pattern {
	struct pattern_leaf *leaf;
	uint32_t count, room;
	bool evaluated;		/* looking up the lone values says all that the pattern says */
};

/* 0, or -1 and *e (ERR_MALFORMED with the position, ERR_LIMIT). Values live in the arena. */
int pattern_read(struct span text, struct arena *a, struct pattern *out, struct error *e);

/* The kind of an object's property, for patterns and for observables alike. */
enum kind pattern_kind(struct span object, struct span path);

#endif
