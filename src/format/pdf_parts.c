/*
 * pdf_parts.c -- a PDF as evidence: where its links lead, its scripts, the
 * files attached to it, and the words that its streams show.
 *
 * Specification: ISO 32000-1, by the walk of pdf_file.h.  Every object is
 * looked at, also such as no page uses.
 * Not here: letters of fonts that number their glyphs in their own way (told
 * as a gap; as an advisory a PDF is read by pdf.c), images, drawing.
 * Hostile input: see pdf_file.h; LINKS_MOST links of one object, FILES_MOST
 * attachments, streams of PDF_STREAM_MAX.
 */
#include "format/format.h"
#include "format/pdf_pages.h"

#define LINKS_MOST 1000
#define FILES_MOST 1000

extern const struct format format_pdf, format_text;

struct attachment {
	struct span name, stream;
};

struct pdf_parts {
	struct reader *reader;
	struct pdf_file file;
	struct buf string, inside, shown;	/* a value, an opened stream, its words */
	struct attachment *attached;
	uint32_t attachments, given;
	uint32_t at;			/* object */
	struct span links;		/* of the object at hand: not looked through yet */
	unsigned link;
	enum { AT_LINKS, AT_STREAM, AT_ATTACHED, AT_END, AT_OVER } state;
	uint64_t number;
	bool numbered;			/* text in glyph numbers was met */
};

/* ---- words of a content stream */

/* The end of "(...)" that begins at `from`, behind it. */
static size_t literal_end(struct span s, size_t from)
{
	unsigned depth = 0;
	size_t i = from;

	for (; i < s.len; i++) {
		char c = s.ptr[i];

		if (c == '\\')
			i++;
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			break;
	}
	return i < s.len ? i + 1 : s.len;
}

static void add_string(struct pdf_parts *p, struct span value)
{
	buf_clear(&p->string);
	if (!pdf_string(value, &p->string))
		return;
	for (size_t i = 0; i < p->string.len; i++) {
		unsigned char c = (unsigned char)p->string.ptr[i];

		p->numbered |= c < 8;
	}
	buf_add(&p->shown, buf_span(&p->string));
}

static bool is_operator(struct span s, size_t at, const char *text)
{
	struct span word = span_cut(span_skip(s, at), 0, strlen(text));

	return span_equal(word, span_of(text));
}

/* Kerning joins what an array shows; a move ends the line. */
static void add_words(struct pdf_parts *p, struct span s)
{
	for (size_t i = 0; i < s.len;) {
		size_t end = i + 1;

		if (s.ptr[i] == '(') {
			end = literal_end(s, i);
			add_string(p, span_cut(s, i, end - i));
		} else if (s.ptr[i] == '<' && i + 1 < s.len && s.ptr[i + 1] != '<') {
			size_t n = span_find_byte(span_skip(s, i), '>');

			end = n == SPAN_NONE ? s.len : i + n + 1;
			add_string(p, span_cut(s, i, end - i));
		} else if (s.ptr[i] == 'T' && (is_operator(s, i, "Td") || is_operator(s, i, "TD") ||
					       is_operator(s, i, "T*") || is_operator(s, i, "Tm"))) {
			buf_byte(&p->shown, '\n');
			end = i + 2;
		} else if (is_operator(s, i, "ET")) {
			buf_byte(&p->shown, '\n');
			end = i + 2;
		} else if (s.ptr[i] == '-' && i + 3 < s.len && ascii_digit(s.ptr[i + 1]) &&
			   ascii_digit(s.ptr[i + 2]) && ascii_digit(s.ptr[i + 3])) {
			/* A gap of more than a tenth of the letters' size. */
			if (p->shown.len && s.ptr[i + 1] >= '2')
				buf_byte(&p->shown, ' ');
			end = i + 4;
		}
		i = end;
	}
}

/* ---- objects */

static const struct pdf_object *object_at(const struct pdf_parts *p, uint32_t i)
{
	return (const struct pdf_object *)(const void *)p->file.objects.ptr + i;
}

/* Streams that show nothing, or are given in another way. */
static bool is_dull(struct pdf_parts *p, struct span body)
{
	struct span type = pdf_get(&p->file, body, "/Type");
	struct span kind = pdf_get(&p->file, body, "/Subtype");

	return pdf_is_name(type, "/XRef") || pdf_is_name(type, "/ObjStm") ||
	       pdf_is_name(type, "/EmbeddedFile") || pdf_is_name(kind, "/Image") ||
	       pdf_get_raw(&p->file, body, "/Length1").len || pdf_is_name(kind, "/Type1C") ||
	       pdf_is_name(kind, "/CIDFontType0C") || pdf_is_name(kind, "/OpenType");
}

static void give(struct pdf_parts *p, struct part part, struct part *out)
{
	*out = part;
	out->number = ++p->number;
	out->time = TIME_NONE;
}

/* The next "/URI (...)" or "/JS (...)" of the object at hand. */
static bool give_link(struct pdf_parts *p, struct part *out)
{
	while (p->link < LINKS_MOST) {
		size_t uri = span_find(p->links, SPAN("/URI"));
		size_t js = span_find(p->links, SPAN("/JS"));
		size_t at = uri < js ? uri : js;
		struct span rest, value;

		if (at == SPAN_NONE)
			return false;
		p->link++;
		p->links = span_skip(p->links, at + (uri < js ? 4 : 3));
		rest = p->links;
		if (!pdf_next(&p->file, &rest, &value))
			continue;
		buf_clear(&p->string);
		if (!pdf_string(pdf_resolve(&p->file, value), &p->string) || !p->string.len)
			continue;
		if (uri < js)
			give(p, (struct part){ .kind = PART_LINK,
					       .target = buf_span(&p->string) }, out);
		else
			give(p, (struct part){ .kind = PART_CODE, .name = SPAN("JavaScript"),
					       .text = buf_span(&p->string) }, out);
		return true;
	}
	return false;
}

static bool give_stream(struct pdf_parts *p, struct span body, struct part *out, struct error *e)
{
	struct stream *s;

	buf_clear(&p->inside);
	buf_clear(&p->shown);
	if (!span_starts(body, SPAN("<<")) || span_find(body, SPAN("stream")) == SPAN_NONE ||
	    is_dull(p, body) || !pdf_stream(&p->file, body, &p->inside))
		return false;
	/* Scripts and descriptions are text; what draws has its words in strings. */
	if (span_find(buf_span(&p->inside), SPAN("ET")) == SPAN_NONE)
		buf_add(&p->shown, buf_span(&p->inside));
	else
		add_words(p, buf_span(&p->inside));
	if (span_trim(buf_span(&p->shown)).len == 0)
		return false;
	s = stream_of_span(p->reader->arena, buf_span(&p->shown));
	if (!s) {
		fail(e, ERR_LIMIT, "pdf: no memory left for this item");
		return true;
	}
	give(p, (struct part){ .kind = PART_BODY, .name = SPAN("text"), .stream = s,
			       .size = p->shown.len, .charset = SPAN("utf-8"), .as = &format_text }, out);
	return true;
}

static bool give_attached(struct pdf_parts *p, struct part *out, struct error *e)
{
	const struct attachment *a = &p->attached[p->given++];
	struct stream *s;

	buf_clear(&p->inside);
	if (!pdf_stream(&p->file, a->stream, &p->inside))
		fail(&p->file.why, ERR_MALFORMED, "pdf: an attached file cannot be opened");
	s = stream_of_span(p->reader->arena, buf_span(&p->inside));
	if (!s)
		fail(e, ERR_LIMIT, "pdf: no memory left for this item");
	else
		give(p, (struct part){ .kind = PART_MEMBER, .name = a->name, .stream = s,
				       .size = p->inside.len }, out);
	return true;
}

/* One object after the other: 1 and a part, 0 behind the last. */
static int give_object(struct pdf_parts *p, struct part *out, struct error *e)
{
	for (; p->at < p->file.count; p->at++, p->state = AT_LINKS, p->link = 0) {
		struct span body = object_at(p, p->at)->body;

		if (p->state == AT_LINKS && p->link == 0)
			p->links = span_cut(body, 0, span_find(body, SPAN("stream")));
		if (p->state == AT_LINKS && give_link(p, out))
			return 1;
		if (p->state == AT_STREAM)
			continue;
		p->state = AT_STREAM;
		if (give_stream(p, body, out, e))
			return e->code == ERR_NONE ? 1 : -1;
	}
	return 0;
}

static int pdf_parts_next(struct reader *r, struct part *out, struct error *e)
{
	struct pdf_parts *p = r->state;
	int rc;

	e->code = ERR_NONE;
	if (p->state < AT_ATTACHED) {
		rc = give_object(p, out, e);
		if (rc)
			return rc;
		p->state = AT_ATTACHED;
	}
	if (p->state == AT_ATTACHED && p->given < p->attachments) {
		give_attached(p, out, e);
		return e->code == ERR_NONE ? 1 : -1;
	}
	if (p->state == AT_ATTACHED) {
		p->state = AT_END;
		if (p->numbered) {
			give(p, (struct part){ .kind = PART_GAP, .level = 1, .name = SPAN("unsupported-format"),
				.text = SPAN("PDF: text in fonts of their own was not read; links, scripts "
					     "and attachments were") }, out);
			return 1;
		}
	}
	if (p->state == AT_OVER)
		return 0;
	p->state = AT_OVER;
	if (p->file.encrypted)
		return fail(e, ERR_ENCRYPTED, "pdf: locked with a password");
	if (p->file.why.code == ERR_NONE)
		return 0;
	*e = p->file.why;
	return -1;
}

static void note_attached(void *context, struct span name, struct span stream)
{
	struct pdf_parts *p = context;
	struct span kept = arena_copy(p->reader->arena, name);

	if (p->attachments < FILES_MOST && kept.ptr)
		p->attached[p->attachments++] = (struct attachment){
			kept.len ? kept : SPAN("attachment"), stream };
}

static int pdf_parts_open(struct reader *r, struct error *e)
{
	struct pdf_parts *p = arena_new(r->arena, struct pdf_parts);

	if (!p || !(p->attached = arena_array(r->arena, struct attachment, FILES_MOST)))
		return fail(e, ERR_LIMIT, "pdf: no memory left for this item");
	p->reader = r;
	r->state = p;
	buf_init(&p->string, 1u << 20);
	buf_init(&p->inside, PDF_STREAM_MAX);
	buf_init(&p->shown, PDF_STREAM_MAX);
	if (pdf_file_open(&p->file, r->bytes, r->arena, e) < 0)
		return -1;
	if (p->file.count == 0)
		return fail(e, ERR_TRUNCATED, "pdf: holds not one object: damaged, or cut behind its start");
	pdf_attached(&p->file, note_attached, p);
	return 0;
}

static void pdf_parts_close(struct reader *r)
{
	struct pdf_parts *p = r->state;

	if (!p)
		return;
	pdf_file_close(&p->file);
	buf_release(&p->string);
	buf_release(&p->inside);
	buf_release(&p->shown);
}

/* As evidence; as an advisory a PDF is pdf.c's, which bids higher. */
static int pdf_parts_probe(struct span head)
{
	int bid = format_pdf.probe(head);

	return bid ? bid - 1 : 0;
}

const struct format format_pdf_parts = {
	.name = "pdf-parts",
	.about = "PDF as evidence: links, scripts, attachments, text",
	.suffixes = " .pdf ",
	.class = FORMAT_CONTAINER,
	.whole = true,
	.evidence = true,
	.probe = pdf_parts_probe,
	.open = pdf_parts_open,
	.next = pdf_parts_next,
	.close = pdf_parts_close,
};
