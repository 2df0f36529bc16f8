/*
 * passing.h -- where a document names others only in passing: the titles of
 * its references, footnotes, links to further reading, tags, and the rows of
 * a table that gives an overview of many.
 *
 * What is met nowhere else is told as a mention, not as what the document is
 * about (entities.h).
 */
#ifndef ADVISORY_PASSING_H
#define ADVISORY_PASSING_H

#include "advisory/layout.h"

/* What was found out about the table at hand. */
struct passing {
	uint32_t table;
	bool overview;
};

/* Why names in block `i` are met in passing there, or NULL. */
const char *passing_why(const struct layout *l, uint32_t i);

/* In a sentence that says that what stands at byte `at` was not met: why, or NULL. */
const char *passing_denied(struct span text, size_t at);

/* The same for sectors: also where the publisher speaks of itself. */
const char *passing_of_sectors(const struct layout *l, uint32_t i);

/*
 * A whole cell in block `i` is a row of an overview: neither the header of its
 * column nor the other cells say what was done with what is named.  Blocks in
 * their order.
 */
bool passing_in_overview(struct passing *p, const struct layout *l, uint32_t i);

#endif
