/* tally.c -- counting like hits. */
#include "finding/tally.h"

#include <stdlib.h>

#define GROUPS 4096		/* observations held; slots are twice as many */
#define SLOTS  (2 * GROUPS)
#define BUDGET (48u << 20)
#define KEY_MAX 65536
#define OPENED 1024

struct group {
	struct observation seen;
	struct span key;
	uint64_t hash, record;
};

/* A connection whose beginning was counted. */
struct opened {
	uint64_t key;		/* 0: none */
	uint64_t offset;	/* of the spot where it stands */
	uint32_t group;
};

struct tally {
	struct arena arena;
	struct buf key;
	struct group *group[GROUPS];
	uint32_t slot[SLOTS];	/* index + 1, 0: empty */
	uint32_t count;
	struct opened opened[OPENED];
	tally_emit_fn *emit;
	void *context;
};

struct tally *tally_new(tally_emit_fn *emit, void *context)
{
	struct tally *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	arena_init(&t->arena, BUDGET);
	buf_init(&t->key, KEY_MAX);
	t->emit = emit;
	t->context = context;
	return t;
}

void tally_free(struct tally *t)
{
	if (!t)
		return;
	arena_release(&t->arena);
	buf_release(&t->key);
	free(t);
}

bool tally_empty(const struct tally *t)
{
	return t->count == 0;
}

int tally_flush(struct tally *t, struct error *e)
{
	int rc = 0;

	if (t->count == 0)
		return 0;
	for (uint32_t i = 0; rc == 0 && i < t->count; i++)
		if (t->group[i]->seen.count)
			rc = t->emit(t->context, &t->group[i]->seen, e);
	memset(t->slot, 0, sizeof(t->slot));
	memset(t->opened, 0, sizeof(t->opened));
	t->count = 0;
	arena_reset(&t->arena);
	return rc;
}

static uint32_t *tally_slot(struct tally *t, uint64_t hash)
{
	struct span key = buf_span(&t->key);
	uint32_t at = (uint32_t)hash & (SLOTS - 1);

	while (t->slot[at]) {
		const struct group *g = t->group[t->slot[at] - 1];

		if (g->hash == hash && span_equal(g->key, key))
			break;
		at = (at + 1) & (SLOTS - 1);
	}
	return &t->slot[at];
}

static bool tally_keep(struct tally *t, struct span *s)
{
	if (s->len == 0)
		return true;
	*s = arena_copy(&t->arena, *s);
	return s->ptr != NULL;
}

static bool tally_keep_spot(struct tally *t, struct spot *s)
{
	return tally_keep(t, &s->matched) && tally_keep(t, &s->context);
}

/* Everything that is borrowed becomes the arena's. */
static bool tally_own(struct tally *t, struct observation *o)
{
	bool ok = tally_keep(t, &o->listed) && tally_keep(t, &o->indicator.value) &&
		  tally_keep(t, &o->engine) && tally_keep(t, &o->field) && tally_keep(t, &o->time_raw) &&
		  tally_keep(t, &o->sensor) && tally_keep(t, &o->computer) &&
		  tally_keep(t, &o->user) && tally_keep(t, &o->mailbox) &&
		  tally_keep(t, &o->process) && tally_keep(t, &o->via);

	for (uint32_t i = 0; ok && i < o->alsos; i++)
		ok = tally_keep(t, &o->also[i].value);
	for (uint32_t i = 0; ok && i < o->spots; i++)
		ok = tally_keep_spot(t, &o->spot[i]);
	return ok;
}

static struct group *tally_new_group(struct tally *t, const struct observation *one,
				     uint64_t record, uint64_t hash)
{
	struct group *g = t->count < GROUPS ? arena_new(&t->arena, struct group) : NULL;

	if (!g)
		return NULL;
	*g = (struct group){ .seen = *one, .hash = hash, .record = record };
	g->seen.count = 1;
	g->key = arena_copy(&t->arena, buf_span(&t->key));
	return g->key.ptr && tally_own(t, &g->seen) ? g : NULL;
}

static void tally_times(struct observation *o, const struct observation *one, struct tally *t)
{
	struct span raw = one->time_raw;

	if (one->first == TIME_NONE)
		return;
	if (one->first < o->first && tally_keep(t, &raw)) {
		o->first = one->first;
		o->time_raw = raw;
	}
	if (one->last > o->last)
		o->last = one->last;
}

static void tally_more(struct tally *t, struct group *g, const struct observation *one,
		       uint64_t record)
{
	struct observation *o = &g->seen;
	struct spot spot = one->spot[0];

	if (g->record == record)
		return;
	g->record = record;
	o->count++;
	tally_times(o, one, t);
	if (o->src_port != one->src_port)
		o->src_port = 0;
	if (o->dst_port != one->dst_port)
		o->dst_port = 0;
	o->has_bytes |= one->has_bytes;
	o->bytes_out += one->bytes_out;
	o->bytes_in += one->bytes_in;
	if (o->spots < OBSERVATION_PLACES && one->spots && tally_keep_spot(t, &spot))
		o->spot[o->spots++] = spot;
}

/* ---- connections with two records */

/* Both ends and what was found, whichever way round they stand. */
static uint64_t connection_key(const struct observation *o)
{
	struct span from = { (const char *)o->src.bytes, sizeof(o->src.bytes) };
	struct span to = { (const char *)o->dst.bytes, sizeof(o->dst.bytes) };
	uint64_t ends = span_hash(from, o->src_port) + span_hash(to, o->dst_port);

	return span_hash(o->indicator.value, ends | 1) | 1;
}

static bool has_two_records(const struct observation *o)
{
	return o->part != PART_WHOLE && o->has_src && o->has_dst && o->src_port && o->dst_port;
}

static void tally_uncount(struct observation *o, uint64_t offset)
{
	uint32_t kept = 0;

	o->count--;
	for (uint32_t i = 0; i < o->spots; i++)
		if (o->spot[i].offset != offset)
			o->spot[kept++] = o->spot[i];
	o->spots = kept;
}

/* True: the beginning of the same connection was counted and says more than this end. */
static bool tally_ends(struct tally *t, const struct observation *one)
{
	uint64_t key = connection_key(one);
	struct opened *o = &t->opened[key % OPENED];

	if (o->key != key)
		return false;
	o->key = 0;
	if (!one->either_way)
		tally_uncount(&t->group[o->group]->seen, o->offset);
	return one->either_way;
}

static void tally_begins(struct tally *t, const struct observation *one, uint32_t group)
{
	uint64_t key = connection_key(one);

	t->opened[key % OPENED] = (struct opened){
		.key = key, .offset = one->spots ? one->spot[0].offset : 0, .group = group };
}

int tally_add(struct tally *t, const struct observation *one, uint64_t record, struct error *e)
{
	bool two = has_two_records(one);
	struct group *g;
	uint32_t *slot;
	uint64_t hash;

	if (two && one->part == PART_ENDS && tally_ends(t, one))
		return 0;
	buf_clear(&t->key);
	observation_key(&t->key, one);
	hash = span_hash(buf_span(&t->key), 0);
	slot = tally_slot(t, hash);
	if (*slot) {
		tally_more(t, t->group[*slot - 1], one, record);
	} else {
		g = tally_new_group(t, one, record, hash);
		if (!g) {
			/* Full: hand out, and this one begins the next round. */
			if (tally_flush(t, e) < 0)
				return -1;
			slot = tally_slot(t, hash);
			g = tally_new_group(t, one, record, hash);
			if (!g)
				return fail(e, ERR_MEMORY, "no memory for a finding");
		}
		t->group[t->count] = g;
		*slot = ++t->count;
	}
	if (two && one->part == PART_BEGINS)
		tally_begins(t, one, *slot - 1);
	return 0;
}
