/*
 * shell.c -- scripts of sh and its kin, known by their first line or by what
 * they are made of.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_shell(struct span first)
{
	struct span word, last = SPAN("");

	first = span_skip(first, 2);
	while (word_next(&first, &word)) {
		size_t slash = span_rfind_byte(word, '/');

		last = slash == SPAN_NONE ? word : span_skip(word, slash + 1);
		if (word_among(last, "sh bash dash ash ksh zsh fish busybox rbash"))
			return true;
	}
	return false;
}

static bool is_shell_line(struct span line)
{
	static const char *const heads[] = { "if [", "fi", "done", "esac", "for ", "while ", "set -",
					     "export ", "case ", "function ", "}", "then", "do ", "else" };

	line = span_trim(line);
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (span_starts(line, span_of(heads[i])))
			return true;
	return false;
}

static int probe(struct span sample, struct span path)
{
	struct span rest = sample, first;
	size_t lines, marks;

	(void)path;
	if (!span_line(&rest, &first))
		return 0;
	if (span_starts(first, SPAN("#!")))
		return is_shell(first) ? 98 : 0;
	marks = lines_count(sample, "#", is_shell_line, &lines);
	if (marks < 3 || marks * 10 < lines * 2 ||
	    lines_count(sample, "#", command_begins, &lines) * 10 < lines * 3)
		return 0;
	return 75;
}

static enum place place(struct span text, size_t at)
{
	return command_place(SHELL_SH, text, at);
}

const struct grammar grammar_shell = {
	.name = "shell-script",
	.about = "shell scripts",
	.probe = probe,
	.place = place,
};
