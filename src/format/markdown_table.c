/*
 * markdown_table.c -- the tables of Markdown (GFM: one row a line) and of
 * AsciiDoc (cells anywhere between two rules, rows by counting columns).
 */
#include "format/markdown.h"

#define COLUMNS_MAX 1000

bool markdown_is_row(struct span line)
{
	line = span_trim(line);
	return line.len > 2 && line.ptr[0] == '|' &&
	       span_find_byte(span_skip(line, 1), '|') != SPAN_NONE;
}

bool markdown_is_delimiter(struct span line)
{
	bool dash = false, pipe = false;

	line = span_trim(line);
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] == '-')
			dash = true;
		else if (line.ptr[i] == '|')
			pipe = true;
		else if (line.ptr[i] != ':' && !ascii_space(line.ptr[i]))
			return false;
	}
	return dash && pipe;
}

/* Position of the next "|" that no backslash hides, or the length. */
static size_t find_pipe(struct span s, size_t from)
{
	while (from < s.len && s.ptr[from] != '|')
		from += s.ptr[from] == '\\' && from + 1 < s.len && s.ptr[from + 1] == '|' ? 2 : 1;
	return from < s.len ? from : s.len;
}

static void give_cell(struct markdown *m, struct part part, struct span raw)
{
	struct buf plain;
	size_t at;

	raw = span_trim(raw);
	document_buf(&m->document, &plain);
	while ((at = span_find(raw, SPAN("\\|"))) != SPAN_NONE) {
		buf_add(&plain, span_cut(raw, 0, at));
		buf_byte(&plain, '|');
		raw = span_skip(raw, at + 2);
	}
	if (plain.len) {
		buf_add(&plain, raw);
		raw = buf_span(&plain);
	}
	part.kind = PART_CELL;
	part.table = m->table;
	inline_clean(&m->text, raw, m->asciidoc);
	inline_give(&m->text, &m->document, part);
	document_good(&m->document, &plain);
	buf_release(&plain);
}

void markdown_row(struct markdown *m, struct span line, bool header, uint64_t number,
		  uint64_t offset)
{
	struct part p = { .line = number, .row = ++m->row, .header = header };
	struct span s = span_trim(line);
	size_t from = s.len && s.ptr[0] == '|';

	while (from < s.len) {
		size_t to = find_pipe(s, from);

		p.column++;
		p.offset = offset + (uint64_t)(s.ptr - line.ptr) + from;
		give_cell(m, p, span_cut(s, from, to - from));
		from = to + 1;
	}
}

void markdown_begin_pipes(struct markdown *m, bool header)
{
	struct buf first = m->block;

	document_buf(&m->document, &m->block);
	m->state = MD_PIPES;
	m->table++;
	m->row = 0;
	markdown_row(m, buf_span(&first), header, m->line, m->offset);
	buf_release(&first);
}

void markdown_begin_cells(struct markdown *m, uint64_t number)
{
	struct markdown_cells *t = &m->cells;
	struct buf first = t->first;

	buf_clear(&first);
	*t = (struct markdown_cells){ .first = first, .columns = m->attributes.columns,
				      .header = m->attributes.header, .first_line = number };
	m->table++;
	m->state = MD_CELLS;
	buf_clear(&m->block);
}

/* Give the cell at hand; a row is full when all its columns are taken. */
static void end_cell(struct markdown *m)
{
	struct markdown_cells *t = &m->cells;
	struct part p = { .line = m->line, .offset = m->offset };

	if (!t->open)
		return;
	if (t->grid.row == 0 || (t->columns && grid_next(&t->grid) > t->columns))
		grid_row(&t->grid);
	grid_cell(&t->grid, t->span, t->rows);
	p.row = t->grid.row;
	p.column = t->grid.column;
	p.header = t->header && p.row == 1;
	give_cell(m, p, buf_span(&m->block));
	buf_clear(&m->block);
	t->open = false;
}

static uint64_t take_number(struct span *s)
{
	uint64_t n = 0;
	size_t i = 0;

	while (i < s->len && i < 4 && ascii_digit(s->ptr[i]))
		n = n * 10 + (uint64_t)(s->ptr[i++] - '0');
	*s = span_skip(*s, i);
	return n;
}

/*
 * What stands directly before "|": "2+", ".3+", "2.3+^.>s", "a".  False if
 * it is text.  Repetition ("3*") is read as one cell.
 */
static bool cell_spec(struct span s, uint64_t *columns, uint64_t *rows)
{
	uint64_t n, below = 0;

	*columns = *rows = 1;
	if (!s.ptr || s.len > 12)
		return false;
	n = take_number(&s);
	if (s.len && s.ptr[0] == '.') {
		s = span_skip(s, 1);
		below = take_number(&s);
	}
	if (n || below) {
		if (!s.len || (s.ptr[0] != '+' && s.ptr[0] != '*'))
			return false;
		if (s.ptr[0] == '+') {
			*columns = n ? n : 1;
			*rows = below ? below : 1;
		}
		s = span_skip(s, 1);
	}
	while (s.len && strchr("<^>.", s.ptr[0]) && s.ptr[0])
		s = span_skip(s, 1);
	if (s.len && strchr("adehlmsv", s.ptr[0]) && s.ptr[0])
		s = span_skip(s, 1);
	return s.len == 0;
}

/* Where the cell's text ends before the "|": behind it may stand what the next cell is like. */
static size_t spec_start(struct span line, size_t from, size_t pipe, uint64_t *columns,
			 uint64_t *rows)
{
	size_t word = pipe;
	bool first;

	while (word > from && !ascii_space(line.ptr[word - 1]))
		word--;
	first = word == 0;
	if ((!first && span_trim(span_cut(line, from, word - from)).len == 0) ||
	    !cell_spec(span_cut(line, word, pipe - word), columns, rows)) {
		*columns = *rows = 1;
		return pipe;
	}
	return word;
}

/* Cells of one line; text before the first "|" belongs to the cell above. */
static void cells_of_line(struct markdown *m, struct span line, uint64_t number, uint64_t offset)
{
	struct markdown_cells *t = &m->cells;
	size_t from = 0;

	for (;;) {
		size_t pipe = find_pipe(line, from), end = pipe;
		uint64_t columns = 1, rows = 1;

		if (pipe < line.len)
			end = spec_start(line, from, pipe, &columns, &rows);
		if (t->open) {
			if (m->block.len && from == 0)
				buf_byte(&m->block, '\n');
			buf_add(&m->block, span_cut(line, from, end - from));
		}
		if (pipe == line.len)
			return;
		end_cell(m);
		t->open = true;
		t->span = columns;
		t->rows = rows;
		m->line = number;
		m->offset = offset + pipe + 1;
		from = pipe + 1;
	}
}

/* The first line of cells says how many columns there are, unless that was stated. */
static void first_cells(struct markdown *m, bool blank_behind)
{
	struct markdown_cells *t = &m->cells;
	struct buf first = t->first;

	if (first.len == 0)
		return;
	document_buf(&m->document, &t->first);
	if (blank_behind && t->near && !m->attributes.noheader)
		t->header = true;
	cells_of_line(m, buf_span(&first), t->first_line, t->first_offset);
	if (!t->columns) {
		/* The last cell is still open: it counts as well. */
		uint64_t columns = (t->grid.row ? t->grid.next - 1 : 0) + (t->open ? t->span : 0);

		t->columns = columns > COLUMNS_MAX ? COLUMNS_MAX : (uint32_t)columns;
	}
	buf_release(&first);
}

void markdown_cells_line(struct markdown *m, struct span line, uint64_t number, uint64_t offset)
{
	struct markdown_cells *t = &m->cells;
	bool blank = span_trim(line).len == 0;

	if (!t->began) {
		if (blank)
			return;
		t->began = true;
		t->near = number == t->first_line + 1;
		t->first_line = number;
		t->first_offset = offset;
		buf_add(&t->first, line);
		document_good(&m->document, &t->first);
		return;
	}
	first_cells(m, blank);
	if (!blank)
		cells_of_line(m, line, number, offset);
}

void markdown_end_cells(struct markdown *m)
{
	first_cells(m, false);
	end_cell(m);
	m->state = MD_NONE;
	m->attributes = (struct markdown_attributes){ 0 };
}
