/*
 * markdown.c -- notes and wiki pages in Markdown, MediaWiki, AsciiDoc,
 * reStructuredText, Jira's and Confluence's markup.
 *
 * A heading alone ("# text") is a shell's comment too: other marks must stand
 * beside it.  Outside of a fenced block a line that reads like a command stays
 * unjudged.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_item(struct span line)
{
	line = span_trim(line);
	return span_starts(line, SPAN("- ")) || span_starts(line, SPAN("* ")) ||
	       span_starts(line, SPAN("+ ")) || span_starts(line, SPAN("> ")) ||
	       (line.len > 2 && ascii_digit(line.ptr[0]) && span_starts(span_skip(line, 1), SPAN(". ")));
}

static bool is_heading(struct span line)
{
	return span_starts(line, SPAN("= ")) || span_starts(line, SPAN("=== ")) ||
	       span_starts(line, SPAN("# ")) || span_starts(line, SPAN("## ")) ||
	       span_starts(line, SPAN("### ")) || span_starts(line, SPAN("== ")) ||
	       span_starts(line, SPAN("h1. ")) || span_starts(line, SPAN("h2. ")) ||
	       (span_starts(line, SPAN("==")) && span_ends(line, SPAN("==")) && line.len > 4) ||
	       span_starts(line, SPAN("---")) || span_starts(line, SPAN("==="));
}

static bool is_table(struct span line)
{
	line = span_trim(line);
	return line.len > 3 && line.ptr[0] == '|';
}

static bool has_marks(struct span line)
{
	return word_has(line, SPAN("](")) || word_has(line, SPAN("**")) || word_has(line, SPAN("[[")) ||
	       span_starts(line, SPAN("```")) || span_starts(line, SPAN("~~~")) ||
	       word_has(line, SPAN("{code"));
}

static bool is_outside_command(struct span line)
{
	return !is_item(line) && !is_heading(line) && !is_table(line) && command_begins(line);
}

/* A third of the lines outside of fences are commands: a history with comments in it. */
static bool mostly_commands(struct span sample)
{
	size_t lines = 0, commands = 0;
	bool inside = false;
	struct span line;

	while (lines < LINES_LOOK && span_line(&sample, &line)) {
		if (span_starts(span_trim(line), SPAN("```")))
			inside = !inside;
		if (inside || span_trim(line).len == 0)
			continue;
		lines++;
		commands += is_outside_command(line);
	}
	return commands * 3 > lines;
}

static int probe(struct span sample, struct span path)
{
	size_t lines, headings, items, tables, marks;

	(void)path;
	if (span_starts(sample, SPAN("#!")))
		return 0;
	headings = lines_count(sample, "", is_heading, &lines);
	items = lines_count(sample, "", is_item, &lines);
	tables = lines_count(sample, "", is_table, &lines);
	marks = lines_count(sample, "", has_marks, &lines);
	if (lines == 0 || mostly_commands(sample))
		return 0;
	if (headings && (items || marks || tables))
		return 74;
	return items + tables >= 3 && (items + tables) * 10 >= lines * 4 && marks ? 66 : 0;
}

/* Between two fences: an odd number of them stands before, and another one behind. */
static bool is_fenced(struct span text, size_t at)
{
	struct span head = span_cut(text, 0, at), line;
	bool inside = false;

	while (span_line(&head, &line))
		inside ^= span_starts(span_trim(line), SPAN("```"));
	return inside;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);

	if (is_outside_command(line) && command_foreign(line) &&
	    !(is_fenced(text, at) && word_has(span_skip(text, at), SPAN("\n```"))))
		return PLACE_UNKNOWN_RECORD;
	return PLACE_DOCUMENT;
}

const struct grammar grammar_markdown = {
	.name = "markup",
	.about = "notes and wiki pages in markup",
	.probe = probe,
	.place = place,
};
