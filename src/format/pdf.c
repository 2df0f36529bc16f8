/*
 * pdf.c -- PDF as a document: text in its order, tables, code.
 *
 * Specification: ISO 32000-2.  Words and their places come from poppler's
 * pdftotext, started outside of this process (base/external.h).
 * Hostile input: the program is bounded by its row; what it prints is read
 * within PDF_WORDS_MAX, PDF_PAGES_MAX and the document's budget.
 */
#include "format/pdf.h"

#include <unistd.h>

#include "base/external.h"

#define OUTPUT_BLOCK (64u << 10)
#define OUTPUT_LINE  (1u << 20)	/* a longer one is no word */

/* Everything that the program prints, line by line. */
static int read_output(struct pdf *p, int fd, struct error *e)
{
	struct buf in;
	ssize_t got;
	int rc = 0;

	buf_init(&in, OUTPUT_LINE + OUTPUT_BLOCK);
	for (;;) {
		struct span rest, line;

		if (!buf_reserve(&in, OUTPUT_BLOCK)) {
			rc = fail(e, ERR_MALFORMED, "pdf: pdftotext prints a line without end");
			break;
		}
		got = read(fd, in.ptr + in.len, OUTPUT_BLOCK);
		if (got <= 0) {
			rc = got < 0 ? fail_errno(e, "read") : 0;
			break;
		}
		in.len += (size_t)got;
		rest = buf_span(&in);
		while (span_find_byte(rest, '\n') != SPAN_NONE && span_line(&rest, &line))
			pdf_take_line(p, line);
		buf_drop(&in, in.len - rest.len);
	}
	buf_release(&in);
	return rc;
}

static int read_words(struct pdf *p, struct error *e)
{
	struct external *x = p->document.reader->external;
	struct external_call call = { .name = "pdftotext", .bytes = p->bytes, .fd = -1 };
	struct error ended = { 0 };
	int fd, rc;

	if (!x)
		return fail(e, ERR_UNSUPPORTED, "pdf: pdftotext cannot be started here");
	if (x->start(x, &call, &fd, e) < 0)
		return -1;
	rc = read_output(p, fd, e);
	if (x->end(x, &ended) < 0 && rc == 0) {
		*e = ended;
		rc = -1;
	}
	return rc;
}

static void give_title(struct pdf *p)
{
	struct part part = { .kind = PART_TITLE, .text = span_trim(buf_span(&p->title)) };

	if (part.text.len)
		document_add(&p->document, &part);
}

static int pdf_step(struct document *d)
{
	struct pdf *p = (struct pdf *)d;

	if (!p->titled) {
		p->titled = true;
		give_title(p);
		return 1;
	}
	if (p->at == p->page_count) {
		pdf_flow_end(p);
		pdf_give_gaps(p);
		return 0;
	}
	pdf_flow_page(p, p->at++);
	return 1;
}

static void pdf_end(struct document *d)
{
	struct pdf *p = (struct pdf *)d;

	buf_release(&p->text);
	buf_release(&p->words);
	buf_release(&p->pieces);
	buf_release(&p->pages);
	buf_release(&p->title);
	pdf_look_close(p);
	pdf_rule_close(p);
	pdf_flow_close(p);
}

/*
 * No words, or not all.  What there is counts, and the end of the document
 * says why there is no more.
 */
static int blame(struct pdf *p, const struct error *why, struct error *e)
{
	if (why->code == ERR_UNSUPPORTED)
		return fail(e, ERR_UNSUPPORTED, "%s; PDF is read with it: install poppler-utils "
			    "(Debian, Ubuntu) or poppler", why->text);
	if (why->code == ERR_IO) {
		*e = *why;
		return -1;
	}
	if (!p->walked)
		return fail(e, ERR_TRUNCATED, "pdf: holds not one object: damaged, or cut behind its start");
	if (p->file.encrypted)
		fail(&p->document.why, ERR_ENCRYPTED, "pdf: locked with a password");
	else if (!p->file.ended)
		fail(&p->document.why, ERR_TRUNCATED, "pdf: the file is cut: %s", why->text);
	else
		p->document.why = *why;
	return 0;
}

static int pdf_open(struct reader *r, struct error *e)
{
	struct pdf *p = arena_new(r->arena, struct pdf);
	struct document *d = (struct document *)p;
	struct error why = { 0 };

	if (!p)
		return fail(e, ERR_LIMIT, "pdf: no memory left for this item");
	d->name = "pdf";
	d->step = pdf_step;
	d->end = pdf_end;
	document_begin(r, d);
	p->bytes = r->bytes;
	document_buf(d, &p->text);
	buf_init(&p->words, (size_t)PDF_WORDS_MAX * sizeof(struct pdf_word));
	buf_init(&p->pieces, (size_t)PDF_WORDS_MAX * sizeof(struct pdf_piece));
	buf_init(&p->pages, (size_t)(PDF_PAGES_MAX + 1) * sizeof(struct pdf_page));
	buf_init(&p->title, 64u << 10);
	if (pdf_look_open(p, e) < 0 || pdf_rule_open(p, e) < 0 || pdf_flow_open(p, e) < 0)
		return -1;
	if (read_words(p, &why) < 0 && blame(p, &why, e) < 0)
		return -1;
	pdf_look_paint(p);
	pdf_make_rows(p);
	pdf_mark_furniture(p);
	pdf_look_pages(p);
	return 0;
}

/* Readers accept it anywhere in the first 1,024 bytes; so do we, at the start of a line. */
static int pdf_probe(struct span head)
{
	struct span early = span_cut(head, 0, 1024);
	size_t at = span_find(early, SPAN("%PDF-"));

	if (at == SPAN_NONE || at + 5 >= head.len || !ascii_digit(head.ptr[at + 5]))
		return 0;
	if (at == 0)
		return 100;
	return head.ptr[at - 1] == '\n' || head.ptr[at - 1] == '\r' ||
	       charset_of(head) == CHARSET_BINARY ? 60 : 0;
}

const struct format format_pdf = {
	.name = "pdf",
	.about = "PDF",
	.suffixes = " .pdf ",
	.class = FORMAT_DOCUMENT,
	.whole = true,
	.advisory = true,
	.probe = pdf_probe,
	.open = pdf_open,
	.next = document_next,
	.close = document_close,
};
