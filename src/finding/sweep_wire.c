/* sweep_wire.c -- the messages of a sweep, written and read side by side. */
#include "finding/sweep_wire.h"

static unsigned cursor_enum(struct cursor *c, unsigned count)
{
	unsigned v = cursor_u8(c);

	if (v >= count)
		c->bad = true;
	return c->bad ? 0 : v;
}

static uint32_t cursor_count(struct cursor *c, uint32_t most)
{
	uint32_t n = cursor_u32(c);

	if (n > most)
		c->bad = true;
	return c->bad ? 0 : n;
}

void item_order_encode(struct buf *b, const struct item_order *o)
{
	frame_u32(b, o->item);
	frame_span(b, o->path);
	frame_u64(b, o->size);
	frame_i64(b, o->mtime);
	frame_u8(b, (uint8_t)(o->regular | o->crash << 1 | o->divided << 2));
	frame_u16(b, o->zone);
	frame_u16(b, o->year);
	frame_span(b, o->columns);
	frame_u8(b, (uint8_t)o->task);
	frame_u64(b, o->begin);
	frame_u64(b, o->end);
	piece_plan_encode(b, &o->plan);
	frame_u8(b, (uint8_t)(o->speaks | o->whole << 1));
}

void item_order_decode(struct cursor *c, struct item_order *o)
{
	uint8_t flags;

	o->item = cursor_u32(c);
	o->path = cursor_span(c);
	o->size = cursor_u64(c);
	o->mtime = (int64_t)cursor_u64(c);
	flags = cursor_u8(c);
	o->regular = flags & 1;
	o->crash = flags >> 1 & 1;
	o->divided = flags >> 2 & 1;
	o->zone = cursor_u16(c);
	o->year = cursor_u16(c);
	o->columns = cursor_span(c);
	o->task = cursor_enum(c, PIECE_TASKS);
	o->begin = cursor_u64(c);
	o->end = cursor_u64(c);
	piece_plan_decode(c, &o->plan);
	flags = cursor_u8(c);
	o->speaks = flags & 1;
	o->whole = flags >> 1 & 1;
}

void piece_plan_encode(struct buf *b, const struct piece_plan *p)
{
	frame_u32(b, p->item);
	frame_u8(b, (uint8_t)p->of);
	frame_u64(b, p->first);
	frame_u64(b, p->bytes);
	frame_u16(b, p->family);
	frame_u64(b, p->columns);
	frame_u8(b, p->known);
	frame_u8(b, (uint8_t)(p->digests | p->long_log << 1));
}

void piece_plan_decode(struct cursor *c, struct piece_plan *p)
{
	uint8_t flags;

	p->item = cursor_u32(c);
	p->of = cursor_enum(c, PIECE_OFS);
	p->first = cursor_u64(c);
	p->bytes = cursor_u64(c);
	p->family = cursor_u16(c);
	p->columns = cursor_u64(c);
	p->known = cursor_u8(c);
	flags = cursor_u8(c);
	p->digests = flags & 1;
	p->long_log = flags >> 1 & 1;
}

void piece_answer_encode(struct buf *b, const struct piece_answer *p)
{
	frame_u32(b, p->item);
	frame_u64(b, p->count);
	frame_u8(b, (uint8_t)(p->speaks | p->changed << 1 | p->overflow << 2));
	frame_u8(b, (uint8_t)p->sensors);
	frame_u64(b, p->veiled);
	census_run_encode(b, &p->run);
}

void piece_answer_decode(struct cursor *c, struct piece_answer *p)
{
	uint8_t flags;

	p->item = cursor_u32(c);
	p->count = cursor_u64(c);
	flags = cursor_u8(c);
	p->speaks = flags & 1;
	p->changed = flags >> 1 & 1;
	p->overflow = flags >> 2 & 1;
	p->sensors = cursor_u8(c);
	p->veiled = cursor_u64(c);
	census_run_decode(c, &p->run);
}

void piece_stray_encode(struct buf *b, const struct piece_stray *s)
{
	frame_u32(b, s->item);
	frame_u8(b, (uint8_t)s->of.kind);
	frame_u64(b, s->of.key);
	frame_u32(b, s->of.slot);
	frame_span(b, s->observation);
}

void piece_stray_decode(struct cursor *c, struct piece_stray *s)
{
	s->item = cursor_u32(c);
	s->of.kind = cursor_enum(c, STRAY_KINDS);
	s->of.key = cursor_u64(c);
	s->of.slot = cursor_u32(c);
	s->observation = cursor_span(c);
}

#define HIT_BYTES 32	/* of either half of it, without its spans' */

void hit_answer_encode(struct buf *b, const struct hit_answer *h)
{
	char *at = frame_begin(b, HIT_BYTES + h->indicator.value.len + h->listed.len);

	if (!at)
		return;
	at = put_u32(at, h->item);
	at = put_u8(at, (uint8_t)h->indicator.kind);
	at = put_span(at, h->indicator.value);
	frame_end(b, put_span(at, h->listed));
	where_encode(b, &h->where);
	at = frame_begin(b, HIT_BYTES);
	if (!at)
		return;
	at = put_u64(at, h->offset);
	at = put_u64(at, h->length);
	frame_end(b, put_u64(at, h->line));
}

void hit_answer_decode(struct cursor *c, struct hit_answer *h)
{
	h->item = cursor_u32(c);
	h->indicator.kind = cursor_enum(c, KIND_COUNT);
	h->indicator.value = cursor_span(c);
	h->listed = observation_listed(c);
	where_decode(c, &h->where);
	h->offset = cursor_u64(c);
	h->length = cursor_u64(c);
	h->line = cursor_u64(c);
}

void gap_answer_encode(struct buf *b, const struct gap_answer *g)
{
	frame_u32(b, g->item);
	frame_u64(b, g->part);
	frame_span(b, g->reason);
	frame_span(b, g->detail);
	frame_u64(b, g->bytes);
	frame_u8(b, g->minor);
	where_encode(b, &g->where);
}

void gap_answer_decode(struct cursor *c, struct gap_answer *g)
{
	g->item = cursor_u32(c);
	g->part = cursor_u64(c);
	g->reason = cursor_span(c);
	g->detail = cursor_span(c);
	g->bytes = cursor_u64(c);
	g->minor = cursor_u8(c);
	where_decode(c, &g->where);
}

void lease_answer_encode(struct buf *b, const struct lease_answer *l)
{
	frame_u32(b, l->item);
	buf_add(b, span_make(l->address.bytes, 16));
	frame_i64(b, l->from);
	frame_i64(b, l->to);
	frame_span(b, l->computer);
	frame_span(b, l->user);
	frame_u8(b, (uint8_t)(l->ended | l->by_hit << 1));
}

void lease_answer_decode(struct cursor *c, struct lease_answer *l)
{
	struct span bytes;
	uint8_t flags;

	l->item = cursor_u32(c);
	bytes = cursor_take(c, 16);
	if (!c->bad)
		memcpy(l->address.bytes, bytes.ptr, 16);
	l->from = (int64_t)cursor_u64(c);
	l->to = (int64_t)cursor_u64(c);
	l->computer = cursor_span(c);
	l->user = cursor_span(c);
	flags = cursor_u8(c);
	l->ended = flags & 1;
	l->by_hit = flags >> 1 & 1;
}

void noted_encode(struct buf *b, const struct noted *n)
{
	frame_u32(b, n->item);
	frame_u32(b, n->segments);
	frame_u32(b, n->digests);
	frame_u32(b, n->listed);
	frame_u64(b, n->long_log);
	frame_u8(b, n->long_inside);
	frame_span(b, n->segment);
}

void noted_decode(struct cursor *c, struct noted *n)
{
	n->item = cursor_u32(c);
	n->segments = cursor_u32(c);
	n->digests = cursor_u32(c);
	n->listed = cursor_u32(c);
	n->long_log = cursor_u64(c);
	n->long_inside = cursor_u8(c);
	n->segment = cursor_span(c);
}

static bool item_is_counted(const struct item_end *e)
{
	return e->kind == ITEM_LOG || e->kind == ITEM_MAIL;
}

void item_end_encode(struct buf *b, const struct item_end *e)
{
	frame_u32(b, e->item);
	frame_u8(b, (uint8_t)e->kind);
	frame_span(b, e->format);
	frame_span(b, e->people);
	frame_span(b, e->sensor);
	frame_u64(b, e->shows);
	frame_u64(b, e->bytes);
	frame_u64(b, e->decoded);
	frame_u64(b, e->things);
	frame_u64(b, e->inner);
	frame_u64(b, e->undigested);
	frame_u64(b, e->hits);
	frame_i64(b, e->first);
	frame_i64(b, e->last);
	frame_u32(b, e->layers);
	for (uint32_t i = 0; i < e->layers; i++)
		frame_span(b, e->sha256[i]);
	frame_u8(b, item_is_counted(e));
	if (item_is_counted(e))
		census_encode(b, &e->census);
}

void item_end_decode(struct cursor *c, struct item_end *e)
{
	e->item = cursor_u32(c);
	e->kind = cursor_enum(c, ITEM_KINDS);
	e->format = cursor_span(c);
	e->people = cursor_span(c);
	e->sensor = cursor_span(c);
	e->shows = cursor_u64(c);
	e->bytes = cursor_u64(c);
	e->decoded = cursor_u64(c);
	e->things = cursor_u64(c);
	e->inner = cursor_u64(c);
	e->undigested = cursor_u64(c);
	e->hits = cursor_u64(c);
	e->first = (int64_t)cursor_u64(c);
	e->last = (int64_t)cursor_u64(c);
	e->layers = cursor_count(c, ITEM_LAYERS);
	for (uint32_t i = 0; i < e->layers; i++)
		e->sha256[i] = cursor_span(c);
	census_init(&e->census);
	if (cursor_u8(c) && !c->bad)
		census_decode(c, &e->census);
}

void observed_encode(struct buf *b, uint32_t item, uint64_t part, const struct where *where,
		     const struct observation *seen)
{
	frame_u32(b, item);
	frame_u64(b, part);
	where_encode(b, where);
	observation_encode(b, seen);
}

void observed_decode(struct cursor *c, struct observed *o)
{
	o->item = cursor_u32(c);
	o->part = cursor_u64(c);
	where_decode(c, &o->where);
	o->wire = c->left;
	observation_decode(c, &o->seen);
	o->wire.len -= c->left.len;
}

void part_answer_encode(struct buf *b, const struct part_answer *p)
{
	frame_u32(b, p->item);
	frame_u64(b, p->part);
	frame_u64(b, p->outer);
	frame_u8(b, p->speaks);
	where_encode(b, &p->where);
	item_end_encode(b, &p->end);
}

void part_answer_decode(struct cursor *c, struct part_answer *p)
{
	p->item = cursor_u32(c);
	p->part = cursor_u64(c);
	p->outer = cursor_u64(c);
	p->speaks = cursor_u8(c);
	where_decode(c, &p->where);
	item_end_decode(c, &p->end);
	if (p->outer >= p->part)
		c->bad = true;
}

const char *shown_kind_name(enum shown_kind k)
{
	static const char *const names[SHOWN_KINDS] = {
		[SHOWN_FILE] = "file", [SHOWN_MEMBER] = "member", [SHOWN_MESSAGE] = "message",
		[SHOWN_BODY] = "body", [SHOWN_STREAM] = "stream", [SHOWN_HEADER] = "header",
		[SHOWN_EVENT] = "event", [SHOWN_ROW] = "row", [SHOWN_TEXT_PART] = "text",
		[SHOWN_VALUE] = "value",
	};

	return names[k];
}

void shown_encode(struct buf *b, const struct shown *s)
{
	frame_u32(b, s->item);
	frame_u8(b, (uint8_t)s->kind);
	where_encode(b, &s->where);
	frame_i64(b, s->time);
	frame_u8(b, (uint8_t)s->class);
	frame_u8(b, (uint8_t)s->outcome);
	frame_u32(b, s->fields);
	for (uint32_t i = 0; i < s->fields; i++) {
		frame_span(b, s->field[i].name);
		frame_span(b, s->field[i].value);
	}
}

void shown_decode(struct cursor *c, struct shown *s)
{
	s->item = cursor_u32(c);
	s->kind = cursor_enum(c, SHOWN_KINDS);
	where_decode(c, &s->where);
	s->time = (int64_t)cursor_u64(c);
	s->class = cursor_enum(c, EVENT_CLASSES);
	s->outcome = cursor_enum(c, OUTCOME_COUNT);
	s->fields = cursor_count(c, SHOWN_FIELDS);
	for (uint32_t i = 0; i < s->fields; i++) {
		s->field[i].name = cursor_span(c);
		s->field[i].value = cursor_span(c);
	}
}

void sweep_setup_encode(struct buf *b, const struct sweep_setup *s)
{
	frame_u32(b, s->zones);
	for (uint32_t i = 0; i < s->zones; i++)
		frame_span(b, s->zone[i]);
	frame_i64(b, s->since);
	frame_i64(b, s->until);
	frame_u32(b, s->context);
	frame_u32(b, s->limits.depth);
	frame_u64(b, s->limits.members);
	frame_u64(b, s->limits.member);
	frame_u64(b, s->limits.memory);
	frame_u64(b, s->limits.ratio);
	frame_u64(b, s->limits.ratio_free);
	frame_u8(b, (uint8_t)(s->hits | s->plan << 1 | s->custody << 2 | s->show << 3 |
			    s->digest_all << 4 | s->notes << 5));
	frame_u64(b, s->piece);
	frame_u64(b, s->large);
	frame_u64(b, s->seed);
	frame_u64(b, s->set_size);
	frame_u32(b, s->copies);
	for (uint32_t i = 0; i < s->copies; i++) {
		frame_u64(b, s->copy[i].size);
		frame_span(b, s->copy[i].sha256);
		frame_span(b, s->copy[i].head);
		frame_u32(b, s->copy[i].advisory);
	}
	frame_u32(b, s->passwords);
	for (uint32_t i = 0; i < s->passwords; i++)
		frame_span(b, s->password[i]);
}

void sweep_setup_decode(struct cursor *c, struct sweep_setup *s)
{
	uint8_t flags;

	s->zones = cursor_count(c, SWEEP_ZONES);
	for (uint32_t i = 0; i < s->zones; i++)
		s->zone[i] = cursor_span(c);
	s->since = (int64_t)cursor_u64(c);
	s->until = (int64_t)cursor_u64(c);
	s->context = cursor_u32(c);
	s->limits.depth = cursor_u32(c);
	s->limits.members = cursor_u64(c);
	s->limits.member = cursor_u64(c);
	s->limits.memory = cursor_u64(c);
	s->limits.ratio = cursor_u64(c);
	s->limits.ratio_free = cursor_u64(c);
	if (s->limits.depth > OPENING_DEPTH || s->limits.ratio == 0)
		c->bad = true;
	flags = cursor_u8(c);
	s->hits = flags & 1;
	s->plan = flags >> 1 & 1;
	s->custody = flags >> 2 & 1;
	s->show = flags >> 3 & 1;
	s->digest_all = flags >> 4 & 1;
	s->notes = flags >> 5 & 1;
	s->piece = cursor_u64(c);
	s->large = cursor_u64(c);
	s->seed = cursor_u64(c);
	s->set_size = cursor_u64(c);
	s->copies = cursor_count(c, SWEEP_COPIES);
	for (uint32_t i = 0; i < s->copies; i++) {
		s->copy[i].size = cursor_u64(c);
		s->copy[i].sha256 = cursor_span(c);
		s->copy[i].head = cursor_span(c);
		s->copy[i].advisory = cursor_u32(c);
	}
	s->passwords = cursor_count(c, SWEEP_WORDS);
	for (uint32_t i = 0; i < s->passwords; i++)
		s->password[i] = cursor_span(c);
}
