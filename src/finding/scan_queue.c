/*
 * scan_queue.c -- what a gateway's other lines say of the same message.
 *
 * Postfix, Sendmail, Exim and MailScanner tell of one message in many lines:
 * who came, the Message-ID, the sender, how it ended.  Only the id of the queue
 * ties them; lines about the connection itself have none, and are about a message that
 * the same address sent.  Where something listed stands in one of them, the lines of the
 * block around are read for the Message-ID and the end, also through a filter
 * that gave the message another queue's id.
 *
 * Nothing beyond the block (256 KiB) is seen; blocks end at fixed places, so that
 * the answer is the same wherever reading began.  Bounded: a block is read once
 * more at most, and notes twice as many ids as it has lines.
 */
#include "finding/scanner.h"

#define QUEUES_MOST 65536
#define HOPS	    4		/* filters that take a message over, one behind another */

/* How a message ended, of what several lines say: what is nearest to a person's eyes. */
static const enum outcome ends[] = {
	OUTCOME_DELIVERED, OUTCOME_QUARANTINED, OUTCOME_REFUSED, OUTCOME_NO_ANSWER,
};

#define ENDS (sizeof(ends) / sizeof(ends[0]))

/* What lines say under one id. */
struct queued {
	struct span message, mailbox, next;	/* borrowed of the block */
	unsigned said;				/* bit by place in `ends` */
	bool mailboxes;				/* several */
};

static struct span queue_key(struct buf *key, struct span sensor, struct span queue)
{
	buf_clear(key);
	buf_add(key, sensor);
	buf_byte(key, ' ');
	buf_add(key, queue);
	return buf_span(key);
}

static struct span client_key(struct buf *key, const struct event *ev)
{
	queue_key(key, ev->sensor, SPAN("@"));
	address_text(&ev->src, key);
	return buf_span(key);
}

static struct queued *queue_of(const struct mail_queues *q, struct span sensor, struct span queue,
			       struct buf *key)
{
	uint64_t *at = table_find(&q->ids, queue_key(key, sensor, queue));

	return at ? &q->list[*at] : NULL;
}

static struct queued *queue_add(struct mail_queues *q, struct span key)
{
	struct error ignored;
	bool is_new = false;
	uint64_t *at = q->ids.count == q->room ? table_find(&q->ids, key)
					       : table_add(&q->ids, key, &is_new, &ignored);

	if (!at)
		return NULL;
	if (is_new) {
		*at = q->ids.count - 1;
		q->list[*at] = (struct queued){ .said = 0 };
	}
	return &q->list[*at];
}

static void queue_note(struct mail_queues *q, const struct event *ev, struct buf *key)
{
	struct queued *m;

	if ((ev->class != EVENT_MAIL && ev->class != EVENT_LOGIN) || !ev->queue.len)
		return;
	if (ev->has_src) {
		m = queue_add(q, client_key(key, ev));
		if (m && !m->next.len)
			m->next = ev->queue;
	}
	m = queue_add(q, queue_key(key, ev->sensor, ev->queue));
	if (!m)
		return;
	if (!m->message.len)
		m->message = ev->message;
	if (!m->next.len)
		m->next = ev->next_queue;
	if (ev->mailbox.len && m->mailbox.len && !span_equal_nocase(m->mailbox, ev->mailbox))
		m->mailboxes = true;
	if (!m->mailbox.len)
		m->mailbox = ev->mailbox;
	for (size_t i = 0; i < ENDS; i++)
		if (ev->class == EVENT_MAIL && ev->outcome == ends[i])
			m->said |= 1u << i;
}

/* Read the block's lines for ids, and `record` again, so that its event is the one at hand. */
static bool queues_read(struct scanner *s, const struct block *block, struct span record,
			struct buf *key)
{
	struct mail_queues *q = &s->queues;
	struct text *t = s->text;
	struct span text = block->bytes, line;
	uint64_t shows = t->log.shows;
	size_t lines = 2 * block_lines(text) + 2;

	scan_queues_release(s);
	arena_init(&q->arena, ITEM_BUDGET);
	q->room = lines < QUEUES_MOST ? (uint32_t)lines : QUEUES_MOST;
	q->list = arena_array(&q->arena, struct queued, q->room);
	table_init(&q->ids, &q->arena, q->room);
	if (!q->list)
		return false;
	q->text = t->blocks;
	q->offset = block->offset;
	while (span_line(&text, &line))
		if (line.len && line.ptr[0] != '#' && log_parse(&t->log, line, &t->event))
			queue_note(q, &t->event, key);
	t->parsed = log_parse(&t->log, record, &t->event);
	t->log.shows = shows;
	return t->parsed;
}

/* What the lines know is put into the event where that says nothing. */
static void queue_fill(const struct mail_queues *q, struct event *ev, struct buf *key)
{
	struct span queue = ev->queue;
	unsigned said = 0;
	bool first = true;

	for (unsigned hop = 0; queue.len && hop < HOPS; hop++) {
		const struct queued *m = queue_of(q, ev->sensor, queue, key);

		if (!m)
			break;
		if (!ev->message.len)
			ev->message = m->message;
		if (first && !ev->mailbox.len && !m->mailboxes)
			ev->mailbox = m->mailbox;
		first = false;
		said |= m->said;
		queue = m->next;
	}
	for (size_t i = 0; i < ENDS && ev->outcome == OUTCOME_UNKNOWN; i++)
		if (said >> i & 1)
			ev->outcome = ends[i];
}

/* A line about a connection: of which message of that address is not said, nor how it ended. */
static void client_fill(const struct mail_queues *q, struct event *ev, struct buf *key)
{
	uint64_t *at = ev->has_src ? table_find(&q->ids, client_key(key, ev)) : NULL;
	const struct queued *m = at ? queue_of(q, ev->sensor, q->list[*at].next, key) : NULL;

	if (m && !ev->message.len && ev->outcome == OUTCOME_UNKNOWN)
		ev->message = m->message;
}

void scan_queue(struct scanner *s, const struct block *block, struct span record)
{
	struct text *t = s->text;
	struct event *ev = &t->event;
	const struct mail_queues *q = &s->queues;
	struct buf key;

	if (ev->class != EVENT_MAIL || t->kind != BLOCKS_LINES ||
	    (!ev->queue.len && !ev->has_src) || (ev->message.len && ev->outcome != OUTCOME_UNKNOWN))
		return;
	buf_init(&key, 4096);
	if ((q->list && q->text == t->blocks && q->offset == block->offset) ||
	    queues_read(s, block, record, &key)) {
		if (ev->queue.len)
			queue_fill(q, ev, &key);
		else
			client_fill(q, ev, &key);
	}
	buf_release(&key);
}

void scan_queues_release(struct scanner *s)
{
	if (!s->queues.list)
		return;
	table_release(&s->queues.ids);
	arena_release(&s->queues.arena);
	s->queues = (struct mail_queues){ .list = NULL };
}
