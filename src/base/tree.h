/*
 * tree.h -- one JSON value in memory: an object of a bundle, a row of a feed,
 * a record.  What is larger is never held whole; its values come one by one.
 * Nodes and spans live as long as the arena; depth is bounded by the reader.
 */
#ifndef BASE_TREE_H
#define BASE_TREE_H

#include "base/arena.h"
#include "base/json.h"

struct node {
	enum json_type type;	/* JSON_OBJECT, JSON_ARRAY, or a scalar */
	struct span key;	/* of a member */
	struct span text;	/* of strings and numbers */
	uint64_t offset;	/* in the input */
	struct node *child, *next;
};

/*
 * Read the value that begins with the event `first` (JSON_OBJECT, JSON_ARRAY
 * or a scalar) to its end. ERR_LIMIT when the arena is spent.
 */
int tree_read(struct json *j, const struct json_event *first, struct arena *a,
	      struct node **out, struct error *e);
/* The same; what is read out of `lasting`, which lives as long as the tree, is not copied. */
int tree_borrow(struct json *j, const struct json_event *first, struct span lasting,
		struct arena *a, struct node **out, struct error *e);

/* The member of an object, or NULL (also when `n` is NULL or no object). */
const struct node *node_get(const struct node *n, const char *key);

/* The member's text if it is a string or number, else empty. */
struct span node_text(const struct node *n, const char *key);

bool node_true(const struct node *n, const char *key);

#endif
