/*
 * registry.c -- exports of the Windows registry (.reg): values of the keys that
 * start programs are commands; other values are configuration.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

static int probe(struct span sample, struct span path)
{
	struct span line;

	(void)path;
	if (!line_next(&sample, "", &line))
		return 0;
	line = span_trim(line);
	return span_starts(line, SPAN("Windows Registry Editor Version")) ||
	       span_equal(line, SPAN("REGEDIT4")) ? 97 : 0;
}

/* The key that holds the line: the nearest "[HK...]" before it. */
static struct span key_of(struct span text, size_t at)
{
	struct span head = span_cut(text, 0, at), rest = head, key = SPAN("");

	while (word_behind(&rest, SPAN("\n[")))
		key = word_until(rest, SPAN("]\n"));
	if (key.len == 0 && span_starts(head, SPAN("[")))
		key = word_until(span_skip(head, 1), SPAN("]"));
	return word_until(key, SPAN("]"));
}

/* Keys whose values start something, by the end of their names or a part of them. */
static bool starts_programs(struct span key, struct span line)
{
	static const char *const ends[] = {
		"\\Run", "\\RunOnce", "\\RunOnceEx", "\\RunServices", "\\RunServicesOnce",
		"\\Policies\\Explorer\\Run", "\\Winlogon", "\\BootExecute", "\\AppInit_DLLs",
		"\\shell\\open\\command", "\\InprocServer32", "\\LocalServer32", "\\Startup",
		"\\Scripts\\Logon", "\\Command Processor", "\\Environment",
	};
	static const char *const parts[] = {
		"\\Image File Execution Options\\", "\\RunOnceEx\\", "\\Active Setup\\Installed Components\\",
		"\\Group Policy\\Scripts\\", "\\SilentProcessExit\\",
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (span_ends_nocase(key, span_of(ends[i])))
			return true;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (span_find_nocase(key, span_of(parts[i])) != SPAN_NONE)
			return true;
	return span_find_nocase(key, SPAN("\\Services\\")) != SPAN_NONE &&
	       (span_starts_nocase(line, SPAN("\"ImagePath\"")) ||
		span_starts_nocase(line, SPAN("\"ServiceDll\"")));
}

static enum place place(struct span text, size_t at)
{
	struct span line = span_trim(line_around(text, at)), key;

	if (line_begins(line, ";"))
		return PLACE_DOCUMENT;
	if (line_begins(line, "["))
		return PLACE_CONFIG;
	key = key_of(text, at);
	if (key.len == 0)
		return PLACE_UNKNOWN_RECORD;
	return starts_programs(key, line) ? PLACE_COMMAND : PLACE_CONFIG;
}

const struct grammar grammar_registry = {
	.name = "registry-export",
	.about = "exports of the Windows registry",
	.probe = probe,
	.place = place,
};
