/* record.c -- a tree out of one line of JSON. */
#include "report/record.h"

#include "base/base64.h"
#include "base/time.h"

/* {"base64":"..."} stands for a string that is not UTF-8. */
static void undo_base64(struct arena *a, struct node *n)
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
			undo_base64(a, n);
		undo_all(a, n->child);
	}
}

const struct node *record_parse(struct arena *a, struct span json, struct error *e)
{
	struct node *root = NULL;
	struct json_event ev;
	struct json j;
	int rc;

	/* One copy of it all: what is told in it is then borrowed from there. */
	json = arena_copy(a, json);
	if (!json.ptr) {
		fail(e, ERR_LIMIT, "a record is too large");
		return NULL;
	}
	json_open_span(&j, json);
	rc = json_next(&j, &ev, e);
	if (rc > 0 && ev.type != JSON_OBJECT)
		rc = fail(e, ERR_MALFORMED, "not a record");
	if (rc > 0)
		rc = tree_borrow(&j, &ev, json, a, &root, e) < 0 ? -1 : json_next(&j, &ev, e);
	json_close(&j);
	if (rc < 0)
		return NULL;
	if (!root) {
		fail(e, ERR_MALFORMED, "not a record");
		return NULL;
	}
	undo_all(a, root);
	root->text = json;	/* for record_keep; an object says nothing else with it */
	return root;
}

struct keeping {
	struct arena *arena;
	struct span from;	/* bytes that are borrowed */
	const char *to;		/* and their copy */
	bool spent;
};

static struct span kept_text(struct keeping *k, struct span s)
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
		struct node *copy = arena_room(k->arena, sizeof(*copy));

		if (!copy) {
			k->spent = true;
			break;
		}
		*copy = *n;
		copy->key = kept_text(k, n->key);
		copy->text = kept_text(k, n->text);
		copy->next = NULL;
		copy->child = kept_nodes(k, n->child);
		*link = copy;
		link = &copy->next;
	}
	return first;
}

const struct node *record_keep(struct arena *a, const struct node *record, struct error *e)
{
	struct keeping k = { .arena = a, .from = record->text };
	struct node *root;

	k.to = arena_copy(a, k.from).ptr;
	root = k.to ? kept_nodes(&k, record) : NULL;
	if (!root || k.spent) {
		fail(e, ERR_LIMIT, "a record is too large");
		return NULL;
	}
	return root;
}

/* Mostly it is another one. */
static bool is_key(struct span key, struct span part)
{
	return key.len == part.len &&
	       (part.len == 0 || (key.ptr[0] == part.ptr[0] && span_equal(key, part)));
}

const struct node *record_get(const struct node *node, const char *path)
{
	struct span rest = span_of(path), part;

	while (node && span_split(&rest, '.', &part)) {
		const struct node *child = node->type == JSON_OBJECT ? node->child : NULL;

		while (child && !is_key(child->key, part))
			child = child->next;
		node = child;
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
