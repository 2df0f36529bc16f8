/* tally.c -- counting like hits. */
#include "finding/tally.h"

#include <stdlib.h>

#define GROUPS 4096		/* observations held; slots are twice as many */
#define SLOTS  (2 * GROUPS)
#define BUDGET (48u << 20)
#define STRAY_MAX (1u << 20)

struct group {
	struct span key;
	uint64_t hash, record;
	uint32_t room;			/* of spots in `seen` */
	struct observation seen;	/* last, as its spots are in it */
};

/* A connection whose beginning was counted. */
struct opened {
	uint64_t key;		/* 0: none */
	uint64_t offset;	/* of the spot where it stands */
	uint32_t group;
	bool met;		/* in this piece of a log */
	struct buf stray;	/* its observation, in a piece */
};

struct tally {
	struct arena arena;
	struct buf key;
	struct group *group[GROUPS];
	uint32_t slot[SLOTS];	/* index + 1, 0: empty */
	uint32_t count;
	struct opened opened[TALLY_OPENED];
	tally_emit_fn *emit;
	tally_stray_fn *stray;	/* NULL: all of it is here */
	bool first;		/* the first piece: nothing began in front of it */
	uint64_t end_record, end_hash;	/* of the last end that was given to it */
	void *context;
};

struct tally *tally_new(tally_emit_fn *emit, void *context)
{
	struct tally *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	arena_init(&t->arena, BUDGET);
	buf_init(&t->key, STRAY_MAX);
	for (size_t i = 0; i < TALLY_OPENED; i++)
		buf_init(&t->opened[i].stray, STRAY_MAX);
	t->emit = emit;
	t->context = context;
	return t;
}

void tally_free(struct tally *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < TALLY_OPENED; i++)
		buf_release(&t->opened[i].stray);
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
	for (size_t i = 0; i < TALLY_OPENED; i++)
		t->opened[i].key = 0;
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
	return tally_keep(t, &s->matched) && tally_keep(t, &s->context) &&
	       tally_keep(t, &s->message);
}

static size_t tally_texts(const struct group *g)
{
	const struct observation *o = &g->seen;
	size_t n = g->key.len + o->listed.len + o->indicator.value.len + o->engine.len +
		   o->field.len + o->time_raw.len + o->sensor.len + o->computer.len +
		   o->user.len + o->mailbox.len + o->process.len + o->via.len;

	for (uint32_t i = 0; i < o->alsos; i++)
		n += o->also[i].value.len;
	for (uint32_t i = 0; i < o->spots; i++)
		n += o->spot[i].matched.len + o->spot[i].context.len + o->spot[i].message.len;
	return n;
}

/* A text goes to `at`; where the next one goes. */
static char *own_text(char *at, struct span *s)
{
	char *copy = at;

	if (s->len == 0)
		return at;
	at = put_bytes(at, s->ptr, s->len);
	s->ptr = copy;
	return at;
}

/* Everything that a new group borrows becomes the arena's, in one piece. */
static bool tally_own(struct tally *t, struct group *g)
{
	struct observation *o = &g->seen;
	struct span *const texts[] = {
		&g->key, &o->listed, &o->indicator.value, &o->engine, &o->field, &o->time_raw,
		&o->sensor, &o->computer, &o->user, &o->mailbox, &o->process, &o->via,
	};
	char *at = arena_room(&t->arena, tally_texts(g));

	if (!at)
		return false;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		at = own_text(at, texts[i]);
	for (uint32_t i = 0; i < o->alsos; i++)
		at = own_text(at, &o->also[i].value);
	for (uint32_t i = 0; i < o->spots; i++) {
		at = own_text(at, &o->spot[i].matched);
		at = own_text(at, &o->spot[i].context);
		at = own_text(at, &o->spot[i].message);
	}
	return true;
}

static struct group *tally_new_group(struct tally *t, const struct observation *one,
				     uint64_t record, uint64_t hash)
{
	size_t size = offsetof(struct group, seen) + observation_size(one);
	struct group *g = t->count < GROUPS ? arena_room(&t->arena, size) : NULL;

	if (!g)
		return NULL;
	g->hash = hash;
	g->record = record;
	g->room = one->spots;
	observation_copy(&g->seen, one);
	g->seen.count = 1;
	g->key = buf_span(&t->key);
	return tally_own(t, g) ? g : NULL;
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

/* Most are seen in one place; one that is not gets room for all that are told. */
static bool tally_widen(struct tally *t, struct group **at)
{
	struct group *g = *at, *wider;

	if (g->seen.spots < g->room)
		return true;
	wider = arena_room(&t->arena, sizeof(*wider));
	if (!wider)
		return false;
	memcpy(wider, g, offsetof(struct group, seen) + observation_size(&g->seen));
	wider->room = OBSERVATION_PLACES;
	*at = wider;
	return true;
}

static void tally_more(struct tally *t, struct group **at, const struct observation *one,
		       uint64_t record)
{
	struct group *g = *at;
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
	if (o->spots == OBSERVATION_PLACES || !one->spots || !tally_keep_spot(t, &spot) ||
	    !tally_widen(t, at))
		return;
	o = &(*at)->seen;
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

static int give_stray(struct tally *t, enum stray_kind kind, uint64_t key,
		      struct span observation, struct error *e)
{
	struct tally_stray of = { kind, key, (uint32_t)(key % TALLY_OPENED) };

	return t->stray(t->context, &of, observation, e);
}

/* Like others: once a record. */
static int give_end(struct tally *t, uint64_t key, const struct observation *one,
		    uint64_t record, struct error *e)
{
	uint64_t hash = span_hash(buf_span(&t->key), 0);

	if (t->end_record == record && t->end_hash == hash)
		return 1;
	t->end_record = record;
	t->end_hash = hash;
	buf_clear(&t->key);
	observation_encode(&t->key, one);
	if (t->key.bad)
		return fail(e, ERR_MEMORY, "no memory for a finding");
	return give_stray(t, STRAY_END, key, buf_span(&t->key), e) < 0 ? -1 : 1;
}

/*
 * 1: not to be counted, since the beginning of the same connection was and says
 * more than this end, or since it may have been in another piece.
 */
static int tally_ends(struct tally *t, const struct observation *one, uint64_t record,
		      struct error *e)
{
	uint64_t key = connection_key(one);
	struct opened *o = &t->opened[key % TALLY_OPENED];

	if (o->key != key)
		return t->stray && !t->first && !o->met ? give_end(t, key, one, record, e) : 0;
	o->key = 0;
	if (!one->either_way)
		tally_uncount(&t->group[o->group]->seen, o->offset);
	return one->either_way;
}

static void tally_begins(struct tally *t, const struct observation *one, uint32_t group)
{
	uint64_t key = connection_key(one);

	struct opened *o = &t->opened[key % TALLY_OPENED];

	o->key = key;
	o->offset = one->spots ? one->spot[0].offset : 0;
	o->group = group;
	o->met = true;
	if (!t->stray)
		return;
	buf_clear(&o->stray);
	observation_encode(&o->stray, one);
}

void tally_begin_piece(struct tally *t, bool first, tally_stray_fn *stray)
{
	t->stray = stray;
	t->first = first;
	t->end_record = UINT64_MAX;
	for (size_t i = 0; i < TALLY_OPENED; i++)
		t->opened[i].met = false;
}

static int give_begin(struct tally *t, struct opened *o, uint32_t slot, struct error *e)
{
	struct tally_stray none = { .kind = STRAY_NONE, .slot = slot };

	if (!o->key)
		return t->stray(t->context, &none, SPAN(""), e);
	if (o->stray.bad)
		return fail(e, ERR_MEMORY, "no memory for a finding");
	tally_uncount(&t->group[o->group]->seen, o->offset);
	return give_stray(t, STRAY_BEGIN, o->key, buf_span(&o->stray), e);
}

int tally_strays(struct tally *t, bool given, struct error *e)
{
	int rc = 0;

	for (uint32_t i = 0; given && t->stray && rc == 0 && i < TALLY_OPENED; i++)
		if (t->opened[i].met)
			rc = give_begin(t, &t->opened[i], i, e);
	t->stray = NULL;
	return rc;
}

int tally_add(struct tally *t, const struct observation *one, uint64_t record, struct error *e)
{
	bool two = has_two_records(one);
	struct group *g;
	uint32_t *slot;
	uint64_t hash;
	int rc;

	buf_clear(&t->key);
	observation_key(&t->key, one);
	if (two && one->part == PART_ENDS && (rc = tally_ends(t, one, record, e)) != 0)
		return rc < 0 ? -1 : 0;
	hash = span_hash(buf_span(&t->key), 0);
	slot = tally_slot(t, hash);
	if (*slot) {
		tally_more(t, &t->group[*slot - 1], one, record);
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
