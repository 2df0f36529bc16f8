/*
 * casebook_notes.c -- notes by item: what was in a file, for questions that
 * come later.  They are found by the file's stamp and by the basis that they
 * were taken on; the result that goes with them is that of the question of
 * that day.
 */
#include "finding/casebook_own.h"

void casebook_basis(struct casebook *c, struct span basis)
{
	basis = span_cut(basis, 0, sizeof(c->basis));
	memcpy(c->basis, basis.ptr, basis.len);
	c->basis_len = basis.len;
}

static struct span basis_of(const struct casebook *c)
{
	return span_make(c->basis, c->basis_len);
}

/* ---- taking them */

static int last_number(struct casebook *c, struct error *e)
{
	struct query *q = query_open(c->db, "select coalesce(max(id), 0) from noted", e);
	int rc = q ? query_next(q, e) : -1;

	if (rc > 0)
		c->notes = c->notes_before = query_number(q, 0);
	query_close(q);
	if (rc < 0)
		return -1;
	c->notes_counted = true;
	return 0;
}

/* Are there any of an earlier sweep?  Most first sweeps need not ask for every file. */
static int notes_before(struct casebook *c, struct error *e)
{
	if (!c->notes_counted && last_number(c, e) < 0)
		return -1;
	return c->notes_before > 0;
}

static int forget_strays(struct casebook *c, struct error *e)
{
	return casebook_do(c, "delete from segment where noted not in (select id from noted)",
			   NULL, 0, e);
}

int casebook_notes_begin(struct casebook *c, int64_t *id, struct error *e)
{
	if (notes_before(c, e) < 0 || (c->notes == c->notes_before && forget_strays(c, e) < 0))
		return -1;
	*id = ++c->notes;
	return 0;
}

int casebook_note(struct casebook *c, int64_t id, struct span segment, struct error *e)
{
	struct query *q;

	if (database_begin(c->db, e) < 0)
		return -1;
	q = casebook_query(c, &c->note, "insert into segment(noted, bytes) values(?, ?)", e);
	if (!q)
		return -1;
	query_bind(q, 1, id);
	query_bind_bytes(q, 2, segment);
	return query_do(q, e);
}

/* Segments of notes that these replace. */
static int forget_older(struct casebook *c, const struct stamp *s, struct error *e)
{
	struct query *q = casebook_query(c, &c->forget, "delete from segment where noted in (select"
					 " id from noted where path = ? and basis = ? and how = ?"
					 " and segments > 0)", e);

	if (!q)
		return -1;
	query_bind_bytes(q, 1, s->path);
	query_bind_bytes(q, 2, basis_of(c));
	query_bind_bytes(q, 3, s->how);
	return query_do(q, e);
}

int casebook_notes_keep(struct casebook *c, const struct stamp *s, const struct notes *n,
			struct error *e)
{
	struct query *q;

	if (database_begin(c->db, e) < 0 || (c->notes_before && forget_older(c, s, e) < 0))
		return -1;
	q = casebook_query(c, &c->noted, "insert or replace into noted(path, basis, how, device,"
			   " inode, size, mtime, ctime, question, at, segments, last, id)"
			   " values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", e);
	if (!q)
		return -1;
	casebook_bind(q, s, basis_of(c));
	query_bind_bytes(q, 9, span_make(c->question, c->question_len));
	query_bind(q, 10, n->at);
	query_bind(q, 11, n->segments);
	query_bind_bytes(q, 12, n->last);
	query_bind(q, 13, n->id);
	return query_do(q, e) < 0 ? -1 : casebook_tick(c, e);
}

/* ---- asking them */

int casebook_notes(struct casebook *c, const struct stamp *s, struct notes *n, struct error *e)
{
	int rc = notes_before(c, e);
	struct query *q;

	if (rc <= 0)
		return rc;
	q = casebook_query(c, &c->recall, "select noted.id, segments, at,"
		" last, answers, end from noted join item on item.path = noted.path and"
		" item.question = noted.question and item.how = noted.how and"
		" item.device = noted.device and item.inode = noted.inode and"
		" item.size = noted.size and item.mtime = noted.mtime and"
		" item.ctime = noted.ctime where noted.path = ? and basis = ? and noted.how = ? and"
		" noted.device = ? and noted.inode = ? and noted.size = ? and noted.mtime = ? and"
		" noted.ctime = ?", e);
	if (!q)
		return -1;
	query_reset(q);
	casebook_bind(q, s, basis_of(c));
	rc = query_next(q, e);
	if (rc > 0)
		*n = (struct notes){
			.id = query_number(q, 0), .segments = (uint32_t)query_number(q, 1),
			.at = query_number(q, 2), .last = query_span(q, 3),
			.answers = query_span(q, 4), .end = query_span(q, 5),
		};
	return rc;
}

int casebook_segments(struct casebook *c, int64_t id, casebook_segment_fn *fn, void *context,
		      struct error *e)
{
	struct query *q = query_open(c->db, "select bytes from segment where noted = ? order by n", e);
	int rc = q ? 1 : -1;

	if (q)
		query_bind(q, 1, id);
	while (rc > 0 && (rc = query_next(q, e)) > 0) {
		rc = fn(context, query_span(q, 0), e);
		if (rc > 0)
			break;
		rc = rc < 0 ? -1 : 1;
	}
	query_close(q);
	return rc;
}
