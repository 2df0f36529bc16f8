/*
 * value.c -- the engine that finds listed values: in text through veils, in
 * typed fields by value.
 *
 * A block is scanned whole, its hits are put in order, and only then the
 * caller sees them.  Hostile input: what veils may make is bounded by four
 * times the block, hits by HITS_MAX; both are said.
 */
#include <stdlib.h>

#include "match/field.h"
#include "match/lookup.h"
#include "match/phase.h"
#include "match/scan.h"
#include "match/shape.h"

#define HELD         4096		/* bytes at the end of a block that goes on */
#define BUDGET_TIMES 4
#define BUDGET_LEAST (256u * 1024)

struct value_state {
	struct scan scan;
	size_t held;			/* of the last block: hits not yet reported */
};

static int value_open(struct engine_state *s, struct error *e)
{
	struct value_state *own = calloc(1, sizeof(*own));

	if (!own)
		return fail(e, ERR_MEMORY, "set: no memory for a scanner");
	if (scan_open(&own->scan, s->set, e) < 0) {
		free(own);
		return -1;
	}
	own->scan.recorder = s->recorder;
	s->own = own;
	return 0;
}

static void value_close(struct engine_state *s)
{
	struct value_state *own = s->own;

	if (own)
		scan_close(&own->scan);
	free(own);
	s->own = NULL;
}

static int value_begin_item(struct engine_state *s, struct error *e)
{
	struct value_state *own = s->own;

	(void)e;
	own->held = 0;
	return 0;
}

/* A hit inside a wrapped link is wrapped, however its target is written there. */
static void mark_wrapped(struct scan *scan)
{
	for (size_t i = 0; i < scan->hits.count; i++) {
		struct hit *hit = &scan->hits.item[i];

		for (size_t w = 0; w < scan->wrapped_count; w++)
			if (hit->offset >= scan->wrapped[w].from &&
			    hit->offset + hit->length <= scan->wrapped[w].to) {
				hit->veil |= VEIL_WRAPPED;
				break;
			}
	}
}

static void begin_scan(struct scan *scan, size_t len, uint64_t wanted, bool typed)
{
	scan->hits.count = 0;
	scan->hits.full = false;
	scan->wrapped_count = 0;
	scan->budget = len * BUDGET_TIMES + BUDGET_LEAST;
	scan->effort = len * BUDGET_TIMES + BUDGET_LEAST;
	scan->cut = 0;
	scan->wanted = wanted;
	scan->typed = typed;
}

static int check_full(const struct scan *scan, struct error *e)
{
	if (!scan->hits.full)
		return 0;
	return fail(e, ERR_LIMIT, "more than %u hits in one block", HITS_MAX);
}

/* Hand over the hits that end behind `from` and not behind `to`. */
static int report(struct engine_state *s, uint64_t from, uint64_t to, struct error *e)
{
	struct value_state *own = s->own;
	struct scan *scan = &own->scan;

	hits_settle(&scan->hits);
	mark_wrapped(scan);
	s->cut += scan->cut;
	if (scan->cut)
		recorder_spoil(s->recorder);
	for (size_t i = 0; i < scan->hits.count; i++) {
		const struct hit *hit = &scan->hits.item[i];
		uint64_t end = hit->offset + hit->length;

		if (end > from && end <= to && s->hit(s->context, hit))
			return 1;
	}
	return check_full(scan, e);
}

/* A set of rules alone holds no value to look for. */
static bool is_rules_alone(const struct set *s)
{
	return s->record_count == s->kinds[KIND_YARA];
}

static int value_text(struct engine_state *s, const struct text_block *block, struct error *e)
{
	struct value_state *own = s->own;
	struct view view = { .text = block->bytes, .binary = block->binary };
	size_t len = block->bytes.len;
	size_t known = block->overlap > own->held ? block->overlap - own->held : 0;

	if (is_rules_alone(s->set) && !s->recorder)
		return 0;
	own->held = !block->more ? 0 : len < HELD ? len : HELD;
	begin_scan(&own->scan, len, ~UINT64_C(0), false);
	scan_view(&own->scan, &view);
	s->zeros |= own->scan.zeros;
	return report(s, known, len - own->held, e);
}

/* The whole value of a field, in the canonical form of its kind. */
static void find_whole(struct scan *scan, const struct view *v, enum kind kind)
{
	struct buf *canonical = &scan->canonical;
	const struct set *set = scan->set;
	struct error ignored;
	uint64_t whole, hex;
	struct probe p;
	struct list list;
	struct span value;

	buf_clear(canonical);
	if (kind == KIND_NONE || kind >= KIND_COUNT ||
	    kind_canonical(kind, v->text, canonical, &ignored) < 0)
		return;
	value = buf_span(canonical);
	whole = key_whole(&set->keys, kind, value);
	hex = key_text(&set->keys, KEY_HEX, value);
	if (scan->recorder) {
		recorder_key(scan->recorder, whole);
		recorder_key(scan->recorder, hex);
	}
	p = table_probe(set, KEY_WHOLE, whole);
	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (lookup_is(set, list.item[i], value))
				scan_add(scan, v, 0, v->text.len, list.item[i], 0, 0);
	p = table_probe(set, KEY_HEX, hex);
	while (table_next(&p, &list))
		for (uint32_t i = 0; i < list.count; i++)
			if (lookup_is(set, list.item[i], value))
				scan_add(scan, v, 0, v->text.len, list.item[i], 0, 0);
}

static void find_address(struct scan *scan, const struct view *v)
{
	struct address a, inner;

	if (!address_parse(v->text, &a))
		return;
	inner = address_unwrap(&a);
	address_verify(scan, v, 0, v->text.len, &a, 0);
	if (!address_equal(&a, &inner))
		address_verify(scan, v, 0, v->text.len, &inner, VEIL_EMBEDDED);
}

static enum kind whole_kind(const struct typed_field *field)
{
	if (field->kind == FIELD_SUBJECT)
		return KIND_EMAIL_SUBJECT;
	if (field->kind == FIELD_USER_AGENT)
		return KIND_USER_AGENT;
	return field->kind >= FIELD_DIGEST && field->kind != FIELD_PATH ? field->exact : KIND_NONE;
}

/* Each indicator once, at the field as a whole. */
static int report_field(struct engine_state *s, size_t len, struct error *e)
{
	struct value_state *own = s->own;
	struct hits *hits = &own->scan.hits;

	for (size_t i = 0; i < hits->count; i++) {
		hits->item[i].offset = 0;
		hits->item[i].length = (uint32_t)len;
	}
	return report(s, 0, UINT64_MAX, e);
}

static int value_field(struct engine_state *s, const struct typed_field *field, struct error *e)
{
	struct value_state *own = s->own;
	struct span text = span_cut(span_trim(field->text), 0, FIELD_MAX);
	struct view view = { .text = text };

	if (text.len == 0)
		return 0;
	begin_scan(&own->scan, text.len, field_kinds(field), true);
	find_whole(&own->scan, &view, whole_kind(field));
	if (field->kind == FIELD_ADDRESS)
		find_address(&own->scan, &view);
	else if (field->kind != FIELD_DIGEST && field->kind != FIELD_FINGERPRINT)
		scan_view(&own->scan, &view);
	return report_field(s, field->text.len, e);
}

const struct engine engine_value = {
	.name       = "set",
	.about      = "listed values: addresses, names, URLs, hashes, file names and texts",
	.open       = value_open,
	.close      = value_close,
	.begin_item = value_begin_item,
	.text       = value_text,
	.field      = value_field,
};
