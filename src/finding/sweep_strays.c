/*
 * sweep_strays.c -- connections whose two records stand in two pieces of a log.
 *
 * A piece gives the ends whose beginning it has not met, and at its end the
 * beginnings whose end it has not met (tally.h).  Here they are put together in
 * the order of the pieces, by the slots of a tally that reads on: of a pair one
 * counts, all others count as they stand.
 */
#include <stdlib.h>

#include "finding/sweep_hits.h"
#include "finding/sweeping.h"
#include "finding/tally.h"

struct begun {
	uint64_t key;		/* 0: none */
	struct buf observation;
};

struct strays {
	struct begun begun[TALLY_OPENED];
};

static struct strays *strays_new(void)
{
	struct strays *s = calloc(1, sizeof(*s));

	for (size_t i = 0; s && i < TALLY_OPENED; i++)
		buf_init(&s->begun[i].observation, CHANNEL_CEILING);
	return s;
}

void strays_free(struct strays *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < TALLY_OPENED; i++)
		buf_release(&s->begun[i].observation);
	free(s);
}

/* It counts: an observation of the file like any other. */
static int keep(struct sweep *s, struct item *file, const struct observation *o, struct error *e)
{
	struct where where = { .count = 0 };

	where_add(&where, (struct step){ .kind = STEP_FILE, .text = span_of(file->path) });
	buf_clear(&s->out);
	observation_encode(&s->out, o);
	if (!s->out.bad)
		hits_notice(s, file, o, buf_span(&s->out));
	buf_clear(&s->out);
	observed_encode(&s->out, file->number, 0, &where, o);
	if (s->out.bad)
		return fail(e, ERR_MEMORY, "no memory for a finding");
	return item_keep(s, file, SWEEP_OBSERVATION, buf_span(&s->out), e);
}

static void decode(const struct begun *b, struct observation *o)
{
	struct cursor c = { .left = buf_span(&b->observation) };

	observation_decode(&c, o);
}

static int keep_begun(struct sweep *s, struct item *file, struct begun *b, struct error *e)
{
	struct observation o;

	if (!b->key)
		return 0;
	b->key = 0;
	decode(b, &o);
	return keep(s, file, &o, e);
}

static bool same_key(const struct observation *a, const struct observation *b)
{
	struct buf one, other;
	bool same;

	buf_init(&one, CHANNEL_CEILING);
	buf_init(&other, CHANNEL_CEILING);
	observation_key(&one, a);
	observation_key(&other, b);
	same = span_equal(buf_span(&one), buf_span(&other));
	buf_release(&one);
	buf_release(&other);
	return same;
}

/* The end counts, which knows the bytes, unless only the beginning says who began. */
static int take_end(struct sweep *s, struct item *file, struct begun *b, uint64_t key,
		    struct observation *end, struct error *e)
{
	struct observation begin;

	if (b->key != key)
		return keep(s, file, end, e);
	if (end->either_way)
		return keep_begun(s, file, b, e);
	b->key = 0;
	decode(b, &begin);
	if (begin.first != TIME_NONE && begin.first < end->first && same_key(&begin, end)) {
		end->first = begin.first;
		end->time_raw = begin.time_raw;
	}
	return keep(s, file, end, e);
}

static int take_begin(struct sweep *s, struct item *file, struct begun *b, uint64_t key,
		      const struct observation *begin, struct error *e)
{
	if (keep_begun(s, file, b, e) < 0)
		return -1;
	buf_clear(&b->observation);
	observation_encode(&b->observation, begin);
	b->key = key;
	return b->observation.bad ? fail(e, ERR_MEMORY, "no memory for a finding") : 0;
}

static int take_one(struct sweep *s, struct item *file, struct strays *all, struct span body,
		    uint64_t lines, struct error *e)
{
	struct cursor c = { .left = body };
	struct observation o;
	struct piece_stray stray;
	struct begun *b;

	piece_stray_decode(&c, &stray);
	b = &all->begun[stray.of.slot % TALLY_OPENED];
	if (stray.of.kind == STRAY_NONE)
		return keep_begun(s, file, b, e);
	c = (struct cursor){ .left = stray.observation };
	observation_decode(&c, &o);
	if (c.bad)
		return 0;
	for (uint32_t n = 0; n < o.spots; n++)
		if (o.spot[n].line)
			o.spot[n].line = lines == UINT64_MAX ? 0 : o.spot[n].line + lines;
	return stray.of.kind == STRAY_END ? take_end(s, file, b, stray.of.key, &o, e)
					  : take_begin(s, file, b, stray.of.key, &o, e);
}

int strays_take(struct sweep *s, struct item *file, struct strays **all, struct span list,
		uint64_t lines, struct error *e)
{
	struct cursor c = { .left = list };
	int rc = 0;

	if (!*all)
		*all = strays_new();
	if (!*all)
		return fail(e, ERR_MEMORY, "no memory for the pieces of a file");
	while (rc == 0 && c.left.len && !c.bad)
		rc = take_one(s, file, *all, cursor_span(&c), lines, e);
	return rc;
}

int strays_end(struct sweep *s, struct item *file, struct strays *all, struct error *e)
{
	int rc = 0;

	for (size_t i = 0; all && rc == 0 && i < TALLY_OPENED; i++)
		rc = keep_begun(s, file, &all->begun[i], e);
	return rc;
}
