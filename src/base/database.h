/*
 * database.h -- a file of tables (SQLite) for what must outlive a run.
 *
 * Only for the parent: it opens files.  Writes are gathered into transactions
 * that the caller commits when it suits (database_commit), so that a process
 * that is killed loses what it did since then and nothing else.  Statements
 * are prepared once and used many times.
 */
#ifndef BASE_DATABASE_H
#define BASE_DATABASE_H

#include "base/error.h"
#include "base/span.h"

struct database;
struct query;

/*
 * READ: an existing file; nothing is written to its folder if that can be
 * helped.  WRITE: made if it is not there, readable by its owner alone.
 * `kind` names what is kept in it (four bytes, at a fixed place of the file):
 * a file of another kind is refused, ERR_MALFORMED.
 */
enum database_mode { DATABASE_READ, DATABASE_WRITE };
int  database_open(struct database **out, const char *path, enum database_mode mode,
		   const char kind[4], struct error *e);
/* Commits, and leaves one whole file behind.  NULL is fine. */
void database_close(struct database *db);

/*
 * Do these first bytes of a file belong to a database of ours of any kind, or to the log
 * beside one?  Kinds of ours begin with "toc".  For sandboxed workers, too.
 */
bool database_is_ours(struct span head);

/* Make a folder, and all above it that are not there, for its owner alone. */
int  database_folder(const char *folder, struct error *e);

/* Statements without parameters, several with semicolons between them. */
int  database_run(struct database *db, const char *sql, struct error *e);

/* Begin a transaction unless one is open. */
int  database_begin(struct database *db, struct error *e);
/* Everything written so far stays, whatever happens to this process. */
int  database_commit(struct database *db, struct error *e);

/* The number of the row inserted last. */
int64_t database_last(const struct database *db);

/*
 * A prepared statement; `sql` borrowed while it lives.  Parameters count from
 * 1, columns from 0.  Bound spans stay the caller's until query_next gives 0
 * or query_reset.
 */
struct query *query_open(struct database *db, const char *sql, struct error *e); /* or NULL */
void query_close(struct query *q);	/* NULL is fine */

void query_bind(struct query *q, int parameter, int64_t value);
void query_bind_text(struct query *q, int parameter, struct span text);	/* .ptr NULL: null */
void query_bind_bytes(struct query *q, int parameter, struct span bytes);

/* 1: a row; 0: no more, and the statement is ready for the next use; -1. */
int  query_next(struct query *q, struct error *e);
/* For statements that give no row. */
int  query_do(struct query *q, struct error *e);
void query_reset(struct query *q);	/* leave rows that nobody wants */

int64_t query_number(struct query *q, int column);
struct span query_span(struct query *q, int column);	/* until the next call; NULL: ptr NULL */

#endif
