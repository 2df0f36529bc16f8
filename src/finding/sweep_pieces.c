/*
 * sweep_pieces.c -- a large mailbox, log or text swept by several workers at once.
 *
 * Whoever meets one says so and goes on with its first piece; the other
 * pieces are items of their own that only workers without work get.  Pieces
 * are put together in their order: numbers of messages, of things and of lines
 * go on where those of the piece before ended, so that the records are those of
 * one worker.  A piece that kills its workers is a gap, and its messages or lines
 * are counted for the sake of those behind it.  At the end the file's digests are
 * asked for where they are wanted.  When a piece of a text finds that what all of
 * them took for granted has changed in it, all is forgotten and read by one.
 * Bounded: pieces are as many as the file has PIECE_BYTES; what they answered
 * waits on the spool, their ends in memory until those before have come.
 */
#include <stdio.h>
#include <stdlib.h>

#include "finding/sweep_hits.h"

#define STRAY_BYTES (128u << 20)	/* of one piece */

struct pieces {			/* of one file */
	struct item **list;	/* [0] is the file itself; NULL: put together and gone */
	uint32_t count, alive;
	struct piece_plan plan;
	uint32_t next;		/* the first that is not put together */
	uint64_t counted, things;	/* messages or lines, things in those that are */
	bool uncounted;		/* of one of them nobody knows how many */
	uint64_t read;		/* bytes of those that are over */
	struct buf first;	/* end of the first piece: `end` borrows from it */
	struct item_end end;	/* of all so far */
	bool begun;		/* `end` is that of a piece */
	bool speaks;
	bool lost;		/* one was given up */
	bool undone;		/* all is read by one: those that are left only end */
	uint32_t noted;		/* pieces whose notes are complete */
	struct buf held;	/* of the last of these, which may be the last of all */
	unsigned digests, listed;	/* struct noted, of all of those */
	bool long_inside;
	/* Of a text. */
	struct strays *strays;	/* NULL: none yet */
	struct buf sensor, people;
	bool many;		/* sensors */
	bool overflow;
	uint64_t veiled;
};

struct piece {
	struct pieces *all;
	uint32_t n;
	enum piece_task task;
	bool over, noted;
	struct buf end;		/* as answered; empty: given up */
	struct buf strays;	/* u32 length, piece_stray_encode */
	struct piece_answer answer;
	bool answered;
};

static struct item *mailbox_of(const struct piece *p)
{
	return p->all->list[0];
}

static bool is_mailbox(const struct item *i)
{
	return mailbox_of(i->piece) == i;
}

static bool is_text(const struct pieces *all)
{
	return all->plan.of != PIECE_OF_MAIL;
}

/* Where the n-th piece begins. */
static uint64_t begin_of(const struct pieces *all, uint32_t n)
{
	return n ? all->plan.first + (n - 1) * all->plan.bytes : 0;
}

/* ---- making them */

static bool piece_add(struct pieces *all, struct item *i, uint32_t n)
{
	i->piece = calloc(1, sizeof(*i->piece));
	if (!i->piece)
		return false;
	*i->piece = (struct piece){ .all = all, .n = n };
	buf_init(&i->piece->end, CHANNEL_CEILING);
	buf_init(&i->piece->strays, STRAY_BYTES);
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

static struct pieces *pieces_new(struct item *i, const struct piece_plan *plan)
{
	struct pieces *all = calloc(1, sizeof(*all));

	if (!all)
		return NULL;
	all->plan = *plan;
	all->count = 1 + (uint32_t)((i->size - plan->first + plan->bytes - 1) / plan->bytes);
	all->list = calloc(all->count, sizeof(struct item *));
	all->digests = ~0u;
	buf_init(&all->first, CHANNEL_CEILING);
	buf_init(&all->held, CHANNEL_CEILING);
	buf_init(&all->sensor, CHANNEL_CEILING);
	buf_init(&all->people, CHANNEL_CEILING);
	if (!all->list || !piece_add(all, i, 0)) {
		free(all->list);
		free(all);
		return NULL;
	}
	return all;
}

static bool plan_is_sound(const struct sweep *s, const struct item *i, const struct piece_plan *p)
{
	uint64_t least = s->o.setup.piece ? BLOCK_BYTES : PIECE_LEAST;

	return i->regular && p->bytes >= least && p->first >= least && p->first < i->size &&
	       (i->size - p->first) / p->bytes < UINT32_MAX / 2;
}

int pieces_begin(struct sweep *s, struct item *i, struct span body, struct error *e)
{
	struct cursor c = { .left = body };
	struct piece_plan plan;
	struct pieces *all;

	piece_plan_decode(&c, &plan);
	/* A second try of the first piece says it again. */
	if (i->piece)
		return 0;
	if (!plan_is_sound(s, i, &plan))
		return fail(e, ERR_MALFORMED, "sweep: pieces of what has none");
	all = pieces_new(i, &plan);
	if (!all)
		return fail(e, ERR_MEMORY, "no memory for the pieces of a file");
	for (uint32_t n = all->count - 1; n > 0; n--) {
		struct item *one = piece_new(all, i, n);

		if (!one)
			return fail(e, ERR_MEMORY, "no memory for the pieces of a file");
		items_push_front(s, one);
	}
	return 0;
}

static void pieces_free(struct pieces *all)
{
	census_release(&all->end.census);
	buf_release(&all->first);
	buf_release(&all->held);
	buf_release(&all->sensor);
	buf_release(&all->people);
	strays_free(all->strays);
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
	buf_release(&p->strays);
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
	order->plan = p->all->plan;
	if (p->task == PIECE_DIGEST) {
		order->speaks = p->all->speaks;
		return;
	}
	order->begin = begin_of(p->all, p->n);
	order->end = begin_of(p->all, p->n + 1);
}

void piece_extent(const struct item *i, uint64_t *from, uint64_t *bytes)
{
	const struct piece *p = i->piece;

	if (!p || p->task == PIECE_DIGEST)
		return;
	*from = begin_of(p->all, p->n);
	*bytes = begin_of(p->all, p->n + 1) - *from;
	if (*bytes > i->size - *from)
		*bytes = i->size - *from;
}

uint32_t piece_number(const struct item *i)
{
	return i->piece ? i->piece->n : 0;
}

bool piece_is_later(const struct item *i)
{
	return i->piece && i->piece->n > 0;
}

bool piece_is_undone(const struct item *i)
{
	return i->piece && i->piece->all->undone;
}

bool piece_counts(const struct item *i)
{
	return !i->piece || i->piece->task == PIECE_SWEEP;
}

void piece_told(struct item *i, struct span body)
{
	struct cursor c = { .left = body };

	if (!i->piece)
		return;
	piece_answer_decode(&c, &i->piece->answer);
	i->piece->answered = true;
	i->piece->all->speaks |= i->piece->answer.speaks;
}

void piece_forget(struct piece *p)
{
	buf_clear(&p->strays);
}

int piece_strays(struct item *i, struct span body, struct error *e)
{
	if (!i->piece)
		return 0;
	frame_span(&i->piece->strays, body);
	return i->piece->strays.bad ? fail(e, ERR_MEMORY, "no memory for the pieces of a file") : 0;
}

/* ---- notes for recall */

/* What is held is not the last of all. */
static int note_held(struct sweep *s, struct pieces *all, struct error *e)
{
	int rc;

	if (all->held.len == 0)
		return 0;
	buf_clear(&s->out);
	frame_u32(&s->out, all->list[0]->number);
	frame_span(&s->out, buf_span(&all->held));
	rc = item_note(s, all->list[0], buf_span(&s->out), e);
	buf_clear(&all->held);
	return rc;
}

/* With `n` the notes of the file are complete, if those of all pieces were. */
static int mailbox_noted(struct sweep *s, struct pieces *all, struct noted *n, struct error *e)
{
	struct item *mailbox = all->list[0];

	if (all->noted < all->count)
		return 0;
	n->segments = mailbox->segments;
	n->digests = all->plan.long_log ? all->digests : n->digests & all->digests;
	n->long_inside |= all->long_inside;
	if (all->plan.long_log)
		n->long_log = mailbox->size;
	buf_clear(&s->out);
	noted_encode(&s->out, n);
	return item_noted(s, mailbox, buf_span(&s->out), e);
}

int piece_noted(struct sweep *s, struct item *i, struct span body, struct error *e)
{
	struct cursor c = { .left = body };
	struct piece *p = i->piece;
	struct pieces *all = p->all;
	struct noted n;

	noted_decode(&c, &n);
	if (p->task == PIECE_DIGEST)
		return note_held(s, all, e) < 0 ? -1 : mailbox_noted(s, all, &n, e);
	if (p->task != PIECE_SWEEP || p->noted)
		return 0;
	if (note_held(s, all, e) < 0)
		return -1;
	p->noted = true;
	all->noted++;
	all->digests &= n.digests;
	all->listed = n.listed;
	all->long_inside |= n.long_inside;
	buf_add(&all->held, n.segment);
	return all->held.bad ? fail(e, ERR_MEMORY, "no memory for notes") : 0;
}

/* Nothing more is asked of the file. */
static int notes_complete(struct sweep *s, struct pieces *all, struct error *e)
{
	struct noted n = { .item = all->list[0]->number, .digests = ~0u, .listed = all->listed,
			   .segment = buf_span(&all->held) };

	return mailbox_noted(s, all, &n, e);
}

/* ---- putting them together */

/* Where a message of a later piece stands in the whole mailbox. */
static void move_where(const struct pieces *all, struct where *w)
{
	if (w->count > 1 && w->step[1].kind == STEP_MESSAGE)
		w->step[1].number += all->counted;
}

/* A line of a later piece in the whole text; 0: it is not known. */
static uint64_t move_line(const struct pieces *all, uint64_t line)
{
	return line == 0 || all->uncounted ? 0 : line + all->counted;
}

static uint64_t move_part(const struct pieces *all, uint64_t part)
{
	return part ? part + all->things : 0;
}

static void move_observed(const struct pieces *all, struct cursor *c, struct buf *out)
{
	struct span body = c->left;
	struct observed o;

	observed_decode(c, &o);
	if (is_text(all)) {	/* nothing but its lines has moved */
		buf_add(out, span_cut(body, 0, body.len - c->left.len));
		for (uint32_t n = 0; n < o.seen.spots; n++)
			o.seen.spot[n].line = move_line(all, o.seen.spot[n].line);
		if (!out->bad && !c->bad)
			observation_set_lines(&o.seen, out->ptr + out->len);
		return;
	}
	move_where(all, &o.where);
	observed_encode(out, o.item, move_part(all, o.part), &o.where, &o.seen);
}

/* Those of a later piece have waited for their turn. */
static int move_hit(struct sweep *s, struct pieces *all, struct cursor *c, struct error *e)
{
	struct hit_answer h;

	hit_answer_decode(c, &h);
	h.line = move_line(all, h.line);
	if (c->bad)
		return fail(e, ERR_MEMORY, "no memory for the pieces of a file");
	if (hits_take(s, all->list[0], &h, e) < 0)
		return -1;
	if (!s->o.casebook)
		return 0;
	buf_clear(&s->out);
	hit_answer_encode(&s->out, &h);
	return s->out.bad ? fail(e, ERR_MEMORY, "no memory for the pieces of a file")
			  : item_keep(s, all->list[0], SWEEP_HIT, buf_span(&s->out), e);
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

	if (type == SWEEP_HIT)
		return move_hit(s, all, &c, e);
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
		return fail(e, ERR_MEMORY, "no memory for the pieces of a file");
	return item_keep(s, all->list[0], type, buf_span(&s->out), e);
}

static int move_some(struct sweep *s, struct pieces *all, struct span answers, struct error *e)
{
	struct cursor c = { .left = answers };
	int rc = 0;

	while (rc == 0 && c.left.len) {
		uint32_t type = cursor_u32(&c);

		rc = move_one(s, all, type, cursor_span(&c), e);
	}
	return rc;
}

/* All answers of a later piece, behind those of the ones before. */
static int move_answers(struct sweep *s, struct pieces *all, const struct item *i, struct error *e)
{
	struct span answers = { 0 };
	struct buf b;
	int rc = 0;

	buf_init(&b, 4 * CHANNEL_CEILING);
	for (uint32_t k = 0; rc == 0 && k < i->chunks; k++) {
		rc = spool_look(&s->spool, i->chunk[2 * k], i->chunk[2 * k + 1], &b, &answers, e);
		if (rc == 0)
			rc = move_some(s, all, answers, e);
	}
	buf_release(&b);
	return rc == 0 ? move_some(s, all, buf_span(&i->answers), e) : rc;
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

static void merge_end(struct item_end *to, const struct item_end *end)
{
	to->things += end->things;
	to->inner += end->inner;
	to->hits += end->hits;
	to->shows |= end->shows;
	to->undigested += end->undigested;
	if (end->decoded > to->decoded)
		to->decoded = end->decoded;
	if (to->first == TIME_NONE || (end->first != TIME_NONE && end->first < to->first))
		to->first = end->first;
	if (end->last != TIME_NONE && end->last > to->last)
		to->last = end->last;
	census_merge(&to->census, &end->census);
}

/* One sensor wrote all of a log, or none is named; what kind of log it is one record may tell. */
static void add_names(struct pieces *all, const struct piece *p, const struct item_end *end)
{
	const struct span unknown = SPAN("log");

	all->many |= p->answer.sensors > 1 && end->sensor.len == 0;
	if (end->sensor.len && all->sensor.len == 0)
		buf_add(&all->sensor, end->sensor);
	all->many |= end->sensor.len && !span_equal(end->sensor, buf_span(&all->sensor));
	if (all->people.len == 0 && !span_equal(end->people, unknown))
		buf_add(&all->people, end->people);
}

static void add_end(struct pieces *all, const struct piece *p)
{
	struct cursor c = { .left = buf_span(&p->end) };
	struct item_end end = { 0 };

	if (p->end.len == 0) {
		census_break(&all->end.census);
		all->lost = true;
		return;
	}
	item_end_decode(&c, &end);
	if (is_text(all))
		add_names(all, p, &end);
	census_run_on(&all->end.census, &p->answer.run);
	if (all->begun) {
		merge_end(&all->end, &end);
	} else {
		struct census_run run = all->end.census.run;

		take_first_end(all, buf_span(&p->end));
		all->end.census.run = run;
		all->begun = true;
	}
	all->overflow |= p->answer.overflow;
	all->veiled += p->answer.veiled;
	census_release(&end.census);
}

static int put_together(struct sweep *s, struct pieces *all, struct item *i, struct error *e)
{
	struct piece *p = i->piece;

	if (p->n == 0 && !is_text(all)) {
		take_first_end(all, buf_span(&p->end));
		all->begun = true;
	} else {
		if (p->n > 0 && move_answers(s, all, i, e) < 0)
			return -1;
		add_end(all, p);
	}
	if (p->strays.len && strays_take(s, all->list[0], &all->strays, buf_span(&p->strays),
					 all->uncounted ? UINT64_MAX : all->counted, e) < 0)
		return -1;
	all->counted += p->answer.count;
	all->uncounted |= !p->answered;
	if (p->end.len) {
		all->things = all->end.things;
	} else {
		/* More than anybody has numbered before a worker died. */
		all->end.things += is_text(all) ? 0 : p->answer.count;
		all->things += is_text(all) ? 0 : PIECE_BYTES;
	}
	return 0;
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
			item_done(s, i);
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
	all->end.item = all->list[0]->number;
	/* A text that was cut off meanwhile has less. */
	all->end.bytes = is_text(all) && !all->lost ? all->end.decoded : all->list[0]->size;
	all->end.hits += end.hits;
	all->end.layers = 1;
	all->end.sha256[0] = end.layers ? end.sha256[0] : SPAN("");
	if (is_text(all)) {
		all->end.sensor = all->many ? SPAN("") : buf_span(&all->sensor);
		if (all->people.len)
			all->end.people = buf_span(&all->people);
	}
	item_end_encode(whole, &all->end);
	census_release(&end.census);
	return 1;
}

static int tell_limit(struct sweep *s, struct item *i, const char *detail, bool minor,
		      struct error *e)
{
	struct gap_answer gap = { .item = i->number, .reason = SPAN("count-limit"),
				  .detail = span_of(detail), .minor = minor };

	where_add(&gap.where, (struct step){ .kind = STEP_FILE, .text = span_of(i->path) });
	buf_clear(&s->out);
	gap_answer_encode(&s->out, &gap);
	return item_keep(s, i, SWEEP_GAP, buf_span(&s->out), e);
}

/* What one worker would say once of all of a text. */
static int tell_limits(struct sweep *s, struct pieces *all, struct error *e)
{
	char detail[120];

	if (all->overflow && tell_limit(s, all->list[0],
					"more hits in one block than are kept", false, e) < 0)
		return -1;
	snprintf(detail, sizeof(detail), VEILED_TEXT, (unsigned long long)all->veiled);
	return all->veiled ? tell_limit(s, all->list[0], detail, true, e) : 0;
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

/* ---- all of it by one after all */

/* The file itself, which nobody has in hand, is no piece any more. */
static void read_whole(struct sweep *s, struct item *i)
{
	struct piece *p = i->piece;

	s->counts.bytes_read -= i->consumed;
	i->piece = NULL;
	i->whole = true;
	piece_free(p);
	item_forget(i);
	i->deaths = 0;
	items_push_front(s, i);
}

/* Those that wait are gone; those in hand end, and nobody listens to them. */
static void undo(struct sweep *s, struct pieces *all)
{
	struct item *first = all->list[0], *i;
	struct item *kept = NULL;

	all->undone = true;
	s->counts.bytes_read -= all->read;
	if (first->piece->over)
		first->consumed = 0;
	for (uint32_t n = 1; n < all->count; n++) {
		if (!all->list[n])
			continue;
		if (!all->list[n]->piece->over)
			s->counts.bytes_read -= all->list[n]->consumed;
		else	/* it waited for those before it */
			item_free(all->list[n]);
	}
	while ((i = items_take(s))) {
		if (i->piece && i->piece->all == all && i != first) {
			item_free(i);
			continue;
		}
		i->next = kept;
		kept = i;
	}
	while ((i = kept)) {
		kept = i->next;
		items_push_front(s, i);
	}
}

/* One of those that are left has ended. */
static int undone_over(struct sweep *s, struct item *i)
{
	if (is_mailbox(i))
		read_whole(s, i);
	else
		item_free(i);
	return 0;
}

/* ---- the end of one */

/* All pieces are put together.  1: there is nothing left to ask. */
static int all_over(struct sweep *s, struct pieces *all, struct buf *whole, struct error *e)
{
	struct item *mailbox = all->list[0];

	mailbox->consumed = mailbox->size;
	if (strays_end(s, mailbox, all->strays, e) < 0)
		return -1;
	if (s->stopped)
		return interrupted(s, all, e);
	if (tell_limits(s, all, e) < 0)
		return -1;
	if (all->plan.digests || (all->speaks && !all->plan.long_log)) {
		again(s, mailbox, PIECE_DIGEST);
		return 0;
	}
	if (!all->begun)
		return 1;
	return notes_complete(s, all, e) < 0 ? -1 : close_mailbox(all, SPAN(""), whole);
}

int piece_over(struct sweep *s, struct item *i, struct span end, struct buf *whole,
	       struct error *e)
{
	struct piece *p = i->piece;
	struct pieces *all = p->all;

	if (all->undone)
		return undone_over(s, i);
	if (p->task == PIECE_DIGEST && !s->stopped)
		return close_mailbox(all, end, whole);
	if (p->task == PIECE_SWEEP && !end.len && !s->stopped) {
		again(s, i, PIECE_COUNT);
		return 0;
	}
	if (end.len && p->answer.changed && !s->stopped) {
		bool first_is_over = mailbox_of(p)->piece->over;

		undo(s, all);
		if (first_is_over && !is_mailbox(i))
			read_whole(s, all->list[0]);
		return undone_over(s, i);
	}
	if (p->task == PIECE_SWEEP)
		buf_add(&p->end, end);
	if (!s->stopped)
		count_bytes(s, i);
	all->read += i->consumed;
	p->over = true;
	/* What has to wait waits on the spool. */
	if (p->n != all->next) {
		if (item_spool(s, i, e) < 0)
			return -1;
		item_spare(s, i);
	}
	if (put_together_some(s, all, e) < 0)
		return -1;
	return all->next < all->count ? 0 : all_over(s, all, whole, e);
}
