/*
 * crontab.c -- cron tables of users and of the system, anacrontab: five fields
 * of time (or @reboot), perhaps a user, and a command that runs by itself.
 *
 * cron refuses a table with a line that is none, so every line but comments
 * and settings must be a job for a text to be one.
 */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_field(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!ascii_alnum(word.ptr[i]) && !memchr("*/,-~?#", word.ptr[i], 7))
			return false;
	return word.len > 0 && word.len < 64 &&
	       (word.ptr[0] == '*' || ascii_digit(word.ptr[0]) ||
		word_among(span_cut(word, 0, 3), "jan feb mar apr may jun jul aug sep oct nov dec "
						 "sun mon tue wed thu fri sat"));
}

/* Where the command (with a user in front of it, perhaps) begins; 0: no job. */
static size_t job_command(struct span line)
{
	struct span rest = span_trim(line), word;

	if (word_take(&rest, SPAN("-")))
		rest = span_trim(rest);
	if (span_starts(rest, SPAN("@"))) {
		word_next(&rest, &word);
		if (!word_among(word, "@reboot @yearly @annually @monthly @weekly @daily @midnight "
				      "@hourly") && !span_starts(word, SPAN("@every_")))
			return 0;
	} else {
		for (int i = 0; i < 5; i++)
			if (!word_next(&rest, &word) || !is_field(word))
				return 0;
	}
	rest = span_trim(rest);
	return rest.len ? line_offset(line, rest) : 0;
}

static bool is_setting(struct span line)
{
	size_t at = span_find_byte(line, '=');

	line = span_trim(span_cut(line, 0, at));
	for (size_t i = 0; i < line.len; i++)
		if (!ascii_alnum(line.ptr[i]) && line.ptr[i] != '_')
			return false;
	return at != SPAN_NONE && line.len > 0;
}

static bool is_line(struct span line)
{
	return job_command(line) > 0 || is_setting(line);
}

static bool is_job(struct span line)
{
	return job_command(line) > 0;
}

static int probe(struct span sample, struct span path)
{
	size_t lines, ours = lines_count(sample, "#", is_line, &lines);
	size_t jobs = lines_count(sample, "#", is_job, &lines);

	(void)path;
	return jobs && ours == lines ? 94 : 0;
}

static enum place place(struct span text, size_t at)
{
	struct span line = line_around(text, at);
	size_t from = line_offset(text, line), command = job_command(line);
	struct span rest, word;

	if (line_begins(line, "#"))
		return PLACE_DOCUMENT;
	if (!command)
		return PLACE_CONFIG;
	/* The system's tables have a user in front; the command is judged without it. */
	rest = span_skip(line, command);
	if (word_next(&rest, &word) && !command_begins(word) && command_begins(rest))
		command = line_offset(line, span_trim(rest));
	return command_line_place(SHELL_SH, span_skip(line, command),
				  at > from + command ? at - from - command : 0);
}

const struct grammar grammar_crontab = {
	.name = "crontab",
	.about = "cron tables",
	.probe = probe,
	.place = place,
};
