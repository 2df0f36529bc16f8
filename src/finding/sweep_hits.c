/*
 * sweep_hits.c -- hit records in the order of the walk while they come, and
 * what it looks like so far.
 */
#include <stdio.h>
#include <stdlib.h>

#include "finding/sweep_hits.h"
#include "finding/sweeping.h"

#define MACHINE_MOST 8192	/* bytes of a name that it is told apart by */
#define UNJUDGED_BYTES (4u << 20)	/* of observations that wait for a first opinion */

static void hit_json(struct sweep *s, const struct hit_answer *h, struct buf *lines)
{
	struct out *o = &s->line;

	out_clear(o);
	buf_clear(&s->at);
	json_object(o, NULL);
	json_cstring(o, "type", "hit");
	json_uint(o, "item", h->item);
	json_array(o, "advisories");
	for (uint32_t i = 0; i < observation_advisories(h->listed); i++) {
		uint32_t advisory = observation_advisory(h->listed, i);

		if (advisory < s->o.bulletins->count)
			json_string(o, NULL, s->o.bulletins->list[advisory].advisory.id);
	}
	json_array_end(o);
	json_object(o, "indicator");
	json_cstring(o, "kind", kind_row(h->indicator.kind)->name);
	json_string(o, "value", h->indicator.value);
	json_object_end(o);
	where_text(&h->where, &s->at);
	json_string(o, "at", buf_span(&s->at));
	json_uint(o, "offset", h->offset);
	json_uint(o, "length", h->length);
	json_uint(o, "line", h->line);
	json_object_end(o);
	out_raw(o, SPAN("\n"));
	buf_add(lines, buf_span(&o->buf));
}

struct buf *hits_room(struct sweep *s, struct item *i)
{
	bool now = s->o.unordered || i->number == s->emit + 1;

	/* A second try tells again what went out in the first. */
	if (i->hits_seen++ < i->hits_sent)
		return NULL;
	i->hits_sent++;
	if (now && i->hits.len) {
		buf_add(&s->ready, buf_span(&i->hits));
		buf_clear(&i->hits);
	}
	return now ? &s->ready : &i->hits;
}

int hits_take(struct sweep *s, struct item *i, const struct hit_answer *h, struct error *e)
{
	struct buf *lines = hits_room(s, i);

	if (!lines)
		return 0;
	s->counts.hits++;
	hit_json(s, h, lines);
	return lines->bad ? fail(e, ERR_MEMORY, "no memory for hits") : 0;
}

/* The place of item `number` in the queue of those behind the one whose turn it is. */
static struct waiting_hits *late_place(struct sweep *s, uint32_t number)
{
	uint32_t at = number - s->emit - 1;

	if (at >= s->late_room) {
		uint32_t room = s->late_room ? s->late_room : 64;
		struct waiting_hits *wider;

		while (room <= at)
			room *= 2;
		wider = realloc(s->late, room * sizeof(*wider));
		if (!wider)
			return NULL;
		s->late = wider;
		s->late_room = room;
	}
	while (s->lates <= at)
		s->late[s->lates++] = (struct waiting_hits){ .complete = false };
	return &s->late[at];
}

/* Everything whose turn has come goes out. */
static void hits_advance(struct sweep *s)
{
	uint32_t n = 0;

	while (n < s->lates && s->late[n].complete) {
		buf_add(&s->ready, buf_span(&s->late[n].lines));
		buf_release(&s->late[n].lines);
		n++;
	}
	memmove(s->late, s->late + n, (s->lates - n) * sizeof(*s->late));
	s->lates -= n;
	s->emit += n;
}

void hits_done(struct sweep *s, struct item *i)
{
	struct waiting_hits *place;

	if (!s->o.setup.hits || s->o.unordered)
		return;
	place = late_place(s, i->number);
	if (!place)
		return;
	*place = (struct waiting_hits){ .lines = i->hits, .complete = true };
	buf_init(&i->hits, 1u << 30);
	if (i->number == s->emit + 1)
		hits_advance(s);
}

void sweep_take_hits(struct sweep *s, struct buf *out)
{
	buf_add(out, buf_span(&s->ready));
	buf_clear(&s->ready);
}

/* ---- as it seems so far */

static struct span machine_text(const struct finding *f, char room[ADDRESS_TEXT])
{
	if (f->name.len)
		return f->name;
	if (f->has_host)
		return span_make(room, address_write(&f->host, room));
	return f->via.len ? f->via : f->owner;
}

static void notice(struct sweep *s, const char *path, const struct finding *f)
{
	char room[ADDRESS_TEXT];
	struct error ignored;
	bool is_new = false;
	struct span key;

	if (f->class != FINDING_COMPROMISE && f->class != FINDING_UNJUDGED)
		return;
	key = span_cut(machine_text(f, room), 0, MACHINE_MOST);
	if (table_add(&s->machines, key, &is_new, &ignored) && is_new) {
		if (f->class == FINDING_COMPROMISE)
			s->act++;
		else
			s->check++;
	}
	if (f->class == FINDING_COMPROMISE && !s->alarmed) {
		s->alarmed = true;
		snprintf(s->alarm, sizeof(s->alarm), "%.*s: %.*s (%s), in %s",
			 SPAN_ARG(span_cut(key, 0, 60)),
			 SPAN_ARG(span_cut(f->seen.indicator.value, 0, 80)), f->whys ? f->why[0] : "",
			 path);
	}
}

static void opine(struct sweep *s, const struct label *label, uint32_t root, const char *path,
		  const struct observation *seen)
{
	struct judge j = { .ours = s->o.ours, .arena = &s->scratch };
	struct item_facts facts = { .root = root < s->o.paths ? s->o.path[root] : SPAN("") };
	struct finding f;

	if (label) {
		facts.label = label->name;
		facts.host = label->host;
		facts.role = label->role;
	}
	judge(&j, seen, &facts, &f);
	notice(s, path, &f);
	arena_reset(&s->scratch);
}

/* What waits for an opinion gets it. */
static void opine_now(struct sweep *s)
{
	struct cursor c = { .left = buf_span(&s->unjudged) };

	while (c.left.len && !c.bad) {
		uint32_t root = cursor_u32(&c);
		uint64_t label = cursor_u64(&c);
		struct cursor body = { .left = cursor_span(&c) };
		struct observation seen;

		observation_decode(&body, &seen);
		if (!c.bad && !body.bad)
			opine(s, label ? &s->o.labels->list[label - 1] : NULL, root, "", &seen);
	}
	buf_clear(&s->unjudged);
}

void hits_notice(struct sweep *s, const struct item *i, const struct observation *seen,
		 struct span wire)
{
	struct buf *b = &s->unjudged;

	if (seen->leaf)
		return;
	/* The first that is serious is news; the others are only counted, when somebody asks. */
	if (!s->alarmed) {
		opine(s, i->label, i->root, i->path, seen);
		return;
	}
	if (b->len > UNJUDGED_BYTES)
		opine_now(s);
	frame_u32(b, i->root);
	frame_u64(b, i->label ? (uint64_t)(i->label - s->o.labels->list) + 1 : 0);
	frame_span(b, wire);
}

void sweep_opinion(struct sweep *s, uint64_t *act, uint64_t *check)
{
	opine_now(s);
	*act = s->act;
	*check = s->check;
}

struct span sweep_take_alarm(struct sweep *s)
{
	if (!s->alarmed || s->alarm_taken)
		return SPAN("");
	s->alarm_taken = true;
	return span_of(s->alarm);
}
