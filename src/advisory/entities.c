/* entities.c -- the names in one advisory, each once. */
#include "advisory/entities.h"

#define SLOTS_FIRST 256
#define WRITTEN_MAX 200

struct named {
	const char *kind;
	struct span name, id, stated;
	struct strings written;
	struct step at;
	uint32_t count;
	uint64_t hash;
	struct named *next, *chain;
};

static uint64_t fold_hash(struct span name)
{
	char small[WRITTEN_MAX];
	size_t n = name.len < sizeof(small) ? name.len : sizeof(small);

	for (size_t i = 0; i < n; i++)
		small[i] = ascii_lower(name.ptr[i]);
	return span_hash(span_make(small, n), 0);
}

void entities_init(struct entities *s, struct reading *r)
{
	*s = (struct entities){ .reading = r };
	s->end = &s->first;
}

static struct named *find(const struct entities *s, const char *kind, struct span name,
			  uint64_t hash)
{
	struct named *n = s->slots ? s->slot[hash & (s->slots - 1)] : NULL;

	for (; n; n = n->chain)
		if (n->hash == hash && (!kind || !strcmp(n->kind, kind)) &&
		    span_equal_nocase(n->name, name))
			return n;
	return NULL;
}

static bool grow(struct entities *s)
{
	uint32_t slots = s->slots ? s->slots * 4 : SLOTS_FIRST;
	struct named **slot = arena_array(s->reading->arena, struct named *, slots);

	if (!slot)
		return false;
	s->slot = slot;
	s->slots = slots;
	for (struct named *n = s->first; n; n = n->next) {
		n->chain = slot[n->hash & (slots - 1)];
		slot[n->hash & (slots - 1)] = n;
	}
	return true;
}

/* Line breaks inside a name are blanks. */
static struct span on_one_line(struct span written, char out[WRITTEN_MAX])
{
	size_t len = 0;

	for (size_t i = 0; i < written.len && len < WRITTEN_MAX; i++) {
		bool blank = ascii_space(written.ptr[i]);

		if (blank && (!len || out[len - 1] == ' '))
			continue;
		out[len++] = blank ? ' ' : written.ptr[i];
	}
	return span_make(out, len);
}

static void add_written(struct entities *s, struct named *n, struct span written)
{
	char line[WRITTEN_MAX];

	written = on_one_line(written, line);
	if (!written.len || n->written.count == INTEL_MANY)
		return;
	for (uint32_t i = 0; i < n->written.count; i++)
		if (span_equal(n->written.item[i], written))
			return;
	strings_add(&n->written, reading_keep(s->reading, written, WRITTEN_MAX));
}

int entities_add(struct entities *s, const struct mention *m, struct error *e)
{
	struct span name = span_cut(m->name, 0, WRITTEN_MAX);
	uint64_t hash = fold_hash(name);
	struct named *n = find(s, m->kind, name, hash);

	if (!n && s->count == ENTITIES_MAX) {
		s->left_out++;
		return 0;
	}
	if (!n) {
		if (s->count * 2 >= s->slots && !grow(s))
			return fail(e, ERR_LIMIT, "more names than the memory of one advisory holds");
		n = arena_new(s->reading->arena, struct named);
		if (!n)
			return fail(e, ERR_LIMIT, "more names than the memory of one advisory holds");
		*n = (struct named){ .kind = m->kind, .hash = hash, .at = m->at };
		n->name = reading_keep(s->reading, name, WRITTEN_MAX);
		n->at.quote = reading_keep(s->reading, m->at.quote, WRITTEN_MAX);
		n->at.text = reading_keep(s->reading, m->at.text, 4 * WRITTEN_MAX);
		n->chain = s->slot[hash & (s->slots - 1)];
		s->slot[hash & (s->slots - 1)] = n;
		*s->end = n;
		s->end = &n->next;
		s->count++;
	}
	if (!n->id.len && m->id.len)
		n->id = reading_keep(s->reading, m->id, WRITTEN_MAX);
	if (!n->stated.len && m->stated.len)
		n->stated = reading_keep(s->reading, m->stated, WRITTEN_MAX);
	add_written(s, n, m->written.len ? m->written : name);
	n->count++;
	return 0;
}

bool entities_alias(struct entities *s, struct span name, struct span alias)
{
	struct named *n = find(s, NULL, name, fold_hash(name));

	if (n)
		add_written(s, n, alias);
	return n != NULL;
}

static int give(struct reading *r, const struct named *n, struct error *e)
{
	struct entity *entity = &r->record.entity;

	memset(&r->record, 0, sizeof(r->record));
	r->record.type = INTEL_ENTITY;
	entity->kind = span_of(n->kind);
	entity->name = n->name;
	entity->id = n->id;
	entity->stated = n->stated;
	entity->as_written = n->written;
	entity->count = n->count;
	entity->advisory = r->options->index;
	entity->where = r->base;
	where_add(&entity->where, n->at);
	return r->sink->take(r->sink->context, &r->record, e);
}

int entities_give(struct entities *s, struct error *e)
{
	for (const struct named *n = s->first; n; n = n->next)
		if (give(s->reading, n, e) < 0)
			return -1;
	if (!s->left_out)
		return 0;
	return reading_gap(s->reading, "count-limit", SPAN("more names than are kept"), false,
			   (struct step){ 0 }, e);
}
