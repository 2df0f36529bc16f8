/*
 * pdf_rows.c -- words to pieces, pieces to rows: what stands on one height of
 * the page, from top to bottom, whatever order the file draws it in.
 */
#include "format/pdf.h"

#include <stdlib.h>

#define GAP_WIDE 1.1f		/* times the height of the text: another piece */

static int by_place(const void *a, const void *b)
{
	const struct pdf_piece *l = a, *r = b;
	float left = l->box.y0 + l->box.y1, right = r->box.y0 + r->box.y1;

	if (left != right)
		return left < right ? -1 : 1;
	if (l->box.x0 != r->box.x0)
		return l->box.x0 < r->box.x0 ? -1 : 1;
	return l->word < r->word ? -1 : l->word > r->word;
}

static int by_row(const void *a, const void *b)
{
	const struct pdf_piece *l = a, *r = b;

	if (l->row != r->row)
		return l->row < r->row ? -1 : 1;
	if (l->box.x0 != r->box.x0)
		return l->box.x0 < r->box.x0 ? -1 : 1;
	return l->word < r->word ? -1 : l->word > r->word;
}

static void widen(struct pdf_box *box, const struct pdf_box *by)
{
	box->x0 = by->x0 < box->x0 ? by->x0 : box->x0;
	box->y0 = by->y0 < box->y0 ? by->y0 : box->y0;
	box->x1 = by->x1 > box->x1 ? by->x1 : box->x1;
	box->y1 = by->y1 > box->y1 ? by->y1 : box->y1;
}

/* Do these words stand side by side on one line, near each other? */
static bool follows(const struct pdf_word *last, const struct pdf_word *w)
{
	float high = pdf_high(&last->box), gap = w->box.x0 - last->box.x1;
	float overlap = (w->box.y1 < last->box.y1 ? w->box.y1 : last->box.y1) -
		(w->box.y0 > last->box.y0 ? w->box.y0 : last->box.y0);

	return w->line == last->line && gap < GAP_WIDE * high && gap > -high &&
		overlap > 0.3f * (pdf_high(&w->box) < high ? pdf_high(&w->box) : high);
}

static void make_pieces(struct pdf *p, struct pdf_page *page)
{
	struct pdf_piece piece = { 0 };

	page->piece = p->piece_count;
	for (uint32_t i = page->word; i < page->word + page->words; i++) {
		const struct pdf_word *w = pdf_word(p, i);

		if (piece.words && follows(pdf_word(p, i - 1), w)) {
			piece.words++;
			widen(&piece.box, &w->box);
			continue;
		}
		if (piece.words)
			buf_add(&p->pieces, span_make(&piece, sizeof(piece)));
		piece = (struct pdf_piece){ .box = w->box, .word = i, .words = 1 };
		page->pieces++;
	}
	if (piece.words)
		buf_add(&p->pieces, span_make(&piece, sizeof(piece)));
	if (!document_good(&p->document, &p->pieces))
		page->pieces = 0;
	p->piece_count += page->pieces;
}

/* A piece belongs to the row whose first piece covers its middle. */
static void number_rows(struct pdf *p, struct pdf_page *page)
{
	struct pdf_piece *piece = pdf_piece(p, page->piece);
	struct pdf_box row = { 0 };

	qsort(piece, page->pieces, sizeof(*piece), by_place);
	for (uint32_t i = 0; i < page->pieces; i++) {
		float middle = (piece[i].box.y0 + piece[i].box.y1) / 2;
		float edge = pdf_high(&row) * 0.75f + row.y0;

		if (!page->rows || middle > edge) {
			page->rows++;
			row = piece[i].box;
		}
		piece[i].row = page->rows;
	}
	qsort(piece, page->pieces, sizeof(*piece), by_row);
}

/* The height that most characters have. */
static float body_height(const struct pdf *p)
{
	uint64_t count[200] = { 0 };
	unsigned best = 0;

	for (uint32_t i = 0; i < p->word_count; i++) {
		const struct pdf_word *w = pdf_word(p, i);
		float high = pdf_high(&w->box) * 4;

		if (high >= 1 && high < 200)
			count[(unsigned)high] += w->len;
	}
	for (unsigned i = 1; i < 200; i++)
		if (count[i] > count[best])
			best = i;
	return best ? ((float)best + 0.5f) / 4 : 10;
}

void pdf_make_rows(struct pdf *p)
{
	p->body = body_height(p);
	for (uint32_t i = 0; i < p->page_count; i++) {
		struct pdf_page *page = pdf_page(p, i);

		make_pieces(p, page);
		if (page->pieces)
			number_rows(p, page);
	}
}

float pdf_char_width(const struct pdf *p, const struct pdf_piece *piece)
{
	float wide = 0;
	uint32_t letters = 0;

	for (uint32_t i = 0; i < piece->words; i++) {
		const struct pdf_word *w = pdf_word(p, piece->word + i);

		wide += w->box.x1 - w->box.x0;
		letters += w->len;
	}
	return letters && wide > 0 ? wide / (float)letters : pdf_high(&piece->box) / 2;
}

/*
 * "I N D I C A T O R S": single letters, set apart, are one word; a gap much
 * wider than the others parts two.
 */
static bool is_spaced(const struct pdf *p, const struct pdf_piece *piece)
{
	uint32_t single = 0;

	for (uint32_t i = 0; i < piece->words; i++) {
		const struct pdf_word *w = pdf_word(p, piece->word + i);

		single += w->len == 1 && ascii_alpha(p->text.ptr[w->text]);
	}
	return piece->words > 3 && single + 1 >= piece->words;
}

static float middle_gap(const struct pdf *p, const struct pdf_piece *piece)
{
	float sum = 0;

	for (uint32_t i = 1; i < piece->words; i++)
		sum += pdf_word(p, piece->word + i)->box.x0 -
			pdf_word(p, piece->word + i - 1)->box.x1;
	return sum / (float)(piece->words - 1);
}

void pdf_piece_text(const struct pdf *p, const struct pdf_piece *piece, struct buf *out)
{
	bool spaced = is_spaced(p, piece);
	float usual = spaced ? middle_gap(p, piece) : 0;

	for (uint32_t i = 0; i < piece->words; i++) {
		const struct pdf_word *w = pdf_word(p, piece->word + i);

		if (i && (!spaced || w->box.x0 - w[-1].box.x1 > 1.3f * usual))
			buf_byte(out, ' ');
		buf_add(out, pdf_text(p, w));
	}
}
