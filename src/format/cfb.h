/*
 * cfb.h -- compound files (OLE2): a small file system inside a file, in which
 * Outlook keeps messages and old Office its documents.
 *
 * Specification: [MS-CFB].  Not here: writing, property sets.
 * Hostile input: the tables are as large as the file makes them and come out
 * of the item's budget; a chain that turns back ends after as many sectors as
 * the file has; entries are met once, however they point at one another.
 */
#ifndef FORMAT_CFB_H
#define FORMAT_CFB_H

#include "format/format.h"

#define CFB_NONE UINT32_MAX

enum cfb_type { CFB_UNUSED = 0, CFB_STORAGE = 1, CFB_STREAM = 2, CFB_ROOT = 5 };

struct cfb_entry {
	struct span name;		/* UTF-8 */
	enum cfb_type type;
	uint32_t parent;		/* CFB_NONE: the root, or in no storage */
	uint32_t left, right, child, start;
	uint64_t size;
};

struct cfb {
	const char *format;		/* for errors */
	struct seekable *file;
	struct arena *arena;
	unsigned sector_bits, mini_bits;
	uint64_t cutoff;		/* smaller streams lie in the mini stream */
	uint32_t *fat, *mini_fat, *mini_sectors;
	uint32_t fat_count, mini_count, mini_sector_count;
	struct cfb_entry *entry;
	uint32_t entries;
};

int  cfb_open(struct cfb *c, struct reader *r, struct error *e);

/* The entry of this name right inside `parent` (any case); CFB_NONE: there is none. */
uint32_t cfb_find(const struct cfb *c, uint32_t parent, struct span name);

/* Its bytes; NULL: no memory left. */
struct stream *cfb_stream(struct cfb *c, uint32_t entry);

/* All of a small stream; empty when it is larger than `most` or cannot be read. */
struct span cfb_bytes(struct cfb *c, uint32_t entry, size_t most);

#endif
