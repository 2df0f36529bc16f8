/*
 * pdf_rows.c -- words to rows: what stands on one height of the page, from
 * top to bottom, whatever order the file draws it in; and rows to pieces,
 * which wide gaps part.
 *
 * A page whose words stand upright is turned; single words that do are given
 * behind the others.  Time: n log n for each page.
 */
#include "format/pdf.h"

#include <stdlib.h>

#include "base/utf8.h"

#define GAP_WIDE 1.1f		/* times the height of the text: another piece */
#define GAP_OTHER 0.5f		/* ... when pdftotext parted them already */
#define GAP_NONE 0.09f		/* ... no blank between two words */
#define SAME_ROW 0.45f		/* times a height: the middles of words on one row */
#define UPRIGHT	 1.8f		/* times its width: a word of letters is not so high */

static float middle(const struct pdf_box *b)
{
	return (b->y0 + b->y1) / 2;
}

/* ---- words that stand upright */

static bool is_upright(const struct pdf_word *w)
{
	return w->letters > 2 && pdf_high(&w->box) > UPRIGHT * (w->box.x1 - w->box.x0);
}

/* Do the lines of a page of upright words run upwards? */
static bool runs_up(const struct pdf *p, const struct pdf_page *page)
{
	int64_t up = 0;

	for (uint32_t i = page->word + 1; i < page->word + page->words; i++) {
		const struct pdf_word *w = pdf_word(p, i);

		if (w->line == w[-1].line)
			up += middle(&w->box) < middle(&w[-1].box) ? 1 : -1;
	}
	return up > 0;
}

static void turn_page(struct pdf *p, struct pdf_page *page)
{
	bool up = runs_up(p, page);
	float width = page->width;

	for (uint32_t i = page->word; i < page->word + page->words; i++) {
		struct pdf_box *box = &pdf_word(p, i)->box, b = *box;

		*box = up ? (struct pdf_box){ page->height - b.y1, b.x0, page->height - b.y0, b.x1 }
			  : (struct pdf_box){ b.y0, page->width - b.x1, b.y1, page->width - b.x0 };
	}
	page->width = page->height;
	page->height = width;
	page->strokes = 0;
}

static void turn_upright(struct pdf *p, struct pdf_page *page)
{
	uint32_t upright = 0, others = 0;

	for (uint32_t i = page->word; i < page->word + page->words; i++) {
		upright += is_upright(pdf_word(p, i));
		others += !is_upright(pdf_word(p, i)) && pdf_word(p, i)->letters > 2;
	}
	if (upright > others)
		turn_page(p, page);
}

/* ---- rows */

/* Words that stay upright come last, in the order of the file. */
static int by_middle(const void *a, const void *b)
{
	const struct pdf_word *l = a, *r = b;
	float left = middle(&l->box), right = middle(&r->box);

	if (is_upright(l) != is_upright(r))
		return is_upright(l) ? 1 : -1;
	if (is_upright(l))
		return l->text < r->text ? -1 : l->text > r->text;
	if (left != right)
		return left < right ? -1 : 1;
	return l->text < r->text ? -1 : l->text > r->text;
}

static int by_row(const void *a, const void *b)
{
	const struct pdf_word *l = a, *r = b;

	if (l->row != r->row)
		return l->row < r->row ? -1 : 1;
	if (l->box.x0 != r->box.x0 && !is_upright(l))
		return l->box.x0 < r->box.x0 ? -1 : 1;
	return l->text < r->text ? -1 : l->text > r->text;
}

static bool on_row(const struct pdf_word *first, const struct pdf_word *w)
{
	float a = pdf_high(&first->box), b = pdf_high(&w->box);
	float less = a < b ? a : b, more = a < b ? b : a;

	if (is_upright(w) || is_upright(first))
		return is_upright(w) && is_upright(first) && w->line == first->line;
	more = more > 1.25f * less ? 1.25f * less : more;
	return middle(&w->box) - middle(&first->box) < SAME_ROW * more;
}

static void make_rows(struct pdf *p, struct pdf_page *page)
{
	struct pdf_word *word = pdf_word(p, page->word), *first = word;

	qsort(word, page->words, sizeof(*word), by_middle);
	page->rows = 1;
	for (uint32_t i = 0; i < page->words; i++) {
		if (!on_row(first, &word[i])) {
			first = &word[i];
			page->rows++;
		}
		word[i].row = page->rows;
	}
	qsort(word, page->words, sizeof(*word), by_row);
}

/* ---- pieces */

static void widen(struct pdf_box *box, const struct pdf_box *by)
{
	box->x0 = by->x0 < box->x0 ? by->x0 : box->x0;
	box->y0 = by->y0 < box->y0 ? by->y0 : box->y0;
	box->x1 = by->x1 > box->x1 ? by->x1 : box->x1;
	box->y1 = by->y1 > box->y1 ? by->y1 : box->y1;
}

static bool is_near(const struct pdf_word *last, const struct pdf_word *w)
{
	float a = pdf_high(&last->box), b = pdf_high(&w->box);
	float gap = w->box.x0 - last->box.x1, wide = w->line == last->line ? GAP_WIDE : GAP_OTHER;

	if (w->table != last->table || w->cell != last->cell)
		return false;
	return w->row == last->row && (is_upright(w) || gap < wide * (a < b ? a : b));
}

static void make_pieces(struct pdf *p, struct pdf_page *page)
{
	struct pdf_piece piece = { 0 };

	page->piece = p->piece_count;
	for (uint32_t i = page->word; i < page->word + page->words; i++) {
		const struct pdf_word *w = pdf_word(p, i);

		if (piece.words && is_near(w - 1, w)) {
			piece.words++;
			widen(&piece.box, &w->box);
			continue;
		}
		if (piece.words)
			buf_add(&p->pieces, span_make(&piece, sizeof(piece)));
		piece = (struct pdf_piece){ .box = w->box, .word = i, .words = 1, .row = w->row };
		page->pieces++;
	}
	if (piece.words)
		buf_add(&p->pieces, span_make(&piece, sizeof(piece)));
	if (!document_good(&p->document, &p->pieces))
		page->pieces = 0;
	p->piece_count += page->pieces;
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

		page->piece = p->piece_count;
		if (!page->words)
			continue;
		turn_upright(p, page);
		make_rows(p, page);
		pdf_rule_page(p, page);
		make_pieces(p, page);
	}
}

float pdf_char_width(const struct pdf *p, const struct pdf_piece *piece)
{
	float wide = 0;
	uint32_t letters = 0;

	for (uint32_t i = 0; i < piece->words; i++) {
		const struct pdf_word *w = pdf_word(p, piece->word + i);

		wide += w->box.x1 - w->box.x0;
		letters += w->letters;
	}
	return letters && wide > 0 ? wide / (float)letters : pdf_high(&piece->box) / 2;
}

static bool is_letter(const struct pdf *p, uint32_t i)
{
	struct span s = pdf_text(p, pdf_word(p, i));

	utf8_next(&s);
	return s.len == 0;
}

static float gap_before(const struct pdf *p, uint32_t i)
{
	return pdf_word(p, i)->box.x0 - pdf_word(p, i - 1)->box.x1;
}

/*
 * "I N D I C A T O R S": letters that stand alone, set apart, are one word;
 * a gap much wider than the least of them parts two.  Where the run of words
 * from `from` ends, and that gap.
 */
static uint32_t spaced_run(const struct pdf *p, uint32_t from, uint32_t to, float *wide)
{
	uint32_t end = from, letters = 0;
	float least = 1e6f;

	for (; end < to && is_letter(p, end); end++) {
		letters += (unsigned char)p->text.ptr[pdf_word(p, end)->text] > 0x7f ||
			ascii_alpha(p->text.ptr[pdf_word(p, end)->text]);
		if (end > from && gap_before(p, end) < least)
			least = gap_before(p, end);
	}
	*wide = (least > 0.5f ? least : 0.5f) * 1.7f;
	return end - from > 2 && letters > 2 ? end : from;
}

/* Letters moved apart by a hair, as bold headings are: "Ser" "ver". */
static bool touches(const struct pdf *p, uint32_t i)
{
	const struct pdf_word *w = pdf_word(p, i);

	return gap_before(p, i) < GAP_NONE * pdf_high(&w->box) && gap_before(p, i) > -1 &&
		!is_upright(w);
}

void pdf_piece_text(const struct pdf *p, const struct pdf_piece *piece, struct buf *out)
{
	uint32_t end = piece->word + piece->words, spaced = 0;
	float wide = 0;

	for (uint32_t i = piece->word; i < end; i++) {
		if (i > piece->word && (i >= spaced ? !touches(p, i) : gap_before(p, i) > wide))
			buf_byte(out, ' ');
		if (i >= spaced)
			spaced = spaced_run(p, i, end, &wide);
		buf_add(out, pdf_text(p, pdf_word(p, i)));
	}
}
