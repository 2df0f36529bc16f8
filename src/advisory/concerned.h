/*
 * concerned.h -- does a text name a sector as one that it concerns?
 *
 * What sectors are called are ordinary words: they count where the text speaks
 * of targets ("targets the energy sector", "hospitals were hit"), not where it
 * speaks of a "banking trojan", "social media", "financial losses", a sender
 * that poses as a bank, or of the government behind the attack.
 */
#ifndef ADVISORY_CONCERNED_H
#define ADVISORY_CONCERNED_H

#include "base/span.h"

/* Bytes from..to of `text` are the sector's words; `ordinary`: they say little by themselves. */
bool concerned_by(struct span text, size_t from, size_t to, bool ordinary);

#endif
