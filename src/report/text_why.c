/* text_why.c -- `tocsin read --why VALUE`: one decision with its reasons and its quote. */
#include "report/text_state.h"

#include "value/kind.h"

static void put(struct text *t, struct page *p, const char *first, unsigned indent)
{
	page_words(p, first, indent, buf_span(&t->line));
	buf_clear(&t->line);
}

/* "page 3, line 12", "/objects/4/pattern", "row 7, column 2". */
static void add_place(struct text *t, const struct node *x)
{
	static const struct { const char *member, *words; } parts[] = {
		{ "page", "page " }, { "line", "line " }, { "row", "row " }, { "column", "column " },
	};
	const struct node *step = record_get(x, "where");
	const char *between = "";

	step = step ? step->child : NULL;
	while (step && step->next)
		step = step->next;
	if (record_text(step, "pointer").len)
		text_add(&t->line, step, "pointer");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (record_number(step, parts[i].member)) {
			buf_printf(&t->line, "%s%s%llu", between, parts[i].words,
				   (unsigned long long)record_number(step, parts[i].member));
			between = ", ";
		}
	if (record_text(step, "quote").len) {
		buf_text(&t->line, ": \"");
		people_text(record_text(step, "quote"), &t->line);
		buf_byte(&t->line, '"');
	}
}

static void reasons(struct text *t, struct page *p, const struct node *x)
{
	const struct node *why = record_get(x, "why");

	for (why = why ? why->child : NULL; why; why = why->next) {
		people_text(why->text, &t->line);
		put(t, p, "   - ", 5);
	}
	if (record_text(x, "logic").len) {
		buf_text(&t->line, "not alone, but in: ");
		text_add(&t->line, x, "logic");
		put(t, p, "   - ", 5);
	}
}

static void value(struct text *t, struct page *p, const struct node *x)
{
	struct buf *b = &t->line;

	page_blank(p);
	people_value(record_text(x, "value"), b);
	if (record_number(x, "port"))
		buf_printf(b, " port %llu", (unsigned long long)record_number(x, "port"));
	put(t, p, "", 2);
	buf_text(b, kind_row(kind_of_name(record_text(x, "kind")))->people);
	buf_text(b, record_is(x, "role", "indicator") && !record_text(x, "logic").len ?
		 ", searched for" : ", not searched for alone");
	if (!record_is(x, "role", "indicator")) {
		buf_clear(b);
		buf_text(b, kind_row(kind_of_name(record_text(x, "kind")))->people);
		buf_text(b, ", not searched for: role ");
		text_add(b, x, "role");
	}
	buf_printf(b, "; %llu of 100 sure", (unsigned long long)record_number(x, "confidence"));
	put(t, p, "  ", 4);
	add_place(t, x);
	put(t, p, "  ", 4);
	reasons(t, p, x);
}

static void name(struct text *t, struct page *p, const struct node *x)
{
	page_blank(p);
	buf_text(&t->line, "It is a name (");
	text_add(&t->line, x, "kind");
	buf_byte(&t->line, ' ');
	text_add(&t->line, x, "name");
	buf_text(&t->line, "): names are never searched for");
	put(t, p, "", 2);
	if (record_is(x, "type", "mention")) {
		buf_text(&t->line, "named in passing, ");
		text_add(&t->line, x, "note");
		put(t, p, "  ", 4);
	}
	add_place(t, x);
	put(t, p, "  ", 4);
	reasons(t, p, x);
}

static void others(struct text *t, struct page *p)
{
	for (uint32_t i = 0; i < t->rules.count; i++) {
		page_blank(p);
		buf_text(&t->line, "It stands in the text of the rule ");
		text_add(&t->line, t->rules.list[i], "name");
		put(t, p, "", 2);
	}
	for (uint32_t i = 0; i < t->entities.count; i++)
		name(t, p, t->entities.list[i]);
	for (uint32_t i = 0; i < t->mentions.count; i++)
		name(t, p, t->mentions.list[i]);
}

void text_why(struct text *t, struct page *p)
{
	struct buf *b = &t->line;

	for (uint32_t i = 0; i < t->advisories.count; i++) {
		people_text(text_title(t->advisories.list[i]), b);
		put(t, p, "", 2);
	}
	for (uint32_t i = 0; i < t->indicators.count; i++)
		value(t, p, t->indicators.list[i]);
	others(t, p);
	if (!t->indicators.count && !t->rules.count && !t->entities.count &&
	    !t->mentions.count) {
		page_blank(p);
		people_value(record_text(t->summary, "why"), b);
		buf_text(b, " is not among the values, names and rules that were read from this");
		put(t, p, "", 2);
	}
}
