/*
 * markdown.c -- Markdown and AsciiDoc, which share most of what matters.
 *
 * Specification: CommonMark 0.31 with GFM tables; the AsciiDoc language; the
 * common core of both, line by line.  Which of the two it is, is decided from
 * the marks in the first block; it only matters where they contradict.
 * Not here: includes, conditions, attribute references, reference links.
 * Hostile input: one pass, one line of look-behind; paragraphs above
 * LINES_SPLIT are given in pieces.
 */
#include "format/markdown.h"

/* Level of "## Title" or "== Title", 0: none; *title without the marks. */
static uint32_t heading_level(bool asciidoc, struct span s, struct span *title)
{
	char mark = s.len ? s.ptr[0] : 0;
	size_t level = 0, end;

	if (mark != '#' && !(mark == '=' && asciidoc))
		return 0;
	while (level < s.len && s.ptr[level] == mark)
		level++;
	if (level > 6 || level >= s.len || !ascii_space(s.ptr[level]))
		return 0;
	s = span_trim(span_skip(s, level));
	for (end = s.len; end && s.ptr[end - 1] == mark; end--)
		;
	if (end < s.len && (end == 0 || ascii_space(s.ptr[end - 1])))
		s.len = end;
	*title = span_trim(s);
	return (uint32_t)level;
}

/* "```yara", "~~~", and AsciiDoc's "----" and "....": how many, 0: none. */
static size_t fence_length(bool asciidoc, struct span s)
{
	size_t n = 0;

	while (n < s.len && s.ptr[n] == s.ptr[0])
		n++;
	if (n < 3)
		return 0;
	if (s.ptr[0] == '`')
		return span_find_byte(span_skip(s, n), '`') == SPAN_NONE ? n : 0;
	if (s.ptr[0] == '~')
		return n;
	return asciidoc && n >= 4 && n == s.len && (s.ptr[0] == '-' || s.ptr[0] == '.') ? n : 0;
}

static bool begin_fence(struct markdown *m, struct span line, struct span s, uint64_t number,
			uint64_t offset)
{
	size_t n = fence_length(m->asciidoc, s);
	struct span language = span_trim(span_skip(s, n));

	if (!n)
		return false;
	markdown_begin(m, MD_FENCE, SPAN(""), number + 1, offset + line.len + 1);
	m->lines = 0;
	m->fence = s.ptr[0];
	m->fence_length = n;
	m->fence_indent = line_indent(line);
	if (language.len && language.ptr[0] == '{')
		language = SPAN("");
	language = span_cut(language, 0, span_find_byte(language, ' '));
	if (language.len && language.len <= MARKDOWN_NAME) {
		memcpy(m->attributes.text, language.ptr, language.len);
		m->attributes.language = span_make(m->attributes.text, language.len);
	}
	return true;
}

static bool ends_fence(const struct markdown *m, struct span s)
{
	size_t n = 0;

	while (n < s.len && s.ptr[n] == m->fence)
		n++;
	return n == s.len && (m->fence == '`' || m->fence == '~' ? n >= m->fence_length :
								    n == m->fence_length);
}

/* A line of "=", "-" and the like below one line of text makes it a heading. */
static bool take_underline(struct markdown *m, struct span s)
{
	char c = line_rule(s);
	struct span title = span_trim(buf_span(&m->block));
	bool fits = s.len + 1 >= title.len && s.len <= title.len + 1;

	if (m->state != MD_PARAGRAPH || m->lines != 1 || !c || !strchr("=-~^+", c))
		return false;
	if (m->asciidoc ? !fits : c != '=' && c != '-')
		return false;
	m->state = MD_NONE;
	markdown_heading(m, title, c == '=' ? 1 : c == '-' ? 2 : c == '~' ? 3 : 4);
	buf_clear(&m->block);
	m->lines = 0;
	return true;
}

/* Lines that only part blocks from each other. */
static bool take_divider(struct markdown *m, struct span s)
{
	bool divides = line_rule(s) || (m->asciidoc && (span_equal(s, SPAN("--")) ||
							span_equal(s, SPAN("+")) ||
							span_equal(s, SPAN("'''"))));

	if (divides)
		markdown_end_block(m);
	return divides;
}

static bool take_heading(struct markdown *m, struct span s, uint64_t number, uint64_t offset)
{
	struct span title;
	uint32_t level = heading_level(m->asciidoc, s, &title);

	/* .Title of the block behind it */
	if (!level && m->asciidoc && s.len > 1 && s.ptr[0] == '.' && s.ptr[1] != '.' &&
	    !ascii_space(s.ptr[1]) && m->state == MD_NONE) {
		level = 6;
		title = span_skip(s, 1);
	}
	if (!level)
		return false;
	markdown_end_block(m);
	m->line = number;
	m->offset = offset;
	markdown_heading(m, title, level);
	return true;
}

/* How many of AsciiDoc's marks ("***", "..") stand in front, with the blanks behind; 0: none. */
static size_t repeated_marker(struct span s, uint32_t *level)
{
	size_t n = 0;

	while (n < s.len && n < 6 && s.ptr[n] == s.ptr[0])
		n++;
	if (n == 0 || n > 5 || n >= s.len || s.ptr[n] != ' ' ||
	    (s.ptr[0] != '*' && s.ptr[0] != '.'))
		return 0;
	*level = (uint32_t)n;
	while (n < s.len && s.ptr[n] == ' ')
		n++;
	return n;
}

static bool take_item(struct markdown *m, struct span line, struct span s, uint64_t number,
		      uint64_t offset)
{
	uint32_t level = 1 + (uint32_t)line_indent(line) / 2;
	size_t marker = m->asciidoc ? repeated_marker(s, &level) : 0;

	if (!marker)
		marker = line_marker(s);
	if (!marker || (ascii_alpha(s.ptr[0]) || s.ptr[0] == '('))
		return false;
	markdown_begin(m, MD_ITEM, span_skip(s, marker), number,
		       offset + (uint64_t)(s.ptr - line.ptr) + marker);
	m->level = level > 9 ? 9 : level;
	m->in_list = true;
	return true;
}

/* [name]: address "title" */
static bool take_reference(struct markdown *m, struct span s, uint64_t number)
{
	size_t close = span_find(s, SPAN("]: "));
	struct part p = { .kind = PART_LINK, .line = number };

	if (m->asciidoc || m->state != MD_NONE || s.ptr[0] != '[' || close == SPAN_NONE ||
	    close < 2)
		return false;
	p.text = span_cut(s, 1, close - 1);
	p.target = span_trim(span_skip(s, close + 3));
	p.target = span_cut(p.target, 0, span_find_byte(p.target, ' '));
	if (p.text.ptr[0] == '^' || span_find_byte(p.target, ':') == SPAN_NONE)
		return false;
	document_add(&m->document, &p);
	return true;
}

static bool take_pipes(struct markdown *m, struct span line, uint64_t number, uint64_t offset)
{
	bool delimiter = markdown_is_delimiter(line), row = markdown_is_row(line);
	bool after_row = m->state == MD_PARAGRAPH && m->lines == 1 &&
			 markdown_is_row(buf_span(&m->block));
	bool after_text = m->state == MD_PARAGRAPH && m->lines == 1 &&
			  span_find_byte(buf_span(&m->block), '|') != SPAN_NONE;

	if (delimiter && (after_row || after_text)) {
		markdown_begin_pipes(m, true);
		return true;
	}
	if (row && after_row) {
		markdown_begin_pipes(m, false);
		markdown_row(m, line, false, number, offset);
		return true;
	}
	if (row && (m->state == MD_PARAGRAPH || m->state == MD_ITEM)) {
		markdown_begin(m, MD_PARAGRAPH, line, number, offset);
		return true;
	}
	return false;
}

static bool is_cells_rule(struct span s)
{
	return span_starts(s, SPAN("|===")) && line_rule(span_skip(s, 1)) == '=';
}

static bool take_rule(struct markdown *m, struct span line, uint64_t number, uint64_t offset)
{
	enum line_code kind = m->state == MD_ITEM ? LINE_PLAIN : line_code(line);

	if (kind == LINE_PLAIN)
		return false;
	markdown_begin(m, MD_RULE, line, number, offset);
	if (rule_begin(&m->rule, kind, line))
		markdown_end_block(m);
	return true;
}

/* Code by indentation, where no paragraph or list goes on. */
static bool take_indented(struct markdown *m, struct span line, uint64_t number, uint64_t offset)
{
	size_t need = m->asciidoc ? 1 : m->in_list ? 8 : 4;

	if (m->state != MD_NONE || line_indent(line) < need || (m->asciidoc && m->in_list))
		return false;
	markdown_begin(m, MD_INDENTED, line_dedent(line, m->asciidoc ? 0 : need), number, offset);
	return true;
}

static void take_text(struct markdown *m, struct span line, struct span s, uint64_t number,
		      uint64_t offset)
{
	bool goes_on = m->state == MD_PARAGRAPH || m->state == MD_ITEM;

	if (goes_on && m->block.len <= LINES_SPLIT) {
		markdown_append(m, s);
		return;
	}
	if (m->state == MD_NONE && line_indent(line) < 2)
		m->in_list = false;
	markdown_begin(m, MD_PARAGRAPH, s, number, offset + (uint64_t)(s.ptr - line.ptr));
}

/* Code, comments, tables: lines that are not looked into. False when the block had ended before. */
static bool take_inside(struct markdown *m, struct span line, uint64_t number, uint64_t offset)
{
	struct span s = span_trim(line);
	enum rule_line next;

	switch (m->state) {
	case MD_FRONT:
		markdown_front(m, line, number);
		return true;
	case MD_FENCE:
		if (ends_fence(m, s))
			markdown_end_block(m);
		else
			markdown_append(m, line_dedent(line, m->fence_indent));
		return true;
	case MD_COMMENT:
		if (m->fence ? line_rule(s) == 0 && span_starts(s, SPAN("////")) :
			       span_find(s, SPAN("-->")) != SPAN_NONE)
			m->state = MD_NONE;
		return true;
	case MD_RULE:
		next = rule_next(&m->rule, line);
		if (next != RULE_BEFORE)
			markdown_append(m, line);
		if (next != RULE_INSIDE)
			markdown_end_block(m);
		return next != RULE_BEFORE;
	case MD_CELLS:
		if (is_cells_rule(s))
			markdown_end_block(m);
		else
			markdown_cells_line(m, line, number, offset);
		return true;
	case MD_PIPES:
		if (s.len && span_find_byte(s, '|') != SPAN_NONE) {
			markdown_row(m, line, false, number, offset);
			return true;
		}
		m->state = MD_NONE;
		return false;
	default:
		return false;
	}
}

static bool take_more_code(struct markdown *m, struct span line, struct span s)
{
	if (m->state != MD_INDENTED)
		return false;
	if (s.len == 0 && !m->asciidoc) {
		m->blanks++;
		return true;
	}
	if (s.len == 0 || line_indent(line) < (m->asciidoc ? 1 : 4)) {
		markdown_end_block(m);
		return false;
	}
	for (; m->blanks; m->blanks--)
		markdown_append(m, SPAN(""));
	markdown_append(m, line_dedent(line, m->asciidoc ? 0 : m->in_list ? 8 : 4));
	return true;
}

static bool take_comment(struct markdown *m, struct span s)
{
	bool block = m->asciidoc && span_starts(s, SPAN("////"));
	bool html = span_starts(s, SPAN("<!--"));

	if (block || (html && span_find(s, SPAN("-->")) == SPAN_NONE)) {
		markdown_end_block(m);
		m->state = MD_COMMENT;
		m->fence = block ? '/' : 0;
		return true;
	}
	return m->asciidoc && span_starts(s, SPAN("//")) && !span_starts(s, SPAN("///"));
}

static void take_line(struct markdown *m, struct span line, uint64_t number, uint64_t offset)
{
	struct span s = span_trim(line);

	if (take_inside(m, line, number, offset) || take_more_code(m, line, s))
		return;
	while (!m->asciidoc && s.len && s.ptr[0] == '>') {
		offset += (uint64_t)(s.ptr - line.ptr) + 1;
		line = span_skip(s, 1);
		if (line.len && line.ptr[0] == ' ') {
			line = span_skip(line, 1);
			offset++;
		}
		s = span_trim(line);
	}
	if (s.len == 0) {
		markdown_end_block(m);
		return;
	}
	if (take_underline(m, s) || take_indented(m, line, number, offset) ||
	    take_comment(m, s) || begin_fence(m, line, s, number, offset) ||
	    take_heading(m, s, number, offset))
		return;
	if (m->asciidoc && is_cells_rule(s)) {
		markdown_end_block(m);
		markdown_begin_cells(m, number);
		return;
	}
	if (take_divider(m, s) || markdown_entry(m, s, number) || markdown_attributes(m, s) ||
	    take_reference(m, s, number) || take_rule(m, line, number, offset) ||
	    take_item(m, line, s, number, offset) || take_pipes(m, line, number, offset))
		return;
	take_text(m, line, s, number, offset);
}

static int markdown_step(struct document *d)
{
	struct markdown *m = (struct markdown *)d;
	uint64_t number = d->line, offset = document_offset(d);
	struct span line;

	if (document_line(d, &line)) {
		if (number == 1 && m->state == MD_FRONT)
			return 1;
		take_line(m, line, number, offset);
		return document_good(d, &m->block) && document_good(d, &m->key);
	}
	markdown_end_block(m);
	markdown_title(m, buf_span(&m->first_text), m->first_text_line);
	return 0;
}

static void markdown_end(struct document *d)
{
	struct markdown *m = (struct markdown *)d;

	inline_close(&m->text);
	buf_release(&m->block);
	buf_release(&m->key);
	buf_release(&m->first_text);
	buf_release(&m->cells.first);
}

struct marks {
	unsigned asciidoc, markdown;
};

static void count_line(struct marks *n, struct span line)
{
	struct span s = span_trim(line), title;

	if (s.len == 0 || line_indent(line) > 3)
		return;
	if (heading_level(true, s, &title))
		*(s.ptr[0] == '=' ? &n->asciidoc : &n->markdown) += 3;
	n->asciidoc += is_cells_rule(s) ? 3 : 0;
	if (s.ptr[0] == '[' && s.ptr[s.len - 1] == ']')
		n->asciidoc += span_find(s, SPAN("options=")) != SPAN_NONE ||
			       span_find(s, SPAN("cols=")) != SPAN_NONE ||
			       span_starts(s, SPAN("[source")) || span_starts(s, SPAN("[[")) ? 3 : 0;
	n->asciidoc += span_starts(s, SPAN(":toc")) || span_starts(s, SPAN(":author:")) ? 2 : 0;
	n->markdown += s.ptr[0] == '`' && fence_length(false, s) ? 3 : 0;
	n->markdown += markdown_is_delimiter(s) ? 3 : 0;
	if (span_find_byte(s, ']') == SPAN_NONE)
		return;
	n->markdown += span_find(s, SPAN("](")) != SPAN_NONE ? 2 : 0;
	n->asciidoc += span_find(s, SPAN("link:")) != SPAN_NONE &&
		       span_find_byte(s, '[') != SPAN_NONE ? 2 : 0;
}

static struct marks count_marks(struct span sample)
{
	struct marks n = { 0 };
	struct span line;

	while (span_line(&sample, &line))
		count_line(&n, line);
	return n;
}

static bool has_front(struct span sample)
{
	struct span line;

	if (!span_line(&sample, &line) || !span_equal(line, SPAN("---")))
		return false;
	while (span_line(&sample, &line))
		if (span_equal(line, SPAN("---")) || span_equal(line, SPAN("...")))
			return sample.len > 0;
	return false;
}

static int markdown_open(struct reader *r, struct error *e)
{
	struct markdown *m = arena_new(r->arena, struct markdown);
	struct document *d = (struct document *)m;
	struct span sample;
	struct marks n;

	if (!m)
		return fail(e, ERR_LIMIT, "markdown: no memory left for this item");
	d->name = "markdown";
	d->step = markdown_step;
	d->end = markdown_end;
	if (document_open(r, d, NULL, e) < 0)
		return -1;
	inline_open(&m->text, d);
	document_buf(d, &m->block);
	document_buf(d, &m->key);
	document_buf(d, &m->first_text);
	document_buf(d, &m->cells.first);
	document_peek(d);
	sample = span_make(d->block, d->have);
	n = count_marks(sample);
	m->asciidoc = n.asciidoc > n.markdown;
	m->state = has_front(sample) ? MD_FRONT : MD_NONE;
	return 0;
}

static int markdown_probe(struct span head)
{
	struct marks n;

	head = span_cut(head, 0, TEXT_HEAD);
	if (!head.len || charset_of(head) == CHARSET_BINARY)
		return 0;
	n = count_marks(head);
	if (n.asciidoc + n.markdown >= 5)
		return 40;
	return n.asciidoc + n.markdown || has_front(head) ? 20 : 0;
}

const struct format format_markdown = {
	.name = "markdown",
	.about = "Markdown, AsciiDoc",
	.suffixes = " .md .adoc .markdown .asciidoc ",
	.class = FORMAT_DOCUMENT,
	.advisory = true,
	.probe = markdown_probe,
	.most = 40,
	.open = markdown_open,
	.next = document_next,
	.close = document_close,
};
