/* explain.c -- `tocsin explain`: the steps from evidence to answer, in words. */
#include <stdio.h>
#include <string.h>

#include "cli/stored.h"

static int usage(void)
{
	printf("usage: tocsin explain [--case DIR] [F4 | CASE:F4 | FILE.ndjson:F4 | CASE]\n\n"
	       "What each of the ten rules says of a finding, and the plain command that shows\n"
	       "the same record; without a finding, what they say of the answer. Without a name\n"
	       "it is the last sweep.\n");
	return 0;
}

int verb_explain(int argc, char **argv)
{
	const char *word = NULL, *folder = NULL;
	struct output out = { .fd = 1 };
	struct report_words as = { .format = "explain" };
	struct stored s;
	int status;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return usage();
		if (strcmp(argv[i], "--case") == 0 && i + 1 < argc)
			folder = argv[++i];
		else if (strncmp(argv[i], "--case=", 7) == 0)
			folder = argv[i] + 7;
		else if (argv[i][0] == '-' && argv[i][1])
			return complain("no option '%s' (tocsin help explain)", argv[i]);
		else if (word)
			return complain("one finding, CASE or FILE.ndjson at a time");
		else
			word = argv[i];
	}
	if (stored_address(&s, word, folder) != 0)
		return STATUS_FAILED;
	as.finding = s.id;
	status = report_file(s.records, &as, &out);
	stored_release(&s);
	return status;
}
