/* compile.c -- `tocsin compile`: advisories into a set file. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

/* The number of a member of a flat record. */
static unsigned long long number_of(const struct tocsin_record *r, const char *name)
{
	char key[64];
	const char *at;
	unsigned long long n = 0;

	snprintf(key, sizeof(key), "\"%s\":", name);
	at = strstr(r->json, key);
	if (!at)
		return 0;
	for (at += strlen(key); *at >= '0' && *at <= '9'; at++)
		n = n * 10 + (unsigned)(*at - '0');
	return n;
}

static void tell(const struct arguments *a, const struct tocsin_record *r)
{
	if (strcmp(a->format, "json") == 0)
		printf("%.*s\n", (int)r->length, r->json);
	else if (!a->quiet)
		printf("%s: %llu values of %llu %s, %.1f MB\n", a->output,
		       number_of(r, "indicators"), number_of(r, "advisories"),
		       number_of(r, "advisories") == 1 ? "advisory" : "advisories",
		       (double)number_of(r, "bytes") / 1e6);
}

static int compile(const struct arguments *a)
{
	struct tocsin_record record;
	struct tocsin_error e;
	struct tocsin_run *run;
	int rc;

	if (tocsin_job_set(a->job, "set", a->output, &e) < 0 ||
	    tocsin_run_open(&run, a->job, &e) < 0)
		return complain("%s", e.text);
	while ((rc = tocsin_run_next(run, &record, &e)) > 0)
		tell(a, &record);
	tocsin_run_close(run);
	return rc < 0 ? complain("%s", e.text) : 0;
}

int verb_compile(int argc, char **argv)
{
	struct arguments a;
	int status = arguments_read(&a, TOCSIN_COMPILE, OPERAND_ADVISORY, argc, argv);

	if (status == 0 && a.help) {
		printf("usage: tocsin compile ADVISORY... [-e VALUE]... -o SET\n\n");
		arguments_usage("compile");
	} else if (status == 0 && !a.advisories) {
		status = complain("no ADVISORY to compile (tocsin help compile)");
	} else if (status == 0 && (!a.output || strcmp(a.output, "-") == 0)) {
		status = complain("a set is written to a file: -o SET");
	} else if (status == 0 && strcmp(a.format, "text") != 0 && strcmp(a.format, "json") != 0) {
		status = complain("--format of compile is text or json, not '%s'", a.format);
	} else if (status == 0) {
		status = compile(&a);
	}
	arguments_free(&a);
	return status;
}
