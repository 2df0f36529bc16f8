/* casebook_item.c -- results by item, the manifest, and marks. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/out.h"
#include "base/time.h"
#include "finding/casebook_own.h"

#define COMMIT_MS 250

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What was written a moment ago is safe now. */
int casebook_tick(struct casebook *c, struct error *e)
{
	int64_t now = clock_ms();

	if (c->committed && now - c->committed < COMMIT_MS)
		return 0;
	c->committed = now;
	return database_commit(c->db, e);
}

struct query *casebook_query(struct casebook *c, struct query **q, const char *sql,
			     struct error *e)
{
	if (!*q)
		*q = query_open(c->db, sql, e);
	return *q;
}

/* ---- results */

void casebook_ask(struct casebook *c, struct span question)
{
	question = span_cut(question, 0, sizeof(c->question));
	memcpy(c->question, question.ptr, question.len);
	c->question_len = question.len;
}

static struct span question_of(const struct casebook *c)
{
	return span_make(c->question, c->question_len);
}

void casebook_bind(struct query *q, const struct stamp *s, struct span of)
{
	query_bind_bytes(q, 1, s->path);
	query_bind_bytes(q, 2, of);
	query_bind_bytes(q, 3, s->how);
	query_bind(q, 4, (int64_t)s->device);
	query_bind(q, 5, (int64_t)s->inode);
	query_bind(q, 6, (int64_t)s->size);
	query_bind(q, 7, s->mtime);
	query_bind(q, 8, s->ctime);
}

int casebook_find(struct casebook *c, const struct stamp *s, struct span *answers,
		  struct span *end, struct error *e)
{
	struct query *q = casebook_query(c, &c->find, "select answers, end from item where path = ?"
				   " and question = ? and how = ? and device = ? and inode = ?"
				   " and size = ? and mtime = ? and ctime = ?", e);
	int rc;

	if (!q)
		return -1;
	query_reset(q);
	casebook_bind(q, s, question_of(c));
	rc = query_next(q, e);
	if (rc > 0) {
		*answers = query_span(q, 0);
		*end = query_span(q, 1);
	}
	return rc;
}

int casebook_keep(struct casebook *c, const struct stamp *s, struct span answers,
		  struct span end, struct error *e)
{
	struct query *q;

	if (database_begin(c->db, e) < 0)
		return -1;
	q = casebook_query(c, &c->keep, "insert or replace into item(path, question, how, device, inode,"
		     " size, mtime, ctime, answers, end) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", e);
	if (!q)
		return -1;
	casebook_bind(q, s, question_of(c));
	query_bind_bytes(q, 9, answers);
	query_bind_bytes(q, 10, end);
	if (query_do(q, e) < 0)
		return -1;
	return casebook_tick(c, e);
}

/* ---- the manifest */

int casebook_met_begin(struct casebook *c, struct error *e)
{
	struct bound last = { .number = casebook_number(c, "manifest") };

	c->run = last.number + 1;
	return casebook_do(c, "delete from met where run <> ?", &last, 1, e);
}

int casebook_met_end(struct casebook *c, struct error *e)
{
	struct bound now = { .number = c->run };

	if (casebook_set_number(c, "manifest", c->run, e) < 0)
		return -1;
	c->run = 0;
	return casebook_do(c, "delete from met where run <> ?", &now, 1, e);
}

int casebook_met_add(struct casebook *c, const struct met *m, struct error *e)
{
	struct query *q;

	if (database_begin(c->db, e) < 0)
		return -1;
	q = casebook_query(c, &c->met, "insert or replace into met values"
		     "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", e);
	if (!q)
		return -1;
	query_bind(q, 1, c->run);
	query_bind(q, 2, m->number);
	query_bind_bytes(q, 3, m->path);
	query_bind_bytes(q, 4, m->root);
	query_bind(q, 5, (int64_t)m->size);
	query_bind(q, 6, m->mtime);
	query_bind_bytes(q, 7, m->sha256);
	query_bind_bytes(q, 8, m->reason);
	query_bind_bytes(q, 9, question_of(c));
	query_bind_bytes(q, 10, m->how);
	query_bind(q, 11, m->apart);
	query_bind_bytes(q, 12, m->answers);
	query_bind_bytes(q, 13, m->end);
	if (query_do(q, e) < 0)
		return -1;
	return casebook_tick(c, e);
}

static struct met met_row(struct query *q)
{
	return (struct met){
		.number = (uint32_t)query_number(q, 0), .path = query_span(q, 1),
		.root = query_span(q, 2), .size = (uint64_t)query_number(q, 3),
		.mtime = query_number(q, 4), .sha256 = query_span(q, 5),
		.reason = query_span(q, 6), .how = query_span(q, 7), .apart = query_number(q, 8),
		.answers = query_span(q, 9), .end = query_span(q, 10),
	};
}

/* A file that was asked another question has nothing to say to this one. */
#define MET_COLUMNS "met.number, met.path, met.root, met.size, met.mtime, met.sha256, met.reason," \
	" met.how, met.apart or item.end is null, case when not met.apart then item.answers" \
	" when met.question = ?1 then met.answers end, case when not met.apart then item.end" \
	" when met.question = ?1 then met.end end"

int casebook_met(struct casebook *c, struct span root, casebook_met_fn *fn, void *context,
		 struct error *e)
{
	struct query *q = query_open(c->db, "select " MET_COLUMNS " from met left join item"
				     " on item.path = met.path and item.question = ?1"
				     " and item.how = met.how where met.run = ?2"
				     " and (?3 = x'' or met.root = ?3) order by met.number", e);
	int rc = q ? 1 : -1;

	if (q) {
		query_bind_bytes(q, 1, question_of(c));
		query_bind(q, 2, casebook_number(c, "manifest"));
		query_bind_bytes(q, 3, root);
	}
	while (rc > 0 && (rc = query_next(q, e)) > 0) {
		struct met m = met_row(q);

		rc = fn(context, &m, e) < 0 ? -1 : 1;
	}
	query_close(q);
	return rc;
}

static void met_line(struct digests *d, struct query *q)
{
	struct span sha256 = query_span(q, 3);
	struct out o;

	out_to_memory(&o, 1u << 20);
	json_object(&o, NULL);
	json_string(&o, "path", query_span(q, 0));
	json_uint(&o, "size", (uint64_t)query_number(q, 1));
	json_time(&o, "mtime", query_number(q, 2));
	json_string(&o, sha256.len ? "sha256" : "reason", sha256.len ? sha256 : query_span(q, 4));
	json_object_end(&o);
	out_raw(&o, SPAN("\n"));
	digests_add(d, buf_span(&o.buf));
	out_release(&o);
}

int casebook_met_digest(struct casebook *c, char *out, struct error *e)
{
	struct query *q = query_open(c->db, "select path, size, mtime, sha256, reason from met"
				     " where run = ? order by number", e);
	struct digests d = { 0 };
	uint8_t raw[DIGEST_MAX];
	int rc = q ? digests_begin(&d, 1u << DIGEST_SHA256, e) : -1;

	if (rc == 0)
		query_bind(q, 1, c->run ? c->run : casebook_number(c, "manifest"));
	while (rc == 0 && (rc = query_next(q, e)) > 0) {
		met_line(&d, q);
		rc = 0;
	}
	if (rc == 0)
		hex_encode(raw, digests_end(&d, DIGEST_SHA256, raw), out);
	digests_release(&d);
	query_close(q);
	return rc;
}

/* ---- what is new */

int casebook_answer_begin(struct casebook *c, bool again, struct error *e)
{
	c->answer = casebook_number(c, "answers") + !again;
	c->again = again;
	return database_begin(c->db, e);
}

static int known_put(struct casebook *c, struct span uid, uint64_t count, int64_t fresh,
		     struct error *e)
{
	struct query *q = casebook_query(c, &c->know, "insert or replace into known values(?, ?, ?, ?)", e);

	if (!q)
		return -1;
	query_bind_bytes(q, 1, uid);
	query_bind(q, 2, (int64_t)count);
	query_bind(q, 3, fresh);
	query_bind(q, 4, c->answer);
	return query_do(q, e);
}

int casebook_is_new(struct casebook *c, struct span uid, uint64_t count, bool *is_new,
		    struct error *e)
{
	struct query *q = casebook_query(c, &c->known, "select count, fresh from known where uid = ?", e);
	int64_t fresh = c->answer;
	int rc;

	if (!q)
		return -1;
	query_reset(q);
	query_bind_bytes(q, 1, uid);
	rc = query_next(q, e);
	if (rc > 0 && ((uint64_t)query_number(q, 0) >= count || c->again))
		fresh = query_number(q, 1);
	if (rc > 0)
		query_reset(q);
	*is_new = fresh == c->answer;
	if (rc < 0 || c->again)
		return rc < 0 ? -1 : 0;
	return known_put(c, uid, count, fresh, e);
}

int casebook_answer_end(struct casebook *c, uint64_t *no_longer, struct error *e)
{
	struct query *q = query_open(c->db, "select count(*) from known where seen = ?", e);
	int rc;

	if (!q)
		return -1;
	query_bind(q, 1, c->answer - 1);
	rc = query_next(q, e);
	*no_longer = rc > 0 ? (uint64_t)query_number(q, 0) : 0;
	query_close(q);
	return rc < 0 ? -1 : casebook_set_number(c, "answers", c->answer, e);
}

/* ---- marks */

int casebook_mark_set(struct casebook *c, const struct mark *m, struct error *e)
{
	struct bound b[] = { { .bytes = m->uid }, { .bytes = m->host }, { .bytes = m->judgement },
			     { .bytes = m->why }, { .bytes = m->who }, { .number = m->at } };

	return casebook_do(c, "insert or replace into mark values(?, ?, ?, ?, ?, ?)", b, 6, e);
}

int casebook_mark_undo(struct casebook *c, struct span uid, struct error *e)
{
	struct query *q = query_open(c->db, "select 1 from mark where uid = ?", e);
	struct bound b = { .bytes = uid };
	int rc;

	if (!q)
		return -1;
	query_bind_bytes(q, 1, uid);
	rc = query_next(q, e);
	query_close(q);
	if (rc > 0 && casebook_do(c, "delete from mark where uid = ?", &b, 1, e) < 0)
		return -1;
	return rc;
}

int casebook_marks(struct casebook *c, casebook_mark_fn *fn, void *context, struct error *e)
{
	struct query *q = query_open(c->db, "select uid, host, judgement, why, who, at from mark"
				     " order by uid", e);
	int rc = q ? 1 : -1;

	while (rc > 0 && (rc = query_next(q, e)) > 0) {
		struct mark m = { query_span(q, 0), query_span(q, 1), query_span(q, 2),
				  query_span(q, 3), query_span(q, 4), query_number(q, 5) };

		rc = fn(context, &m, e) < 0 ? -1 : 1;
	}
	query_close(q);
	return rc;
}
