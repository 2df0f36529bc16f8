/*
 * text_messages.c -- how many messages a group is about: one message has many
 * places where something listed stands, and may be met several times, in the
 * logs of gateways, in quarantine and in a mailbox (rule 9).  A message is known
 * by its Message-ID, else by where it lies; of a log only the records that are
 * shown are known.
 */
#include "report/text_state.h"

#define KEY_MOST 65536

static void widen(struct mail_seen *m, int64_t from, int64_t to)
{
	if (from != TIME_NONE && (m->from == TIME_NONE || from < m->from))
		m->from = from;
	if (to != TIME_NONE && (m->to == TIME_NONE || to > m->to))
		m->to = to;
}

/* The finding is about the message, too: they come one after the other. */
static void take_id(struct text *t, struct mail_seen *m, const struct node *n)
{
	struct span id = record_text(n, "id");
	struct id_seen *seen;

	if (m->last && span_equal(m->last->id, id))
		return;
	seen = arena_new(&t->report->arena, struct id_seen);
	if (!seen)
		return;
	*seen = (struct id_seen){
		.id = arena_copy(&t->report->arena, id),
		.mailbox = arena_copy(&t->report->arena, record_text(n, "mailbox")),
	};
	if (m->last)
		m->last->next = seen;
	else
		m->ids = seen;
	m->last = seen;
}

/* The group's entry for a message that it did not have yet; NULL: no memory. */
static struct mail_seen *message_new(struct text *t, struct group *g, struct span key)
{
	struct mail_seen *m;

	m = arena_new(&t->report->arena, struct mail_seen);
	if (!m)
		return NULL;
	*m = (struct mail_seen){
		.hash = span_hash(key, 0), .from = TIME_NONE, .to = TIME_NONE,
	};
	if (g->last_message)
		g->last_message->next = m;
	else
		g->message = m;
	g->last_message = m;
	g->messages++;
	return m;
}

/* The message is one of the group's now; of that time when the place does not say another one. */
static void group_message(struct text *t, struct group *g, struct span key, const struct node *n,
			  const struct node *place)
{
	int64_t at = record_time(place, "time");
	struct mail_seen *m = NULL;
	struct buf mine;
	struct error e;
	bool is_new = true;
	uint64_t *index = NULL;

	buf_init(&mine, KEY_MOST + sizeof(g));
	buf_add(&mine, span_make(&g, sizeof(g)));
	buf_add(&mine, key);
	/* Beyond the table's room one that comes again is counted again. */
	if (t->groups.messages.count < MESSAGES_KEPT)
		index = table_add(&t->groups.messages, buf_span(&mine), &is_new, &e);
	buf_release(&mine);
	if (is_new) {
		g->count++;
		m = index ? message_new(t, g, key) : NULL;
		if (index)
			*index = (uint64_t)(uintptr_t)m;
	} else if (index) {
		m = (struct mail_seen *)(uintptr_t)*index;
	}
	if (!m)
		return;
	take_id(t, m, n);
	widen(m, at != TIME_NONE ? at : record_time(n, "first"),
	      at != TIME_NONE ? at : record_time(n, "last"));
}

/* The file and the number of the message that it lies in; empty: it lies in none. */
static void message_place(const struct node *n, struct buf *key)
{
	const struct node *step = record_get(n, "where");
	bool inside = false;

	for (step = step ? step->child : NULL; step; step = step->next)
		if (record_is(step, "kind", "file")) {
			buf_add(key, record_text(step, "path"));
		} else if (record_is(step, "kind", "message")) {
			inside = true;
			buf_printf(key, " %llu", (unsigned long long)record_number(step, "number"));
		}
	if (!inside)
		buf_clear(key);
}

/* What lies in a message is about that one, wherever in it. */
static bool take_inside(struct text *t, struct group *g, const struct node *n)
{
	const struct node *places = record_get(n, "places");
	const struct node *place = places ? places->child : NULL;
	struct span id = place ? record_text(place, "message_id") : SPAN("");
	struct buf key;
	bool inside;

	buf_init(&key, KEY_MOST);
	message_place(n, &key);
	inside = key.len > 0;
	if (inside)
		group_message(t, g, id.len ? id : buf_span(&key), n, NULL);
	buf_release(&key);
	return inside;
}

bool group_messages(struct text *t, struct group *g, const struct node *n, bool copy)
{
	const struct node *place = record_get(n, "places");
	uint64_t count = record_number(n, "count"), shown = 0, known = 0;
	struct span first = SPAN("");
	bool several = false;

	if (!record_is(n, "event", "mail"))
		return false;
	if (take_inside(t, g, n))
		return true;
	for (place = place ? place->child : NULL; place; place = place->next, shown++) {
		struct span id = record_text(place, "message_id");

		if (!id.len)
			continue;
		several |= known++ > 0 && !span_equal(id, first);
		first = known == 1 ? id : first;
		group_message(t, g, id, n, place);
	}
	if (copy)
		return true;
	/* Ten records about one message, and more that are not shown: they are, too. */
	if (!known)
		g->count += count;
	else
		g->count += shown - known + (several && count > shown ? count - shown : 0);
	return true;
}
