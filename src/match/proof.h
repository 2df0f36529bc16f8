/*
 * proof.h -- is a compiled set what it was when it was written?  For the files
 * of match/ only.
 *
 * A section is proved in blocks of PROOF_BLOCK bytes.  SECTION_SUMS holds the
 * checksum of each block of every section, and the section table that of a
 * section's sums.  Of a large section little is used: each block is proved when
 * it is used for the first time, which costs no more than fetching it.  What
 * every question goes through (the filter, the maps) is proved as a whole by
 * set_prove.
 *
 * A block that is not what it was is never used, and the set remembers: whoever
 * answers with it asks set_prove before, so that nothing is missed in silence.
 */
#ifndef MATCH_PROOF_H
#define MATCH_PROOF_H

#include "base/error.h"
#include "base/span.h"

#define PROOF_BLOCK 4096
#define PROOF_LANES 8		/* side by side, since each waits for its own multiplication */

/* Of a block, or of any bytes. */
uint64_t proof_checksum(struct span bytes);

struct proof_lanes {
	uint64_t lane[PROOF_LANES];
};

/* Of a section with its padding, in pieces: all but the last are whole blocks. */
struct section_sum {
	struct proof_lanes all;
	uint64_t last[PROOF_LANES];
	unsigned held;
};
void section_sum_begin(struct section_sum *s, uint64_t len);	/* of all pieces */
/* `sums`: where the checksums of the blocks go; NULL: nowhere. */
void section_sum_add(struct section_sum *s, struct span bytes, uint64_t *sums);
uint64_t section_sum_end(const struct section_sum *s);
/* All of it at once. */
uint64_t section_checksum(struct span padded, uint64_t *sums);

static inline uint64_t proof_blocks(uint64_t bytes)
{
	return bytes / PROOF_BLOCK + (bytes % PROOF_BLOCK != 0);
}

/* Belongs to one process: what is proved and what is not is written while the set is read. */
struct proof {
	uint64_t *proved;		/* a bit per block */
	const uint64_t *sums;		/* of all blocks */
	uint32_t blocks;
	uint32_t damaged;		/* the first section that was found so; 0: none */
	uint32_t settled;		/* by section: its sums are proved */
	bool whole;			/* what set_prove proves is */
};

#endif
