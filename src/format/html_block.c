/* html_block.c -- the text of a block, and the links in it. */
#include "format/html.h"

/* What the block at hand is, by what is open around it. */
static struct part block_part(const struct html *h)
{
	struct part p = { .kind = PART_PARAGRAPH, .line = h->line, .offset = h->offset };

	if (h->furnitures) {
		p.kind = PART_FURNITURE;
	} else if ((p.level = html_heading(h))) {
		p.kind = PART_HEADING;
	} else if (html_in_cell(h)) {
		const struct html_table *t = &h->table[h->tables - 1];

		p.kind = PART_CELL;
		p.table = t->number;
		p.row = t->grid.row;
		p.column = t->grid.column;
		p.header = t->header;
	} else if (html_in_code(h)) {
		p.kind = PART_CODE;
		p.name = h->language;
	} else if (html_in_item(h)) {
		p.kind = PART_ITEM;
		p.level = h->count[TAG_ul] + h->count[TAG_ol] + h->count[TAG_menu];
	}
	return p;
}

void html_end_link(struct html *h)
{
	if (!h->in_link || h->link_given)
		return;
	h->link.to = h->block.len;
	if (!h->link_text)
		h->link.from = h->block.len;
	buf_add(&h->links, span_make(&h->link, sizeof(h->link)));
	h->link_text = false;
	h->link_given = true;
}

static void give_links(struct html *h, struct span text)
{
	size_t links = h->links.len / sizeof(struct html_link);

	for (size_t i = 0; i < links; i++) {
		struct part p = { .kind = h->furnitures ? PART_FURNITURE : PART_LINK };
		struct html_link link;

		memcpy(&link, h->links.ptr + i * sizeof(link), sizeof(link));
		p.text = span_trim(span_cut(span_cut(text, 0, link.to), link.from, text.len));
		p.target = span_cut(buf_span(&h->targets), link.target, link.target_len);
		p.line = link.line;
		document_add(&h->document, &p);
	}
	buf_clear(&h->links);
	if (!h->in_link) {
		buf_clear(&h->targets);
		return;
	}
	buf_drop(&h->targets, h->link.target);
	h->link.target = 0;
}

/* Blanks at the end go; in code, the indentation of the first line stays. */
struct span html_block_text(const struct html *h)
{
	struct span text = buf_span(&h->block);

	while (text.len && ascii_space(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

void html_flush(struct html *h)
{
	struct span text;
	struct part p;

	if (!document_good(&h->document, &h->block) || !document_good(&h->document, &h->links) ||
	    !document_good(&h->document, &h->targets))
		return;
	if (h->in_link && h->link_text)
		html_end_link(h);
	text = html_block_text(h);
	p = block_part(h);
	p.text = text;
	if (text.len)
		document_add(&h->document, &p);
	give_links(h, text);
	buf_clear(&h->block);
	h->gap = GAP_NONE;
	h->lead = false;
}

static void begin_text(struct html *h, uint64_t line, uint64_t offset)
{
	if (h->block.len == 0) {
		h->line = line;
		h->offset = offset;
	} else if (h->gap != GAP_NONE && h->block.ptr[h->block.len - 1] != '\n') {
		buf_byte(&h->block, h->gap == GAP_LINE ? '\n' : ' ');
	}
	h->gap = GAP_NONE;
	if (h->in_link && !h->link_text && !h->link_given) {
		h->link.from = h->block.len;
		h->link.line = line;
		h->link_text = true;
	}
}

/* The byte behind 0xc2: a no-break space is a blank, a soft hyphen nothing. */
static void add_behind_lead(struct html *h, char c, uint64_t line, uint64_t offset)
{
	h->lead = false;
	if (c == '\xad')
		return;
	begin_text(h, line, offset);
	if (c == '\xa0') {
		buf_byte(&h->block, ' ');
		return;
	}
	buf_byte(&h->block, '\xc2');
	buf_byte(&h->block, c);
}

/* Text outside of code: blanks are one, and none at either end of a line. */
void html_add_text(struct html *h, const struct html_token *t)
{
	struct span s = t->text;
	uint64_t line = t->line;

	for (size_t i = 0, n; i < s.len; i += n) {
		n = 1;
		if (h->lead) {
			add_behind_lead(h, s.ptr[i], line, t->offset + i);
			continue;
		}
		if (ascii_space(s.ptr[i])) {
			line += s.ptr[i] == '\n';
			if (h->block.len && h->gap == GAP_NONE)
				h->gap = GAP_BLANK;
			continue;
		}
		if (s.ptr[i] == '\xc2') {
			h->lead = true;
			continue;
		}
		while (i + n < s.len && (unsigned char)s.ptr[i + n] > ' ' && s.ptr[i + n] != '\xc2')
			n++;
		begin_text(h, line, t->offset + i);
		buf_add(&h->block, span_cut(s, i, n));
	}
}

/* Text inside of code: as it stands, but for the line break behind <pre>. */
void html_add_code(struct html *h, const struct html_token *t)
{
	struct span s = t->text;
	uint64_t line = t->line;

	for (size_t i = 0; i < s.len; i++) {
		if (h->lead) {
			add_behind_lead(h, s.ptr[i], line, t->offset + i);
		} else if (s.ptr[i] == '\xc2') {
			h->lead = true;
		} else if (s.ptr[i] != '\r' && (s.ptr[i] != '\n' || h->block.len)) {
			begin_text(h, line, t->offset + i);
			buf_byte(&h->block, s.ptr[i]);
		}
		line += s.ptr[i] == '\n';
	}
}

void html_line_break(struct html *h)
{
	h->gap = GAP_NONE;
	if (h->block.len)
		buf_byte(&h->block, '\n');
}
