/*
 * casebook.h -- the case: what sweeps over one body of evidence leave behind.
 *
 * A folder of the user's, readable by him alone:
 *
 *     case.db          settings, advisories, results and notes by item, marks (SQLite)
 *     records.ndjson   the records of the last answer, as they left
 *
 * Results are kept as the workers sent them, each under the file's stamp and
 * the question that was asked; a sweep that meets the same file with the same
 * question takes the result instead of reading the file again.  So a sweep
 * that was killed goes on where it was, a second one adds, and a judgement is
 * made again without touching the evidence.  What is written is committed
 * several times a second: no more than that is ever done twice, but for an item
 * that was not read to its end.
 *
 * Only the parent opens a case.  One process at a time; the second one is
 * refused (ERR_LIMIT).
 */
#ifndef FINDING_CASEBOOK_H
#define FINDING_CASEBOOK_H

#include "base/buf.h"
#include "base/database.h"

struct casebook;

/* WRITE: made if it is not there. */
int  casebook_open(struct casebook **out, const char *folder, enum database_mode mode,
		   struct error *e);
void casebook_close(struct casebook *c);	/* commits; NULL is fine */
const char *casebook_folder(const struct casebook *c);
/* Device and inode of the folder: it is never swept. */
void casebook_inode(const struct casebook *c, uint64_t *device, uint64_t *inode);

/* Forget everything. */
int  casebook_clear(struct casebook *c, struct error *e);

/* Small facts by name: an absent one is 0 or empty (borrowed until the next call). */
int64_t casebook_number(struct casebook *c, const char *name);
int  casebook_set_number(struct casebook *c, const char *name, int64_t value, struct error *e);
struct span casebook_text(struct casebook *c, const char *name);
int  casebook_set_text(struct casebook *c, const char *name, struct span text, struct error *e);

int  casebook_commit(struct casebook *c, struct error *e);
int  casebook_tick(struct casebook *c, struct error *e);	/* commits when it is time to */

/* ---- settings of the sweeps, in order */

typedef int casebook_setting_fn(void *context, const char *name, const char *value,
				struct error *e);
int  casebook_settings(struct casebook *c, casebook_setting_fn *fn, void *context,
		       struct error *e);
int  casebook_settings_clear(struct casebook *c, struct error *e);
int  casebook_setting_add(struct casebook *c, const char *name, const char *value,
			  struct error *e);

/* ---- what was read of the advisories */

/*
 * Each record as intel_encode wrote it; `size` of the document with the first
 * of each.  In place of very many of them the folder may hold a file `set`
 * with all that was asked for (match/set.h): then the number "set" is 1.
 */
int  casebook_intel_clear(struct casebook *c, struct error *e);
int  casebook_intel_add(struct casebook *c, struct span wire, struct error *e);
/* The document whose records were just added had so many bytes. */
int  casebook_intel_end(struct casebook *c, uint64_t size, struct error *e);
bool casebook_has_intel(struct casebook *c);

struct casebook_intel {
	int (*record)(void *context, struct span wire, struct error *e);
	int (*end)(void *context, uint64_t size, struct error *e);
};
int  casebook_intel(struct casebook *c, const struct casebook_intel *fn, void *context,
		    struct error *e);

/* ---- results */

/* What is looked for and how: results of another question do not answer this one. */
void casebook_ask(struct casebook *c, struct span question);

struct stamp {			/* of a file */
	struct span path;	/* as people see it */
	uint64_t device, inode, size;
	int64_t mtime, ctime;
	struct span how;	/* bytes of what else its reading depends on */
};

/* 1: *answers and *end, borrowed until the next call; 0: not there; -1. */
int  casebook_find(struct casebook *c, const struct stamp *s, struct span *answers,
		   struct span *end, struct error *e);
int  casebook_keep(struct casebook *c, const struct stamp *s, struct span answers,
		   struct span end, struct error *e);

/* ---- notes: what a later question may be answered by (match/recall.h) */

/* What the reading depends on besides the question. Notes of another basis are not found. */
void casebook_basis(struct casebook *c, struct span basis);

/* Notes of an item begin: a number for them.  Those that were not finished are forgotten. */
int  casebook_notes_begin(struct casebook *c, int64_t *id, struct error *e);
int  casebook_note(struct casebook *c, int64_t id, struct span segment, struct error *e);

struct notes {
	int64_t id;
	uint32_t segments;	/* in front of the last one */
	int64_t at;		/* when they were taken */
	struct span last;	/* noted_encode */
	struct span answers, end;	/* of the question that was asked then */
};
/* They stand for the file as its result to the question at hand does, which is kept already. */
int  casebook_notes_keep(struct casebook *c, const struct stamp *s, const struct notes *n,
			 struct error *e);
/* 1: *n, borrowed until the next call; 0: not there; -1. */
int  casebook_notes(struct casebook *c, const struct stamp *s, struct notes *n, struct error *e);
/* All segments but the last; fn gives 1: enough. */
typedef int casebook_segment_fn(void *context, struct span segment, struct error *e);
int  casebook_segments(struct casebook *c, int64_t id, casebook_segment_fn *fn, void *context,
		       struct error *e);

/* ---- the manifest: every file met, in the order of the walk */

struct met {
	uint32_t number;
	struct span path, root;	/* root: the PATH it was met under */
	uint64_t size;
	int64_t mtime;		/* TIME_NONE: not known */
	struct span sha256;	/* hex; empty: `reason` says why not */
	struct span reason;
	struct span how;	/* as in its stamp */
	bool apart;		/* its result is no item's: answers and end are here */
	struct span answers, end;	/* apart: end is empty when it could not be read */
};
/* A new manifest is begun; the last finished one stays readable beside it. */
int  casebook_met_begin(struct casebook *c, struct error *e);
int  casebook_met_add(struct casebook *c, const struct met *m, struct error *e);
/* The new one is the manifest from here on. */
int  casebook_met_end(struct casebook *c, struct error *e);

/*
 * The files of the last finished manifest; of one root, or of all when it is
 * empty.  Results are looked up for the question at hand: `apart` and without
 * answers or end when that question was not asked of the file.
 */
typedef int casebook_met_fn(void *context, const struct met *m, struct error *e);
int  casebook_met(struct casebook *c, struct span root, casebook_met_fn *fn, void *context,
		  struct error *e);
/* SHA-256 over the manifest at hand (the new one while there is one), as hex: out[65]. */
int  casebook_met_digest(struct casebook *c, char *out, struct error *e);

/* ---- what is new since the answer before */

/* An answer begins; `again`: the last one once more, for which the same is new. */
int  casebook_answer_begin(struct casebook *c, bool again, struct error *e);
/* Has this finding been told before, with as many records? It is remembered. */
int  casebook_is_new(struct casebook *c, struct span uid, uint64_t count, bool *is_new,
		     struct error *e);
/* The answer is whole: how many findings of the one before are no longer among it. */
int  casebook_answer_end(struct casebook *c, uint64_t *no_longer, struct error *e);

/* ---- a person's judgement */

struct mark {
	struct span uid, host;	/* of the finding; host: address or name, may be empty */
	struct span judgement;	/* "benign" */
	struct span why, who;
	int64_t at;
};
int  casebook_mark_set(struct casebook *c, const struct mark *m, struct error *e);
int  casebook_mark_undo(struct casebook *c, struct span uid, struct error *e); /* 1: it was there */
typedef int casebook_mark_fn(void *context, const struct mark *m, struct error *e);
int  casebook_marks(struct casebook *c, casebook_mark_fn *fn, void *context, struct error *e);

#endif
