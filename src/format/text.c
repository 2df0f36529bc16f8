/*
 * text.c -- plain text as a document: headings, paragraphs, lists, rules.
 *
 * Not here: columns (a paragraph keeps its lines and blanks, so that whoever
 * knows what to look for can split them), form of mail (eml).
 * Hostile input: one pass over the lines with the last one kept back;
 * paragraphs above LINES_SPLIT are given in pieces.
 */
#include "format/lines.h"

#define HEADING_MAX 100		/* bytes of a heading that has no underline */
#define TITLE_MAX   200

enum text_block { TEXT_NONE, TEXT_PARAGRAPH, TEXT_ITEM, TEXT_CODE };

struct text {
	struct document document;
	enum text_block state;
	struct buf block;
	uint64_t line, offset;		/* where the block begins */
	unsigned lines;			/* of the block */
	size_t indent;			/* of an item's marker */
	size_t marker;			/* length of the marker that the block begins with */
	uint32_t level;
	uint32_t page;			/* 0: no form feeds */
	struct rule_block rule;
	bool titled;
};

static bool is_title(struct span text)
{
	return text.len > 0 && text.len <= TITLE_MAX && span_find_byte(text, '\n') == SPAN_NONE;
}

static void text_give(struct text *t, enum part_kind kind, uint32_t level)
{
	size_t skip = kind == PART_ITEM ? t->marker : 0;
	struct part p = { .kind = kind, .level = level, .line = t->line, .page = t->page,
			  .offset = t->offset + skip };
	struct part title;

	p.text = span_skip(line_right_trim(buf_span(&t->block)), skip);
	title = p;

	if (kind == PART_HEADING)
		p.text = span_trim(p.text);
	if (kind == PART_CODE)
		p.name = span_of(rule_language(t->rule.kind));
	title.kind = PART_TITLE;
	title.level = 0;
	title.text = span_trim(span_cut(p.text, 0, span_find_byte(p.text, '\n')));
	if (!t->titled && is_title(title.text) && kind != PART_CODE)
		document_add(&t->document, &title);
	t->titled |= p.text.len > 0;
	if (p.text.len)
		document_add(&t->document, &p);
	buf_clear(&t->block);
	t->state = TEXT_NONE;
	t->lines = 0;
}

/* Words in capitals, not values: "INDICATORS OF COMPROMISE", not a hash or host. */
static bool is_capitals(struct span s)
{
	size_t letters = 0, digits = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		bool inside = i && i + 1 < s.len && ascii_alnum(s.ptr[i - 1]);

		if ((c >= 'a' && c <= 'z') || (c && strchr("[]@\\|=<>{}_", c)) ||
		    (c == '.' && inside && ascii_alnum(s.ptr[i + 1])))
			return false;
		letters += ascii_alpha(c);
		digits += ascii_digit(c);
	}
	return letters >= 3 && digits <= letters / 2 && s.ptr[s.len - 1] != '.';
}

/* Level of "1. Title" (1), "2.3 Title" (2), else 0. */
static uint32_t numbered_level(struct span s)
{
	uint32_t level = 0;
	size_t i = 0;

	for (;;) {
		size_t from = i;

		while (i < s.len && ascii_digit(s.ptr[i]))
			i++;
		if (i == from || i - from > 2)
			break;
		level++;
		if (i >= s.len || s.ptr[i] != '.')
			break;
		i++;
	}
	if (!level || level > 6 || i >= s.len || s.ptr[i] != ' ')
		return 0;
	s = span_trim(span_skip(s, i));
	return s.len && s.ptr[0] >= 'A' && s.ptr[0] <= 'Z' && !strchr(".,;:", s.ptr[s.len - 1]) ?
	       level : 0;
}

/* A blank line or the end came: a lone short line may be a heading. */
static void text_end_block(struct text *t)
{
	struct span s = span_trim(buf_span(&t->block));
	bool lone = t->lines == 1 && s.len && s.len <= HEADING_MAX;
	uint32_t level;

	if (t->state == TEXT_NONE)
		return;
	if (t->state == TEXT_CODE)
		text_give(t, PART_CODE, 0);
	else if (lone && (level = numbered_level(s)))
		text_give(t, PART_HEADING, level);
	else if (lone && t->state == TEXT_PARAGRAPH && is_capitals(s))
		text_give(t, PART_HEADING, 2);
	else
		text_give(t, t->state == TEXT_ITEM ? PART_ITEM : PART_PARAGRAPH,
			  t->state == TEXT_ITEM ? t->level : 0);
}

static void text_begin(struct text *t, enum text_block state, struct span line, uint64_t number,
		       uint64_t offset)
{
	text_end_block(t);
	t->state = state;
	t->line = number;
	t->offset = offset;
	t->lines = 1;
	buf_add(&t->block, line);
}

static void text_append(struct text *t, struct span line)
{
	buf_byte(&t->block, '\n');
	buf_add(&t->block, line);
	t->lines++;
}

/* "====" or "----" under a line of about its length. */
static bool is_underline(const struct text *t, struct span line)
{
	size_t title = span_trim(buf_span(&t->block)).len, rule = span_trim(line).len;
	char c = line_rule(line);

	return (c == '=' || c == '-' || c == '~' || c == '*') && t->lines == 1 &&
	       t->state != TEXT_CODE && title && rule * 2 >= title && rule <= title * 2 + 3;
}

static bool text_take_code(struct text *t, struct span line, uint64_t number, uint64_t offset)
{
	enum line_code kind = line_code(line);

	if (t->state == TEXT_CODE) {
		enum rule_line next = rule_next(&t->rule, line);

		if (next != RULE_BEFORE) {
			text_append(t, line);
			if (next == RULE_LAST)
				text_end_block(t);
			return true;
		}
		text_end_block(t);
	}
	if (kind == LINE_PLAIN)
		return false;
	text_begin(t, TEXT_CODE, line, number, offset);
	if (rule_begin(&t->rule, kind, line))
		text_end_block(t);
	return true;
}

static void text_take_line(struct text *t, struct span line, uint64_t number, uint64_t offset)
{
	struct span s = span_trim(line);
	size_t marker = line_marker(s), indent = line_indent(line);

	if (text_take_code(t, line, number, offset))
		return;
	if (s.len == 0) {
		text_end_block(t);
		return;
	}
	if (is_underline(t, line)) {
		text_give(t, PART_HEADING, line_rule(line) == '=' ? 1 : 2);
		return;
	}
	if (line_rule(s)) {
		text_end_block(t);
		return;
	}
	if (marker) {
		text_begin(t, TEXT_ITEM, s, number, offset + (uint64_t)(s.ptr - line.ptr));
		t->marker = marker;
		t->indent = indent;
		t->level = indent < 2 ? 1 : 2 + (uint32_t)(indent - 2) / 4;
		return;
	}
	if (t->state == TEXT_NONE || (t->state == TEXT_ITEM && indent <= t->indent) ||
	    t->block.len > LINES_SPLIT)
		text_begin(t, TEXT_PARAGRAPH, line_right_trim(line), number, offset);
	else
		text_append(t, line_right_trim(t->state == TEXT_ITEM ? s : line));
}

/* A form feed ends the paragraph before it and begins a page. */
static void text_take_pages(struct text *t, struct span line, uint64_t number, uint64_t offset)
{
	size_t feed;

	while ((feed = span_find_byte(line, '\f')) != SPAN_NONE) {
		if (feed)
			text_take_line(t, span_cut(line, 0, feed), number, offset);
		/* A rule goes on over the page; what is furniture in it is seen later. */
		if (t->state != TEXT_CODE)
			text_end_block(t);
		t->page += t->page > 0;
		line = span_skip(line, feed + 1);
		offset += feed + 1;
	}
	text_take_line(t, line, number, offset);
}

static int text_step(struct document *d)
{
	struct text *t = (struct text *)d;
	uint64_t number = d->line, offset = document_offset(d);
	struct span line;

	if (!document_line(d, &line)) {
		text_end_block(t);
		return 0;
	}
	text_take_pages(t, line, number, offset);
	return document_good(d, &t->block);
}

static void text_end(struct document *d)
{
	buf_release(&((struct text *)d)->block);
}

static int text_open(struct reader *r, struct error *e)
{
	struct text *t = arena_new(r->arena, struct text);
	struct document *d = (struct document *)t;

	if (!t)
		return fail(e, ERR_LIMIT, "text: no memory left for this item");
	d->name = "text";
	d->step = text_step;
	d->end = text_end;
	if (document_open(r, d, NULL, e) < 0)
		return -1;
	document_buf(d, &t->block);
	document_peek(d);
	t->page = span_find_byte(span_make(d->block, d->have), '\f') != SPAN_NONE;
	return 0;
}

static int text_probe(struct span head)
{
	head = span_cut(head, 0, TEXT_HEAD);
	return head.len && charset_of(head) != CHARSET_BINARY ? 10 : 0;
}

const struct format format_text = {
	.name = "text",
	.about = "plain text",
	.suffixes = " .txt .text ",
	.class = FORMAT_DOCUMENT,
	.advisory = true,
	.probe = text_probe,
	.most = 10,
	.open = text_open,
	.next = document_next,
	.close = document_close,
};
