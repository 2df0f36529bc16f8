/* casebook_own.h -- the insides of a case; private to finding/. */
#ifndef FINDING_CASEBOOK_OWN_H
#define FINDING_CASEBOOK_OWN_H

#include "finding/casebook.h"

struct casebook {
	char *folder;
	int folder_fd;		/* locked while it is written */
	enum database_mode mode;
	struct database *db;
	struct query *find, *keep, *met, *known, *know;
	struct query *note, *noted, *recall, *forget;
	int64_t notes;		/* number of the last ones */
	int64_t notes_before;	/* of those that were there at first */
	bool notes_counted;
	char basis[80];
	size_t basis_len;
	struct buf held;	/* what casebook_text gave last */
	struct buf intel;	/* records that are not in a row yet */
	char question[80];
	size_t question_len;
	int64_t committed;	/* monotonic ms */
	int64_t answer;		/* number of the answer at hand */
	bool again;		/* it was given before */
	int64_t run;		/* of the manifest that is being written; 0: none */
};

/* Bytes, or a number where there are none. */
struct bound {
	struct span bytes;
	int64_t number;
};
struct query *casebook_query(struct casebook *c, struct query **q, const char *sql,
			     struct error *e);

/* The first eight places: path, what the row belongs to, how it was opened, and the stamp. */
void casebook_bind(struct query *q, const struct stamp *s, struct span of);
int casebook_do(struct casebook *c, const char *sql, const struct bound *bound, int n,
		struct error *e);

#endif
