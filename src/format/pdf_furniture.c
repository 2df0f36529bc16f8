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

/* What stands close to the text of the page belongs to it: the header of a table that goes on. */
static bool near_text(const struct pdf *p, const struct pdf_page *page, uint32_t k)
{
	const struct pdf_piece *piece = pdf_piece(p, page->piece + k);
	bool top = piece->box.y1 < page->height / 2;
	uint32_t cells = 0;

	for (uint32_t i = 0; i < page->pieces; i++)
		cells += pdf_piece(p, page->piece + i)->row == piece->row;
	if (cells < 2 || !top)
		return false;
	for (uint32_t i = k + 1; i < page->pieces; i++) {
		const struct pdf_piece *next = pdf_piece(p, page->piece + i);

		if (next->row > piece->row)
			return next->box.y0 - piece->box.y1 < pdf_high(&piece->box);
	}
	return false;
}

static void mark_page(struct pdf *p, const struct pdf_page *page, struct table *seen,
		      struct buf *key)
{
	uint64_t enough = p->page_count < 6 ? 2 : 3;

	for (uint32_t k = 0; k < page->pieces; k++) {
		struct pdf_piece *piece = pdf_piece(p, page->piece + k);

		if (!in_margin(page, piece))
			continue;
		piece->furniture = is_page_number(p, piece) ||
			(times(p, page, piece, seen, key) >= enough && !near_text(p, page, k));
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
