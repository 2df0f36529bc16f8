/*
 * opened.h -- a compiled set, opened, and what stands in it: for the files of
 * match/ only.  Whatever is asked for by an index, a place or a key is checked
 * against the borders of its section and noted for its proof (proof.h).  Filters of
 * what is asked all the time and maps are read as they are: set_prove knows them.
 */
#ifndef MATCH_OPENED_H
#define MATCH_OPENED_H

#include "match/image.h"
#include "match/proof.h"

struct set {
	struct span image;
	struct keys keys;
	uint32_t flags;
	uint32_t url_longest, path_longest, path_deepest;
	struct span section[SECTION_IDS];
	uint64_t checksum[SECTION_IDS];
	uint32_t first_block[SECTION_IDS];	/* of each section among all blocks */
	struct proof *proof;
	const struct image_record *records;	/* one more than record_count */
	const struct image_extra *extras;
	const struct image_bucket *buckets;
	const struct image_range *ranges;
	const struct image_literal *literals;
	const uint64_t *filter[FILTERS], *range_map, *words;
	const uint32_t *advisories, *lists, *kinds;
	uint32_t record_count, extra_count, advisory_count, list_count, bucket_count, range_count;
	uint32_t literal_count;
	uint32_t filter_words[FILTERS];	/* at least 1 */
	bool has_range6;		/* a network of IPv6 is listed */
	unsigned range_bits;		/* leading bits of IPv4 in range_map, 0: no map */
	unsigned word_bits;		/* log2 of the bits in `words`, 0: no literals */
	const uint32_t *yara_rules;
	uint32_t yara_rule_count;
	const struct image_pattern *patterns;
	uint32_t pattern_count;
	void *pattern_data;		/* loaded (engine_pattern), shared by all; or NULL */
	void *yara, *yara_atoms;	/* loaded (engine_yara), shared by all workers; or NULL */
};

struct list {
	const uint32_t *item;		/* indicators, or as the class says */
	uint32_t count;
	unsigned flags;
};

/* A section with the padding behind it: no byte of a file is without a checksum. */
static inline struct span section_padded(const struct set *s, enum image_section_id id)
{
	struct span body = s->section[id];
	size_t padded = (body.len + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;

	return body.len ? span_cut(s->image, (size_t)(body.ptr - s->image.ptr), padded) : body;
}

/*
 * One block (of all) is used for the first time; false: something was found damaged.
 * A section is proved as a whole; false: it is damaged.
 */
bool proof_block(const struct set *s, enum image_section_id id, uint32_t block);
bool proof_section(const struct set *s, enum image_section_id id);

/* Nothing of it needs a proof: an image that is just being made. */
void proof_waive(const struct set *s);

/* These bytes of a section, which lie inside it, are used.  False: the set is damaged. */
static inline bool set_used(const struct set *s, enum image_section_id id, size_t at, size_t len)
{
	uint32_t block = s->first_block[id] + (uint32_t)(at / PROOF_BLOCK);
	uint32_t last = s->first_block[id] + (uint32_t)((at + len - 1) / PROOF_BLOCK);

	for (; block <= last; block++)
		if (!(s->proof->used[block / 64] >> block % 64 & 1) && !proof_block(s, id, block))
			return false;
	return true;
}

/* False when `at` leads outside or to another class. */
bool set_list(const struct set *s, uint32_t at, enum key_class class, struct list *out);

static inline bool set_holds(const struct set *s, enum image_section_id id, uint32_t count,
			     uint32_t index, size_t item)
{
	return index < count && set_used(s, id, (size_t)index * item, item);
}

/* What follows is NULL when there is none, or when it is damaged. */
static inline const struct image_record *set_record(const struct set *s, uint32_t index)
{
	return set_holds(s, SECTION_RECORDS, s->record_count, index, sizeof(*s->records))
		       ? &s->records[index] : NULL;
}

static inline const struct image_extra *set_extra(const struct set *s,
						  const struct image_record *r)
{
	return r->extra && set_holds(s, SECTION_EXTRAS, s->extra_count, r->extra - 1,
				     sizeof(*s->extras)) ? &s->extras[r->extra - 1] : NULL;
}

static inline const struct image_bucket *set_bucket(const struct set *s, uint32_t index)
{
	return set_holds(s, SECTION_TABLE, s->bucket_count, index, sizeof(*s->buckets))
		       ? &s->buckets[index] : NULL;
}

static inline const struct image_range *set_range(const struct set *s, uint32_t index)
{
	return set_holds(s, SECTION_RANGES, s->range_count, index, sizeof(*s->ranges))
		       ? &s->ranges[index] : NULL;
}

static inline const struct image_literal *set_literal(const struct set *s, uint32_t index)
{
	return set_holds(s, SECTION_LITERALS, s->literal_count, index, sizeof(*s->literals))
		       ? &s->literals[index] : NULL;
}

/* Cut to what is there. */
static inline struct span set_string(const struct set *s, uint32_t at, uint32_t len)
{
	struct span out = span_cut(s->section[SECTION_STRINGS], at, len);

	return out.len && set_used(s, SECTION_STRINGS, at, out.len) ? out : SPAN("");
}

/* The canonical value of an indicator; empty when there is none. */
struct span set_value(const struct set *s, uint32_t index);

/* Is the body of one section as it was written?  For what is handed on to a library. */
int set_verify_section(const struct set *s, enum image_section_id id, struct error *e);

#endif
