/*
 * yara_atoms.h -- the parts of an item that libyara has to search.
 *
 * libyara looks for the *atoms* of its strings, up to four bytes of each, one
 * byte after the other, and compares the string where one stands.  Here the atoms
 * are looked for four times as fast, and what is left is libyara's: around each
 * atom so much of the item that whatever it compares there comes out as in
 * the whole of it.  Outside of these parts no string matches.
 */
#ifndef MATCH_YARA_ATOMS_H
#define MATCH_YARA_ATOMS_H

#include <yara.h>

#include "base/span.h"

struct yara_atoms;

/*
 * Before yara_rows_add, shared by all workers; the rules outlive it.  NULL: it would
 * not help (strings without an atom worth the name) or could not be had.
 */
struct yara_atoms *yara_atoms_new(const YR_RULES *rules);
void yara_atoms_free(struct yara_atoms *a);	/* NULL is fine */

/* From `begin` to in front of `end`; in order, apart from each other. */
struct yara_part {
	size_t begin, end;
};

struct yara_parts {		/* zero it first */
	struct yara_part *list;
	size_t count, room, bytes;
};

/* False: to search all of it at once is no more work, or there is no memory. */
bool yara_atoms_seek(const struct yara_atoms *a, struct span item, struct yara_parts *out);
void yara_parts_release(struct yara_parts *p);

#endif
