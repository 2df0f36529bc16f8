/* record.c -- a tree out of one line of JSON. */
#include "report/record.h"

#include "base/json.h"
#include "base/time.h"

#define DEPTH_MAX 64

static enum node_type type_of(enum json_type t)
{
	switch (t) {
	case JSON_OBJECT:	return NODE_OBJECT;
	case JSON_ARRAY:	return NODE_ARRAY;
	case JSON_STRING:	return NODE_STRING;
	case JSON_NUMBER:	return NODE_NUMBER;
	case JSON_TRUE:		return NODE_TRUE;
	case JSON_FALSE:	return NODE_FALSE;
	default:		return NODE_NULL;
	}
}

static int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (ascii_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* {"base64":"..."} stands for a string that is not UTF-8. */
static void undo_base64(struct arena *a, struct node *n)
{
	const struct node *inner = n->child;
	char *out;
	size_t length = 0;
	uint32_t bits = 0, have = 0;

	if (n->type != NODE_OBJECT || n->count != 1 || inner->type != NODE_STRING ||
	    !span_equal(inner->key, SPAN("base64")))
		return;
	out = arena_alloc(a, inner->text.len + 1);
	for (size_t i = 0; out && i < inner->text.len; i++) {
		int digit = base64_digit(inner->text.ptr[i]);

		if (digit < 0)
			break;
		bits = bits << 6 | (uint32_t)digit;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[length++] = (char)(bits >> have);
		}
	}
	if (out)
		*n = (struct node){ .type = NODE_STRING, .key = n->key, .text = { out, length },
				    .next = n->next };
}

struct building {
	struct arena *arena;
	struct node *open[DEPTH_MAX], *last[DEPTH_MAX];
	uint32_t depth;
	struct node *root;
	struct span key;
};

static int building_add(struct building *b, const struct json_event *ev, struct error *e)
{
	struct node *n = arena_new(b->arena, struct node);

	if (!n)
		return fail(e, ERR_LIMIT, "a record is too large for the report");
	n->type = type_of(ev->type);
	n->key = b->key;
	n->text = ev->text.len ? arena_copy(b->arena, ev->text) : SPAN("");
	b->key = SPAN("");
	if (b->depth == 0) {
		b->root = n;
	} else {
		struct node *parent = b->open[b->depth - 1];

		if (b->last[b->depth - 1])
			b->last[b->depth - 1]->next = n;
		else
			parent->child = n;
		b->last[b->depth - 1] = n;
		parent->count++;
	}
	if (n->type != NODE_OBJECT && n->type != NODE_ARRAY)
		return 0;
	if (b->depth == DEPTH_MAX)
		return fail(e, ERR_LIMIT, "a record is nested too deeply");
	b->last[b->depth] = NULL;
	b->open[b->depth++] = n;
	return 0;
}

const struct node *record_parse(struct arena *a, struct span json, struct error *e)
{
	struct building b = { .arena = a };
	struct json_event ev;
	struct json j;
	int rc;

	json_open_span(&j, json);
	while ((rc = json_next(&j, &ev, e)) > 0) {
		if (ev.type == JSON_KEY)
			b.key = arena_copy(a, ev.text);
		else if (ev.type == JSON_OBJECT_END || ev.type == JSON_ARRAY_END)
			undo_base64(a, b.open[--b.depth]);
		else
			rc = building_add(&b, &ev, e);
		if (rc < 0)
			break;
	}
	json_close(&j);
	if (rc < 0)
		return NULL;
	if (!b.root || b.root->type != NODE_OBJECT) {
		fail(e, ERR_MALFORMED, "not a record");
		return NULL;
	}
	return b.root;
}

const struct node *record_get(const struct node *node, const char *path)
{
	struct span rest = span_of(path), part;

	while (node && span_split(&rest, '.', &part)) {
		const struct node *child = node->child;

		while (child && !span_equal(child->key, part))
			child = child->next;
		node = child;
	}
	return node;
}

struct span record_text(const struct node *node, const char *path)
{
	const struct node *n = record_get(node, path);

	return n && (n->type == NODE_STRING || n->type == NODE_NUMBER) ? n->text : SPAN("");
}

uint64_t record_number(const struct node *node, const char *path)
{
	uint64_t n = 0;

	return span_u64(record_text(node, path), &n) ? n : 0;
}

bool record_true(const struct node *node, const char *path)
{
	const struct node *n = record_get(node, path);

	return n && n->type == NODE_TRUE;
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
