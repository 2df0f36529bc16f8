/*
 * html.c -- web pages as parts, in the order of the document.
 *
 * Specification: HTML Living Standard, as far as text and its structure go;
 * what is open is kept as a browser keeps it (implied ends, scopes), flat.
 * Not here: style sheets (hidden text is given like any), scripts, frames,
 * JSON-LD, the addresses of pictures and forms.
 * Hostile input: html_token.c never fails; of nested elements HTML_DEPTH are
 * kept and deeper ones read as if their tags were not there; of nested tables
 * HTML_TABLES; text and parts are bounded by document.h.
 */
#include "format/html.h"

/* Text before and behind the tag: two parts, or two lines of a cell or list item. */
static void break_block(struct html *h, enum html_tag tag)
{
	bool cell = html_in_cell(h);

	switch (tag) {
	case TAG_ul:
	case TAG_ol:
	case TAG_dl:
	case TAG_li:
	case TAG_dt:
	case TAG_dd:
	case TAG_menu:
	case TAG_pre:
	case TAG_listing:
		break;
	case TAG_p:
	case TAG_div:
	case TAG_section:
	case TAG_article:
	case TAG_blockquote:
	case TAG_hr:
	case TAG_center:
	case TAG_figure:
	case TAG_figcaption:
	case TAG_form:
	case TAG_details:
	case TAG_summary:
	case TAG_address:
		cell = cell || html_in_item(h) || html_heading(h);
		break;
	default:
		cell = false;
	}
	if (!cell || h->furnitures) {
		html_flush(h);
		return;
	}
	h->lead = false;
	if (h->block.len)
		h->gap = GAP_LINE;
}

static bool is_furniture(const struct html *h, enum html_tag tag)
{
	static const char *const roles[] = {
		"navigation", "banner", "contentinfo", "complementary", "search",
	};
	struct span role = span_trim(html_attribute(&h->tokens, ATTR_ROLE));

	/* The head of an article holds its title and date. */
	if (tag == TAG_header)
		return !h->count[TAG_article] && !h->count[TAG_main] && !h->count[TAG_section];
	if (html_flags(tag) & FURNITURE)
		return true;
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (span_equal_nocase(role, span_of(roles[i])))
			return true;
	return false;
}

static uint64_t span_attribute(const struct html *h, enum html_attribute a)
{
	uint64_t n;

	return span_u64(span_trim(html_attribute(&h->tokens, a)), &n) ? n : 1;
}

static void start_table(struct html *h)
{
	struct html_table *t;

	if (h->tables == HTML_TABLES) {
		h->lost[TAG_table]++;
		return;
	}
	if (!html_push(h, TAG_table, false))
		return;
	t = &h->table[h->tables++];
	*t = (struct html_table){ .number = ++h->table_count };
}

static void start_cell(struct html *h, enum html_tag tag)
{
	struct html_table *t;

	if (!h->tables || !html_push(h, tag, false))
		return;
	t = &h->table[h->tables - 1];
	grid_cell(&t->grid, span_attribute(h, ATTR_COLSPAN), span_attribute(h, ATTR_ROWSPAN));
	t->header = tag == TAG_th || html_find(h, TAG_thead, html_table_base(h));
}

static void start_tracked(struct html *h, enum html_tag tag)
{
	html_end_implied(h, tag);
	switch (tag) {
	case TAG_table:
		start_table(h);
		return;
	case TAG_td:
	case TAG_th:
		start_cell(h, tag);
		return;
	case TAG_tr:
		if (h->tables && html_push(h, tag, false))
			grid_row(&h->table[h->tables - 1].grid);
		return;
	default:
		html_push(h, tag, is_furniture(h, tag));
	}
}

/* "yara" of class="hljs language-yara". */
static void note_language(struct html *h)
{
	struct span rest = html_attribute(&h->tokens, ATTR_CLASS), word;

	while (span_split(&rest, ' ', &word)) {
		size_t skip = span_starts(word, SPAN("language-")) ? 9 :
			      span_starts(word, SPAN("lang-")) ? 5 : 0;

		if (!skip || word.len - skip > sizeof(h->language_text))
			continue;
		word = span_skip(word, skip);
		memcpy(h->language_text, word.ptr, word.len);
		h->language = span_make(h->language_text, word.len);
		return;
	}
}

static void add_meta(struct html *h, struct span name, struct span text,
		     const struct html_token *t)
{
	struct part p = { .kind = PART_META, .name = span_trim(name), .text = span_trim(text),
			  .line = t->line, .offset = t->offset };

	if (p.name.len && p.text.len)
		document_add(&h->document, &p);
}

static void start_meta(struct html *h, const struct html_token *t)
{
	static const enum html_attribute names[] = { ATTR_NAME, ATTR_PROPERTY, ATTR_ITEMPROP };
	struct span content = html_attribute(&h->tokens, ATTR_CONTENT);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct span name = html_attribute(&h->tokens, names[i]);

		if (name.len) {
			add_meta(h, name, content, t);
			return;
		}
	}
}

static void start_link(struct html *h, const struct html_token *t)
{
	struct span target = span_trim(html_attribute(&h->tokens, ATTR_HREF));

	html_end_link(h);
	h->in_link = target.len && target.ptr[0] != '#';
	if (!h->in_link)
		return;
	h->link = (struct html_link){ .target = h->targets.len, .target_len = target.len,
				 .line = t->line };
	buf_add(&h->targets, target);
	h->link_text = h->link_given = false;
}

static void start_inline(struct html *h, const struct html_token *t)
{
	switch (t->tag) {
	case TAG_a:
		start_link(h, t);
		break;
	case TAG_br:
		html_line_break(h);
		break;
	case TAG_code:
		if (html_in_code(h))
			note_language(h);
		break;
	case TAG_meta:
		start_meta(h, t);
		break;
	case TAG_link:
		if (span_equal_nocase(html_attribute(&h->tokens, ATTR_REL), SPAN("canonical")))
			add_meta(h, SPAN("canonical"), html_attribute(&h->tokens, ATTR_HREF), t);
		break;
	case TAG_time:
		add_meta(h, SPAN("time"), html_attribute(&h->tokens, ATTR_DATETIME), t);
		break;
	default:
		break;
	}
}

static void start_tag(struct html *h, const struct html_token *t)
{
	unsigned flags = html_flags(t->tag);

	if (!(flags & BLOCK)) {
		start_inline(h, t);
		return;
	}
	break_block(h, t->tag);
	if (flags & ENDS_LINE && html_heading(h)) {
		html_flush(h);
		html_pop_to(h, html_heading_place(h));
	}
	if (flags & TRACK)
		start_tracked(h, t->tag);
	if (t->tag == TAG_pre || t->tag == TAG_listing) {
		h->language = SPAN("");
		note_language(h);
	}
}

static void end_title(struct html *h)
{
	struct part p = { .kind = h->titled ? PART_FURNITURE : PART_TITLE, .line = h->line,
			  .offset = h->offset, .text = html_block_text(h) };

	if (p.text.len) {
		document_add(&h->document, &p);
		h->titled = true;
	}
	buf_clear(&h->block);
	h->gap = GAP_NONE;
}

/* Place + 1 of the element that an end tag closes, or 0. */
static unsigned ended_by(const struct html *h, enum html_tag tag)
{
	if (tag >= TAG_h1 && tag <= TAG_h6 && html_heading(h))
		return html_heading_place(h);
	return html_find(h, tag, html_end_base(h, tag));
}

static void end_textarea(struct html *h)
{
	struct part p = { .kind = PART_CODE, .line = h->line, .offset = h->offset,
			  .text = html_block_text(h) };

	if (p.text.len)
		document_add(&h->document, &p);
	buf_clear(&h->block);
}

static void end_inline(struct html *h, enum html_tag tag)
{
	if (tag == TAG_br)
		html_line_break(h);
	if (tag != TAG_a)
		return;
	html_end_link(h);
	h->in_link = false;
}

static void end_tag(struct html *h, const struct html_token *t)
{
	unsigned flags = html_flags(t->tag), place = 0;

	if (!(flags & BLOCK)) {
		end_inline(h, t->tag);
		return;
	}
	if (t->tag == TAG_title)
		end_title(h);
	else if (t->tag == TAG_textarea)
		end_textarea(h);
	if (flags & TRACK && !h->lost[t->tag]) {
		place = ended_by(h, t->tag);
		if (!place)
			return;		/* nothing of the kind is open */
	}
	break_block(h, t->tag);
	if (flags & TRACK && h->lost[t->tag])
		h->lost[t->tag]--;
	else
		html_pop_to(h, place);
}

static int html_step(struct document *d)
{
	struct html *h = (struct html *)d;
	struct html_token t;

	if (!html_token_next(&h->tokens, &t)) {
		html_flush(h);
		return 0;
	}
	if (h->count[TAG_template] && (t.kind == HTML_TEXT || t.tag != TAG_template))
		return 1;
	if (t.kind == HTML_START)
		start_tag(h, &t);
	else if (t.kind == HTML_END)
		end_tag(h, &t);
	else if (html_in_code(h))
		html_add_code(h, &t);
	else
		html_add_text(h, &t);
	return document_good(d, &h->block);
}

static void html_end(struct document *d)
{
	struct html *h = (struct html *)d;

	html_tokens_close(&h->tokens);
	buf_release(&h->block);
	buf_release(&h->links);
	buf_release(&h->targets);
}

static int html_open(struct reader *r, struct error *e)
{
	struct html *h = arena_new(r->arena, struct html);

	if (!h)
		return fail(e, ERR_LIMIT, "html: no memory left for this item");
	h->document.name = "html";
	h->document.step = html_step;
	h->document.end = html_end;
	if (document_open(r, &h->document, html_charset, e) < 0)
		return -1;
	html_tokens_open(&h->tokens, &h->document);
	document_buf(&h->document, &h->block);
	document_buf(&h->document, &h->links);
	document_buf(&h->document, &h->targets);
	return 0;
}

const struct format format_html = {
	.name = "html",
	.about = "web page (HTML)",
	.suffixes = " .html .htm .xhtml ",
	.class = FORMAT_DOCUMENT,
	.advisory = true,
	.probe = html_probe,
	.open = html_open,
	.next = document_next,
	.close = document_close,
};
