/*
 * yara_compiler.h -- YARA rules through libyara's compiler: is this a rule
 * that can be run, and if not, why and in which line; and many rules to the
 * bytes that an engine loads.
 *
 * Every text is compiled with the five external variables that public rule
 * packs expect (yara_externals), without `include`, and with the modules of
 * the installed libyara.  Those that would need files of this machine or
 * another program's report compile, but cannot be run here (yara_runs).
 *
 * Hostile input: libyara's own limits, and those of the process.
 */
#ifndef INTEL_YARA_COMPILER_H
#define INTEL_YARA_COMPILER_H

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"

/* filename, filepath, extension, filetype, owner; all text; ends with NULL. */
extern const char *const yara_externals[];

/* Once per process, before the sandbox closes. */
int yara_prepare(struct error *e);

/*
 * Does `text` (a file of rules: imports, rules) compile?  -1 and *e: "line 4:
 * undefined identifier "pe"", the first mistake, *line its number (0: none).
 * Many texts are tried with one trial (zero it first); none sees another's names.
 */
struct yara_trial {
	struct yara_compiler *compiler;
	uint32_t texts;
};
int  yara_try(struct yara_trial *t, struct span text, uint32_t *line, struct error *e);
void yara_trial_release(struct yara_trial *t);

/* False when a module is used that cannot work in a sandbox; *why_not says so. */
bool yara_runs(struct span text, struct span *why_not);

/* Many texts to one set of compiled rules. */
struct yara_compiler;

int  yara_compiler_new(struct yara_compiler **out, struct error *e);
void yara_compiler_free(struct yara_compiler *y);	/* NULL is fine */

/*
 * Add a text; its names live in `space`.  How many rules it has, in order behind
 * those added before; -1: it does not compile, and this compiler is spent.
 */
int yara_compiler_add(struct yara_compiler *y, struct span text, const char *space,
		      struct error *e);

/* The compiled rules, appended to `out`.  The compiler is spent behind it. */
int yara_compiler_write(struct yara_compiler *y, struct buf *out, struct error *e);

#endif
