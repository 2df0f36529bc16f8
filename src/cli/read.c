/* read.c -- `tocsin read`: what an advisory says. */
#include <stdio.h>

#include "cli/cli.h"

int verb_read(int argc, char **argv)
{
	struct arguments a;
	int status = arguments_read(&a, TOCSIN_READ, OPERAND_ADVISORY, argc, argv);

	if (status == 0 && a.help) {
		printf("usage: tocsin read ADVISORY...\n\n");
		arguments_usage("read");
	} else if (status == 0 && !a.advisories) {
		status = complain("no ADVISORY to read (tocsin help read)");
	} else if (status == 0) {
		status = run_job(&a);
	}
	arguments_free(&a);
	return status;
}
