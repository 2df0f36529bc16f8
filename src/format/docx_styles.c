/*
 * docx_styles.c -- which styles of a Word document are headings, lists, code.
 *
 * By outline level and numbering, as stated in the style or in what it is
 * based on; by the name else, which is English in every language of Word.
 */
#include "format/docx.h"

#define BASED_DEEPEST 10

static bool name_has(struct span name, const char *const *words)
{
	for (; *words; words++)
		if (span_find_nocase(name, span_of(*words)) != SPAN_NONE)
			return true;
	return false;
}

static void take_name(struct docx_style *style, struct span name)
{
	static const char *const code[] = { "code", "preformatted", "verbatim", "source", "listing",
					    NULL };
	char last = name.len ? name.ptr[name.len - 1] : 0;

	style->title = span_equal_nocase(name, SPAN("Title"));
	if (span_starts_nocase(name, SPAN("heading ")) && last >= '1' && last <= '9')
		style->level = last > '6' ? 6 : (uint8_t)(last - '0');
	style->code = name_has(name, code);
	if (span_starts_nocase(name, SPAN("list")) && !style->item)
		style->item = last >= '2' && last <= '9' ? (uint8_t)(last - '0') : 1;
}

static void take_element(struct docx_style *style, struct xml *x, struct span name)
{
	struct span value;
	uint64_t n;

	if (!xml_attribute(x, "val", &value))
		return;
	if (span_equal(name, SPAN("name")))
		take_name(style, value);
	else if (span_equal(name, SPAN("numId")))
		style->item = !span_equal(value, SPAN("0")) && !style->item ? 1 : style->item;
	else if (span_equal(name, SPAN("outlineLvl")) && span_u64(value, &n) && n < 9)
		style->level = n > 5 ? 6 : (uint8_t)(n + 1);
}

static struct docx_style read_style(struct xml *x, struct arena *a, struct error *e)
{
	struct docx_style style = { 0 };
	uint32_t outer = x->depth - 1;
	struct xml_event ev;
	struct span value;

	xml_attribute(x, "styleId", &value);
	style.id = arena_copy(a, value);
	while (xml_next(x, &ev, e) > 0 && !(ev.type == XML_CLOSE && ev.depth == outer)) {
		if (ev.type != XML_OPEN)
			continue;
		if (span_equal(ev.name, SPAN("basedOn")) && xml_attribute(x, "val", &value))
			style.based = arena_copy(a, value);
		else
			take_element(&style, x, ev.name);
	}
	return style;
}

void docx_styles_open(struct docx_styles *s, struct docx_part *part, struct arena *a)
{
	struct xml_event ev;
	struct error e;
	struct xml x;

	table_init(&s->ids, NULL, DOCX_STYLES);
	s->style = arena_array(a, struct docx_style, DOCX_STYLES);
	if (!part || !s->style)
		return;
	xml_open(&x, buf_span(&part->bytes));
	while (xml_next(&x, &ev, &e) > 0) {
		struct docx_style style;
		uint64_t *at;

		if (ev.type != XML_OPEN || !span_equal(ev.name, SPAN("style")))
			continue;
		style = read_style(&x, a, &e);
		at = style.id.len ? table_add(&s->ids, style.id, NULL, &e) : NULL;
		if (!at)
			continue;
		*at = s->ids.count - 1;
		s->style[*at] = style;
	}
	xml_close(&x);
}

void docx_styles_close(struct docx_styles *s)
{
	table_release(&s->ids);
}

struct docx_style docx_style_of(const struct docx_styles *s, struct span id)
{
	struct docx_style all = { 0 };

	for (int i = 0; i < BASED_DEEPEST && id.len; i++) {
		const uint64_t *at = s->style ? table_find(&s->ids, id) : NULL;
		const struct docx_style *one;

		if (!at)
			break;
		one = &s->style[*at];
		all.level = all.level ? all.level : one->level;
		all.item = all.item ? all.item : one->item;
		all.code |= one->code;
		all.title |= one->title;
		id = one->based;
	}
	return all;
}
