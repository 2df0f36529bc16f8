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

#define BATCH 32		/* records whose slots are fetched together */

/* Records that are decoded and wait to be united, in their order. */
struct batch {
	struct wanted wanted[BATCH];
	uint32_t hash[BATCH];
	unsigned count;
};

/* Entries by the hash of (kind, port, value): at most three quarters of the slots are used. */
struct unite {
	struct unite_slot {
		uint32_t hash;
		uint32_t entry;		/* + 1; 0: free */
	} *slot;
	uint32_t mask;
	struct batch batch;
};

static int no_room(struct builder *b, struct error *e)
{
	return fail(e, ERR_LIMIT, "set: more than the budget of %zu bytes", b->arena.budget);
}

static bool grow_to(struct builder *b, struct grow *g, size_t room)
{
	void *items = arena_alloc_array(&b->arena, g->item, room);

	if (!items) {
		b->spent = true;
		return false;
	}
	if (g->count)
		memcpy(items, g->items, g->count * g->item);
	g->items = items;
	g->room = room;
	return true;
}

void *grow_one(struct builder *b, struct grow *g)
{
	if (g->count == g->room && !grow_to(b, g, g->room ? g->room * 2 : 64))
		return NULL;
	return (char *)g->items + g->item * g->count++;
}

static uint32_t entry_hash(const struct builder *b, const struct wanted *w)
{
	return (uint32_t)key_whole(&b->keys, (unsigned)w->kind << 16 | w->port, w->value);
}

static bool is_same(const struct entry *entry, const struct wanted *w)
{
	return entry->kind == w->kind && entry->port == w->port && entry->leaf == w->leaf &&
	       entry->regex == w->regex && span_equal(entry->value, w->value);
}

/* The slot of the same value, or the free one where it belongs. */
static struct unite_slot *find_slot(const struct builder *b, const struct unite *u,
				    const struct wanted *w, uint32_t hash)
{
	for (uint32_t i = hash & u->mask;; i = (i + 1) & u->mask) {
		struct unite_slot *slot = &u->slot[i];

		if (!slot->entry ||
		    (slot->hash == hash && is_same(&b->entry[slot->entry - 1], w)))
			return slot;
	}
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

static void unite(struct builder *b, struct unite *u, const struct wanted *w, uint32_t hash)
{
	struct unite_slot *slot = find_slot(b, u, w, hash);
	struct entry *entry;

	if (!slot->entry) {
		entry = &b->entry[b->entries++];
		*entry = (struct entry){
			.value = w->value, .port = w->port, .kind = w->kind, .leaf = w->leaf,
			.regex = w->regex,
			.confidence = w->confidence,
			.valid_from = w->valid_from, .valid_until = w->valid_until,
		};
		*slot = (struct unite_slot){ hash, b->entries };
		b->kinds[w->kind]++;
	} else {
		entry = &b->entry[slot->entry - 1];
		if (w->confidence > entry->confidence)
			entry->confidence = w->confidence;
		entry->valid_from = earlier(entry->valid_from, w->valid_from);
		entry->valid_until = later(entry->valid_until, w->valid_until);
	}
	b->mention[b->mentions++].key = (uint64_t)(entry - b->entry) << 32 | w->advisory;
}

/* One cache miss a value is the price of uniting: many at a time cost little more than one. */
static void unite_batch(struct builder *b, struct unite *u)
{
	struct batch *batch = &u->batch;

	for (unsigned i = 0; i < batch->count; i++)
		unite(b, u, &batch->wanted[i], batch->hash[i]);
	batch->count = 0;
}

static void take_wanted(struct builder *b, struct unite *u, const struct wanted *w)
{
	struct batch *batch = &u->batch;
	uint32_t hash;

	if (w->kind == KIND_NONE || !w->value.len)
		return;
	hash = entry_hash(b, w);
	__builtin_prefetch(&u->slot[hash & u->mask]);
	batch->hash[batch->count] = hash;
	batch->wanted[batch->count++] = *w;
	if (batch->count == BATCH)
		unite_batch(b, u);
}

/* The same text from several advisories is one rule; the same name alone is not. */
static void take_rule(struct builder *b, struct unite *u, const struct rule *r)
{
	uint32_t hash = (uint32_t)key_whole(&b->keys, KIND_YARA << 16, r->text);
	uint32_t i = hash & u->mask;
	struct build_rule *rule;

	unite_batch(b, u);
	while (u->slot[i].entry && (u->slot[i].hash != hash ||
				    !compile_same_rule(b, u->slot[i].entry - 1, r->text)))
		i = (i + 1) & u->mask;
	if (!u->slot[i].entry) {
		rule = grow_one(b, &b->rules);
		if (!rule)
			return;
		*rule = (struct build_rule){ .entry = b->entries, .text = r->text };
		b->entry[b->entries++] = (struct entry){
			.value = r->name, .kind = KIND_YARA, .confidence = RULE_CONFIDENCE,
			.valid_from = TIME_NONE, .valid_until = TIME_NONE,
		};
		u->slot[i] = (struct unite_slot){ hash, b->entries };
		b->kinds[KIND_YARA]++;
	}
	b->mention[b->mentions++].key = (uint64_t)(u->slot[i].entry - 1) << 32 | r->advisory;
}

static bool is_wanted_rule(const struct intel_record *r)
{
	return r->type == INTEL_RULE && r->rule.runs && r->rule.name.len &&
	       span_equal(r->rule.language, SPAN("yara"));
}

/* What only people read was left out of it already. */
static bool take_listed(struct builder *b, struct unite *u, struct span wire)
{
	struct cursor c = { .left = wire };
	struct wanted w;

	if (!wanted_decode(&c, &w))
		return false;
	take_wanted(b, u, &w);
	return true;
}

static bool take_record(struct builder *b, struct unite *u, struct span wire,
			struct intel_record *record)
{
	struct cursor c = { .left = wire };
	struct wanted w;

	if (!intel_decode(&c, record) || c.left.len)
		return false;
	if (is_wanted_rule(record))
		take_rule(b, u, &record->rule);
	if (record->type != INTEL_INDICATOR || record->indicator.role != ROLE_INDICATOR)
		return true;
	w = wanted_of(&record->indicator);
	take_wanted(b, u, &w);
	return true;
}

/* Does this record make an entry? */
static bool is_entry(struct span wire)
{
	return wire.len && (wire.ptr[0] == INTEL_WANTED || wire.ptr[0] == INTEL_INDICATOR ||
			    wire.ptr[0] == INTEL_RULE);
}

/* How many entries a log can make: no list is longer than this. */
static uint32_t count_entries(struct span log)
{
	struct cursor c = { .left = log };
	size_t n = 0;

	while (c.left.len && !c.bad)
		n += is_entry(cursor_span(&c));
	return n < UINT32_MAX / 4 ? (uint32_t)n : UINT32_MAX / 4;
}

static int read_log(struct builder *b, struct unite *u, struct span log, struct error *e)
{
	struct intel_record *record = arena_new(&b->arena, struct intel_record);
	struct cursor c = { .left = log };

	if (!record)
		return no_room(b, e);
	for (size_t number = 0; c.left.len; number++) {
		struct span wire = cursor_span(&c);

		if (c.bad)
			return fail(e, ERR_TRUNCATED, "set: log ends inside record %zu", number);
		if (!is_entry(wire))
			continue;
		if (wire.ptr[0] == INTEL_WANTED ? !take_listed(b, u, wire)
						: !take_record(b, u, wire, record))
			return fail(e, ERR_MALFORMED, "set: record %zu of the log is damaged", number);
	}
	unite_batch(b, u);
	return 0;
}

static int collect(struct builder *b, struct span log, struct error *e)
{
	uint32_t n = count_entries(log), slots = 64;
	struct unite u;

	while (slots < n + n / 3)
		slots *= 2;
	u.mask = slots - 1;
	u.batch.count = 0;
	u.slot = arena_array(&b->arena, struct unite_slot, slots);
	b->entry = arena_array(&b->arena, struct entry, (size_t)n + 1);
	b->mention = arena_array(&b->arena, struct sort_item, (size_t)n + 1);
	if (!u.slot || !b->entry || !b->mention)
		return no_room(b, e);
	return read_log(b, &u, log, e);
}

static bool are_sorted(const struct sort_item *item, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (item[i].key < item[i - 1].key)
			return false;
	return true;
}

/* Each advisory of a value once, in order. */
static int settle_mentions(struct builder *b, struct error *e)
{
	struct sort_item *spare;
	size_t kept = 0;

	/* Of one advisory they come in order. */
	if (!are_sorted(b->mention, b->mentions)) {
		spare = arena_array(&b->arena, struct sort_item, b->mentions + 1);
		if (!spare)
			return no_room(b, e);
		sort_items(b->mention, spare, b->mentions);
	}
	for (size_t i = 0; i < b->mentions; i++)
		if (kept == 0 || b->mention[i].key != b->mention[kept - 1].key)
			b->mention[kept++] = b->mention[i];
	b->mentions = kept;
	return 0;
}

static int compile(struct builder *b, struct span log, struct error *e)
{
	if (collect(b, log, e) < 0 || settle_mentions(b, e) < 0)
		return -1;
	/* Names have two keys, addresses and digests one. */
	grow_to(b, &b->keyed, (size_t)b->entries * 7 / 4 + 64);
	compile_keys(b);
	compile_anchors(b);
	if (b->spent)
		return no_room(b, e);
	if (compile_yara(b, e) < 0 || compile_patterns(b, e) < 0)
		return -1;
	return compile_image(b, e);
}

static void builder_open(struct builder *b, uint64_t seed, size_t budget)
{
	*b = (struct builder){ .seed = seed, .keys = keys_of_seed(seed) };
	b->keyed.item = sizeof(struct sort_item);
	b->ranges.item = sizeof(struct build_range);
	b->literals.item = sizeof(struct build_literal);
	b->rules.item = sizeof(struct build_rule);
	b->rule_of.item = sizeof(uint32_t);
	b->patterns.item = sizeof(struct build_pattern);
	b->ask_keys.item = sizeof(uint64_t);
	b->ask_ranges.item = sizeof(struct recall_range);
	buf_init(&b->yara, budget);
	buf_init(&b->pattern_data, budget);
	arena_init(&b->arena, budget);
}

static void builder_close(struct builder *b)
{
	buf_release(&b->yara);
	buf_release(&b->pattern_data);
	arena_release(&b->arena);
}

int set_asks(struct span intel_log, uint64_t seed, size_t budget, struct buf *out,
	     struct error *e)
{
	struct builder b;
	int rc;

	builder_open(&b, seed, budget);
	b.asks = true;
	if (count_entries(intel_log) > RECALL_MOST) {
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

static char *room_in_memory(void *context, size_t size, struct error *e)
{
	struct buf *out = context;

	buf_clear(out);
	if (!buf_reserve(out, size)) {
		fail(e, ERR_LIMIT, "set: no room for %zu bytes", size);
		return NULL;
	}
	memset(out->ptr, 0, size);
	out->len = size;
	return out->ptr;
}

int set_compile(struct span intel_log, uint64_t seed, size_t budget, struct buf *out,
		struct error *e)
{
	const struct set_target memory = { .front = SPAN(""), .aside = SPAN(""),
					   .room = room_in_memory, .context = out };

	return set_compile_into(intel_log, &memory, seed, budget, e);
}

int set_compile_into(struct span intel_log, const struct set_target *target, uint64_t seed,
		     size_t budget, struct error *e)
{
	struct builder b;
	int rc;

	builder_open(&b, seed, budget);
	b.target = target;
	rc = compile(&b, intel_log, e);
	builder_close(&b);
	return rc;
}
