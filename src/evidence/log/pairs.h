/*
 * pairs.h -- key=value, key="value", key='value' and key:"value" one after
 * the other, with blanks, commas, semicolons or bars between them.
 */
#ifndef EVIDENCE_LOG_PAIRS_H
#define EVIDENCE_LOG_PAIRS_H

#include "base/span.h"

/*
 * Take the next pair off *rest; false when there is none.  Words that are no
 * key are skipped.  A value without quotes runs up to the next key, blanks
 * inside it included; quotes are not part of the value, escapes stay.
 */
bool pair_next(struct span *rest, struct span *key, struct span *value);

/* The same where `separator` alone ends a value (LEEF). */
bool pair_next_by(struct span *rest, char separator, struct span *key, struct span *value);

#endif
