/*
 * pdf_flow_table.c -- the rows and cells of tables, of those with lines and of
 * those that only the places of their words show.
 */
#include "format/pdf_flow.h"

#include <stdlib.h>

static uint32_t column_of(const struct pdf_table *t, const struct pdf_piece *piece)
{
	float middle = (piece->box.x0 + piece->box.x1) / 2;
	uint32_t column = 0;

	while (column + 1 < t->columns && t->left[column + 1] <= middle)
		column++;
	return column;
}

static void give_row(struct pdf_flow *f, uint32_t page, uint32_t line)
{
	struct buf *row = &f->line;
	bool any = false, again;

	buf_clear(row);
	for (uint32_t i = 0; i < f->table.columns; i++) {
		buf_add(row, buf_span(&f->cell[i]));
		buf_byte(row, '\t');
		any |= f->cell[i].len > 0;
	}
	if (!any)
		return;
	/* A table that goes on over the page says its header again. */
	again = f->table_row && span_equal(buf_span(row), buf_span(&f->header));
	if (!f->table_row) {
		buf_clear(&f->header);
		buf_add(&f->header, buf_span(row));
	}
	f->table_row += !again;
	for (uint32_t i = 0; i < f->table.columns; i++) {
		struct part part = {
			.kind = PART_CELL, .table = f->table_number, .row = f->table_row,
			.column = i + 1, .text = buf_span(&f->cell[i]),
		};

		if (part.text.len && !again)
			flow_give(f, &part, page, line);
		buf_clear(&f->cell[i]);
	}
}

/* Rows from..to are lines of the table: the distances between them tell cells from rows. */
struct distances {
	float least, most;
	uint32_t wide, all;
};

static struct distances measure(const struct pdf *p, const struct pdf_table *t)
{
	struct distances d = { .least = 1e6f };
	float limit;

	for (int pass = 0; pass < 2; pass++) {
		limit = d.least + 0.35f * p->body;
		for (uint32_t i = t->from + 1; i < t->to; i++) {
			const struct pdf_piece *piece = pdf_piece(p, i);
			float step = piece->box.y0 - piece[-1].box.y0;

			if (piece->row == piece[-1].row || step <= 0)
				continue;
			d.wide += pass && step > limit;
			d.all += pass == 0;
			d.least = !pass && step < d.least ? step : d.least;
			d.most = !pass && step > d.most ? step : d.most;
		}
	}
	return d;
}

/* How f->line, the text of the piece, goes on with the last line of its cell. */
static enum pdf_join join_lines(const struct pdf_flow *f, const struct pdf_piece *piece,
				uint32_t column, struct span last)
{
	const struct pdf_box *first = &pdf_word(f->pdf, piece->word)->box;
	float letter = pdf_char_width(f->pdf, piece), end = f->ends[column].x1;
	float edge = f->brim[column];

	return pdf_join_cell(last, buf_span(&f->line), end + letter > edge,
			     end + letter + first->x1 - first->x0 > edge);
}

/* The next line of a cell; a piece further right on the same line goes on with it. */
static void add_cell(struct pdf_flow *f, const struct pdf_piece *piece, uint32_t column)
{
	struct buf *cell = &f->cell[column];
	struct pdf_box *end = &f->ends[column];
	enum pdf_join join = PDF_BREAK;

	buf_clear(&f->line);
	pdf_piece_text(f->pdf, piece, &f->line);
	if (cell->len) {
		struct span last = buf_span(cell);

		last = span_skip(last, span_rfind_byte(last, '\n') + 1);
		if (piece->box.y0 < end->y0 + pdf_high(end) / 2)
			join = PDF_BLANK;
		else
			join = join_lines(f, piece, column, last);
		if (join == PDF_DROP_HYPHEN)
			cell->len -= span_ends(last, SPAN("\xc2\xad")) ? 2 : 1;
		if (join == PDF_BREAK || join == PDF_BLANK)
			buf_byte(cell, join == PDF_BREAK ? '\n' : ' ');
	}
	*end = piece->box;
	buf_add(cell, buf_span(&f->line));
}

/* A line of every column may still be the rest of cells: when its words go on with theirs. */
static bool any_goes_on(const struct pdf_flow *f, uint32_t at, uint32_t next)
{
	for (uint32_t i = at; i < next; i++) {
		const struct pdf_piece *piece = pdf_piece(f->pdf, i);
		struct span first = pdf_text(f->pdf, pdf_word(f->pdf, piece->word));
		struct span cell = buf_span(&f->cell[column_of(&f->table, piece)]);

		cell = span_skip(cell, span_rfind_byte(cell, '\n') + 1);
		if (cell.len && (pdf_join_cell(cell, first, true, false) != PDF_BREAK ||
				 (ascii_lower(first.ptr[0]) == first.ptr[0] &&
				  ascii_alpha(first.ptr[0]) &&
				  span_find_byte(first, '.') == SPAN_NONE)))
			return true;
	}
	return false;
}

/* Is the row at `at` the rest of the cells above it? */
static bool is_rest(struct pdf_flow *f, const struct distances *d, uint32_t at, uint32_t next)
{
	const struct pdf_piece *piece = pdf_piece(f->pdf, at);
	float step = at > f->table.from ? piece->box.y0 - piece[-1].box.y0 : 1e6f;

	if (at == f->table.from)
		return false;
	/* Two distances, each often: rows stand further apart than lines of a cell. */
	if (d->wide * 6 >= d->all && d->wide < d->all) {
		if (step > d->least + 0.35f * f->pdf->body)
			return false;
		return next - at < f->table.columns || any_goes_on(f, at, next);
	}
	for (uint32_t i = at; i < next; i++)
		if (column_of(&f->table, pdf_piece(f->pdf, i)) == 0)
			return false;
	return true;
}

/* Does this table go on with the one at the end of the page before? */
static bool same_columns(const struct pdf_flow *f, const struct pdf_table *t)
{
	if (!f->table_open || t->columns != f->table.columns)
		return false;
	for (uint32_t i = 0; i < t->columns; i++) {
		float shift = t->left[i] - f->table.left[i];

		if (shift > 8 || shift < -8)
			return false;
	}
	return true;
}

void flow_take_table(struct pdf_flow *f, uint32_t page, const struct pdf_table *t)
{
	struct distances d = measure(f->pdf, t);
	uint32_t line = 0;

	flow_flush(f);
	if (!same_columns(f, t)) {
		f->table_number++;
		f->table_row = 0;
	}
	f->table = *t;
	memcpy(f->brim, t->right, sizeof(f->brim));
	for (uint32_t at = t->from, next; at < t->to; at = next) {
		uint32_t row = pdf_piece(f->pdf, at)->row;
		for (next = at; next < t->to && pdf_piece(f->pdf, next)->row == row; next++)
			;
		if (!is_rest(f, &d, at, next)) {
			give_row(f, page, line);
			pdf_give_links(f->pdf, page, &f->area, line);
			f->area = pdf_piece(f->pdf, at)->box;
			line = row;
		}
		for (uint32_t i = at; i < next; i++) {
			add_cell(f, pdf_piece(f->pdf, i), column_of(t, pdf_piece(f->pdf, i)));
			flow_widen(&f->area, &pdf_piece(f->pdf, i)->box);
		}
	}
	give_row(f, page, line);
	pdf_give_links(f->pdf, page, &f->area, line);
	f->table_open = true;
	f->box = pdf_piece(f->pdf, t->to - 1)->box;
	f->last_page = page;
}

/* ---- ruled tables */

struct place {
	uint32_t cell, piece;
};

static int by_cell(const void *a, const void *b)
{
	const struct place *l = a, *r = b;

	if (l->cell != r->cell)
		return l->cell < r->cell ? -1 : 1;
	return l->piece < r->piece ? -1 : l->piece > r->piece;
}

/* Pieces of the table in the order of its cells; how many. */
static uint32_t collect(struct pdf_flow *f, uint32_t page, uint32_t number)
{
	const struct pdf_page *g = pdf_page(f->pdf, page);
	uint32_t count = 0;

	buf_clear(&f->order);
	for (uint32_t i = g->piece; i < g->piece + g->pieces; i++) {
		struct pdf_piece *piece = pdf_piece(f->pdf, i);
		const struct pdf_word *w = pdf_word(f->pdf, piece->word);
		struct place place = { w->cell, i };

		if (w->table != number || piece->furniture)
			continue;
		piece->given = true;
		buf_add(&f->order, span_make(&place, sizeof(place)));
		count += !f->order.bad;
	}
	qsort(f->order.ptr, count, sizeof(struct place), by_cell);
	return count;
}

static void find_brims(struct pdf_flow *f, const struct place *place, uint32_t count)
{
	memset(f->brim, 0, sizeof(f->brim));
	for (uint32_t i = 0; i < count; i++) {
		uint32_t column = place[i].cell % PDF_COLUMNS;
		float right = pdf_piece(f->pdf, place[i].piece)->box.x1;

		if (right <= f->table.right[column] && right > f->brim[column])
			f->brim[column] = right;
	}
}

void flow_take_ruled(struct pdf_flow *f, uint32_t page, uint32_t number)
{
	const struct pdf_table *t = (const struct pdf_table *)(const void *)f->pdf->tables.ptr +
		pdf_page(f->pdf, page)->table + number - 1;
	uint32_t count = collect(f, page, number), row = UINT32_MAX, line = 0;
	const struct place *place = (const struct place *)(const void *)f->order.ptr;

	flow_flush(f);
	if (!same_columns(f, t)) {
		f->table_number++;
		f->table_row = 0;
	}
	f->table = *t;
	find_brims(f, place, count);
	for (uint32_t i = 0; i < count; i++) {
		const struct pdf_piece *piece = pdf_piece(f->pdf, place[i].piece);

		if (place[i].cell / PDF_COLUMNS != row) {
			give_row(f, page, line);
			pdf_give_links(f->pdf, page, &f->area, line);
			row = place[i].cell / PDF_COLUMNS;
			line = piece->row;
			f->area = piece->box;
		}
		add_cell(f, piece, place[i].cell % PDF_COLUMNS);
		flow_widen(&f->area, &piece->box);
		f->box = piece->box;
	}
	give_row(f, page, line);
	pdf_give_links(f->pdf, page, &f->area, line);
	f->table_open = true;
	f->last_page = page;
}
