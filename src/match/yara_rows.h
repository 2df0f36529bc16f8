/*
 * yara_rows.h -- the table by which libyara looks for the atoms of all strings at
 * once, laid out so that most bytes cost one look-up.
 *
 * libyara packs its automaton: a state has only the transitions that differ from
 * those of its failure state, and a byte that is none of them costs a second and
 * third look-up and a branch that nobody can foresee.  Here the states in which
 * nearly all time is spent, the root and those one byte behind it, get whole rows
 * behind the packed table: every byte leads somewhere at once.  The states that
 * are gone through are the same, so is what matches.
 */
#ifndef MATCH_YARA_ROWS_H
#define MATCH_YARA_ROWS_H

#include <yara.h>

/* Without memory, or for tables that are not as this file knows them, all stays as it is. */
void yara_rows_add(YR_RULES *rules);
/* Before yr_rules_destroy. */
void yara_rows_remove(YR_RULES *rules);

#endif
