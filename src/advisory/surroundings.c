/* surroundings.c -- what headings, leads and columns say of the sectors below them. */
#include "advisory/surroundings.h"

#include "advisory/words.h"

#define SHORT_ENTRY 80		/* a longer one is prose */
#define HEADING_LONGEST 160
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct phrase of_targets[] = {
	{ "target*", 0 }, { "victim*", 0 }, { "affected sector*", 0 }, { "affected industr*", 0 },
	{ "affected organi*", 0 }, { "impacted", 0 }, { "=sector*", 0 }, { "=industr*", 0 },
	{ "=verticals", 0 }, { "=affected", 0 }, { "cibles", 0 }, { "secteurs", 0 }, { "branchen", 0 },
	{ "sectores", 0 }, { "opfer", 0 }, { "ziele", 0 }, { "=industry sector*", 0 },
	{ "=sectors and *", 0 }, { "=sector industry", 0 },
};

static const struct phrase of_readers[] = {
	{ "audience", 0 }, { "who should", 0 }, { "intended for", 0 }, { "applies to", 0 },
	{ "advice", 0 }, { "recommend*", 0 }, { "guidance", 0 }, { "actions to", 0 },
	{ "what you can", 0 }, { "who is this", 0 },
};

static struct concerned told(enum concern is, const char *why, struct span by)
{
	return (struct concerned){ .is = is, .why = why, .by = span_trim(by) };
}

static const struct block *block_of(const struct layout *l, uint32_t i)
{
	return i != NO_BLOCK && i < l->count ? layout_block(l, i) : NULL;
}

static bool says(const struct block *b, const struct phrase *table, size_t count)
{
	struct words w;

	if (!b || b->text.len > HEADING_LONGEST)
		return false;
	words_of(b->text, &w);
	return words_first(&w, table, count) != NULL;
}

static struct concerned ask(const struct layout *l, uint32_t i)
{
	const struct block *b = layout_block(l, i), *heading = block_of(l, b->heading);
	const struct block *column = b->kind == PASSAGE_CELL ? block_of(l, b->named) : NULL;
	const struct block *lead = block_of(l, b->lead);
	struct concerned said = { .is = CONCERN_SILENT };

	if (column && column != b && says(column, of_targets, COUNT(of_targets)))
		return told(CONCERN_TARGET, "in the column", column->text);
	if (b->section == SECTION_MITIGATION || says(heading, of_readers, COUNT(of_readers)))
		return told(CONCERN_NAMED, "only where the document advises", SPAN(""));
	if (lead && lead != b && b->kind != PASSAGE_CELL)
		said = concerned_lead(lead->text);
	if (said.is != CONCERN_SILENT)
		return told(said.is, said.is == CONCERN_TARGET ? "in the list behind" : said.why,
			    said.by);
	if (says(heading, of_targets, COUNT(of_targets)))
		return told(CONCERN_TARGET, "under the heading", heading->text);
	return said;
}

/* A line of a list that holds no more than names, or begins with one. */
static bool is_entry(const struct surroundings *s, struct span text, size_t from)
{
	const struct block *b = layout_block(s->layout, s->block);
	bool entry = b->entry || b->kind == PASSAGE_ITEM || b->kind == PASSAGE_CELL ||
		b->kind == PASSAGE_LINE;

	return entry && (text.len <= SHORT_ENTRY || !span_trim(span_cut(text, 0, from)).len);
}

struct concerned surroundings_weigh(struct surroundings *s, struct concerned sentence,
				    struct span text, size_t from, size_t to, bool ordinary)
{
	bool whole;

	if (!s || !s->layout)
		return sentence;
	if (!s->asked) {
		s->asked = true;
		s->say = ask(s->layout, s->block);
	}
	if (s->say.is == CONCERN_SILENT)
		return sentence;
	whole = is_entry(s, text, from) && to - from == span_trim(text).len;
	if (s->say.is == CONCERN_NAMED)
		return sentence.is == CONCERN_OTHER || sentence.is == CONCERN_NAMED ||
			(sentence.is == CONCERN_SILENT && ordinary && !whole) ? sentence : s->say;
	if ((sentence.is == CONCERN_SILENT || sentence.weak) &&
	    (!ordinary || is_entry(s, text, from)))
		return s->say;
	return sentence.is == CONCERN_OTHER && whole ? s->say : sentence;
}
