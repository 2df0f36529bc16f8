/*
 * dso.h -- shared libraries that few runs need, opened when one does.  To
 * link them costs every process more than all else that it does until it has
 * read its first byte.
 *
 * Who uses one lists its functions once; calls go through a table of pointers
 * that have the types of the library's own header:
 *
 *     #define CALLS(CALL) CALL(sqlite3_open_v2) CALL(sqlite3_step)
 *     DSO(sqlite, DSO_SQLITE3, CALLS)
 *
 *     if (dso_open(&sqlite_dso, e) < 0) ...
 *     sqlite.sqlite3_step(statement);
 *
 * The names of the files are found when tocsin is configured (tools/soname).
 *
 * Behind a sandbox nothing can be opened.  A process that was prepared for
 * everything finds it open; a lean one (dso_forbid) ends where it lacks
 * something, and its work is given to one that has it (process.h).
 */
#ifndef BASE_DSO_H
#define BASE_DSO_H

#include "base/dso_names.h"
#include "base/error.h"

struct dso {
	const char *file;
	const char *const *name;	/* of its functions, NULL behind the last */
	void *call;			/* a struct of as many pointers */
	enum { DSO_UNTRIED, DSO_OPEN, DSO_MISSING } state;
};

/* Idempotent.  ERR_UNSUPPORTED: it is not installed, or lacks a function. */
int dso_open(struct dso *d, struct error *e);

#define DSO_LACKING 4		/* exit status of a process that lacks something */

/* From here on this process opens nothing: it ends where it would. */
void dso_forbid(void);
/* Before anything is opened late, also by others (iconv): may not return. */
void dso_ask(void);

/*
 * The library that `function` belongs to prints nothing any more: its calls of `name`, a
 * function like snprintf, give an empty text.  For one that prints what it must not.
 * Before a sandbox closes; nothing happens where the library does not call it.
 */
void dso_silence(const void *function, const char *name);

#define DSO_POINTER(function) __typeof__(function) *function;
#define DSO_STRING(function)  #function,

/* `object` with the calls, and object_dso. */
#define DSO(object, FILE, CALLS)						\
	static const char *const object##_names[] = { CALLS(DSO_STRING) NULL };	\
	static struct { CALLS(DSO_POINTER) } object;				\
	static struct dso object##_dso = {					\
		.file = FILE, .name = object##_names, .call = &object,		\
	};

#endif
