/*
 * record.h -- one record as a small tree, for reports that look inside it.
 * Bounded by the arena it is made in; spans live as long as that.
 */
#ifndef REPORT_RECORD_H
#define REPORT_RECORD_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"

enum node_type {
	NODE_NULL, NODE_TRUE, NODE_FALSE, NODE_NUMBER, NODE_STRING, NODE_ARRAY, NODE_OBJECT
};

struct node {
	enum node_type type;
	struct span key;	/* of a member */
	struct span text;	/* of a string (unescaped; base64 wrappers undone) or number */
	struct node *child, *next;
	uint32_t count;		/* children */
};

/* NULL and *e when it is no JSON object or the arena is spent. */
const struct node *record_parse(struct arena *a, struct span json, struct error *e);

/* "indicator.value": the member, or NULL. node may be NULL. */
const struct node *record_get(const struct node *node, const char *path);

/* Empty, 0, false when it is missing or null. */
struct span record_text(const struct node *node, const char *path);
uint64_t record_number(const struct node *node, const char *path);
bool record_true(const struct node *node, const char *path);
bool record_is(const struct node *node, const char *path, const char *text);
/* RFC 3339 member as a moment, or TIME_NONE. */
int64_t record_time(const struct node *node, const char *path);

#endif
