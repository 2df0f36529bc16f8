/* main.c -- the verbs. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

const struct verb verbs[] = {
	{ "read", verb_read, "ADVISORY...", "show what an advisory says; stores nothing" },
	{ "learn", verb_learn, "ADVISORY...", "keep an advisory in the library" },
	{ "library", verb_library, "list|show|forget|allow", "the advisories that were learnt" },
	{ "knowledge", verb_knowledge, "list|update|show|forget", "names and warning lists, and newer ones from files" },
	{ "plan", verb_plan, "[-a ADVISORY]... PATH...", "before the sweep: sources, dates, what each could show" },
	{ "sweep", verb_sweep, "[-a ADVISORY]... [-e VALUE]... PATH...", "look for it in files, logs, mail; - is standard input" },
	{ "report", verb_report, "[CASE or FILE.ndjson]", "write a stored result again" },
	{ "explain", verb_explain, "[F4]", "the steps from evidence to answer, in words" },
	{ "verify", verb_verify, "F4 or CASE", "re-open the evidence and prove it byte for byte" },
	{ "mark", verb_mark, "F4 benign --why TEXT", "a person's judgement, recomputed at once" },
	{ "show", verb_show, "PATH...", "what tocsin sees in a file: parts and fields" },
	{ "compile", verb_compile, "ADVISORY... -o SET", "a matcher file that is mapped, not parsed" },
	{ "formats", verb_formats, "", "what is read and written" },
	{ "help", verb_help, "[VERB | rules]", "this, the options of a verb, or the rules of an answer" },
	{ "version", verb_version, "", "which tocsin this is" },
};
const unsigned verb_count = sizeof(verbs) / sizeof(verbs[0]);

int complain(const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* Names out of a hostile folder may stand in it. */
	for (char *c = text; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	fprintf(stderr, "tocsin: %s\n", text);
	return STATUS_FAILED;
}

static void usage(FILE *out)
{
	fprintf(out, "tocsin: a published warning in, an answer out.\n\n"
		"usage: tocsin VERB [OPTION]... ARGUMENT...\n\n");
	for (unsigned i = 0; i < verb_count; i++)
		fprintf(out, "  %-10s %s\n", verbs[i].name, verbs[i].about);
	fprintf(out, "\n  tocsin sweep -a advisory.html /srv/logs /mnt/evidence\n\n"
		"status: 0 nothing found and it could have been seen, 1 found, 2 could not run,\n"
		"3 it cannot be said, 130 interrupted.  More: tocsin help VERB, man tocsin\n");
}

static const struct verb *verb_named(const char *name)
{
	for (unsigned i = 0; i < verb_count; i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

static int no_such_verb(const char *name)
{
	const char *names[sizeof(verbs) / sizeof(verbs[0])], *guess;

	for (unsigned i = 0; i < verb_count; i++)
		names[i] = verbs[i].name;
	guess = did_you_mean(name, names, verb_count);
	if (guess)
		return complain("no verb '%s': did you mean '%s'?", name, guess);
	return complain("no verb '%s' (tocsin help)", name);
}

int verb_help(int argc, char **argv)
{
	const struct verb *v = argc > 1 ? verb_named(argv[1]) : NULL;
	char flag[] = "--help", *words[3];

	if (argc > 1 && strcmp(argv[1], "rules") == 0)
		return help_rules();
	if (argc > 1 && !v)
		return no_such_verb(argv[1]);
	if (!v || v->run == verb_help || v->run == verb_version || v->run == verb_formats) {
		if (v)
			printf("usage: tocsin %s %s\n\n%s\n", v->name, v->arguments, v->about);
		else
			usage(stdout);
		return 0;
	}
	words[0] = argv[1];
	words[1] = flag;
	words[2] = NULL;
	return v->run(2, words);
}

int verb_version(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return complain("version takes no arguments");
	printf("tocsin %s\n", tocsin_version());
	return 0;
}

static int run_verb(int argc, char **argv)
{
	const struct verb *v;

	if (argc < 2) {
		usage(stderr);
		return STATUS_FAILED;
	}
	if (strcmp(argv[1], "--worker") == 0)
		tocsin_worker_main();
	if (strcmp(argv[1], "--external") == 0 && (argc == 3 || argc == 4))
		return tocsin_external_main(argv[2], argc == 4 ? argv[3] : "");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		usage(stdout);
		return 0;
	}
	if (strcmp(argv[1], "--version") == 0)
		return verb_version(1, argv);
	v = verb_named(argv[1]);
	if (!v)
		return no_such_verb(argv[1]);
	return v->run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	int status = run_verb(argc, argv);

	/* What printf wrote last may be lost only now: a full disk is no success. */
	if (fflush(stdout) == EOF || ferror(stdout))
		return complain("cannot write the output: %s", strerror(errno));
	return status;
}
