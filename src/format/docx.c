/*
 * docx.c -- Word documents (DOCX) as parts, in the order of the document.
 *
 * Specification: ECMA-376 (Office Open XML), transitional and strict.  A
 * part's line is the number of its paragraph, its page what Word last saw.
 * Documents embedded in it are given as members. Not here: pictures, charts,
 * formulas' layout, macros.
 * Hostile input: docx_package.c bounds what is read of the ZIP, xml.h what is
 * read of the XML; text and parts are bounded by document.h.
 */
#include "format/docx.h"

#define CUT_TRIED (1u << 20)

static void give_gap(struct docx *w, const char *reason, struct span text)
{
	struct part part = { .kind = PART_GAP, .name = span_of(reason), .text = text };

	document_add(&w->document, &part);
}

static void give_title(struct docx *w)
{
	struct docx_part *core = docx_package_find(&w->package, SPAN("docProps/core.xml"));
	struct part part = { .kind = PART_TITLE };
	struct xml_event ev;
	struct error e;
	struct xml x;

	if (!core)
		return;
	xml_open(&x, buf_span(&core->bytes));
	while (!part.text.len && xml_next(&x, &ev, &e) > 0)
		if (ev.type == XML_TEXT && span_ends(x.open[x.depth - 1], SPAN("title")))
			part.text = span_trim(ev.text);
	if (part.text.len)
		document_add(&w->document, &part);
	xml_close(&x);
}

/* What stands in the margins is furniture; notes belong to the text. */
static bool is_margin(struct span name)
{
	return span_starts(name, SPAN("word/header")) || span_starts(name, SPAN("word/footer")) ||
		span_starts(name, SPAN("word/comments"));
}

static bool is_text(struct span name)
{
	return span_ends(name, SPAN(".xml")) &&
		(is_margin(name) || span_starts(name, SPAN("word/footnotes")) ||
		 span_starts(name, SPAN("word/endnotes")));
}

static void read_part(struct docx *w, struct docx_part *part, bool margin)
{
	struct document *d = &w->document;
	struct error why = { 0 };

	docx_relations_open(&w->relations, &w->package, part->name, d->reader->arena, false);
	if (docx_body(w, part, margin, &why) < 0 && d->why.code == ERR_NONE)
		fail(&d->why, part->why.code == ERR_NONE ? why.code : part->why.code,
		     "docx: %.*s: %s", SPAN_ARG(span_cut(part->name, 0, 100)),
		     part->why.code == ERR_NONE ? why.text : part->why.text);
	docx_relations_close(&w->relations);
}

static void give_embedded(struct docx *w, const struct docx_part *inner)
{
	struct part part = { .kind = PART_MEMBER, .name = inner->name,
			     .text = buf_span(&inner->bytes) };

	if (inner->why.code == ERR_NONE)
		document_add((struct document *)w, &part);
	else
		give_gap(w, "damaged", inner->name);
}

static void give_gaps(struct docx *w)
{
	struct buf text;

	buf_init(&text, 4096);
	if (!w->letters && w->pictures) {
		buf_printf(&text, "the document is %llu pictures and no text",
			   (unsigned long long)w->pictures);
		give_gap(w, "no-text-layer", buf_span(&text));
	}
	buf_clear(&text);
	for (uint32_t i = 0; i < w->package.embeddeds; i++)
		give_embedded(w, &w->package.embedded[i]);
	if (w->package.embedded_more) {
		buf_printf(&text, "%u more documents inside of the document",
			   w->package.embedded_more);
		give_gap(w, "count-limit", buf_span(&text));
	}
	buf_release(&text);
	if (w->package.why.code != ERR_NONE && w->document.why.code == ERR_NONE)
		w->document.why = w->package.why;
}

/* The main part first, then one other part at each call. */
static int docx_step(struct document *d)
{
	struct docx *w = (struct docx *)d;

	if (!w->titled) {
		w->titled = true;
		give_title(w);
		read_part(w, w->main, false);
		w->page = 0;
		return 1;
	}
	while (w->next < w->package.parts) {
		struct docx_part *part = &w->package.part[w->next++];

		if (part == w->main || !is_text(part->name))
			continue;
		read_part(w, part, is_margin(part->name));
		return 1;
	}
	give_gaps(w);
	return 0;
}

static void docx_end(struct document *d)
{
	struct docx *w = (struct docx *)d;

	docx_package_release(&w->package);
	docx_styles_close(&w->styles);
	buf_release(&w->block);
	buf_release(&w->links);
	buf_release(&w->targets);
	buf_release(&w->instruction);
	buf_release(&w->code);
}

static int no_main(const struct docx *w, struct error *e)
{
	if (w->package.why.code == ERR_NONE)
		return fail(e, ERR_MALFORMED, "docx: holds no text of a document");
	*e = w->package.why;
	return fail_in(e, "docx");
}

static int docx_open(struct reader *r, struct error *e)
{
	struct docx *w = arena_new(r->arena, struct docx);
	struct document *d = (struct document *)w;

	if (!w)
		return fail(e, ERR_LIMIT, "docx: no memory left for this item");
	d->name = "docx";
	d->step = docx_step;
	d->end = docx_end;
	document_begin(r, d);
	document_buf(d, &w->block);
	document_buf(d, &w->links);
	document_buf(d, &w->targets);
	document_buf(d, &w->instruction);
	document_buf(d, &w->code);
	if (docx_package_read(&w->package, r, d->ceiling, e) < 0)
		return -1;
	w->main = docx_package_main(&w->package, r->arena);
	if (!w->main)
		return no_main(w, e);
	docx_styles_open(&w->styles, docx_package_find(&w->package, SPAN("word/styles.xml")),
			 r->arena);
	w->page = span_find(buf_span(&w->main->bytes), SPAN("lastRenderedPageBreak")) != SPAN_NONE;
	return 0;
}

/* A cut file has no list: then the names in front of the members must do. */
static int docx_probe(struct span bytes)
{
	struct span front = span_cut(bytes, 0, CUT_TRIED);
	int listed;

	if (!span_starts(bytes, SPAN("PK\3\4")))
		return 0;
	listed = docx_listed(bytes);
	if (listed < 0)
		listed = span_find(front, SPAN("word/document")) != SPAN_NONE;
	return listed ? 90 : 0;
}

const struct format format_docx = {
	.name = "docx",
	.about = "Word document (DOCX)",
	.suffixes = " .docx .docm .dotx ",
	.within = "zip",
	.class = FORMAT_DOCUMENT,
	.whole = true,
	.advisory = true,
	.probe = docx_probe,
	.open = docx_open,
	.next = document_next,
	.close = document_close,
};
