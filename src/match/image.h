/*
 * image.h -- how a compiled set lies in its file, for the files of match/ only.
 *
 *     header | section table | sections, each at a multiple of 64
 *
 * Numbers are little-endian (the header says so; other machines refuse).
 * Sections are found by id; unknown ids are passed over, so that later
 * versions can add rules and pattern databases.  Header and section table
 * carry a checksum that set_open verifies; the sections are proved block by
 * block as they are used (proof.h).  Whatever an image says is believed only
 * inside its own sections: every accessor below checks.
 */
#ifndef MATCH_IMAGE_H
#define MATCH_IMAGE_H

#include "match/key.h"
#include "match/set.h"

#define IMAGE_MAGIC   "TOCSINS\x1a"
#define IMAGE_VERSION 12
/* Of a compiled rule.  Those that use modules come behind all others. */
#define YARA_RULE_MODULES 0x80000000u	/* its text imports some */
#define YARA_RULE_MAY	  25		/* from this bit on: YARA_MAY (yara_needs.h) */
#define YARA_RULE_ENTRY	  0x01ffffffu	/* its indicator; all bits: it only serves others */
#define IMAGE_ENDIAN  0x0a0b0c0du
#define IMAGE_ALIGN   64

enum image_section_id {
	SECTION_RECORDS = 1,	/* struct image_record, one per indicator, and one behind them */
	SECTION_ADVISORIES,	/* u32: how many and which, for indicators of several advisories */
	SECTION_STRINGS,	/* bytes: the indicators' values in their order, then others */
	SECTION_LISTS,		/* u32: what a key leads to, unless it is one thing */
	SECTION_TABLE,		/* struct image_bucket */
	SECTION_FILTER,		/* u64: Bloom filters, one word per key (enum filter_id, table.h) */
	SECTION_FILTER_NAMES,
	SECTION_FILTER_ADDRESSES,
	SECTION_EXTRAS,		/* struct image_extra: what few indicators have */
	SECTION_RANGES,		/* struct image_range, sorted */
	SECTION_RANGE_MAP,	/* u64: which leading bits of IPv4 lie in a range */
	SECTION_LITERALS,	/* struct image_literal */
	SECTION_WORDS,		/* u64: first bytes of the literals' anchoring words */
	SECTION_KINDS,		/* u32: indicators per kind */
	SECTION_YARA,		/* bytes: rules as libyara's compiler writes them */
	SECTION_YARA_RULES,	/* u32 of each compiled rule: YARA_RULE_* */
	SECTION_PATTERNS,	/* struct image_pattern: expressions in their order */
	SECTION_PATTERN_DATA,	/* bytes: expressions as Vectorscan's compiler writes them */
	SECTION_CARRIED,	/* bytes that the set carries for who uses it */
	SECTION_ASIDE,		/* the same, of which most uses need nothing */
	SECTION_SUMS,		/* u64 of each block of the sections above, in the table's order */
	SECTION_IDS
};

enum image_flag {
	IMAGE_HAS_IDNA		= 1 << 0,	/* an A-label is listed */
	IMAGE_HAS_NUMERIC	= 1 << 1,	/* a name whose last label is a number */
	IMAGE_HAS_BLANKS	= 1 << 2,	/* a file name with blanks */
};

struct image_header {
	char magic[8];
	uint32_t version, endian;
	uint64_t seed, size;
	uint32_t sections, flags;
	uint64_t checksum;		/* of header and section table, this field zero */
	uint32_t url_longest;		/* bytes of the longest URL, path; folders of the deepest */
	uint32_t path_longest, path_deepest, unused;
};

struct image_section {
	uint32_t id, item;		/* item: bytes of one entry */
	uint64_t offset, length;
	uint64_t checksum;		/* section_checksum, with the padding behind it */
};

enum record_flag {
	RECORD_HOST_SHARED = 1 << 0,	/* set.h */
	RECORD_LEAF	   = 1 << 1,
	RECORD_SEVERAL	   = 1 << 2,	/* of several advisories */
};

struct image_record {
	uint32_t value;			/* in SECTION_STRINGS; ends where the next one begins */
	uint32_t advisory;		/* RECORD_SEVERAL: place in SECTION_ADVISORIES */
	uint32_t extra;			/* in SECTION_EXTRAS + 1; 0: none */
	uint8_t kind, confidence, flags, unused;
};

struct image_extra {
	int64_t valid_from, valid_until;
	uint16_t port, unused[3];
};

#define BUCKET_SLOTS 8

/*
 * Keys are asked for in one of three filters.  Those of every name and every address of
 * a text stand in filters of their own, which are the smaller for it: they stay near.
 */
enum filter_id {
	FILTER_SELDOM,
	FILTER_NAMES,			/* KEY_GUARD */
	FILTER_ADDRESSES,		/* KEY_ADDRESS, KEY_URLADDRESS */
	FILTERS
};

static inline enum filter_id filter_of_class(enum key_class class)
{
	if (class == KEY_GUARD)
		return FILTER_NAMES;
	return class == KEY_ADDRESS || class == KEY_URLADDRESS ? FILTER_ADDRESSES : FILTER_SELDOM;
}

#define FILTER_SECTION(id) ((enum image_section_id)(SECTION_FILTER + (id)))

struct image_bucket {			/* one cache line */
	struct {
		uint32_t print;		/* of the key */
		uint32_t list;		/* in SECTION_LISTS, or SLOT_ONE; 0: free */
	} slot[BUCKET_SLOTS];
};

struct image_range {
	uint8_t first[16], last[16];
	uint32_t outer;			/* the smallest range around it + 1, or 0 */
	uint32_t list;
};

struct image_literal {
	uint32_t indicator;
	uint32_t text, text_len;	/* in SECTION_STRINGS */
	uint32_t anchor;		/* offset of the anchoring word in the text */
	uint32_t flags;			/* enum literal_flag (literal.h) */
};

struct image_pattern {
	uint32_t indicator, flags;	/* enum expression_flag */
};

/* What stands in SECTION_LISTS behind a key: a head (class, flags, count), then numbers. */
#define LIST_CLASS(head) ((head) & 0xf)
#define LIST_FLAGS(head) ((head) >> 4 & 0xff)
#define LIST_COUNT(head) ((head) >> 12)
#define LIST_COUNT_MAX   0xfffffu	/* this many: the true count is the next word */

/*
 * Nearly all keys lead to one thing, which stands in the slot: a class, and
 * the flags of a guard or the only item of a list without flags.
 */
#define SLOT_ONE	 UINT32_C(0x80000000)
#define SLOT_CLASS(slot) ((slot) >> 27 & 0xf)
#define SLOT_ITEM(slot)	 ((slot) & SLOT_ITEM_MAX)
#define SLOT_ITEM_MAX	 UINT32_C(0x7ffffff)

/* What a guard says about what is listed below it (flags of its list). */
enum guard_flag {
	GUARD_HOST	= 1 << 0,	/* domains, URLs, mail addresses */
	GUARD_NAME	= 1 << 1,
	GUARD_PATH	= 1 << 2,
	GUARD_WRAPPER	= 1 << 3,
	GUARD_SEPARATED	= 1 << 4,	/* names with separators inside */
};

/* Read and check the header of an image of `size` bytes that begins with `front`. */
int image_header(struct span front, uint64_t size, struct image_header *h, struct error *e);

/* An image of which only the header is sealed so far: nothing in it needs a proof. */
int image_open(struct set **out, struct span image, struct error *e);

/* Write all checksums into a finished image (whose bytes the caller owns), or the header's only. */
void image_seal(char *image, size_t len);
void image_seal_header(char *image);

#endif
