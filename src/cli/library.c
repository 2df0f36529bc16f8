/* library.c -- `tocsin library list|show|forget|allow`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "base/time.h"
#include "cli/cli.h"

static int usage(void)
{
	printf("usage: tocsin library list\n"
	       "       tocsin library show NUMBER [--format text|json]\n"
	       "       tocsin library forget NUMBER...\n"
	       "       tocsin library allow VALUE --why TEXT\n"
	       "       tocsin library allow VALUE --undo\n\n"
	       "The advisories that were learnt, and values that are never searched for.\n");
	return 0;
}

static void put_day(struct out *o, int64_t moment)
{
	struct civil day = civil_of(moment);

	if (moment == TIME_NONE)
		out_text(o, "undated   ");
	else
		out_printf(o, "%04d-%02d-%02d", day.year, day.month, day.day);
}

/* ---- list */

static int put_document(void *context, const struct tocsin_document *d)
{
	struct out *o = context;

	out_printf(o, "%4lld  ", (long long)d->number);
	put_day(o, d->published);
	out_text(o, "  ");
	out_terminal(o, span_of(d->title[0] ? d->title : d->source));
	out_printf(o, ": %llu value%s, %llu rule%s", (unsigned long long)d->values,
		   d->values == 1 ? "" : "s", (unsigned long long)d->rules, d->rules == 1 ? "" : "s");
	if (d->revision > 1)
		out_printf(o, "; revision %u", d->revision);
	if (!d->current)
		out_text(o, "; replaced, not looked for");
	out_text(o, "\n");
	return 0;
}

static int put_allowed(void *context, const struct tocsin_allowed *a)
{
	struct out *o = context;

	out_text(o, "allowed  ");
	out_terminal(o, span_of(a->value));
	out_text(o, "  ");
	put_day(o, a->at);
	if (a->who[0]) {
		out_text(o, " by ");
		out_terminal(o, span_of(a->who));
	}
	out_text(o, ": ");
	out_terminal(o, span_of(a->why));
	out_text(o, "\n");
	return 0;
}

static int list(const char *file)
{
	struct tocsin_error e;
	struct error lost;
	struct out o;
	int status = 0;

	out_to_fd(&o, STDOUT_FILENO);
	if (tocsin_library_list(file, put_document, &o, &e) < 0 ||
	    tocsin_library_allowed(file, put_allowed, &o, &e) < 0)
		status = complain("%s", e.text);
	if (out_finish(&o, &lost) < 0 && status == 0)
		status = complain("%s", lost.text);
	out_release(&o);
	return status;
}

/* ---- show, forget, allow */

static int show(const char *file, int argc, char **argv)
{
	struct arguments a = { .job = tocsin_job_new(TOCSIN_READ), .format = "text" };
	struct tocsin_error e;
	int status;

	if (!a.job)
		return complain("no memory");
	if (argc == 3 && strcmp(argv[1], "--format") == 0)
		a.format = argv[2];
	else if (argc == 2 && strncmp(argv[1], "--format=", 9) == 0)
		a.format = argv[1] + 9;
	if (access(file, F_OK) < 0)
		status = complain("nothing was learnt yet (tocsin learn)");
	else if (tocsin_job_set(a.job, "program", "/proc/self/exe", &e) < 0 ||
		 tocsin_job_set(a.job, "library", file, &e) < 0 ||
		 tocsin_job_set(a.job, "learnt", argv[0], &e) < 0)
		status = complain("%s", e.text);
	else
		status = run_job(&a);
	tocsin_job_free(a.job);
	return status;
}

static int forget(const char *file, int argc, char **argv)
{
	struct tocsin_error e;

	for (int i = 0; i < argc; i++) {
		char *end;
		long long number = strtoll(argv[i], &end, 10);

		if (*end || number <= 0)
			return complain("'%s' is not the number of a document (library list)", argv[i]);
		if (access(file, F_OK) < 0)
			return complain("nothing was learnt yet (tocsin learn)");
		if (tocsin_library_forget(file, number, &e) < 0)
			return complain("%s", e.text);
	}
	return 0;
}

static int allow(const char *file, int argc, char **argv)
{
	struct tocsin_allowed a = { .value = argv[0], .who = operator_name() };
	struct tocsin_error e;
	bool undo = argc == 2 && strcmp(argv[1], "--undo") == 0;

	if (argc == 3 && strcmp(argv[1], "--why") == 0)
		a.why = argv[2];
	else if (argc == 2 && strncmp(argv[1], "--why=", 6) == 0)
		a.why = argv[1] + 6;
	if (!undo && (!a.why || !a.why[strspn(a.why, " ")]))
		return complain("a value is allowed for a reason: --why TEXT");
	if (undo && access(file, F_OK) < 0)
		return complain("'%s' was not allowed", a.value);
	return tocsin_library_allow(file, &a, &e) < 0 ? complain("%s", e.text) : 0;
}

int verb_library(int argc, char **argv)
{
	static const char *const words[] = { "list", "show", "forget", "allow" };
	char file[4096];
	const char *guess;

	if (argc < 2)
		return complain("list, show, forget or allow? (tocsin help library)");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return usage();
	if (state_path("library.db", file, sizeof(file)) < 0)
		return complain("no place for a library: neither XDG_STATE_HOME nor HOME is set");
	if (strcmp(argv[1], "list") == 0 && argc == 2)
		return list(file);
	if (strcmp(argv[1], "show") == 0 && argc > 2)
		return show(file, argc - 2, argv + 2);
	if (strcmp(argv[1], "forget") == 0 && argc > 2)
		return forget(file, argc - 2, argv + 2);
	if (strcmp(argv[1], "allow") == 0 && argc > 2)
		return allow(file, argc - 2, argv + 2);
	guess = did_you_mean(argv[1], words, 4);
	if (guess && strcmp(guess, argv[1]) != 0)
		return complain("library cannot '%s': did you mean '%s'?", argv[1], guess);
	return complain("library %s: see tocsin help library", argv[1]);
}
