/*
 * wildcard.h -- values of which a part is left open: "C:\Users\*\x.exe",
 * "wm?host.dll", "%APPDATA%\<random>\x.dat".
 *
 * "*" and what stands for a name that differs from machine to machine ("<user>",
 * "[random]", "%USERNAME%", "{GUID}") are any text inside one folder; "?" is one
 * byte, in names of files, paths and registry keys, where it can be nothing else.
 * The environment's own folders (%APPDATA%) are no wildcards.
 */
#ifndef VALUE_WILDCARD_H
#define VALUE_WILDCARD_H

#include "value/kind.h"

enum wildcard { WILDCARD_NONE, WILDCARD_ONE, WILDCARD_ANY };

/* Which kinds may be left open in part. */
bool wildcard_kind(enum kind kind);

/* What begins at `at` of a value of such a kind, and its length. */
enum wildcard wildcard_at(enum kind kind, struct span value, size_t at, size_t *len);

/* Any part of the value is left open. */
bool wildcard_in(enum kind kind, struct span value);

/*
 * What stands fast is enough to search for: WILDCARD_LEAST letters and digits
 * beside the folders that every machine has, the hive and the suffix, and no more
 * than WILDCARD_MOST wildcards: what stands between many could be anything, and to
 * search for it would take for ever.
 */
#define WILDCARD_LEAST 4
#define WILDCARD_MOST  4
bool wildcard_is_specific(enum kind kind, struct span value);

#endif
