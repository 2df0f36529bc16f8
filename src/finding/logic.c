/* logic.c -- patterns of the advisories, and which of them hold. */
#include "finding/logic.h"

#define BUDGET	   (64u << 20)
#define TREES_MOST 100000
#define KEYS_MOST  2000000
#define KEY_BYTES  (64u << 10)

/* ---- what the advisories say */

void logic_init(struct logic *l)
{
	*l = (struct logic){ .trees = 0 };
	arena_init(&l->arena, BUDGET);
	table_init(&l->by_text, &l->arena, TREES_MOST);
	table_init(&l->by_value, &l->arena, KEYS_MOST);
}

void logic_release(struct logic *l)
{
	table_release(&l->by_text);
	table_release(&l->by_value);
	arena_release(&l->arena);
}

static int no_room(struct error *e)
{
	return fail(e, ERR_LIMIT, "no memory for the patterns of the advisories");
}

/* Room for one more in an array of the arena. */
static void *widen(struct arena *a, void *list, uint32_t count, uint32_t *room, size_t size)
{
	uint32_t want = *room ? *room * 2 : 32;
	void *wider;

	if (count < *room)
		return list;
	wider = arena_alloc_array(a, size, want);
	if (!wider)
		return NULL;
	if (count)
		memcpy(wider, list, count * size);
	*room = want;
	return wider;
}

static struct logic_tree *tree_add(struct logic *l, const struct indicator *i, struct error *e)
{
	struct logic_tree *wider = widen(&l->arena, l->tree, l->trees, &l->tree_room,
					 sizeof(*wider));
	struct logic_tree *t;
	struct error broken = { 0 };

	if (!wider) {
		no_room(e);
		return NULL;
	}
	l->tree = wider;
	t = &l->tree[l->trees];
	*t = (struct logic_tree){ .advisory = i->advisory,
				  .text = arena_copy(&l->arena, i->logic) };
	if (!t->text.ptr) {
		no_room(e);
		return NULL;
	}
	if (pattern_read(t->text, &l->arena, &t->pattern, &broken) < 0)
		t->pattern = (struct pattern){ .count = 0 };
	l->trees++;
	return t;
}

static struct logic_tree *tree_of(struct logic *l, const struct indicator *i, struct error *e)
{
	struct logic_tree *t = NULL;
	bool is_new = false;
	uint64_t *at;
	struct buf key;

	buf_init(&key, i->logic.len + 16);
	frame_u32(&key, i->advisory);
	buf_add(&key, i->logic);
	at = table_add(&l->by_text, buf_span(&key), &is_new, e);
	buf_release(&key);
	if (at && !is_new)
		return *at ? &l->tree[*at - 1] : NULL;
	t = at ? tree_add(l, i, e) : NULL;
	if (t)
		*at = l->trees;
	return t;
}

static struct span value_key(struct buf *b, enum kind kind, struct span value)
{
	buf_clear(b);
	frame_u8(b, (uint8_t)kind);
	buf_add(b, value);
	return buf_span(b);
}

static int ref_add(struct logic *l, const struct logic_tree *t, uint32_t leaf,
		   const struct indicator *i, struct error *e)
{
	struct logic_ref *wider = widen(&l->arena, l->ref, l->refs, &l->ref_room, sizeof(*wider));
	struct buf key;
	uint64_t *at;

	if (!wider)
		return no_room(e);
	l->ref = wider;
	buf_init(&key, KEY_BYTES);
	at = table_add(&l->by_value, value_key(&key, i->kind, i->value), NULL, e);
	buf_release(&key);
	if (!at)
		return -1;
	l->ref[l->refs] = (struct logic_ref){ (uint32_t)(t - l->tree), leaf, (uint32_t)*at };
	*at = ++l->refs;
	return 0;
}

int logic_leaf(struct logic *l, const struct indicator *i, enum leaf_use *use, struct error *e)
{
	struct logic_tree *t = tree_of(l, i, e);
	const struct pattern *p;

	if (!t)
		return -1;
	p = &t->pattern;
	*use = p->evaluated ? LEAF_COVERED : p->settled ? LEAF_USED : LEAF_UNUSED;
	if (*use != LEAF_USED)
		return 0;
	for (uint32_t n = 0; n < p->count; n++) {
		/* As written: but a report may have defanged what the pattern is read with. */
		if ((!span_equal(p->leaf[n].value, i->as_written) &&
		     !span_equal(p->leaf[n].value, i->value)) || (t->given >> n & 1))
			continue;
		t->given |= UINT64_C(1) << n;
		t->values++;
		if (ref_add(l, t, n, i, e) < 0)
			return -1;
	}
	return 0;
}

/* It would not hold even if all that is searched for were seen in one thing. */
static bool is_lacking(const struct logic_tree *t)
{
	uint64_t seen = t->given;

	for (uint32_t n = 0; n < t->pattern.count; n++)
		seen |= (uint64_t)t->pattern.leaf[n].alone << n;
	return !pattern_holds(&t->pattern, pattern_observed(&t->pattern, seen));
}

uint64_t logic_lacking(const struct logic *l, uint32_t advisory)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < l->trees; i++)
		if (l->tree[i].advisory == advisory && l->tree[i].pattern.settled &&
		    is_lacking(&l->tree[i]))
			n += l->tree[i].values;
	return n;
}

/* ---- what was seen */

void logic_seen_init(struct logic_seen *s, const struct logic *l)
{
	*s = (struct logic_seen){ .logic = l };
	arena_init(&s->arena, BUDGET);
	table_init(&s->table, &s->arena, KEYS_MOST);
}

void logic_seen_release(struct logic_seen *s)
{
	table_release(&s->table);
	arena_release(&s->arena);
}

struct touched {
	uint32_t tree[LOGIC_AT_ONCE];
	uint64_t seen[LOGIC_AT_ONCE];		/* leaves, as bits */
	uint32_t count;
};

static void touch(const struct logic *l, const struct value_ref *v, struct touched *t)
{
	struct buf key;
	const uint64_t *at;
	uint32_t n;

	buf_init(&key, KEY_BYTES);
	at = table_find(&l->by_value, value_key(&key, v->kind, v->value));
	buf_release(&key);
	for (n = at ? (uint32_t)*at : 0; n; n = l->ref[n - 1].next) {
		const struct logic_ref *ref = &l->ref[n - 1];
		uint32_t k = 0;

		while (k < t->count && t->tree[k] != ref->tree)
			k++;
		if (k == LOGIC_AT_ONCE)
			return;
		if (k == t->count) {
			t->tree[t->count] = ref->tree;
			t->seen[t->count++] = 0;
		}
		t->seen[k] |= UINT64_C(1) << ref->leaf;
	}
}

static void touched_by(const struct logic *l, const struct observation *o, struct touched *t)
{
	t->count = 0;
	touch(l, &o->indicator, t);
	for (uint32_t i = 0; i < o->alsos; i++)
		touch(l, &o->also[i], t);
}

/* A record or line stands for itself; what a file or message has counts together. */
static bool of_a_thing(const struct observation *o)
{
	return o->class == EVENT_MAIL ||
	       (o->ground != GROUND_RECORD && o->ground != GROUND_UNKNOWN_RECORD);
}

static bool counts(const struct finding *f)
{
	return f->class != FINDING_MENTION && f->class != FINDING_EXPLAINED;
}

enum note { NOTE_THING, NOTE_NAME, NOTE_ADDRESS, NOTE_TOLD };

static struct span thing_key(struct buf *b, enum note note, uint32_t tree, uint32_t item,
			     uint64_t part)
{
	buf_clear(b);
	frame_u8(b, note);
	frame_u32(b, tree);
	frame_u32(b, item);
	frame_u64(b, part);
	return buf_span(b);
}

static struct span machine_key(struct buf *b, enum note note, uint32_t tree,
			       const struct finding *f)
{
	buf_clear(b);
	frame_u8(b, note);
	frame_u32(b, tree);
	if (note == NOTE_ADDRESS)
		buf_add(b, span_make(f->host.bytes, sizeof(f->host.bytes)));
	for (size_t i = 0; note == NOTE_NAME && i < f->name.len; i++)
		buf_byte(b, ascii_lower(f->name.ptr[i]));
	return buf_span(b);
}

static bool has_machine(const struct finding *f, enum note note)
{
	return note == NOTE_NAME ? f->name.len > 0 : f->has_host;
}

static int note_bits(struct logic_seen *s, struct span key, uint64_t *bits, struct error *e)
{
	uint64_t *at = table_add(&s->table, key, NULL, e);

	if (!at)
		return -1;
	*at |= *bits;
	*bits = *at;
	return 0;
}

int logic_note(struct logic_seen *s, uint32_t item, uint64_t part, const struct finding *f,
	       struct error *e)
{
	struct touched t;
	struct buf key;
	int rc = 0;

	if (!counts(f))
		return 0;
	touched_by(s->logic, &f->seen, &t);
	buf_init(&key, KEY_BYTES);
	for (uint32_t i = 0; rc == 0 && i < t.count; i++) {
		const struct pattern *p = &s->logic->tree[t.tree[i]].pattern;
		uint64_t seen = t.seen[i], observed;
		struct span thing = thing_key(&key, NOTE_THING, t.tree[i], item, part);

		if (of_a_thing(&f->seen))
			rc = note_bits(s, thing, &seen, e);
		for (enum note n = NOTE_NAME; rc == 0 && n <= NOTE_ADDRESS; n++) {
			observed = pattern_observed(p, seen);
			if (observed && p->brackets > 1 && has_machine(f, n))
				rc = note_bits(s, machine_key(&key, n, t.tree[i], f), &observed, e);
		}
	}
	buf_release(&key);
	return rc;
}

static uint64_t noted(const struct logic_seen *s, struct span key)
{
	const uint64_t *at = table_find(&s->table, key);

	return at ? *at : 0;
}

/* Does the pattern hold with this, and was that not told yet? */
static bool holds(struct logic_seen *s, uint32_t tree, uint64_t seen, uint32_t item,
		  uint64_t part, const struct finding *f, struct buf *key)
{
	const struct pattern *p = &s->logic->tree[tree].pattern;
	uint64_t observed;
	struct error ignored;
	bool is_new = true;

	if (of_a_thing(&f->seen))
		seen |= noted(s, thing_key(key, NOTE_THING, tree, item, part));
	observed = pattern_observed(p, seen);
	if (!observed)
		return false;
	for (enum note n = NOTE_NAME; n <= NOTE_ADDRESS; n++)
		if (has_machine(f, n))
			observed |= noted(s, machine_key(key, n, tree, f));
	if (!pattern_holds(p, observed))
		return false;
	if (!of_a_thing(&f->seen))
		return true;
	thing_key(key, NOTE_TOLD, tree, item, part);
	table_add(&s->table, buf_span(key), &is_new, &ignored);
	return is_new;
}

const struct logic_tree *logic_next(struct logic_seen *s, uint32_t item, uint64_t part,
				    const struct finding *f, uint32_t *at)
{
	const struct logic_tree *found = NULL;
	struct touched t;
	struct buf key;

	if (!counts(f))
		return NULL;
	touched_by(s->logic, &f->seen, &t);
	buf_init(&key, KEY_BYTES);
	while (!found && *at < t.count) {
		uint32_t i = (*at)++;

		if (holds(s, t.tree[i], t.seen[i], item, part, f, &key))
			found = &s->logic->tree[t.tree[i]];
	}
	buf_release(&key);
	return found;
}
