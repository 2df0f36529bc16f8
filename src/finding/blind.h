/*
 * blind.h -- could it have been seen?  Rules 7 and 8: which kinds the sources
 * could have shown over the window, and in words what they could not, most
 * useful first, each with what to do about it.
 */
#ifndef FINDING_BLIND_H
#define FINDING_BLIND_H

#include "finding/verdict.h"

/* Fills v->blind, could_show and the days; true when not-seen would be an honest answer. */
bool verdict_look(struct verdicts *all, struct verdict *v, const struct verdict_facts *facts);

/* "14 May 2020"; "1 Jan - 17 Apr 2020". */
void people_day(int64_t moment, struct buf *out);
void people_period(const struct period *p, struct buf *out);

#endif
