/*
 * rules.h -- the ten rules that lead from evidence to an answer, in words: the
 * one table that `help rules`, `explain` and tocsin-rules(7) are held to.  What
 * each does is code: 1 to 4 and 10 in judge.c, 5 where copies are recognised
 * (scan_things.c), 6 and 9 in verdict.c, 7 in coverage.c, 8 in blind.c.
 */
#ifndef FINDING_RULES_H
#define FINDING_RULES_H

#define ANSWER_RULES 10

struct answer_rule {		/* its number is its place, from 1 */
	const char *name;	/* a few words, no full stop */
	const char *sentence;	/* what it says */
};

extern const struct answer_rule answer_rules[ANSWER_RULES];

#endif
