/*
 * set.c -- a compiled set, opened: nothing is parsed, nothing is copied.
 *
 * Hostile input: the header is checked as a whole; afterwards an index that
 * leads outside of its section finds nothing, and damaged bytes are told (proof.h).
 */
#include "match/set.h"

#include <stdlib.h>

#include "base/time.h"
#include "match/engine.h"
#include "match/opened.h"
#include "match/shape.h"

/* Bytes of one entry, by section: what an image must say to be believed. */
static const uint32_t item_size[SECTION_IDS] = {
	[SECTION_RECORDS]    = sizeof(struct image_record),
	[SECTION_ADVISORIES] = sizeof(uint32_t),
	[SECTION_STRINGS]    = 1,
	[SECTION_LISTS]      = sizeof(uint32_t),
	[SECTION_TABLE]      = sizeof(struct image_bucket),
	[SECTION_FILTER]     = sizeof(uint64_t),
	[SECTION_FILTER_NAMES] = sizeof(uint64_t),
	[SECTION_FILTER_ADDRESSES] = sizeof(uint64_t),
	[SECTION_EXTRAS]     = sizeof(struct image_extra),
	[SECTION_RANGES]     = sizeof(struct image_range),
	[SECTION_RANGE_MAP]  = sizeof(uint64_t),
	[SECTION_LITERALS]   = sizeof(struct image_literal),
	[SECTION_WORDS]      = sizeof(uint64_t),
	[SECTION_KINDS]      = sizeof(uint32_t),
	[SECTION_YARA]       = 1,
	[SECTION_PATTERNS]   = sizeof(struct image_pattern),
	[SECTION_PATTERN_DATA] = 1,
	[SECTION_YARA_RULES] = sizeof(uint32_t),
	[SECTION_CARRIED]    = 1,
	[SECTION_ASIDE]	     = 1,
	[SECTION_SUMS]	     = sizeof(uint64_t),
};

/* Checksum of header and section table as they were when written. */
static uint64_t header_checksum(const struct image_header *h, struct span table)
{
	struct image_header blank = *h;

	blank.checksum = 0;
	return proof_checksum(span_make(&blank, sizeof(blank))) ^
	       proof_checksum(table) * UINT64_C(0x9e3779b97f4a7c15);
}

int image_header(struct span front, uint64_t size, struct image_header *h, struct error *e)
{
	if (front.len < sizeof(*h))
		return fail(e, ERR_TRUNCATED, "set: no room for a header");
	memcpy(h, front.ptr, sizeof(*h));
	if (memcmp(h->magic, IMAGE_MAGIC, sizeof(h->magic)) != 0)
		return fail(e, ERR_MALFORMED, "set: not a compiled set");
	if (h->endian != IMAGE_ENDIAN)
		return fail(e, ERR_UNSUPPORTED, "set: compiled for another byte order");
	if (h->version != IMAGE_VERSION)
		return fail(e, ERR_UNSUPPORTED, "set: version %u, this is version %u: compile it again",
			    h->version, IMAGE_VERSION);
	if (h->size != size)
		return fail(e, ERR_TRUNCATED, "set: %llu bytes long, should be %llu",
			    (unsigned long long)size, (unsigned long long)h->size);
	if (h->sections > (front.len - sizeof(*h)) / sizeof(struct image_section))
		return fail(e, ERR_MALFORMED, "set: section table ends behind the file");
	if (h->checksum != header_checksum(h, span_cut(front, sizeof(*h),
						       h->sections * sizeof(struct image_section))))
		return fail(e, ERR_MALFORMED, "set: header damaged");
	return 0;
}

/* `blocks`: those of the sections in front of it in the table. */
static int take_section(struct set *s, const struct image_section *section, uint64_t *blocks,
			struct error *e)
{
	uint64_t first = *blocks;

	if (section->offset > s->image.len || section->length > s->image.len - section->offset ||
	    section->offset % IMAGE_ALIGN != 0)
		return fail(e, ERR_MALFORMED, "set: section %u lies outside", section->id);
	*blocks += section->id == SECTION_SUMS ? 0 : proof_blocks(section->length);
	if (section->id == 0 || section->id >= SECTION_IDS)
		return 0;
	if (section->item != item_size[section->id] || section->length % section->item != 0 ||
	    section->length / section->item >= UINT32_MAX)
		return fail(e, ERR_MALFORMED, "set: section %u has entries of %u bytes",
			    section->id, section->item);
	s->section[section->id] = span_cut(s->image, section->offset, section->length);
	s->checksum[section->id] = section->checksum;
	s->first_block[section->id] = (uint32_t)first;
	return 0;
}

/* Nothing is proved so far. */
static int begin_proof(struct set *s, uint64_t blocks, struct error *e)
{
	struct span sums = s->section[SECTION_SUMS];
	size_t words = (size_t)(blocks / 64 + 1);

	if (sums.len / 8 != blocks)
		return fail(e, ERR_MALFORMED, "set: a section is missing");
	s->proof = calloc(1, sizeof(*s->proof));
	if (!s->proof)
		return fail(e, ERR_MEMORY, "set: no memory");
	s->proof->sums = (const void *)sums.ptr;
	s->proof->blocks = (uint32_t)blocks;
	s->proof->used = calloc(words, sizeof(*s->proof->used));
	return s->proof->used ? 0 : fail(e, ERR_MEMORY, "set: no memory");
}

static const void *entries(const struct set *s, enum image_section_id id, uint32_t *count)
{
	*count = (uint32_t)(s->section[id].len / item_size[id]);
	return s->section[id].ptr;
}

/* log2 of the bits in a section whose size must be a power of two; 0: empty. */
static unsigned map_bits(const struct set *s, enum image_section_id id)
{
	size_t len = s->section[id].len;

	return len ? 3 + (unsigned)__builtin_ctzll(len) : 0;
}

/* A power of two, or zero. */
static bool is_power(size_t n)
{
	return (n & (n - 1)) == 0;
}

/* Sorted by value, networks of IPv4 stand side by side: others are in front or behind. */
static bool lists_range6(const struct set *s)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	const struct image_range *first = set_range(s, 0);
	const struct image_range *last = first ? set_range(s, s->range_count - 1) : NULL;

	return last && (memcmp(first->first, mapped, 12) != 0 ||
			memcmp(last->first, mapped, 12) != 0);
}

static int check_sections(struct set *s, struct error *e)
{
	uint32_t kinds, words;
	bool empty = false;

	s->records = entries(s, SECTION_RECORDS, &s->record_count);
	s->extras = entries(s, SECTION_EXTRAS, &s->extra_count);
	s->advisories = entries(s, SECTION_ADVISORIES, &s->advisory_count);
	s->lists = entries(s, SECTION_LISTS, &s->list_count);
	s->buckets = entries(s, SECTION_TABLE, &s->bucket_count);
	for (unsigned i = 0; i < FILTERS; i++) {
		s->filter[i] = entries(s, FILTER_SECTION(i), &s->filter_words[i]);
		empty |= s->filter_words[i] == 0;
	}
	s->ranges = entries(s, SECTION_RANGES, &s->range_count);
	s->range_map = entries(s, SECTION_RANGE_MAP, &words);
	s->literals = entries(s, SECTION_LITERALS, &s->literal_count);
	s->words = entries(s, SECTION_WORDS, &words);
	s->kinds = entries(s, SECTION_KINDS, &kinds);
	s->patterns = entries(s, SECTION_PATTERNS, &s->pattern_count);
	s->yara_rules = entries(s, SECTION_YARA_RULES, &s->yara_rule_count);
	s->range_bits = map_bits(s, SECTION_RANGE_MAP);
	s->word_bits = map_bits(s, SECTION_WORDS);
	if (kinds != KIND_COUNT || empty || s->bucket_count == 0 || s->record_count == 0)
		return fail(e, ERR_MALFORMED, "set: a section is missing");
	s->record_count--;		/* the last one only ends the value before it */
	if (s->range_bits > 32 || !is_power(s->section[SECTION_RANGE_MAP].len) ||
	    !is_power(s->section[SECTION_WORDS].len))
		return fail(e, ERR_MALFORMED, "set: a map has an odd size");
	return 0;
}

static uint32_t at_most(uint32_t n, uint32_t most)
{
	return n < most ? n : most;
}

static int open_sections(struct set *s, const struct image_header *h, struct error *e)
{
	struct image_section section;
	uint64_t blocks = 0;

	s->keys = keys_of_seed(h->seed);
	s->flags = h->flags;
	s->url_longest = at_most(h->url_longest, SHAPE_URL_MAX);
	s->path_longest = at_most(h->path_longest, SHAPE_PATH_MAX);
	s->path_deepest = at_most(h->path_deepest, SHAPE_PATH_MAX);
	for (uint32_t i = 0; i < h->sections; i++) {
		memcpy(&section, s->image.ptr + sizeof(*h) + i * sizeof(section), sizeof(section));
		if (take_section(s, &section, &blocks, e) < 0)
			return -1;
	}
	return check_sections(s, e) < 0 ? -1 : begin_proof(s, blocks, e);
}

static int open_image(struct set **out, struct span image, bool proves, struct error *e)
{
	struct image_header header;
	struct set *s;

	*out = NULL;
	if ((uintptr_t)image.ptr % 8 != 0)
		return fail(e, ERR_MALFORMED, "set: not where it can be read");
	if (image_header(image, image.len, &header, e) < 0)
		return -1;
	s = calloc(1, sizeof(*s));
	if (!s)
		return fail(e, ERR_MEMORY, "set: no memory");
	s->image = image;
	for (unsigned id = 0; id < SECTION_IDS; id++)
		s->checksum[id] = section_checksum(SPAN(""), NULL);
	if (open_sections(s, &header, e) < 0) {
		set_close(s);
		return -1;
	}
	if (!proves)
		proof_waive(s);
	s->has_range6 = lists_range6(s);
	if (set_damaged(s, e) < 0) {
		set_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

int set_open(struct set **out, struct span image, struct error *e)
{
	return open_image(out, image, true, e);
}

int image_open(struct set **out, struct span image, struct error *e)
{
	return open_image(out, image, false, e);
}

void set_close(struct set *s)
{
	if (!s)
		return;
	engines_unload(s);
	if (s->proof)
		free(s->proof->used);
	free(s->proof);
	free(s);
}

void image_seal_header(char *at)
{
	struct image_header h;

	memcpy(&h, at, sizeof(h));
	h.checksum = header_checksum(&h, span_make(at + sizeof(h),
						   h.sections * sizeof(struct image_section)));
	memcpy(at, &h, sizeof(h));
}

static struct span section_body(struct span image, const struct image_section *section)
{
	uint64_t padded = (section->length + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;

	return span_cut(image, section->offset, padded);
}

/* Where the sums of an image's blocks go; empty: nowhere. */
static struct span room_for_sums(struct span image, const struct image_header *h)
{
	uint64_t front = sizeof(*h) + h->sections * sizeof(struct image_section);
	struct image_section section;

	for (uint32_t i = 0; i < h->sections; i++) {
		memcpy(&section, image.ptr + sizeof(*h) + i * sizeof(section), sizeof(section));
		if (section.id == SECTION_SUMS && section.offset % IMAGE_ALIGN == 0 &&
		    section.offset >= front)
			return span_cut(image, section.offset, section.length);
	}
	return SPAN("");
}

/* Its own checksum comes behind those of all others. */
static void seal_sections(struct span image, const struct image_header *h, bool last)
{
	struct span room = room_for_sums(image, h);
	struct image_section section;

	for (uint32_t i = 0; i < h->sections; i++) {
		char *entry = (char *)image.ptr + sizeof(*h) + i * sizeof(section);
		struct span body;
		size_t need;

		memcpy(&section, entry, sizeof(section));
		if ((section.id == SECTION_SUMS) != last)
			continue;
		body = section_body(image, &section);
		need = 8 * proof_blocks(body.len);
		section.checksum = section_checksum(body, last || need > room.len ? NULL
							       : (void *)room.ptr);
		room = span_skip(room, need);
		memcpy(entry, &section, sizeof(section));
	}
}

void image_seal(char *at, size_t len)
{
	struct span image = { at, len };
	struct image_header h;

	memcpy(&h, at, sizeof(h));
	if (h.sections > (len - sizeof(h)) / sizeof(struct image_section))
		return;
	seal_sections(image, &h, false);
	seal_sections(image, &h, true);
	image_seal_header(at);
}

uint32_t set_count(const struct set *s)
{
	return s->record_count;
}

struct span set_value(const struct set *s, uint32_t index)
{
	const struct image_record *r = set_record(s, index);

	/* It ends where the next one begins, and behind the last record stands one more. */
	if (!r || !set_holds(s, SECTION_RECORDS, s->record_count + 1, index + 1, sizeof(*r)))
		return SPAN("");
	return r[1].value > r->value ? set_string(s, r->value, r[1].value - r->value) : SPAN("");
}

/* The advisories of a record that has several, and how many really are there. */
static uint32_t several(const struct set *s, const struct image_record *r, const uint32_t **list)
{
	uint32_t count;

	if (!set_holds(s, SECTION_ADVISORIES, s->advisory_count, r->advisory, 4))
		return 0;
	*list = &s->advisories[r->advisory + 1];
	count = at_most((*list)[-1], s->advisory_count - r->advisory - 1);
	return count && set_used(s, SECTION_ADVISORIES, 4 * ((size_t)r->advisory + 1),
				   4 * (size_t)count) ? count : 0;
}

bool set_indicator(const struct set *s, uint32_t index, struct set_indicator *out)
{
	const struct image_record *r = set_record(s, index);
	const struct image_extra *extra;
	const uint32_t *list;

	if (!r || r->kind >= KIND_COUNT)
		return false;
	extra = set_extra(s, r);
	*out = (struct set_indicator){
		.kind = (enum kind)r->kind,
		.value = set_value(s, index),
		.port = extra ? extra->port : 0,
		.confidence = r->confidence,
		.host_shared = r->flags & RECORD_HOST_SHARED,
		.leaf = r->flags & RECORD_LEAF,
		.valid_from = extra ? extra->valid_from : TIME_NONE,
		.valid_until = extra ? extra->valid_until : TIME_NONE,
		.advisory_count = r->flags & RECORD_SEVERAL ? several(s, r, &list) : 1,
	};
	return true;
}

uint32_t set_advisory(const struct set *s, uint32_t index, uint32_t n)
{
	const struct image_record *r = set_record(s, index);
	const uint32_t *list;

	if (r && !(r->flags & RECORD_SEVERAL))
		return n == 0 ? r->advisory : UINT32_MAX;
	return r && n < several(s, r, &list) ? list[n] : UINT32_MAX;
}

bool set_wants(const struct set *s, enum kind kind)
{
	return (unsigned)kind < KIND_COUNT && s->kinds[kind] > 0;
}

unsigned set_digests(const struct set *s)
{
	static const enum kind of_digest[DIGEST_COUNT] = {
		[DIGEST_MD5] = KIND_MD5, [DIGEST_SHA1] = KIND_SHA1,
		[DIGEST_SHA256] = KIND_SHA256, [DIGEST_SHA512] = KIND_SHA512,
	};
	unsigned wanted = 0;

	for (unsigned i = 0; i < DIGEST_COUNT; i++)
		if (set_wants(s, of_digest[i]))
			wanted |= 1u << i;
	return wanted;
}

bool set_list(const struct set *s, uint32_t at, enum key_class class, struct list *out)
{
	uint32_t head, count;

	if (at == 0 || !set_holds(s, SECTION_LISTS, s->list_count, at, 4))
		return false;
	head = s->lists[at++];
	count = LIST_COUNT(head);
	if (LIST_CLASS(head) != (unsigned)class)
		return false;
	if (count == LIST_COUNT_MAX) {
		if (!set_holds(s, SECTION_LISTS, s->list_count, at, 4))
			return false;
		count = s->lists[at++];
	}
	if (count > s->list_count - at ||
	    (count && !set_used(s, SECTION_LISTS, 4 * (size_t)at, 4 * (size_t)count)))
		return false;
	*out = (struct list){ s->lists + at, count, LIST_FLAGS(head) };
	return true;
}
