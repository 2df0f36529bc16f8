/*
 * sweep_keep.c -- items and the case: what was read before is taken from
 * there, what is read now is put there, and every file met is written down.
 */
#include <stdio.h>

#include "finding/sweep_hits.h"
#include "finding/sweeping.h"

#define KEPT_MAX (256u << 20)	/* answers of one item; beyond it is read again next time */

/* Besides its bytes the reading of a file depends on what the user said of it. */
static void stamp_of(const struct sweep *s, const struct item *i, struct buf *how,
		     struct stamp *out)
{
	buf_clear(how);
	frame_span(how, labels_zone(s->o.labels, i->root, i->label));
	frame_u16(how, i->label ? i->label->year : 0);
	frame_span(how, i->label ? i->label->columns : SPAN(""));
	*out = (struct stamp){ .path = span_of(i->path), .device = i->device, .inode = i->inode,
			       .size = i->size, .mtime = i->mtime, .ctime = i->ctime,
			       .how = buf_span(how) };
}

/* The same answer, as this sweep numbers the item. */
static void renumber(const struct item *i, struct span body, struct buf *out)
{
	buf_clear(out);
	frame_u32(out, i->number);
	buf_add(out, span_skip(body, sizeof(uint32_t)));
}

static int replay(struct sweep *s, struct item *i, struct span answers, struct error *e)
{
	struct cursor c = { .left = answers };
	union decoded d;
	struct buf own;
	int rc = 0;

	buf_init(&own, 2 * CHANNEL_CEILING);
	while (rc == 0 && c.left.len) {
		uint32_t type = cursor_u32(&c);
		struct span body = cursor_span(&c);

		renumber(i, body, &own);
		if (c.bad || own.bad || !answer_is_sound(type, buf_span(&own), &d))
			rc = fail(e, ERR_MALFORMED, "the case is damaged");
		else if (type == SWEEP_HIT)
			rc = hits_take(s, i, &d.hit, e);
		else if (type == SWEEP_OBSERVATION)
			hits_notice(s, i, &d.observed.seen, d.observed.wire);
		if (rc == 0)
			rc = item_keep(s, i, type, buf_span(&own), e);
	}
	buf_release(&own);
	return rc;
}

int item_take_result(struct sweep *s, struct item *i, struct span answers, struct span end,
		     struct error *e)
{
	union decoded d;
	struct buf own;
	int rc;

	i->recalled = true;
	s->counts.recalled++;
	buf_init(&own, 2 * CHANNEL_CEILING);
	if (end.len)
		renumber(i, end, &own);
	rc = replay(s, i, answers, e);
	if (rc == 0 && end.len && !answer_is_sound(SWEEP_END, buf_span(&own), &d))
		rc = fail(e, ERR_MALFORMED, "the case is damaged");
	if (rc == 0)
		rc = item_finish(s, i, buf_span(&own), e);
	buf_release(&own);
	return rc;
}

int item_recall(struct sweep *s, struct item *i, struct error *e)
{
	struct span answers, end;
	struct stamp stamp;
	struct buf how;
	int rc;

	if (!s->o.casebook || !i->regular || s->o.full)
		return 0;
	buf_init(&how, 1u << 20);
	stamp_of(s, i, &how, &stamp);
	rc = casebook_find(s->o.casebook, &stamp, &answers, &end, e);
	if (rc > 0 && item_take_result(s, i, answers, end, e) < 0)
		rc = -1;
	if (rc == 0)
		rc = item_known(s, i, &stamp, e);
	buf_release(&how);
	return rc;
}

/* ---- into the case */

/* All answers of an item in one piece; false: too many to keep. */
static bool answers_gather(struct sweep *s, const struct item *i, struct buf *out)
{
	struct error ignored;

	for (uint32_t k = 0; k < i->chunks; k++)
		if (spool_read(&s->spool, i->chunk[2 * k], i->chunk[2 * k + 1], out, &ignored) < 0)
			return false;
	buf_add(out, buf_span(&i->answers));
	return !out->bad;
}

static struct span not_taken(const struct item *i, const struct item_end *end)
{
	if (i->reason[0])
		return span_of(i->reason);
	if (end->undigested && end->kind == ITEM_LOG)
		return SPAN("long-log");
	return i->regular ? SPAN("not-taken") : SPAN("not-a-file");
}

/* Only what read well is found by its stamp again; the rest is tried anew. */
static bool lasts(const struct item *i, struct span end)
{
	return end.len && i->regular && !i->written_to;
}

static int put_result(struct sweep *s, struct item *i, struct span end, const struct stamp *stamp,
		      struct met *m, struct error *e)
{
	struct buf answers;
	bool whole;
	int rc = 0;

	m->apart = !lasts(i, end);
	if (i->recalled && !i->known && !m->apart)
		return casebook_met_add(s->o.casebook, m, e);
	buf_init(&answers, KEPT_MAX);
	whole = answers_gather(s, i, &answers);
	if (whole && m->apart) {
		m->answers = buf_span(&answers);
		m->end = end;
	} else if (whole) {
		rc = casebook_keep(s->o.casebook, stamp, buf_span(&answers), end, e);
		if (rc == 0)
			rc = item_notes_keep(s, i, stamp, e);
	}
	if (rc == 0)
		rc = casebook_met_add(s->o.casebook, m, e);
	buf_release(&answers);
	return rc;
}

int item_put(struct sweep *s, struct item *i, struct span body, const struct item_end *end,
	     struct error *e)
{
	struct met m = { .number = i->number, .path = span_of(i->path), .root = item_root(s, i),
			 .size = i->size, .mtime = i->mtime };
	struct stamp stamp;
	struct buf how;
	int rc;

	if (!s->o.casebook)
		return 0;
	buf_init(&how, 1u << 20);
	stamp_of(s, i, &how, &stamp);
	m.how = stamp.how;
	m.sha256 = body.len && end->layers ? end->sha256[0] : SPAN("");
	m.reason = m.sha256.len ? SPAN("") : not_taken(i, end);
	rc = put_result(s, i, body, &stamp, &m, e);
	buf_release(&how);
	return rc;
}

/* ---- a whole PATH out of the case */

struct replaying {
	struct sweep *sweep;
	const char *otherwise;	/* why what the case does not know is missing; NULL: it must know */
};

uint32_t sweep_root(const struct sweep *s, struct span root)
{
	for (uint32_t i = 0; i < s->o.paths; i++)
		if (span_equal(s->o.path[i], root))
			return i;
	return s->o.paths;
}

static int replay_met(void *context, const struct met *m, struct error *e)
{
	struct replaying *r = context;
	struct sweep *s = r->sweep;
	struct item *i;
	bool known = m->end.len || m->answers.len;

	s->at_root = sweep_root(s, m->root);
	i = item_new(s, m->path, e);
	if (!i)
		return -1;
	i->size = m->size;
	i->mtime = m->mtime;
	i->label = item_label(s, i);
	i->regular = !m->apart;
	snprintf(i->reason, sizeof(i->reason), "%.*s", SPAN_ARG(m->reason));
	s->counts.items++;
	s->counts.bytes_met += m->size;
	if (known || !r->otherwise)
		return item_take_result(s, i, m->answers, m->end, e);
	if (item_gap(s, i, SPAN("io-error"), r->otherwise, m->size, e) < 0)
		return -1;
	return item_finish(s, i, SPAN(""), e);
}

int sweep_replay(struct sweep *s, struct span root, const char *otherwise, struct error *e)
{
	struct replaying r = { .sweep = s, .otherwise = otherwise };

	return casebook_met(s->o.casebook, root, replay_met, &r, e);
}

/* ---- what was counted on the way */

int sweep_counts_save(const struct sweep *s, struct error *e)
{
	const struct sweep_counts *c = &s->counts;
	struct buf b;
	int rc;

	buf_init(&b, 4096);
	frame_u64(&b, c->roots_opened);
	frame_u64(&b, c->atime_touched);
	frame_u8(&b, c->sandbox.seccomp);
	frame_i64(&b, c->sandbox.landlock);
	for (unsigned i = 0; i < SKIP_KINDS; i++)
		frame_u64(&b, c->skips[i]);
	rc = casebook_set_text(s->o.casebook, "counts", buf_span(&b), e);
	buf_release(&b);
	return rc;
}

int sweep_counts_load(struct sweep *s, struct error *e)
{
	struct cursor c = { .left = casebook_text(s->o.casebook, "counts") };

	s->counts.roots_opened = cursor_u64(&c);
	s->counts.atime_touched = cursor_u64(&c);
	s->counts.sandbox.seccomp = cursor_u8(&c);
	s->counts.sandbox.landlock = (int)cursor_u64(&c);
	for (unsigned i = 0; i < SKIP_KINDS; i++)
		s->counts.skips[i] = cursor_u64(&c);
	return c.bad ? fail(e, ERR_USAGE, "the case holds no finished sweep") : 0;
}
