/* html_open.c -- which elements are open. Every loop is bounded by HTML_DEPTH. */
#include "format/html.h"

unsigned html_find(const struct html *h, enum html_tag tag, unsigned base)
{
	const uint8_t *at;

	if (!h->count[tag] || base >= h->depth)
		return 0;
	at = memrchr(h->open + base, tag, h->depth - base);
	return at ? (unsigned)(at - h->open) + 1 : 0;
}

bool html_in_cell(const struct html *h)
{
	return h->base && (h->open[h->base - 1] == TAG_td || h->open[h->base - 1] == TAG_th) &&
	       h->tables;
}

unsigned html_heading(const struct html *h)
{
	for (unsigned level = 1; level <= 6; level++)
		if (html_find(h, (enum html_tag)(TAG_h1 + level - 1), h->base))
			return level;
	return 0;
}

unsigned html_heading_place(const struct html *h)
{
	return html_find(h, (enum html_tag)(TAG_h1 + html_heading(h) - 1), h->base);
}

bool html_in_item(const struct html *h)
{
	return html_find(h, TAG_li, h->base) || html_find(h, TAG_dd, h->base) ||
	       html_find(h, TAG_dt, h->base);
}

bool html_in_code(const struct html *h)
{
	return h->count[TAG_pre] || h->count[TAG_listing] || h->tokens.inside == TAG_textarea;
}

static void pop(struct html *h)
{
	unsigned i = --h->depth;
	enum html_tag tag = h->open[i];

	h->count[tag]--;
	h->furnitures -= h->furniture[i];
	if (html_flags(tag) & SCOPE)
		h->base = h->scope[i];
	if (tag == TAG_table && h->tables)
		h->tables--;
}

void html_pop_to(struct html *h, unsigned place)
{
	while (place && h->depth >= place)
		pop(h);
}

bool html_push(struct html *h, enum html_tag tag, bool furniture)
{
	unsigned i = h->depth;

	if (i == HTML_DEPTH - 1) {
		h->lost[tag]++;
		return false;
	}
	h->open[i] = (uint8_t)tag;
	h->furniture[i] = furniture;
	h->scope[i] = (uint8_t)h->base;
	h->depth++;
	h->count[tag]++;
	h->furnitures += furniture;
	if (html_flags(tag) & SCOPE)
		h->base = h->depth;
	return true;
}

unsigned html_table_base(const struct html *h)
{
	return html_find(h, TAG_table, 0);
}

static void pop_any(struct html *h, unsigned base, const enum html_tag *tags, size_t n)
{
	unsigned place = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned at = html_find(h, tags[i], base);

		if (at && (!place || at < place))
			place = at;
	}
	html_pop_to(h, place);
}

void html_end_implied(struct html *h, enum html_tag tag)
{
	static const enum html_tag cells[] = { TAG_td, TAG_th, TAG_caption };
	static const enum html_tag rows[] = { TAG_tr, TAG_td, TAG_th, TAG_caption };
	static const enum html_tag groups[] = { TAG_thead, TAG_tbody, TAG_tfoot, TAG_tr,
						TAG_td,	   TAG_th,    TAG_caption };
	unsigned list = h->base, at;

	switch (tag) {
	case TAG_td:
	case TAG_th:
		pop_any(h, html_table_base(h), cells, 3);
		break;
	case TAG_tr:
		pop_any(h, html_table_base(h), rows, 4);
		break;
	case TAG_thead:
	case TAG_tbody:
	case TAG_tfoot:
		pop_any(h, html_table_base(h), groups, 7);
		break;
	case TAG_li:
		at = html_find(h, TAG_ul, list);
		list = at > list ? at : list;
		at = html_find(h, TAG_ol, list);
		list = at > list ? at : list;
		html_pop_to(h, html_find(h, TAG_li, list));
		break;
	case TAG_dt:
	case TAG_dd:
		at = html_find(h, TAG_dl, list);
		list = at > list ? at : list;
		pop_any(h, list, (const enum html_tag[]){ TAG_dt, TAG_dd }, 2);
		break;
	default:
		break;
	}
}

/* Rows and cells end inside their table, all else inside its cell. */
unsigned html_end_base(const struct html *h, enum html_tag tag)
{
	switch (tag) {
	case TAG_table:
		return 0;
	case TAG_tr:
	case TAG_td:
	case TAG_th:
	case TAG_thead:
	case TAG_tbody:
	case TAG_tfoot:
	case TAG_caption:
		return html_table_base(h);
	default:
		return h->base;
	}
}
