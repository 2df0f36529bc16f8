/*
 * powershell.c -- PowerShell scripts and histories of its console.
 *
 * A block comment (<# #>) can be opened inside a string, so that what looks like
 * one stays unjudged instead of being a mention.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_line(struct span line)
{
	struct span rest = span_trim(line), word;

	if (!word_next(&rest, &word))
		return false;
	if (word.len > 1 && word.ptr[0] == '$' && (ascii_alpha(word.ptr[1]) || word.ptr[1] == '_'))
		return !span_ends(span_trim(line), SPAN(";")) &&	/* Perl, PHP */
		       (word_has(line, SPAN("=")) || word_has(line, SPAN(".")) ||
			word_has(line, SPAN("|")));
	if (span_find_byte(word, '-') != SPAN_NONE)
		return command_begins(line) && !span_starts(word, SPAN("/"));
	return word_among(word, "param( param function [CmdletBinding()] try catch foreach if( "
				"Import-Module iex iwr using") ||
	       span_starts(word, SPAN("[System.")) || span_starts(word, SPAN("[Net."));
}

/* Blocks have them, and so has much else: they count beside lines that are sure. */
static bool is_brace(struct span line)
{
	line = span_trim(line);
	return line.len == 1 && (line.ptr[0] == '{' || line.ptr[0] == '}');
}

static int probe(struct span sample, struct span path)
{
	struct span rest = sample, first;
	size_t lines, marks, braces;

	(void)path;
	if (!span_line(&rest, &first))
		return 0;
	if (span_starts(first, SPAN("#!")))
		return word_has(first, SPAN("pwsh")) ? 98 : 0;
	if (span_starts_nocase(first, SPAN("#requires ")))
		return 95;
	marks = lines_count(sample, "#", is_line, &lines);
	braces = lines_count(sample, "#", is_brace, &lines);
	if (marks && (marks + braces) * 10 >= lines * 6)
		return 82;
	return marks >= 3 && (marks + braces) * 10 >= lines * 3 ? 70 : 0;
}

static enum place place(struct span text, size_t at)
{
	struct span comment;

	if (block_around(text, at, SPAN("<#"), SPAN("#>"), &comment))
		return PLACE_UNKNOWN_RECORD;
	return command_place(SHELL_POWERSHELL, text, at);
}

const struct grammar grammar_powershell = {
	.name = "powershell-script",
	.about = "PowerShell scripts and console history",
	.probe = probe,
	.place = place,
};
