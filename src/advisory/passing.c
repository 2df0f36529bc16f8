/*
 * passing.c -- names in references, footnotes, links, tags and overviews.
 *
 * Hostile input: a block looks at no more than LINKS links behind it and CELLS
 * cells beside it; a table is looked at once.
 */
#include "advisory/passing.h"

#include "advisory/cues.h"
#include "advisory/known.h"
#include "advisory/names.h"
#include "advisory/words.h"

#define LINKS 64
#define BEHIND 80		/* bytes from a name to "were not observed" */
#define CELLS 64
#define BACK 4096		/* blocks in front of a cell that are looked at for its header */
#define TITLE_WORDS 4		/* a link of fewer is a name, not the title of a text */
#define TAGS_LONGEST 300
#define DESCRIPTION 48		/* a longer cell describes what its row names */

static bool has_link(const struct layout *l, uint32_t i)
{
	const struct block *b = layout_block(l, i);

	if (span_find(b->text, SPAN("://")) != SPAN_NONE ||
	    span_find(b->text, SPAN("www.")) != SPAN_NONE)
		return true;
	return i + 1 < l->count && layout_block(l, i + 1)->kind == PASSAGE_LINK;
}

static size_t letters(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ascii_alnum(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0x80;
	return n;
}

/* Nothing but links: the title of another text, or a row of them. */
static bool is_links(const struct layout *l, uint32_t i)
{
	const struct block *b = layout_block(l, i);
	size_t linked = 0;
	uint32_t links = 0;
	struct words w;

	for (; links < LINKS && i + 1 + links < l->count; links++) {
		const struct block *link = layout_block(l, i + 1 + links);

		if (link->kind != PASSAGE_LINK)
			break;
		linked += letters(link->text);
	}
	if (!links || linked < letters(b->text))
		return false;
	words_of(b->text, &w);
	return links > 1 || w.count >= TITLE_WORDS;
}

/* "[5] Example Labs, January 2019, ..." */
static bool is_footnote(struct span text)
{
	size_t i = 1;

	text = span_trim(text);
	if (!text.len || text.ptr[0] != '[')
		return false;
	while (i < text.len && i < 4 && ascii_digit(text.ptr[i]))
		i++;
	return i > 1 && i < text.len && text.ptr[i] == ']';
}

static bool is_tags(struct span text)
{
	static const char *const labels[] = { "tags:", "tagged:", "tags |", "categories:",
					      "category:", "filed under", "topics:",
					      "related posts", "related articles", "tagged with" };

	text = span_trim(text);
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (span_starts_nocase(text, span_of(labels[i])))
			return text.len < TAGS_LONGEST;
	return false;
}

const char *passing_why(const struct layout *l, uint32_t i)
{
	const struct block *b = layout_block(l, i);

	if (b->kind == PASSAGE_HEADING || b->kind == PASSAGE_LINK)
		return NULL;
	if (b->section == SECTION_REFERENCE && has_link(l, i))
		return "only among the references";
	if (is_footnote(b->text) && has_link(l, i))
		return "only in a footnote";
	if (b->kind != PASSAGE_CELL && is_links(l, i))
		return "only in the title of another text";
	return is_tags(b->text) ? "only among the tags" : NULL;
}

const char *passing_denied(struct span text, size_t at)
{
	static const struct phrase denying[] = {
		{ "not observe", 0 }, { "not observed", 0 }, { "not seen", 0 }, { "not found", 0 },
		{ "no evidence of", 0 }, { "no evidence that", 0 }, { "no sign of", 0 },
		{ "unlike", 0 }, { "not related to", 0 }, { "unrelated to", 0 },
		{ "not to be confused with", 0 }, { "no relation to", 0 }, { "rather than", 0 },
	};
	static const struct phrase denied[] = {
		{ "was not observed", 0 }, { "were not observed", 0 }, { "was not seen", 0 },
		{ "were not seen", 0 }, { "was not found", 0 }, { "were not found", 0 },
		{ "was not involved", 0 }, { "were not involved", 0 }, { "was not used", 0 },
		{ "were not used", 0 }, { "was not deployed", 0 }, { "were not deployed", 0 },
	};
	struct span sentence = cues_sentence(text, at), rest;
	struct words w;

	words_of(span_cut(sentence, 0, (size_t)(text.ptr + at - sentence.ptr)), &w);
	if (words_mean(&w, denying, sizeof(denying) / sizeof(denying[0])))
		return "only where the text sets it apart or did not meet it";
	/* "X and Y were not observed" */
	rest = span_cut(span_skip(sentence, (size_t)(text.ptr + at - sentence.ptr)), 0, BEHIND);
	rest = span_cut(rest, 0, span_find_byte(rest, ','));
	words_of(span_cut(rest, 0, span_find_byte(rest, ';')), &w);
	return words_mean(&w, denied, sizeof(denied) / sizeof(denied[0])) ?
		"only where the text sets it apart or did not meet it" : NULL;
}

/* "About Sandworm" is not what a publisher says of itself. */
static bool is_about_a_threat(const struct layout *l, const struct block *b)
{
	struct span text = b->heading != NO_BLOCK ? span_trim(layout_block(l, b->heading)->text) :
		SPAN("");

	return span_starts_nocase(text, SPAN("about ")) &&
		known_of_kind(span_trim(span_skip(text, 6)), NULL);
}

const char *passing_of_sectors(const struct layout *l, uint32_t i)
{
	const struct block *b = layout_block(l, i);

	if (b->section == SECTION_CONTACT ||
	    (b->section == SECTION_ABOUT && !is_about_a_threat(l, b)))
		return "only where the publisher speaks of itself";
	return passing_why(l, i);
}

/* The header row says that the table lists malware or tools, or it lists values. */
static bool header_is_telling(const struct block *b)
{
	struct words w;

	if (b->label.column == COLUMN_VALUE)
		return true;
	words_of(b->text, &w);
	for (uint32_t i = 0; i < w.count; i++)
		if (name_noun(w.word[i]))
			return true;
	return false;
}

/* Has the table of block `i` headers that promise nothing but names? */
static bool is_overview(const struct layout *l, uint32_t i)
{
	uint32_t table = layout_block(l, i)->table, headers = 0;

	for (uint32_t at = i + 1; at-- > 0 && i - at < BACK;) {
		const struct block *b = layout_block(l, at);

		if (b->kind == PASSAGE_LINK)
			continue;
		if (b->kind != PASSAGE_CELL || b->table != table)
			break;
		if (!b->header && b->row > 1)
			continue;
		if (header_is_telling(b))
			return false;
		headers++;
	}
	return headers > 1;
}

static bool is_short_row(const struct layout *l, uint32_t i)
{
	const struct block *cell = layout_block(l, i);
	uint32_t from = i, cells = 0;

	while (from && i - from < CELLS && layout_block(l, from - 1)->table == cell->table &&
	       layout_block(l, from - 1)->row == cell->row)
		from--;
	for (; from < l->count && cells < CELLS; from++) {
		const struct block *b = layout_block(l, from);

		if (b->kind == PASSAGE_LINK)
			continue;
		if (b->kind != PASSAGE_CELL || b->table != cell->table || b->row != cell->row)
			break;
		if (b->text.len > DESCRIPTION)
			return false;
		cells++;
	}
	return cells > 1;
}

bool passing_in_overview(struct passing *p, const struct layout *l, uint32_t i)
{
	const struct block *b = layout_block(l, i);

	if (b->kind != PASSAGE_CELL || b->header || !b->table)
		return false;
	if (p->table != b->table) {
		p->table = b->table;
		p->overview = is_overview(l, i);
	}
	return p->overview && is_short_row(l, i);
}
