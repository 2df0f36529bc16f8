/*
 * pdf_words.c -- words and their places, as `pdftotext -bbox-layout` prints
 * them: XHTML with one element a line.
 *
 * Anything else in a line is passed over.  Bounds: PDF_WORDS_MAX words,
 * PDF_PAGES_MAX pages, text as large as the document's ceiling.
 */
#include "format/pdf.h"

#include "format/typography.h"

#define NUMBER_LONGEST 24

/* Digits with a point, perhaps a sign; what is no number is 0. */
static float number(struct span s)
{
	double value = 0, unit = 1;
	bool negative = s.len && s.ptr[0] == '-', fraction = false;

	for (size_t i = negative; i < s.len && i < NUMBER_LONGEST; i++) {
		if (s.ptr[i] == '.') {
			fraction = true;
			continue;
		}
		if (!ascii_digit(s.ptr[i]))
			break;
		if (fraction)
			unit /= 10;
		value = fraction ? value + unit * (s.ptr[i] - '0') : value * 10 + (s.ptr[i] - '0');
	}
	value = value > 1e6 ? 1e6 : value;
	return (float)(negative ? -value : value);
}

/* The value of an attribute, entities as they stand. */
static struct span attribute(struct span line, struct span name)
{
	size_t at = span_find(line, name);

	if (at == SPAN_NONE)
		return SPAN("");
	line = span_skip(line, at + name.len);
	return span_cut(line, 0, span_find_byte(line, '"'));
}

static struct pdf_box box_of(struct span line)
{
	return (struct pdf_box){
		number(attribute(line, SPAN("xMin=\""))), number(attribute(line, SPAN("yMin=\""))),
		number(attribute(line, SPAN("xMax=\""))), number(attribute(line, SPAN("yMax=\""))),
	};
}

static const struct {
	const char *name;
	char sign;
} entities[] = {
	{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' },
};

static size_t add_entity(struct buf *out, struct span rest)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		struct span name = span_of(entities[i].name);

		if (span_starts(rest, name)) {
			buf_byte(out, entities[i].sign);
			return name.len;
		}
	}
	buf_byte(out, '&');
	return 1;
}

static void add_text(struct buf *out, struct span s)
{
	while (s.len) {
		struct span plain = span_cut(s, 0, span_find_byte(s, '&'));

		typography_add(out, plain);
		s = span_skip(s, plain.len);
		if (s.len)
			s = span_skip(s, add_entity(out, s));
	}
}

/* Typesetters make one dash of two hyphens, also in "xn--p1ai.example". */
static void add_dashes(struct buf *out, struct span s)
{
	struct span mark = SPAN("xn\xe2\x80\x93");
	size_t at;

	while ((at = span_find(s, mark)) != SPAN_NONE && at + mark.len < s.len &&
	       ascii_alnum(s.ptr[at + mark.len])) {
		add_text(out, span_cut(s, 0, at + 2));
		buf_text(out, "--");
		s = span_skip(s, at + mark.len);
	}
	add_text(out, s);
}

static void take_page(struct pdf *p, struct span line)
{
	struct pdf_page page = { .width = number(attribute(line, SPAN("width=\""))),
				 .height = number(attribute(line, SPAN("height=\""))),
				 .word = p->word_count };

	if (p->page_count == PDF_PAGES_MAX) {
		if (p->document.why.code == ERR_NONE)
			fail(&p->document.why, ERR_LIMIT, "pdf: more than %d pages", PDF_PAGES_MAX);
		return;
	}
	buf_add(&p->pages, span_make(&page, sizeof(page)));
	if (document_good(&p->document, &p->pages))
		p->page_count++;
}

static void take_word(struct pdf *p, struct span line)
{
	size_t from = span_find_byte(line, '>'), to = span_find(line, SPAN("</word>"));
	struct pdf_word w = { .box = box_of(line), .text = (uint32_t)p->text.len,
			      .line = p->lines };
	struct pdf_page *page = p->page_count ? pdf_page(p, p->page_count - 1) : NULL;

	if (!page || from == SPAN_NONE || to == SPAN_NONE || to < from)
		return;
	if (p->word_count == PDF_WORDS_MAX || p->text.len > PART_TEXT_MAX) {
		if (p->document.why.code == ERR_NONE)
			fail(&p->document.why, ERR_LIMIT, "pdf: more text than is kept, at page %u",
			     p->page_count);
		return;
	}
	add_dashes(&p->text, span_cut(line, from + 1, to - from - 1));
	w.len = (uint32_t)(p->text.len - w.text);
	for (uint32_t i = 0; i < w.len; i++)
		w.letters += ((unsigned char)p->text.ptr[w.text + i] & 0xc0) != 0x80;
	if (!w.len || !(w.box.x1 >= w.box.x0) || !(w.box.y1 >= w.box.y0))
		return;
	buf_add(&p->words, span_make(&w, sizeof(w)));
	if (!document_good(&p->document, &p->words) || !document_good(&p->document, &p->text))
		return;
	p->word_count++;
	page->words++;
}

void pdf_take_line(struct pdf *p, struct span line)
{
	line = span_trim(line);
	if (span_starts(line, SPAN("<word "))) {
		take_word(p, line);
	} else if (span_starts(line, SPAN("<line "))) {
		p->lines++;
	} else if (span_starts(line, SPAN("<page "))) {
		take_page(p, line);
	} else if (span_starts(line, SPAN("<title>")) && !p->title.len) {
		line = span_skip(line, 7);
		add_text(&p->title, span_cut(line, 0, span_find(line, SPAN("</title>"))));
	}
}
