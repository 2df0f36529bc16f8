/*
 * docx_lines.c -- the paragraphs of a Word document as parts: their kinds,
 * their links, and code whose lines are paragraphs each.
 */
#include "format/docx.h"

static void give(struct docx *w, struct part *part, uint32_t first)
{
	struct span text = part->text;

	while (text.len && ascii_space(text.ptr[text.len - 1]))
		text.len--;
	if (part->kind != PART_CODE)
		text = span_trim(text);
	part->text = text;
	part->line = first;
	part->page = w->page;
	if (w->furniture)
		part->kind = PART_FURNITURE;
	if (part->text.len || part->target.len)
		document_add(&w->document, part);
}

static void give_links(struct docx *w)
{
	const struct docx_link *link = (const struct docx_link *)(const void *)w->links.ptr;

	for (size_t i = 0; i < w->links.len / sizeof(*link); i++) {
		struct part part = { .kind = PART_LINK };

		part.text = span_cut(buf_span(&w->block), link[i].from, link[i].to - link[i].from);
		part.target = span_make(w->targets.ptr + link[i].target, link[i].length);
		give(w, &part, w->first);
	}
	buf_clear(&w->links);
	if (!w->in_link)
		buf_clear(&w->targets);
}

void docx_end_code(struct docx *w)
{
	struct part part = { .kind = PART_CODE, .text = buf_span(&w->code) };

	if (w->in_rule)
		part.name = span_of(rule_language(w->rule.kind));
	give(w, &part, w->code_first);
	buf_clear(&w->code);
	w->in_rule = w->in_code = false;
}

static void begin_code(struct docx *w, struct span line, uint32_t first)
{
	buf_clear(&w->code);
	buf_add(&w->code, line);
	w->code_first = first;
}

/* A line of a rule; false when it is none. */
static bool take_rule(struct docx *w, struct span line, uint32_t first)
{
	enum pdf_code_line how = PDF_CODE_BEFORE;

	if (w->in_rule) {
		how = pdf_code_next(&w->rule, SPAN(""), line, true);
		if (how == PDF_CODE_BEFORE) {
			docx_end_code(w);
		} else {
			buf_byte(&w->code, how == PDF_CODE_GOES_ON ? ' ' : '\n');
			buf_add(&w->code, line);
		}
	}
	if (how == PDF_CODE_BEFORE) {
		if (!pdf_code_begins(&w->rule, line))
			return false;
		begin_code(w, line, first);
		w->in_rule = true;
	}
	if (w->rule.whole)
		docx_end_code(w);
	return true;
}

/* The block without its rules, which are given as code in between. */
static void give_pieces(struct docx *w, struct part *part)
{
	struct span rest = buf_span(&w->block), line, plain = span_cut(rest, 0, 0);

	while (span_line(&rest, &line)) {
		bool open = w->in_rule || line_code(line) != LINE_PLAIN;

		if (open) {
			part->text = plain;
			give(w, part, w->first);
			plain.len = 0;
			open = take_rule(w, line, w->first);
		}
		if (!open) {
			if (!plain.len)
				plain.ptr = line.ptr;
			plain.len = (size_t)(line.ptr - plain.ptr) + line.len;
		}
	}
	part->text = plain;
	give(w, part, w->first);
}

static void clear(struct docx *w)
{
	give_links(w);
	buf_clear(&w->block);
	if (w->in_link) {
		w->link.from = 0;
		w->link.target = 0;
		buf_drop(&w->targets, w->targets.len - w->link.length);
	}
}

static void add_code_line(struct docx *w)
{
	if (!w->in_code) {
		docx_end_code(w);
		begin_code(w, buf_span(&w->block), w->first);
		w->in_code = true;
		return;
	}
	buf_byte(&w->code, '\n');
	buf_add(&w->code, buf_span(&w->block));
}

void docx_give_paragraph(struct docx *w)
{
	struct part part = { .kind = PART_PARAGRAPH };
	bool heading = w->style.level || w->style.title;

	if (w->style.code && !heading && !w->furniture) {
		add_code_line(w);
		clear(w);
		return;
	}
	if (!span_trim(buf_span(&w->block)).len) {
		if (w->in_rule)
			buf_byte(&w->code, '\n');
		clear(w);
		return;
	}
	if (w->in_code || heading)
		docx_end_code(w);
	if (heading) {
		part.kind = PART_HEADING;
		part.level = w->style.level ? w->style.level : 1;
	} else if (w->style.item) {
		part.kind = PART_ITEM;
		part.level = w->style.item;
	}
	give_pieces(w, &part);
	clear(w);
}

void docx_give_cell(struct docx *w)
{
	const struct docx_table *t = &w->table[w->depth - 1];
	struct part part = { .kind = PART_CELL, .table = t->number, .row = t->row,
			     .column = t->column, .header = t->header };

	give_pieces(w, &part);
	docx_end_code(w);
	clear(w);
}
