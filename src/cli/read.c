/* read.c -- `tocsin read`: what an advisory says. */
#include <stdio.h>

#include "cli/cli.h"

/* What was learnt is told where the document's names lead to it. */
static void use_library(const struct arguments *a)
{
	struct tocsin_error e;
	char path[4096];

	if (state_path("library.db", path, sizeof(path)) == 0)
		tocsin_job_set(a->job, "library", path, &e);
}

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
		use_library(&a);
		status = run_job(&a);
	}
	arguments_free(&a);
	return status;
}
