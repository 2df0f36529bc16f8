/*
 * scan_twice.h -- one place that is met twice is one finding: a typed value and
 * its raw bytes, a program in another one's bytes, a rule in a member and in what
 * holds it.
 *
 * What is met first says more: values are read before the bytes, members end
 * before their container.  Bounded: what does not fit in is told twice.
 */
#ifndef FINDING_SCAN_TWICE_H
#define FINDING_SCAN_TWICE_H

#include <stdbool.h>
#include <stdint.h>

struct scan_thing;
struct scanner;
struct thing;

#define TWICE_TYPED 256
#define TWICE_RULES 1024
struct scan_twice {
	uint32_t typed[TWICE_TYPED];	/* indicators in values, whose bytes were not met yet */
	unsigned typed_count;
	uint32_t bytes[TWICE_TYPED];	/* those in bytes of the program at hand */
	unsigned bytes_count;
	uint32_t rule[TWICE_RULES];	/* rules that matched in this file, those inside first */
	unsigned rule_count;
	bool typing;			/* what is found now stands in a typed value */
};

void scan_twice_begin(struct scanner *s, struct scan_thing *thing, bool file);
void scan_twice_end(struct scanner *s, const struct thing *t);
void scan_typed_met(struct scanner *s, uint32_t indicator);
/* These bytes were told as a value of the thing at hand: once for each time it was met. */
bool scan_typed_again(struct scanner *s, uint32_t indicator);
/* The rule has matched in a layer or thing inside the one at hand; else it is noted. */
bool scan_rule_again(struct scanner *s, uint32_t indicator);

#endif
