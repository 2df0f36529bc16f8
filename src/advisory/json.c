/*
 * json.c -- lists as JSON that are no STIX and no MISP: the KEV catalogue,
 * feeds of objects ({"ioc_value": ..., "ioc_type": ...}), arrays under the
 * name of a kind ({"domains": [...]}), one object a line.
 *
 * A member's name is understood like the header of a column (labels.h), an
 * object in an array like a row.  Read twice, one object at a time: first the
 * head and whether there is anything of ours at all.  JSON that lists nothing
 * is refused as a kind that is not read.
 *
 * Hostile input: nesting LEVELS_MAX on the way to the objects, below that the
 * JSON reader's own; OBJECT_BUDGET of memory for one object.
 */
#include <stdio.h>

#include "advisory/dates.h"
#include "advisory/entities.h"
#include "advisory/labels.h"
#include "advisory/mentions.h"
#include "advisory/names.h"
#include "advisory/pointer.h"
#include "advisory/reader.h"
#include "advisory/remarks.h"
#include "base/tree.h"

#define LEVELS_MAX 12
#define OBJECT_BUDGET (64u << 20)
#define REMARK_MAX 160
#define SCALAR_MAX 4096		/* of a member that is kept until its object ends */

struct feed {
	struct reading *reading;
	struct entities entities;
	struct mentions mentions;	/* names in titles, families, tags and remarks */
	struct json json;
	struct arena object;
	bool giving;			/* the second pass */
	uint64_t found;			/* values and vulnerabilities */
	int64_t latest;
	struct error *error;
};

static bool is_scalar(const struct node *n)
{
	return n->type == JSON_STRING || n->type == JSON_NUMBER;
}

/* ---- one object */

struct cve_taker {
	struct feed *feed;
	const struct pointer *spot;
};

static int take_id(void *context, const struct name_found *f)
{
	struct cve_taker *t = context;
	struct mention m = { .kind = f->kind, .name = f->name, .written = f->written };

	if (!f->is_id)
		return 0;
	t->feed->found++;
	if (!t->feed->giving)
		return 0;
	m.id = m.stated = f->name;
	m.at = pointer_step(t->spot, f->written);
	return entities_add(&t->feed->entities, &m, t->feed->error);
}

/* Does a member hold words in which names stand? */
static bool is_words(struct span key)
{
	enum column column = label_of_header(key).column;

	return column == COLUMN_CONTEXT || column == COLUMN_NAME ||
		span_equal_nocase(key, SPAN("title")) || span_equal_nocase(key, SPAN("summary"));
}

/* Names in what the object says; those of its own members are what its values belong to. */
static int name_object(struct feed *f, const struct node *n, struct listed *l,
		       const struct pointer *spot)
{
	/* A catalogue of vulnerabilities names products, of which many are called like malware. */
	for (const struct node *c = n->child; c; c = c->next)
		if (label_of_header(c->key).column == COLUMN_CVE)
			return 0;
	for (const struct node *c = n->child; f->giving && c; c = c->next) {
		struct pointer here = pointer_below(spot, c->key);

		if (c->type == JSON_STRING && is_words(c->key) &&
		    mentions_remark(&f->mentions, c->text, pointer_step(&here, SPAN("")),
				    &l->entities, f->error) < 0)
			return -1;
	}
	return 0;
}

/* What the object says of its values. */
static void describe(const struct node *n, struct listed *l, struct label *type)
{
	bool typed = false;
	uint64_t number;

	for (const struct node *c = n->child; c; c = c->next) {
		struct label label = label_of_header(c->key);
		struct stretch when;

		if (!is_scalar(c) || !c->text.len)
			continue;
		if (label.column == COLUMN_TYPE && !typed) {
			*type = label_of_type(c->text);
			typed = true;
		} else if (label.column == COLUMN_CONTEXT) {
			strings_add(&l->why, span_cut(c->text, 0, REMARK_MAX));
		} else if (label.column == COLUMN_CONFIDENCE && span_u64(c->text, &number)) {
			l->confidence = number > 100 ? 100 : (uint8_t)number;
		} else if (label.column == COLUMN_VALID_UNTIL && date_cell(c->text, &when)) {
			l->valid_until = when.to;
		} else if (label.column == COLUMN_VALID_FROM && date_cell(c->text, &when)) {
			l->valid_from = when.from;
		} else if (label.column == COLUMN_PORT && span_u64(c->text, &number) &&
			   number <= UINT16_MAX) {
			l->port = (uint16_t)number;
		}
		if (l->why.count > INTEL_MANY - 4)
			break;
	}
}

static enum role role_of(enum column column)
{
	switch (column) {
	case COLUMN_LEGITIMATE:
		return ROLE_BENIGN;
	case COLUMN_VICTIM:
		return ROLE_VICTIM;
	default:
		return ROLE_INDICATOR;
	}
}

/* A value, with what is known of it. 1 given (or would be), 0 none. */
static int give(struct feed *f, struct listed *l, enum kind kind, struct span written,
		const struct pointer *spot)
{
	struct reading *r = f->reading;
	uint16_t port = 0;
	enum kind found;
	int rc;

	if (!f->giving) {
		rc = reading_canonical(written, kind, &r->plain, &r->canonical, &found, &port);
		f->found += rc != 0;
		return rc;
	}
	l->kind = kind;
	l->written = written;
	l->step = pointer_step(spot, written);
	rc = reading_listed(r, l, f->error);
	return rc;
}

static int give_member(struct feed *f, const struct listed *about, struct label type,
		       const struct node *c, const struct pointer *spot)
{
	struct label label = label_of_header(c->key);
	struct pointer here = pointer_below(spot, c->key);
	struct cve_taker taker = { f, &here };
	struct listed l = *about;

	if (label.column == COLUMN_CVE || label.column == COLUMN_TECHNIQUE)
		return names_find(c->text, take_id, &taker);
	if (label.column == COLUMN_VALUE && label.kind == KIND_NONE) {
		if (type.column == COLUMN_CVE)
			return names_find(c->text, take_id, &taker);
		if (type.column != COLUMN_VALUE && type.column != COLUMN_UNKNOWN)
			return 0;
		label.kind = type.kind;
	}
	l.role = role_of(label.column);
	if (label.column != COLUMN_VALUE && l.role == ROLE_INDICATOR)
		return 0;
	strings_add(&l.why, SPAN("member of a list of objects"));
	strings_add(&l.why, span_cut(c->key, 0, REMARK_MAX));
	for (uint32_t i = 0; i < l.why.count && l.role == ROLE_INDICATOR; i++)
		l.role = remark_role(l.why.item[i], label.kind);
	return give(f, &l, label.kind, c->text, &here);
}

static void note_dates(struct feed *f, const struct node *n)
{
	for (const struct node *c = n->child; c; c = c->next) {
		enum column column = label_of_header(c->key).column;
		struct stretch when;

		if (!is_scalar(c) || (column != COLUMN_FIRST_SEEN && column != COLUMN_LAST_SEEN &&
				      column != COLUMN_DATE) || !date_cell(c->text, &when) ||
		    !reading_believes(f->reading, when.from, 0))
			continue;
		if (column == COLUMN_DATE)
			f->latest = when.from > f->latest ? when.from : f->latest;
		else
			reading_activity(f->reading, when.from, when.to);
	}
}

static int take_node(struct feed *f, const struct node *n, struct span name,
		     const struct pointer *spot, int level);

/* Members that hold more: lists of values under a name, objects inside. */
static int take_inner(struct feed *f, const struct node *n, const struct pointer *spot, int level)
{
	for (const struct node *c = n->child; c; c = c->next) {
		struct pointer here = pointer_below(spot, c->key);
		uint64_t index = 0;

		if (c->type == JSON_OBJECT && take_node(f, c, c->key, &here, level + 1) < 0)
			return -1;
		if (c->type != JSON_ARRAY)
			continue;
		for (const struct node *x = c->child; x; x = x->next, index++) {
			struct pointer at = pointer_element(&here, index);

			if (take_node(f, x, c->key, &at, level + 1) < 0)
				return -1;
		}
	}
	return 0;
}

/* A string in a list: the list's name says what it is. */
static int take_string(struct feed *f, const struct node *n, struct span name,
		       const struct pointer *spot)
{
	struct label label = label_of_header(name);
	struct cve_taker taker = { f, spot };
	struct listed l;

	if (label.column == COLUMN_CVE || label.column == COLUMN_TECHNIQUE)
		return names_find(n->text, take_id, &taker);
	if (f->giving && n->type == JSON_STRING && is_words(name))
		return mentions_remark(&f->mentions, n->text, pointer_step(spot, SPAN("")), NULL,
				       f->error);
	if (label.column != COLUMN_VALUE)
		return 0;
	listed_init(&l);
	strings_add(&l.why, SPAN("entry of a list named:"));
	strings_add(&l.why, span_cut(name, 0, REMARK_MAX));
	return give(f, &l, label.kind, n->text, spot);
}

static int take_node(struct feed *f, const struct node *n, struct span name,
		     const struct pointer *spot, int level)
{
	struct label type = { COLUMN_UNKNOWN, KIND_NONE };
	struct listed about;

	if (level == LEVELS_MAX)
		return 0;
	if (is_scalar(n))
		return take_string(f, n, name, spot);
	if (n->type == JSON_ARRAY)
		return take_inner(f, n, spot, level);
	if (n->type != JSON_OBJECT)
		return 0;
	listed_init(&about);
	describe(n, &about, &type);
	if (name_object(f, n, &about, spot) < 0)
		return -1;
	if (!f->giving)
		note_dates(f, n);
	for (const struct node *c = n->child; c; c = c->next)
		if (is_scalar(c) && c->text.len && give_member(f, &about, type, c, spot) < 0)
			return -1;
	return take_inner(f, n, spot, level);
}

/* ---- the document */

static void note_scalar(struct feed *f, struct span key, struct span text)
{
	struct advisory *head = &f->reading->head;
	struct stretch when;

	if ((span_equal_nocase(key, SPAN("title")) || span_equal_nocase(key, SPAN("name"))) &&
	    !head->title.len)
		head->title = reading_keep(f->reading, span_trim(text), 300);
	else if ((span_starts_nocase(key, SPAN("dateReleased")) ||
		  span_starts_nocase(key, SPAN("publish")) ||
		  span_equal_nocase(key, SPAN("created")) ||
		  span_equal_nocase(key, SPAN("date"))) &&
		 head->published == TIME_NONE && date_cell(text, &when))
		head->published = when.from;
	else if (span_equal_nocase(key, SPAN("tlp")) && !head->tlp.len)
		head->tlp = reading_keep(f->reading, text, 20);
}

static int read_value(struct feed *f, const struct json_event *first, struct span name,
		      const struct pointer *spot, int level);

static int read_array(struct feed *f, struct span name, const struct pointer *spot, int level)
{
	for (uint64_t index = 0;; index++) {
		struct pointer here = pointer_element(spot, index);
		struct json_event ev;
		struct node *n;
		int got = json_next(&f->json, &ev, f->error);

		if (got <= 0)
			return got < 0 ? -1 : fail(f->error, ERR_TRUNCATED, "JSON: ends inside an array");
		if (ev.type == JSON_ARRAY_END)
			return 0;
		arena_reset(&f->object);
		if (tree_read(&f->json, &ev, &f->object, &n, f->error) < 0 ||
		    take_node(f, n, name, &here, level) < 0)
			return -1;
	}
}

/* The document's own members are a row too: one object a line, a lone object. */
static void keep_scalar(struct feed *f, struct node *row, struct span key,
			const struct json_event *ev)
{
	struct node *n = arena_new(f->reading->arena, struct node);

	if (!n || ev->text.len > SCALAR_MAX)
		return;
	*n = (struct node){ .type = ev->type, .next = row->child };
	n->key = reading_keep(f->reading, key, key.len);
	n->text = reading_keep(f->reading, ev->text, ev->text.len);
	row->child = n;
}

/* Behind '{' on the way to the lists. */
static int read_object(struct feed *f, const struct pointer *spot, int level)
{
	struct node row = { .type = JSON_OBJECT };

	for (;;) {
		struct json_event ev;
		struct pointer here;
		char key[64];
		size_t len;
		int got = json_next(&f->json, &ev, f->error);

		if (got <= 0)
			return got < 0 ? -1 : fail(f->error, ERR_TRUNCATED, "JSON: ends inside an object");
		if (ev.type == JSON_OBJECT_END)
			return take_node(f, &row, SPAN(""), spot, level) < 0 ? -1 : 0;
		len = ev.text.len < sizeof(key) ? ev.text.len : sizeof(key);
		memcpy(key, ev.text.ptr, len);
		here = pointer_below(spot, span_make(key, len));
		if (json_next(&f->json, &ev, f->error) <= 0)
			return -1;
		if (!f->giving && !level && ev.type == JSON_STRING)
			note_scalar(f, span_make(key, len), ev.text);
		if (ev.type == JSON_STRING || ev.type == JSON_NUMBER)
			keep_scalar(f, &row, span_make(key, len), &ev);
		else if (read_value(f, &ev, span_make(key, len), &here, level + 1) < 0)
			return -1;
	}
}

static int read_value(struct feed *f, const struct json_event *first, struct span name,
		      const struct pointer *spot, int level)
{
	if (level == LEVELS_MAX)
		return fail(f->error, ERR_LIMIT, "JSON: nested too deep");
	if (first->type == JSON_ARRAY)
		return read_array(f, name, spot, level);
	return first->type == JSON_OBJECT ? read_object(f, spot, level) : 0;
}

/* Several documents, one a line, are rows of one list. */
static int read_documents(struct feed *f)
{
	struct pointer top = { .len = 0 };
	uint64_t index = 0;
	int more = 1;

	json_many(&f->json);
	while ((more = json_next_document(&f->json, f->error)) > 0) {
		struct pointer here = index ? pointer_element(&top, index) : top;
		struct json_event ev;
		struct node *n;
		int got = json_next(&f->json, &ev, f->error);

		if (got < 0)
			return -1;
		if (!got)
			continue;
		if (index++ == 0) {
			got = read_value(f, &ev, SPAN(""), &top, 0);
		} else {
			arena_reset(&f->object);
			got = tree_read(&f->json, &ev, &f->object, &n, f->error);
			got = got < 0 ? got : take_node(f, n, SPAN(""), &here, 0);
		}
		if (got < 0 || json_next(&f->json, &ev, f->error) < 0)
			return -1;
	}
	return more;
}

static int pass(struct feed *f, bool giving)
{
	struct opened o;
	int rc = -1;

	f->giving = giving;
	if (source_open(f->reading->source, &o, f->error) == 0) {
		json_open_stream(&f->json, o.stream);
		rc = read_documents(f);
		json_close(&f->json);
	}
	source_close(&o);
	return rc;
}

static int give_all(struct feed *f)
{
	struct reading *r = f->reading;

	if (!f->found)
		return fail(f->error, ERR_UNSUPPORTED,
			    "JSON of a kind that is not read: nothing in it is named like a value");
	if (r->head.published == TIME_NONE && f->latest != TIME_NONE)
		r->head.published = f->latest;
	if (reading_begin(r, f->error) < 0 || pass(f, true) < 0 ||
	    entities_give(&f->entities, f->error) < 0)
		return -1;
	return reading_end(r, f->error);
}

static int json_read(struct reading *r, struct error *e)
{
	struct feed *f = arena_new(r->arena, struct feed);
	int rc = -1;

	if (!f)
		return fail(e, ERR_MEMORY, "no memory to read the list");
	f->reading = r;
	f->error = e;
	f->latest = TIME_NONE;
	entities_init(&f->entities, r);
	f->mentions = (struct mentions){ .entities = &f->entities,
					 .known = arena_new(r->arena, struct known_finder) };
	arena_init(&f->object, OBJECT_BUDGET);
	if (pass(f, false) == 0)
		rc = give_all(f);
	arena_release(&f->object);
	return rc;
}

static int json_probe(const struct source *s)
{
	struct span head = span_trim(s->sample);
	size_t i = 1;

	if (s->charset == CHARSET_BINARY || !head.len || (head.ptr[0] != '{' && head.ptr[0] != '['))
		return 0;
	while (i < head.len && ascii_space(head.ptr[i]))
		i++;
	/* "[defanged]" and "{...}" begin texts too. */
	return i < head.len && memchr("\"{[}]", head.ptr[i], 5) ? 50 : 0;
}

const struct advisory_kind reads_json = {
	.name = "json",
	.about = "JSON lists: KEV, feeds of objects, one object a line",
	.probe = json_probe,
	.read = json_read,
};
