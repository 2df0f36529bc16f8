/*
 * record_quick.c -- a record as our own writer leaves it, read in one go.
 *
 * What base/json.h reads, but without blanks between tokens, no deeper than
 * QUICK_DEPTH and from memory alone.  Whatever else it meets it leaves to that
 * reader, which knows what to say of it; so there is nothing to be said here.
 */
#include "report/record_quick.h"

#define QUICK_DEPTH 32
#define NODES_AT_ONCE 16

struct quick {
	const char *at, *end;
	const char *begin;
	struct arena *arena;
	struct node *room;		/* for the next nodes */
	unsigned left, depth;
};

static bool quick_value(struct quick *q, struct node *n);

static struct node *node_new(struct quick *q)
{
	if (q->left == 0) {
		q->room = arena_room(q->arena, NODES_AT_ONCE * sizeof(*q->room));
		if (!q->room)
			return NULL;
		q->left = NODES_AT_ONCE;
	}
	q->left--;
	return q->room++;
}

/* The next byte, which stays; 0 at the end (and for a zero byte, which stands nowhere). */
static inline char next(const struct quick *q)
{
	return q->at < q->end ? *q->at : '\0';
}

static inline bool take(struct quick *q, char c)
{
	if (next(q) != c)
		return false;
	q->at++;
	return true;
}

static size_t plain(const struct quick *q)
{
	return json_plain(q->at, (size_t)(q->end - q->at));
}

/* From its first escape on; `from` is where it began. */
static bool quick_escaped(struct quick *q, const char *from, struct span *out)
{
	struct span inner;
	struct buf b;

	while (next(q) == '\\') {
		if (q->end - q->at < 2)
			return false;
		q->at += 2;
		q->at += plain(q);
	}
	inner = span_make(from, (size_t)(q->at - from));
	/* Unescaped it is never longer. */
	b = (struct buf){ .ptr = arena_room(q->arena, inner.len), .room = inner.len,
			  .ceiling = inner.len };
	if (!take(q, '"') || !b.ptr || !json_unescape(inner, &b) || b.bad)
		return false;
	*out = buf_span(&b);
	return true;
}

/* Behind its opening quote. */
static inline bool quick_string(struct quick *q, struct span *out)
{
	const char *from = q->at;

	q->at += plain(q);
	if (next(q) != '"')
		return quick_escaped(q, from, out);
	*out = span_make(from, (size_t)(q->at++ - from));
	return true;
}

static bool quick_digits(struct quick *q)
{
	const char *from = q->at;

	while (ascii_digit(next(q)))
		q->at++;
	return q->at > from;
}

static bool quick_number(struct quick *q, struct node *n)
{
	const char *from = q->at;

	take(q, '-');
	if (take(q, '0') ? ascii_digit(next(q)) : !quick_digits(q))
		return false;
	if (take(q, '.') && !quick_digits(q))
		return false;
	if (take(q, 'e') || take(q, 'E')) {
		if (!take(q, '+'))
			take(q, '-');
		if (!quick_digits(q))
			return false;
	}
	n->type = JSON_NUMBER;
	n->text = span_make(from, (size_t)(q->at - from));
	return true;
}

static bool quick_word(struct quick *q, struct node *n, struct span word, enum json_type type)
{
	if ((size_t)(q->end - q->at) < word.len || memcmp(q->at, word.ptr, word.len) != 0)
		return false;
	q->at += word.len;
	n->type = type;
	return true;
}

static bool quick_key(struct quick *q, struct span *key)
{
	return take(q, '"') && quick_string(q, key) && take(q, ':');
}

/* Members of an object, values of an array, up to the byte that ends it. */
static bool quick_inside(struct quick *q, struct node *n, bool object, char end)
{
	struct node **link = &n->child;

	if (++q->depth > QUICK_DEPTH)
		return false;
	q->at++;
	if (!take(q, end)) {
		do {
			struct span key = { NULL, 0 };
			struct node *child;

			if (object && !quick_key(q, &key))
				return false;
			child = node_new(q);
			if (!child || !quick_value(q, child))
				return false;
			child->key = key;
			*link = child;
			link = &child->next;
		} while (take(q, ','));
		if (!take(q, end))
			return false;
	}
	q->depth--;
	return true;
}

static bool quick_value(struct quick *q, struct node *n)
{
	*n = (struct node){ .text = SPAN(""), .offset = (uint64_t)(q->at - q->begin) };
	switch (next(q)) {
	case '"':
		q->at++;
		n->type = JSON_STRING;
		return quick_string(q, &n->text);
	case '{':
		n->type = JSON_OBJECT;
		if (!quick_inside(q, n, true, '}'))
			return false;
		if (n->child && !n->child->next)
			record_undo_base64(q->arena, n);
		return true;
	case '[':
		n->type = JSON_ARRAY;
		return quick_inside(q, n, false, ']');
	case 'n':
		return quick_word(q, n, SPAN("null"), JSON_NULL);
	case 't':
		return quick_word(q, n, SPAN("true"), JSON_TRUE);
	case 'f':
		return quick_word(q, n, SPAN("false"), JSON_FALSE);
	default:
		return quick_number(q, n);
	}
}

bool record_quick(struct arena *a, struct span json, struct node *root)
{
	struct quick q = { .at = json.ptr, .begin = json.ptr, .end = json.ptr + json.len,
			   .arena = a };

	return next(&q) == '{' && quick_value(&q, root) && q.at == q.end;
}
