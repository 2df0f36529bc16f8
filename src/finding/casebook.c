/* casebook.c -- the case: its folder, its lock, facts, settings and advisories. */
#include "finding/casebook.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/frame.h"
#include "finding/casebook_own.h"

#define INTEL_ROW   (1u << 20)
#define FORMAT_NOW  1
#define PATH_ROOM   4096
#define PAUSE_MS    20		/* between two attempts to lock a case */

static const char schema[] =
	"create table if not exists fact(name text primary key, value) without rowid;"
	"create table if not exists setting(n integer primary key, name text, value text);"
	"create table if not exists intel(n integer primary key, size integer, wire blob);"
	"create table if not exists item(path blob, question blob, how blob, device integer,"
	" inode integer, size integer, mtime integer, ctime integer, end blob, answers blob);"
	"create unique index if not exists item_path on item(path, question, how);"
	"create table if not exists noted(id integer primary key, path blob, basis blob, how blob,"
	" device integer, inode integer, size integer, mtime integer, ctime integer, question blob,"
	" at integer, segments integer, last blob);"
	"create unique index if not exists noted_path on noted(path, basis, how);"
	"create table if not exists segment(n integer primary key, noted integer, bytes blob);"
	"create index if not exists segment_noted on segment(noted);"
	"create table if not exists met(run integer, number integer, path blob, root blob,"
	" size integer, mtime integer, sha256 blob, reason blob, question blob, how blob,"
	" apart integer, answers blob, end blob, primary key(run, number)) without rowid;"
	"create table if not exists known(uid text primary key, count integer, fresh integer,"
	" seen integer) without rowid;"
	"create table if not exists mark(uid text primary key, host blob, judgement text,"
	" why blob, who blob, at integer) without rowid;";

/* ---- opening */

/* A child of one that was killed may have it until its exec: worth a second. */
static bool takes_lock(int fd)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000 };

	for (unsigned i = 0; i < 1000 / PAUSE_MS; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

static int folder_lock(struct casebook *c, struct error *e)
{
	c->folder_fd = open(c->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (c->folder_fd < 0)
		return fail_errno(e, c->folder);
	if (c->mode == DATABASE_WRITE && !takes_lock(c->folder_fd))
		return fail(e, ERR_LIMIT, "%s: another tocsin is at work on this case", c->folder);
	return 0;
}

static int format_check(struct casebook *c, struct error *e)
{
	int64_t format = casebook_number(c, "format");

	if (format == 0 && c->mode == DATABASE_WRITE)
		return casebook_set_number(c, "format", FORMAT_NOW, e);
	if (format != FORMAT_NOW)
		return fail(e, ERR_UNSUPPORTED, "%s: a case of another version of tocsin", c->folder);
	return 0;
}

static int casebook_try(struct casebook *c, struct error *e)
{
	char path[PATH_ROOM + 16];

	snprintf(path, sizeof(path), "%s/case.db", c->folder);
	if (c->mode == DATABASE_WRITE && database_folder(c->folder, e) < 0)
		return -1;
	if (folder_lock(c, e) < 0)
		return -1;
	if (c->mode == DATABASE_READ && access(path, F_OK) < 0)
		return fail(e, ERR_USAGE, "%s: no case", c->folder);
	if (database_open(&c->db, path, c->mode, "tocC", e) < 0)
		return -1;
	if (c->mode == DATABASE_WRITE && database_run(c->db, schema, e) < 0)
		return -1;
	return format_check(c, e);
}

int casebook_open(struct casebook **out, const char *folder, enum database_mode mode,
		  struct error *e)
{
	struct casebook *c = calloc(1, sizeof(*c));

	if (!c)
		return fail(e, ERR_MEMORY, "no memory");
	c->mode = mode;
	c->folder_fd = -1;
	c->folder = strdup(folder);
	buf_init(&c->held, 1u << 30);
	buf_init(&c->intel, 1u << 30);
	if (!c->folder || casebook_try(c, e) < 0) {
		if (!c->folder)
			fail(e, ERR_MEMORY, "no memory");
		casebook_close(c);
		return -1;
	}
	*out = c;
	return 0;
}

void casebook_close(struct casebook *c)
{
	if (!c)
		return;
	query_close(c->find);
	query_close(c->keep);
	query_close(c->met);
	query_close(c->known);
	query_close(c->know);
	query_close(c->note);
	query_close(c->noted);
	query_close(c->recall);
	query_close(c->forget);
	database_close(c->db);
	if (c->folder_fd >= 0)
		close(c->folder_fd);
	buf_release(&c->held);
	buf_release(&c->intel);
	free(c->folder);
	free(c);
}

const char *casebook_folder(const struct casebook *c)
{
	return c->folder;
}

void casebook_inode(const struct casebook *c, uint64_t *device, uint64_t *inode)
{
	struct stat s = { 0 };

	fstat(c->folder_fd, &s);
	*device = s.st_dev;
	*inode = s.st_ino;
}

int casebook_clear(struct casebook *c, struct error *e)
{
	if (database_commit(c->db, e) < 0)
		return -1;
	unlinkat(c->folder_fd, "set", 0);
	return database_run(c->db, "delete from fact where name <> 'format'; delete from setting;"
			    "delete from intel; delete from item; delete from met; delete from mark;"
			    "delete from known; delete from noted; delete from segment",
			    e);
}

int casebook_commit(struct casebook *c, struct error *e)
{
	return database_commit(c->db, e);
}

/* ---- one statement that is used once */

int casebook_do(struct casebook *c, const char *sql, const struct bound *bound, int n,
		struct error *e)
{
	struct query *q;
	int rc;

	if (database_begin(c->db, e) < 0)
		return -1;
	q = query_open(c->db, sql, e);
	if (!q)
		return -1;
	for (int i = 0; i < n; i++)
		if (bound[i].bytes.ptr)
			query_bind_bytes(q, i + 1, bound[i].bytes);
		else
			query_bind(q, i + 1, bound[i].number);
	rc = query_do(q, e);
	query_close(q);
	return rc;
}

/* ---- facts */

static struct query *fact_query(struct casebook *c, const char *name)
{
	struct error ignored;
	struct query *q = query_open(c->db, "select value from fact where name = ?", &ignored);

	if (!q)
		return NULL;
	query_bind_text(q, 1, span_of(name));
	if (query_next(q, &ignored) > 0)
		return q;
	query_close(q);
	return NULL;
}

int64_t casebook_number(struct casebook *c, const char *name)
{
	struct query *q = fact_query(c, name);
	int64_t value = q ? query_number(q, 0) : 0;

	query_close(q);
	return value;
}

struct span casebook_text(struct casebook *c, const char *name)
{
	struct query *q = fact_query(c, name);

	buf_clear(&c->held);
	if (q)
		buf_add(&c->held, query_span(q, 0));
	query_close(q);
	return buf_span(&c->held);
}

static int fact_set(struct casebook *c, const char *name, struct span text, int64_t number,
		    struct error *e)
{
	struct query *q;
	int rc;

	if (database_begin(c->db, e) < 0)
		return -1;
	q = query_open(c->db, "insert or replace into fact values(?, ?)", e);
	if (!q)
		return -1;
	query_bind_text(q, 1, span_of(name));
	if (text.ptr)
		query_bind_bytes(q, 2, text);
	else
		query_bind(q, 2, number);
	rc = query_do(q, e);
	query_close(q);
	return rc;
}

int casebook_set_number(struct casebook *c, const char *name, int64_t value, struct error *e)
{
	return fact_set(c, name, (struct span){ 0 }, value, e);
}

int casebook_set_text(struct casebook *c, const char *name, struct span text, struct error *e)
{
	return fact_set(c, name, text.ptr ? text : SPAN(""), 0, e);
}

/* ---- settings */

int casebook_settings(struct casebook *c, casebook_setting_fn *fn, void *context,
		      struct error *e)
{
	struct query *q = query_open(c->db, "select name, value from setting order by n", e);
	int rc = q ? 1 : -1;

	while (rc > 0 && (rc = query_next(q, e)) > 0) {
		char name[64];
		struct buf value;

		snprintf(name, sizeof(name), "%.*s", SPAN_ARG(query_span(q, 0)));
		buf_init(&value, 1u << 30);
		buf_add(&value, query_span(q, 1));
		rc = fn(context, name, buf_string(&value), e) < 0 ? -1 : 1;
		buf_release(&value);
	}
	query_close(q);
	return rc;
}

int casebook_settings_clear(struct casebook *c, struct error *e)
{
	return casebook_do(c, "delete from setting", NULL, 0, e);
}

int casebook_setting_add(struct casebook *c, const char *name, const char *value,
			 struct error *e)
{
	struct bound b[] = { { .bytes = span_of(name) }, { .bytes = span_of(value) } };

	return casebook_do(c, "insert into setting(name, value) values(?, ?)", b, 2, e);
}

/* ---- advisories: records in rows of about a megabyte, the last of each with its size */

int casebook_intel_clear(struct casebook *c, struct error *e)
{
	buf_clear(&c->intel);
	return casebook_set_number(c, "set", 0, e) < 0 ? -1
		: casebook_do(c, "delete from intel", NULL, 0, e);
}

static int intel_row(struct casebook *c, int64_t size, struct error *e)
{
	struct bound b[] = { { .number = size }, { .bytes = buf_span(&c->intel) } };
	int rc;

	if (!b[1].bytes.ptr)
		b[1].bytes = SPAN("");
	if (c->intel.bad)
		return fail(e, ERR_MEMORY, "no memory for the case");
	rc = casebook_do(c, "insert into intel(size, wire) values(?, ?)", b, 2, e);
	buf_clear(&c->intel);
	return rc;
}

int casebook_intel_add(struct casebook *c, struct span wire, struct error *e)
{
	frame_span(&c->intel, wire);
	return c->intel.len > INTEL_ROW ? intel_row(c, -1, e) : 0;
}

int casebook_intel_end(struct casebook *c, uint64_t size, struct error *e)
{
	return intel_row(c, (int64_t)size, e);
}

bool casebook_has_intel(struct casebook *c)
{
	struct error ignored;
	struct query *q = query_open(c->db, "select 1 from intel limit 1", &ignored);
	bool has = q && query_next(q, &ignored) > 0;

	query_close(q);
	return has || casebook_number(c, "set");
}

static int intel_give(const struct casebook_intel *fn, void *context, struct span wire,
		      int64_t size, struct error *e)
{
	struct cursor c = { .left = wire };

	while (c.left.len) {
		struct span record = cursor_span(&c);

		if (c.bad)
			return fail(e, ERR_MALFORMED, "the case is damaged");
		if (fn->record(context, record, e) < 0)
			return -1;
	}
	return size < 0 ? 0 : fn->end(context, (uint64_t)size, e);
}

int casebook_intel(struct casebook *c, const struct casebook_intel *fn, void *context,
		   struct error *e)
{
	struct query *q = query_open(c->db, "select size, wire from intel order by n", e);
	int rc = q ? 1 : -1;

	while (rc > 0 && (rc = query_next(q, e)) > 0)
		rc = intel_give(fn, context, query_span(q, 1), query_number(q, 0), e) < 0 ? -1 : 1;
	query_close(q);
	return rc;
}
