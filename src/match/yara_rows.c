/*
 * yara_rows.c -- whole rows for the states of libyara's automaton that matter.
 *
 * Not here: rows of states further in.  They are many, seldom visited, and would
 * push the others out of the cache.
 * Hostile input: the tables are libyara's own compiler's, and checked with the set
 * (compile_yara.c); offsets are checked all the same.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "match/yara_automaton.h"
#include "match/yara_rows.h"

#define ROW	  YARA_ROW
#define ROWS_MOST 257u		/* of the root and of what is one byte behind it */
#define HUGE_PAGE (2u << 20)

struct rows {
	struct yara_automaton y;
	YR_AC_TRANSITION *table;	/* packed, then the rows */
	uint32_t *matches;
	uint32_t of[ROWS_MOST];		/* packed states that get a row; the root is the first */
	uint32_t count;
	uint32_t *row;			/* of each packed state: its row's number plus one, or 0 */
};

static YR_ARENA_BUFFER *buffer_of(YR_RULES *rules, unsigned which)
{
	return &rules->arena->buffers[which];
}

/* One byte behind the root, what fails falls back to the root, which stays where it is. */
static uint32_t step(const struct rows *r, uint32_t state, unsigned place)
{
	uint32_t to;

	return yara_automaton_leads(&r->y, state, place, &to) ||
	       yara_automaton_leads(&r->y, YR_AC_ROOT_STATE, place, &to) ? to : YR_AC_ROOT_STATE;
}

static void choose(struct rows *r)
{
	uint32_t to;

	r->of[r->count++] = YR_AC_ROOT_STATE;
	r->row[YR_AC_ROOT_STATE] = 1;
	for (unsigned place = 1; place < ROW; place++) {
		if (!yara_automaton_leads(&r->y, YR_AC_ROOT_STATE, place, &to) || r->row[to])
			continue;
		r->of[r->count++] = to;
		r->row[to] = r->count;
	}
}

static uint32_t place_of(const struct rows *r, uint32_t state)
{
	return r->row[state] ? r->y.slots + (r->row[state] - 1) * ROW : state;
}

/* Unused places become failure links to the root's row: no byte takes them for its own. */
static void lay_out(struct rows *r)
{
	for (uint32_t i = 0; i < r->y.slots; i++) {
		uint32_t to = YR_AC_NEXT_STATE(r->y.packed[i]);

		r->table[i] = YR_AC_MAKE_TRANSITION(to < r->y.slots ? place_of(r, to) : to,
						    r->y.packed[i] & 0x1ff);
	}
	for (uint32_t n = 0; n < r->count; n++) {
		uint32_t row = r->y.slots + n * ROW;

		r->table[row] = r->table[r->of[n]];
		r->matches[row] = r->matches[r->of[n]];
		for (unsigned place = 1; place < ROW; place++)
			r->table[row + place] = YR_AC_MAKE_TRANSITION(
				place_of(r, step(r, r->of[n], place)), place);
	}
}

static void *room(size_t size)
{
	void *p = NULL;

	size = (size + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
	if (posix_memalign(&p, HUGE_PAGE, size) != 0)
		return NULL;
	madvise(p, size, MADV_HUGEPAGE);
	return p;
}

static bool has_room(const struct yara_automaton *y)
{
	return y->slots + ROWS_MOST * ROW < YR_AC_MAX_TRANSITION_TABLE_SIZE;
}

void yara_rows_add(YR_RULES *rules)
{
	struct rows r = { .count = 0 };
	size_t all;

	if (!yara_automaton_of(rules, &r.y) || !has_room(&r.y))
		return;
	all = r.y.slots + (size_t)ROWS_MOST * ROW;
	r.row = calloc(r.y.slots, sizeof(*r.row));
	r.table = room(all * (sizeof(*r.table) + sizeof(*r.matches)));
	if (r.row && r.table) {
		r.matches = r.table + all;
		memcpy(r.matches, r.y.matches, r.y.slots * sizeof(*r.matches));
		choose(&r);
		lay_out(&r);
		rules->ac_transition_table = r.table;
		rules->ac_match_table = r.matches;
		r.table = NULL;
	}
	free(r.table);
	free(r.row);
}

void yara_rows_remove(YR_RULES *rules)
{
	YR_ARENA_BUFFER *table = buffer_of(rules, YR_AC_TRANSITION_TABLE);

	if ((uint8_t *)rules->ac_transition_table == table->data)
		return;
	free(rules->ac_transition_table);
	rules->ac_transition_table = (void *)table->data;
	rules->ac_match_table = (void *)buffer_of(rules, YR_AC_STATE_MATCHES_TABLE)->data;
}
