/*
 * sweep_recall.c -- what a file held when it was read for another question:
 * when its notes rule out every value that is asked for now, its result is
 * that one without what was found then.
 */
#include "finding/sweeping.h"
#include "match/recall.h"

#define CUSTODY (1u << DIGEST_SHA256)	/* what a named case digests of everything */

/* Copies of the documents are told by their digest: a file that may be one is looked at. */
static int ask_for_copies(struct sweep *s, struct error *e)
{
	struct keys keys = keys_of_seed(s->o.setup.seed);

	for (uint32_t i = 0; i < s->o.setup.copies; i++)
		if (recall_add(s->recall, key_text(&keys, KEY_HEX, s->o.setup.copy[i].sha256),
			       e) < 0)
			return -1;
	return 0;
}

int sweep_recall_open(struct sweep *s, struct error *e)
{
	if (!s->o.casebook || s->o.asks.len == 0)
		return 0;
	if (recall_open(&s->recall, s->o.asks, e) < 0)
		return -1;
	s->counts.recall.why = recall_why(s->recall);
	return ask_for_copies(s, e);
}

/* ---- may it hold a value? */

static int segment_asked(void *context, struct span segment, struct error *e)
{
	const struct sweep *s = context;

	(void)e;
	return recall_may_hold(s->recall, segment);
}

/* What was digested then answers for the digests that are listed now. */
static bool is_digested(const struct sweep *s, const struct noted *n)
{
	unsigned listed = recall_digests(s->recall);

	if (n->long_inside && ((listed ^ n->listed) & ~CUSTODY))
		return false;
	return (listed & ~n->digests) == 0;
}

/* 1: it may; 0: it does not; -1. */
static int notes_asked(struct sweep *s, const struct notes *n, const struct noted *noted,
		       struct error *e)
{
	if (recall_why(s->recall))
		return 1;
	if (!is_digested(s, noted)) {
		s->counts.recall.undigested++;
		return 1;
	}
	if (recall_may_hold(s->recall, noted->segment))
		return 1;
	return n->segments ? casebook_segments(s->o.casebook, n->id, segment_asked, s, e) : 0;
}

/* ---- a result without what was found */

static void without_hits(uint32_t type, struct span body, struct buf *out)
{
	struct cursor c = { .left = body };
	struct part_answer part;

	buf_clear(out);
	if (type != SWEEP_PART) {
		buf_add(out, body);
		return;
	}
	part_answer_decode(&c, &part);
	part.end.hits = 0;
	part_answer_encode(out, &part);
	census_release(&part.end.census);
}

static bool is_about_hits(uint32_t type, struct span body)
{
	struct cursor c = { .left = body };
	struct lease_answer lease;

	if (type != SWEEP_LEASE)
		return type == SWEEP_OBSERVATION || type == SWEEP_HIT;
	lease_answer_decode(&c, &lease);
	return lease.by_hit;
}

static int strip_answers(struct span answers, struct buf *out, struct error *e)
{
	struct cursor c = { .left = answers };
	union decoded d;
	struct buf body;

	buf_init(&body, 2 * CHANNEL_CEILING);
	while (c.left.len && !c.bad) {
		uint32_t type = cursor_u32(&c);
		struct span old = cursor_span(&c);

		if (c.bad || is_about_hits(type, old) || !answer_is_sound(type, old, &d))
			continue;
		without_hits(type, old, &body);
		frame_u32(out, type);
		frame_span(out, buf_span(&body));
	}
	out->bad |= body.bad;
	buf_release(&body);
	if (out->bad)
		return fail(e, ERR_MEMORY, "no memory for a result");
	return c.bad ? fail(e, ERR_MALFORMED, "the case is damaged") : 0;
}

static void strip_end(const struct sweep *s, const struct noted *noted, struct span body,
		      struct buf *out)
{
	struct cursor c = { .left = body };
	struct item_end end = { 0 };

	item_end_decode(&c, &end);
	end.hits = 0;
	if (!noted->long_inside)
		end.undigested = recall_digests(s->recall) & ~CUSTODY ? noted->long_log : 0;
	item_end_encode(out, &end);
	census_release(&end.census);
}

static int take_stripped(struct sweep *s, struct item *i, const struct notes *n,
			 const struct noted *noted, struct error *e)
{
	struct buf answers, end;
	int rc;

	buf_init(&answers, n->answers.len + 1024);
	buf_init(&end, n->end.len + 1024);
	rc = strip_answers(n->answers, &answers, e);
	if (rc == 0)
		strip_end(s, noted, n->end, &end);
	if (rc == 0)
		rc = end.bad ? fail(e, ERR_MEMORY, "no memory for a result")
			     : item_take_result(s, i, buf_span(&answers), buf_span(&end), e);
	buf_release(&answers);
	buf_release(&end);
	return rc;
}

int item_known(struct sweep *s, struct item *i, const struct stamp *stamp, struct error *e)
{
	struct recall_counts *counts = &s->counts.recall;
	struct notes n = { 0 };
	struct noted noted;
	struct cursor c;
	uint32_t segments;
	int rc;

	if (!s->recall)
		return 0;
	rc = casebook_notes(s->o.casebook, stamp, &n, e);
	c = (struct cursor){ .left = n.last };
	noted_decode(&c, &noted);
	if (rc <= 0 || c.bad)
		return rc < 0 ? -1 : 0;
	segments = n.segments + 1;
	rc = notes_asked(s, &n, &noted, e);
	if (rc < 0)
		return -1;
	if (rc > 0) {
		counts->again += segments;
		counts->items_again++;
		return 0;
	}
	counts->known += segments;
	counts->items_known++;
	if (!counts->since || n.at < counts->since)
		counts->since = n.at;
	i->known = true;
	return take_stripped(s, i, &n, &noted, e) < 0 ? -1 : 1;
}

/* ---- notes of what is read now */

int item_note(struct sweep *s, struct item *i, struct span body, struct error *e)
{
	struct cursor c = { .left = body };

	if (!s->o.casebook || !s->o.setup.notes)
		return 0;
	if (!i->notes && casebook_notes_begin(s->o.casebook, &i->notes, e) < 0)
		return -1;
	cursor_u32(&c);
	i->segments++;
	return casebook_note(s->o.casebook, i->notes, cursor_span(&c), e);
}

int item_noted(struct sweep *s, struct item *i, struct span body, struct error *e)
{
	struct cursor c = { .left = body };
	struct noted noted;

	noted_decode(&c, &noted);
	i->noted = s->o.casebook && s->o.setup.notes && noted.segments == i->segments;
	if (!i->noted)
		return 0;
	if (!i->notes && casebook_notes_begin(s->o.casebook, &i->notes, e) < 0)
		return -1;
	buf_clear(&i->last_notes);
	buf_add(&i->last_notes, body);
	i->noted = !i->last_notes.bad;
	return 0;
}

int item_notes_keep(struct sweep *s, const struct item *i, const struct stamp *stamp,
		    struct error *e)
{
	struct notes n = { .id = i->notes, .segments = i->segments, .at = s->o.started,
			    .last = buf_span(&i->last_notes) };

	return i->noted ? casebook_notes_keep(s->o.casebook, stamp, &n, e) : 0;
}
