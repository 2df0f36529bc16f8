/* batch.c -- batch files of cmd.exe. */
#include "evidence/grammar/command.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_line(struct span line)
{
	struct span rest = span_trim(line), word;

	if (!word_next(&rest, &word))
		return false;
	if (word.ptr[0] == '@' || word.ptr[0] == ':')
		return word.len > 1;
	return word_among(word, "rem set setlocal endlocal goto call start if for exit pause netsh reg sc "
				"schtasks copy del move md rd xcopy robocopy ipconfig net powershell "
				"powershell.exe certutil bitsadmin rundll32 regsvr32 wmic taskkill");
}

static int probe(struct span sample, struct span path)
{
	struct span rest = sample, first;
	size_t lines, marks;
	bool echo_off;

	(void)path;
	if (!line_next(&rest, "", &first) || span_starts(first, SPAN("#!")))
		return 0;
	echo_off = span_starts_nocase(span_trim(first), SPAN("@echo off"));
	if (echo_off)
		return 96;
	marks = lines_count(sample, "", is_line, &lines);
	return marks >= 2 && marks * 10 >= lines * 6 &&
	       (word_has(sample, SPAN("%")) || word_has(sample, SPAN("\\"))) ? 78 : 0;
}

static enum place place(struct span text, size_t at)
{
	return command_place(SHELL_BATCH, text, at);
}

const struct grammar grammar_batch = {
	.name = "batch-file",
	.about = "batch files of Windows",
	.probe = probe,
	.place = place,
};
