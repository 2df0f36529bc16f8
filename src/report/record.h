/*
 * record.h -- one record as a tree (base/tree.h), for reports that look inside
 * it.  Bounded by the arena it is made in; spans live as long as that.
 */
#ifndef REPORT_RECORD_H
#define REPORT_RECORD_H

#include "base/tree.h"

/*
 * NULL and *e when it is no JSON object or the arena is spent.  Where a string
 * is not UTF-8 its {"base64":"..."} is undone: the node is a string again.
 */
const struct node *record_parse(struct arena *a, struct span json, struct error *e);

/* The whole of such a record in another arena: less work than to read it again; NULL and *e. */
const struct node *record_keep(struct arena *a, const struct node *record, struct error *e);

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
