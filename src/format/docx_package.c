/*
 * docx_package.c -- the files inside a Word document, by zip.c.
 *
 * Specification: ECMA-376 part 2.  Hostile input: of all members only
 * DOCX_PARTS with names that we read are kept, each within the item's memory;
 * names are compared, never opened.
 */
#include "format/docx.h"

#include "base/cursor.h"
#include "format/seekable.h"

#define BLOCK	    (64u << 10)
#define MEMBERS_MAX 10000
#define MEMBERS_LISTED 100000
#define RELATIONS_MAX 200000

static bool is_wanted(struct span name)
{
	static const char *const wanted[] = {
		"_rels/.rels", "word/styles.xml", "docProps/core.xml",
	};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (span_equal(name, span_of(wanted[i])))
			return true;
	if (!span_starts(name, SPAN("word/")))
		return false;
	name = span_skip(name, 5);
	return span_starts(name, SPAN("_rels/")) || span_starts(name, SPAN("document")) ||
		span_starts(name, SPAN("footnotes")) || span_starts(name, SPAN("endnotes")) ||
		span_starts(name, SPAN("header")) || span_starts(name, SPAN("footer")) ||
		span_equal(name, SPAN("comments.xml"));
}

/* Whatever its charset, as far as it goes. */
static void read_part(struct docx_part *part, struct stream *s, struct arena *a)
{
	struct span head;
	char *block = arena_room(a, BLOCK);
	int64_t got;

	if (!block) {
		fail(&part->why, ERR_LIMIT, "no memory left for this item");
		return;
	}
	got = stream_read_full(s, block, BLOCK, &part->why);
	if (got <= 0)
		return;
	head = span_make(block, (size_t)got);
	s = charset_stream(a, charset_of(head), stream_prepend(a, head, s));
	while (s && got > 0) {
		if (!buf_reserve(&part->bytes, BLOCK)) {
			fail(&part->why, ERR_LIMIT, "docx: %.*s is larger than %zu MiB",
			     SPAN_ARG(span_cut(part->name, 0, 100)), part->bytes.ceiling >> 20);
			return;
		}
		got = stream_read(s, part->bytes.ptr + part->bytes.len, BLOCK, &part->why);
		part->bytes.len += got > 0 ? (size_t)got : 0;
	}
}

/* A document inside of the document. */
static int take_embedded(struct docx_package *p, const struct part *member, struct arena *a,
			 size_t ceiling, struct error *e)
{
	struct docx_part *part;
	int64_t got;

	if (p->embeddeds == DOCX_EMBEDDED) {
		p->embedded_more++;
		return 0;
	}
	part = &p->embedded[p->embeddeds++];
	buf_init(&part->bytes, ceiling);
	part->name = arena_copy(a, member->name);
	if (!part->name.ptr)
		return fail(e, ERR_LIMIT, "docx: no memory left for this item");
	do {
		if (!buf_reserve(&part->bytes, BLOCK))
			return fail(&part->why, ERR_LIMIT, "larger than %zu MiB",
				    part->bytes.ceiling >> 20), 0;
		got = stream_read(member->stream, part->bytes.ptr + part->bytes.len, BLOCK,
				  &part->why);
		part->bytes.len += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	return 0;
}

static int take_member(struct docx_package *p, const struct part *member, struct arena *a,
		       size_t ceiling, struct error *e)
{
	struct docx_part *part;

	if (span_starts(member->name, SPAN("word/embeddings/")) ||
	    span_starts(member->name, SPAN("word/afchunk")))
		return take_embedded(p, member, a, ceiling, e);
	if (!is_wanted(member->name) || p->parts == DOCX_PARTS)
		return 0;
	part = &p->part[p->parts++];
	buf_init(&part->bytes, ceiling);
	part->name = arena_copy(a, member->name);
	if (!part->name.ptr)
		return fail(e, ERR_LIMIT, "docx: no memory left for this item");
	read_part(part, member->stream, a);
	return 0;
}

static int read_members(struct docx_package *p, struct reader *zip, size_t ceiling,
			struct error *e)
{
	struct part member;
	int rc = zip->format->open(zip, e);

	for (int i = 0; rc >= 0 && i < MEMBERS_MAX; i++) {
		rc = zip->format->next(zip, &member, e);
		if (rc <= 0)
			break;
		rc = take_member(p, &member, zip->arena, ceiling, e);
	}
	zip->format->close(zip);
	return rc < 0 ? -1 : 0;
}

int docx_listed(struct span bytes)
{
	struct span tail = span_skip(bytes, bytes.len > 66000 ? bytes.len - 66000 : 0);
	struct cursor c;
	size_t at = tail.len < 22 ? SPAN_NONE : tail.len - 22;

	while (at != SPAN_NONE && !span_starts(span_skip(tail, at), SPAN("PK\5\6")))
		at = at ? at - 1 : SPAN_NONE;
	if (at == SPAN_NONE)
		return -1;
	c = (struct cursor){ .left = span_skip(tail, at + 16) };
	c.left = span_skip(bytes, cursor_u32(&c));
	for (int i = 0; i < MEMBERS_LISTED && span_starts(c.left, SPAN("PK\1\2")); i++) {
		uint32_t name, extra, comment;

		cursor_take(&c, 28);
		name = cursor_u16(&c);
		extra = cursor_u16(&c);
		comment = cursor_u16(&c);
		cursor_take(&c, 12);
		if (span_starts(c.left, SPAN("word/document")))
			return 1;
		cursor_take(&c, (size_t)name + extra + comment);
	}
	return 0;
}

/* A cut file is read from the front; cut between two members it looks whole but for its list. */
int docx_package_read(struct docx_package *p, struct reader *r, size_t ceiling, struct error *e)
{
	struct seekable file = seekable_of_span(r->bytes);
	struct reader zip = { .format = format_named(SPAN("zip")), .file = &file,
			      .arena = r->arena };

	if (read_members(p, &zip, ceiling, &p->why) < 0 && p->why.code == ERR_MEMORY) {
		*e = p->why;
		return -1;
	}
	if (docx_listed(r->bytes) < 0)
		fail(&p->why, ERR_TRUNCATED, "the file is cut: the list of its members is missing");
	return 0;
}

void docx_package_release(struct docx_package *p)
{
	for (uint32_t i = 0; i < p->parts; i++)
		buf_release(&p->part[i].bytes);
	for (uint32_t i = 0; i < p->embeddeds; i++)
		buf_release(&p->embedded[i].bytes);
	p->parts = p->embeddeds = 0;
}

struct docx_part *docx_package_find(struct docx_package *p, struct span name)
{
	for (uint32_t i = 0; i < p->parts; i++)
		if (span_equal(p->part[i].name, name))
			return &p->part[i];
	return NULL;
}

/* Every relationship of a file: its id, or with `by_type` the end of its type. */
static void read_relations(struct docx_relations *r, struct docx_part *rels, bool by_type)
{
	struct xml_event ev;
	struct error e;
	struct xml x;

	xml_open(&x, buf_span(&rels->bytes));
	while (xml_next(&x, &ev, &e) > 0) {
		struct span key, target;
		uint64_t *value;

		if (ev.type != XML_OPEN || !span_equal(ev.name, SPAN("Relationship")) ||
		    !xml_attribute(&x, by_type ? "Type" : "Id", &key))
			continue;
		key = span_skip(key, by_type ? span_rfind_byte(key, '/') + 1 : 0);
		value = table_add(&r->table, key, NULL, &e);
		if (!value || !xml_attribute(&x, "Target", &target))
			continue;
		*value = (uint64_t)r->targets.len << 32 | target.len;
		buf_add(&r->targets, target);
	}
	xml_close(&x);
}

void docx_relations_open(struct docx_relations *r, struct docx_package *p, struct span name,
			 struct arena *a, bool by_type)
{
	size_t slash = span_rfind_byte(name, '/') + 1;
	struct docx_part *part;
	struct buf rels;

	table_init(&r->table, a, RELATIONS_MAX);
	buf_init(&r->targets, PART_TEXT_MAX);
	buf_init(&rels, 4096);
	buf_add(&rels, span_cut(name, 0, slash));
	buf_text(&rels, "_rels/");
	buf_add(&rels, span_skip(name, slash));
	buf_text(&rels, ".rels");
	part = docx_package_find(p, buf_span(&rels));
	if (part)
		read_relations(r, part, by_type);
	buf_release(&rels);
}

void docx_relations_close(struct docx_relations *r)
{
	table_release(&r->table);
	buf_release(&r->targets);
}

struct span docx_relation(const struct docx_relations *r, struct span key)
{
	const uint64_t *value = table_find(&r->table, key);

	if (!value || !r->targets.len || r->targets.bad)
		return SPAN("");
	return span_make(r->targets.ptr + (*value >> 32), (size_t)(*value & UINT32_MAX));
}

struct docx_part *docx_package_main(struct docx_package *p, struct arena *a)
{
	struct docx_relations r;
	struct docx_part *part;
	struct span name;

	docx_relations_open(&r, p, SPAN(""), a, true);
	name = docx_relation(&r, SPAN("officeDocument"));
	while (span_starts(name, SPAN("/")))
		name = span_skip(name, 1);
	part = docx_package_find(p, name);
	docx_relations_close(&r);
	return part ? part : docx_package_find(p, SPAN("word/document.xml"));
}
