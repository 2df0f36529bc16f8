/*
 * pdf_table.c -- tables: rows of pieces that stand in the same columns.
 *
 * A table begins with a row of two pieces or more.  Rows below belong to it
 * as long as every piece stands in one of its columns, and columns are what
 * no piece crosses.  Lines of one cell are told from rows by their distance.
 */
#include "format/pdf.h"

#define ROWS_MAX   4000
#define GAP_COLUMN 4.0f		/* points between columns */
#define LONE_ROWS  4
#define GAP_BELOW  3.0f		/* times the height of a line: the table ended above */

/*
 * A line alone below a table whose rows all stand closer than it does, or
 * whose rows it would run into: the text behind the table.
 */
static bool is_behind(const struct pdf_table *t, const struct pdf_box *b, float bottom, float most)
{
	float gap = b->y0 - bottom;

	return t->columns > 1 && b->x0 < t->left[1] - GAP_COLUMN && b->x1 > t->left[1] &&
		gap > most + 0.3f * pdf_high(b);
}

static uint32_t row_end(const struct pdf *p, uint32_t from, uint32_t end)
{
	uint32_t i = from, row = pdf_piece(p, from)->row;

	while (i < end && pdf_piece(p, i)->row == row)
		i++;
	return i;
}

/* Merge the piece's stretch of x into the columns; false: more than there may be. */
static bool add_stretch(struct pdf_table *t, float x0, float x1)
{
	uint32_t at = 0, until;

	while (at < t->columns && t->right[at] + GAP_COLUMN < x0)
		at++;
	until = at;
	while (until < t->columns && t->left[until] < x1 + GAP_COLUMN) {
		x0 = t->left[until] < x0 ? t->left[until] : x0;
		x1 = t->right[until] > x1 ? t->right[until] : x1;
		until++;
	}
	if (until == at && t->columns == PDF_COLUMNS)
		return false;
	memmove(t->left + at + 1, t->left + until, (t->columns - until) * sizeof(float));
	memmove(t->right + at + 1, t->right + until, (t->columns - until) * sizeof(float));
	t->columns = t->columns - (until - at) + 1;
	t->left[at] = x0;
	t->right[at] = x1;
	return true;
}

/* Does the row fit, without making one of two columns? */
static bool add_row(const struct pdf *p, struct pdf_table *t, uint32_t from, uint32_t to,
		    bool first)
{
	struct pdf_table wider = *t;
	uint32_t before = t->columns;

	for (uint32_t i = from; i < to; i++) {
		const struct pdf_box *b = &pdf_piece(p, i)->box;

		if (!add_stretch(&wider, b->x0, b->x1))
			return false;
	}
	if (wider.columns < 2 || (!first && wider.columns < before))
		return false;
	*t = wider;
	return true;
}

bool pdf_find_table(const struct pdf *p, uint32_t page, uint32_t from, struct pdf_table *t)
{
	uint32_t end = pdf_page(p, page)->piece + pdf_page(p, page)->pieces;
	uint32_t wide = 0, rows = 0, at = from, lone = 0, before = from;
	float bottom = 0, most = 0;

	*t = (struct pdf_table){ .from = from, .to = from };
	while (at < end && rows < ROWS_MAX) {
		uint32_t next = row_end(p, at, end);
		const struct pdf_box *b = &pdf_piece(p, at)->box;

		if (pdf_piece(p, at)->furniture || pdf_word(p, pdf_piece(p, at)->word)->table ||
		    (rows == 0 && next - at < 2) ||
		    (rows && b->y0 - bottom > GAP_BELOW * pdf_high(b)) ||
		    (rows > 1 && next - at == 1 && is_behind(t, b, bottom, most)) ||
		    !add_row(p, t, at, next, rows == 0))
			break;
		/* Line after line in the first column alone: the text behind the table. */
		if (next - at > 1 || b->x0 > t->left[0] + GAP_COLUMN) {
			lone = 0;
			before = next;
		} else if (++lone == LONE_ROWS) {
			at = before;
			break;
		}
		most = rows && b->y0 - bottom > most ? b->y0 - bottom : most;
		bottom = b->y1;
		wide += next - at > 1;
		rows++;
		at = next;
	}
	/* Lines below that stand in one column only may be the text behind the table. */
	while (at > from && wide < rows) {
		uint32_t last = at - 1;

		while (last > from && pdf_piece(p, last - 1)->row == pdf_piece(p, at - 1)->row)
			last--;
		if (at - last > 1)
			break;
		if (pdf_piece(p, last)->box.x0 > t->left[0] + GAP_COLUMN)
			break;
		at = last;
		rows--;
	}
	t->to = at;
	return wide >= 2;
}
