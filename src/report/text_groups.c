/*
 * text_groups.c -- findings that differ only in where and when become one row.
 *
 * A log that is rotated every day gives a finding a day; a reader wants one
 * sentence from the first to the last.  Findings of one source with the same
 * times and count are copies of one another: they are named and not added up.
 * A million findings cost no more memory than KEPT_GROUPS groups.
 */
#include "report/text_state.h"

#define COPIES_MAX 20000
#define SAME_EVENT (2 * TIME_SECOND)

static void key_add(struct buf *key, struct span s)
{
	buf_add(key, s);
	buf_byte(key, '\0');
}

void machine_key(const struct node *n, struct buf *key)
{
	static const char *const parts[] = { "name", "host", "via", "user", "files_under" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct span s = record_text(n, parts[i]);

		if (!s.len)
			continue;
		buf_byte(key, (char)('0' + i));
		for (size_t k = 0; k < s.len; k++)
			buf_byte(key, ascii_lower(s.ptr[k]));
		return;
	}
}

static bool in_text(const struct node *n)
{
	return record_is(n, "class", "unjudged") && !record_is(n, "place", "record") &&
	       !record_is(n, "place", "file content") && !record_is(n, "place", "file name");
}

static struct span last_why(const struct node *n)
{
	const struct node *w = record_get(n, "why");
	struct span last = SPAN("");

	for (w = w ? w->child : NULL; w; w = w->next)
		last = w->text;
	return last;
}

static void path_key(const struct node *n, struct buf *key)
{
	const struct node *step = record_get(n, "where");

	for (step = step ? step->child : NULL; step; step = step->next)
		if (record_is(step, "kind", "file") || record_is(step, "kind", "member"))
			key_add(key, record_text(step, record_is(step, "kind", "file") ? "path" : "name"));
}

static void group_key(const struct node *n, struct buf *key)
{
	static const char *const always[] = { "class", "place", "source", "explained_by",
						  "marked" };
	static const char *const record[] = {
		"indicator.kind", "indicator.value", "peer", "direction", "started_by", "outcome",
		"event", "process",
	};

	machine_key(n, key);
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		key_add(key, record_text(n, always[i]));
	key_add(key, last_why(n));
	/* Many listed values in one text are one thing to look at. */
	if (in_text(n)) {
		path_key(n, key);
		return;
	}
	for (size_t i = 0; i < sizeof(record) / sizeof(record[0]); i++)
		key_add(key, record_text(n, record[i]));
	/* Of mail that came the messages are known, each with its mailbox. */
	if (!record_is(n, "event", "mail") || !record_is(n, "class", "attempt"))
		key_add(key, record_text(n, "mailbox"));
	if (record_is(n, "event", "login"))
		key_add(key, record_text(n, "user"));
	if (!record_is(n, "place", "record"))
		path_key(n, key);
}

/* When a finding begins and ends, which is often the same. */
static void finding_times(const struct node *n, int64_t times[2])
{
	times[0] = record_time(n, "first");
	times[1] = span_equal(record_text(n, "first"), record_text(n, "last"))
			   ? times[0] : record_time(n, "last");
}

/* The same times and count were added to this group already. */
static int is_copy(struct text *t, const struct node *n, const int64_t times[2], struct buf *key,
		   bool *copy, struct error *e)
{
	uint64_t count = record_number(n, "count");
	bool is_new = false;

	*copy = false;
	if (times[0] == TIME_NONE || t->groups.copies.count == COPIES_MAX)
		return 0;
	buf_add(key, span_make(times, 2 * sizeof(times[0])));
	buf_add(key, span_make(&count, sizeof(count)));
	if (!table_add(&t->groups.copies, buf_span(key), &is_new, e))
		return -1;
	*copy = !is_new;
	return 0;
}

static void group_merge(struct text *t, struct group *g, const struct node *n,
			const int64_t times[2], bool copy)
{
	int64_t first = times[0], last = times[1];
	bool mail = group_messages(t, g, n, copy);

	g->findings++;
	g->mailboxes |= !span_equal(record_text(n, "mailbox"), record_text(g->first, "mailbox"));
	if (copy)
		return;
	if (!mail)
		g->count += record_number(n, "count");
	g->bytes_out += record_number(n, "bytes_out");
	g->bytes_in += record_number(n, "bytes_in");
	if (first != TIME_NONE && (g->from == TIME_NONE || first < g->from))
		g->from = first;
	if (last != TIME_NONE && (g->to == TIME_NONE || last > g->to))
		g->to = last;
}

static int weigh(const struct group *g)
{
	static const char *const order[] = {
		"no-answer", "refused", "reset", "unknown", "answered", "let-through", "data",
		"login-ok", "at-rest", "started",
	};

	if (!group_is(g, "compromise"))
		return -1;
	if (record_is(g->first, "place", "file content"))
		return 8;
	for (int i = 0; i < (int)(sizeof(order) / sizeof(order[0])); i++)
		if (record_is(g->first, "outcome", order[i]))
			return i;
	return 3;
}

static int group_new(struct text *t, const struct node *n, uint64_t *at, struct error *e)
{
	struct groups *all = &t->groups;
	struct arena *a = &t->report->arena;
	struct group *g = arena_new(a, struct group);
	struct buf key;

	if (!all->list)
		all->list = arena_array(a, struct group *, KEPT_GROUPS);
	if (!g || !all->list)
		return fail(e, ERR_MEMORY, "no memory for the report");
	buf_init(&key, 1 << 20);
	machine_key(n, &key);
	g->machine = arena_copy(a, buf_span(&key));
	buf_release(&key);
	g->first = record_keep(a, n, e);
	if (!g->first)
		return -1;
	g->class = record_text(g->first, "class");
	g->weight = weigh(g);
	g->from = g->to = TIME_NONE;
	*at = g->number = all->count;
	all->list[all->count++] = g;
	return 0;
}

/* *g is NULL when there is no room for another group. */
static int group_of(struct text *t, const struct node *n, struct buf *key, struct group **g,
		    struct error *e)
{
	struct groups *all = &t->groups;
	uint64_t *at = table_find(&all->by_key, buf_span(key));

	*g = NULL;
	if (!at && all->count == KEPT_GROUPS)
		return 0;
	if (!at) {
		at = table_add(&all->by_key, buf_span(key), NULL, e);
		if (!at || group_new(t, n, at, e) < 0)
			return -1;
	}
	*g = all->list[*at];
	return 0;
}

int groups_take(struct text *t, const struct node *n, struct error *e)
{
	int64_t times[2];
	struct group *g;
	struct buf key;
	bool copy = false;
	int rc;

	t->groups.findings++;
	buf_init(&key, 4 << 20);
	group_key(n, &key);
	rc = group_of(t, n, &key, &g, e);
	finding_times(n, times);
	if (rc == 0 && g)
		rc = is_copy(t, n, times, &key, &copy, e);
	buf_release(&key);
	if (rc < 0)
		return -1;
	if (!g) {
		t->groups.lost++;
		return 0;
	}
	if (g->findings < GROUP_IDS) {
		g->id[g->findings] = arena_copy(&t->report->arena, record_text(n, "id"));
		if (!g->id[g->findings].ptr)
			return fail(e, ERR_MEMORY, "no memory for the report");
	}
	group_merge(t, g, n, times, copy);
	return 0;
}

/* ---- questions about groups */

bool group_is(const struct group *g, const char *class)
{
	return span_equal(g->class, span_of(class));
}

int group_weight(const struct group *g)
{
	return g->weight;
}

static bool near_by(int64_t a, int64_t b)
{
	return a != TIME_NONE && b != TIME_NONE && (a > b ? a - b : b - a) <= SAME_EVENT;
}

bool group_same_happening(const struct group *a, const struct group *b)
{
	return span_equal(a->machine, b->machine) && near_by(a->from, b->from) &&
	       near_by(a->to, b->to) && a->count == b->count &&
	       !span_equal(record_text(a->first, "source"), record_text(b->first, "source"));
}

void group_ids(const struct group *const *list, uint32_t n, struct buf *out)
{
	uint64_t all = 0, told = 0;

	for (uint32_t i = 0; i < n; i++)
		all += list[i]->findings;
	for (uint32_t i = 0; i < n; i++)
		for (uint64_t k = 0; k < list[i]->findings && k < GROUP_IDS; k++) {
			if (told == (all > GROUP_IDS ? 1 : GROUP_IDS))
				break;
			buf_text(out, told++ ? " " : "");
			buf_add(out, list[i]->id[k]);
		}
	if (all > told) {
		buf_text(out, " and ");
		people_number(all - told, out);
		buf_text(out, " more");
	}
}
