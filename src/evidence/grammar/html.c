/*
 * html.c -- pages: HTML by its first element, and XML that is meant to be read
 * (XHTML, RSS, Atom, DocBook, office text).
 *
 * Not here: XML that configures or starts something (task.c), HTML applications
 * (source.c), stores of indicators (intel.c).  XML of an unknown kind is no
 * document.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool begins_nocase(struct span s, const char *head)
{
	return span_starts_nocase(s, span_of(head));
}

/* Behind the XML declaration, comments and blanks. */
static struct span first_element(struct span s)
{
	for (int i = 0; i < 8; i++) {
		s = span_trim(s);
		if (span_starts(s, SPAN("<?xml"))) {
			if (!word_behind(&s, SPAN("?>")))
				return SPAN("");
		} else if (span_starts(s, SPAN("<!--"))) {
			if (!word_behind(&s, SPAN("-->")))
				return SPAN("");
		} else {
			break;
		}
	}
	return s;
}

static bool has_tag(struct span line)
{
	size_t at;

	while ((at = span_find_byte(line, '<')) != SPAN_NONE) {
		char next;

		line = span_skip(line, at + 1);
		next = line.len ? line.ptr[0] : 0;
		if (ascii_alpha(next) || next == '/' || next == '!')
			return true;
	}
	return false;
}

/* Inside an element of several lines that shows text as it is. */
static bool in_shown_text(struct span text, size_t at)
{
	static const char *const elements[][2] = {
		{ "<pre", "</pre>" }, { "<code", "</code>" }, { "<textarea", "</textarea>" },
		{ "<script", "</script>" }, { "<style", "</style>" }, { "<!--", "-->" },
	};
	struct span block;

	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++) {
		struct span open = span_of(elements[i][0]), close = span_of(elements[i][1]);

		if (block_around(text, at, open, close, &block) && span_ends(block, close))
			return true;
	}
	return false;
}

static int probe(struct span sample, struct span path)
{
	static const char *const pages[] = { "<!doctype html", "<html", "<head", "<body", "<rss", "<feed",
					     "<article", "<book", "<office:document", "<w:document",
					     "<wiki", "<mediawiki", "<page>" };
	struct span s = first_element(sample);
	size_t lines, tagged = lines_count(sample, "", has_tag, &lines);

	(void)path;
	/* A page is made of elements; one typed among commands makes none. */
	if (tagged * 10 < lines * 3 && lines > 3)
		return 0;
	if (span_find_nocase(span_cut(sample, 0, 4096), SPAN("<hta:application")) != SPAN_NONE)
		return 0;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (begins_nocase(s, pages[i]))
			return 93;
	/* A fragment: several elements of a page, and it begins with one. */
	if (begins_nocase(s, "<div") || begins_nocase(s, "<p>") || begins_nocase(s, "<h1") ||
	    begins_nocase(s, "<table"))
		return 80;
	return 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);

	if (command_foreign(line) && !has_tag(line) && !in_shown_text(text, at))
		return PLACE_UNKNOWN_RECORD;
	return PLACE_DOCUMENT;
}

const struct grammar grammar_html = {
	.name = "page",
	.about = "HTML pages and XML documents",
	.probe = probe,
	.place = place,
};
