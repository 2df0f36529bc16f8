/*
 * bundle.c -- the objects of a bundle, streamed.
 *
 * Hostile input: depth and token size are the JSON reader's; one object at a
 * time is held, in an arena with a budget.
 */
#include <stdio.h>

#include "advisory/bundle.h"

#define POINTER_MAX 64

struct walk {
	struct json json;
	struct arena object;
	bundle_fn *fn;
	void *context;
	struct arena *keep;
	struct span *id;
};

static int give(struct walk *w, const struct node *n, const char *pointer, struct error *e)
{
	struct bundle_object o = { .node = n, .pointer = span_of(pointer), .arena = &w->object };

	return n->type == JSON_OBJECT ? w->fn(w->context, &o, e) : 0;
}

/* An element of a top-level array: a bundle in memory, or an object. */
static int give_element(struct walk *w, const struct node *n, uint64_t index, struct error *e)
{
	const struct node *objects = node_get(n, "objects");
	char pointer[POINTER_MAX];
	uint64_t i = 0;

	if (!objects || objects->type != JSON_ARRAY) {
		snprintf(pointer, sizeof(pointer), "/%llu", (unsigned long long)index);
		return give(w, n, pointer, e);
	}
	for (const struct node *c = objects->child; c; c = c->next, i++) {
		snprintf(pointer, sizeof(pointer), "/%llu/objects/%llu", (unsigned long long)index,
			 (unsigned long long)i);
		if (give(w, c, pointer, e) < 0)
			return -1;
	}
	return 0;
}

/* Behind '[': each element is read whole and given. */
static int read_array(struct walk *w, bool top, struct error *e)
{
	char pointer[POINTER_MAX];

	for (uint64_t index = 0;; index++) {
		struct json_event ev;
		struct node *n;
		int got = json_next(&w->json, &ev, e);

		if (got < 0)
			return -1;
		if (!got)
			return fail(e, ERR_TRUNCATED, "JSON: ends inside an array");
		if (ev.type == JSON_ARRAY_END)
			return 0;
		arena_reset(&w->object);
		if (tree_read(&w->json, &ev, &w->object, &n, e) < 0)
			return -1;
		if (top) {
			got = give_element(w, n, index, e);
		} else {
			snprintf(pointer, sizeof(pointer), "/objects/%llu",
				 (unsigned long long)index);
			got = give(w, n, pointer, e);
		}
		if (got < 0)
			return -1;
	}
}

/*
 * Behind the top-level '{'.  A lone object is built up member by member, so
 * that it needs no second reading; in a bundle only "objects" counts.
 */
static int read_object(struct walk *w, struct error *e)
{
	struct node *lone = arena_new(w->keep, struct node), **end;
	bool bundle = false;

	if (!lone)
		return fail(e, ERR_MEMORY, "no memory to read the bundle");
	lone->type = JSON_OBJECT;
	end = &lone->child;
	for (;;) {
		struct json_event ev;
		struct span key;
		int got = json_next(&w->json, &ev, e);

		if (got < 0)
			return -1;
		if (!got)
			return fail(e, ERR_TRUNCATED, "JSON: ends inside an object");
		if (ev.type == JSON_OBJECT_END)
			break;
		key = arena_copy(w->keep, ev.text);
		if (json_next(&w->json, &ev, e) <= 0)
			return -1;
		if (ev.type == JSON_ARRAY && span_equal(key, SPAN("objects"))) {
			bundle = true;
			if (read_array(w, false, e) < 0)
				return -1;
			continue;
		}
		if (tree_read(&w->json, &ev, w->keep, end, e) < 0)
			return -1;
		(*end)->key = key;
		end = &(*end)->next;
	}
	*w->id = node_text(lone, "id");
	return bundle ? 0 : give(w, lone, "", e);
}

static int read_document(struct walk *w, struct error *e)
{
	struct json_event ev;
	int got = json_next(&w->json, &ev, e);

	if (got < 0)
		return -1;
	if (!got)
		return fail(e, ERR_MALFORMED, "JSON: nothing in it");
	if (ev.type == JSON_OBJECT)
		got = read_object(w, e);
	else if (ev.type == JSON_ARRAY)
		got = read_array(w, true, e);
	else
		return fail(e, ERR_MALFORMED, "JSON: no object");
	/* What follows the document must be nothing. */
	return got < 0 ? -1 : json_next(&w->json, &ev, e);
}

int bundle_read(const struct source *s, bundle_fn *fn, void *context, struct arena *keep,
		struct span *id, struct error *e)
{
	struct walk w = { .fn = fn, .context = context, .keep = keep, .id = id };
	struct opened o;
	int rc = -1;

	arena_init(&w.object, BUNDLE_OBJECT_BUDGET);
	if (source_open(s, &o, e) == 0) {
		json_open_stream(&w.json, o.stream);
		rc = read_document(&w, e);
		json_close(&w.json);
	}
	source_close(&o);
	arena_release(&w.object);
	return rc < 0 ? -1 : 0;
}
