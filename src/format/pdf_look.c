/*
 * pdf_look.c -- what a PDF says beside its words: where links lead, which
 * pages show something and have no letters, whether it is locked or cut.
 */
#include "format/pdf.h"

#include <stdlib.h>

#define TARGETS_MAX   200000
#define TARGETS_BYTES (32u << 20)
#define STROKES_MAX   1000000
#define TABLES_BYTES  (32u << 20)
#define IMAGE_PART    0.08	/* of a page: less is an ornament */
#define SHAPES_MANY   30	/* painted shapes; fewer are lines and frames */
#define GARBLED	      3		/* one letter of so many cannot be told */

int pdf_look_open(struct pdf *p, struct error *e)
{
	buf_init(&p->targets, TARGETS_MAX * sizeof(struct pdf_target));
	buf_init(&p->target_text, TARGETS_BYTES);
	buf_init(&p->strokes, STROKES_MAX * sizeof(struct pdf_stroke));
	buf_init(&p->tables, TABLES_BYTES);
	if (pdf_file_open(&p->file, p->bytes, p->document.reader->arena, e) < 0)
		return -1;
	p->walked = p->file.count > 0;
	return 0;
}

void pdf_look_close(struct pdf *p)
{
	pdf_file_close(&p->file);
	buf_release(&p->targets);
	buf_release(&p->target_text);
	buf_release(&p->strokes);
	buf_release(&p->tables);
}

/* ---- what is painted */

static void take_stroke(void *context, const struct pdf_stroke *stroke)
{
	struct pdf *p = context;

	buf_add(&p->strokes, span_make(stroke, sizeof(*stroke)));
}

static int paint_at(void *context, const struct pdf_sheet *sheet)
{
	struct pdf *p = context;
	struct pdf_page *page = pdf_page(p, p->painted);

	if (p->painted++ == p->page_count)
		return -1;
	page->stroke = (uint32_t)(p->strokes.len / sizeof(struct pdf_stroke));
	page->paint = pdf_painted(&p->file, sheet, take_stroke, p);
	page->strokes = (uint32_t)(p->strokes.len / sizeof(struct pdf_stroke)) - page->stroke;
	return 0;
}

void pdf_look_paint(struct pdf *p)
{
	if (!p->file.encrypted && p->page_count)
		pdf_sheets(&p->file, p->page_count, paint_at, p);
}

/* ---- pages */

/* Letters of the page that are no running header, and how many of them cannot be told. */
static void count_letters(const struct pdf *p, const struct pdf_page *page, uint64_t *all,
			  uint64_t *bad)
{
	*all = *bad = 0;
	for (uint32_t i = page->piece; i < page->piece + page->pieces; i++) {
		const struct pdf_piece *piece = pdf_piece(p, i);

		if (piece->furniture)
			continue;
		for (uint32_t k = piece->word; k < piece->word + piece->words; k++) {
			struct span s = pdf_text(p, pdf_word(p, k));

			*all += pdf_word(p, k)->letters;
			for (size_t at = 0; at + 2 < s.len; at++) {
				unsigned char c = (unsigned char)s.ptr[at];
				unsigned char d = (unsigned char)s.ptr[at + 1];

				/* U+FFFD, and the places where fonts keep letters of their own */
				*bad += c == 0xee ||
					(c == 0xef && (d == 0xbf || (d >= 0x80 && d <= 0xa3)));
			}
		}
	}
}

static enum pdf_blind blind_page(const struct pdf *p, const struct pdf_page *page)
{
	struct pdf_paint paint = page->paint;
	uint64_t all, bad;

	count_letters(p, page, &all, &bad);
	if (all)
		return bad * GARBLED > all ? PDF_GARBLED : PDF_SEEN;
	if (paint.image > IMAGE_PART)
		return PDF_IMAGE;
	/* Running headers and nothing else are no text, but can be told. */
	if (page->words)
		return PDF_SEEN;
	if (paint.text)
		return PDF_GARBLED;
	return paint.shapes > SHAPES_MANY ? PDF_DRAWN : PDF_SEEN;
}

/* ---- links */

static void take_link(void *context, const struct pdf_link *link)
{
	struct pdf *p = context;
	struct pdf_target t = { .box = { (float)link->x0, (float)link->y0, (float)link->x1,
					 (float)link->y1 },
				.text = (uint32_t)p->target_text.len,
				.len = (uint32_t)link->target.len };

	if (!link->target.len || p->target_count == TARGETS_MAX)
		return;
	buf_add(&p->target_text, link->target);
	buf_add(&p->targets, span_make(&t, sizeof(t)));
	p->target_count += !p->targets.bad && !p->target_text.bad;
}

static int by_place(const void *a, const void *b)
{
	const struct pdf_target *l = a, *r = b;
	float left = l->box.y0 + l->box.y1, right = r->box.y0 + r->box.y1;

	if (left != right)
		return left < right ? -1 : 1;
	if (l->box.x0 != r->box.x0)
		return l->box.x0 < r->box.x0 ? -1 : 1;
	return l->text < r->text ? -1 : l->text > r->text;
}

struct look {
	struct pdf *pdf;
	struct buf room;
};

static int look_at(void *context, const struct pdf_sheet *sheet)
{
	struct look *look = context;
	struct pdf *p = look->pdf;
	struct pdf_page *page;

	if (p->sheets++ >= p->page_count)
		return 0;
	page = pdf_page(p, p->sheets - 1);
	if (p->file.encrypted) {
		p->links_lost |= pdf_get(&p->file, sheet->page, "/Annots").len > 0;
		return 0;
	}
	page->blind = blind_page(p, page);
	page->target = p->target_count;
	pdf_links(&p->file, sheet, &look->room, take_link, p);
	page->targets = p->target_count - page->target;
	if (page->targets)
		qsort(pdf_target(p, page->target), page->targets, sizeof(struct pdf_target),
		      by_place);
	return 0;
}

void pdf_look_pages(struct pdf *p)
{
	struct look look = { .pdf = p };

	buf_init(&look.room, 64u << 10);
	pdf_sheets(&p->file, PDF_PAGES_MAX, look_at, &look);
	buf_release(&look.room);
}

/* The first word of the page whose row is not above `y`. */
static uint32_t first_word(const struct pdf *p, const struct pdf_page *page, float y)
{
	uint32_t low = page->word, high = page->word + page->words;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (pdf_word(p, mid)->box.y1 < y)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void words_under(const struct pdf *p, const struct pdf_page *page,
			const struct pdf_target *t, struct buf *out)
{
	uint32_t end = page->word + page->words;

	for (uint32_t i = first_word(p, page, t->box.y0); i < end; i++) {
		const struct pdf_word *w = pdf_word(p, i);
		float x = (w->box.x0 + w->box.x1) / 2, y = (w->box.y0 + w->box.y1) / 2;

		if (y > t->box.y1 + 4)
			break;
		if (x < t->box.x0 || x > t->box.x1 || y < t->box.y0 || y > t->box.y1)
			continue;
		if (out->len)
			buf_byte(out, ' ');
		buf_add(out, pdf_text(p, w));
	}
}

static bool lies_in(const struct pdf_target *t, const struct pdf_box *box)
{
	float x = (t->box.x0 + t->box.x1) / 2, y = (t->box.y0 + t->box.y1) / 2;

	return !box || (x >= box->x0 && x <= box->x1 && y >= box->y0 - 1 && y <= box->y1 + 1);
}

/* A link that runs over two lines is two of the file's, of one target. */
void pdf_give_links(struct pdf *p, uint32_t page, const struct pdf_box *box, uint32_t row)
{
	const struct pdf_page *g = pdf_page(p, page);
	struct part part = { .kind = PART_LINK, .page = page + 1, .line = row };
	struct buf text;

	buf_init(&text, 64u << 10);
	for (uint32_t i = g->target; i < g->target + g->targets; i++) {
		struct pdf_target *t = pdf_target(p, i);
		struct span target = span_make(p->target_text.ptr + t->text, t->len);

		if (t->given || !lies_in(t, box))
			continue;
		buf_clear(&text);
		for (uint32_t k = i; k < g->target + g->targets && k < i + 8; k++) {
			struct pdf_target *more = pdf_target(p, k);
			const char *text_of = p->target_text.ptr + more->text;

			if (!more->given && span_equal(span_make(text_of, more->len), target)) {
				words_under(p, g, more, &text);
				more->given = true;
			}
		}
		part.text = buf_span(&text);
		part.target = target;
		document_add(&p->document, &part);
	}
	buf_release(&text);
}

/* ---- gaps */

static void give_gap(struct pdf *p, const char *reason, uint32_t page, struct span text)
{
	struct part part = { .kind = PART_GAP, .name = span_of(reason), .page = page,
			     .text = text };

	document_add(&p->document, &part);
}

/* "pages 1-8 are images" */
static void give_blind(struct pdf *p)
{
	static const char *const one[] = { "", "is an image", "is drawn without letters",
					   "has letters that cannot be told" };
	static const char *const more[] = { "", "are images", "are drawn without letters",
					    "have letters that cannot be told" };
	struct buf text;

	buf_init(&text, 4096);
	for (uint32_t i = 0, end; i < p->page_count; i = end) {
		enum pdf_blind blind = pdf_page(p, i)->blind;

		for (end = i + 1; end < p->page_count && pdf_page(p, end)->blind == blind; end++)
			;
		if (blind == PDF_SEEN)
			continue;
		buf_clear(&text);
		if (end == i + 1)
			buf_printf(&text, "page %u %s", end, one[blind]);
		else
			buf_printf(&text, "pages %u-%u %s", i + 1, end, more[blind]);
		give_gap(p, "no-text-layer", i + 1, buf_span(&text));
	}
	buf_release(&text);
}

static void give_attached(void *context, struct span name, struct span stream)
{
	struct pdf *p = context;
	struct part part = { .kind = PART_MEMBER, .name = name };
	struct buf bytes, text;

	buf_init(&bytes, PDF_STREAM_MAX);
	buf_init(&text, 4096);
	if (pdf_stream(&p->file, stream, &bytes)) {
		part.text = buf_span(&bytes);
		document_add(&p->document, &part);
	} else {
		buf_printf(&text, "the attached file %.*s cannot be opened",
			   SPAN_ARG(span_cut(name, 0, 200)));
		give_gap(p, "damaged", 0, buf_span(&text));
	}
	buf_release(&text);
	buf_release(&bytes);
}

static void give_missing(struct pdf *p)
{
	struct buf text;

	if (p->sheets <= p->page_count || p->document.why.code != ERR_NONE)
		return;
	buf_init(&text, 200);
	buf_printf(&text, "only %u of %u pages could be read", p->page_count, p->sheets);
	give_gap(p, "damaged", p->page_count + 1, buf_span(&text));
	buf_release(&text);
}

void pdf_give_gaps(struct pdf *p)
{
	give_blind(p);
	give_missing(p);
	if (p->links_lost)
		give_gap(p, "encrypted", 0, SPAN("where its links lead is locked"));
	if (!p->file.ended && p->document.why.code == ERR_NONE)
		give_gap(p, "truncated", 0, SPAN("the file ends before its end mark"));
	if (p->file.why.code != ERR_NONE)
		give_gap(p, "count-limit", 0, span_of(p->file.why.text));
	if (!p->file.encrypted)
		pdf_attached(&p->file, give_attached, p);
}
