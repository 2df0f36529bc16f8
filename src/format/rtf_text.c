/*
 * rtf_text.c -- Rich Text Format as a document: its text in parts.
 *
 * Specification: RTF 1.9.1.  A part's line is the number of its paragraph.
 * Headings are paragraphs with an outline level, and short ones that are bold
 * throughout.  Notes stand where they are called; headers, footers, hidden and
 * deleted text are not given.  A table in a cell is text of that cell.
 * Not here: pictures; objects (rtf.c), which are named as a gap.
 * Hostile input: one pass; groups below DEPTH_MOST are passed over, a word's
 * number is cut; text and parts are bounded by document.h.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "format/charset.h"
#include "format/document.h"
#include "format/probe.h"

#define DEPTH_MOST   200
#define WORD_MOST    32
#define STEP_BYTES   65536
#define NUMBER_MOST  100000000
#define BOLD_LONGEST 100
#define COLUMNS_MOST 1000

/* What a group holds. */
enum rtf_to { TO_TEXT, TO_NOTHING, TO_TITLE, TO_FIELD, TO_MARK };

struct group {
	enum rtf_to to;
	uint8_t fallback;	/* bytes behind \u that say the same */
	bool bold, hidden;
	bool starred;		/* "\\*": what is not known is passed over */
	bool field;		/* a link ends where it ends */
};

struct rtf_link {
	size_t from, to;		/* of the block */
	size_t target, length;		/* of the targets */
};

struct rtf_text {
	struct document document;
	struct span left;
	struct group group[DEPTH_MOST];
	size_t depth, beyond;	/* groups that are kept, those below them */
	char charset[24];
	struct buf block, bytes, title, field, links, targets;
	struct rtf_link link;
	bool linked, marked, bold_only, in_table, objects;
	uint32_t skip, level, paragraphs, table, row, column;
	uint32_t surrogate;
	uint64_t letters;
};

static struct group *here(struct rtf_text *t)
{
	return &t->group[t->depth];
}

static struct buf *where_to(struct rtf_text *t)
{
	const struct group *g = here(t);

	if (t->beyond || g->hidden)
		return NULL;
	switch (g->to) {
	case TO_TEXT:	return &t->block;
	case TO_TITLE:	return &t->title;
	case TO_FIELD:	return &t->field;
	default:	return NULL;
	}
}

/* Bytes of the document's charset, once what they are is known. */
static void flush(struct rtf_text *t)
{
	struct buf *out = where_to(t);

	if (out && t->bytes.len)
		charset_add_named(out, span_of(t->charset), buf_span(&t->bytes));
	buf_clear(&t->bytes);
}

static void add_letter(struct rtf_text *t, char c)
{
	const struct group *g = here(t);

	if (t->skip) {
		t->skip--;
		return;
	}
	if (!where_to(t))
		return;
	if (g->to == TO_TEXT && !ascii_space(c)) {
		t->letters++;
		t->bold_only &= g->bold;
	}
	buf_byte(&t->bytes, c);
}

static void add_code_point(struct rtf_text *t, uint32_t c)
{
	struct buf *out;
	char utf8[4];

	flush(t);
	out = where_to(t);
	if (out && c >= 0x20)
		buf_add(out, span_make(utf8, utf8_encode(c, utf8)));
	if (out)
		t->letters++;
}

static void give(struct rtf_text *t, struct part part, struct span text)
{
	part.text = span_trim(text);
	part.line = t->paragraphs;
	if (part.text.len || part.target.len)
		document_add(&t->document, &part);
}

static void end_link(struct rtf_text *t)
{
	flush(t);
	t->link.to = t->block.len;
	if (t->linked)
		buf_add(&t->links, span_make(&t->link, sizeof(t->link)));
	t->linked = false;
}

static void give_links(struct rtf_text *t)
{
	const struct rtf_link *link = (const struct rtf_link *)(const void *)t->links.ptr;

	for (size_t i = 0; i < t->links.len / sizeof(*link); i++) {
		struct part part = { .kind = PART_LINK };

		part.target = span_cut(buf_span(&t->targets), link[i].target, link[i].length);
		give(t, part, span_cut(buf_span(&t->block), link[i].from,
				       link[i].to - link[i].from));
	}
	buf_clear(&t->links);
	buf_clear(&t->targets);
}

/* What has been gathered becomes a part; links are given behind it. */
static void end_block(struct rtf_text *t, bool cell)
{
	struct span text;
	struct part part = { .kind = PART_PARAGRAPH };

	end_link(t);
	text = span_trim(buf_span(&t->block));
	t->paragraphs++;
	if (cell && t->column < COLUMNS_MOST) {
		part = (struct part){ .kind = PART_CELL, .table = t->table, .row = t->row,
				      .column = ++t->column };
	} else if (t->level) {
		part = (struct part){ .kind = PART_HEADING, .level = t->level < 6 ? t->level : 6 };
	} else if (t->marked) {
		part = (struct part){ .kind = PART_ITEM, .level = 1 };
	} else if (t->bold_only && text.len && text.len <= BOLD_LONGEST &&
		   !memchr(".,;", text.ptr[text.len - 1], 3)) {
		part = (struct part){ .kind = PART_HEADING, .level = 2 };
	}
	give(t, part, text);
	give_links(t);
	buf_clear(&t->block);
	t->bold_only = true;
	t->marked = false;
}

static void end_paragraph(struct rtf_text *t)
{
	if (here(t)->to != TO_TEXT || t->beyond)
		return;
	flush(t);
	if (t->in_table) {
		buf_byte(&t->block, '\n');
		return;
	}
	end_block(t, false);
	t->column = t->row = 0;		/* the next row begins another table */
}

static void end_row(struct rtf_text *t)
{
	t->row++;
	t->column = 0;
	t->in_table = false;
}

static void begin_row(struct rtf_text *t)
{
	if (!t->row) {
		t->table++;
		t->row = 1;
	}
	t->in_table = true;
}

/* ---- control words */

static void begin_destination(struct rtf_text *t, enum rtf_to to)
{
	flush(t);
	if (here(t)->to == TO_TEXT || to == TO_NOTHING)
		here(t)->to = to;
}

static bool is_destination(struct rtf_text *t, struct span word)
{
	static const char *const nothing[] = {
		"fonttbl", "colortbl", "stylesheet", "pict", "header", "headerl", "headerr",
		"headerf", "footer", "footerl", "footerr", "footerf", "listtable",
		"listoverridetable", "rsidtbl", "generator", "themedata", "colorschememapping",
		"datastore", "latentstyles", "xmlnstbl", "filetbl", "revtbl", "objdata", "nonshppict",
		"author", "operator", "company", "subject", "keywords", "doccomm", "bkmkstart",
		"bkmkend", "annotation", "atnid", "atnauthor", "ftnsep", "aftnsep", "tc", "xe",
	};

	if (span_equal(word, SPAN("title")))
		begin_destination(t, TO_TITLE);
	else if (span_equal(word, SPAN("fldinst")))
		begin_destination(t, TO_FIELD);
	else if (span_equal(word, SPAN("listtext")) || span_equal(word, SPAN("pntext")))
		begin_destination(t, TO_MARK);
	else
		for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
			if (span_equal(word, span_of(nothing[i])))
				begin_destination(t, TO_NOTHING);
	t->marked |= here(t)->to == TO_MARK;
	t->objects |= span_equal(word, SPAN("objdata"));
	return here(t)->to == TO_NOTHING || here(t)->to == TO_MARK ||
		span_equal(word, SPAN("title")) || span_equal(word, SPAN("fldinst"));
}

/* A character that has a word of its own. */
static bool is_character(struct rtf_text *t, struct span word)
{
	static const struct {
		const char *word;
		uint32_t c;
	} rows[] = {
		{ "tab", ' ' }, { "line", ' ' }, { "emdash", 0x2014 }, { "endash", 0x2013 },
		{ "lquote", 0x2018 }, { "rquote", 0x2019 }, { "ldblquote", 0x201c },
		{ "rdblquote", 0x201d }, { "bullet", 0x2022 }, { "emspace", ' ' },
		{ "enspace", ' ' },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (span_equal(word, span_of(rows[i].word))) {
			add_code_point(t, rows[i].c);
			return true;
		}
	return false;
}

/* "\u8217": UTF-16, of which a pair comes as two words. */
static void unicode(struct rtf_text *t, int64_t number)
{
	uint32_t unit = (uint32_t)(number < 0 ? number + 65536 : number) & 0xffff;

	if (unit >= 0xd800 && unit < 0xdc00) {
		t->surrogate = unit;
	} else if (unit >= 0xdc00 && unit < 0xe000) {
		if (t->surrogate)
			add_code_point(t, 0x10000 + ((t->surrogate - 0xd800) << 10) +
				       (unit - 0xdc00));
		t->surrogate = 0;
	} else {
		add_code_point(t, unit);
	}
	t->skip = here(t)->fallback;
}

static void take_format(struct rtf_text *t, struct span word, int64_t number, bool has_number)
{
	struct group *g = here(t);

	if (span_equal(word, SPAN("b")))
		g->bold = !has_number || number;
	else if (span_equal(word, SPAN("v")) || span_equal(word, SPAN("deleted")))
		flush(t), g->hidden = !has_number || number;
	else if (span_equal(word, SPAN("plain")))
		flush(t), g->bold = g->hidden = false;
	else if (span_equal(word, SPAN("pard")))
		t->level = 0;
	else if (span_equal(word, SPAN("outlinelevel")) && number < 9)
		t->level = (uint32_t)number + 1;
	else if (span_equal(word, SPAN("uc")) && number >= 0 && number < 16)
		g->fallback = (uint8_t)number;
	else if (span_equal(word, SPAN("ansicpg")))
		snprintf(t->charset, sizeof(t->charset), "windows-%u", (unsigned)number);
}

static void take_word(struct rtf_text *t, struct span word, int64_t number, bool has_number)
{
	bool text = here(t)->to == TO_TEXT && !t->beyond, starred = here(t)->starred;

	here(t)->starred = false;

	if (span_equal(word, SPAN("bin"))) {
		t->left = span_skip(t->left, number > 0 ? (size_t)number : 0);
	} else if (t->beyond || is_destination(t, word)) {
		return;
	} else if (starred && !span_equal(word, SPAN("shpinst"))) {
		begin_destination(t, TO_NOTHING);	/* one that we do not know */
	} else if (span_equal(word, SPAN("field"))) {
		here(t)->field = true;
	} else if (span_equal(word, SPAN("u"))) {
		unicode(t, number);
	} else if (span_equal(word, SPAN("par")) || span_equal(word, SPAN("sect")) ||
		   span_equal(word, SPAN("page"))) {
		end_paragraph(t);
	} else if (text && span_equal(word, SPAN("cell"))) {
		begin_row(t);
		end_block(t, true);
	} else if (text && span_equal(word, SPAN("row"))) {
		end_row(t);
	} else if (text && (span_equal(word, SPAN("trowd")) || span_equal(word, SPAN("intbl")))) {
		begin_row(t);
	} else if (!is_character(t, word)) {
		take_format(t, word, number, has_number);
	}
}

static void begin_group(struct rtf_text *t)
{
	flush(t);
	if (t->depth + 1 == DEPTH_MOST || t->beyond) {
		t->beyond++;
		return;
	}
	t->group[t->depth + 1] = *here(t);
	t->depth++;
	here(t)->starred = here(t)->field = false;
}

/* HYPERLINK "https://..." */
static void end_field(struct rtf_text *t)
{
	struct span field = span_trim(buf_span(&t->field));
	size_t from = span_find_byte(field, '"');
	struct span target = from == SPAN_NONE ? SPAN("") : span_skip(field, from + 1);

	target = span_cut(target, 0, span_find_byte(target, '"'));
	if (span_starts_nocase(field, SPAN("HYPERLINK")) && target.len && target.ptr[0] != '#') {
		t->link = (struct rtf_link){ t->block.len, 0, t->targets.len, target.len };
		buf_add(&t->targets, target);
		t->linked = true;
	}
	buf_clear(&t->field);
}

static void end_group(struct rtf_text *t)
{
	flush(t);
	t->skip = 0;
	if (t->beyond) {
		t->beyond--;
		return;
	}
	if (here(t)->to == TO_FIELD && (!t->depth || t->group[t->depth - 1].to != TO_FIELD))
		end_field(t);
	if (here(t)->field)
		end_link(t);
	if (t->depth)
		t->depth--;
}

/* Behind a backslash. */
static void take_control(struct rtf_text *t)
{
	struct span s = span_skip(t->left, 1);
	size_t len = 0, digits;
	int64_t number = 0;
	bool minus;

	while (len < s.len && len < WORD_MOST && ascii_alpha(s.ptr[len]))
		len++;
	if (!len) {
		char c = s.len ? s.ptr[0] : ' ';

		t->left = span_skip(s, 1);
		if (c == '\'' && s.len > 2 && ascii_hex(s.ptr[1]) >= 0 &&
		    ascii_hex(s.ptr[2]) >= 0) {
			add_letter(t, (char)(ascii_hex(s.ptr[1]) << 4 | ascii_hex(s.ptr[2])));
			t->left = span_skip(s, 3);
		} else if (c == '*') {
			here(t)->starred = !t->beyond;
		} else if (c == '~') {
			add_letter(t, ' ');
		} else if (c == '_') {
			add_letter(t, '-');
		} else if (c == '\n' || c == '\r') {
			end_paragraph(t);
		} else if (memchr("{}\\", c, 3)) {
			add_letter(t, c);
		}
		return;
	}
	minus = len < s.len && s.ptr[len] == '-';
	for (digits = len + minus; digits < s.len && ascii_digit(s.ptr[digits]); digits++)
		if (number < NUMBER_MOST)
			number = number * 10 + (s.ptr[digits] - '0');
	t->left = span_skip(s, digits < s.len && s.ptr[digits] == ' ' ? digits + 1 : digits);
	take_word(t, span_cut(s, 0, len), minus ? -number : number, digits > len + minus);
}

static void give_last(struct rtf_text *t)
{
	struct span title = span_trim(buf_span(&t->title));

	t->in_table = false;
	t->depth = 0;
	here(t)->to = TO_TEXT;
	end_block(t, false);
	if (title.len)
		give(t, (struct part){ .kind = PART_TITLE }, title);
	if (t->objects)
		document_add(&t->document, &(struct part){
			.kind = PART_GAP, .name = SPAN("unsupported-format"), .level = 1,
			.text = SPAN("objects put into the text") });
	if (!t->letters)
		document_add(&t->document, &(struct part){
			.kind = PART_GAP, .name = SPAN("no-text-layer"),
			.text = SPAN("there is no text in it") });
}

static int rtf_text_step(struct document *d)
{
	struct rtf_text *t = (struct rtf_text *)d;
	size_t before = t->left.len;

	while (t->left.len && before - t->left.len < STEP_BYTES && document_good(d, &t->block)) {
		char c = t->left.ptr[0];

		if (c == '\\') {
			take_control(t);
			continue;
		}
		t->left = span_skip(t->left, 1);
		if (c == '{')
			begin_group(t);
		else if (c == '}')
			end_group(t);
		else if (c != '\n' && c != '\r' && c)
			add_letter(t, c);
	}
	if (t->left.len && document_good(d, &t->block))
		return 1;
	give_last(t);
	return 0;
}

static void rtf_text_end(struct document *d)
{
	struct rtf_text *t = (struct rtf_text *)d;

	buf_release(&t->block);
	buf_release(&t->bytes);
	buf_release(&t->title);
	buf_release(&t->field);
	buf_release(&t->links);
	buf_release(&t->targets);
}

static int rtf_text_open(struct reader *r, struct error *e)
{
	struct rtf_text *t = arena_new(r->arena, struct rtf_text);
	struct document *d = (struct document *)t;

	if (!t)
		return fail(e, ERR_LIMIT, "rtf: no memory left for this item");
	d->name = "rtf";
	d->step = rtf_text_step;
	d->end = rtf_text_end;
	document_begin(r, d);
	document_buf(d, &t->block);
	document_buf(d, &t->bytes);
	document_buf(d, &t->title);
	document_buf(d, &t->field);
	document_buf(d, &t->links);
	document_buf(d, &t->targets);
	t->left = r->bytes;
	t->bold_only = true;
	t->group[0].fallback = 1;
	snprintf(t->charset, sizeof(t->charset), "windows-1252");
	return 0;
}

static int rtf_text_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("{\\rt"));
}

const struct format format_rtf_text = {
	.name = "rich text",
	.about = "Rich Text Format (RTF), as a document",
	.suffixes = " .rtf .doc ",
	.class = FORMAT_DOCUMENT,
	.whole = true,
	.advisory = true,
	.probe = rtf_text_probe,
	.open = rtf_text_open,
	.next = document_next,
	.close = document_close,
};
