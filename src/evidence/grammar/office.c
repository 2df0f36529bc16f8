/*
 * office.c -- the words of Word, Excel and PowerPoint files: parts by root and
 * namespace (ECMA-376, part 1: WordprocessingML, SpreadsheetML, DrawingML).
 *
 * Only what stands in an element of text is words.  Fields, formulas and
 * attributes may start something and stay unjudged, and so does a line of a
 * history that begins like such a part.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"

#define ROOT_MOST 4096		/* bytes of the declaration and the root's tag */

static int probe(struct span sample, struct span path)
{
	static const char *const roots[] = { "<w:document ", "<w:hdr ", "<w:ftr ", "<w:comments ",
					     "<w:footnotes ", "<sst ", "<worksheet ", "<p:sld ",
					     "<p:notes " };
	struct span head = span_cut(sample, 0, ROOT_MOST);

	(void)path;
	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
		size_t at = span_find(head, span_of(roots[i]));
		struct span tag = at == SPAN_NONE ? SPAN("") : span_skip(head, at);

		tag = span_cut(tag, 0, span_find_byte(tag, '>'));
		if (span_find(tag, SPAN("schemas.openxmlformats.org/")) != SPAN_NONE)
			return span_starts(span_trim(sample), SPAN("<")) ? 94 : 0;
	}
	return 0;
}

static enum place place(struct span text, size_t at)
{
	static const char *const elements[][2] = {
		{ "<t>", "</t>" }, { "<t ", "</t>" }, { "<w:t>", "</w:t>" }, { "<w:t ", "</w:t>" },
		{ "<a:t>", "</a:t>" },
	};
	struct span block;

	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++) {
		struct span open = span_of(elements[i][0]), close = span_of(elements[i][1]);

		if (block_around(text, at, open, close, &block) && span_ends(block, close))
			return PLACE_DOCUMENT;
	}
	return PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_office = {
	.name = "office",
	.about = "words of Office documents",
	.probe = probe,
	.place = place,
};
