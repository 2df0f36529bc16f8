/* text_read.c -- what `tocsin read` shows: the advisory as understood, for a check by eye. */
#include "report/text_state.h"

#include "value/kind.h"

#define VALUES_SHOWN 60		/* of one kind and role */

/* ---- head */

static void put(struct text *t, struct page *p, const char *first, unsigned indent)
{
	page_words(p, first, indent, buf_span(&t->line));
	buf_clear(&t->line);
}

static void bodies(struct text *t, struct page *p, const struct node *a)
{
	const struct node *x = record_get(a, "bodies");

	for (x = x ? x->child : NULL; x; x = x->next) {
		text_add(&t->line, x, "name");
		buf_byte(&t->line, ' ');
		text_add(&t->line, x, "stance");
		if (record_text(x, "scope").len) {
			buf_text(&t->line, ": ");
			text_add(&t->line, x, "scope");
		}
		put(t, p, "  ", 4);
	}
}

static void advisory_head(struct text *t, struct page *p, const struct node *a)
{
	struct buf *b = &t->line;
	int64_t from = record_time(a, "activity_from"), to = record_time(a, "activity_to");

	buf_clear(b);
	people_text(text_title(a), b);
	put(t, p, "", 2);
	buf_add(b, record_text(a, "source"));
	buf_text(b, ", ");
	text_add(b, a, "format");
	if (record_time(a, "published") != TIME_NONE) {
		buf_text(b, ", published ");
		people_date(record_time(a, "published"), 0, b);
	}
	if (from != TIME_NONE) {
		buf_text(b, ", activity ");
		people_dates(from, to != TIME_NONE ? to : from, 0, b);
	}
	if (record_text(a, "tlp").len) {
		buf_text(b, ", TLP:");
		text_add(b, a, "tlp");
	}
	put(t, p, "  ", 4);
	bodies(t, p, a);
}

/* Who says what, how surely. */
static void assessments(struct text *t, struct page *p)
{
	struct buf *b = &t->line;

	if (!t->assessments.count)
		return;
	page_blank(p);
	page_heading(p, "ASSESSMENTS");
	for (uint32_t i = 0; i < t->assessments.count; i++) {
		const struct node *x = t->assessments.list[i];

		text_add(b, x, "body");
		buf_byte(b, ' ');
		text_add(b, x, "verb");
		buf_text(b, ": ");
		text_add(b, x, "statement");
		if (record_text(x, "term").len) {
			buf_text(b, " (\"");
			text_add(b, x, "term");
			buf_printf(b, "\": %llu to %llu in 100, ",
				   (unsigned long long)record_number(x, "low"),
				   (unsigned long long)record_number(x, "high"));
			text_add(b, x, "yardstick");
			buf_byte(b, ')');
		}
		put(t, p, " - ", 3);
	}
}

/* ---- values */

static bool same_group(const struct node *a, const struct node *b)
{
	return span_equal(record_text(a, "kind"), record_text(b, "kind")) &&
	       span_equal(record_text(a, "role"), record_text(b, "role"));
}

static void group_head(struct text *t, struct page *p, const struct node *first, uint64_t n)
{
	static const struct { const char *role, *words; } roles[] = {
		{ "indicator", "to search for" }, { "benign", "harmless, not searched for" },
		{ "reference", "further reading, not searched for" }, { "contact", "of the publisher" },
		{ "victim", "of victims, not searched for" }, { "example", "examples, not searched for" },
		{ "rule-body", "only part of a rule, not searched for" },
	};
	enum kind kind = kind_of_name(record_text(first, "kind"));
	struct buf *b = &t->line;

	people_count(n, kind_row(kind)->people, kind_row(kind)->people_many, b);
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (record_is(first, "role", roles[i].role))
			buf_printf(b, ": %s", roles[i].words);
	buf_text(b, " (");
	text_add(b, first, "kind");
	buf_text(b, ", ");
	text_add(b, first, "role");
	buf_byte(b, ')');
	put(t, p, "", 2);
}

static void value_row(struct text *t, struct page *p, const struct node *x)
{
	const struct node *why = record_get(x, "why");
	struct buf *b = &t->line;

	people_value(record_text(x, "value"), b);
	if (record_number(x, "port"))
		buf_printf(b, " port %llu", (unsigned long long)record_number(x, "port"));
	if (!record_is(x, "role", "indicator") && why && why->child) {
		buf_text(b, "  (");
		people_text(why->child->text, b);
		buf_byte(b, ')');
	}
	put(t, p, "    ", 6);
}

static void value_rows(struct text *t, struct page *p, const struct node *first, uint32_t from)
{
	uint64_t n = 0;

	for (uint32_t i = from; i < t->indicators.count; i++)
		n += same_group(t->indicators.list[i], first);
	group_head(t, p, first, n);
	n = 0;
	for (uint32_t i = from; i < t->indicators.count; i++) {
		if (!same_group(t->indicators.list[i], first))
			continue;
		if (n++ == VALUES_SHOWN) {
			page_words(p, "    ", 4, SPAN("... (--format json)"));
			break;
		}
		value_row(t, p, t->indicators.list[i]);
	}
}

static void values(struct text *t, struct page *p)
{
	if (!t->indicators.count)
		return;
	page_blank(p);
	page_heading(p, "VALUES");
	for (uint32_t i = 0; i < t->indicators.count; i++) {
		bool first = true;

		for (uint32_t k = 0; k < i && first; k++)
			first = !same_group(t->indicators.list[k], t->indicators.list[i]);
		if (first)
			value_rows(t, p, t->indicators.list[i], i);
	}
	if (t->indicators.all > t->indicators.count) {
		people_number(t->indicators.all - t->indicators.count, &t->line);
		buf_text(&t->line, " more (--format json)");
		put(t, p, "", 2);
	}
}

/* ---- rules, names, and what could not be read */

/* What was done to its text. */
static void rule_mended(const struct node *list, struct buf *out)
{
	const struct node *m = list ? list->child : NULL;

	if (!m)
		return;
	for (const char *before = " ("; m; m = m->next, before = "; ") {
		buf_text(out, before);
		people_text(m->text, out);
	}
	buf_byte(out, ')');
}

static void rules(struct text *t, struct page *p)
{
	struct buf *b = &t->line;

	for (uint32_t i = 0; i < t->rules.count; i++) {
		const struct node *r = t->rules.list[i];

		if (i == 0) {
			page_blank(p);
			page_heading(p, "RULES");
		}
		text_add(b, r, "language");
		if (record_text(r, "name").len) {
			buf_byte(b, ' ');
			text_add(b, r, "name");
		}
		if (record_text(r, "why_not").len) {
			buf_text(b, ": ");
			text_add(b, r, "why_not");
		} else if (record_true(r, "runs")) {
			buf_text(b, ": ready to run");
		}
		rule_mended(record_get(r, "mended"), b);
		put(t, p, " - ", 3);
	}
}

/* "APT29 (G0016), also APT29, Cozy Bear". */
static void entity_words(struct text *t, const struct node *x)
{
	const struct node *w = record_get(x, "as_written");
	struct span name = record_text(x, "name"), id = record_text(x, "id");
	struct buf *b = &t->line;
	bool any = false;

	people_text(name, b);
	if (id.len && !span_equal(id, name)) {
		buf_text(b, " (");
		people_text(id, b);
		buf_byte(b, ')');
	}
	for (w = w ? w->child : NULL; w; w = w->next) {
		if (span_equal_nocase(w->text, name) || span_equal_nocase(w->text, id))
			continue;
		buf_text(b, any ? ", " : ", also ");
		people_text(w->text, b);
		any = true;
	}
}

static void entities(struct text *t, struct page *p)
{
	for (uint32_t i = 0; i < t->entities.count; i++) {
		if (i == 0) {
			page_blank(p);
			page_heading(p, "NAMES");
		}
		text_add(&t->line, t->entities.list[i], "kind");
		buf_byte(&t->line, ' ');
		entity_words(t, t->entities.list[i]);
		put(t, p, " - ", 3);
	}
}

static void gaps(struct text *t, struct page *p)
{
	for (uint32_t i = 0; i < t->gaps.count; i++) {
		if (i == 0) {
			page_blank(p);
			page_heading(p, "NOT READ");
		}
		text_add(&t->line, t->gaps.list[i], "detail");
		buf_text(&t->line, " (");
		people_text(gap_words(record_text(t->gaps.list[i], "reason")), &t->line);
		buf_byte(&t->line, ')');
		put(t, p, " - ", 3);
	}
}

void text_read(struct text *t, struct page *p)
{
	struct buf *b = &t->line;

	for (uint32_t i = 0; i < t->advisories.count; i++)
		advisory_head(t, p, t->advisories.list[i]);
	assessments(t, p);
	values(t, p);
	rules(t, p);
	entities(t, p);
	gaps(t, p);
	page_blank(p);
	people_count(record_number(t->summary, "indicators"), "value", "values", b);
	buf_text(b, ", ");
	people_count(record_number(t->summary, "rules"), "rule", "rules", b);
	buf_text(b, ", ");
	people_count(record_number(t->summary, "entities"), "name", "names", b);
	buf_text(b, ", ");
	people_count(record_number(t->summary, "gaps"), "gap", "gaps", b);
	put(t, p, "", 0);
}
