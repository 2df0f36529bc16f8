/*
 * record.c -- a tree out of one line of JSON.
 *
 * Reports ask for members by name, dozens of times for each finding: the root
 * of a record has an index of its own (of no more than INDEX_MOST members; who
 * has more is walked through).
 */
#include "report/record.h"

#include "base/base64.h"
#include "base/time.h"
#include "report/record_quick.h"

#define INDEX_SLOTS 128
#define INDEX_MOST  96

/* An object that says something with its text is the root of one: the text is all of it. */
struct record {
	struct node root;
	bool indexed;
	const struct node *slot[INDEX_SLOTS];	/* the members, by their names */
};

/* Mostly it is another one. */
static inline bool is_key(struct span key, struct span part)
{
	return key.len == part.len &&
	       (part.len == 0 || (key.ptr[0] == part.ptr[0] && span_equal(key, part)));
}

static inline uint32_t key_slot(struct span key)
{
	const uint8_t *at = (const uint8_t *)key.ptr;

	if (key.len == 0)
		return 0;
	return (uint32_t)(key.len * 7 + at[0] * 3u + at[key.len / 2] * 5u + at[key.len - 1] * 31u) %
	       INDEX_SLOTS;
}

/* Of equal names the first is found, as by walking. */
static void record_index(struct record *r)
{
	unsigned members = 0;

	memset(r->slot, 0, sizeof(r->slot));
	for (const struct node *n = r->root.child; n && members <= INDEX_MOST; n = n->next) {
		uint32_t at = key_slot(n->key);

		while (r->slot[at])
			at = (at + 1) % INDEX_SLOTS;
		r->slot[at] = n;
		members++;
	}
	r->indexed = members <= INDEX_MOST;
}

/* {"base64":"..."} stands for a string that is not UTF-8. */
void record_undo_base64(struct arena *a, struct node *n)
{
	const struct node *coded = node_get(n, "base64");
	struct span bytes;
	struct buf b;

	if (!coded || coded->type != JSON_STRING || n->child->next)
		return;
	buf_init(&b, coded->text.len + 4);
	base64_token(coded->text, &b);
	bytes = b.len ? arena_copy(a, buf_span(&b)) : SPAN("");
	buf_release(&b);
	if (!bytes.ptr)
		return;
	n->type = JSON_STRING;
	n->text = bytes;
	n->child = NULL;
}

/* No deeper than the reader lets it be. */
static void undo_all(struct arena *a, struct node *n)
{
	for (; n; n = n->next) {
		if (n->type == JSON_OBJECT)
			record_undo_base64(a, n);
		undo_all(a, n->child);
	}
}

/* In whatever way its JSON was written. */
static int record_read(struct arena *a, struct span json, struct record *r, struct error *e)
{
	struct node *root = NULL;
	struct json_event ev;
	struct json j;
	int rc;

	json_open_span(&j, json);
	rc = json_next(&j, &ev, e);
	if (rc > 0 && ev.type != JSON_OBJECT)
		rc = fail(e, ERR_MALFORMED, "not a record");
	if (rc > 0)
		rc = tree_borrow(&j, &ev, json, a, &root, e) < 0 ? -1 : json_next(&j, &ev, e);
	json_close(&j);
	if (rc < 0)
		return -1;
	if (!root)
		return fail(e, ERR_MALFORMED, "not a record");
	undo_all(a, root);
	r->root = *root;
	return 0;
}

const struct node *record_parse(struct arena *a, struct span json, struct error *e)
{
	struct record *r = arena_room(a, sizeof(*r));
	struct arena_mark mark;

	/* One copy of it all: what is told in it is then borrowed from there. */
	json = arena_copy(a, json);
	if (!r || !json.ptr) {
		fail(e, ERR_LIMIT, "a record is too large");
		return NULL;
	}
	mark = arena_mark(a);
	if (!record_quick(a, json, &r->root)) {
		arena_rewind(a, mark);
		if (record_read(a, json, r, e) < 0)
			return NULL;
	}
	r->root.text = json;
	record_index(r);
	return &r->root;
}

struct keeping {
	struct arena *arena;
	struct span from;	/* bytes that are borrowed */
	const char *to;		/* and their copy */
	struct node *room;	/* for the next nodes */
	unsigned left;
	bool spent;
};

#define NODES_AT_ONCE 16

static struct node *kept_room(struct keeping *k)
{
	if (k->left == 0) {
		k->room = arena_room(k->arena, NODES_AT_ONCE * sizeof(*k->room));
		k->left = NODES_AT_ONCE;
		k->spent |= !k->room;
	}
	if (k->spent)
		return NULL;
	k->left--;
	return k->room++;
}

static inline struct span kept_text(struct keeping *k, struct span s)
{
	if (s.len == 0)
		return SPAN("");
	if (s.ptr >= k->from.ptr && s.ptr < k->from.ptr + k->from.len)
		return span_make(k->to + (s.ptr - k->from.ptr), s.len);
	s = arena_copy(k->arena, s);
	k->spent |= !s.ptr;
	return s.ptr ? s : SPAN("");
}

/* A node and those behind it; no deeper than the reader lets it be. */
static struct node *kept_nodes(struct keeping *k, const struct node *n)
{
	struct node *first = NULL, **link = &first;

	for (; n && !k->spent; n = n->next) {
		struct node *copy = kept_room(k);

		if (!copy)
			break;
		copy->type = n->type;
		copy->offset = n->offset;
		copy->key = kept_text(k, n->key);
		copy->text = kept_text(k, n->text);
		copy->next = NULL;
		copy->child = n->child ? kept_nodes(k, n->child) : NULL;
		*link = copy;
		link = &copy->next;
	}
	return first;
}

const struct node *record_keep(struct arena *a, const struct node *record, struct error *e)
{
	struct keeping k = { .arena = a, .from = record->text };
	struct record *r = arena_room(a, sizeof(*r));

	k.to = arena_copy(a, k.from).ptr;
	if (r && k.to) {
		r->root = *record;
		r->root.text = span_make(k.to, k.from.len);
		r->root.child = kept_nodes(&k, record->child);
	}
	if (!r || !k.to || k.spent) {
		fail(e, ERR_LIMIT, "a record is too large");
		return NULL;
	}
	record_index(r);
	return &r->root;
}

static const struct node *member(const struct node *n, struct span name)
{
	const struct record *r = (const struct record *)n;
	const struct node *child;

	if (n->type != JSON_OBJECT)
		return NULL;
	if (n->text.len && r->indexed) {
		uint32_t at = key_slot(name);

		while (r->slot[at] && !is_key(r->slot[at]->key, name))
			at = (at + 1) % INDEX_SLOTS;
		return r->slot[at];
	}
	for (child = n->child; child && !is_key(child->key, name); child = child->next)
		;
	return child;
}

const struct node *record_get(const struct node *node, const char *path)
{
	for (; node; path++) {
		const char *end = strchrnul(path, '.');

		node = member(node, span_make(path, (size_t)(end - path)));
		if (!*end)
			break;
		path = end;
	}
	return node;
}

struct span record_text(const struct node *node, const char *path)
{
	const struct node *n = record_get(node, path);

	return n && (n->type == JSON_STRING || n->type == JSON_NUMBER) ? n->text : SPAN("");
}

uint64_t record_number(const struct node *node, const char *path)
{
	uint64_t n = 0;

	return span_u64(record_text(node, path), &n) ? n : 0;
}

bool record_true(const struct node *node, const char *path)
{
	const struct node *n = record_get(node, path);

	return n && n->type == JSON_TRUE;
}

bool record_is(const struct node *node, const char *path, const char *text)
{
	return span_equal(record_text(node, path), span_of(text));
}

int64_t record_time(const struct node *node, const char *path)
{
	struct span text = record_text(node, path);
	struct civil c;

	if (text.len == 0 || time_read(text, &c) != text.len)
		return TIME_NONE;
	return civil_moment(&c);
}
