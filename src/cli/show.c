/* show.c -- `tocsin show`: what is in a file, as tocsin sees it. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

int verb_show(int argc, char **argv)
{
	struct arguments a;
	int status = arguments_read(&a, TOCSIN_SHOW, OPERAND_PATH, argc, argv);

	if (status == 0 && a.help) {
		printf("usage: tocsin show PATH...\n\n");
		arguments_usage("show");
	} else if (status == 0 && !a.paths) {
		status = complain("no PATH to show (tocsin help show)");
	} else if (status == 0) {
		if (strcmp(a.format, "text") == 0)
			a.format = "outline";
		status = run_job(&a);
	}
	arguments_free(&a);
	return status;
}
