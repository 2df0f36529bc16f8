/* yara_automaton.c -- reading libyara's packed automaton; every offset is checked. */
#include "match/yara_automaton.h"

#include <stdlib.h>

#define PLACE 0x1ffu

bool yara_automaton_of(const YR_RULES *rules, struct yara_automaton *out)
{
	const YR_ARENA_BUFFER *buffer = rules->arena->buffers;
	const YR_ARENA_BUFFER *table = &buffer[YR_AC_TRANSITION_TABLE];
	const YR_ARENA_BUFFER *matches = &buffer[YR_AC_STATE_MATCHES_TABLE];
	const YR_ARENA_BUFFER *pool = &buffer[YR_AC_STATE_MATCHES_POOL];

	if ((uint8_t *)rules->ac_transition_table != table->data ||
	    (uint8_t *)rules->ac_match_table != matches->data ||
	    (uint8_t *)rules->ac_match_pool != pool->data ||
	    table->used < YARA_ROW * sizeof(YR_AC_TRANSITION) || matches->used < table->used ||
	    table->used / sizeof(YR_AC_TRANSITION) >= YR_AC_MAX_TRANSITION_TABLE_SIZE)
		return false;
	*out = (struct yara_automaton){
		.packed = rules->ac_transition_table, .matches = rules->ac_match_table,
		.pool = rules->ac_match_pool,
		.slots = (uint32_t)(table->used / sizeof(YR_AC_TRANSITION)),
		.pool_count = (uint32_t)(pool->used / sizeof(YR_AC_MATCH)),
	};
	return true;
}

bool yara_automaton_leads(const struct yara_automaton *y, uint32_t state, unsigned place,
			  uint32_t *to)
{
	YR_AC_TRANSITION t;

	if (state + place >= y->slots)
		return false;
	t = y->packed[state + place];
	*to = YR_AC_NEXT_STATE(t);
	return !YR_AC_INVALID_TRANSITION(t, place) && *to < y->slots;
}

uint32_t yara_automaton_owner(const struct yara_automaton *y, uint32_t slot)
{
	return slot - (y->packed[slot] & PLACE);
}

uint8_t yara_automaton_byte(const struct yara_automaton *y, uint32_t slot)
{
	return (uint8_t)((y->packed[slot] & PLACE) - 1);
}

uint32_t *yara_automaton_parents(const struct yara_automaton *y)
{
	uint32_t *parent = calloc(y->slots, sizeof(*parent));

	for (uint32_t slot = 1; parent && slot < y->slots; slot++) {
		uint32_t place = y->packed[slot] & PLACE, to = YR_AC_NEXT_STATE(y->packed[slot]);

		if (place && place < YARA_ROW && place <= slot && to && to < y->slots)
			parent[to] = slot;
	}
	return parent;
}
