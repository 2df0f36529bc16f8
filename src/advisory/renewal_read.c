/*
 * renewal_read.c -- published files, recognised by what stands at their top.
 *
 * Each is one JSON object with one long array.  It is gone through twice: for
 * the words at the top, then element by element, none of which may take more
 * than ELEMENT_MEMORY; so the size of a file costs time only.
 */
#include "advisory/renewal_own.h"

#include <stdio.h>

#include "base/tree.h"

#define ELEMENT_MEMORY (32u << 20)
#define OTHERS_MOST    1000
#define OBJECTS_MOST   200000

/* What stands at the top. */
struct top {
	struct arena arena;
	struct span type, name, version, released;
	bool objects, values, vulnerabilities, list;
};

struct reading_file {
	struct renewal *r;
	const struct top *top;
	struct arena arena;		/* of the element at hand */
	struct table techniques;	/* STIX id -> struct technique */
	struct buf revoked;		/* struct revocation */
	struct span others[OTHERS_MOST];
	char newest[11];		/* day of the newest object */
	uint64_t rows;
};

struct technique {
	struct span id;
	bool revoked;
	struct span name;
};

struct revocation {
	struct span from, to;		/* STIX ids */
};

/* ---- what any of them has */

static bool is_day(struct span s)
{
	for (size_t i = 0; i < s.len && i < 10; i++)
		if (i == 4 || i == 7 ? s.ptr[i] != '-' : !ascii_digit(s.ptr[i]))
			return false;
	return s.len >= 10;
}

/* 20260811 is a day, 27 counts. */
static void put_version(struct span version, char out[32])
{
	uint64_t number;

	if (version.len == 8 && span_starts(version, SPAN("20")) && span_u64(version, &number))
		snprintf(out, 32, "%.4s-%.2s-%.2s", version.ptr, version.ptr + 4, version.ptr + 6);
	else if (version.len <= 9 && span_u64(version, &number))
		snprintf(out, 32, "version %.*s", SPAN_ARG(version));
	else
		snprintf(out, 32, "undated");
}

static bool is_technique_id(struct span s)
{
	uint64_t number;

	if ((s.len != 5 && s.len != 9) || s.ptr[0] != 'T' || !span_u64(span_cut(s, 1, 4), &number))
		return false;
	return s.len == 5 || (s.ptr[5] == '.' && span_u64(span_skip(s, 6), &number));
}

/* ---- ATT&CK */

static struct span attack_id(const struct node *object)
{
	const struct node *refs = node_get(object, "external_references");

	for (const struct node *ref = refs ? refs->child : NULL; ref; ref = ref->next)
		if (span_starts(node_text(ref, "source_name"), SPAN("mitre")))
			return node_text(ref, "external_id");
	return SPAN("");
}

static uint32_t add_strings(struct reading_file *f, uint32_t n, const struct node *list)
{
	for (const struct node *s = list ? list->child : NULL; s && n < OTHERS_MOST; s = s->next)
		if (s->type == JSON_STRING)
			f->others[n++] = s->text;
	return n;
}

static int take_named(struct reading_file *f, const char *kind, const struct node *object,
		      struct error *e)
{
	uint32_t n = add_strings(f, 0, node_get(object, "aliases"));
	struct naming_row row = { .kind = kind, .id = attack_id(object),
				  .name = node_text(object, "name"), .others = f->others };
	int rc;

	row.count = add_strings(f, n, node_get(object, "x_mitre_aliases"));
	rc = renewal_name(f->r, &row, e);
	f->rows += rc > 0;
	return rc < 0 ? -1 : 0;
}

static int take_technique(struct reading_file *f, const struct node *object, struct error *e)
{
	struct span id = attack_id(object);
	struct technique *t;
	uint64_t *slot;

	if (!is_technique_id(id))
		return 0;
	t = arena_new(&f->r->arena, struct technique);
	slot = t ? table_add(&f->techniques, node_text(object, "id"), NULL, e) : NULL;
	if (!slot)
		return fail(e, ERR_LIMIT, "more techniques than there is room for");
	*t = (struct technique){ arena_copy(&f->r->arena, id), node_true(object, "revoked"),
				 renewal_tidy(f->r, node_text(object, "name")) };
	*slot = (uintptr_t)t;
	return 0;
}

static void take_relationship(struct reading_file *f, const struct node *object)
{
	struct revocation v;

	if (!span_equal(node_text(object, "relationship_type"), SPAN("revoked-by")))
		return;
	v.from = arena_copy(&f->r->arena, node_text(object, "source_ref"));
	v.to = arena_copy(&f->r->arena, node_text(object, "target_ref"));
	if (v.from.ptr && v.to.ptr)
		buf_add(&f->revoked, span_make(&v, sizeof(v)));
}

static int take_object(struct reading_file *f, const struct node *object, struct error *e)
{
	static const struct {
		const char *type, *kind;
	} named[] = {
		{ "intrusion-set", "actor" }, { "malware", "malware" }, { "tool", "tool" },
		{ "campaign", "campaign" },
	};
	struct span type = node_text(object, "type"), modified = node_text(object, "modified");
	bool over = node_true(object, "revoked") || node_true(object, "x_mitre_deprecated");

	renewal_words(f->r, node_text(object, "description"));
	if (is_day(modified) && memcmp(modified.ptr, f->newest, 10) > 0)
		memcpy(f->newest, modified.ptr, 10);
	if (span_equal(type, SPAN("attack-pattern")))
		return take_technique(f, object, e);
	if (span_equal(type, SPAN("relationship")))
		take_relationship(f, object);
	for (size_t i = 0; !over && i < sizeof(named) / sizeof(named[0]); i++)
		if (span_equal(type, span_of(named[i].type)))
			return take_named(f, named[i].kind, object, e);
	return 0;
}

static const struct technique *technique_of(const struct reading_file *f, struct span stix)
{
	const uint64_t *slot = table_find(&f->techniques, stix);

	return slot ? (const struct technique *)(uintptr_t)*slot : NULL;
}

/* Rows of techniques that the bundle does not speak of: it may be of mobile devices only. */
static int keep_techniques(struct reading_file *f, struct buf *out, struct error *e)
{
	struct span old = buf_span(&f->r->techniques), row;
	struct table spoken;
	int rc = 0;

	table_init(&spoken, NULL, OBJECTS_MOST);
	for (uint32_t i = 0; rc == 0 && i < f->techniques.count; i++) {
		const struct technique *t =
			(const struct technique *)(uintptr_t)f->techniques.entry[i].value;

		rc = table_add(&spoken, t->id, NULL, e) ? 0 : -1;
	}
	while (rc == 0 && span_line(&old, &row)) {
		struct span whole = row, id = SPAN("");

		span_split(&row, '\t', &id);
		span_split(&row, '\t', &id);
		if (table_find(&spoken, id))
			continue;
		buf_add(out, whole);
		buf_byte(out, '\n');
	}
	table_release(&spoken);
	return rc;
}

/* The techniques of the bundle in place of those that were known by these ids. */
static int put_techniques(struct reading_file *f, struct error *e)
{
	struct buf kept, *out = &kept;

	buf_init(out, f->r->techniques.ceiling);
	if (keep_techniques(f, out, e) < 0) {
		buf_release(out);
		return -1;
	}
	for (uint32_t i = 0; i < f->techniques.count; i++) {
		const struct technique *t =
			(const struct technique *)(uintptr_t)f->techniques.entry[i].value;

		if (t->revoked || !t->name.len)
			continue;
		buf_printf(out, "technique\t%.*s\t%.*s\n", SPAN_ARG(t->id), SPAN_ARG(t->name));
		f->rows++;
	}
	for (size_t at = 0; at + sizeof(struct revocation) <= f->revoked.len;
	     at += sizeof(struct revocation)) {
		struct revocation v;
		const struct technique *from, *to;

		memcpy(&v, f->revoked.ptr + at, sizeof(v));
		from = technique_of(f, v.from);
		to = technique_of(f, v.to);
		if (!from || !to || !from->revoked)
			continue;
		buf_printf(out, "revoked\t%.*s\t%.*s\n", SPAN_ARG(from->id), SPAN_ARG(to->id));
		f->rows++;
	}
	buf_release(&f->r->techniques);
	f->r->techniques = kept;
	return 0;
}

/* ---- MISP galaxy */

static const struct {
	const char *type, *kind;
} galaxies[] = {
	{ "threat-actor", "actor" }, { "malpedia", "malware" }, { "tool", "malware" },
	{ "ransomware", "malware" },
};

static const char *galaxy_kind(struct span type)
{
	for (size_t i = 0; i < sizeof(galaxies) / sizeof(galaxies[0]); i++)
		if (span_equal(type, span_of(galaxies[i].type)))
			return galaxies[i].kind;
	return NULL;
}

/* "win.wellmess" at the end of a link to Malpedia. */
static struct span malpedia_id(const struct node *meta)
{
	const struct node *refs = node_get(meta, "refs");

	for (const struct node *ref = refs ? refs->child : NULL; ref; ref = ref->next) {
		size_t at = span_find(ref->text, SPAN("/details/"));

		if (ref->type == JSON_STRING && at != SPAN_NONE)
			return span_skip(ref->text, at + 9);
	}
	return SPAN("");
}

static struct span without_end(struct span name, const char *end)
{
	return span_ends_nocase(name, span_of(end))
		? span_trim(span_cut(name, 0, name.len - strlen(end))) : name;
}

/* "Locky Ransomware", "Regin (Malware)", "elf.wellmess": the name alone. */
static struct span program_name(struct span name)
{
	static const char *const ends[] = {
		" (ransomware)", " ransomware", "(malware)", "(windows)", "(elf)", "(android)", "(osx)",
	};
	size_t dot = span_find_byte(name, '.');

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		name = without_end(name, ends[i]);
	if (dot == SPAN_NONE || !dot || span_find_byte(name, ' ') != SPAN_NONE)
		return name;
	for (size_t i = 0; i < name.len; i++)
		if (ascii_lower(name.ptr[i]) != name.ptr[i] ||
		    (i < dot && !ascii_alpha(name.ptr[i])))
			return name;
	return span_skip(name, dot + 1);
}

static int take_cluster(struct reading_file *f, const struct node *value, struct error *e)
{
	const struct node *meta = node_get(value, "meta");
	struct naming_row row = { .kind = galaxy_kind(f->top->type), .others = f->others,
				  .id = node_text(value, "uuid"), .name = node_text(value, "value") };
	int rc;

	renewal_words(f->r, node_text(value, "description"));
	row.count = add_strings(f, 0, node_get(meta, "synonyms"));
	if (strcmp(row.kind, "malware") == 0) {
		row.name = program_name(row.name);
		for (uint32_t i = 0; i < row.count; i++)
			f->others[i] = without_end(f->others[i], " ransomware");
	}
	if (span_equal(f->top->type, SPAN("malpedia")) && malpedia_id(meta).len)
		row.id = malpedia_id(meta);
	if (span_starts_nocase(row.name, SPAN("unidentified ")))
		return 0;
	rc = renewal_name(f->r, &row, e);
	f->rows += rc > 0;
	return rc < 0 ? -1 : 0;
}

/* ---- KEV, warning lists */

static bool is_cve(struct span s)
{
	uint64_t number;

	return s.len >= 13 && s.len <= 20 && span_starts(s, SPAN("CVE-")) && s.ptr[8] == '-' &&
	       span_u64(span_cut(s, 4, 4), &number) && span_u64(span_skip(s, 9), &number);
}

static int take_vulnerability(struct reading_file *f, const struct node *v, struct error *e)
{
	struct span id = node_text(v, "cveID"), added = node_text(v, "dateAdded");
	bool known = span_equal(node_text(v, "knownRansomwareCampaignUse"), SPAN("Known"));

	(void)e;
	if (!is_cve(id) || added.len != 10 || !is_day(added))
		return 0;
	buf_printf(&f->r->kev, "kev\t%.*s\t%.*s\t%s\n", SPAN_ARG(id), SPAN_ARG(added),
		   known ? "R" : "");
	f->rows++;
	return 0;
}

static void take_listed(struct reading_file *f, const struct json_event *ev)
{
	if (ev->type != JSON_STRING)
		return;
	renewal_list_value(f->r, ev->text);
	f->rows++;
}

/* ---- the file */

typedef int element_fn(struct reading_file *f, const struct node *n, struct error *e);

static int read_element(struct reading_file *f, struct json *j, const struct json_event *ev,
			element_fn *take, struct error *e)
{
	struct arena_mark mark = arena_mark(&f->arena);
	struct node *n;
	int rc;

	if (!take) {
		take_listed(f, ev);
		return ev->type == JSON_OBJECT || ev->type == JSON_ARRAY ? json_skip(j, e) : 0;
	}
	rc = tree_read(j, ev, &f->arena, &n, e);
	if (rc == 0)
		rc = take(f, n, e);
	arena_rewind(&f->arena, mark);
	return rc;
}

static int read_array(struct reading_file *f, struct json *j, element_fn *take, struct error *e)
{
	struct json_event ev;

	if (json_next(j, &ev, e) < 0)
		return -1;
	if (ev.type != JSON_ARRAY)
		return fail(e, ERR_MALFORMED, "no list where the list of its entries should stand");
	for (;;) {
		if (json_next(j, &ev, e) < 0)
			return -1;
		if (ev.type == JSON_ARRAY_END)
			return 0;
		if (read_element(f, j, &ev, take, e) < 0)
			return -1;
	}
}

/* The members of the object at the top: `member` is asked to read the value of each. */
typedef int member_fn(void *context, struct json *j, struct span key, struct error *e);

static int read_members(const struct source *s, member_fn *member, void *context, struct error *e)
{
	struct json_event ev;
	struct opened o;
	struct json j;
	int rc = source_open(s, &o, e);

	if (rc == 0) {
		json_open_stream(&j, o.stream);
		rc = json_next(&j, &ev, e);
		if (rc >= 0 && ev.type != JSON_OBJECT)
			rc = fail(e, ERR_UNSUPPORTED, "no file of names or values that is known");
		while (rc >= 0) {
			char key[64];
			size_t n;

			rc = json_next(&j, &ev, e);
			if (rc <= 0 || ev.type != JSON_KEY)
				break;
			n = ev.text.len < sizeof(key) ? ev.text.len : 0;
			memcpy(key, ev.text.ptr, n);
			rc = member(context, &j, span_make(key, n), e);
		}
		json_close(&j);
	}
	source_close(&o);
	return rc < 0 ? -1 : 0;
}

static int top_member(void *context, struct json *j, struct span key, struct error *e)
{
	struct top *t = context;
	struct {
		const char *key;
		struct span *text;
		bool *there;
	} rows[] = {
		{ "type", &t->type, NULL }, { "name", &t->name, NULL },
		{ "version", &t->version, NULL }, { "dateReleased", &t->released, NULL },
		{ "objects", NULL, &t->objects }, { "values", NULL, &t->values },
		{ "vulnerabilities", NULL, &t->vulnerabilities }, { "list", NULL, &t->list },
	};
	struct span text;
	int rc = json_text(j, &text, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!span_equal(key, span_of(rows[i].key)))
			continue;
		if (rows[i].there && rc == 0)
			*rows[i].there = true;
		else if (rows[i].text && rc == 1)
			*rows[i].text = arena_copy(&t->arena, span_cut(text, 0, 200));
	}
	return 0;
}

/* What it is, and which member has its entries. */
static const struct form {
	const char *kind, *member;
	element_fn *take;		/* NULL: values */
} forms[] = {
	{ "ATT&CK", "objects", take_object },
	{ "MISP galaxy", "values", take_cluster },
	{ "KEV", "vulnerabilities", take_vulnerability },
	{ "warning list", "list", NULL },
};

static const struct form *form_of(const struct top *t, struct error *e)
{
	if (t->objects && span_equal(t->type, SPAN("bundle")))
		return &forms[0];
	if (t->values && galaxy_kind(t->type))
		return &forms[1];
	if (t->vulnerabilities && is_day(t->released))
		return &forms[2];
	if (t->list && t->name.len)
		return &forms[3];
	fail(e, ERR_UNSUPPORTED, t->values
	     ? "no galaxy that names are taken of (threat-actor, malpedia, tool, ransomware)"
	     : "neither ATT&CK's bundle, a galaxy, the KEV catalogue nor a warning list");
	return NULL;
}

struct entries {
	struct reading_file *f;
	const struct form *form;
};

static int entries_member(void *context, struct json *j, struct span key, struct error *e)
{
	const struct entries *x = context;

	if (span_equal(key, span_of(x->form->member)))
		return read_array(x->f, j, x->form->take, e);
	return json_skip(j, e);
}

static int begin_form(const struct form *form, struct reading_file *f, struct renewed *out,
		      struct error *e)
{
	const struct top *t = f->top;

	out->kind = form->kind;
	put_version(t->version, out->date);
	if (form == &forms[2]) {
		snprintf(out->date, sizeof(out->date), "%.10s", t->released.ptr);
		buf_clear(&f->r->kev);
	}
	if (form == &forms[3] && !renewal_list_begin(f->r, t->name, span_of(out->date)))
		return fail(e, ERR_UNSUPPORTED, "a warning list that tocsin does not go by: '%.*s'",
			    SPAN_ARG(t->name));
	return 0;
}

static int end_form(const struct form *form, struct reading_file *f, struct renewed *out,
		    struct error *e)
{
	if (form == &forms[0]) {
		if (put_techniques(f, e) < 0)
			return -1;
		snprintf(out->date, sizeof(out->date), "%s", f->newest[0] ? f->newest : "undated");
	}
	if (form == &forms[3])
		renewal_list_end(f->r);
	out->rows = f->rows;
	return f->rows ? 0 : fail(e, ERR_MALFORMED, "nothing in it could be taken");
}

static int read_form(struct renewal *r, const struct source *s, const struct top *t,
		     struct renewed *out, struct error *e)
{
	const struct form *form = form_of(t, e);
	struct reading_file *f = form ? arena_new(&r->arena, struct reading_file) : NULL;
	int rc;

	if (!f)
		return form ? fail(e, ERR_MEMORY, "no memory to read it") : -1;
	f->r = r;
	f->top = t;
	arena_init(&f->arena, ELEMENT_MEMORY);
	table_init(&f->techniques, &r->arena, OBJECTS_MOST);
	buf_init(&f->revoked, OBJECTS_MOST * sizeof(struct revocation));
	rc = begin_form(form, f, out, e);
	if (rc == 0)
		rc = read_members(s, entries_member, &(struct entries){ f, form }, e);
	if (rc == 0)
		rc = end_form(form, f, out, e);
	arena_release(&f->arena);
	table_release(&f->techniques);
	buf_release(&f->revoked);
	return rc;
}

int renewal_read(struct renewal *r, const struct source *s, struct renewed *out, struct error *e)
{
	struct top t = { .type = SPAN("") };
	int rc;

	*out = (struct renewed){ .kind = "" };
	arena_init(&t.arena, 1u << 20);
	rc = read_members(s, top_member, &t, e);
	if (rc == 0)
		rc = read_form(r, s, &t, out, e);
	arena_release(&t.arena);
	return rc;
}
