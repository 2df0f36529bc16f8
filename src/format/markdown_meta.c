/* markdown_meta.c -- what Markdown and AsciiDoc say about themselves and their blocks. */
#include "format/markdown.h"

static uint32_t count_columns(struct span value)
{
	uint32_t columns = 0;
	struct span one;

	while (span_split(&value, ',', &one)) {
		uint64_t times = 1;
		size_t star = span_find_byte(one, '*');

		if (star == SPAN_NONE || !span_u64(span_trim(span_cut(one, 0, star)), &times))
			times = 1;
		columns += times < GRID_SPAN ? (uint32_t)times : GRID_SPAN;
	}
	return columns > GRID_SPAN ? GRID_SPAN : columns;
}

/* [source,yara], [cols="1,2",options="header"], [%header]; [[anchor]] says nothing. */
bool markdown_attributes(struct markdown *m, struct span s)
{
	struct markdown_attributes *a = &m->attributes;
	struct span inside, value;
	size_t at;

	if (!m->asciidoc || s.len < 2 || s.ptr[0] != '[' || s.ptr[s.len - 1] != ']')
		return false;
	markdown_end_block(m);
	inside = span_cut(s, 1, s.len - 2);
	a->noheader |= span_find(inside, SPAN("noheader")) != SPAN_NONE;
	a->header |= !a->noheader && span_find(inside, SPAN("header")) != SPAN_NONE;
	at = span_find(inside, SPAN("cols="));
	if (at != SPAN_NONE) {
		value = span_skip(inside, at + 5);
		if (value.len && (value.ptr[0] == '"' || value.ptr[0] == '\''))
			value = span_cut(span_skip(value, 1), 0,
					 span_find_byte(span_skip(value, 1), value.ptr[0]));
		else
			value = span_cut(value, 0, span_find_byte(value, ','));
		a->columns = count_columns(value);
	}
	at = span_starts(inside, SPAN("source,")) ? 7 : inside.len && inside.ptr[0] == ',' ? 1 : 0;
	value = span_trim(span_cut(span_skip(inside, at), 0,
				   span_find_byte(span_skip(inside, at), ',')));
	if (at && value.len && value.len <= MARKDOWN_NAME) {
		memcpy(a->text, value.ptr, value.len);
		a->language = span_make(a->text, value.len);
	}
	return true;
}

static void give_meta(struct markdown *m, struct span name, struct span text, uint64_t number)
{
	struct part p = { .kind = PART_META, .line = number, .name = span_trim(name) };

	p.text = span_trim(text);
	if (p.text.len > 1 && (p.text.ptr[0] == '"' || p.text.ptr[0] == '\'') &&
	    p.text.ptr[p.text.len - 1] == p.text.ptr[0])
		p.text = span_cut(p.text, 1, p.text.len - 2);
	if (p.name.len && p.text.len)
		document_add(&m->document, &p);
	if (span_equal_nocase(p.name, SPAN("title")))
		markdown_title(m, p.text, number);
}

/* ":name: value" */
bool markdown_entry(struct markdown *m, struct span s, uint64_t number)
{
	size_t end = span_find_byte(span_skip(s, 1), ':');
	struct span name;

	if (!m->asciidoc || s.ptr[0] != ':' || end == SPAN_NONE || end == 0)
		return false;
	name = span_cut(s, 1, end);
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_alnum(name.ptr[i]) && !strchr("-_!", name.ptr[i]))
			return false;
	if (end + 2 < s.len && !ascii_space(s.ptr[end + 2]))
		return false;
	markdown_end_block(m);
	give_meta(m, name, span_skip(s, end + 2), number);
	return true;
}

/* YAML in front of the text: "key: value", and lists below a key. */
void markdown_front(struct markdown *m, struct span line, uint64_t number)
{
	struct span s = span_trim(line);
	size_t colon = span_find_byte(s, ':');

	if (span_equal(s, SPAN("---")) || span_equal(s, SPAN("..."))) {
		m->state = MD_NONE;
	} else if (span_starts(s, SPAN("- "))) {
		give_meta(m, buf_span(&m->key), span_skip(s, 2), number);
	} else if (colon != SPAN_NONE && colon) {
		buf_clear(&m->key);
		buf_add(&m->key, span_cut(s, 0, colon));
		give_meta(m, buf_span(&m->key), span_skip(s, colon + 1), number);
	}
}
