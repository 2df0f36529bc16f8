/* text_read.c -- what `tocsin read` shows: the advisory as understood, for a check by eye. */
#include <stdio.h>

#include "report/text_state.h"

#include "value/kind.h"

#define VALUES_SHOWN 60		/* of one kind and role */
#define DOUBTFUL 60		/* confidence below which a reader should look */
#define TITLE_CUT 64		/* titles of lists as long as that were cut */

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
	if (from != TIME_NONE && to != TIME_NONE) {
		buf_text(b, ", activity ");
		people_dates(from, to, 0, b);
	} else if (from != TIME_NONE) {
		buf_text(b, ", activity since ");
		people_date(from, 0, b);
	}
	if (record_text(a, "tlp").len) {
		buf_text(b, ", TLP:");
		text_add(b, a, "tlp");
	}
	put(t, p, "  ", 4);
	bodies(t, p, a);
}

/* The same sentence, told once with all who stand behind it. */
static bool same_saying(const struct node *a, const struct node *b)
{
	return span_equal(record_text(a, "statement"), record_text(b, "statement")) &&
	       span_equal(record_text(a, "verb"), record_text(b, "verb"));
}

static void add_bodies(struct text *t, uint32_t first)
{
	const struct node *x = t->assessments.list[first];
	bool any = false;

	for (uint32_t i = first; i < t->assessments.count; i++)
		if (same_saying(x, t->assessments.list[i])) {
			buf_text(&t->line, any ? ", " : "");
			text_add(&t->line, t->assessments.list[i], "body");
			any = true;
		}
}

static void add_term(struct text *t, const struct node *x)
{
	struct buf *b = &t->line;

	if (!record_text(x, "term").len)
		return;
	buf_text(b, " (\"");
	text_add(b, x, "term");
	buf_byte(b, '"');
	if (record_number(x, "high")) {
		buf_printf(b, ": %llu to %llu in 100, ",
			   (unsigned long long)record_number(x, "low"),
			   (unsigned long long)record_number(x, "high"));
		text_add(b, x, "yardstick");
	}
	buf_byte(b, ')');
}

/* Who says what, how surely. */
static void assessments(struct text *t, struct page *p)
{
	struct buf *b = &t->line;

	for (uint32_t i = 0; i < t->assessments.count; i++) {
		const struct node *x = t->assessments.list[i];
		bool first = true;

		if (i == 0) {
			page_blank(p);
			page_heading(p, "ASSESSMENTS");
		}
		for (uint32_t k = 0; k < i && first; k++)
			first = !same_saying(t->assessments.list[k], x);
		if (!first)
			continue;
		add_bodies(t, i);
		buf_byte(b, ' ');
		text_add(b, x, "verb");
		buf_text(b, ": ");
		text_add(b, x, "statement");
		add_term(t, x);
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
	if (record_is(x, "role", "indicator") && record_text(x, "logic").len)
		buf_text(b, "  (not alone: only together with what stands beside it)");
	else if (record_is(x, "role", "indicator") &&
		 record_number(x, "confidence") < DOUBTFUL)
		buf_text(b, "  (doubtful: --why)");
	if (!record_is(x, "role", "indicator") && why && why->child) {
		buf_text(b, "  (");
		people_text(why->child->text, b);
		buf_byte(b, ')');
	}
	put(t, p, "    ", 6);
}

/* Returns how many there are of this kind and role. */
static uint64_t value_rows(struct text *t, struct page *p, const struct node *first, uint32_t from)
{
	uint64_t n = 0, met = values_met(t, first);

	for (uint32_t i = from; i < t->indicators.count; i++)
		n += same_group(t->indicators.list[i], first);
	met = met > n ? met : n;
	group_head(t, p, first, met);
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
	return met;
}

static void values(struct text *t, struct page *p)
{
	uint64_t told = 0;

	if (!t->indicators.count)
		return;
	page_blank(p);
	page_heading(p, "VALUES");
	for (uint32_t i = 0; i < t->indicators.count; i++) {
		bool first = true;

		for (uint32_t k = 0; k < i && first; k++)
			first = !same_group(t->indicators.list[k], t->indicators.list[i]);
		if (first)
			told += value_rows(t, p, t->indicators.list[i], i);
	}
	if (t->indicators.all > told) {
		people_number(t->indicators.all - told, &t->line);
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

/* "APT29 (G0016; also the Dukes, Cozy Bear)". */
static void entity_words(struct text *t, const struct node *x)
{
	const struct node *w = record_get(x, "as_written"), *may_be = record_get(x, "may_be");
	struct span name = record_text(x, "name"), id = record_text(x, "id");
	struct buf *b = &t->line;
	const char *between = " (";

	people_text(name, b);
	if (id.len && id.len < 30 && !span_equal(id, name)) {
		buf_text(b, between);
		people_text(id, b);
		between = "; ";
	}
	if (record_text(x, "stated").len && !span_equal(record_text(x, "stated"), id) &&
	    !span_equal(record_text(x, "stated"), name)) {
		buf_printf(b, "%sstated as ", between);
		text_add(b, x, "stated");
		between = "; ";
	}
	for (bool also = false, first = true; w && first; first = false)
		for (w = w->child; w; w = w->next) {
			if (span_equal_nocase(w->text, name) || span_equal_nocase(w->text, id) ||
			    span_equal(w->text, record_text(x, "stated")))
				continue;
			buf_printf(b, "%s%s", also ? ", " : between, also ? "" : "also ");
			people_text(w->text, b);
			also = true;
			between = "; ";
		}
	for (may_be = may_be ? may_be->child : NULL; may_be; may_be = may_be->next) {
		buf_printf(b, "%s%s", between, between[0] == ',' ? "" : "may be ");
		people_text(may_be->text, b);
		between = ", ";
	}
	if (record_text(x, "note").len) {
		buf_text(b, between);
		text_add(b, x, "note");
		between = "; ";
	}
	if (record_true(x, "new")) {
		buf_printf(b, "%snot in the tables", between);
		between = "; ";
	}
	if (between[0] != ' ')
		buf_byte(b, ')');
}

/* One kind of names, in one paragraph. */
static void names_of(struct text *t, struct page *p, const char *kind, const char *words,
		     bool *any)
{
	bool first = true;
	char head[40];

	for (uint32_t i = 0; i < t->entities.count; i++) {
		if (!record_is(t->entities.list[i], "kind", kind))
			continue;
		if (!*any) {
			page_blank(p);
			page_heading(p, "NAMES");
		}
		*any = true;
		buf_text(&t->line, first ? "" : ", ");
		entity_words(t, t->entities.list[i]);
		first = false;
	}
	snprintf(head, sizeof(head), " - %s: ", words);
	if (!first)
		put(t, p, head, 3);
}

static void entities(struct text *t, struct page *p)
{
	static const struct { const char *kind, *words; } kinds[] = {
		{ "actor", "actors" }, { "malware", "malware" }, { "tool", "tools" },
		{ "campaign", "campaigns" }, { "vulnerability", "vulnerabilities" },
		{ "technique", "techniques" }, { "sector", "sectors" },
		{ "country", "countries" }, { "organisation", "bodies and companies" },
		{ "product", "products" },
	};
	bool any = false;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		names_of(t, p, kinds[i].kind, kinds[i].words, &any);
	if (t->entities.all > t->entities.count) {
		people_number(t->entities.all - t->entities.count, &t->line);
		buf_text(&t->line, " more names (--format json)");
		put(t, p, " - ", 3);
	}
}

/* What the document is not about: names in its references, tags and overviews. */
static void mentions(struct text *t, struct page *p)
{
	for (uint32_t i = 0; i < t->mentions.count; i++) {
		buf_text(&t->line, i ? ", " : "");
		text_add(&t->line, t->mentions.list[i], "name");
	}
	if (t->mentions.all > t->mentions.count)
		buf_text(&t->line, " and more (--format json)");
	if (t->mentions.count)
		put(t, p, " - named in passing only: ", 3);
}

/* A document without values: what a sweep looks up by its names. */
static void leads(struct text *t, struct page *p)
{
	const struct node *x = record_get(t->summary, "leads_to");

	for (x = x ? x->child : NULL; x; x = x->next) {
		buf_text(&t->line, "lists nothing itself: by these names a sweep looks for ");
		people_count(record_number(x, "values"), "value", "values", &t->line);
		buf_text(&t->line, record_true(x, "shipped") ? " of the shipped list \"" :
			 " of the library's \"");
		text_add(&t->line, x, "title");
		buf_text(&t->line, record_text(x, "title").len < TITLE_CUT ? "\"" : "...\"");
		put(t, p, " - ", 3);
	}
}

/* Documents that are named and not here, and whom to call. */
static void elsewhere(struct text *t, struct page *p, const char *member, const char *heading)
{
	bool any = false;

	for (uint32_t i = 0; i < t->advisories.count; i++) {
		const struct node *x = record_get(t->advisories.list[i], member);

		for (x = x ? x->child : NULL; x; x = x->next) {
			if (!any) {
				page_blank(p);
				page_heading(p, heading);
			}
			any = true;
			people_value(x->text, &t->line);
			put(t, p, " - ", 3);
		}
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

	if (record_text(t->summary, "why").len) {
		text_why(t, p);
		return;
	}
	for (uint32_t i = 0; i < t->advisories.count; i++)
		advisory_head(t, p, t->advisories.list[i]);
	assessments(t, p);
	entities(t, p);
	mentions(t, p);
	leads(t, p);
	values(t, p);
	rules(t, p);
	elsewhere(t, p, "refers_to", "NAMED, NOT READ HERE");
	elsewhere(t, p, "contacts", "CONTACTS");
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
