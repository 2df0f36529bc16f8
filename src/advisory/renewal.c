/* renewal.c -- things and their names: put together, and written as rows. */
#include "advisory/renewal_own.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "intel/knowledge.h"

#define MEMORY	     (384u << 20)
#define THINGS_MOST  40000
#define NAMES_MOST   120000
#define WORDS_MOST   600000
#define ROWS_MOST    (8u << 20)
#define TEXT_MOST    (15u << 20)
#define ID_LONGEST   64
#define UUID_LENGTH  36
#define FEW_KNOW     6		/* letters of a short name that only one table has */
#define WARNING_MARK "[warning]\n"

struct bearer {
	struct thing *thing;
	struct bearer *next;
};

static int no_room(struct error *e)
{
	return fail(e, ERR_LIMIT, "more names than the table of names holds");
}

/* ---- small questions */

static bool is_named_thing(struct span kind)
{
	return span_equal(kind, SPAN("actor")) || span_equal(kind, SPAN("malware")) ||
	       span_equal(kind, SPAN("tool")) || span_equal(kind, SPAN("campaign"));
}

/* "G0016": an id of ATT&CK that somebody lists as a name. */
static bool is_attack_id(struct span s)
{
	uint64_t number;

	return s.len == 5 && memchr("GSC", s.ptr[0], 3) && span_u64(span_skip(s, 1), &number);
}

static bool is_id(struct span s)
{
	if (!s.len || s.len > ID_LONGEST)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_alnum(s.ptr[i]) && !strchr("._-", s.ptr[i]))
			return false;
	return true;
}

static struct span unmarked(struct span written)
{
	while (written.len && (written.ptr[0] == '~' || written.ptr[0] == '='))
		written = span_skip(written, 1);
	return written;
}

/* Programs and tools share their names; actors and campaigns have theirs. */
static struct span key_of(struct span kind, struct span folded, char key[KNOWN_LONGEST + 1])
{
	key[0] = span_equal(kind, SPAN("tool")) ? 'm' : kind.ptr[0];
	memcpy(key + 1, folded.ptr, folded.len);
	return span_make(key, folded.len + 1);
}

struct span renewal_tidy(struct renewal *r, struct span name)
{
	char *out;
	size_t len = 0;

	name = span_cut(name, 0, MAIN_LONGEST * 2);
	out = arena_alloc(&r->arena, name.len + 1);
	if (!out || utf8_valid(name) != name.len)
		return SPAN("");
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.ptr[i];

		if (c <= ' ' || c == 0x7f || strchr("|~", c)) {
			if (len && out[len - 1] != ' ')
				out[len++] = ' ';
		} else if (len || c != '=') {
			out[len++] = (char)c;
		}
	}
	return span_trim(span_make(out, len));
}

/* ---- things */

static struct thing *find_thing(const struct table *t, struct span key)
{
	const uint64_t *slot = table_find(t, key);

	return slot ? (struct thing *)(uintptr_t)*slot : NULL;
}

static struct bearer *bearers(const struct renewal *r, struct span key)
{
	const uint64_t *slot = table_find(&r->any, key);

	return slot ? (struct bearer *)(uintptr_t)*slot : NULL;
}

/* From now on the thing bears the name; false: it did before. */
static int bear(struct renewal *r, struct span key, struct thing *t, struct error *e)
{
	struct bearer *new;
	uint64_t *slot;

	for (const struct bearer *b = bearers(r, key); b; b = b->next)
		if (b->thing == t)
			return 0;
	new = arena_new(&r->arena, struct bearer);
	slot = new ? table_add(&r->any, key, NULL, e) : NULL;
	if (!slot)
		return no_room(e);
	*new = (struct bearer){ t, (struct bearer *)(uintptr_t)*slot };
	*slot = (uintptr_t)new;
	return 1;
}

static int set_slot(struct table *table, struct span key, struct thing *t, struct error *e)
{
	uint64_t *slot = table_add(table, key, NULL, e);

	if (!slot)
		return no_room(e);
	if (!*slot)
		*slot = (uintptr_t)t;
	return 0;
}

static struct thing *thing_new(struct renewal *r, struct span kind, struct span id,
			       struct span name, bool fresh, struct error *e)
{
	struct thing *t = r->count < THINGS_MOST ? arena_new(&r->arena, struct thing) : NULL;

	if (!t) {
		no_room(e);
		return NULL;
	}
	*t = (struct thing){ .kind = kind, .id = id, .main = { .written = name, .fresh = fresh },
			     .next = r->things };
	r->things = t;
	r->count++;
	return t;
}

static int add_spelling(struct renewal *r, struct thing *t, struct span written, bool fresh,
			struct error *e)
{
	struct spelling *s = arena_new(&r->arena, struct spelling);

	if (!s)
		return no_room(e);
	*s = (struct spelling){ written, t->others, fresh };
	t->others = s;
	return 0;
}

/* ---- the table as it is */

static int take_thing(struct renewal *r, struct span kind, struct span id, struct span name,
		      struct span others, struct error *e)
{
	char folded[KNOWN_LONGEST], key[KNOWN_LONGEST + 1];
	struct thing *t = thing_new(r, kind, id, name, false, e);
	struct span other, main = knowledge_key(unmarked(name), folded);

	if (!t || (id.len && set_slot(&r->ids, id, t, e) < 0))
		return -1;
	if (main.len && (set_slot(&r->main, key_of(kind, main, key), t, e) < 0 ||
			 bear(r, key_of(kind, main, key), t, e) < 0))
		return -1;
	while (span_split(&others, '|', &other)) {
		struct span k = knowledge_key(unmarked(other), folded);

		if (!other.len)
			continue;
		if (add_spelling(r, t, other, false, e) < 0 ||
		    (k.len && bear(r, key_of(kind, k, key), t, e) < 0))
			return -1;
	}
	return 0;
}

static int take_row(struct renewal *r, struct span row, struct error *e)
{
	struct span whole = row, kind = SPAN(""), id = SPAN(""), name = SPAN(""), others = SPAN("");
	struct buf *to = &r->rest;

	span_split(&row, '\t', &kind);
	span_split(&row, '\t', &id);
	span_split(&row, '\t', &name);
	span_split(&row, '\t', &others);
	if (span_equal(kind, SPAN("made")) || !kind.len)
		return 0;
	if (is_named_thing(kind))
		return take_thing(r, kind, id, name, others, e);
	if (span_equal(kind, SPAN("kev")))
		to = &r->kev;
	else if (span_equal(kind, SPAN("revoked")) ||
		 (span_equal(kind, SPAN("technique")) && !others.len))
		to = &r->techniques;
	buf_add(to, whole);
	buf_byte(to, '\n');
	return 0;
}

static int take_ordinary(struct renewal *r, struct error *e)
{
	struct span text = span_make(ordinary_text, ordinary_text_size), row, word;

	while (span_line(&text, &row)) {
		struct table *to = span_starts(row, SPAN("never\t")) ? &r->never : &r->ordinary;

		span_split(&row, '\t', &word);
		while (span_split(&row, ' ', &word))
			if (word.len && !table_add(to, word, NULL, e))
				return -1;
	}
	return 0;
}

int renewal_open(struct renewal **out, struct span names, struct span warning, struct error *e)
{
	struct renewal *r;
	struct arena a;
	struct span row;

	arena_init(&a, MEMORY);
	r = arena_new(&a, struct renewal);
	if (!r)
		return no_room(e);
	r->arena = a;
	table_init(&r->main, &r->arena, NAMES_MOST);
	table_init(&r->any, &r->arena, NAMES_MOST);
	table_init(&r->ids, &r->arena, NAMES_MOST);
	table_init(&r->never, NULL, NAMES_MOST);
	table_init(&r->ordinary, NULL, NAMES_MOST);
	table_init(&r->words, &r->arena, WORDS_MOST);
	buf_init(&r->rest, ROWS_MOST);
	buf_init(&r->techniques, ROWS_MOST);
	buf_init(&r->kev, ROWS_MOST);
	buf_init(&r->warning, TEXT_MOST);
	buf_add(&r->warning, warning);
	*out = r;
	while (span_line(&names, &row))
		if (take_row(r, row, e) < 0)
			return -1;
	return take_ordinary(r, e);
}

void renewal_close(struct renewal *r)
{
	struct arena a;

	if (!r)
		return;
	table_release(&r->main);
	table_release(&r->any);
	table_release(&r->ids);
	table_release(&r->never);
	table_release(&r->ordinary);
	table_release(&r->words);
	buf_release(&r->rest);
	buf_release(&r->techniques);
	buf_release(&r->kev);
	buf_release(&r->warning);
	a = r->arena;
	arena_release(&a);
}

/* ---- names of a file */

/* How many of the row's other names the thing bears. */
static uint32_t shared_names(const struct renewal *r, const struct naming_row *n,
			     const struct thing *t)
{
	char folded[KNOWN_LONGEST], key[KNOWN_LONGEST + 1];
	uint32_t shared = 0;

	for (uint32_t i = 0; i < n->count; i++) {
		struct span k = knowledge_key(n->others[i], folded);
		const struct bearer *b = k.len ? bearers(r, key_of(t->kind, k, key)) : NULL;

		while (b && b->thing != t)
			b = b->next;
		shared += b != NULL;
	}
	return shared;
}

/* Of several that bear the name the one that bears most of the others, too; NULL: none does. */
static struct thing *most_alike(const struct renewal *r, const struct naming_row *n,
				const struct bearer *b)
{
	struct thing *best = NULL;
	uint32_t most = 0;

	for (; b; b = b->next) {
		uint32_t shared = shared_names(r, n, b->thing);

		if (shared > most) {
			most = shared;
			best = b->thing;
		}
	}
	return best;
}

/* Whom the names and ids point to: one thing, or nobody for sure. */
static struct thing *owner_of(const struct renewal *r, const struct naming_row *n, struct span key)
{
	struct thing *t = find_thing(&r->ids, n->id), *only = NULL;
	const struct bearer *b;

	if (!t)
		t = find_thing(&r->main, key);
	if (t)
		return t;
	b = bearers(r, key);
	if (b && b->next)
		return most_alike(r, n, b);
	only = b ? b->thing : NULL;
	for (uint32_t i = 0; i < n->count; i++) {
		t = is_attack_id(n->others[i]) ? find_thing(&r->ids, n->others[i]) : NULL;
		if (t && only && t != only)
			return NULL;
		only = t ? t : only;
	}
	return only;
}

static int add_other(struct renewal *r, struct thing *t, struct span other, struct error *e)
{
	char folded[KNOWN_LONGEST], key[KNOWN_LONGEST + 1], main[KNOWN_LONGEST];
	struct span name = renewal_tidy(r, other), k = knowledge_key(name, folded);
	uint64_t number;
	int is_new;

	if (k.len < 2 || name.len > NAME_LONGEST || is_attack_id(name) ||
	    span_u64(name, &number) || table_find(&r->never, k))
		return 0;
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.ptr[i] > 0x7e)
			return 0;
	is_new = bear(r, key_of(t->kind, k, key), t, e);
	if (is_new <= 0)
		return is_new;
	return span_equal(k, knowledge_key(unmarked(t->main.written), main))
		? 0 : add_spelling(r, t, name, true, e);
}

/* The thing of an id of ATT&CK goes by another name now. */
static int rename_thing(struct renewal *r, struct thing *t, struct span name, struct span key,
			struct error *e)
{
	struct spelling was = t->main;

	if (set_slot(&r->main, key, t, e) < 0 || bear(r, key, t, e) < 0)
		return -1;
	t->main = (struct spelling){ .written = name, .fresh = true };
	return add_spelling(r, t, was.written, was.fresh, e);
}

int renewal_name(struct renewal *r, const struct naming_row *n, struct error *e)
{
	char folded[KNOWN_LONGEST], key[KNOWN_LONGEST + 1], main[KNOWN_LONGEST];
	struct span kind = span_of(n->kind), name = renewal_tidy(r, n->name);
	struct span k = knowledge_key(name, folded), id;
	struct thing *t;

	if (k.len < 2 || name.len > MAIN_LONGEST || !is_id(n->id) ||
	    (table_find(&r->never, k) && n->id.len != 5))
		return 0;
	id = arena_copy(&r->arena, n->id);
	key_of(kind, k, key);
	t = owner_of(r, n, span_make(key, k.len + 1));
	if (!t) {
		t = thing_new(r, kind, id, name, true, e);
		if (!t || set_slot(&r->main, span_make(key, k.len + 1), t, e) < 0 ||
		    bear(r, span_make(key, k.len + 1), t, e) < 0)
			return -1;
	} else if (is_attack_id(id) && span_equal(t->id, id) &&
		   !span_equal(k, knowledge_key(unmarked(t->main.written), main))) {
		if (rename_thing(r, t, name, span_make(key, k.len + 1), e) < 0)
			return -1;
	}
	if (!t->id.len || (t->id.len == UUID_LENGTH && id.len < UUID_LENGTH))
		t->id = id;
	if (set_slot(&r->ids, id, t, e) < 0 || add_other(r, t, name, e) < 0)
		return -1;
	for (uint32_t i = 0; i < n->count; i++)
		if (add_other(r, t, n->others[i], e) < 0)
			return -1;
	return 1;
}

/* ---- writing */

static int by_kind_and_name(const void *a, const void *b)
{
	const struct thing *x = *(const struct thing *const *)a;
	const struct thing *y = *(const struct thing *const *)b;
	char one[KNOWN_LONGEST], two[KNOWN_LONGEST];
	int order = span_compare(x->kind, y->kind);

	if (!order)
		order = span_compare(knowledge_key(unmarked(x->main.written), one),
				     knowledge_key(unmarked(y->main.written), two));
	return order ? order : span_compare(x->id, y->id);
}

static int by_spelling(const void *a, const void *b)
{
	const struct spelling *x = *(const struct spelling *const *)a;
	const struct spelling *y = *(const struct spelling *const *)b;

	char one[KNOWN_LONGEST], two[KNOWN_LONGEST];
	int order = span_compare(knowledge_key(unmarked(x->written), one),
				 knowledge_key(unmarked(y->written), two));

	return order ? order : span_compare(unmarked(x->written), unmarked(y->written));
}

/* Short names that few know: too many of them are words. */
static bool few_know(const struct thing *t, struct span name)
{
	if (t->id.len != UUID_LENGTH || !span_equal(t->kind, SPAN("malware")) ||
	    name.len > FEW_KNOW)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_alpha(name.ptr[i]) || (i && name.ptr[i] < 'a'))
			return false;
	return true;
}

static void put_spelling(const struct renewal *r, const struct thing *t,
			 const struct spelling *s, struct buf *out)
{
	char folded[KNOWN_LONGEST];

	if (s->fresh && (few_know(t, s->written) ||
			 renewal_is_ordinary(r, knowledge_key(s->written, folded))))
		buf_byte(out, '~');
	buf_add(out, s->written);
}

static int put_others(struct renewal *r, const struct thing *t, struct buf *out,
		      struct error *e)
{
	const struct spelling **list;
	uint32_t n = 0;

	for (const struct spelling *s = t->others; s; s = s->next)
		n++;
	list = arena_array(&r->arena, const struct spelling *, n ? n : 1);
	if (!list)
		return no_room(e);
	n = 0;
	for (const struct spelling *s = t->others; s; s = s->next)
		list[n++] = s;
	qsort(list, n, sizeof(*list), by_spelling);
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buf_byte(out, '|');
		put_spelling(r, t, list[i], out);
	}
	return 0;
}

static int put_things(struct renewal *r, struct buf *out, struct error *e)
{
	const struct thing **list = arena_array(&r->arena, const struct thing *, r->count + 1);
	uint32_t n = 0;

	if (!list)
		return no_room(e);
	for (const struct thing *t = r->things; t; t = t->next)
		list[n++] = t;
	qsort(list, n, sizeof(*list), by_kind_and_name);
	for (uint32_t i = 0; i < n; i++) {
		buf_printf(out, "%.*s\t%.*s\t", SPAN_ARG(list[i]->kind), SPAN_ARG(list[i]->id));
		put_spelling(r, list[i], &list[i]->main, out);
		buf_byte(out, '\t');
		if (put_others(r, list[i], out, e) < 0)
			return -1;
		buf_byte(out, '\n');
	}
	return 0;
}

int renewal_write(struct renewal *r, struct buf *out, struct error *e)
{
	if (put_things(r, out, e) < 0)
		return -1;
	buf_add(out, buf_span(&r->techniques));
	buf_add(out, buf_span(&r->kev));
	buf_add(out, buf_span(&r->rest));
	buf_text(out, WARNING_MARK);
	buf_add(out, buf_span(&r->warning));
	if (out->bad || out->len > TEXT_MOST || r->techniques.bad || r->kev.bad || r->rest.bad ||
	    r->warning.bad)
		return fail(e, ERR_LIMIT, "more than the tables hold (15 MB)");
	return 0;
}

/* ---- warning lists */

/* Where the list that its makers call `name` begins and ends. */
static bool list_at(struct span text, struct span name, size_t *from, size_t *to)
{
	struct span rest = text, row, column = SPAN("");
	bool inside = false;

	*to = text.len;
	while (span_line(&rest, &row)) {
		size_t at = (size_t)(row.ptr - text.ptr);

		if (!span_starts(row, SPAN("list\t")))
			continue;
		if (inside) {
			*to = at;
			return true;
		}
		*from = at;
		while (span_split(&row, '\t', &column))
			;
		inside = span_equal(column, name);
	}
	return inside;
}

/* The row with another date. */
static void put_list_row(struct buf *out, struct span row, struct span date)
{
	struct span column;

	for (int n = 0; span_split(&row, '\t', &column); n++) {
		if (n)
			buf_byte(out, '\t');
		buf_add(out, n == 2 ? date : column);
	}
	buf_byte(out, '\n');
}

bool renewal_list_begin(struct renewal *r, struct span name, struct span date)
{
	struct span text = buf_span(&r->warning), row, list;
	struct buf out;
	size_t from, to;

	if (!name.len || !list_at(text, name, &from, &to))
		return false;
	list = span_cut(text, from, to - from);
	span_line(&list, &row);
	buf_init(&out, TEXT_MOST);
	/* Which list decides goes by their order, so the new one stands where the old one did. */
	buf_add(&out, span_cut(text, 0, from));
	put_list_row(&out, row, date);
	r->list_tail = arena_copy(&r->arena, span_skip(text, to));
	buf_release(&r->warning);
	r->warning = out;
	return true;
}

void renewal_list_value(struct renewal *r, struct span value)
{
	char line[254];

	if (value.len < 2 || value.len >= sizeof(line))
		return;
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] <= ' ' || value.ptr[i] > '~')
			return;
		line[i] = ascii_lower(value.ptr[i]);
	}
	buf_add(&r->warning, span_make(line, value.len));
	buf_byte(&r->warning, '\n');
}

void renewal_list_end(struct renewal *r)
{
	buf_add(&r->warning, r->list_tail);
}
