/*
 * yara_automaton.h -- the tables by which libyara looks for atoms, as it packs them.
 *
 * A transition is 32 bits: 23 of the state it leads to, which is an offset into
 * the table, and 9 of its own place in its state (the byte plus one), by which it
 * is told from those of other states that lie in between.  Place 0 is the failure
 * state.  The table of matches has an entry for each offset.
 */
#ifndef MATCH_YARA_AUTOMATON_H
#define MATCH_YARA_AUTOMATON_H

#include <yara.h>

#define YARA_ROW 257u		/* a failure state and 256 bytes */

struct yara_automaton {
	const YR_AC_TRANSITION *packed;
	const uint32_t *matches;	/* of a state: its first in the pool, plus one; or 0 */
	const YR_AC_MATCH *pool;
	uint32_t slots, pool_count;
};

/* False: the tables are not as this file knows them. */
bool yara_automaton_of(const YR_RULES *rules, struct yara_automaton *out);

/* Does `state` have a transition of its own at `place`? */
bool yara_automaton_leads(const struct yara_automaton *y, uint32_t state, unsigned place,
			  uint32_t *to);

/* Of each state the slot that leads to it; 0: none.  For free(). */
uint32_t *yara_automaton_parents(const struct yara_automaton *y);
uint32_t yara_automaton_owner(const struct yara_automaton *y, uint32_t slot);
uint8_t yara_automaton_byte(const struct yara_automaton *y, uint32_t slot);

#endif
