/*
 * beside.h -- what the words beside a name say it is: "Zeus banking trojan",
 * "the ransomware family Play", "Conti affiliates", "the TrickBot gang".
 */
#ifndef ADVISORY_BESIDE_H
#define ADVISORY_BESIDE_H

#include "base/span.h"
#include "intel/knowledge.h"

/* Does a noun of name_noun say what this is? Tools are malware in the mouths of many. */
bool noun_means(const char *noun, const struct known *k);

/*
 * "actor", "malware", "tool", "campaign", or NULL: the words beside bytes
 * from..to say none of what `names` may mean.  `word`: the name is spelt as an
 * ordinary word may be, so that it needs more.
 */
const char *noun_beside(struct span text, size_t from, size_t to, const struct known_name *names,
			bool word);

/* "DarkSide: one of the newest ransomware gangs": it is said to be people. */
bool people_explained(struct span text, size_t to);

/* "the TrickBot gang": length of the words for people behind the name, or 0. */
size_t people_behind(struct span text, size_t to);

#endif
