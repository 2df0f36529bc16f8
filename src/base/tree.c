/* tree.c -- one JSON value in memory. Depth is bounded by the reader (JSON_DEPTH_MAX). */
#include "base/tree.h"

struct builder {
	struct arena *arena;
	struct span lasting;			/* what lies in it needs no copy */
	struct node *open[JSON_DEPTH_MAX + 1];	/* containers that are not closed */
	struct node *last[JSON_DEPTH_MAX + 1];	/* their last child */
	uint32_t depth;
	struct span key;			/* waiting for its value */
};

static struct span keep(struct builder *b, struct span text)
{
	const struct span *all = &b->lasting;

	if (all->len && text.ptr >= all->ptr && text.ptr < all->ptr + all->len)
		return text;
	return arena_copy(b->arena, text);
}

static struct node *add_node(struct builder *b, const struct json_event *ev, struct error *e)
{
	struct node *n = arena_room(b->arena, sizeof(*n));
	struct span text = ev->text;

	if (n && (ev->type == JSON_STRING || ev->type == JSON_NUMBER))
		text = keep(b, text);
	if (!n || (text.len && !text.ptr)) {
		fail(e, ERR_LIMIT, "JSON: value at byte %llu is too large",
		     (unsigned long long)ev->offset);
		return NULL;
	}
	*n = (struct node){ .type = ev->type, .offset = ev->offset, .key = b->key };
	n->text = ev->type == JSON_STRING || ev->type == JSON_NUMBER ? text : SPAN("");
	b->key = (struct span){ 0 };
	if (b->depth) {
		struct node **link = b->last[b->depth] ? &b->last[b->depth]->next :
			&b->open[b->depth]->child;

		*link = b->last[b->depth] = n;
	}
	return n;
}

/* 1: the value goes on, 0: it is whole. */
static int take(struct builder *b, const struct json_event *ev, struct node **root,
		struct error *e)
{
	struct node *n;

	if (ev->type == JSON_KEY) {
		b->key = keep(b, ev->text);
		if (ev->text.len && !b->key.ptr)
			return fail(e, ERR_LIMIT, "JSON: value at byte %llu is too large",
				    (unsigned long long)ev->offset);
		return 1;
	}
	if (ev->type == JSON_OBJECT_END || ev->type == JSON_ARRAY_END)
		return --b->depth > 0;
	n = add_node(b, ev, e);
	if (!n)
		return -1;
	if (!*root)
		*root = n;
	if (ev->type == JSON_OBJECT || ev->type == JSON_ARRAY) {
		if (b->depth == JSON_DEPTH_MAX)
			return fail(e, ERR_LIMIT, "JSON: nested deeper than %d", JSON_DEPTH_MAX);
		b->depth++;
		b->open[b->depth] = n;
		b->last[b->depth] = NULL;
	}
	return b->depth > 0;
}

int tree_read(struct json *j, const struct json_event *first, struct arena *a,
	      struct node **out, struct error *e)
{
	return tree_borrow(j, first, SPAN(""), a, out, e);
}

int tree_borrow(struct json *j, const struct json_event *first, struct span lasting,
		struct arena *a, struct node **out, struct error *e)
{
	struct json_event ev;
	struct builder b;
	int more;

	/* Not the room for what may be open. */
	b.arena = a;
	b.lasting = lasting;
	b.depth = 0;
	b.key = (struct span){ 0 };
	*out = NULL;
	more = take(&b, first, out, e);
	while (more > 0) {
		int got = json_next(j, &ev, e);

		if (got < 0)
			return -1;
		if (!got)
			return fail(e, ERR_TRUNCATED, "JSON: ends inside a value");
		more = take(&b, &ev, out, e);
	}
	return more;
}

const struct node *node_get(const struct node *n, const char *key)
{
	if (!n || n->type != JSON_OBJECT)
		return NULL;
	for (const struct node *c = n->child; c; c = c->next)
		if (span_equal(c->key, span_of(key)))
			return c;
	return NULL;
}

struct span node_text(const struct node *n, const char *key)
{
	const struct node *member = node_get(n, key);

	return member ? member->text : SPAN("");
}

bool node_true(const struct node *n, const char *key)
{
	const struct node *member = node_get(n, key);

	return member && member->type == JSON_TRUE;
}
