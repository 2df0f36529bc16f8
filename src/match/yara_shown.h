/*
 * yara_shown.h -- an item as libyara is shown it: while it looks for strings the
 * parts in which one may match, and all of it when conditions are evaluated
 * (filesize, uint16(0), hashes, modules).
 */
#ifndef MATCH_YARA_SHOWN_H
#define MATCH_YARA_SHOWN_H

#include <yara.h>

#include "match/yara_atoms.h"

struct yara_shown {
	YR_MEMORY_BLOCK_ITERATOR iterator;
	YR_MEMORY_BLOCK block;
	struct span item;
	const struct yara_parts *parts;
	size_t next;		/* part */
	bool searched;		/* strings are: conditions are at work */
};

/*
 * For one call of yr_scanner_scan_mem_blocks.  parts NULL: strings, too, are looked for in
 * all of it.  *shown, the item and the parts stay where they are until that returns.
 */
YR_MEMORY_BLOCK_ITERATOR *yara_show(struct yara_shown *shown, struct span item,
				    const struct yara_parts *parts);

#endif
