/*
 * wire.c -- intel records as bytes, and back (frame.h).
 *
 * One byte of type, then the fields in the order of intel.h; each record's
 * encoder and decoder stand side by side.  Times are i64, flags one byte of
 * 0 or 1, lists a u32 count and their items.
 *
 * Hostile input: a decoder believes no count, enum or flag; what is out of
 * range sets the cursor's `bad`, and intel_decode says so once at the end.
 */
#include "intel/intel.h"

#include "base/buf.h"
#include "base/cursor.h"
#include "base/frame.h"

static void flag_encode(struct buf *b, bool flag)
{
	frame_u8(b, flag);
}

static bool flag_decode(struct cursor *c)
{
	uint8_t v = cursor_u8(c);

	if (v > 1)
		c->bad = true;
	return v == 1;
}

static void enum_encode(struct buf *b, unsigned v)
{
	frame_u8(b, (uint8_t)v);
}

static unsigned enum_decode(struct cursor *c, unsigned count)
{
	unsigned v = cursor_u8(c);

	if (v >= count) {
		c->bad = true;
		return 0;
	}
	return v;
}

static int64_t moment_decode(struct cursor *c)
{
	return (int64_t)cursor_u64(c);
}

static uint8_t percent_decode(struct cursor *c)
{
	uint8_t v = cursor_u8(c);

	if (v > 100)
		c->bad = true;
	return v;
}

static uint32_t count_decode(struct cursor *c)
{
	uint32_t n = cursor_u32(c);

	if (n > INTEL_MANY) {
		c->bad = true;
		return 0;
	}
	return n;
}

static void strings_encode(struct buf *b, const struct strings *s)
{
	frame_u32(b, s->count);
	for (uint32_t i = 0; i < s->count; i++)
		frame_span(b, s->item[i]);
}

static void strings_decode(struct cursor *c, struct strings *s)
{
	s->count = count_decode(c);
	for (uint32_t i = 0; i < s->count; i++)
		s->item[i] = cursor_span(c);
}

static void bodies_encode(struct buf *b, const struct advisory *a)
{
	frame_u32(b, a->bodies);
	for (uint32_t i = 0; i < a->bodies; i++) {
		frame_span(b, a->body[i].name);
		frame_span(b, a->body[i].stance);
		frame_span(b, a->body[i].scope);
	}
}

static void bodies_decode(struct cursor *c, struct advisory *a)
{
	a->bodies = count_decode(c);
	for (uint32_t i = 0; i < a->bodies; i++) {
		a->body[i].name = cursor_span(c);
		a->body[i].stance = cursor_span(c);
		a->body[i].scope = cursor_span(c);
	}
}

static void advisory_encode(struct buf *b, const struct advisory *a)
{
	frame_span(b, a->id);
	frame_span(b, a->source);
	frame_span(b, a->sha256);
	frame_span(b, a->format);
	frame_span(b, a->title);
	frame_span(b, a->tlp);
	frame_i64(b, a->published);
	frame_i64(b, a->activity_from);
	frame_i64(b, a->activity_to);
	bodies_encode(b, a);
	strings_encode(b, &a->refers_to);
	strings_encode(b, &a->contacts);
	flag_encode(b, a->pack);
}

static void advisory_decode(struct cursor *c, struct advisory *a)
{
	a->id = cursor_span(c);
	a->source = cursor_span(c);
	a->sha256 = cursor_span(c);
	a->format = cursor_span(c);
	a->title = cursor_span(c);
	a->tlp = cursor_span(c);
	a->published = moment_decode(c);
	a->activity_from = moment_decode(c);
	a->activity_to = moment_decode(c);
	bodies_decode(c, a);
	strings_decode(c, &a->refers_to);
	strings_decode(c, &a->contacts);
	a->pack = flag_decode(c);
}

static void indicator_encode(struct buf *b, const struct indicator *i)
{
	enum_encode(b, i->kind);
	enum_encode(b, i->role);
	frame_span(b, i->value);
	frame_span(b, i->as_written);
	frame_u16(b, i->port);
	frame_u8(b, i->confidence);
	frame_u32(b, i->advisory);
	strings_encode(b, &i->why);
	strings_encode(b, &i->entities);
	frame_span(b, i->logic);
	frame_i64(b, i->valid_from);
	frame_i64(b, i->valid_until);
	where_encode(b, &i->where);
	/* Behind all else, and only where it says something: libraries keep such records. */
	if (i->regex)
		flag_encode(b, true);
}

static void indicator_decode(struct cursor *c, struct indicator *i)
{
	i->kind = (enum kind)enum_decode(c, KIND_COUNT);
	i->role = (enum role)enum_decode(c, ROLE_COUNT);
	i->value = cursor_span(c);
	i->as_written = cursor_span(c);
	i->port = cursor_u16(c);
	i->confidence = percent_decode(c);
	i->advisory = cursor_u32(c);
	strings_decode(c, &i->why);
	strings_decode(c, &i->entities);
	i->logic = cursor_span(c);
	i->valid_from = moment_decode(c);
	i->valid_until = moment_decode(c);
	where_decode(c, &i->where);
	i->regex = c->left.len && flag_decode(c);
}

static void rule_encode(struct buf *b, const struct rule *r)
{
	frame_span(b, r->language);
	frame_span(b, r->name);
	frame_span(b, r->text);
	frame_span(b, r->why_not);
	strings_encode(b, &r->mended);
	frame_u32(b, r->advisory);
	flag_encode(b, r->compiles);
	flag_encode(b, r->runs);
	where_encode(b, &r->where);
}

static void rule_decode(struct cursor *c, struct rule *r)
{
	r->language = cursor_span(c);
	r->name = cursor_span(c);
	r->text = cursor_span(c);
	r->why_not = cursor_span(c);
	strings_decode(c, &r->mended);
	r->advisory = cursor_u32(c);
	r->compiles = flag_decode(c);
	r->runs = flag_decode(c);
	where_decode(c, &r->where);
}

/* Older libraries know nobody aside: their flag is the first bit. */
#define ENTITY_UNKNOWN 1
#define ENTITY_ASIDE 2
#define ENTITY_WHY 4

static void entity_encode(struct buf *b, const struct entity *e)
{
	frame_span(b, e->kind);
	frame_span(b, e->name);
	frame_span(b, e->id);
	frame_span(b, e->stated);
	strings_encode(b, &e->as_written);
	strings_encode(b, &e->may_be);
	frame_span(b, e->note);
	frame_u8(b, (e->unknown ? ENTITY_UNKNOWN : 0) | (e->aside.len ? ENTITY_ASIDE : 0) |
		 (e->why.len ? ENTITY_WHY : 0));
	if (e->aside.len)
		frame_span(b, e->aside);
	if (e->why.len)
		frame_span(b, e->why);
	frame_u32(b, e->advisory);
	frame_u32(b, e->count);
	where_encode(b, &e->where);
}

static void entity_decode(struct cursor *c, struct entity *e)
{
	uint8_t flags;

	e->kind = cursor_span(c);
	e->name = cursor_span(c);
	e->id = cursor_span(c);
	e->stated = cursor_span(c);
	strings_decode(c, &e->as_written);
	strings_decode(c, &e->may_be);
	e->note = cursor_span(c);
	flags = cursor_u8(c);
	c->bad |= flags > (ENTITY_UNKNOWN | ENTITY_ASIDE | ENTITY_WHY);
	e->unknown = flags & ENTITY_UNKNOWN;
	e->aside = flags & ENTITY_ASIDE ? cursor_span(c) : SPAN("");
	e->why = flags & ENTITY_WHY ? cursor_span(c) : SPAN("");
	e->advisory = cursor_u32(c);
	e->count = cursor_u32(c);
	where_decode(c, &e->where);
}

static void assessment_encode(struct buf *b, const struct assessment *a)
{
	frame_span(b, a->body);
	frame_span(b, a->verb);
	frame_span(b, a->scope);
	frame_span(b, a->statement);
	frame_span(b, a->term);
	frame_span(b, a->yardstick);
	frame_u32(b, a->advisory);
	frame_u8(b, a->low);
	frame_u8(b, a->high);
	where_encode(b, &a->where);
}

static void assessment_decode(struct cursor *c, struct assessment *a)
{
	a->body = cursor_span(c);
	a->verb = cursor_span(c);
	a->scope = cursor_span(c);
	a->statement = cursor_span(c);
	a->term = cursor_span(c);
	a->yardstick = cursor_span(c);
	a->advisory = cursor_u32(c);
	a->low = percent_decode(c);
	a->high = percent_decode(c);
	if (a->low > a->high)
		c->bad = true;
	where_decode(c, &a->where);
}

static void gap_encode(struct buf *b, const struct intel_gap *g)
{
	frame_span(b, g->reason);
	frame_span(b, g->detail);
	frame_u32(b, g->advisory);
	flag_encode(b, g->unread);
	where_encode(b, &g->where);
}

static void gap_decode(struct cursor *c, struct intel_gap *g)
{
	g->reason = cursor_span(c);
	g->detail = cursor_span(c);
	g->advisory = cursor_u32(c);
	g->unread = flag_decode(c);
	where_decode(c, &g->where);
}

enum wanted_flag { WANTED_LEAF = 1, WANTED_PORT = 2, WANTED_DATES = 4, WANTED_REGEX = 8 };

struct wanted wanted_of(const struct indicator *i)
{
	return (struct wanted){
		.value = i->value, .valid_from = i->valid_from, .valid_until = i->valid_until,
		.advisory = i->advisory, .port = i->port, .kind = (uint8_t)i->kind,
		.confidence = i->confidence, .leaf = i->logic.len > 0, .regex = i->regex,
	};
}

/* The value is what is left behind all else. */
void wanted_encode(struct buf *b, const struct wanted *w)
{
	bool dates = w->valid_from != TIME_NONE || w->valid_until != TIME_NONE;

	frame_u8(b, INTEL_WANTED);
	frame_u8(b, (uint8_t)((w->leaf ? WANTED_LEAF : 0) | (w->port ? WANTED_PORT : 0) |
			      (dates ? WANTED_DATES : 0) | (w->regex ? WANTED_REGEX : 0)));
	frame_u8(b, w->kind);
	frame_u8(b, w->confidence);
	frame_u32(b, w->advisory);
	if (w->port)
		frame_u16(b, w->port);
	if (dates) {
		frame_i64(b, w->valid_from);
		frame_i64(b, w->valid_until);
	}
	buf_add(b, w->value);
}

bool wanted_decode(struct cursor *c, struct wanted *w)
{
	bool known = cursor_u8(c) == INTEL_WANTED;
	unsigned flags = cursor_u8(c);

	w->kind = (uint8_t)enum_decode(c, KIND_COUNT);
	w->confidence = percent_decode(c);
	w->advisory = cursor_u32(c);
	w->leaf = flags & WANTED_LEAF;
	w->regex = flags & WANTED_REGEX;
	w->port = flags & WANTED_PORT ? cursor_u16(c) : 0;
	w->valid_from = w->valid_until = TIME_NONE;
	if (flags & WANTED_DATES) {
		w->valid_from = moment_decode(c);
		w->valid_until = moment_decode(c);
	}
	w->value = cursor_take(c, c->left.len);
	return known && !c->bad;
}

void intel_encode(struct buf *b, const struct intel_record *r)
{
	frame_u8(b, (uint8_t)r->type);
	switch (r->type) {
	case INTEL_ADVISORY:	advisory_encode(b, &r->advisory); break;
	case INTEL_INDICATOR:	indicator_encode(b, &r->indicator); break;
	case INTEL_RULE:	rule_encode(b, &r->rule); break;
	case INTEL_ENTITY:	entity_encode(b, &r->entity); break;
	case INTEL_ASSESSMENT:	assessment_encode(b, &r->assessment); break;
	case INTEL_GAP:		gap_encode(b, &r->gap); break;
	}
}

bool intel_decode(struct cursor *c, struct intel_record *r)
{
	r->type = (enum intel_type)cursor_u8(c);
	switch (r->type) {
	case INTEL_ADVISORY:	advisory_decode(c, &r->advisory); break;
	case INTEL_INDICATOR:	indicator_decode(c, &r->indicator); break;
	case INTEL_RULE:	rule_decode(c, &r->rule); break;
	case INTEL_ENTITY:	entity_decode(c, &r->entity); break;
	case INTEL_ASSESSMENT:	assessment_decode(c, &r->assessment); break;
	case INTEL_GAP:		gap_decode(c, &r->gap); break;
	default:		c->bad = true;
	}
	return !c->bad;
}
