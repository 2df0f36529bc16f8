/* markdown_block.c -- blocks of Markdown and AsciiDoc as parts. */
#include "format/markdown.h"

#define TITLE_MAX 200

void markdown_begin(struct markdown *m, enum markdown_state state, struct span line,
		    uint64_t number, uint64_t offset)
{
	markdown_end_block(m);
	m->state = state;
	m->line = number;
	m->offset = offset;
	m->lines = 1;
	m->blanks = 0;
	buf_add(&m->block, line);
}

void markdown_append(struct markdown *m, struct span line)
{
	if (m->lines++)
		buf_byte(&m->block, '\n');
	buf_add(&m->block, line);
}

static struct part part_here(const struct markdown *m, enum part_kind kind)
{
	return (struct part){ .kind = kind, .line = m->line, .offset = m->offset };
}

/* The first text stands in for a title that never comes. */
static void note_first_text(struct markdown *m, struct span text)
{
	text = span_trim(span_cut(text, 0, span_find_byte(text, '\n')));
	if (m->titled || m->first_text.len || !text.len || text.len > TITLE_MAX)
		return;
	buf_add(&m->first_text, text);
	m->first_text_line = m->line;
}

void markdown_title(struct markdown *m, struct span text, uint64_t line)
{
	struct part p = { .kind = PART_TITLE, .line = line, .text = text };

	if (m->titled || !text.len)
		return;
	document_add(&m->document, &p);
	m->titled = true;
}

void markdown_heading(struct markdown *m, struct span raw, uint32_t level)
{
	struct part p = part_here(m, PART_HEADING);

	p.level = level > 6 ? 6 : level;
	inline_clean(&m->text, span_trim(raw), m->asciidoc);
	/* A small heading far down is no title if text came before it. */
	if (level > 2)
		markdown_title(m, buf_span(&m->first_text), m->first_text_line);
	markdown_title(m, span_trim(buf_span(&m->text.text)), m->line);
	inline_give(&m->text, &m->document, p);
	m->in_list = false;
}

static void give_text(struct markdown *m, enum part_kind kind)
{
	struct part p = part_here(m, kind);

	p.level = kind == PART_ITEM ? m->level : 0;
	inline_clean(&m->text, buf_span(&m->block), m->asciidoc);
	note_first_text(m, buf_span(&m->text.text));
	inline_give(&m->text, &m->document, p);
}

static void give_code(struct markdown *m, struct span language)
{
	struct part p = part_here(m, PART_CODE);

	p.name = language;
	p.text = line_right_trim(buf_span(&m->block));
	if (p.text.len)
		document_add(&m->document, &p);
	m->attributes = (struct markdown_attributes){ 0 };
}

void markdown_end_block(struct markdown *m)
{
	enum markdown_state state = m->state;

	m->state = MD_NONE;
	if (state == MD_PARAGRAPH)
		give_text(m, PART_PARAGRAPH);
	else if (state == MD_ITEM)
		give_text(m, PART_ITEM);
	else if (state == MD_FENCE || state == MD_INDENTED)
		give_code(m, m->attributes.language);
	else if (state == MD_RULE)
		give_code(m, span_of(rule_language(m->rule.kind)));
	else if (state == MD_CELLS)
		markdown_end_cells(m);
	buf_clear(&m->block);
	m->lines = 0;
}
