/* library.c -- documents as they were read, in rows of about a megabyte. */
#include "intel/library.h"

#include <stdlib.h>

#include "base/frame.h"
#include "base/table.h"

#define ROW_BYTES    (1u << 20)
#define VALUES_MAX   20000000
#define VALUE_BUDGET (1u << 30)

static const char schema[] =
	"create table if not exists document(number integer primary key autoincrement,"
	" id text, title text,"
	" source text, sha256 text, published integer, learnt integer, size integer, vals integer,"
	" rules integer, revision integer, before integer, current integer);"
	"create index if not exists document_id on document(id);"
	"create index if not exists document_title on document(title);"
	"create index if not exists document_sha256 on document(sha256);"
	"create table if not exists wire(document integer, n integer, bytes blob,"
	" primary key(document, n));"
	"create table if not exists allowed(value text primary key, why text, who text, at integer)"
	" without rowid;";

struct library {
	struct database *db;
	/* The document that is being learnt; number 0: none. */
	int64_t number, before;		/* before: the revision that it replaces, 0: none */
	uint32_t revision;
	uint32_t rows;
	bool known;
	int64_t known_as;
	uint64_t values, rules;
	struct buf wire;
	struct query *put;
};

int library_open(struct library **out, const char *path, enum database_mode mode,
		 struct error *e)
{
	struct library *l = calloc(1, sizeof(*l));

	if (!l)
		return fail(e, ERR_MEMORY, "no memory");
	buf_init(&l->wire, 1u << 30);
	if (database_open(&l->db, path, mode, "tocL", e) < 0 ||
	    (mode == DATABASE_WRITE && database_run(l->db, schema, e) < 0)) {
		library_close(l);
		return -1;
	}
	*out = l;
	return 0;
}

void library_close(struct library *l)
{
	if (!l)
		return;
	query_close(l->put);
	database_close(l->db);
	buf_release(&l->wire);
	free(l);
}

int library_commit(struct library *l, struct error *e)
{
	return database_commit(l->db, e);
}

static int do_number(struct library *l, const char *sql, int64_t a, int64_t b, struct error *e)
{
	struct query *q;
	int rc;

	if (database_begin(l->db, e) < 0)
		return -1;
	q = query_open(l->db, sql, e);
	if (!q)
		return -1;
	query_bind(q, 1, a);
	if (b != INT64_MIN)
		query_bind(q, 2, b);
	rc = query_do(q, e);
	query_close(q);
	return rc;
}

/* ---- learning */

/* 1 and two numbers of the first row, 0, -1. */
static int find_row(struct library *l, const char *sql, struct span text, int64_t *first,
		    int64_t *second, struct error *e)
{
	struct query *q = query_open(l->db, sql, e);
	int rc;

	if (!q)
		return -1;
	query_bind_text(q, 1, text);
	rc = query_next(q, e);
	if (rc > 0) {
		*first = query_number(q, 0);
		*second = query_number(q, 1);
	}
	query_close(q);
	return rc;
}

static bool has_own_id(const struct advisory *a)
{
	return a->id.len && !span_starts(a->id, SPAN("sha256:"));
}

/* The document before it of the same advisory. */
static int find_before(struct library *l, const struct advisory *a, struct error *e)
{
	int64_t revision = 0;
	int rc = 0;

	if (has_own_id(a))
		rc = find_row(l, "select number, revision from document where id = ? and current",
			      a->id, &l->before, &revision, e);
	else if (a->title.len)
		rc = find_row(l, "select number, revision from document where title = ? and current"
			      " and id like 'sha256:%'", a->title, &l->before, &revision, e);
	l->revision = (uint32_t)revision + 1;
	return rc < 0 ? -1 : 0;
}

static int document_put(struct library *l, const struct advisory *a, struct error *e)
{
	struct query *q = query_open(l->db, "insert into document(id, title, source, sha256,"
				     " published, revision, before, current)"
				     " values(?, ?, ?, ?, ?, ?, ?, 1)", e);
	int rc;

	if (!q)
		return -1;
	query_bind_text(q, 1, a->id.ptr ? a->id : SPAN(""));
	query_bind_text(q, 2, a->title.ptr ? a->title : SPAN(""));
	query_bind_text(q, 3, a->source.ptr ? a->source : SPAN(""));
	query_bind_text(q, 4, a->sha256.ptr ? a->sha256 : SPAN(""));
	query_bind(q, 5, a->published);
	query_bind(q, 6, l->revision);
	query_bind(q, 7, l->before);
	rc = query_do(q, e);
	query_close(q);
	l->number = database_last(l->db);
	return rc;
}

static int document_begin(struct library *l, const struct advisory *a, struct error *e)
{
	int64_t nothing;
	int rc;

	library_drop(l);
	if (database_begin(l->db, e) < 0)
		return -1;
	rc = a->sha256.len ? find_row(l, "select number, revision from document where sha256 = ?"
				      " and current", a->sha256, &l->known_as, &nothing, e) : 0;
	l->known = rc > 0;
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	return find_before(l, a, e) < 0 ? -1 : document_put(l, a, e);
}

static int wire_put(struct library *l, struct error *e)
{
	int rc;

	if (!l->wire.len)
		return 0;
	if (!l->put)
		l->put = query_open(l->db, "insert into wire values(?, ?, ?)", e);
	if (!l->put)
		return -1;
	query_bind(l->put, 1, l->number);
	query_bind(l->put, 2, l->rows++);
	query_bind_bytes(l->put, 3, buf_span(&l->wire));
	rc = query_do(l->put, e);
	buf_clear(&l->wire);
	return rc;
}

int library_take(struct library *l, const struct intel_record *r, struct span wire, bool usable,
		 struct error *e)
{
	if (r->type == INTEL_ADVISORY && document_begin(l, &r->advisory, e) < 0)
		return -1;
	l->values += usable;
	l->rules += r->type == INTEL_RULE;
	if (l->known)
		return 0;
	frame_span(&l->wire, wire);
	if (l->wire.bad)
		return fail(e, ERR_MEMORY, "no memory for the library");
	return l->wire.len > ROW_BYTES ? wire_put(l, e) : 0;
}

void library_drop(struct library *l)
{
	struct error ignored;

	if (l->number) {
		do_number(l, "delete from document where number = ?", l->number, INT64_MIN, &ignored);
		do_number(l, "delete from wire where document = ?", l->number, INT64_MIN, &ignored);
	}
	buf_clear(&l->wire);
	l->number = l->before = l->known_as = 0;
	l->known = false;
	l->rows = 0;
	l->values = l->rules = 0;
}

/* ---- what a revision adds and drops */

struct comparing {
	struct table values;
	uint64_t shared;
	bool second;
};

static int compare_value(void *context, struct span wire, struct error *e)
{
	struct comparing *c = context;
	struct cursor cursor = { .left = wire };
	struct intel_record r;
	struct buf key;
	uint64_t *at;
	int rc = 0;

	if (!intel_decode(&cursor, &r))
		return fail(e, ERR_MALFORMED, "the library is damaged");
	if (r.type != INTEL_INDICATOR || r.indicator.role != ROLE_INDICATOR)
		return 0;
	buf_init(&key, 1u << 20);
	buf_byte(&key, (char)r.indicator.kind);
	buf_add(&key, r.indicator.value);
	at = c->second ? table_find(&c->values, buf_span(&key))
		       : table_add(&c->values, buf_span(&key), NULL, e);
	if (c->second && at && *at == 0) {
		*at = 1;
		c->shared++;
	} else if (c->second && !at) {
		at = table_add(&c->values, buf_span(&key), NULL, e);
		if (at)
			*at = 2;
	}
	if (!at)
		rc = -1;
	buf_release(&key);
	return rc;
}

static int compare_end(void *context, uint64_t size, struct error *e)
{
	(void)context;
	(void)size;
	(void)e;
	return 0;
}

static int compare_revisions(struct library *l, struct learnt *out, struct error *e)
{
	static const struct library_reader reader = { compare_value, compare_end };
	struct comparing c = { .shared = 0 };
	struct arena keys;
	uint64_t before;
	int rc;

	arena_init(&keys, VALUE_BUDGET);
	table_init(&c.values, &keys, VALUES_MAX);
	rc = library_read(l, l->before, &reader, &c, e);
	before = c.values.count;
	c.second = true;
	if (rc == 0)
		rc = library_read(l, l->number, &reader, &c, e);
	out->dropped = before - c.shared;
	out->added = c.values.count - before;
	table_release(&c.values);
	arena_release(&keys);
	return rc;
}

static int document_finish(struct library *l, uint64_t size, int64_t now, struct error *e)
{
	struct query *q = query_open(l->db, "update document set size = ?, learnt = ?, vals = ?,"
				     " rules = ? where number = ?", e);
	int rc;

	if (!q)
		return -1;
	query_bind(q, 1, (int64_t)size);
	query_bind(q, 2, now);
	query_bind(q, 3, (int64_t)l->values);
	query_bind(q, 4, (int64_t)l->rules);
	query_bind(q, 5, l->number);
	rc = query_do(q, e);
	query_close(q);
	if (rc == 0 && l->before)
		rc = do_number(l, "update document set current = 0 where number = ?", l->before,
			       INT64_MIN, e);
	return rc;
}

int library_end(struct library *l, uint64_t size, int64_t now, struct learnt *out,
		struct error *e)
{
	*out = (struct learnt){ .values = l->values, .rules = l->rules, .revision = l->revision };
	if (l->known) {
		out->state = LEARNT_KNOWN;
		out->number = l->known_as;
	} else {
		out->state = l->before ? LEARNT_REVISED : LEARNT_NEW;
		out->number = l->number;
		if (wire_put(l, e) < 0 || (l->before && compare_revisions(l, out, e) < 0) ||
		    document_finish(l, size, now, e) < 0)
			return -1;
	}
	l->number = 0;
	library_drop(l);
	return library_commit(l, e);
}

/* ---- what there is */

int library_documents(struct library *l, library_document_fn *fn, void *context,
		      struct error *e)
{
	struct query *q = query_open(l->db, "select number, learnt, published, id, title, source,"
				     " sha256, vals, rules, revision, current from document"
				     " order by number", e);
	int rc = q ? 1 : -1;

	while (rc > 0 && (rc = query_next(q, e)) > 0) {
		struct document d = {
			.number = query_number(q, 0), .learnt = query_number(q, 1),
			.published = query_number(q, 2), .id = query_span(q, 3),
			.title = query_span(q, 4), .source = query_span(q, 5),
			.sha256 = query_span(q, 6), .values = (uint64_t)query_number(q, 7),
			.rules = (uint64_t)query_number(q, 8),
			.revision = (uint32_t)query_number(q, 9), .current = query_number(q, 10),
		};

		rc = fn(context, &d, e) < 0 ? -1 : 1;
	}
	query_close(q);
	return rc;
}

uint64_t library_count(struct library *l)
{
	int64_t count = 0, nothing;
	struct error ignored;

	find_row(l, "select count(*), 0 from document where current and ? = ''", SPAN(""), &count,
		 &nothing, &ignored);
	return (uint64_t)count;
}

static int read_row(const struct library_reader *fn, void *context, struct span bytes,
		    struct error *e)
{
	struct cursor c = { .left = bytes };

	while (c.left.len) {
		struct span wire = cursor_span(&c);

		if (c.bad)
			return fail(e, ERR_MALFORMED, "the library is damaged");
		if (fn->record(context, wire, e) < 0)
			return -1;
	}
	return 0;
}

int library_read(struct library *l, int64_t number, const struct library_reader *fn,
		 void *context, struct error *e)
{
	struct query *q = query_open(l->db, "select bytes, n = (select max(n) from wire as last where"
				     " last.document = wire.document), size from wire join document"
				     " on number = document where number = ?1 or (?1 = 0 and current)"
				     " order by number, n", e);
	int rc = q ? 1 : -1;

	if (q)
		query_bind(q, 1, number);
	while (rc > 0 && (rc = query_next(q, e)) > 0) {
		bool last = query_number(q, 1);
		uint64_t size = (uint64_t)query_number(q, 2);

		if (read_row(fn, context, query_span(q, 0), e) < 0 ||
		    (last && fn->end(context, size, e) < 0))
			rc = -1;
	}
	query_close(q);
	return rc;
}

int library_forget(struct library *l, int64_t number, struct error *e)
{
	struct query *q = query_open(l->db, "select before, current from document where number = ?",
				     e);
	int64_t before = 0, current = 0;
	int rc;

	if (!q)
		return -1;
	query_bind(q, 1, number);
	rc = query_next(q, e);
	if (rc > 0) {
		before = query_number(q, 0);
		current = query_number(q, 1);
	}
	query_close(q);
	if (rc <= 0)
		return rc;
	if (do_number(l, "delete from document where number = ?", number, INT64_MIN, e) < 0 ||
	    do_number(l, "delete from wire where document = ?", number, INT64_MIN, e) < 0 ||
	    do_number(l, "update document set before = ?2 where before = ?1", number, before, e) < 0 ||
	    (current && do_number(l, "update document set current = 1 where number = ?", before,
				  INT64_MIN, e) < 0))
		return -1;
	return library_commit(l, e) < 0 ? -1 : 1;
}

/* ---- values that are never searched for */

int library_allow(struct library *l, const struct allowed *a, struct error *e)
{
	struct query *q;
	int rc;

	if (database_begin(l->db, e) < 0)
		return -1;
	q = query_open(l->db, "insert or replace into allowed values(?, ?, ?, ?)", e);
	if (!q)
		return -1;
	query_bind_text(q, 1, a->value);
	query_bind_text(q, 2, a->why);
	query_bind_text(q, 3, a->who);
	query_bind(q, 4, a->at);
	rc = query_do(q, e);
	query_close(q);
	return rc < 0 ? -1 : library_commit(l, e);
}

int library_disallow(struct library *l, struct span value, struct error *e)
{
	int64_t one = 0, nothing;
	int rc = find_row(l, "select 1, 0 from allowed where value = ?", value, &one, &nothing, e);
	struct query *q;

	if (rc <= 0)
		return rc;
	if (database_begin(l->db, e) < 0)
		return -1;
	q = query_open(l->db, "delete from allowed where value = ?", e);
	if (!q)
		return -1;
	query_bind_text(q, 1, value);
	rc = query_do(q, e);
	query_close(q);
	return rc < 0 || library_commit(l, e) < 0 ? -1 : 1;
}

int library_allowed(struct library *l, library_allowed_fn *fn, void *context, struct error *e)
{
	struct query *q = query_open(l->db, "select value, why, who, at from allowed order by value",
				     e);
	int rc = q ? 1 : -1;

	while (rc > 0 && (rc = query_next(q, e)) > 0) {
		struct allowed a = { query_span(q, 0), query_span(q, 1), query_span(q, 2),
				     query_number(q, 3) };

		rc = fn(context, &a, e) < 0 ? -1 : 1;
	}
	query_close(q);
	return rc;
}
