/*
 * expression.h -- values that are patterns, as regular expressions that are
 * found in text of any length in linear time: nothing refers back or looks
 * around, nothing that repeats without end stands in something that does.
 *
 * From wildcards (wildcard.h) and from what STIX patterns say with LIKE and
 * MATCHES (PCRE): literals, classes, groups, alternatives, repetitions.  All else
 * is refused with the reason.  Case never counts, "." and wildcards end with the
 * line, and who searches takes nothing that is longer than EXPRESSION_MAX.
 */
#ifndef VALUE_EXPRESSION_H
#define VALUE_EXPRESSION_H

#include "value/kind.h"

#define EXPRESSION_REPEATS 128	/* what a repetition without end counts for in the width */
#define EXPRESSION_MAX	   2048	/* bytes of an expression, and of what it matches */

enum expression_flag {
	EXPRESSION_BEGINS = 1 << 0,	/* the value begins there: no word goes on to the left */
	EXPRESSION_ENDS	  = 1 << 1,	/* it ends there */
	EXPRESSION_FRONT  = 1 << 2,	/* it matches one byte in front of the value, too */
};

/* Append the expression for a value with wildcards; its flags to *flags.  -1: too long. */
int expression_of_wildcards(enum kind kind, struct span value, struct buf *out, unsigned *flags,
			    struct error *e);

/* The same for a regular expression.  ERR_UNSUPPORTED says what is refused, and where. */
int expression_of_regex(enum kind kind, struct span regex, struct buf *out, unsigned *flags,
			struct error *e);

#endif
