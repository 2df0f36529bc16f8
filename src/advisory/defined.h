/*
 * defined.h -- names that a sentence defines: "TideQuay is a modular backdoor",
 * "According to Example Labs, TideQuay, also known as Kelp, was a threat group",
 * "Kelp Heron is a financially motivated threat actor".
 */
#ifndef ADVISORY_DEFINED_H
#define ADVISORY_DEFINED_H

#include "base/span.h"

/*
 * Length of the name at byte `at`, where a word begins, and what the sentence
 * says it is: "malware" or "actor"; 0: the sentence defines nothing of ours.
 */
size_t defined_at(struct span text, size_t at, const char **kind);

/* May these words be a new name?  No plain word, no noun, nothing known as something else. */
bool defined_may_be(struct span name);

#endif
