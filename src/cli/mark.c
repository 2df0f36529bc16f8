/* mark.c -- `tocsin mark`: a person's judgement, and the answer with it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/stored.h"

struct asked {
	const char *word, *judgement, *folder, *why, *who;
	bool undo, help;
};

static int usage(void)
{
	printf("usage: tocsin mark [--case DIR] F4 benign --why TEXT [--operator NAME]\n"
	       "       tocsin mark [--case DIR] F4 --undo\n\n"
	       "What a person knows of a finding: it counts as explained from now on, for this\n"
	       "machine and place only, and every report names who said so and why.  The answer is\n"
	       "given again at once; no evidence is read.  CASE:F4 is a finding of that case,\n"
	       "F4 one of the last sweep.\n");
	return 0;
}

/* An option with a value, in either way of writing it: 1 taken, 0 not this one. */
static int take_value(const char *name, int argc, char **argv, int *i, const char **out)
{
	size_t n = strlen(name);

	if (strncmp(argv[*i], name, n) != 0)
		return 0;
	if (argv[*i][n] == '=') {
		*out = argv[*i] + n + 1;
		return 1;
	}
	if (argv[*i][n] || *i + 1 >= argc)
		return 0;
	*out = argv[++*i];
	return 1;
}

static int arguments(struct asked *a, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			a->help = true;
		else if (strcmp(argv[i], "--undo") == 0)
			a->undo = true;
		else if (take_value("--case", argc, argv, &i, &a->folder) ||
			 take_value("--why", argc, argv, &i, &a->why) ||
			 take_value("--operator", argc, argv, &i, &a->who))
			continue;
		else if (argv[i][0] == '-')
			return complain("no option '%s', or without its value (tocsin help mark)", argv[i]);
		else if (!a->word)
			a->word = argv[i];
		else if (!a->judgement)
			a->judgement = argv[i];
		else
			return complain("one finding and one judgement (tocsin help mark)");
	}
	if (a->help)
		return 0;
	if (!a->word || (!a->judgement && !a->undo))
		return complain("which finding, and what of it? (tocsin help mark)");
	if (!a->undo && (!a->why || !a->why[strspn(a->why, " ")]))
		return complain("a judgement needs its reason: --why TEXT");
	return 0;
}

static const char *subject_of(struct stored *s)
{
	static const char *const parts[] = { "host", "mailbox", "name", "files_under" };
	const char *text = "";

	for (size_t i = 0; !text[0] && i < sizeof(parts) / sizeof(parts[0]); i++)
		text = stored_text(s, s->finding, parts[i]);
	return text;
}

static int mark(struct stored *s, const struct asked *a)
{
	struct tocsin_mark m = { .judgement = a->undo ? NULL : a->judgement, .why = a->why,
				 .who = a->who ? a->who : operator_name() };
	struct tocsin_error e;

	if (!s->folder[0])
		return complain("only what a case keeps can be marked: sweep with --case DIR");
	if (!s->id[0])
		return complain("'%s' is no finding such as F4", a->word);
	if (stored_load(s) != 0)
		return STATUS_FAILED;
	m.uid = stored_text(s, s->finding, "uid");
	m.subject = subject_of(s);
	if (tocsin_case_mark(s->folder, &m, &e) < 0)
		return complain("%s", e.text);
	return 0;
}

static int answer_again(const char *folder)
{
	struct arguments a = { .job = tocsin_job_new(TOCSIN_SWEEP), .format = "text", .quiet = true };
	struct tocsin_error e;
	int status;

	if (!a.job)
		return complain("no memory");
	if (tocsin_job_set(a.job, "program", "/proc/self/exe", &e) < 0 ||
	    tocsin_job_set(a.job, "case", folder, &e) < 0 ||
	    tocsin_job_set(a.job, "again", "1", &e) < 0)
		status = complain("%s", e.text);
	else {
		use_knowledge(a.job);
		status = run_job(&a);
	}
	tocsin_job_free(a.job);
	return status;
}

int verb_mark(int argc, char **argv)
{
	struct asked a = { 0 };
	struct stored s;
	int status = arguments(&a, argc, argv);

	if (status != 0)
		return status;
	if (a.help)
		return usage();
	if (stored_address(&s, a.word, a.folder) != 0)
		return STATUS_FAILED;
	status = mark(&s, &a);
	if (status == 0)
		status = answer_again(s.folder);
	stored_release(&s);
	return status;
}
