/*
 * stix_pattern.h -- STIX patterns taken apart into their comparisons
 * (OASIS STIX 2.1, section 9): which of them makes the whole true by itself,
 * and, where none does, whether the whole holds once some were seen.
 *
 * Alone: the only comparison, branches of OR, the digests of one file in a
 * conjunction (each names the same content), the peer of a connection whose
 * other terms only say its type, protocol and port.  Not alone: all else under
 * AND, FOLLOWEDBY, REPEATS and START/STOP.  LIKE becomes a regular expression,
 * and MATCHES is one, of the sort that is searched for (value/expression.h).
 * Other operators cannot be looked up: such a comparison is not exact.
 *
 * Hostile input: depth PATTERN_DEPTH, PATTERN_LEAVES comparisons, one pass.
 */
#ifndef INTEL_STIX_PATTERN_H
#define INTEL_STIX_PATTERN_H

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
	bool exact;		/* =, IN, LIKE or MATCHES, not negated, and searched for */
	bool regex;		/* LIKE, MATCHES: the value is a regular expression */
	bool alone;
	bool covered;		/* not alone, but a digest beside it says as much */
};

/* The pattern in postfix order. AND and OR behind a PATTERN_OBSERVED combine brackets. */
enum pattern_step_type { PATTERN_LEAF, PATTERN_AND, PATTERN_OR, PATTERN_OBSERVED };

struct pattern_step {
	enum pattern_step_type type;
	uint32_t leaf;		/* of PATTERN_LEAF; PATTERN_OBSERVED closes a bracket */
};

#define PATTERN_SETTLED 64	/* comparisons, and brackets, of a pattern that can be settled */

struct pattern {
	struct pattern_leaf *leaf;
	uint32_t count, room;
	struct pattern_step *step;
	uint32_t steps, steps_room, brackets;
	struct span refused;	/* why a LIKE or MATCHES is not searched for; empty: none is */
	bool odd;		/* an operator that pattern_holds does not know */
	bool settled;		/* pattern_holds says all that the pattern says */
	bool evaluated;		/* looking up the lone values says all that the pattern says */
};

/* 0, or -1 and *e (ERR_MALFORMED with the position, ERR_LIMIT). Values live in the arena. */
int pattern_read(struct span text, struct arena *a, struct pattern *out, struct error *e);

/*
 * Of a pattern that can be settled (stix_logic.c): which of its brackets hold,
 * as bits, when the comparisons in `seen` (bits) were seen in one thing; and
 * whether all of it holds, given the brackets that did.
 */
uint64_t pattern_observed(const struct pattern *p, uint64_t seen);
bool pattern_holds(const struct pattern *p, uint64_t observed);

/* The kind of an object's property, for patterns and for observables alike. */
enum kind pattern_kind(struct span object, struct span path);

#endif
