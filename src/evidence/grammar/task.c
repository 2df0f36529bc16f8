/*
 * task.c -- scheduled tasks of Windows (XML) and launchd's property lists: what
 * they execute runs by itself; descriptions are text.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static bool is_task(struct span head)
{
	return word_has(head, SPAN("<Task ")) && word_has(head, SPAN("/windows/2004/02/mit/task"));
}

static bool is_plist(struct span head)
{
	return word_has(head, SPAN("<plist")) && word_has(head, SPAN("<dict>"));
}

static int probe(struct span sample, struct span path)
{
	struct span head = span_cut(sample, 0, 4096);

	(void)path;
	return is_task(head) ? 97 : is_plist(head) ? 90 : 0;
}

static enum place place(struct span text, size_t at)
{
	static const char *const runs[][2] = {
		{ "<Exec>", "</Exec>" }, { "<Command>", "</Command>" },
		{ "<Arguments>", "</Arguments>" }, { "<ComHandler>", "</ComHandler>" },
		{ "<key>ProgramArguments</key>", "</array>" }, { "<key>Program</key>", "</string>" },
	};
	static const char *const says[][2] = {
		{ "<Description>", "</Description>" }, { "<!--", "-->" },
	};
	struct span block;

	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		if (block_around(text, at, span_of(runs[i][0]), span_of(runs[i][1]), &block))
			return PLACE_COMMAND;
	for (size_t i = 0; i < sizeof(says) / sizeof(says[0]); i++)
		if (block_around(text, at, span_of(says[i][0]), span_of(says[i][1]), &block))
			return PLACE_DOCUMENT;
	return PLACE_CONFIG;
}

const struct grammar grammar_task = {
	.name = "scheduled-task",
	.about = "scheduled tasks of Windows, launchd property lists",
	.probe = probe,
	.place = place,
};
