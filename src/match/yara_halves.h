/*
 * yara_halves.h -- all rules but those that take too long: what libyara stops for
 * its time limit is run again by halves, until the slow rules are alone.
 *
 * Rules are switched off and on in the loaded database, so that only one scan of
 * it may be under way in a process.  Those found slow stay off, and are tried
 * alone behind the others at each later item.
 */
#ifndef MATCH_YARA_HALVES_H
#define MATCH_YARA_HALVES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

#include <yara.h>

#define YARA_SLOW_MOST 8	/* rules that are remembered; more are tried with the others */

/* One scan with the rules that are on, at most so long: a code of libyara. */
typedef int yara_scan_fn(void *context, uint64_t nanoseconds);

struct yara_halves {
	YR_RULE *rules;
	uint32_t *first;	/* of each text its first rule, then the end */
	uint32_t texts;
	uint32_t slow[YARA_SLOW_MOST];
	unsigned slow_count;
	yara_scan_fn *scan;
	void *context;
	/* Of the item at hand. */
	uint32_t late[YARA_SLOW_MOST];	/* texts that were not done; `late_count` may be more */
	uint32_t late_count, untried;
	uint64_t end, slice;
};

/* `of`: YARA_RULE_* of each rule (image.h). -1: no memory. */
int  yara_halves_open(struct yara_halves *h, YR_RULES *rules, const uint32_t *of, uint32_t count);
void yara_halves_close(struct yara_halves *h);

/*
 * The item at hand by `scan`, within `seconds` or little more.  A code of libyara;
 * ERROR_SUCCESS also when rules were left out, which yara_halves_left tells.
 */
int  yara_halves_scan(struct yara_halves *h, int seconds);
/* -1 and *e (ERR_LIMIT), with the names of rules that took too long; 0: none did. */
int  yara_halves_left(const struct yara_halves *h, int seconds, struct error *e);

#endif
