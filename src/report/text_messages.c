/*
 * text_messages.c -- how many messages a group is about: one message has many
 * places where something listed stands, and may be met twice, in the log of
 * the gateway and in a mailbox (rule 9).  A message is known by its Message-ID,
 * else by where it lies; of a log only the records that are shown are known.
 */
#include "report/text_state.h"

#define KEY_MOST 65536

/* The message is one of the group's now. */
static void group_message(struct text *t, struct group *g, struct span key)
{
	struct buf mine;
	struct error e;
	bool is_new = true;

	buf_init(&mine, KEY_MOST + sizeof(g));
	buf_add(&mine, span_make(&g, sizeof(g)));
	buf_add(&mine, key);
	/* Beyond the table's room one that comes again is counted again. */
	if (t->groups.messages.count < MESSAGES_KEPT)
		table_add(&t->groups.messages, buf_span(&mine), &is_new, &e);
	buf_release(&mine);
	if (!is_new)
		return;
	g->count++;
	if (!g->message)
		g->message = arena_array(&t->report->arena, uint64_t, GROUP_MESSAGES);
	if (g->message && g->messages < GROUP_MESSAGES)
		g->message[g->messages++] = span_hash(key, 0);
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
	struct span id = places && places->child ? record_text(places->child, "message_id") : SPAN("");
	struct buf key;
	bool inside;

	buf_init(&key, KEY_MOST);
	message_place(n, &key);
	inside = key.len > 0;
	if (inside)
		group_message(t, g, id.len ? id : buf_span(&key));
	buf_release(&key);
	return inside;
}

bool group_messages(struct text *t, struct group *g, const struct node *n)
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
		group_message(t, g, id);
	}
	/* Ten records about one message, and more that are not shown: they are, too. */
	if (!known)
		g->count += count;
	else
		g->count += shown - known + (several && count > shown ? count - shown : 0);
	return true;
}

/* ---- one message met twice */

static bool says_end(const struct group *g)
{
	return !record_is(g->first, "outcome", "unknown");
}

static uint64_t *table_at(struct table *messages, const uint64_t *message)
{
	return table_find(messages, span_make(message, sizeof(*message)));
}

/* The group is the one for each of its messages that has none yet. */
static void add_messages(struct table *messages, const struct group *g, uint32_t index)
{
	struct error e;

	for (uint32_t k = 0; k < g->messages; k++) {
		bool is_new = false;
		uint64_t *at = table_add(messages, span_make(&g->message[k], sizeof(g->message[k])),
					 &is_new, &e);

		if (at && is_new)
			*at = index;
	}
}

/* Who tells of all these messages how they ended; NULL: nobody. */
static struct group *ended_by(struct text *t, const struct group *g)
{
	struct group *other = NULL;

	for (uint32_t k = 0; k < g->messages; k++) {
		uint64_t *at = table_at(&t->groups.ended, &g->message[k]);

		if (!at)
			return NULL;
		other = other ? other : t->groups.list[*at];
	}
	return g->messages == g->count ? other : NULL;
}

void groups_tie_messages(struct text *t)
{
	struct groups *all = &t->groups;

	for (uint32_t i = 0; i < all->count; i++)
		if (group_is(all->list[i], "attempt"))
			add_messages(says_end(all->list[i]) ? &all->ended : &all->open,
				     all->list[i], i);
	for (uint32_t i = 0; i < all->count; i++)
		if (group_is(all->list[i], "attempt") && !says_end(all->list[i]))
			all->list[i]->with = ended_by(t, all->list[i]);
}

const struct group *message_elsewhere(struct text *t, const struct group *g, uint32_t k)
{
	uint64_t *at = table_at(says_end(g) ? &t->groups.open : &t->groups.ended, &g->message[k]);

	return at ? t->groups.list[*at] : NULL;
}
