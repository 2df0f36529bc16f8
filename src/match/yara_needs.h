/*
 * yara_needs.h -- when can a YARA rule hold?
 *
 * Nearly all rules need a string of theirs, or a program of a kind:
 * "uint16(0) == 0x5A4D and 2 of them", "pe.imphash() == ...".  What is known of a
 * rule by this lets the engine leave out the work for modules (engine_yara).
 * Read off the condition's text: `and`, `or`, parentheses, and the few ways in
 * which people ask for a string, for the first bytes, or for what only a program
 * has.  Whatever is not understood may hold.
 */
#ifndef MATCH_YARA_NEEDS_H
#define MATCH_YARA_NEEDS_H

#include "base/span.h"

/* By what an item begins with. */
enum yara_kind { YARA_OTHER, YARA_MZ, YARA_ELF, YARA_KINDS };

enum yara_kind yara_kind_of(struct span bytes);

/* The bit for an item of this kind in which a string of the rule is found, or none. */
#define YARA_MAY(kind, string) (1u << ((kind) + ((string) ? YARA_KINDS : 0)))
#define YARA_MAY_ALWAYS ((1u << 2 * YARA_KINDS) - 1)

/* `text` compiles; its last rule is meant.  In which items it may hold: YARA_MAY bits. */
unsigned yara_may_hold(struct span text);

/*
 * Take the next statement off the front of *rest that imports a module, with its name.
 * False: something else stands there.
 */
bool yara_import(struct span *rest, struct span *statement, struct span *module);

/*
 * Name spaces of texts in which the word `entrypoint` stands begin with this; those of
 * others with another letter.
 */
#define YARA_SPACE_START 's'

/* The word `module` stands in front of a dot, anywhere; if not, nothing of it is used. */
bool yara_names(struct span text, struct span module);

#endif
