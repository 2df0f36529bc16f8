/*
 * stix.c -- STIX 2.0 and 2.1 bundles.
 *
 * Read two or three times, one object at a time (bundle.h): first who refers
 * to whom, then indicators and observables, then patterns that are rules.
 *
 * An observable that stands in the bundle beside its indicators is no
 * indicator of its own: it is what an indicator is based on, or context.  It
 * is one when it was observed or is named by the report without an indicator
 * for it, or when the bundle has no indicators at all.
 *
 * Not here: STIX 1 (XML), custom objects, sightings, opinions, evaluation of
 * patterns over evidence (taken apart and settled by stix_pattern.h).
 */
#include "advisory/dates.h"
#include "advisory/reader.h"
#include "advisory/rules.h"
#include "advisory/stix.h"
#include "intel/stix_pattern.h"

#define IDS_CEILING (160u << 20)
#define NAMES_CEILING (16u << 20)
#define REMARK_MAX 160
#define OBSERVABLE_DEPTH 8
#define PATH_MAX_LEN 300

static int stix_probe(const struct source *s)
{
	struct span head = span_trim(s->sample);

	if (s->charset == CHARSET_BINARY || !head.len || (head.ptr[0] != '{' && head.ptr[0] != '['))
		return 0;
	if (span_find(head, SPAN("\"bundle--")) != SPAN_NONE)
		return 95;
	if (span_find(span_cut(head, 0, 200), SPAN("\"bundle\"")) != SPAN_NONE)
		return 90;
	if (span_find(head, SPAN("\"spec_version\"")) != SPAN_NONE &&
	    span_find(head, SPAN("\"type\"")) != SPAN_NONE)
		return 90;
	return span_find(head, SPAN("\"indicator--")) != SPAN_NONE ? 80 : 0;
}

static int given(struct stix *s, const struct listed *l, struct error *e)
{
	int rc = reading_listed(s->reading, l, e);

	if (!rc)
		reading_nothing(s->reading, l->step);
	return rc < 0 ? -1 : 0;
}

/* What the indicator says of itself, in the order of use. */
static void add_why(struct listed *l, const struct node *n)
{
	struct span name = node_text(n, "name"), text = node_text(n, "description");

	strings_add(&l->why, SPAN("pattern of a STIX indicator"));
	if (name.len)
		strings_add(&l->why, span_cut(name, 0, REMARK_MAX));
	if (text.len && !span_equal(text, name))
		strings_add(&l->why, span_cut(text, 0, REMARK_MAX));
}

static bool has_word(const struct node *list, const char *word)
{
	for (const struct node *c = list ? list->child : NULL; c; c = c->next)
		if (span_equal_nocase(c->text, span_of(word)))
			return true;
	return false;
}

static void indicator_role(struct listed *l, const struct node *n)
{
	if (node_true(n, "revoked")) {
		l->role = ROLE_REFERENCE;
		strings_add(&l->why, SPAN("revoked by its publisher"));
	} else if (has_word(node_get(n, "indicator_types"), "benign") ||
		   has_word(node_get(n, "labels"), "benign")) {
		l->role = ROLE_BENIGN;
		strings_add(&l->why, SPAN("publisher calls it benign"));
	}
}

static void indicator_entities(struct stix *s, struct listed *l, const struct node *n)
{
	uint64_t target, index;

	if (ids_get(&s->indicates, ids_key(node_text(n, "id")), &target) &&
	    ids_get(&s->named, target, &index) && index * sizeof(struct span) <= s->name.len) {
		struct span name;

		memcpy(&name, s->name.ptr + (index - 1) * sizeof(name), sizeof(name));
		strings_add(&l->entities, name);
	}
}

static bool is_stix_pattern(const struct node *n)
{
	struct span type = node_text(n, "pattern_type");

	return !type.len || span_equal_nocase(type, SPAN("stix"));
}

/* "/objects/3" and "/pattern" in the object's arena. */
static struct span below(const struct bundle_object *o, struct span step)
{
	char *text = arena_alloc(o->arena, o->pointer.len + step.len + 1);

	if (!text)
		return o->pointer;
	memcpy(text, o->pointer.ptr, o->pointer.len);
	text[o->pointer.len] = '/';
	memcpy(text + o->pointer.len + 1, step.ptr, step.len);
	return span_make(text, o->pointer.len + 1 + step.len);
}

static int give_leaves(struct stix *s, const struct bundle_object *o, const struct pattern *p,
		       struct error *e)
{
	const struct node *n = o->node;
	struct span pointer = below(o, SPAN("pattern"));
	struct span text = node_text(n, "pattern");
	uint64_t confidence;
	struct listed l;

	listed_init(&l);
	add_why(&l, n);
	indicator_role(&l, n);
	stix_voice(s, node_text(n, "id"), o->arena, &l);
	indicator_entities(s, &l, n);
	if (span_u64(node_text(n, "confidence"), &confidence) && confidence <= 100)
		l.confidence = (uint8_t)confidence;
	l.valid_from = stix_time(n, "valid_from");
	l.valid_until = stix_time(n, "valid_until");
	for (uint32_t i = 0; i < p->count; i++) {
		const struct pattern_leaf *leaf = &p->leaf[i];

		if (!leaf->exact || leaf->kind == KIND_NONE)
			continue;
		l.kind = leaf->kind;
		l.written = leaf->value;
		l.port = leaf->port;
		l.regex = leaf->regex;
		l.logic = leaf->alone ? SPAN("") : text;
		l.step = (struct step){ .kind = STEP_POINTER, .text = pointer,
					.quote = leaf->value };
		if (given(s, &l, e) < 0)
			return -1;
	}
	return 0;
}

static int give_indicator(struct stix *s, const struct bundle_object *o, struct error *e)
{
	struct pattern p;
	struct error broken;

	if (!is_stix_pattern(o->node)) {
		s->rules++;
		return 0;
	}
	if (pattern_read(node_text(o->node, "pattern"), o->arena, &p, &broken) < 0) {
		s->rules++;
		return 0;
	}
	s->rules += !p.evaluated;
	return give_leaves(s, o, &p, e);
}

/* Third pass: what is more than values to look up, with what stands in the way. */
static int give_rule(void *context, const struct bundle_object *o, struct error *e)
{
	struct stix *s = context;
	struct rule *rule = &s->reading->record.rule;
	struct span text = node_text(o->node, "pattern");
	bool stix = is_stix_pattern(o->node);
	struct pattern p;
	struct error broken = { 0 };
	int rc;

	if (!span_equal(node_text(o->node, "type"), SPAN("indicator")) ||
	    node_true(o->node, "revoked"))
		return 0;
	if (!stix)
		return rules_give(s->reading, &(struct rule_given){ node_text(o->node, "pattern_type"),
								    node_text(o->node, "name"), text },
				  (struct step){ .kind = STEP_POINTER,
						 .text = below(o, SPAN("pattern")) }, e);
	rc = pattern_read(text, o->arena, &p, &broken);
	if (rc == 0 && p.evaluated)
		return 0;
	memset(&s->reading->record, 0, sizeof(s->reading->record));
	s->reading->record.type = INTEL_RULE;
	rule->language = SPAN("stix");
	rule->name = node_text(o->node, "name");
	rule->text = text;
	rule->compiles = rc == 0;
	rule->runs = rc == 0 && p.settled;
	rule->why_not = rule->runs ? SPAN("") : rc < 0 ? span_of(broken.text) :
		p.refused.len ? p.refused :
		SPAN("pattern is more than single values: only these are looked up");
	rule->advisory = s->reading->options->index;
	rule->where = s->reading->base;
	where_add(&rule->where, (struct step){ .kind = STEP_POINTER,
					       .text = below(o, SPAN("pattern")) });
	return s->reading->sink->take(s->reading->sink->context, &s->reading->record, e);
}

/* Why an observable is an indicator, or is none. */
static void observable_role(const struct stix *s, const struct node *n, uint64_t holder,
			    struct listed *l)
{
	uint64_t key = ids_key(node_text(n, "id")), observed = holder;

	l->role = ROLE_REFERENCE;
	if (!observed)
		ids_get(&s->observed, key, &observed);
	if (ids_get(&s->recipient, key, NULL)) {
		l->role = ROLE_VICTIM;
		strings_add(&l->why, SPAN("a mail went to it"));
	} else if (ids_get(&s->based, key, NULL) ||
		   (observed && ids_get(&s->based, observed, NULL))) {
		strings_add(&l->why, SPAN("what an indicator of the bundle is based on"));
	} else if (observed) {
		l->role = ROLE_INDICATOR;
		strings_add(&l->why, SPAN("observed, and no indicator is based on it"));
	} else if (ids_get(&s->listed, key, NULL)) {
		l->role = ROLE_INDICATOR;
		strings_add(&l->why, SPAN("named by the report"));
	} else if (!s->indicators) {
		l->role = ROLE_INDICATOR;
		strings_add(&l->why, SPAN("observable of a bundle without indicators"));
	} else {
		strings_add(&l->why, SPAN("neither report nor observation refers to it"));
	}
}

struct observable {
	struct stix *stix;
	const struct bundle_object *object;
	struct listed listed;
	struct span type;
	struct span pointer;
	char path[PATH_MAX_LEN];	/* "hashes.MD5" */
};

/* The pointer of the member at hand; '.' of the path is '/' there. */
static struct span member_pointer(const struct observable *ob, size_t len)
{
	size_t root = ob->pointer.len;
	char *text = arena_alloc(ob->object->arena, root + 1 + len);

	if (!text)
		return ob->pointer;
	memcpy(text, ob->pointer.ptr, root);
	text[root] = '/';
	for (size_t i = 0; i < len; i++)
		text[root + 1 + i] = ob->path[i] == '.' ? '/' : ob->path[i];
	return span_make(text, root + 1 + len);
}

/* Every scalar of the object whose path is a kind of ours. */
static int walk_members(struct observable *ob, const struct node *n, size_t len, int depth,
			struct error *e)
{
	for (const struct node *c = n->child; c; c = c->next) {
		size_t end = len;

		if (depth == OBSERVABLE_DEPTH || len + c->key.len + 2 > PATH_MAX_LEN || !c->key.len)
			continue;
		if (len)
			ob->path[end++] = '.';
		memcpy(ob->path + end, c->key.ptr, c->key.len);
		end += c->key.len;
		if (c->type == JSON_OBJECT) {
			if (walk_members(ob, c, end, depth + 1, e) < 0)
				return -1;
			continue;
		}
		if (c->type != JSON_STRING && c->type != JSON_NUMBER)
			continue;
		ob->listed.kind = pattern_kind(ob->type, span_make(ob->path, end));
		if (ob->listed.kind == KIND_NONE || ob->listed.kind == KIND_COUNT || !c->text.len)
			continue;
		ob->listed.written = c->text;
		ob->listed.step = (struct step){ .kind = STEP_POINTER, .quote = c->text,
						 .text = member_pointer(ob, end) };
		if (given(ob->stix, &ob->listed, e) < 0)
			return -1;
	}
	return 0;
}

static int give_observable(struct stix *s, const struct bundle_object *o, const struct node *n,
			   struct span pointer, uint64_t holder, struct error *e)
{
	struct observable *ob = arena_new(o->arena, struct observable);

	if (!ob)
		return fail(e, ERR_LIMIT, "bundle: object is too large");
	ob->stix = s;
	ob->object = o;
	ob->type = node_text(n, "type");
	ob->pointer = pointer;
	listed_init(&ob->listed);
	observable_role(s, n, holder, &ob->listed);
	return walk_members(ob, n, 0, 0, e);
}

/* STIX 2.0: the observed objects stand inside. */
static int give_observed(struct stix *s, const struct bundle_object *o, struct error *e)
{
	const struct node *objects = node_get(o->node, "objects");
	uint64_t holder = ids_key(node_text(o->node, "id"));
	struct span pointer = below(o, SPAN("objects"));

	for (const struct node *c = objects ? objects->child : NULL; c; c = c->next) {
		struct bundle_object inner = { .pointer = pointer, .arena = o->arena };

		if (give_observable(s, o, c, below(&inner, c->key), holder, e) < 0)
			return -1;
	}
	return 0;
}

static int give_object(void *context, const struct bundle_object *o, struct error *e)
{
	struct span type = node_text(o->node, "type");

	if (span_equal(type, SPAN("indicator")))
		return give_indicator(context, o, e);
	if (span_equal(type, SPAN("observed-data")))
		return give_observed(context, o, e);
	return give_observable(context, o, o->node, o->pointer, 0, e);
}

/* Who published it: the report's creator, else every organisation that is named alone. */
static void settle_bodies(struct stix *s)
{
	struct advisory *head = &s->reading->head;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < head->bodies; i++) {
		struct body b = head->body[i];

		if (s->creator.len && !span_equal(b.scope, s->creator))
			continue;
		b.scope = (struct span){ 0 };
		head->body[kept++] = b;
	}
	head->bodies = s->creator.len || kept == 1 ? kept : 0;
}

static void settle_head(struct stix *s, struct span bundle_id)
{
	struct advisory *head = &s->reading->head;

	settle_bodies(s);
	head->format = SPAN("stix");
	if (!head->id.len)
		head->id = bundle_id;
	if (head->published == TIME_NONE)
		head->published = s->latest;
	if (head->activity_from == TIME_NONE)
		reading_activity(s->reading, s->activity_from, TIME_NONE);
}

static void stix_open(struct stix *s, struct reading *r)
{
	struct ids *maps[] = { &s->based, &s->observed, &s->listed, &s->recipient, &s->indicates,
			       &s->named, &s->tlp, &s->voiced };

	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		ids_init(maps[i], IDS_CEILING);
	buf_init(&s->name, NAMES_CEILING);
	buf_init(&s->voice, NAMES_CEILING);
	s->mentions = (struct mentions){ .entities = &s->entities,
					 .known = arena_new(r->arena, struct known_finder) };
	s->reading = r;
	s->latest = s->activity_from = TIME_NONE;
	entities_init(&s->entities, r);
}

static void stix_close(struct stix *s)
{
	struct ids *maps[] = { &s->based, &s->observed, &s->listed, &s->recipient, &s->indicates,
			       &s->named, &s->tlp, &s->voiced };

	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		ids_release(maps[i]);
	buf_release(&s->name);
	buf_release(&s->voice);
}

static int stix_read(struct reading *r, struct error *e)
{
	struct stix *s = arena_new(r->arena, struct stix);
	struct span id = SPAN("");
	int rc = -1;

	if (!s)
		return fail(e, ERR_MEMORY, "no memory to read the bundle");
	stix_open(s, r);
	if (bundle_read(r->source, stix_note, s, r->arena, &id, e) < 0)
		goto out;
	settle_head(s, id);
	if (reading_begin(r, e) < 0 ||
	    bundle_read(r->source, give_object, s, r->arena, &id, e) < 0)
		goto out;
	if (s->rules && bundle_read(r->source, give_rule, s, r->arena, &id, e) < 0)
		goto out;
	if (entities_give(&s->entities, e) < 0)
		goto out;
	rc = reading_end(r, e);
out:
	stix_close(s);
	return rc;
}

const struct advisory_kind reads_stix = {
	.name = "stix",
	.about = "STIX 2.0 and 2.1 bundles (JSON)",
	.probe = stix_probe,
	.read = stix_read,
};
