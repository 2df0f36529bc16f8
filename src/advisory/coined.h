/*
 * coined.h -- names that no table needs to know, by their form and the noun
 * beside them: "the TideQuay backdoor", "ransomware TIDEQUAY", "TideQuay: a
 * backdoor that".
 *
 * A word counts as coined when no ordinary word is written so: a capital
 * inside it, capitals throughout, or a plain capital in the middle of a
 * sentence in front of a noun in small letters.
 */
#ifndef ADVISORY_COINED_H
#define ADVISORY_COINED_H

#include "base/span.h"

/* Length of the name at byte `at` of the text, where a word begins, and its kind; 0: none. */
size_t coined_at(struct span text, size_t at, const char **kind);

/* "Microsoft", "Loader": written like a name, but of something else or of nothing. */
bool coined_is_other(struct span word);

#endif
