/*
 * database.c -- SQLite, with what tocsin wants of it in every case.
 *
 * Write-ahead logging without a flush per commit: a killed process loses
 * nothing that was committed, a power failure at most the last commits, and
 * neither damages the file.  Each commit counts up a number on the first page,
 * so that the log's first page tells whose it is, like the file itself: our
 * own files are recognised by content and never swept.
 */
#include "base/database.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/dso.h"

#define WAIT_MS 5000

#define CALLS(CALL) \
	CALL(sqlite3_bind_blob64) CALL(sqlite3_bind_int64) CALL(sqlite3_bind_null) \
	CALL(sqlite3_bind_text64) CALL(sqlite3_busy_timeout) \
	CALL(sqlite3_clear_bindings) CALL(sqlite3_close_v2) \
	CALL(sqlite3_column_blob) CALL(sqlite3_column_bytes) \
	CALL(sqlite3_column_int64) CALL(sqlite3_column_type) \
	CALL(sqlite3_db_config) CALL(sqlite3_errmsg) CALL(sqlite3_exec) \
	CALL(sqlite3_extended_errcode) CALL(sqlite3_finalize) \
	CALL(sqlite3_last_insert_rowid) CALL(sqlite3_open_v2) \
	CALL(sqlite3_prepare_v3) CALL(sqlite3_reset) CALL(sqlite3_step)
DSO(lib, DSO_SQLITE3, CALLS)

struct database {
	sqlite3 *handle;
	bool writes, open;	/* a transaction is open */
	uint32_t commits;
};

struct query {
	struct database *db;
	sqlite3_stmt *statement;
	bool bad;		/* a binding failed: memory */
};

static int fail_sqlite(struct database *db, const char *what, struct error *e)
{
	int code = db->handle ? lib.sqlite3_extended_errcode(db->handle) : SQLITE_NOMEM;
	const char *text = db->handle ? lib.sqlite3_errmsg(db->handle) : "no memory";
	enum error_code mine = ERR_IO;

	if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
		mine = ERR_MALFORMED;
	else if ((code & 0xff) == SQLITE_NOMEM)
		mine = ERR_MEMORY;
	else if ((code & 0xff) == SQLITE_PERM || (code & 0xff) == SQLITE_READONLY)
		mine = ERR_PERMISSION;
	return fail(e, mine, "%s: %s", what, text);
}

int database_run(struct database *db, const char *sql, struct error *e)
{
	if (lib.sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail_sqlite(db, "database", e);
	return 0;
}

/* ---- opening */

static uint32_t kind_number(const char kind[4])
{
	return (uint32_t)(unsigned char)kind[0] << 24 | (uint32_t)(unsigned char)kind[1] << 16 |
	       (uint32_t)(unsigned char)kind[2] << 8 | (uint32_t)(unsigned char)kind[3];
}

static int database_number(struct database *db, const char *sql, int64_t *out, struct error *e)
{
	struct query *q = query_open(db, sql, e);
	int rc;

	if (!q)
		return -1;
	rc = query_next(q, e);
	if (rc > 0)
		*out = query_number(q, 0);
	query_close(q);
	return rc < 0 ? -1 : 0;
}

/* An empty file becomes ours, one of another kind is refused. */
static int database_claim(struct database *db, const char kind[4], struct error *e)
{
	int64_t theirs = 0, pages = 0, commits = 0;
	char sql[64];

	if (database_number(db, "pragma application_id", &theirs, e) < 0 ||
	    database_number(db, "pragma page_count", &pages, e) < 0 ||
	    database_number(db, "pragma user_version", &commits, e) < 0)
		return -1;
	db->commits = (uint32_t)commits;
	if (pages == 0 && db->writes) {
		snprintf(sql, sizeof(sql), "pragma application_id = %d", (int)kind_number(kind));
		return database_run(db, sql, e);
	}
	if ((uint32_t)theirs != kind_number(kind))
		return fail(e, ERR_MALFORMED, "it is something else");
	return 0;
}

static int database_settle(struct database *db, const char kind[4], struct error *e)
{
	lib.sqlite3_busy_timeout(db->handle, WAIT_MS);
	lib.sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	lib.sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	if (database_claim(db, kind, e) < 0)
		return -1;
	return db->writes ? database_run(db, "pragma journal_mode = wal;"
					 "pragma synchronous = normal;"
					 "pragma temp_store = memory", e) : 0;
}

static int database_try(struct database **out, const char *path, bool writes, bool still,
			const char kind[4], struct error *e)
{
	struct database *db = calloc(1, sizeof(*db));
	char uri[8192];
	int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | (writes
		  ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
	size_t n;

	if (!db)
		return fail(e, ERR_MEMORY, "no memory");
	db->writes = writes;
	n = (size_t)snprintf(uri, sizeof(uri), "file:");
	for (const char *c = path; *c && n < sizeof(uri) - 32; c++)
		n += (size_t)(ascii_alnum(*c) || strchr("/._-", *c)
			      ? snprintf(uri + n, 2, "%c", *c)
			      : snprintf(uri + n, 4, "%%%02X", (unsigned char)*c));
	snprintf(uri + n, sizeof(uri) - n, "%s", still ? "?immutable=1" : "");
	if (lib.sqlite3_open_v2(uri, &db->handle, flags, NULL) != SQLITE_OK) {
		fail_sqlite(db, path, e);
		database_close(db);
		return -1;
	}
	if (database_settle(db, kind, e) < 0) {
		fail_in(e, path);
		database_close(db);
		return -1;
	}
	*out = db;
	return 0;
}

#define PAGE_MAGIC "SQLite format 3"
#define PAGE_KIND  68		/* where the first page has its application id */
#define LOG_PAGE   56		/* where a log has its first page */

bool database_is_ours(struct span head)
{
	static const char log_magic[] = { 0x37, 0x7f, 0x06 };

	if (span_starts(head, span_make(log_magic, sizeof(log_magic))))
		head = span_skip(head, LOG_PAGE);
	return span_starts(head, SPAN(PAGE_MAGIC)) &&
	       span_starts(span_skip(head, PAGE_KIND), SPAN("toc"));
}

int database_folder(const char *folder, struct error *e)
{
	char path[4096];
	size_t n = (size_t)snprintf(path, sizeof(path), "%s", folder);

	if (n >= sizeof(path))
		return fail(e, ERR_USAGE, "the folder's name is too long");
	for (size_t i = 1; i <= n; i++) {
		char c = path[i];

		if (c != '/' && c != '\0')
			continue;
		path[i] = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			return fail_errno(e, path);
		path[i] = c;
	}
	return 0;
}

int database_open(struct database **out, const char *path, enum database_mode mode,
		  const char kind[4], struct error *e)
{
	struct stat s;
	char log[4096];
	int fd;

	if (dso_open(&lib_dso, e) < 0)
		return -1;
	if (mode == DATABASE_READ) {
		/* Without a log beside it the file is whole, and nothing need be made beside it. */
		snprintf(log, sizeof(log), "%s-wal", path);
		if (stat(path, &s) < 0)
			return fail_errno(e, path);
		return database_try(out, path, false, stat(log, &s) < 0 || s.st_size == 0, kind, e);
	}
	/* Private from its first moment on: SQLite's own files take their mode from it. */
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail_errno(e, path);
	close(fd);
	return database_try(out, path, true, false, kind, e);
}

void database_close(struct database *db)
{
	struct error ignored;

	if (!db)
		return;
	if (db->handle && db->writes) {
		database_commit(db, &ignored);
		lib.sqlite3_exec(db->handle, "pragma journal_mode = delete", NULL, NULL, NULL);
	}
	lib.sqlite3_close_v2(db->handle);
	free(db);
}

/* ---- transactions */

int database_begin(struct database *db, struct error *e)
{
	char sql[64];

	if (db->open || !db->writes)
		return 0;
	snprintf(sql, sizeof(sql), "begin immediate; pragma user_version = %u",
		 ++db->commits & 0x7fffffff);
	if (database_run(db, sql, e) < 0)
		return -1;
	db->open = true;
	return 0;
}

int database_commit(struct database *db, struct error *e)
{
	if (!db->open)
		return 0;
	db->open = false;
	return database_run(db, "commit", e);
}

int64_t database_last(const struct database *db)
{
	return lib.sqlite3_last_insert_rowid(db->handle);
}

/* ---- statements */

struct query *query_open(struct database *db, const char *sql, struct error *e)
{
	struct query *q = calloc(1, sizeof(*q));

	if (!q) {
		fail(e, ERR_MEMORY, "no memory");
		return NULL;
	}
	q->db = db;
	if (lib.sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->statement,
				   NULL) != SQLITE_OK) {
		fail_sqlite(db, "database", e);
		free(q);
		return NULL;
	}
	return q;
}

void query_close(struct query *q)
{
	if (!q)
		return;
	lib.sqlite3_finalize(q->statement);
	free(q);
}

void query_bind(struct query *q, int parameter, int64_t value)
{
	q->bad |= lib.sqlite3_bind_int64(q->statement, parameter, value) != SQLITE_OK;
}

void query_bind_text(struct query *q, int parameter, struct span text)
{
	q->bad |= (text.ptr ? lib.sqlite3_bind_text64(q->statement, parameter, text.ptr, text.len,
						      SQLITE_STATIC, SQLITE_UTF8)
			    : lib.sqlite3_bind_null(q->statement, parameter)) != SQLITE_OK;
}

void query_bind_bytes(struct query *q, int parameter, struct span bytes)
{
	q->bad |= lib.sqlite3_bind_blob64(q->statement, parameter, bytes.len ? bytes.ptr : "",
					  bytes.len, SQLITE_STATIC) != SQLITE_OK;
}

void query_reset(struct query *q)
{
	lib.sqlite3_reset(q->statement);
	lib.sqlite3_clear_bindings(q->statement);
	q->bad = false;
}

int query_next(struct query *q, struct error *e)
{
	int rc = q->bad ? SQLITE_NOMEM : lib.sqlite3_step(q->statement);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE) {
		query_reset(q);
		return 0;
	}
	if (q->bad)
		fail(e, ERR_MEMORY, "database: no memory");
	else
		fail_sqlite(q->db, "database", e);
	query_reset(q);
	return -1;
}

int query_do(struct query *q, struct error *e)
{
	int rc = query_next(q, e);

	if (rc > 0)
		query_reset(q);
	return rc < 0 ? -1 : 0;
}

int64_t query_number(struct query *q, int column)
{
	return lib.sqlite3_column_int64(q->statement, column);
}

struct span query_span(struct query *q, int column)
{
	const void *bytes = lib.sqlite3_column_blob(q->statement, column);
	size_t n = (size_t)lib.sqlite3_column_bytes(q->statement, column);

	/* An empty value is not the same as none. */
	if (!bytes && lib.sqlite3_column_type(q->statement, column) != SQLITE_NULL)
		return SPAN("");
	return span_make(bytes, bytes ? n : 0);
}
