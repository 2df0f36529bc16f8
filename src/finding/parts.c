/* parts.c -- kept as they came, sorted by their number. */
#include "finding/parts.h"

#include <stdlib.h>

#define BUDGET	  (64u << 20)
#define PARTS_MOST 1000000

void parts_init(struct parts *p)
{
	*p = (struct parts){ 0 };
	arena_init(&p->arena, BUDGET);
}

void parts_release(struct parts *p)
{
	free(p->list);
	arena_release(&p->arena);
	*p = (struct parts){ 0 };
}

/* ---- sources of their own */

/* "backup.tar.gz/var/log/fw.log": what the series of a log is known by. */
static void part_path(const struct result *r, const struct where *where, struct buf *out)
{
	buf_add(out, r->path);
	for (uint32_t i = 1; i < where->count; i++) {
		if (where->step[i].kind != STEP_MEMBER)
			continue;
		buf_byte(out, '/');
		buf_add(out, where->step[i].text);
	}
}

static int part_source(struct sweep *s, const struct result *r, const struct part_answer *part,
		       bool count, uint32_t *position, struct error *e)
{
	struct sources *sources = sweep_sources(s);
	struct source *source;
	struct buf path;

	buf_init(&path, 1u << 20);
	part_path(r, &part->where, &path);
	source = sources_of(sources, &(struct source_key){
		.label = r->label, .kind = part->end.kind, .format = part->end.format,
		.people = part->end.people, .sensor = part->end.sensor, .root = r->root,
		.path = buf_span(&path) }, r->item, e);
	buf_release(&path);
	if (!source)
		return -1;
	*position = (uint32_t)(source - sources->list);
	if (count) {
		source->items++;
		source->bytes_inside += part->end.bytes;
		source->shows |= part->end.shows;
		census_merge(&source->census, &part->end.census);
	}
	return 0;
}

/* ---- reading */

struct taking {
	struct parts *parts;
	struct sweep *sweep;
	const struct result *result;
	bool count;
};

static bool parts_grow(struct parts *p)
{
	uint32_t room = p->room ? p->room * 2 : 64;
	struct part_kept *wider;

	if (p->count < p->room)
		return true;
	if (p->count == PARTS_MOST)
		return false;
	wider = realloc(p->list, room * sizeof(*wider));
	if (!wider)
		return false;
	p->list = wider;
	p->room = room;
	return true;
}

static int part_take(void *context, uint32_t type, struct span body, struct error *e)
{
	struct taking *t = context;
	struct cursor c = { .left = body };
	struct part_kept kept = { .source = UINT32_MAX };
	struct part_answer part;
	int rc = 0;

	if (type != SWEEP_PART)
		return 0;
	part_answer_decode(&c, &part);
	if (part.end.kind == ITEM_LOG || part.end.kind == ITEM_MAIL)
		rc = part_source(t->sweep, t->result, &part, t->count, &kept.source, e);
	kept.id = part.part;
	kept.outer = part.outer;
	if (rc == 0 && (part.speaks || kept.source != UINT32_MAX) && parts_grow(t->parts)) {
		kept.answer = part.speaks ? arena_copy(&t->parts->arena, body) : SPAN("");
		if (kept.answer.ptr)
			t->parts->list[t->parts->count++] = kept;
	}
	census_release(&part.end.census);
	return rc;
}

static int part_order(const void *a, const void *b)
{
	const struct part_kept *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

int parts_read(struct parts *p, struct sweep *s, const struct result *r, bool count,
	       struct error *e)
{
	struct taking t = { .parts = p, .sweep = s, .result = r, .count = count };

	p->count = 0;
	arena_reset(&p->arena);
	if (r->complete && r->end.things == 0)
		return 0;
	if (sweep_answers(s, r, part_take, &t, e) < 0)
		return -1;
	if (p->count)
		qsort(p->list, p->count, sizeof(*p->list), part_order);
	return 0;
}

/* ---- asking */

const struct part_kept *parts_find(const struct parts *p, uint64_t id)
{
	struct part_kept key = { .id = id };

	return p->count ? bsearch(&key, p->list, p->count, sizeof(key), part_order) : NULL;
}

uint32_t parts_source(const struct parts *p, const struct result *r, uint64_t id)
{
	const struct part_kept *part;

	/* Every step goes outwards: part_answer_decode has seen to that. */
	while (id && (part = parts_find(p, id))) {
		if (part->source != UINT32_MAX)
			return part->source;
		id = part->outer;
	}
	return r->source;
}

uint32_t parts_layers(const struct parts *p, const struct result *r, uint64_t id,
		      struct span *out, uint32_t most)
{
	const struct part_kept *part = id ? parts_find(p, id) : NULL;
	const struct item_end *end = &r->end;
	struct part_answer answer;
	uint32_t n = 0;

	if (part && part->answer.len) {
		struct cursor c = { .left = part->answer };

		n = parts_layers(p, r, part->outer, out, most);
		part_answer_decode(&c, &answer);
		census_release(&answer.end.census);
		end = &answer.end;
	}
	for (uint32_t i = 0; i < end->layers && n < most; i++)
		out[n++] = end->sha256[i];
	return n;
}
