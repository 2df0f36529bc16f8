/*
 * unit.c -- systemd units and desktop entries: what Exec lines start, runs.
 * Descriptions and comments are text; every other setting is configuration.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_section(struct span line)
{
	line = span_trim(line);
	return line.len > 2 && line.ptr[0] == '[' && line.ptr[line.len - 1] == ']';
}

static bool is_unit_section(struct span line)
{
	return word_among(span_trim(line), "[Unit] [Service] [Install] [Timer] [Socket] [Path] [Mount] "
					   "[Automount] [Swap] [Slice] [Scope]") ||
	       span_equal(span_trim(line), SPAN("[Desktop Entry]"));
}

static bool is_setting(struct span line)
{
	return is_section(line) || span_find_byte(line, '=') != SPAN_NONE ||
	       ascii_space(line.ptr[0]);
}

static int probe(struct span sample, struct span path)
{
	size_t lines, sections = lines_count(sample, "#;", is_unit_section, &lines);
	size_t settings = lines_count(sample, "#;", is_setting, &lines);

	(void)path;
	return sections && settings * 10 >= lines * 9 ? 93 : 0;
}

/* "ExecStart=-/usr/bin/curl ...": behind '=' and the marks that systemd allows in front. */
static size_t command_of(struct span line)
{
	struct span rest = span_trim(line), key = word_until(rest, SPAN("="));
	size_t at;

	if (!span_starts(key, SPAN("Exec")) && !span_equal(span_trim(key), SPAN("TryExec")))
		return 0;
	at = line_offset(line, rest) + key.len + 1;
	while (at < line.len && memchr("-@:+!", line.ptr[at], 5))
		at++;
	return at < line.len ? at : 0;
}

/* The setting that the line belongs to: lines that end in a backslash go on. */
static struct span setting_of(struct span text, struct span line)
{
	struct span before;

	for (int i = 0; i < 20; i++) {
		if (!line_before(text, line_offset(text, line), &before) ||
		    !span_ends(before, SPAN("\\")))
			break;
		line = before;
	}
	return line;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at), head = setting_of(text, line), key;
	size_t from = line_offset(text, line), command = command_of(head);

	if (line_begins(line, "#;") && head.ptr == line.ptr)
		return PLACE_DOCUMENT;
	if (command && head.ptr == line.ptr)
		return command_line_place(SHELL_SH, span_skip(line, command),
					  at > from + command ? at - from - command : 0);
	if (command)
		return PLACE_COMMAND;
	if (word_has(line, SPAN("$(")) || word_has(line, SPAN("`")))
		return PLACE_UNKNOWN_RECORD;
	key = span_trim(word_until(head, SPAN("=")));
	if (word_among(key, "Description Documentation Comment Name GenericName Keywords Alias"))
		return PLACE_DOCUMENT;
	return word_among(key, "IPAddressDeny") ? PLACE_LIST : PLACE_CONFIG;
}

const struct grammar grammar_unit = {
	.name = "systemd-unit",
	.about = "systemd units and desktop entries",
	.probe = probe,
	.place = place,
};
