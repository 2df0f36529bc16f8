/*
 * library.h -- the advisories that this installation has learnt, and the
 * values that are never searched for: one file (SQLite) of the user's.
 *
 * Documents are kept as they were read, record by record.  A document with the
 * same bytes is kept once; one with the publisher's same id (or, without one,
 * the same title) is a revision of the one before, which stays but is no
 * longer looked for.
 */
#ifndef INTEL_LIBRARY_H
#define INTEL_LIBRARY_H

#include "base/database.h"
#include "intel/intel.h"

struct library;

int  library_open(struct library **out, const char *path, enum database_mode mode,
		  struct error *e);
void library_close(struct library *l);		/* NULL is fine */
int  library_commit(struct library *l, struct error *e);

/* ---- learning: records in the order of reading, each document ended */

enum learnt_state { LEARNT_NEW, LEARNT_KNOWN, LEARNT_REVISED };

struct learnt {
	int64_t number;			/* of the document, for people: 1, 2, ... */
	enum learnt_state state;
	uint64_t values, rules;		/* searched for; all rules */
	uint32_t revision;		/* 1: the first */
	uint64_t added, dropped;	/* LEARNT_REVISED: values, against the one before */
};

int  library_take(struct library *l, const struct intel_record *r, struct span wire, bool usable,
		  struct error *e);
/* `now`: microseconds; `size` of the document. */
int  library_end(struct library *l, uint64_t size, int64_t now, struct learnt *out,
		 struct error *e);
/* What was taken of a document that could not be read to its end. */
void library_drop(struct library *l);

/* ---- what there is */

struct document {
	int64_t number, learnt;		/* learnt: microseconds */
	int64_t published;		/* TIME_NONE: not stated */
	struct span id, title, source, sha256;
	uint64_t values, rules;
	uint32_t revision;
	bool current;			/* no later revision is known */
};
typedef int library_document_fn(void *context, const struct document *d, struct error *e);
int  library_documents(struct library *l, library_document_fn *fn, void *context,
		       struct error *e);
/* How many are looked for. */
uint64_t library_count(struct library *l);

struct library_reader {
	int (*record)(void *context, struct span wire, struct error *e);
	int (*end)(void *context, uint64_t size, struct error *e);
};
/* The records of one document, or of all current ones when `number` is 0. */
int  library_read(struct library *l, int64_t number, const struct library_reader *fn,
		  void *context, struct error *e);

/* 1: it was there. The revision before it is current again. */
int  library_forget(struct library *l, int64_t number, struct error *e);

/* ---- values that are never searched for */

struct allowed {
	struct span value, why, who;
	int64_t at;
};
int  library_allow(struct library *l, const struct allowed *a, struct error *e);
int  library_disallow(struct library *l, struct span value, struct error *e); /* 1: was there */
typedef int library_allowed_fn(void *context, const struct allowed *a, struct error *e);
int  library_allowed(struct library *l, library_allowed_fn *fn, void *context, struct error *e);

#endif
