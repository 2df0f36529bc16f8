/*
 * sweep_pieces.c -- a large mailbox swept by several workers at once.
 *
 * Whoever meets one says so and goes on with its first PIECE_BYTES; the other
 * pieces are items of their own that only workers without work get.  Pieces
 * are put together in their order: numbers of messages and of things go on
 * where those of the piece before ended, so that the records are those of one
 * worker.  A piece that kills its workers is a gap, and its messages are
 * counted for the sake of those behind it.  At the end the file's digests are
 * asked for where they are wanted.
 * Bounded: pieces are as many as the file has PIECE_BYTES; what they answered
 * waits on the spool, their ends in memory until those before have come.
 */
#include <stdio.h>
#include <stdlib.h>

#include "finding/sweeping.h"

struct pieces {			/* of one mailbox */
	struct item **list;	/* [0] is the mailbox itself; NULL: put together and gone */
	uint32_t count, alive;
	uint32_t next;		/* the first that is not put together */
	uint64_t messages, things;	/* in those that are */
	uint64_t read;		/* bytes of those that are over */
	struct buf first;	/* end of the first piece: `end` borrows from it */
	struct item_end end;	/* of all so far */
	bool speaks;
	uint32_t noted;		/* pieces whose notes are complete */
	unsigned digests;	/* struct noted, of all of those */
	bool long_inside;
};

struct piece {
	struct pieces *all;
	uint32_t n;
	enum piece_task task;
	bool over, noted;
	struct buf end;		/* as answered; empty: given up */
	uint64_t messages;
};

static struct item *mailbox_of(const struct piece *p)
{
	return p->all->list[0];
}

static bool is_mailbox(const struct item *i)
{
	return mailbox_of(i->piece) == i;
}

/* ---- making them */

static bool piece_add(struct pieces *all, struct item *i, uint32_t n)
{
	i->piece = calloc(1, sizeof(*i->piece));
	if (!i->piece)
		return false;
	*i->piece = (struct piece){ .all = all, .n = n };
	buf_init(&i->piece->end, CHANNEL_CEILING);
	all->list[n] = i;
	all->alive++;
	return true;
}

static struct item *piece_new(struct pieces *all, const struct item *mailbox, uint32_t n)
{
	struct item *i = calloc(1, sizeof(*i));

	if (!i)
		return NULL;
	*i = *mailbox;
	i->fd = -1;
	i->path = strdup(mailbox->path);
	i->piece = NULL;
	i->next = NULL;
	i->chunk = NULL;
	i->chunks = i->chunk_room = 0;
	i->deaths = 0;
	i->consumed = 0;
	buf_init(&i->answers, 2 * CHANNEL_CEILING);
	buf_init(&i->hits, 1u << 20);
	buf_init(&i->last_notes, 1u << 20);
	if (!i->path || !piece_add(all, i, n)) {
		item_free(i);
		return NULL;
	}
	return i;
}

static struct pieces *pieces_new(struct item *i)
{
	struct pieces *all = calloc(1, sizeof(*all));

	if (!all)
		return NULL;
	all->count = (uint32_t)((i->size + PIECE_BYTES - 1) / PIECE_BYTES);
	all->list = calloc(all->count, sizeof(struct item *));
	all->digests = ~0u;
	buf_init(&all->first, CHANNEL_CEILING);
	if (!all->list || !piece_add(all, i, 0)) {
		free(all->list);
		free(all);
		return NULL;
	}
	return all;
}

int pieces_begin(struct sweep *s, struct item *i, struct error *e)
{
	struct pieces *all;

	/* A second try of the first piece says it again. */
	if (i->piece)
		return 0;
	if (!i->regular || i->size <= 2 * PIECE_BYTES || i->size / PIECE_BYTES >= UINT32_MAX)
		return fail(e, ERR_MALFORMED, "sweep: pieces of what has none");
	all = pieces_new(i);
	if (!all)
		return fail(e, ERR_MEMORY, "no memory for the pieces of a mailbox");
	for (uint32_t n = all->count - 1; n > 0; n--) {
		struct item *one = piece_new(all, i, n);

		if (!one)
			return fail(e, ERR_MEMORY, "no memory for the pieces of a mailbox");
		items_push_front(s, one);
	}
	return 0;
}

static void pieces_free(struct pieces *all)
{
	census_release(&all->end.census);
	buf_release(&all->first);
	free(all->list);
	free(all);
}

void piece_free(struct piece *p)
{
	if (!p)
		return;
	p->all->list[p->n] = NULL;
	if (--p->all->alive == 0)
		pieces_free(p->all);
	buf_release(&p->end);
	free(p);
}

/* ---- handing them out */

bool piece_may_go(const struct item *i, const struct hand *h)
{
	return !i->piece || h->count == 0;
}

int piece_fd(const struct item *i)
{
	return i->piece ? mailbox_of(i->piece)->fd : i->fd;
}

void piece_order(const struct item *i, struct item_order *order)
{
	const struct piece *p = i->piece;

	if (!p)
		return;
	order->task = p->task;
	if (p->task == PIECE_DIGEST) {
		order->speaks = p->all->speaks;
		return;
	}
	order->begin = p->n * PIECE_BYTES;
	order->end = order->begin + PIECE_BYTES;
}

void piece_extent(const struct item *i, uint64_t *from, uint64_t *bytes)
{
	const struct piece *p = i->piece;

	if (!p || p->task == PIECE_DIGEST)
		return;
	*from = p->n * PIECE_BYTES;
	*bytes = i->size - *from < PIECE_BYTES ? i->size - *from : PIECE_BYTES;
}

bool piece_counts(const struct item *i)
{
	return !i->piece || i->piece->task == PIECE_SWEEP;
}

void piece_told(struct item *i, struct span body)
{
	struct cursor c = { .left = body };
	struct piece_answer answer;

	piece_answer_decode(&c, &answer);
	if (!i->piece)
		return;
	i->piece->messages = answer.messages;
	i->piece->all->speaks |= answer.speaks;
}

/* ---- notes for recall */

/* The last order completes the notes of the mailbox, if those of all pieces were complete. */
static int mailbox_noted(struct sweep *s, struct pieces *all, struct noted *n, struct error *e)
{
	struct item *mailbox = all->list[0];

	if (all->noted < all->count)
		return 0;
	n->segments = mailbox->segments;
	n->digests &= all->digests;
	n->long_inside |= all->long_inside;
	buf_clear(&s->out);
	noted_encode(&s->out, n);
	return item_noted(s, mailbox, buf_span(&s->out), e);
}

int piece_noted(struct sweep *s, struct item *i, struct span body, struct error *e)
{
	struct cursor c = { .left = body };
	struct piece *p = i->piece;
	struct noted n;

	noted_decode(&c, &n);
	if (p->task == PIECE_DIGEST)
		return mailbox_noted(s, p->all, &n, e);
	if (p->task != PIECE_SWEEP || p->noted)
		return 0;
	p->noted = true;
	p->all->noted++;
	p->all->digests &= n.digests;
	p->all->long_inside |= n.long_inside;
	buf_clear(&s->out);
	frame_u32(&s->out, n.item);
	frame_span(&s->out, n.segment);
	return item_note(s, mailbox_of(p), buf_span(&s->out), e);
}

/* ---- putting them together */

/* Where a message of a later piece stands in the whole mailbox. */
static void move_where(const struct pieces *all, struct where *w)
{
	if (w->count > 1 && w->step[1].kind == STEP_MESSAGE)
		w->step[1].number += all->messages;
}

static uint64_t move_part(const struct pieces *all, uint64_t part)
{
	return part ? part + all->things : 0;
}

static void move_observed(const struct pieces *all, struct cursor *c, struct buf *out)
{
	struct observed o;

	observed_decode(c, &o);
	o.part = move_part(all, o.part);
	move_where(all, &o.where);
	observed_encode(out, &o);
}

static void move_gap(const struct pieces *all, struct cursor *c, struct buf *out)
{
	struct gap_answer g;

	gap_answer_decode(c, &g);
	g.part = move_part(all, g.part);
	move_where(all, &g.where);
	gap_answer_encode(out, &g);
}

static void move_answer(const struct pieces *all, struct cursor *c, struct buf *out)
{
	struct part_answer p = { 0 };

	part_answer_decode(c, &p);
	p.part = move_part(all, p.part);
	p.outer = move_part(all, p.outer);
	move_where(all, &p.where);
	part_answer_encode(out, &p);
	census_release(&p.end.census);
}

static int move_one(struct sweep *s, struct pieces *all, uint32_t type, struct span body,
		    struct error *e)
{
	struct cursor c = { .left = body };

	buf_clear(&s->out);
	switch (type) {
	case SWEEP_OBSERVATION:
		move_observed(all, &c, &s->out);
		break;
	case SWEEP_GAP:
		move_gap(all, &c, &s->out);
		break;
	case SWEEP_PART:
		move_answer(all, &c, &s->out);
		break;
	default:
		buf_add(&s->out, body);
		break;
	}
	if (s->out.bad || c.bad)
		return fail(e, ERR_MEMORY, "no memory for the pieces of a mailbox");
	return item_keep(s, all->list[0], type, buf_span(&s->out), e);
}

/* All answers of a later piece, behind those of the ones before. */
static int move_answers(struct sweep *s, struct pieces *all, const struct item *i, struct error *e)
{
	struct buf b;
	int rc = 0;

	buf_init(&b, 4 * CHANNEL_CEILING);
	for (uint32_t k = 0; rc == 0 && k < i->chunks; k++) {
		struct cursor c;

		buf_clear(&b);
		rc = spool_read(&s->spool, i->chunk[2 * k], i->chunk[2 * k + 1], &b, e);
		c = (struct cursor){ .left = buf_span(&b) };
		while (rc == 0 && c.left.len) {
			uint32_t type = cursor_u32(&c);

			rc = move_one(s, all, type, cursor_span(&c), e);
		}
	}
	buf_release(&b);
	return rc;
}

static void take_first_end(struct pieces *all, struct span body)
{
	struct cursor c;

	buf_add(&all->first, body);
	c = (struct cursor){ .left = buf_span(&all->first) };
	if (body.len) {
		item_end_decode(&c, &all->end);
		return;
	}
	all->end = (struct item_end){ .item = all->list[0]->number, .kind = ITEM_MAIL,
				      .format = SPAN("mbox"), .people = SPAN("mail"),
				      .first = TIME_NONE, .last = TIME_NONE, .layers = 1 };
	census_init(&all->end.census);
}

static void add_end(struct pieces *all, struct span body)
{
	struct cursor c = { .left = body };
	struct item_end *to = &all->end, end = { 0 };

	if (!body.len)
		return;
	item_end_decode(&c, &end);
	to->things += end.things;
	to->inner += end.inner;
	to->hits += end.hits;
	to->shows |= end.shows;
	if (to->first == TIME_NONE || (end.first != TIME_NONE && end.first < to->first))
		to->first = end.first;
	if (end.last != TIME_NONE && end.last > to->last)
		to->last = end.last;
	census_merge(&to->census, &end.census);
	census_release(&end.census);
}

static int put_together(struct sweep *s, struct pieces *all, struct item *i, struct error *e)
{
	struct piece *p = i->piece;
	int rc = 0;

	if (p->n == 0) {
		take_first_end(all, buf_span(&p->end));
	} else {
		rc = move_answers(s, all, i, e);
		add_end(all, buf_span(&p->end));
	}
	all->messages += p->messages;
	if (p->end.len) {
		all->things = all->end.things;
	} else {
		/* More than anybody has numbered before a worker died. */
		all->end.things += p->messages;
		all->things += PIECE_BYTES;
	}
	return rc;
}

/* Those that are over and have nothing before them that is not. */
static int put_together_some(struct sweep *s, struct pieces *all, struct error *e)
{
	while (all->next < all->count && all->list[all->next]->piece->over) {
		struct item *i = all->list[all->next++];

		if (put_together(s, all, i, e) < 0)
			return -1;
		/* What is left of a later piece is in the mailbox now. */
		if (!is_mailbox(i))
			item_free(i);
	}
	return 0;
}

/* ---- their ends */

static void again(struct sweep *s, struct item *i, enum piece_task task)
{
	i->piece->task = task;
	i->deaths = 0;
	items_push_front(s, i);
}

/* The end of it all, with the digests that the last order has brought. */
static int close_mailbox(struct pieces *all, struct span last, struct buf *whole)
{
	struct cursor c = { .left = last };
	struct item_end end = { 0 };

	if (last.len)
		item_end_decode(&c, &end);
	all->end.bytes = all->list[0]->size;
	all->end.hits += end.hits;
	all->end.layers = 1;
	all->end.sha256[0] = end.layers ? end.sha256[0] : SPAN("");
	item_end_encode(whole, &all->end);
	census_release(&end.census);
	return 1;
}

static void count_bytes(struct sweep *s, struct item *i)
{
	uint64_t from = 0, bytes = 0;

	piece_extent(i, &from, &bytes);
	s->counts.bytes_read += bytes - i->consumed;
	i->consumed = bytes;
}

static int interrupted(struct sweep *s, const struct pieces *all, struct error *e)
{
	struct item *mailbox = all->list[0];
	char detail[120];

	snprintf(detail, sizeof(detail), "interrupted: %llu of %llu bytes were read, in pieces",
		 (unsigned long long)all->read, (unsigned long long)mailbox->size);
	return item_gap(s, mailbox, SPAN("io-error"), detail, mailbox->size - all->read, e) < 0
		       ? -1 : 1;
}

struct item *piece_mailbox(const struct item *i)
{
	return mailbox_of(i->piece);
}

int piece_over(struct sweep *s, struct item *i, struct span end, struct buf *whole,
	       struct error *e)
{
	struct piece *p = i->piece;
	struct pieces *all = p->all;
	struct item *mailbox = mailbox_of(p);

	if (p->task == PIECE_DIGEST && !s->stopped)
		return close_mailbox(all, end, whole);
	if (p->task == PIECE_SWEEP && !end.len && !s->stopped) {
		again(s, i, PIECE_COUNT);
		return 0;
	}
	if (p->task == PIECE_SWEEP)
		buf_add(&p->end, end);
	if (!s->stopped)
		count_bytes(s, i);
	all->read += i->consumed;
	p->over = true;
	if (item_spool(s, i, e) < 0)
		return -1;
	buf_release(&i->answers);
	if (put_together_some(s, all, e) < 0)
		return -1;
	if (all->next < all->count)
		return 0;
	mailbox->consumed = mailbox->size;
	if (s->stopped)
		return interrupted(s, all, e);
	again(s, mailbox, PIECE_DIGEST);
	return 0;
}
