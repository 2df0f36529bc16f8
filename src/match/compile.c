/*
 * compile.c -- from a log of intel records to a set: read, unite equal values,
 * then keys (compile_keys.c) and the image (compile_image.c).
 *
 * Hostile input: the log was written by a process that read an advisory, so
 * its lengths are believed only as far as the log goes; equal values are
 * united through a hash with a secret seed, in linear time; all memory comes
 * from one arena with the caller's budget.
 */
#include "base/cursor.h"
#include "intel/intel.h"
#include "match/builder.h"

#define RULE_CONFIDENCE 90	/* a publisher's rule, as a publisher's hash */

/* Entries by the hash of (kind, port, value): chains in an array of heads. */
struct unite {
	uint32_t *head;		/* entry + 1 */
	uint32_t mask;
};

static int no_room(struct builder *b, struct error *e)
{
	return fail(e, ERR_LIMIT, "set: more than the budget of %zu bytes", b->arena.budget);
}

void *grow_one(struct builder *b, struct grow *g)
{
	if (g->count == g->room) {
		size_t room = g->room ? g->room * 2 : 64;
		void *items = arena_alloc_array(&b->arena, g->item, room);

		if (!items) {
			b->spent = true;
			return NULL;
		}
		if (g->count)
			memcpy(items, g->items, g->count * g->item);
		g->items = items;
		g->room = room;
	}
	return (char *)g->items + g->item * g->count++;
}

/* How many indicator records a log can hold: no list is longer than this. */
static uint32_t count_records(struct span log)
{
	struct cursor c = { .left = log };
	size_t n = 0;

	while (c.left.len && !c.bad) {
		struct span record = cursor_span(&c);

		n += record.len && (record.ptr[0] == INTEL_INDICATOR ||
				    record.ptr[0] == INTEL_RULE);
	}
	return n < UINT32_MAX / 4 ? (uint32_t)n : UINT32_MAX / 4;
}

static uint64_t entry_hash(const struct builder *b, const struct indicator *i)
{
	return key_whole(&b->keys, (unsigned)i->kind << 16 | i->port, i->value);
}

static struct entry *find_entry(struct builder *b, const struct unite *u, const struct indicator *i,
				uint32_t slot)
{
	for (uint32_t at = u->head[slot]; at; at = b->entry[at - 1].next) {
		struct entry *entry = &b->entry[at - 1];

		if (entry->kind == i->kind && entry->port == i->port &&
		    entry->leaf == (i->logic.len > 0) &&
		    span_equal(entry->value, i->value))
			return entry;
	}
	return NULL;
}

/* Valid as long as any of them is: "not stated" wins, for what is not stated does not end. */
static int64_t earlier(int64_t a, int64_t b)
{
	return a == TIME_NONE || b == TIME_NONE ? TIME_NONE : a < b ? a : b;
}

static int64_t later(int64_t a, int64_t b)
{
	return a == TIME_NONE || b == TIME_NONE ? TIME_NONE : a > b ? a : b;
}

static void take_indicator(struct builder *b, struct unite *u, const struct indicator *i)
{
	uint32_t slot = (uint32_t)entry_hash(b, i) & u->mask;
	struct entry *entry = find_entry(b, u, i, slot);

	if (!entry) {
		entry = &b->entry[b->entries++];
		*entry = (struct entry){
			.value = i->value, .port = i->port, .kind = (uint8_t)i->kind,
			.leaf = i->logic.len > 0, .confidence = i->confidence,
			.valid_from = i->valid_from, .valid_until = i->valid_until,
			.next = u->head[slot],
		};
		u->head[slot] = b->entries;
		b->kinds[i->kind]++;
	} else {
		if (i->confidence > entry->confidence)
			entry->confidence = i->confidence;
		entry->valid_from = earlier(entry->valid_from, i->valid_from);
		entry->valid_until = later(entry->valid_until, i->valid_until);
	}
	b->mention[b->mentions++].key = (uint64_t)(entry - b->entry) << 32 | i->advisory;
}

/* The same text from several advisories is one rule; the same name alone is not. */
static void take_rule(struct builder *b, struct unite *u, const struct rule *r)
{
	uint32_t slot = (uint32_t)key_whole(&b->keys, KIND_YARA << 16, r->text) & u->mask;
	uint32_t at = u->head[slot];
	struct build_rule *rule;

	while (at && !compile_same_rule(b, at - 1, r->text))
		at = b->entry[at - 1].next;
	if (!at) {
		rule = grow_one(b, &b->rules);
		if (!rule)
			return;
		*rule = (struct build_rule){ .entry = b->entries, .text = r->text };
		b->entry[b->entries++] = (struct entry){
			.value = r->name, .kind = KIND_YARA, .confidence = RULE_CONFIDENCE,
			.valid_from = TIME_NONE, .valid_until = TIME_NONE, .next = u->head[slot],
		};
		u->head[slot] = at = b->entries;
		b->kinds[KIND_YARA]++;
	}
	b->mention[b->mentions++].key = (uint64_t)(at - 1) << 32 | r->advisory;
}

static bool wanted_rule(const struct intel_record *r)
{
	return r->type == INTEL_RULE && r->rule.runs && r->rule.name.len &&
	       span_equal(r->rule.language, SPAN("yara"));
}

static bool wanted(const struct intel_record *r)
{
	return r->type == INTEL_INDICATOR && r->indicator.role == ROLE_INDICATOR &&
	       r->indicator.kind != KIND_NONE && r->indicator.value.len > 0;
}

static int read_log(struct builder *b, struct unite *u, struct span log, struct error *e)
{
	struct intel_record *record = arena_new(&b->arena, struct intel_record);
	struct cursor c = { .left = log };
	size_t number = 0;

	if (!record)
		return no_room(b, e);
	for (; c.left.len; number++) {
		struct cursor one = { .left = cursor_span(&c) };

		if (c.bad)
			return fail(e, ERR_TRUNCATED, "set: log ends inside record %zu", number);
		if (one.left.len == 0 || (one.left.ptr[0] != INTEL_INDICATOR &&
					  one.left.ptr[0] != INTEL_RULE))
			continue;
		if (!intel_decode(&one, record) || one.left.len)
			return fail(e, ERR_MALFORMED, "set: record %zu of the log is damaged", number);
		if (wanted(record))
			take_indicator(b, u, &record->indicator);
		else if (wanted_rule(record))
			take_rule(b, u, &record->rule);
	}
	return 0;
}

static int collect(struct builder *b, struct span log, struct error *e)
{
	uint32_t n = count_records(log), slots = 64;
	struct unite u;

	while (slots < n * 2)
		slots *= 2;
	u.mask = slots - 1;
	u.head = arena_array(&b->arena, uint32_t, slots);
	b->entry = arena_array(&b->arena, struct entry, (size_t)n + 1);
	b->mention = arena_array(&b->arena, struct sort_item, (size_t)n + 1);
	if (!u.head || !b->entry || !b->mention)
		return no_room(b, e);
	return read_log(b, &u, log, e);
}

/* Each advisory of a value once, in order. */
static int settle_mentions(struct builder *b, struct error *e)
{
	struct sort_item *spare = arena_array(&b->arena, struct sort_item, b->mentions + 1);
	size_t kept = 0;

	if (!spare)
		return no_room(b, e);
	sort_items(b->mention, spare, b->mentions);
	for (size_t i = 0; i < b->mentions; i++)
		if (kept == 0 || b->mention[i].key != b->mention[kept - 1].key)
			b->mention[kept++] = b->mention[i];
	b->mentions = kept;
	return 0;
}

static int compile(struct builder *b, struct span log, struct buf *out, struct error *e)
{
	if (collect(b, log, e) < 0 || settle_mentions(b, e) < 0)
		return -1;
	compile_keys(b);
	compile_anchors(b);
	if (b->spent)
		return no_room(b, e);
	if (compile_yara(b, e) < 0)
		return -1;
	return compile_image(b, out, e);
}

static void builder_open(struct builder *b, uint64_t seed, size_t budget)
{
	*b = (struct builder){ .seed = seed, .keys = keys_of_seed(seed) };
	b->keyed.item = sizeof(struct sort_item);
	b->ranges.item = sizeof(struct build_range);
	b->literals.item = sizeof(struct build_literal);
	b->rules.item = sizeof(struct build_rule);
	b->rule_of.item = sizeof(uint32_t);
	b->ask_keys.item = sizeof(uint64_t);
	b->ask_ranges.item = sizeof(struct recall_range);
	buf_init(&b->yara, budget);
	arena_init(&b->arena, budget);
}

static void builder_close(struct builder *b)
{
	buf_release(&b->yara);
	arena_release(&b->arena);
}

int set_asks(struct span intel_log, uint64_t seed, size_t budget, struct buf *out,
	     struct error *e)
{
	struct builder b;
	int rc;

	builder_open(&b, seed, budget);
	b.asks = true;
	if (count_records(intel_log) > RECALL_MOST) {
		compile_ask_reading(&b, RECALL_MANY);
		compile_ask_end(&b, out);
		builder_close(&b);
		return 0;
	}
	rc = collect(&b, intel_log, e);
	if (rc == 0)
		compile_keys(&b);
	if (rc == 0)
		rc = b.spent ? no_room(&b, e) : 0;
	if (rc == 0)
		compile_ask_end(&b, out);
	builder_close(&b);
	return rc;
}

int set_compile(struct span intel_log, uint64_t seed, size_t budget, struct buf *out,
		struct error *e)
{
	return set_compile_carrying(intel_log, SPAN(""), seed, budget, out, e);
}

int set_compile_carrying(struct span intel_log, struct span carried, uint64_t seed, size_t budget,
			 struct buf *out, struct error *e)
{
	struct builder b;
	int rc;

	builder_open(&b, seed, budget);
	b.carried = carried;
	rc = compile(&b, intel_log, out, e);
	builder_close(&b);
	return rc;
}
