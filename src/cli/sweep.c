/* sweep.c -- `tocsin sweep` and `tocsin plan`. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

/* There is always a case, so that a result can be asked about; and there may be a library. */
static void use_state(const struct arguments *a)
{
	struct tocsin_error e;
	char path[4096];

	if (!a->folder && !a->no_case && state_path("last", path, sizeof(path)) == 0)
		tocsin_job_set(a->job, "last", path, &e);
	if (!a->no_cache && cache_path("sets", path, sizeof(path)) == 0)
		tocsin_job_set(a->job, "cache", path, &e);
	if (state_path("library.db", path, sizeof(path)) == 0)
		tocsin_job_set(a->job, "library", path, &e);
}

static int walk_verb(enum tocsin_verb verb, const char *name, int argc, char **argv)
{
	struct arguments a;
	int status = arguments_read(&a, verb, OPERAND_PATH, argc, argv);

	if (status == 0 && a.help) {
		printf("usage: tocsin %s %sPATH...\n\n", name,
		       verb == TOCSIN_SWEEP ? "[-a ADVISORY]... [-e VALUE]... " : "[-a ADVISORY]... ");
		arguments_usage(name);
	} else if (status == 0 && a.only_new && !a.folder) {
		status = complain("--new asks what a case knows: name it with --case DIR");
	} else if (status == 0 && a.folder && a.no_case) {
		status = complain("--case and --no-case: one of them");
	} else if (status == 0 && !a.paths && !a.folder) {
		status = complain("no PATH to %s (tocsin help %s)", name, name);
	} else if (status == 0) {
		a.plan = verb == TOCSIN_PLAN && strcmp(a.format, "text") == 0;
		if (verb == TOCSIN_SWEEP)
			use_state(&a);
		status = run_job(&a);
		if (a.folder)
			state_give(a.folder);
		if (verb == TOCSIN_SWEEP && !a.no_case && status != STATUS_FAILED)
			state_remember(a.folder);
	}
	arguments_free(&a);
	return status;
}

int verb_sweep(int argc, char **argv)
{
	return walk_verb(TOCSIN_SWEEP, "sweep", argc, argv);
}

int verb_plan(int argc, char **argv)
{
	return walk_verb(TOCSIN_PLAN, "plan", argc, argv);
}
