/*
 * pdf_furniture.c -- running headers and footers and page numbers: rows in
 * the margins whose words come again at the same height of other pages.
 *
 * Numbers of up to four digits that stand alone count as equal, so that page
 * numbers do not hide a footer, and rows of a list stay different.
 */
#include "format/pdf.h"

#include "base/table.h"

#define MARGIN	  0.16f		/* of the page's height, at top and bottom */
#define PLACE	  4.0f		/* points in which a header may move */
#define ROW_TEXT  400		/* bytes of it that are compared */
#define SIGNATURES 200000

/* A piece without its page number, and where it stands, to compare. */
static void signature(const struct pdf *p, const struct pdf_page *page,
		      const struct pdf_piece *piece, int shift, struct buf *out)
{
	float middle = (piece->box.y0 + piece->box.y1) / 2;
	bool bottom = middle > page->height / 2;
	float place = bottom ? page->height - middle : middle;

	buf_clear(out);
	buf_printf(out, "%d:%d:", bottom, (int)(place / PLACE) + shift);
	for (uint32_t i = 0; i < piece->words && out->len < ROW_TEXT; i++) {
		struct span s = pdf_text(p, pdf_word(p, piece->word + i));
		uint64_t n;

		buf_byte(out, ' ');
		if (s.len <= 4 && span_u64(s, &n))
			buf_byte(out, '#');
		else
			buf_add(out, s);
	}
}

static bool in_margin(const struct pdf_page *page, const struct pdf_piece *piece)
{
	return piece->box.y1 < page->height * MARGIN ||
		piece->box.y0 > page->height * (1 - MARGIN);
}

/* "7", "Page 7", "7 of 15", "- 7 -" */
static bool is_page_number(const struct pdf *p, const struct pdf_piece *piece)
{
	uint32_t numbers = 0;

	for (uint32_t i = 0; i < piece->words; i++) {
		struct span s = pdf_text(p, pdf_word(p, piece->word + i));
		uint64_t n;

		if (span_u64(s, &n) && n <= PDF_PAGES_MAX)
			numbers++;
		else if (!span_equal_nocase(s, SPAN("page")) && !span_equal_nocase(s, SPAN("of")) &&
			 !span_equal(s, SPAN("-")) && !span_equal(s, SPAN("/")) &&
			 !span_equal(s, SPAN("|")) && !span_equal(s, SPAN("\xe2\x80\x93")))
			return false;
	}
	return numbers > 0 && numbers <= 2;
}

/* On how many pages the margins hold what: the table's numbers. Full: what came first is known. */
static void count_all(const struct pdf *p, struct table *seen, struct buf *key)
{
	struct error full;

	for (uint32_t i = 0; i < p->page_count; i++) {
		const struct pdf_page *page = pdf_page(p, i);

		for (uint32_t k = 0; k < page->pieces; k++) {
			const struct pdf_piece *piece = pdf_piece(p, page->piece + k);
			uint64_t *n;

			if (!in_margin(page, piece))
				continue;
			signature(p, page, piece, 0, key);
			n = table_add(seen, buf_span(key), NULL, &full);
			if (n)
				(*n)++;
		}
	}
}

/* A header may fall on either side of a border between two places. */
static uint64_t times(const struct pdf *p, const struct pdf_page *page,
		      const struct pdf_piece *piece, struct table *seen, struct buf *key)
{
	uint64_t sum = 0;

	for (int shift = -1; shift <= 1; shift++) {
		const uint64_t *n;

		signature(p, page, piece, shift, key);
		n = table_find(seen, buf_span(key));
		sum += n ? *n : 0;
	}
	return sum;
}

/*
 * The header of a table that goes on stands on every page too, but close to
 * the text below it, and all of its row does.
 */
static bool is_table_header(const struct pdf *p, const struct pdf_page *page, uint32_t from,
			    uint32_t to, uint32_t repeated)
{
	const struct pdf_piece *piece = pdf_piece(p, from);

	if (to - from < 2 || repeated < to - from || piece->box.y1 > page->height / 2 ||
	    to == page->piece + page->pieces)
		return false;
	return pdf_piece(p, to)->box.y0 - piece->box.y1 < pdf_high(&piece->box);
}

static void mark_row(struct pdf *p, const struct pdf_page *page, uint32_t from, uint32_t to,
		     struct table *seen, struct buf *key)
{
	uint64_t enough = p->page_count < 6 ? 2 : 3;
	uint32_t repeated = 0;

	for (uint32_t i = from; i < to; i++) {
		struct pdf_piece *piece = pdf_piece(p, i);

		piece->furniture = in_margin(page, piece) &&
			(is_page_number(p, piece) || times(p, page, piece, seen, key) >= enough);
		repeated += piece->furniture;
	}
	if (is_table_header(p, page, from, to, repeated))
		for (uint32_t i = from; i < to; i++)
			pdf_piece(p, i)->furniture = false;
}

static void mark_page(struct pdf *p, const struct pdf_page *page, struct table *seen,
		      struct buf *key)
{
	uint32_t end = page->piece + page->pieces, next;

	for (uint32_t i = page->piece; i < end; i = next) {
		uint32_t row = pdf_piece(p, i)->row;

		for (next = i; next < end && pdf_piece(p, next)->row == row; next++)
			;
		mark_row(p, page, i, next, seen, key);
	}
}

void pdf_mark_furniture(struct pdf *p)
{
	struct table seen;
	struct buf key;

	if (p->page_count < 2)
		return;
	table_init(&seen, p->document.reader->arena, SIGNATURES);
	buf_init(&key, 64u << 10);
	count_all(p, &seen, &key);
	for (uint32_t i = 0; i < p->page_count; i++)
		mark_page(p, pdf_page(p, i), &seen, &key);
	buf_release(&key);
	table_release(&seen);
}
