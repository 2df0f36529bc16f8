/*
 * yara_needs.h -- can a YARA rule hold where none of its strings is found?
 *
 * Nearly all rules need one: "uint16(0) == 0x5A4D and 2 of them".  What is known
 * of a rule by this lets the engine leave out the work for modules (engine_yara).
 * Read off the condition's text: `and`, `or`, parentheses, and the few ways in
 * which people ask for a string.  Whatever is not understood may hold.
 */
#ifndef MATCH_YARA_NEEDS_H
#define MATCH_YARA_NEEDS_H

#include "base/span.h"

/*
 * `text` compiles; its last rule is meant.  True: without a match of one of its
 * own strings it does not hold, whatever else it says.
 */
bool yara_needs_string(struct span text);

#endif
