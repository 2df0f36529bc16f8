/*
 * proof.h -- is a compiled set what it was when it was written?  For the files
 * of match/ only.
 *
 * A section is proved in blocks of PROOF_BLOCK bytes.  SECTION_SUMS holds the
 * checksum of each block of every section, and the section table that of a
 * section's sums.  Of a large section little is used: a block that is used for the
 * first time is noted and on its way from memory, and those noted are proved
 * together, when set_damaged is asked or there are PROOF_WAITING of them.  What
 * every question goes through (the filter, the maps) is proved as a whole by
 * set_prove.
 *
 * So a damaged block may be used, within the bounds that hold for every image, but
 * nothing that it led to may leave: whoever says a word that rests on the set asks
 * set_damaged before, and set_prove before the last one, so that nothing is missed
 * in silence.  The set remembers.
 */
#ifndef MATCH_PROOF_H
#define MATCH_PROOF_H

#include "base/error.h"
#include "base/span.h"

#define PROOF_BLOCK 512
#define PROOF_WAITING 256	/* blocks: 128 KiB, that are still near when they are proved */
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

/* Belongs to one process: what was used is written while the set is read. */
struct proof {
	uint64_t *used;			/* a bit per block: proved, or one of those that wait */
	struct {
		uint32_t block, section;
	} waiting[PROOF_WAITING];
	uint32_t waits;
	const uint64_t *sums;		/* of all blocks */
	uint32_t blocks;
	uint32_t damaged;		/* the first section that was found so; 0: none */
	uint32_t settled;		/* by section: its sums are proved */
	bool whole;			/* what set_prove proves is */
};

#endif
