/*
 * odt.c -- OpenDocument text (ODT) as parts, in the order of the document.
 *
 * Specification: OASIS OpenDocument 1.2, part 1, sections 4 to 9.  A part's
 * line is the number of its paragraph, its page what the writer last saw.
 * Notes and text boxes stand inside the paragraph that holds them; text that
 * was deleted under tracked changes and remarks are not given.  Tables inside
 * of a cell are text of that cell.
 * Not here: pictures, headers and footers (which are styles), formulas.
 * Hostile input: xml.h bounds depth and refuses entities; MEMBERS_MAX members
 * of the package are looked at, blanks that count themselves up to BLANKS_MAX;
 * text and parts are bounded by document.h.
 */
#include "base/xml.h"
#include "format/document.h"
#include "format/seekable.h"

#define MEMBERS_MAX 10000
#define BLANKS_MAX 200
#define COLUMNS_MAX 10000
#define BLOCK (64u << 10)
#define MARK "application/vnd.oasis.opendocument.text"
#define EXTRA_MOST 200		/* bytes between the first member's name and what it says */

struct link {
	size_t from, to, target, length;
};

struct odt {
	struct document document;
	struct buf content, meta;	/* XML of the package */
	struct buf block, links, targets;
	struct link link;
	struct error why;		/* of the package */
	uint32_t paragraphs, first;	/* counted; the one that the block began with */
	uint32_t inside;		/* paragraphs around the place */
	uint32_t lists, level, page;
	uint32_t tables, depth, row, column, repeated;
	bool in_link, header, cell, locked, done;
	uint64_t letters, pictures;
};

static void add(struct odt *o, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool blank = ascii_space(text.ptr[i]);

		o->letters += !blank;
		if (!blank)
			buf_byte(&o->block, text.ptr[i]);
		else if (o->block.len && !ascii_space(o->block.ptr[o->block.len - 1]))
			buf_byte(&o->block, ' ');
	}
}

static void give(struct odt *o, struct part *part, struct span text)
{
	part->text = span_trim(text);
	part->line = o->first;
	part->page = o->page;
	if (part->text.len || part->target.len)
		document_add(&o->document, part);
}

static void give_links(struct odt *o)
{
	const struct link *link = (const struct link *)(const void *)o->links.ptr;

	for (size_t i = 0; i < o->links.len / sizeof(*link); i++) {
		struct part part = { .kind = PART_LINK };

		part.target = span_make(o->targets.ptr + link[i].target, link[i].length);
		give(o, &part, span_cut(buf_span(&o->block), link[i].from,
					link[i].to - link[i].from));
	}
	buf_clear(&o->links);
	buf_clear(&o->targets);
	o->in_link = false;
}

static void give_block(struct odt *o, struct part part)
{
	give(o, &part, buf_span(&o->block));
	give_links(o);
	buf_clear(&o->block);
	o->first = o->paragraphs + 1;
}

static uint32_t number(struct xml *x, const char *attribute, uint32_t otherwise, uint32_t most)
{
	struct span text;
	uint64_t n;

	if (!xml_attribute(x, attribute, &text) || !span_u64(span_trim(text), &n) || !n)
		return otherwise;
	return n < most ? (uint32_t)n : most;
}

static void begin_paragraph(struct odt *o, struct xml *x, bool heading)
{
	/* In a note or text box: part of what is around it. */
	if (o->inside++) {
		add(o, SPAN(" "));
		return;
	}
	o->level = heading ? number(x, "outline-level", 1, 6) : 0;
	if (!o->cell)
		o->first = o->paragraphs + 1;
}

static void end_paragraph(struct odt *o)
{
	if (!o->inside || --o->inside) {
		add(o, SPAN(" "));
		return;
	}
	o->paragraphs++;
	if (o->cell)
		buf_byte(&o->block, '\n');
	else if (o->level)
		give_block(o, (struct part){ .kind = PART_HEADING, .level = o->level });
	else if (o->lists)
		give_block(o, (struct part){ .kind = PART_ITEM, .level = o->lists });
	else
		give_block(o, (struct part){ .kind = PART_PARAGRAPH });
}

static void begin_link(struct odt *o, struct xml *x)
{
	struct span target;

	o->in_link = xml_attribute(x, "href", &target) && target.len && target.ptr[0] != '#';
	if (!o->in_link)
		return;
	o->link = (struct link){ .from = o->block.len, .target = o->targets.len,
				 .length = target.len };
	buf_add(&o->targets, target);
}

static void end_link(struct odt *o)
{
	o->link.to = o->block.len;
	if (o->in_link)
		buf_add(&o->links, span_make(&o->link, sizeof(o->link)));
	o->in_link = false;
}

static void begin_table(struct odt *o)
{
	if (o->depth++ == 0) {
		o->tables++;
		o->row = 0;
		o->header = false;
	}
}

static void begin_cell(struct odt *o, struct xml *x)
{
	if (o->depth != 1)
		return;
	o->column++;
	o->repeated = number(x, "number-columns-repeated", 1, COLUMNS_MAX) - 1;
	o->cell = true;
	o->first = o->paragraphs + 1;
}

static void end_cell(struct odt *o)
{
	if (o->depth != 1 || !o->cell)
		return;
	give_block(o, (struct part){ .kind = PART_CELL, .table = o->tables, .row = o->row,
				     .column = o->column, .header = o->header });
	o->column += o->repeated;
	o->cell = false;
}

static void blanks(struct odt *o, uint32_t count)
{
	while (count--)
		buf_byte(&o->block, ' ');
}

/* 1 when the element was passed over. */
static int take_open(struct odt *o, struct xml *x, struct span name, struct error *e)
{
	static const char *const passed[] = { "tracked-changes", "annotation", "note-citation",
					      "forms", "sequence-decls", "automatic-styles" };

	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++)
		if (span_equal(name, span_of(passed[i])))
			return xml_skip(x, e) < 0 ? -1 : 1;
	if (span_equal(name, SPAN("p")) || span_equal(name, SPAN("h")))
		begin_paragraph(o, x, span_equal(name, SPAN("h")));
	else if (span_equal(name, SPAN("list")))
		o->lists++;
	else if (span_equal(name, SPAN("table")))
		begin_table(o);
	else if (span_equal(name, SPAN("table-header-rows")) && o->depth == 1)
		o->header = true;
	else if (span_equal(name, SPAN("table-row")) && o->depth == 1)
		o->row++, o->column = 0;
	else if (span_equal(name, SPAN("table-cell")) || span_equal(name, SPAN("covered-table-cell")))
		begin_cell(o, x);
	else if (span_equal(name, SPAN("a")))
		begin_link(o, x);
	else if (span_equal(name, SPAN("s")) && o->inside)
		blanks(o, number(x, "c", 1, BLANKS_MAX));
	else if (span_equal(name, SPAN("tab")) && o->inside)
		buf_byte(&o->block, '\t');
	else if (span_equal(name, SPAN("line-break")) && o->inside)
		buf_byte(&o->block, '\n');
	else if (span_equal(name, SPAN("soft-page-break")))
		o->page++;
	o->pictures += span_equal(name, SPAN("image"));
	return 0;
}

static void take_close(struct odt *o, struct span name)
{
	if (span_equal(name, SPAN("p")) || span_equal(name, SPAN("h")))
		end_paragraph(o);
	else if (span_equal(name, SPAN("list")) && o->lists)
		o->lists--;
	else if (span_equal(name, SPAN("table-header-rows")) && o->depth == 1)
		o->header = false;
	else if (span_equal(name, SPAN("table-cell")) || span_equal(name, SPAN("covered-table-cell")))
		end_cell(o);
	else if (span_equal(name, SPAN("table")) && o->depth)
		o->depth--;
	else if (span_equal(name, SPAN("a")))
		end_link(o);
}

static int read_content(struct odt *o, struct error *e)
{
	struct xml_event ev;
	struct xml x;
	int rc;

	xml_open(&x, buf_span(&o->content));
	while ((rc = xml_next(&x, &ev, e)) > 0 && !o->document.done) {
		if (ev.type == XML_OPEN && take_open(o, &x, ev.name, e) < 0)
			rc = -1;
		if (rc < 0)
			break;
		if (ev.type == XML_CLOSE)
			take_close(o, ev.name);
		else if (ev.type == XML_TEXT && o->inside)
			add(o, ev.text);
		if (!document_good(&o->document, &o->block) ||
		    !document_good(&o->document, &o->targets))
			break;
	}
	xml_close(&x);
	/* Cut in the middle of a paragraph: what there is of it counts. */
	if (o->block.len)
		give_block(o, (struct part){ .kind = PART_PARAGRAPH });
	return rc < 0 ? -1 : 0;
}

static void give_title(struct odt *o)
{
	struct part part = { .kind = PART_TITLE };
	struct xml_event ev;
	struct error e;
	struct xml x;

	xml_open(&x, buf_span(&o->meta));
	while (!part.text.len && xml_next(&x, &ev, &e) > 0)
		if (ev.type == XML_TEXT && span_ends(x.open[x.depth - 1], SPAN("title")))
			part.text = span_trim(ev.text);
	if (part.text.len)
		document_add(&o->document, &part);
	xml_close(&x);
}

static int odt_step(struct document *d)
{
	struct odt *o = (struct odt *)d;
	struct part gap = { .kind = PART_GAP, .name = SPAN("no-text-layer"),
			    .text = SPAN("the document is pictures and no text") };
	struct error why = { 0 };

	if (o->done)
		return 0;
	o->done = true;
	give_title(o);
	if (read_content(o, &why) < 0 && d->why.code == ERR_NONE)
		fail(&d->why, o->why.code == ERR_NONE ? why.code : o->why.code, "odt: %s",
		     o->why.code == ERR_NONE ? why.text : o->why.text);
	if (!o->letters && o->pictures)
		document_add(d, &gap);
	if (o->why.code != ERR_NONE && d->why.code == ERR_NONE)
		d->why = o->why;
	return 1;
}

static void read_member(struct stream *s, struct buf *out, struct error *why)
{
	int64_t got = 1;

	while (s && got > 0) {
		if (!buf_reserve(out, BLOCK)) {
			fail(why, ERR_LIMIT, "larger than %zu MiB", out->ceiling >> 20);
			return;
		}
		got = stream_read(s, out->ptr + out->len, BLOCK, why);
		out->len += got > 0 ? (size_t)got : 0;
	}
}

static void read_package(struct odt *o, struct reader *r)
{
	struct seekable file = seekable_of_span(r->bytes);
	struct reader zip = { .format = format_named(SPAN("zip")), .file = &file,
			      .arena = r->arena };
	struct buf manifest;
	struct part member;
	int rc = zip.format->open(&zip, &o->why);

	document_buf(&o->document, &manifest);
	for (int i = 0; rc >= 0 && i < MEMBERS_MAX; i++) {
		rc = zip.format->next(&zip, &member, &o->why);
		if (rc <= 0)
			break;
		if (span_equal(member.name, SPAN("content.xml")))
			read_member(member.stream, &o->content, &o->why);
		else if (span_equal(member.name, SPAN("meta.xml")))
			read_member(member.stream, &o->meta, &o->why);
		else if (span_equal(member.name, SPAN("META-INF/manifest.xml")))
			read_member(member.stream, &manifest, &o->why);
	}
	zip.format->close(&zip);
	o->locked = span_find(buf_span(&manifest), SPAN("encryption-data")) != SPAN_NONE;
	buf_release(&manifest);
}

static void odt_end(struct document *d)
{
	struct odt *o = (struct odt *)d;

	buf_release(&o->content);
	buf_release(&o->meta);
	buf_release(&o->block);
	buf_release(&o->links);
	buf_release(&o->targets);
}

static int odt_open(struct reader *r, struct error *e)
{
	struct odt *o = arena_new(r->arena, struct odt);
	struct document *d = (struct document *)o;

	if (!o)
		return fail(e, ERR_LIMIT, "odt: no memory left for this item");
	d->name = "odt";
	d->step = odt_step;
	d->end = odt_end;
	document_begin(r, d);
	document_buf(d, &o->content);
	document_buf(d, &o->meta);
	document_buf(d, &o->block);
	document_buf(d, &o->links);
	document_buf(d, &o->targets);
	read_package(o, r);
	if (o->locked)
		return fail(e, ERR_ENCRYPTED, "odt: locked with a password");
	if (o->content.len)
		return 0;
	if (o->why.code == ERR_NONE)
		return fail(e, ERR_MALFORMED, "odt: holds no text of a document");
	*e = o->why;
	return fail_in(e, "odt");
}

/* The first member is stored as it stands and says what the file is. */
static int odt_probe(struct span head)
{
	return span_starts(head, SPAN("PK\3\4")) &&
		span_starts(span_skip(head, 30), SPAN("mimetype")) &&
		span_find(span_cut(head, 38, EXTRA_MOST), SPAN(MARK)) != SPAN_NONE ? 92 : 0;
}

const struct format format_odt = {
	.name = "odt",
	.about = "OpenDocument text (ODT)",
	.suffixes = " .odt .ott ",
	.within = "zip",
	.class = FORMAT_DOCUMENT,
	.whole = true,
	.advisory = true,
	.probe = odt_probe,
	.open = odt_open,
	.next = document_next,
	.close = document_close,
};
