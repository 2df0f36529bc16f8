/*
 * cues.h -- what a sentence, a row's remark or the line before a list says
 * about the values in it, as signs (role.h).
 */
#ifndef ADVISORY_CUES_H
#define ADVISORY_CUES_H

#include "advisory/role.h"

/* Bits of SIGN_SAID_*. */
uint64_t cues_in(struct span text);

/*
 * The sentence of `text` that byte `at` stands in.  Where no stop is near it is
 * a window of three slots, the same for all bytes of the middle one.
 */
#define CUES_SLOT 220
struct span cues_sentence(struct span text, size_t at);

/* Take the first sentence off *rest, at most 1200 bytes of it; empty at the end. */
struct span cues_next_sentence(struct span *rest);

#endif
