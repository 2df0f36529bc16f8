/*
 * docx_body.c -- WordprocessingML: paragraphs, tables, links, fields.
 *
 * Specification: ECMA-376 part 1, section 17; names count, prefixes do not.
 * Text that was deleted under tracked changes is not given, nor the second
 * rendering of what older programs cannot show.  A text box is given where its
 * anchor stands.
 * Hostile input: xml.h bounds depth and refuses entities; tables and fields
 * inside of each other are counted, deeper ones read as text.
 */
#include "format/docx.h"

#include "format/typography.h"

/* ---- links */

static void begin_link(struct docx *w, struct span target)
{
	w->in_link = target.len && target.ptr[0] != '#';
	if (!w->in_link)
		return;
	w->link = (struct docx_link){ .from = w->block.len, .target = w->targets.len,
				      .length = target.len };
	buf_add(&w->targets, target);
}

static void end_link(struct docx *w)
{
	if (w->in_link) {
		w->link.to = w->block.len;
		buf_add(&w->links, span_make(&w->link, sizeof(w->link)));
	}
	w->in_link = false;
}

/* "HYPERLINK "https://..." \o "tip"": the address, or empty. */
static struct span field_target(struct span s)
{
	size_t from = span_find(s, SPAN("HYPERLINK"));

	if (from == SPAN_NONE)
		return SPAN("");
	s = span_trim(span_skip(s, from + 9));
	if (!s.len || s.ptr[0] != '"')
		return s.len && s.ptr[0] != '\\' ? span_cut(s, 0, span_find_byte(s, ' ')) : SPAN("");
	s = span_skip(s, 1);
	return span_cut(s, 0, span_find_byte(s, '"'));
}

static void take_field(struct docx *w, struct span what)
{
	if (span_equal(what, SPAN("begin"))) {
		if (w->fields < DOCX_FIELDS)
			w->field[w->fields] = FIELD_CODE;
		w->fields++;
		buf_clear(&w->instruction);
	} else if (span_equal(what, SPAN("separate")) && w->fields) {
		if (w->fields <= DOCX_FIELDS)
			w->field[w->fields - 1] = FIELD_RESULT;
		if (!w->in_link)
			begin_link(w, field_target(buf_span(&w->instruction)));
	} else if (span_equal(what, SPAN("end")) && w->fields) {
		w->fields--;
		end_link(w);
	}
}

/* ---- tables */

static void open_table(struct docx *w)
{
	if (w->depth == DOCX_TABLES) {
		w->too_deep++;
		return;
	}
	if (w->depth)
		docx_give_cell(w);
	else
		docx_end_code(w);
	w->table[w->depth++] = (struct docx_table){ .number = ++w->tables };
}

static void close_table(struct docx *w)
{
	if (w->too_deep)
		w->too_deep--;
	else if (w->depth)
		w->depth--;
}

static struct docx_table *table_at(struct docx *w)
{
	return w->depth ? &w->table[w->depth - 1] : NULL;
}

static void open_cell(struct docx *w)
{
	struct docx_table *t = table_at(w);

	if (!t)
		return;
	t->column += t->columns ? t->columns : 1;
	t->columns = 1;
}

static void set_columns(struct docx *w, struct span value)
{
	struct docx_table *t = table_at(w);
	uint64_t n;

	if (t && span_u64(value, &n) && n > 0 && n <= 1000)
		t->columns = (uint32_t)n;
}

static void open_row(struct docx *w)
{
	struct docx_table *t = table_at(w);

	if (!t)
		return;
	t->row++;
	t->column = t->columns = 0;
	t->header = false;
}

/* ---- paragraphs */

static void open_paragraph(struct docx *w)
{
	/* One inside of another is the text of a box. */
	if (w->block.len && !w->depth)
		docx_give_paragraph(w);
	w->paragraph++;
	if (w->depth && w->block.len)
		buf_byte(&w->block, '\n');
	if (!w->block.len)
		w->first = w->paragraph;
	w->style = (struct docx_style){ 0 };
}

static void close_paragraph(struct docx *w)
{
	end_link(w);
	if (!w->depth)
		docx_give_paragraph(w);
}

static void add_text(struct docx *w, struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		w->letters += !ascii_space(text.ptr[i]);
	typography_add(&w->block, text);
}

static void next_page(struct docx *w)
{
	w->page += w->page > 0;
}

static void set_level(struct docx *w, struct span value)
{
	uint64_t n;

	if (span_u64(value, &n) && n < 9)
		w->style.level = n > 5 ? 6 : (uint8_t)(n + 1);
}

static void set_item(struct docx *w, struct span value)
{
	uint64_t n;

	if (span_u64(value, &n) && n < 9)
		w->style.item = (uint8_t)(n + 1);
}

static void set_style(struct docx *w, struct span id)
{
	struct docx_style stated = docx_style_of(&w->styles, id);

	/* What the paragraph says of itself comes behind its style. */
	w->style = stated;
}

static void unset_item(struct docx *w, struct span value)
{
	if (span_equal(value, SPAN("0")))
		w->style.item = 0;
	else if (!w->style.item)
		w->style.item = 1;
}

/* ---- elements */

static void open_hyperlink(struct docx *w, struct span id)
{
	begin_link(w, docx_relation(&w->relations, id));
}

static void open_picture_link(struct docx *w, struct span id)
{
	if (w->in_link)
		return;
	begin_link(w, docx_relation(&w->relations, id));
	end_link(w);
}

static void open_simple_field(struct docx *w, struct span instruction)
{
	begin_link(w, field_target(instruction));
}

static void count_picture(struct docx *w)
{
	w->pictures++;
}

static void set_header(struct docx *w)
{
	if (table_at(w))
		table_at(w)->header = true;
}

static void add_tab(struct docx *w)
{
	buf_byte(&w->block, '\t');
}

static void add_break(struct docx *w)
{
	buf_byte(&w->block, '\n');
}

static void add_hyphen(struct docx *w)
{
	buf_byte(&w->block, '-');
}

static void close_cell(struct docx *w)
{
	if (w->depth && !w->too_deep)
		docx_give_cell(w);
}

/* What opens and closes; `value` is given the attribute named, when it is there. */
static const struct element {
	const char *name, *attribute;
	void (*open)(struct docx *w);
	void (*value)(struct docx *w, struct span value);
	void (*close)(struct docx *w);
} elements[] = {
	{ .name = "p", .open = open_paragraph, .close = close_paragraph },
	{ .name = "pStyle", .attribute = "val", .value = set_style },
	{ .name = "outlineLvl", .attribute = "val", .value = set_level },
	{ .name = "ilvl", .attribute = "val", .value = set_item },
	{ .name = "numId", .attribute = "val", .value = unset_item },
	{ .name = "tab", .open = add_tab },
	{ .name = "cr", .open = add_break },
	{ .name = "noBreakHyphen", .open = add_hyphen },
	{ .name = "lastRenderedPageBreak", .open = next_page },
	{ .name = "hyperlink", .attribute = "id", .value = open_hyperlink, .close = end_link },
	{ .name = "hlinkClick", .attribute = "id", .value = open_picture_link },
	{ .name = "fldSimple", .attribute = "instr", .value = open_simple_field, .close = end_link },
	{ .name = "fldChar", .attribute = "fldCharType", .value = take_field },
	{ .name = "tbl", .open = open_table, .close = close_table },
	{ .name = "tr", .open = open_row },
	{ .name = "tc", .open = open_cell, .close = close_cell },
	{ .name = "gridSpan", .attribute = "val", .value = set_columns },
	{ .name = "tblHeader", .open = set_header },
	{ .name = "blip", .open = count_picture },
	{ .name = "imagedata", .open = count_picture },
};

static const struct element *element_of(struct span name)
{
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (span_equal(name, span_of(elements[i].name)))
			return &elements[i];
	return NULL;
}

/* Not shown, or shown a second time; or with elements whose names mean text elsewhere. */
static bool is_passed(struct span name)
{
	static const char *const names[] = {
		"del", "moveFrom", "Fallback", "rPr", "tabs", "sectPr", "sdtPr", "tblPr", "tcBorders",
		"delText", "delInstrText",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_equal(name, span_of(names[i])))
			return true;
	return span_ends(name, SPAN("Change"));
}

static void open_element(struct docx *w, struct xml *x, struct span name)
{
	const struct element *el = element_of(name);
	struct span value;

	if (span_equal(name, SPAN("br"))) {
		if (xml_attribute(x, "type", &value) && span_equal(value, SPAN("page")))
			return;
		add_break(w);
		return;
	}
	if (!el)
		return;
	if (el->open)
		el->open(w);
	if (el->value && xml_attribute(x, el->attribute, &value))
		el->value(w, value);
}

/* Text counts where it stands in <w:t> or is a field's instruction. */
static void take_text(struct docx *w, const struct xml *x, struct span text)
{
	struct span inside = x->open[x->depth - 1];

	if (span_equal(inside, SPAN("w:t")) || span_equal(inside, SPAN("t")) ||
	    span_ends(inside, SPAN(":t")))
		add_text(w, text);
	else if (span_ends(inside, SPAN("instrText")))
		buf_add(&w->instruction, text);
}

static bool is_good(const struct docx *w)
{
	struct document *d = (struct document *)(uintptr_t)&w->document;

	return document_good(d, &w->block) && document_good(d, &w->links) &&
		document_good(d, &w->targets) && document_good(d, &w->instruction) &&
		document_good(d, &w->code);
}

static void begin_part(struct docx *w, bool furniture)
{
	w->furniture = furniture;
	w->depth = w->too_deep = w->fields = 0;
	w->in_link = false;
	w->style = (struct docx_style){ 0 };
	w->block.len = w->links.len = w->targets.len = 0;
}

/* Whatever is open when the XML breaks off. */
static void end_part(struct docx *w)
{
	end_link(w);
	if (w->depth)
		docx_give_cell(w);
	w->depth = 0;
	docx_give_paragraph(w);
	docx_end_code(w);
}

int docx_body(struct docx *w, struct docx_part *part, bool furniture, struct error *e)
{
	struct xml_event ev;
	struct xml x;
	int rc;

	begin_part(w, furniture);
	xml_open(&x, buf_span(&part->bytes));
	while ((rc = xml_next(&x, &ev, e)) > 0 && is_good(w)) {
		const struct element *el;

		if (ev.type == XML_OPEN && is_passed(ev.name)) {
			rc = xml_skip(&x, e);
			if (rc < 0)
				break;
		} else if (ev.type == XML_OPEN) {
			open_element(w, &x, ev.name);
		} else if (ev.type == XML_TEXT) {
			take_text(w, &x, ev.text);
		} else if (ev.type == XML_CLOSE && (el = element_of(ev.name)) && el->close) {
			el->close(w);
		}
	}
	xml_close(&x);
	end_part(w);
	return rc < 0 ? -1 : 0;
}
