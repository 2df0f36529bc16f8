/*
 * history.c -- what somebody typed: histories of bash (with or without #epoch
 * lines), zsh (": 1591092611:0;command"), fish ("- cmd: ..."), and bare lines
 * of commands.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_epoch(struct span line)
{
	if (line.len < 10 || line.len > 12 || line.ptr[0] != '#')
		return false;
	for (size_t i = 1; i < line.len; i++)
		if (!ascii_digit(line.ptr[i]))
			return false;
	return true;
}

/* ": 1591092611:0;" in front of a command of zsh. */
static size_t zsh_head(struct span line)
{
	size_t n = 2;

	if (!span_starts(line, SPAN(": ")))
		return 0;
	while (n < line.len && (ascii_digit(line.ptr[n]) || line.ptr[n] == ':'))
		n++;
	return n > 10 && n < line.len && line.ptr[n] == ';' ? n + 1 : 0;
}

/* "NAME=value" alone: a file of them is a configuration. */
static bool is_assignment(struct span line)
{
	struct span rest = line, word;

	return word_next(&rest, &word) && span_find_byte(word, '=') != SPAN_NONE &&
	       span_trim(rest).len == 0;
}

static bool is_command(struct span line)
{
	size_t n = zsh_head(line);

	if (n)
		return true;
	if (span_starts(line, SPAN("- cmd: ")) || span_starts(line, SPAN("  when: ")))
		return true;
	return line.len && !ascii_space(line.ptr[0]) && !is_assignment(line) &&
	       command_begins(line);
}

/* "I was there." and "Get well soon": sentences may begin with the name of a program. */
static bool is_sentence(struct span line)
{
	line = span_trim(line);
	return line.len > 20 && line.ptr[0] >= 'A' && line.ptr[0] <= 'Z' &&
	       memchr(".!?", line.ptr[line.len - 1], 3);
}

static int probe(struct span sample, struct span path)
{
	size_t lines, commands, epochs = 0, sentences;
	struct span rest = sample, line;

	if (span_starts(sample, SPAN("#!")))
		return 0;
	for (size_t i = 0; i < LINES_LOOK && span_line(&rest, &line); i++)
		epochs += is_epoch(line);
	commands = lines_count(sample, "#", is_command, &lines);
	sentences = lines_count(sample, "#", is_sentence, &lines);
	if (lines == 0 || sentences * 5 > lines)
		return 0;
	if (epochs * 3 >= lines)
		return 92;
	if (commands * 10 < lines * 6)
		return commands * 10 >= lines * 4 && path_has(path, ".bash_history") ? 40 : 0;
	return (lines >= 3 ? 70 : 45) + (path_has(path, ".bash_history") ? 10 : 0);
}

/* Shells need not take '#' for a comment where somebody types: only a whole line is one. */
static enum place typed(enum place place, struct span line)
{
	return place == PLACE_DOCUMENT && !line_begins(line, "#") ? PLACE_COMMAND : place;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);
	size_t from = line_offset(text, line), head = zsh_head(line);

	if (head)
		return at < from + head ? PLACE_UNKNOWN_RECORD :
					  typed(command_line_place(SHELL_SH, span_skip(line, head),
								   at - from - head),
						span_skip(line, head));
	if (span_starts(line, SPAN("- cmd: ")))
		return command_line_place(SHELL_SH, span_skip(line, 7),
					  at > from + 7 ? at - from - 7 : 0);
	return typed(command_place(SHELL_SH, text, at), line);
}

const struct grammar grammar_history = {
	.name = "shell-history",
	.about = "histories of shells",
	.probe = probe,
	.place = place,
};
