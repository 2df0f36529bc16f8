/*
 * text_mail.c -- messages that came: each is told once, with everything that
 * is said of it.  The gateway's line, the file in quarantine and the copy in a
 * mailbox are witnesses of one message when they name the same Message-ID.
 *
 * How a message ended is what a record says, or the user's label; that a copy
 * lies somewhere says nothing.  Where they say different things all of it is
 * told, and by whom.
 */
#include "report/text_state.h"

#define MAIL_ROWS 32
#define WITNESSES 16

/* What is said of a message: how it ended, in the order in which it is told. */
enum said {
	SAID_REFUSED, SAID_DELAYED, SAID_DELIVERED, SAID_QUARANTINED,
	SAID_LABEL,		/* in quarantine, as a label says */
	SAID_OTHERWISE,		/* an end that is seldom that of mail */
	SAID_COPY,		/* it lies somewhere; nothing more is said there */
	SAID_NOTHING,		/* a record that does not say how it ended */
	SAID_COUNT
};

#define BIT(x) (1u << (x))
#define KEPT_BACK (BIT(SAID_REFUSED) | BIT(SAID_QUARANTINED) | BIT(SAID_LABEL))

/* All that is known of one message. */
struct tale {
	uint32_t said;
	const struct group *label;	/* that says why; or NULL */
	const struct group *first;	/* that is about it */
	bool shared;			/* with another source */
	uint32_t row;			/* from 1 on; 0: none yet */
};

/* Messages of which the same is said. */
struct mail_row {
	uint32_t said;
	struct span label;
	uint64_t count, findings;
	int64_t from, to;
	struct table values, targets, ids;
	const struct group *first;	/* of them; says how it ended where one does */
	const struct group *witness[SAID_COUNT][WITNESSES];
	uint32_t witnesses[SAID_COUNT];
	bool shared;			/* a message that two sources saw */
};

struct mail_rows {
	struct arena *arena;
	struct table tales;		/* by message: tale's number */
	struct tale *tale;
	uint32_t tale_room, row_count;
	struct mail_row row[MAIL_ROWS];
	uint32_t order[MAIL_ROWS];	/* in which they are told */
};

bool group_is_mail(const struct group *g)
{
	return group_is(g, "attempt") && record_is(g->first, "event", "mail") &&
	       record_is(g->first, "direction", "inbound");
}

static struct span group_label(const struct group *g)
{
	return record_text(g->first, "explained_by");
}

/* It is the message itself, or lies in it, and no record of a log about it. */
static bool is_copy(const struct text *t, const struct group *g)
{
	return !record_is(g->first, "place", "record") ||
	       record_is(group_source(t, g), "people", "mail");
}

static enum said said_by(const struct text *t, const struct group *g)
{
	static const struct { const char *outcome; enum said said; } ends[] = {
		{ "refused", SAID_REFUSED }, { "no-answer", SAID_DELAYED },
		{ "delivered", SAID_DELIVERED },
	};

	if (record_is(g->first, "outcome", "quarantined"))
		return group_label(g).len ? SAID_LABEL : SAID_QUARANTINED;
	if (record_is(g->first, "outcome", "unknown"))
		return is_copy(t, g) ? SAID_COPY : SAID_NOTHING;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (record_is(g->first, "outcome", ends[i].outcome))
			return ends[i].said;
	return SAID_OTHERWISE;
}

/* ---- what is said of each */

static struct tale *tale_of(const struct mail_rows *rows, const struct mail_seen *m)
{
	uint64_t *at = table_find(&rows->tales, span_make(&m->hash, sizeof(m->hash)));

	return at ? &rows->tale[*at] : NULL;
}

static struct tale *tale_add(struct mail_rows *rows, const struct mail_seen *m)
{
	struct error e;
	bool is_new = false;
	uint64_t *at = table_add(&rows->tales, span_make(&m->hash, sizeof(m->hash)), &is_new, &e);

	if (!at)
		return NULL;
	if (is_new)
		*at = rows->tales.count - 1;
	return *at < rows->tale_room ? &rows->tale[*at] : NULL;
}

static bool same_source(const struct group *a, const struct group *b)
{
	return span_equal(record_text(a->first, "source"), record_text(b->first, "source"));
}

static void tell(struct mail_rows *rows, const struct group *g)
{
	for (const struct mail_seen *m = g->message; m; m = m->next) {
		struct tale *tale = tale_add(rows, m);

		if (!tale)
			continue;
		tale->said |= BIT(g->said);
		tale->first = tale->first ? tale->first : g;
		tale->shared |= !same_source(tale->first, g);
		if (!tale->label && group_label(g).len)
			tale->label = g;
	}
}

/* A copy beside a delivery, and a record that says nothing, change nothing. */
static uint32_t settled(uint32_t said)
{
	uint32_t ends = said & ~(BIT(SAID_COPY) | BIT(SAID_NOTHING));

	if (!ends)
		return BIT(SAID_NOTHING);
	if ((said & BIT(SAID_COPY)) && !(ends & ~KEPT_BACK))
		ends |= BIT(SAID_COPY);
	return ends;
}

/* ---- rows */

static uint32_t row_of(struct mail_rows *rows, uint32_t said, const struct group *label)
{
	struct span name = label ? group_label(label) : SPAN("");
	struct mail_row *row;

	for (uint32_t i = 0; i < rows->row_count; i++)
		if ((rows->row[i].said == said && span_equal(rows->row[i].label, name)) ||
		    i == MAIL_ROWS - 1)
			return i;
	row = &rows->row[rows->row_count];
	*row = (struct mail_row){ .said = said, .label = name, .from = TIME_NONE, .to = TIME_NONE };
	table_init(&row->values, rows->arena, KEPT_GROUPS);
	table_init(&row->targets, rows->arena, KEPT_GROUPS);
	table_init(&row->ids, rows->arena, MESSAGES_KEPT);
	return rows->row_count++;
}

static void key_add(struct table *table, struct span key)
{
	struct error e;

	/* Beyond the table's room the number is a lower bound. */
	if (key.len)
		table_add(table, key, NULL, &e);
}

static void row_witness(struct mail_row *row, const struct group *g)
{
	const unsigned said = g->said;

	for (uint32_t i = 0; i < row->witnesses[said]; i++)
		if (same_source(row->witness[said][i], g))
			return;
	if (row->witnesses[said] < WITNESSES)
		row->witness[said][row->witnesses[said]++] = g;
}

static void row_target(struct mail_row *row, const struct group *g, struct span mailbox)
{
	key_add(&row->targets, mailbox.len ? mailbox : record_text(g->first, "host"));
}

static void row_widen(struct mail_row *row, int64_t from, int64_t to)
{
	if (from != TIME_NONE && (row->from == TIME_NONE || from < row->from))
		row->from = from;
	if (to != TIME_NONE && (row->to == TIME_NONE || to > row->to))
		row->to = to;
}

/* Messages of the group are in this row. */
static void row_take(struct mail_row *row, const struct group *g)
{
	if (!row->first || (row->first->said >= SAID_COPY && g->said < SAID_COPY))
		row->first = g;
	row_witness(row, g);
	key_add(&row->values, record_text(g->first, "indicator.value"));
}

/* Of a log with more messages than are shown, or without ids, the rest speaks for itself. */
static void take_nameless(struct mail_rows *rows, const struct group *g)
{
	struct mail_row *row;

	if (g->count <= g->messages)
		return;
	row = &rows->row[row_of(rows, settled(BIT(g->said)),
				group_label(g).len ? g : NULL)];
	row_take(row, g);
	row_target(row, g, g->mailboxes ? SPAN("") : record_text(g->first, "mailbox"));
	row_widen(row, g->from, g->to);
	row->count += g->count - g->messages;
	for (uint64_t k = 0; k < g->findings && k < GROUP_IDS; k++)
		key_add(&row->ids, g->id[k]);
}

static void take_named(struct mail_rows *rows, const struct group *g)
{
	for (const struct mail_seen *m = g->message; m; m = m->next) {
		struct tale *tale = tale_of(rows, m);
		struct mail_row *row;

		if (!tale)
			continue;
		if (!tale->row) {
			tale->row = 1 + row_of(rows, settled(tale->said), tale->label);
			rows->row[tale->row - 1].count++;
		}
		row = &rows->row[tale->row - 1];
		row->shared |= tale->shared;
		row_take(row, g);
		row_widen(row, m->from, m->to);
		for (const struct id_seen *id = m->ids; id; id = id->next) {
			key_add(&row->ids, id->id);
			row_target(row, g, id->mailbox);
		}
	}
}

/* Who saw the same message: sources, in the order of what they say. */
static uint32_t row_sources(const struct mail_row *row, const struct group *all[])
{
	uint32_t n = 0;

	for (unsigned said = 0; said < SAID_COUNT; said++)
		for (uint32_t i = 0; i < row->witnesses[said]; i++)
			all[n++] = row->witness[said][i];
	return n;
}

/* What is nearest to a person's eyes comes first: delivered, or nobody agrees; refused is last. */
static unsigned row_rank(const struct mail_row *row)
{
	if (row->said & (BIT(SAID_DELIVERED) | BIT(SAID_COPY)))
		return 0;
	return row->said & KEPT_BACK ? 2 : 1;
}

static void put_in_order(struct mail_rows *rows)
{
	for (uint32_t i = 0; i < rows->row_count; i++) {
		unsigned rank = row_rank(&rows->row[i]);
		uint32_t at = i;

		for (; at && row_rank(&rows->row[rows->order[at - 1]]) > rank; at--)
			rows->order[at] = rows->order[at - 1];
		rows->order[at] = i;
	}
}

uint32_t mail_rows_begin(struct text *t)
{
	struct arena *a = &t->report->arena;
	uint32_t room = 0;

	if (t->mail)
		return t->mail->row_count;
	for (uint32_t i = 0; i < t->groups.count; i++)
		room += group_is_mail(t->groups.list[i]) ? t->groups.list[i]->messages : 0;
	t->mail = arena_new(a, struct mail_rows);
	if (!t->mail)
		return 0;
	t->mail->arena = a;
	t->mail->tale = room ? arena_array(a, struct tale, room) : NULL;
	t->mail->tale_room = t->mail->tale ? room : 0;
	table_init(&t->mail->tales, a, MESSAGES_KEPT);
	for (uint32_t i = 0; i < t->groups.count; i++)
		if (group_is_mail(t->groups.list[i])) {
			t->groups.list[i]->said = said_by(t, t->groups.list[i]);
			tell(t->mail, t->groups.list[i]);
		}
	for (uint32_t i = 0; i < t->groups.count; i++)
		if (group_is_mail(t->groups.list[i])) {
			take_named(t->mail, t->groups.list[i]);
			take_nameless(t->mail, t->groups.list[i]);
		}
	put_in_order(t->mail);
	return t->mail->row_count;
}

void mail_rows_release(struct text *t)
{
	if (!t->mail)
		return;
	table_release(&t->mail->tales);
	for (uint32_t i = 0; i < t->mail->row_count; i++) {
		table_release(&t->mail->row[i].values);
		table_release(&t->mail->row[i].targets);
		table_release(&t->mail->row[i].ids);
	}
}

/* ---- a row in words */

static void say_whom(const struct mail_row *row, struct buf *out)
{
	if (row->targets.count == 0)
		return;
	buf_text(out, " to ");
	if (row->targets.count == 1) {
		people_text(row->targets.entry[0].key, out);
		return;
	}
	people_number(row->targets.count, out);
	buf_text(out, " mailboxes");
}

/* One thing is said, by whomever. */
static bool agree(uint32_t said)
{
	return (said & (said - 1)) == 0 || said == (BIT(SAID_QUARANTINED) | BIT(SAID_LABEL));
}

static void say_disputed(const struct text *t, const struct mail_row *row, struct buf *out)
{
	static const char *const words[SAID_COUNT] = {
		[SAID_REFUSED] = "refused", [SAID_DELAYED] = "delayed",
		[SAID_DELIVERED] = "delivered", [SAID_QUARANTINED] = "in quarantine",
		[SAID_LABEL] = "in quarantine", [SAID_OTHERWISE] = "stopped",
	};

	for (unsigned said = 0; said < SAID_COUNT; said++) {
		if (!(row->said & BIT(said)))
			continue;
		buf_text(out, "; ");
		if (said == SAID_COPY) {
			buf_text(out, "but a copy lies in ");
		} else {
			buf_text(out, words[said]);
			buf_text(out, ", says ");
		}
		if (said == SAID_LABEL) {
			buf_text(out, "your label \"");
			buf_add(out, row->label);
			buf_byte(out, '"');
		} else {
			groups_sources(t, row->witness[said], row->witnesses[said], out);
		}
	}
}

static void say_ids(const struct mail_row *row, struct buf *out)
{
	const uint32_t all = row->ids.count, most = all > GROUP_IDS ? 1 : GROUP_IDS;

	for (uint32_t i = 0; i < all && i < most; i++) {
		buf_byte(out, ' ');
		buf_add(out, row->ids.entry[i].key);
	}
	if (all > most) {
		buf_text(out, " and ");
		people_number(all - most, out);
		buf_text(out, " more");
	}
}

static void say_witnesses(const struct text *t, const struct mail_row *row, struct buf *out)
{
	const struct group *all[SAID_COUNT * WITNESSES];

	buf_text(out, " Witnesses: ");
	groups_sources(t, all, row_sources(row, all), out);
	buf_byte(out, '.');
}

void mail_row(struct text *t, uint32_t i)
{
	const struct mail_row *row = &t->mail->row[t->mail->order[i]];
	struct buf *b = &t->line;

	buf_clear(b);
	people_count(row->count, "message with ", "messages with ", b);
	if (row->values.count == 1) {
		people_value(row->values.entry[0].key, b);
	} else {
		people_number(row->values.count, b);
		buf_text(b, " listed values");
	}
	say_whom(row, b);
	text_times(t, row->from, row->to, b);
	if (agree(row->said))
		buf_text(b, incoming_end(row->first, row->count > 1));
	else
		say_disputed(t, row, b);
	buf_byte(b, '.');
	if (row->label.len && agree(row->said)) {
		buf_text(b, " (your label \"");
		buf_add(b, row->label);
		buf_text(b, "\")");
	}
	if (row->shared && agree(row->said))
		say_witnesses(t, row, b);
	say_ids(row, b);
}
