/*
 * values.h -- the values of one document, each once, with the signs of the
 * occurrence that decides.
 */
#ifndef ADVISORY_VALUES_H
#define ADVISORY_VALUES_H

#include "advisory/candidates.h"
#include "advisory/layout.h"
#include "advisory/role.h"

struct value {
	enum kind kind;
	uint16_t port;
	bool defanged, regex;
	struct span value;		/* canonical */
	uint32_t count;			/* occurrences */
	struct span logic;		/* the pattern of one that counts only there */
	bool alone;			/* an occurrence that speaks for it has no logic */
	uint64_t carried;		/* signs of all occurrences that clear it */
	/* The occurrence that speaks most for an indicator: */
	uint64_t signs;
	int lead;
	uint32_t block, list;
	size_t from, to;
	struct verdict verdict;
	enum standing standing;
	bool part;			/* the end of a longer name: not given */
};

struct values {
	struct layout *layout;
	struct table *index;		/* base/table.h: kind, port, value -> position + 1 */
	struct buf value;		/* struct value */
	struct buf members;		/* uint32_t: how many whole values each list holds */
	uint32_t count;
	uint64_t left_out;		/* beyond VALUES_MAX */
};

#define VALUES_MAX 600000

int  values_init(struct values *v, struct layout *l, struct error *e);
void values_release(struct values *v);

static inline struct value *values_at(const struct values *v, uint32_t i)
{
	return (struct value *)(void *)v->value.ptr + i;
}

/* One occurrence, with the signs of its place. */
int values_add(struct values *v, const struct candidate *c, uint32_t block, uint64_t signs,
	       struct error *e);

/* Domains that are the publisher's; their hosts, URLs and mail addresses are no indicators. */
#define OWN_MAX 16
struct own_domains {
	struct span domain[OWN_MAX];
	uint32_t count;
};
void own_add(struct own_domains *own, struct reading *r, struct span host);

/* When all are there: signs of the whole document, then roles. */
void values_decide(struct values *v, const struct own_domains *own);

/* Give them as indicators, in the order of the document. */
int  values_give(struct values *v, struct error *e);

/* As the document has it at its most telling place. */
struct span value_written(const struct values *v, const struct value *value);

/* The host of a domain, URL or mail address; empty for other kinds. */
struct span value_host(enum kind kind, struct span value);

#endif
