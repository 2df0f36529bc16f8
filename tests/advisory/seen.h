/* seen.h -- read an advisory in a test and look at its records. */
#ifndef TESTS_ADVISORY_SEEN_H
#define TESTS_ADVISORY_SEEN_H

#include "advisory/advisory.h"
#include "base/arena.h"

struct seen {
	struct advisory head;
	struct indicator *indicator;
	struct rule *rule;
	struct entity *entity;
	struct intel_gap *gap;
	struct assessment *assessment;
	size_t indicators, rules, entities, gaps, assessments;
	int rc;
	struct error error;
	struct arena arena;
};

/* Read; every record is checked on the way: order, index, canonical values, quotes. */
void seen_read(struct seen *s, struct span bytes);
void seen_read_with(struct seen *s, struct span bytes, const struct advisory_options *o);
void seen_value(struct seen *s, struct span value, const struct advisory_options *o);
void seen_file(struct seen *s, const char *name);	/* below tests/data/advisory */
void seen_release(struct seen *s);

struct span sample(const char *name);			/* bytes of a file, malloc'ed */

/* The record of a value, or NULL. */
const struct indicator *seen_find(const struct seen *s, const char *kind, const char *value);
const struct entity *seen_entity(const struct seen *s, const char *name);

/* "indicator", "benign", ...; "absent" when it is not there. */
const char *seen_role(const struct seen *s, const char *kind, const char *value);

bool seen_why(const struct indicator *i, const char *words);

/* One call before reading. */
void seen_prepare(void);

#define READ(text) \
	struct seen s; \
	seen_read(&s, SPAN(text))

#define assert_role(kind, value, role) assert_string_equal(seen_role(&s, kind, value), role)

#endif
