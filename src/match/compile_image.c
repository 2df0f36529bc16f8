/*
 * compile_image.c -- write the image: sizes first, then every section in its
 * place, then the checksums.
 */
#include <stdlib.h>

#include "base/time.h"
#include "match/builder.h"
#include "match/shape.h"
#include "match/literal.h"
#include "match/lookup.h"
#include "match/table.h"

#define FILTER_BITS 24		/* per key: 1.8 questions of a thousand pass in vain */
#define BUCKET_FILL 6		/* keys per bucket of 8, on average */
#define WORD_BITS   5		/* log2 of bits per anchor in the map of words */

struct layout {
	struct image_section section[SECTION_IDS];
	uint64_t size;
};

struct writer {
	const struct builder *b;
	char *image;
	const struct layout *layout;
	uint64_t strings;		/* bytes used so far */
	uint32_t lists, extras, advisories;	/* entries used so far */
};

static void *section_of(const struct writer *w, enum image_section_id id)
{
	return w->image + w->layout->section[id].offset;
}

static uint64_t section_items(const struct writer *w, enum image_section_id id)
{
	return w->layout->section[id].length / w->layout->section[id].item;
}

static void plan_section(struct layout *l, enum image_section_id id, uint32_t item, uint64_t count)
{
	l->section[id] = (struct image_section){ id, item, l->size, item * count, 0 };
	l->size = (l->size + item * count + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
}

/* Literals that are a value itself take no room of their own. */
static bool literal_is_value(const struct builder *b, const struct build_literal *literal)
{
	return literal->text.ptr == b->entry[literal->entry].value.ptr;
}

static uint64_t string_bytes(const struct builder *b)
{
	const struct build_literal *literal = b->literals.items;
	uint64_t n = 0;

	for (uint32_t i = 0; i < b->entries; i++)
		n += b->entry[i].value.len;
	for (size_t i = 0; i < b->literals.count; i++)
		if (!literal_is_value(b, &literal[i]))
			n += literal[i].text.len;
	return n;
}

static bool has_extra(const struct entry *entry)
{
	return entry->port || entry->valid_from != TIME_NONE || entry->valid_until != TIME_NONE;
}

static uint64_t extra_count(const struct builder *b)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < b->entries; i++)
		n += has_extra(&b->entry[i]);
	return n;
}

/* Behind the last mention of the entry that the one at `from` belongs to. */
static size_t mentions_end(const struct builder *b, size_t from)
{
	size_t to = from + 1;

	while (to < b->mentions && b->mention[to].key >> 32 == b->mention[from].key >> 32)
		to++;
	return to;
}

/* Words that entries of several advisories take. */
static uint64_t advisory_words(const struct builder *b)
{
	uint64_t n = 0;

	for (size_t from = 0, to; from < b->mentions; from = to) {
		to = mentions_end(b, from);
		n += to - from > 1 ? 1 + to - from : 0;
	}
	return n;
}

static unsigned log2_of(uint64_t n)
{
	unsigned bits = 0;

	while (bits < 40 && UINT64_C(1) << bits < n)
		bits++;
	return bits;
}

/* More ranges need a finer map: 512 bytes, 8 KiB, 2 MiB. */
static unsigned range_bits(uint64_t ranges)
{
	if (ranges == 0)
		return 0;
	return ranges <= 64 ? 12 : ranges <= 4096 ? 16 : 24;
}

static unsigned word_bits(uint64_t literals)
{
	unsigned bits = log2_of(literals) + WORD_BITS;

	if (literals == 0)
		return 0;
	return bits < 9 ? 9 : bits > 23 ? 23 : bits;
}

static uint64_t map_words(unsigned bits)
{
	return bits ? (UINT64_C(1) << bits) / 64 : 0;
}

static enum key_class class_of(const struct sort_item *item)
{
	return (enum key_class)(item->data >> 40);
}

static bool same_key(const struct sort_item *a, const struct sort_item *b)
{
	return a->key == b->key && class_of(a) == class_of(b);
}

/* A guard keeps flags only, the host of URLs one of them. */
static uint32_t items_kept(enum key_class class, size_t n)
{
	return class == KEY_GUARD ? 0 : class == KEY_URLHOST ? 1 : (uint32_t)n;
}

/* Words that a list of so many items takes. */
static uint64_t list_words(uint32_t items)
{
	return 1 + (items >= LIST_COUNT_MAX) + (uint64_t)items;
}

static unsigned flags_of(const struct sort_item *item, size_t n)
{
	unsigned flags = 0;

	for (size_t i = 0; i < n; i++)
		flags |= (unsigned)(item[i].data >> 32) & 0xff;
	return flags;
}

/* What a key leads to, if it fits into its slot; else 0. */
static uint32_t slot_of(const struct sort_item *item, size_t n)
{
	enum key_class class = class_of(item);
	unsigned flags = flags_of(item, n);
	uint32_t first = (uint32_t)item[0].data;

	if (class == KEY_GUARD)
		return SLOT_ONE | (uint32_t)class << 27 | flags;
	if (flags || items_kept(class, n) != 1 || first > SLOT_ITEM_MAX)
		return 0;
	return SLOT_ONE | (uint32_t)class << 27 | first;
}

/* Behind the last item of the key that begins at `from`. */
static size_t group_end(const struct sort_item *item, size_t n, size_t from)
{
	size_t to = from + 1;

	while (to < n && same_key(&item[to], &item[from]))
		to++;
	return to;
}

static bool same_range(const struct build_range *a, const struct build_range *b)
{
	return address_equal(&a->first, &b->first) && address_equal(&a->last, &b->last);
}

static size_t range_end(const struct build_range *r, size_t n, size_t from)
{
	size_t to = from + 1;

	while (to < n && same_range(&r[to], &r[from]))
		to++;
	return to;
}

/* Different keys and ranges, and the words of all their lists (word 0 means none). */
struct counts {
	uint64_t keys[FILTERS], ranges, words;
};

static struct counts count_lists(const struct builder *b)
{
	const struct sort_item *item = b->keyed.items;
	const struct build_range *r = b->ranges.items;
	struct counts n = { .words = 1 };

	for (size_t from = 0, to; from < b->keyed.count; from = to) {
		enum key_class class = class_of(&item[from]);

		to = group_end(item, b->keyed.count, from);
		n.keys[filter_of_class(class)]++;
		if (!slot_of(&item[from], to - from))
			n.words += list_words(items_kept(class, to - from));
	}
	for (size_t from = 0, to; from < b->ranges.count; from = to) {
		to = range_end(r, b->ranges.count, from);
		n.words += list_words((uint32_t)(to - from));
		n.ranges++;
	}
	return n;
}

static void plan(const struct builder *b, struct layout *l)
{
	uint64_t literals = b->literals.count, blocks = 0;
	struct counts n = count_lists(b);

	l->size = (sizeof(struct image_header) + (SECTION_IDS - 1) * sizeof(struct image_section) +
		   IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
	for (unsigned i = 0; i < FILTERS; i++)
		plan_section(l, FILTER_SECTION(i), 8, n.keys[i] * FILTER_BITS / 64 + 8);
	plan_section(l, SECTION_TABLE, sizeof(struct image_bucket),
		     b->keyed.count / BUCKET_FILL + 1);
	plan_section(l, SECTION_LISTS, 4, n.words);
	plan_section(l, SECTION_RECORDS, sizeof(struct image_record), (uint64_t)b->entries + 1);
	plan_section(l, SECTION_EXTRAS, sizeof(struct image_extra), extra_count(b));
	plan_section(l, SECTION_ADVISORIES, 4, advisory_words(b));
	plan_section(l, SECTION_RANGES, sizeof(struct image_range), n.ranges);
	plan_section(l, SECTION_RANGE_MAP, 8, map_words(range_bits(b->ranges.count)));
	plan_section(l, SECTION_LITERALS, sizeof(struct image_literal), literals);
	plan_section(l, SECTION_WORDS, 8, map_words(word_bits(literals)));
	plan_section(l, SECTION_KINDS, 4, KIND_COUNT);
	plan_section(l, SECTION_CARRIED, 1, b->target->front.len);
	plan_section(l, SECTION_ASIDE, 1, b->target->aside.len);
	plan_section(l, SECTION_STRINGS, 1, string_bytes(b));
	plan_section(l, SECTION_YARA, 1, b->yara.len);
	plan_section(l, SECTION_YARA_RULES, 4, b->rule_of.count);
	plan_section(l, SECTION_PATTERNS, sizeof(struct image_pattern), b->patterns.count);
	plan_section(l, SECTION_PATTERN_DATA, 1, b->pattern_data.len);
	for (enum image_section_id id = 1; id < SECTION_IDS; id++)
		blocks += proof_blocks(l->section[id].length);
	plan_section(l, SECTION_SUMS, 8, blocks);
}

/* Open a list of `count` items; returns where they go. */
static uint32_t *open_list(struct writer *w, enum key_class class, unsigned flags, uint32_t count,
			   uint32_t *at)
{
	uint32_t *list = (uint32_t *)section_of(w, SECTION_LISTS) + w->lists;
	uint32_t shown = count < LIST_COUNT_MAX ? count : LIST_COUNT_MAX;

	*at = w->lists;
	*list++ = class | flags << 4 | shown << 12;
	if (shown == LIST_COUNT_MAX)
		*list++ = count;
	w->lists += (uint32_t)(list - ((uint32_t *)section_of(w, SECTION_LISTS) + *at)) + count;
	return list;
}

static void put_filter(struct writer *w, enum key_class class, uint64_t key)
{
	enum image_section_id id = FILTER_SECTION(filter_of_class(class));
	uint64_t *filter = section_of(w, id);

	filter[filter_word(key, (uint32_t)section_items(w, id))] |= filter_bits(key);
}

static void put_key(struct writer *w, uint64_t key, uint32_t leads_to)
{
	struct image_bucket *bucket = section_of(w, SECTION_TABLE);
	uint32_t buckets = (uint32_t)section_items(w, SECTION_TABLE);
	uint32_t at = table_bucket(key, buckets);

	for (;; at = at + 1 < buckets ? at + 1 : 0)
		for (unsigned slot = 0; slot < BUCKET_SLOTS; slot++)
			if (bucket[at].slot[slot].list == 0) {
				bucket[at].slot[slot].print = table_print(key);
				bucket[at].slot[slot].list = leads_to;
				return;
			}
}

static void put_group(struct writer *w, const struct sort_item *item, size_t n)
{
	enum key_class class = class_of(item);
	uint32_t at = slot_of(item, n), *list, count;

	put_filter(w, class, item->key);
	if (at) {
		put_key(w, item->key, at);
		return;
	}
	count = items_kept(class, n);
	list = open_list(w, class, flags_of(item, n), count, &at);
	for (uint32_t i = 0; i < count; i++)
		list[i] = (uint32_t)item[i].data;
	put_key(w, item->key, at);
}

static void put_keys(struct writer *w)
{
	const struct sort_item *item = w->b->keyed.items;
	size_t n = w->b->keyed.count;

	for (size_t from = 0, to; from < n; from = to) {
		to = group_end(item, n, from);
		put_group(w, item + from, to - from);
	}
}

static uint32_t put_string(struct writer *w, struct span s)
{
	uint32_t at = (uint32_t)w->strings;

	if (s.len)
		memcpy((char *)section_of(w, SECTION_STRINGS) + at, s.ptr, s.len);
	w->strings += s.len;
	return at;
}

/* Its number + 1. */
static uint32_t put_extra(struct writer *w, const struct entry *entry)
{
	struct image_extra *extra = section_of(w, SECTION_EXTRAS);

	extra[w->extras] = (struct image_extra){
		.valid_from = entry->valid_from, .valid_until = entry->valid_until,
		.port = entry->port,
	};
	return ++w->extras;
}

/* The advisories of a record: mentions `from` to `to`. */
static void put_advisories(struct writer *w, struct image_record *r, size_t from, size_t to)
{
	const struct sort_item *mention = w->b->mention;
	uint32_t *list = section_of(w, SECTION_ADVISORIES);

	if (to - from == 1) {
		r->advisory = (uint32_t)mention[from].key;
		return;
	}
	r->flags |= RECORD_SEVERAL;
	r->advisory = w->advisories;
	list[w->advisories++] = (uint32_t)(to - from);
	for (; from < to; from++)
		list[w->advisories++] = (uint32_t)mention[from].key;
}

static void put_records(struct writer *w)
{
	struct image_record *r = section_of(w, SECTION_RECORDS);
	const struct builder *b = w->b;
	size_t from = 0, to;

	/* Every entry was mentioned, and mentions stand in the order of entries. */
	for (uint32_t id = 0; id < b->entries; id++, r++, from = to) {
		const struct entry *entry = &b->entry[id];

		to = mentions_end(b, from);
		*r = (struct image_record){
			.value = put_string(w, entry->value),
			.kind = entry->kind, .confidence = entry->confidence,
			.flags = entry->leaf ? RECORD_LEAF : 0,
			.extra = has_extra(entry) ? put_extra(w, entry) : 0,
		};
		put_advisories(w, r, from, to);
	}
	*r = (struct image_record){ .value = (uint32_t)w->strings };
}

static void put_literals(struct writer *w)
{
	const struct image_record *records = section_of(w, SECTION_RECORDS);
	struct image_literal *out = section_of(w, SECTION_LITERALS);
	uint64_t *words = section_of(w, SECTION_WORDS);
	const struct build_literal *in = w->b->literals.items;
	unsigned bits = word_bits(w->b->literals.count);

	for (size_t i = 0; i < w->b->literals.count; i++) {
		struct span word;
		size_t at = in[i].anchor;

		out[i] = (struct image_literal){
			.indicator = in[i].entry,
			.text = literal_is_value(w->b, &in[i]) ? records[in[i].entry].value
							       : put_string(w, in[i].text),
			.text_len = (uint32_t)in[i].text.len,
			.anchor = in[i].anchor,
			.flags = in[i].flags,
		};
		if (in[i].flags & (LITERAL_BARE | LITERAL_KEYED))
			continue;
		literal_word(in[i].text, &at, &word);
		at = literal_word_bit(&w->b->keys, literal_word_head(word), bits);
		words[at / 64] |= UINT64_C(1) << at % 64;
	}
}

/* Outer networks before those inside them. */
static int compare_ranges(const void *left, const void *right)
{
	const struct build_range *a = left, *b = right;
	int order = memcmp(a->first.bytes, b->first.bytes, 16);

	if (order == 0)
		order = -memcmp(a->last.bytes, b->last.bytes, 16);
	return order ? order : a->entry < b->entry ? -1 : 1;
}

static uint32_t ipv4_of(const uint8_t bytes[16])
{
	return (uint32_t)bytes[12] << 24 | (uint32_t)bytes[13] << 16 | (uint32_t)bytes[14] << 8 |
	       bytes[15];
}

static void map_range(struct writer *w, const struct build_range *r)
{
	unsigned bits = range_bits(w->b->ranges.count);
	uint64_t *map = section_of(w, SECTION_RANGE_MAP);
	uint64_t first, last;

	if (!address_is_ipv4(&r->first))
		return;
	first = (uint64_t)ipv4_of(r->first.bytes) >> (32 - bits);
	last = (uint64_t)ipv4_of(r->last.bytes) >> (32 - bits);
	for (; first <= last && first % 64; first++)
		map[first / 64] |= UINT64_C(1) << first % 64;
	for (; first + 63 <= last; first += 64)
		map[first / 64] = ~UINT64_C(0);
	for (; first <= last; first++)
		map[first / 64] |= UINT64_C(1) << first % 64;
}

/* Write ranges in order; each knows the one around it. */
static void put_ranges(struct writer *w)
{
	const struct build_range *r = w->b->ranges.items;
	struct image_range *out = section_of(w, SECTION_RANGES);
	size_t n = w->b->ranges.count;
	uint32_t count = 0, at, *list;

	for (size_t from = 0, to; from < n; from = to) {
		uint32_t outer = count;

		to = range_end(r, n, from);
		list = open_list(w, KEY_ADDRESS, 0, (uint32_t)(to - from), &at);
		for (size_t i = from; i < to; i++)
			*list++ = r[i].entry;
		while (outer && memcmp(out[outer - 1].last, r[from].last.bytes, 16) < 0)
			outer = out[outer - 1].outer;
		memcpy(out[count].first, r[from].first.bytes, 16);
		memcpy(out[count].last, r[from].last.bytes, 16);
		out[count].outer = outer;
		out[count++].list = at;
		map_range(w, &r[from]);
	}
}

static void put_yara(struct writer *w)
{
	const struct builder *b = w->b;

	if (b->yara.len)
		memcpy(section_of(w, SECTION_YARA), b->yara.ptr, b->yara.len);
	if (b->rule_of.count)
		memcpy(section_of(w, SECTION_YARA_RULES), b->rule_of.items, b->rule_of.count * 4);
}

static void put_patterns(struct writer *w)
{
	const struct build_pattern *in = w->b->patterns.items;
	struct image_pattern *out = section_of(w, SECTION_PATTERNS);
	struct span data = buf_span(&w->b->pattern_data);

	for (size_t i = 0; i < w->b->patterns.count; i++)
		out[i] = (struct image_pattern){ in[i].entry, in[i].flags };
	if (data.len)
		memcpy(section_of(w, SECTION_PATTERN_DATA), data.ptr, data.len);
}

static void put_header(struct writer *w, uint64_t size)
{
	struct image_header *h = (void *)w->image;
	struct image_section *table = (void *)(w->image + sizeof(*h));

	memcpy(h->magic, IMAGE_MAGIC, sizeof(h->magic));
	h->version = IMAGE_VERSION;
	h->endian = IMAGE_ENDIAN;
	h->seed = w->b->seed;
	h->size = size;
	h->sections = SECTION_IDS - 1;
	h->flags = w->b->flags;
	h->url_longest = w->b->url_longest;
	h->path_longest = w->b->path_longest;
	h->path_deepest = w->b->path_deepest;
	memcpy(table, w->layout->section + 1, (SECTION_IDS - 1) * sizeof(*table));
	memcpy(section_of(w, SECTION_KINDS), w->b->kinds, sizeof(w->b->kinds));
}

static void put_carried(struct writer *w)
{
	const struct set_target *c = w->b->target;

	if (c->front.len)
		memcpy(section_of(w, SECTION_CARRIED), c->front.ptr, c->front.len);
	if (c->aside.len)
		memcpy(section_of(w, SECTION_ASIDE), c->aside.ptr, c->aside.len);
}

static void write_image(const struct builder *b, const struct layout *l, char *image)
{
	struct writer w = { .b = b, .image = image, .layout = l, .lists = 1 };

	put_records(&w);
	put_literals(&w);
	put_keys(&w);
	put_ranges(&w);
	put_yara(&w);
	put_patterns(&w);
	put_carried(&w);
	put_header(&w, l->size);
	image_seal_header(image);
}

/* A URL's host is shared unless the set, asked, lists it (or a domain or network above it). */
static int mark_shared_hosts(const struct layout *l, char *image, struct error *e)
{
	struct image_record *r = (void *)(image + l->section[SECTION_RECORDS].offset);
	struct shape_url url;
	struct set *s;

	if (image_open(&s, span_make(image, l->size), e) < 0)
		return -1;
	for (uint32_t i = 0; i < s->record_count; i++)
		if (r[i].kind == KIND_URL && shape_of_url(set_value(s, i), &url))
			r[i].flags |= lookup_covers_host(s, url.host) ? 0 : RECORD_HOST_SHARED;
	set_close(s);
	image_seal(image, l->size);
	return 0;
}

int compile_image(struct builder *b, struct error *e)
{
	struct sort_item *spare = arena_array(&b->arena, struct sort_item, b->keyed.count + 1);
	struct layout layout = { .size = 0 };
	char *image;

	if (spare) {
		sort_keys(b->keyed.items, spare, b->keyed.count);
		if (b->ranges.count)
			qsort(b->ranges.items, b->ranges.count, b->ranges.item, compare_ranges);
		plan(b, &layout);
	}
	if (!spare || layout.size > b->arena.budget)
		return fail(e, ERR_LIMIT, "set: more than the budget of %zu bytes",
			    b->arena.budget);
	if (layout.section[SECTION_STRINGS].length > UINT32_MAX ||
	    layout.section[SECTION_LISTS].length / 4 > UINT32_MAX ||
	    b->keyed.count > UINT32_MAX / 4)
		return fail(e, ERR_LIMIT, "set: more values than a set can hold");
	image = b->target->room(b->target->context, layout.size, e);
	if (!image)
		return -1;
	write_image(b, &layout, image);
	return mark_shared_hosts(&layout, image, e);
}
