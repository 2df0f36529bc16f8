/* bulletin.c -- keeping of an advisory what the answer needs. */
#include "finding/bulletin.h"

#include <stdlib.h>

#define BUDGET (64u << 20)

void bulletins_init(struct bulletins *b)
{
	*b = (struct bulletins){ .window = { TIME_NONE, TIME_NONE } };
	arena_init(&b->arena, BUDGET);
	logic_init(&b->logic);
}

void bulletins_release(struct bulletins *b)
{
	free(b->list);
	arena_release(&b->arena);
	logic_release(&b->logic);
	*b = (struct bulletins){ 0 };
}

static bool is_searchable(const struct indicator *i)
{
	return i->role == ROLE_INDICATOR && i->value.len &&
	       kind_row(i->kind)->group != GROUP_NONE;
}

bool indicator_usable(const struct indicator *i)
{
	return i->logic.len == 0 && is_searchable(i);
}

/* Of what MISP says of one file the digest is an indicator: the name beside it adds nothing. */
static bool is_pattern(struct span logic)
{
	return span_starts(logic, SPAN("[")) || span_starts(logic, SPAN("("));
}

bool indicator_is_leaf(const struct indicator *i)
{
	return is_pattern(i->logic) && is_searchable(i);
}

static void keep(struct bulletins *b, struct span *s)
{
	if (s->len)
		*s = arena_copy(&b->arena, *s);
	if (!s->ptr)
		*s = SPAN("");
}

static void keep_strings(struct bulletins *b, struct strings *s)
{
	for (uint32_t i = 0; i < s->count; i++)
		keep(b, &s->item[i]);
}

static void keep_advisory(struct bulletins *b, struct advisory *a)
{
	keep(b, &a->id);
	keep(b, &a->source);
	keep(b, &a->sha256);
	keep(b, &a->format);
	keep(b, &a->title);
	keep(b, &a->tlp);
	for (uint32_t i = 0; i < a->bodies; i++) {
		keep(b, &a->body[i].name);
		keep(b, &a->body[i].stance);
		keep(b, &a->body[i].scope);
	}
	keep_strings(b, &a->refers_to);
	keep_strings(b, &a->contacts);
}

static int bulletins_begin(struct bulletins *b, const struct advisory *a, struct error *e)
{
	struct bulletin *mine;

	if (b->count == b->room) {
		uint32_t room = b->room ? b->room * 2 : 8;
		struct bulletin *wider = realloc(b->list, room * sizeof(*wider));

		if (!wider)
			return fail(e, ERR_MEMORY, "no memory for the advisories");
		b->list = wider;
		b->room = room;
	}
	mine = &b->list[b->count++];
	*mine = (struct bulletin){ .advisory = *a };
	keep_advisory(b, &mine->advisory);
	mine->dates = (struct advisory_dates){ a->published, a->activity_from, a->activity_to };
	mine->window = window_of(&mine->dates);
	if (b->window.from != TIME_NONE || b->window.to != TIME_NONE)
		mine->window = b->window;
	return 0;
}

static int bulletin_leaf(struct bulletins *b, struct bulletin *mine, const struct indicator *i,
			 struct error *e)
{
	enum leaf_use use;

	if (logic_leaf(&b->logic, i, &use, e) < 0)
		return -1;
	mine->leaves += use == LEAF_UNUSED;
	if (use == LEAF_USED) {
		mine->listed[i->kind]++;
		mine->usable++;
	}
	return 0;
}

static void note_own(struct bulletins *b, struct bulletin *mine, enum kind kind, struct span value)
{
	struct address a;

	if (b->ours && b->ours->given && !mine->own.len && kind_is_address(kind) &&
	    address_parse(value, &a) && ours_names(b->ours, &a)) {
		mine->own = value;
		keep(b, &mine->own);
	}
}

static void note_listed(struct bulletin *mine, enum kind kind, struct span value)
{
	mine->listed[kind]++;
	mine->usable++;
	if (kind == KIND_URL && span_starts(value, SPAN("http://")))
		mine->clear_urls++;
}

void bulletins_listed(struct bulletins *b, enum kind kind, struct span value)
{
	note_own(b, &b->list[b->count - 1], kind, value);
	note_listed(&b->list[b->count - 1], kind, value);
}

static void bulletin_indicator(struct bulletins *b, struct bulletin *mine,
			       const struct indicator *i)
{
	struct unsearched *u;

	if (i->role == ROLE_INDICATOR)
		note_own(b, mine, i->kind, i->value);
	if (indicator_usable(i)) {
		note_listed(mine, i->kind, i->value);
		return;
	}
	if (i->role == ROLE_INDICATOR && i->logic.len) {
		mine->leaves += is_pattern(i->logic);
		return;
	}
	/* What somebody could take for an indicator that was forgotten. */
	if (i->role != ROLE_BENIGN && i->role != ROLE_EXAMPLE && i->role != ROLE_INDICATOR)
		return;
	if (mine->unsearcheds++ >= BULLETIN_NOTES)
		return;
	u = &mine->unsearched[mine->unsearcheds - 1];
	*u = (struct unsearched){ i->kind, i->value, i->why.count ? i->why.item[0] : SPAN("") };
	keep(b, &u->value);
	keep(b, &u->why);
}

static void bulletin_gap(struct bulletins *b, struct bulletin *mine, const struct intel_gap *g)
{
	mine->unread |= g->unread;
	if (mine->gaps++ >= BULLETIN_NOTES)
		return;
	mine->gap[mine->gaps - 1] = *g;
	mine->gap[mine->gaps - 1].where.count = 0;
	keep(b, &mine->gap[mine->gaps - 1].reason);
	keep(b, &mine->gap[mine->gaps - 1].detail);
}

bool entity_leads_on(const struct entity *e)
{
	return e->may_be.count < 2 && (span_equal(e->kind, SPAN("malware")) ||
				       span_equal(e->kind, SPAN("campaign")));
}

static void bulletin_entity(struct bulletins *b, struct bulletin *mine, const struct entity *e)
{
	struct span id = e->id, name = e->name;

	if (span_equal(e->kind, SPAN("vulnerability"))) {
		id = id.len ? id : name;
		keep(b, &id);
		strings_add(&mine->cves, id);
	} else if (entity_leads_on(e)) {
		keep(b, &id);
		keep(b, &name);
		strings_add(&mine->named, name);
		strings_add(&mine->named_id, id);
	}
}

int bulletins_take(struct bulletins *b, const struct intel_record *r, struct error *e)
{
	struct bulletin *mine;

	if (r->type == INTEL_ADVISORY)
		return bulletins_begin(b, &r->advisory, e);
	if (b->count == 0)
		return fail(e, ERR_MALFORMED, "a record before its advisory");
	mine = &b->list[b->count - 1];
	if (r->type == INTEL_INDICATOR && indicator_is_leaf(&r->indicator)) {
		return bulletin_leaf(b, mine, &r->indicator, e);
	} else if (r->type == INTEL_INDICATOR) {
		bulletin_indicator(b, mine, &r->indicator);
	} else if (r->type == INTEL_RULE) {
		mine->rules++;
		mine->rules_run += r->rule.runs;
		mine->rules_broken += !r->rule.compiles;
		/* The values of a pattern are counted one by one. */
		if (r->rule.runs && !span_equal(r->rule.language, SPAN("stix"))) {
			mine->listed[KIND_YARA]++;
			mine->usable++;
		}
	} else if (r->type == INTEL_ENTITY) {
		bulletin_entity(b, mine, &r->entity);
	} else if (r->type == INTEL_GAP) {
		bulletin_gap(b, mine, &r->gap);
	}
	return 0;
}
