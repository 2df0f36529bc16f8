/*
 * text_tried.c -- THEY TRIED: attempts of one manner told together, however
 * many came from however many addresses; and what was set aside.
 */
#include "report/text_state.h"

#define MANNERS 64

/* Groups that ended the same way. */
struct manner {
	const struct group *list[KEPT_OTHERS];
	uint32_t count;		/* in the list */
	uint64_t all, findings;
	int64_t from, to;
	struct table peers, targets;
	const struct group *aimed;	/* the first of them that says at whom; or the first */
};

/* It was let in, however much came back. */
static bool got_in(const struct group *g)
{
	return record_is(g->first, "outcome", "data") || record_is(g->first, "outcome", "answered") ||
	       record_is(g->first, "outcome", "let-through");
}

static bool same_manner(const struct group *a, const struct group *b)
{
	static const char *const parts[] = { "event", "place", "explained_by", "direction" };

	if (!span_equal(record_text(a->first, "outcome"), record_text(b->first, "outcome")) &&
	    !(got_in(a) && got_in(b)))
		return false;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!span_equal(record_text(a->first, parts[i]), record_text(b->first, parts[i])))
			return false;
	return true;
}

/* A group that others of its manner came before. */
static bool is_follower(const struct text *t, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (group_is(t->groups.list[k], "attempt") &&
		    same_manner(t->groups.list[k], t->groups.list[i]))
			return true;
	return false;
}

static void add_key(struct table *table, struct span key)
{
	struct error e;

	/* Beyond the table's room the number is a lower bound. */
	if (key.len)
		table_add(table, key, NULL, &e);
}

static struct span target_of(const struct group *g)
{
	static const char *const parts[] = { "mailbox", "host", "name", "files_under" };
	struct span s = SPAN("");

	for (size_t i = 0; !s.len && i < sizeof(parts) / sizeof(parts[0]); i++)
		s = record_text(g->first, parts[i]);
	return s;
}

static void manner_take(struct manner *m, const struct group *g)
{
	if (m->count < KEPT_OTHERS)
		m->list[m->count++] = g;
	if (!m->aimed || (!target_of(m->aimed).len && target_of(g).len))
		m->aimed = g;
	m->all += g->count;
	m->findings += g->findings;
	if (g->from != TIME_NONE && (m->from == TIME_NONE || g->from < m->from))
		m->from = g->from;
	if (g->to != TIME_NONE && (m->to == TIME_NONE || g->to > m->to))
		m->to = g->to;
	add_key(&m->peers, group_peer(g));
	add_key(&m->targets, target_of(g));
}

/* "192.0.2.80", "4 of your machines". */
static void say_targets(const struct manner *m, struct buf *out)
{
	const struct group *g = m->aimed;
	bool mail = record_text(g->first, "mailbox").len > 0;

	if (m->targets.count == 0) {
		buf_text(out, record_is(g->first, "event", "server") ? " to a server of yours" : "");
		return;
	}
	buf_text(out, " to ");
	if (m->targets.count > 1) {
		people_number(m->targets.count, out);
		buf_text(out, mail ? " mailboxes" : " of your machines");
	} else if (record_text(g->first, "name").len && !mail) {
		machine_name(g->first, out);
	} else {
		people_text(target_of(g), out);
	}
}

static void say_together(const struct text *t, const struct manner *m, struct buf *out)
{
	const struct group *g = m->list[0];
	const char *one, *many;

	incoming_noun(g, &one, &many);
	people_count(m->all, one, many, out);
	if (m->peers.count > 1) {
		people_number(m->peers.count, out);
		buf_text(out, record_is(g->first, "event", "mail") ? " listed values"
			 : " listed addresses");
	} else {
		people_value(group_peer(g), out);
	}
	if (m->count == 1 && record_text(g->first, "user").len) {
		buf_text(out, " as ");
		buf_add(out, record_text(g->first, "user"));
	}
	say_targets(m, out);
	text_times(t, m->from, m->to, out);
	buf_text(out, incoming_end(g, m->all > 1));
	buf_byte(out, '.');
}

static void say_one(const struct text *t, const struct group *g, struct buf *out)
{
	text_sentence(t, g, out);
	if (target_of(g).len && !record_text(g->first, "mailbox").len &&
	    !record_text(g->first, "files_under").len) {
		out->len--;	/* the full stop */
		buf_text(out, ", at ");
		machine_name(g->first, out);
		buf_byte(out, '.');
	}
}

static void manner_row(struct text *t, struct page *p, const struct manner *m)
{
	struct buf *b = &t->line;
	const struct group *g = m->list[0];

	buf_clear(b);
	if (record_is(g->first, "direction", "inbound"))
		say_together(t, m, b);
	else
		say_one(t, g, b);
	if (m->count > 1 && !record_is(g->first, "direction", "inbound"))
		buf_printf(b, " And %u more of the kind.", m->count - 1);
	if (record_text(g->first, "explained_by").len) {
		buf_text(b, " (your label \"");
		buf_add(b, record_text(g->first, "explained_by"));
		buf_text(b, "\")");
	}
	buf_byte(b, ' ');
	group_ids(m->list, m->count, b);
	page_words(p, "   ", 3, buf_span(b));
}

/* A manner's own tables live in the arena of records, emptied for each. */
static bool manner_of(struct text *t, uint32_t i, struct manner *m)
{
	*m = (struct manner){ .from = TIME_NONE, .to = TIME_NONE };
	arena_reset(&t->scratch);
	table_init(&m->peers, &t->scratch, KEPT_GROUPS);
	table_init(&m->targets, &t->scratch, KEPT_GROUPS);
	/* How it is told is the first's to say. */
	manner_take(m, t->groups.list[i]);
	for (uint32_t k = 0; k < t->groups.count; k++)
		if (k != i && group_is(t->groups.list[k], "attempt") &&
		    same_manner(t->groups.list[i], t->groups.list[k]))
			manner_take(m, t->groups.list[k]);
	return m->count > 0;
}

static void manner_release(struct manner *m)
{
	table_release(&m->peers);
	table_release(&m->targets);
}

/* The next row's place: false when there is none left, and it is only counted. */
static bool next_row(struct page *p, const struct room *room, unsigned *shown, unsigned *more)
{
	if (*shown == room->rows) {
		++*more;
		return false;
	}
	if ((*shown)++ == 0)
		page_heading(p, "THEY TRIED");
	return true;
}

void text_tried(struct text *t, struct page *p, const struct room *room)
{
	uint32_t mail = mail_rows_begin(t);
	unsigned shown = 0, more = 0;
	struct manner m;

	for (uint32_t i = 0; i < t->groups.count && shown + more < MANNERS; i++) {
		const struct group *g = t->groups.list[i];

		if (!group_is(g, "attempt") || (group_is_mail(g) ? !mail : is_follower(t, i)))
			continue;
		/* All mail is told where the first of it stands. */
		for (uint32_t k = 0; group_is_mail(g) && k < mail; k++) {
			if (!next_row(p, room, &shown, &more))
				continue;
			mail_row(t, k);
			page_words(p, "   ", 3, buf_span(&t->line));
		}
		if (group_is_mail(g)) {
			mail = 0;
		} else if (next_row(p, room, &shown, &more)) {
			manner_of(t, i, &m);
			manner_row(t, p, &m);
			manner_release(&m);
		}
	}
	if (more) {
		buf_clear(&t->line);
		buf_printf(&t->line, "%u more, listed below", more);
		page_words(p, "   and ", 3, buf_span(&t->line));
	}
}

/* ---- set aside */

static void say_aside(uint64_t n, const char *one, const char *many, bool *any, struct buf *out)
{
	if (!n)
		return;
	buf_text(out, *any ? ", " : ": ");
	people_count(n, one, many, out);
	*any = true;
}

static void say_mentions(const struct aside *a, struct buf *out)
{
	bool any = false;

	if (!a->mentions)
		return;
	people_count(a->mentions, "mention", "mentions", out);
	say_aside(a->copies, "copy of the advisory", "copies of the advisory", &any, out);
	say_aside(a->lists, "in a list or deny rule", "in lists and deny rules", &any, out);
	say_aside(a->denials, "in a command that denies", "in commands that deny", &any, out);
	say_aside(a->documents, "in a text", "in texts", &any, out);
	say_aside(a->look_ups, "look-up", "look-ups", &any, out);
	say_aside(a->fields, "in a field that means no contact", "in fields that mean no contact",
		  &any, out);
}

void text_aside(struct text *t, struct page *p)
{
	const struct aside *a = &t->aside;
	struct buf *b = &t->line;

	if (!a->explained && !a->mentions)
		return;
	buf_clear(b);
	say_mentions(a, b);
	if (a->explained) {
		buf_text(b, a->mentions ? "; " : "");
		people_count(a->explained, "time explained (", "times explained (", b);
		buf_add(b, a->why);
		if (a->label.len) {
			buf_text(b, ": \"");
			buf_add(b, a->label);
			buf_byte(b, '"');
		}
		buf_byte(b, ')');
	}
	page_words(p, "SET ASIDE  ", 11, buf_span(b));
}
