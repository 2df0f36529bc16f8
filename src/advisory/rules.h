/*
 * rules.h -- detection rules that stand in a document: YARA, Sigma, Snort and
 * Suricata, cut out whole.
 */
#ifndef ADVISORY_RULES_H
#define ADVISORY_RULES_H

#include "base/arena.h"
#include "base/error.h"

struct rule_found {
	const char *language;	/* "yara", "sigma", "suricata", "snort" */
	struct span name;
	struct span text;	/* with the imports it needs, no-break spaces made blanks */
	size_t from, to;	/* bytes of the code it was cut from */
	size_t meta_from, meta_to;	/* the meta part of a YARA rule; equal: none */
	bool open;		/* ends before it is closed */
};

/* Modules that the code of a document imports: one line may serve many rules. */
#define RULE_IMPORTS 8
struct rule_imports {
	struct span name[RULE_IMPORTS];
	uint32_t count;
};

/* -1 stops. */
typedef int rule_fn(void *context, const struct rule_found *rule, struct error *e);

/*
 * Call `fn` for each rule of `code`. How many there were, or -1 when it
 * stopped or the arena is spent; 0: this code is no rule.  Imports met are added
 * to `imports`, which goes from one piece of code to the next.
 */
int rules_find(struct span code, struct rule_imports *imports, struct arena *a, rule_fn *fn,
	       void *context, struct error *e);

#endif
