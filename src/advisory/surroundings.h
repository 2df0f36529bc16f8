/*
 * surroundings.h -- what stands around a passage says of the sectors in it:
 * the heading ("Targeted industries", "Mitigations"), the paragraph that leads
 * to its list, the header of its column.
 *
 * Asked for only when a passage names a sector, and once for each passage.
 */
#ifndef ADVISORY_SURROUNDINGS_H
#define ADVISORY_SURROUNDINGS_H

#include "advisory/concerned.h"
#include "advisory/layout.h"

struct surroundings {
	const struct layout *layout;
	uint32_t block;
	bool asked;
	struct concerned say;		/* SILENT: nothing */
};

/* What a sector in bytes from..to of the passage's text is named for, after all. */
struct concerned surroundings_weigh(struct surroundings *s, struct concerned sentence,
				    struct span text, size_t from, size_t to, bool ordinary);

#endif
