/*
 * rules.h -- detection rules that stand in a document: YARA, Sigma, Snort and
 * Suricata, cut out whole, mended where the page broke them, and tried.
 */
#ifndef ADVISORY_RULES_H
#define ADVISORY_RULES_H

#include "base/arena.h"
#include "base/error.h"
#include "intel/intel.h"
#include "intel/yara_compiler.h"

struct rule_found {
	const char *language;	/* "yara", "sigma", "suricata", "snort", "stix" */
	struct span name;
	struct span text;	/* as it stands, no-break spaces made blanks */
	size_t from, to;	/* bytes of the code it was cut from */
	size_t meta_from, meta_to;	/* the meta part of a YARA rule; equal: none */
	bool open;		/* ends before it is closed */
	bool global;		/* YARA: holds for all others of its file */
	uint32_t block;		/* the caller's: which code */
};

/* Modules that the code of a document imports: one line may serve many rules. */
#define RULE_IMPORTS 8
struct rule_imports {
	struct span name[RULE_IMPORTS];
	uint32_t count;
	struct span included;	/* the first file that is included, or empty */
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

/* Is this text nothing but rules, and in which language ("yara", "sigma")?  NULL: no. */
const char *rules_alone(struct span head);

/*
 * For who looks for YARA rules in running text: where the next head ("rule
 * name {" or ": tags {", the brace perhaps behind the end) begins a line, or
 * SPAN_NONE; and where the rule that begins `code` ends, 0: it is not closed
 * yet or is no rule.
 */
size_t rules_head(struct span text, size_t from);
size_t rules_end(struct span code);

/* All rules of a document: they may need one another. */
struct rule_book {
	struct rule_found *rule;	/* .text becomes what was mended */
	uint32_t count;
	const struct rule_imports *imports;
	struct arena *arena;
	struct yara_trial *trial;
};

/*
 * Rule `i` as a record (all but `advisory` and `where`), its text able to stand
 * alone: with its imports and the rules that it uses, and for YARA, when it
 * does not compile as it stands, with wrapped lines joined and page furniture
 * left out; `mended` says what was done.  YARA is compiled (yara_prepare must
 * have been called), the others are checked for form.  -1: no memory.
 */
int rule_settle(const struct rule_book *book, uint32_t i, struct rule *out, struct error *e);

/* The languages, for `formats`; NULL behind the last. */
struct rule_language {
	const char *name, *about;
	bool runs;
};
const struct rule_language *rule_language_at(size_t i);

/* rule_form.c: the form of rules that are not run; false: *why says what is wrong. */
bool rule_form(const struct rule_found *rule, struct arena *a, struct span *why);

/*
 * rule_given.c: code that a bundle or event states to be a rule: one record
 * (and with a mistake, a gap) for each rule in it, all of them at `at`.
 */
struct reading;
struct rule_given {
	struct span language, name, code;
};
int rules_give(struct reading *r, const struct rule_given *given, struct step at, struct error *e);

#endif
