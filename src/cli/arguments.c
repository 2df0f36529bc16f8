/*
 * arguments.c -- one table of options for all verbs.
 *
 * Long options take their value as "--name VALUE" or "--name=VALUE"; "--" ends
 * them.  Most are settings of the library and handed through by name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum means { TO_JOB, FLAG_TO_JOB, FORMAT, OUTPUT, REDACT, TLP, EXIT_ZERO, QUIET, VERBOSE, COLOR,
	     HELP, CASE, NO_CASE, NO_CACHE, FILES_FROM, NUL_SEPARATED };

#define READS  1
#define SWEEPS 2
#define PLANS  4
#define SHOWS  8
#define WALKS  (SWEEPS | PLANS)
#define OPENS  (WALKS | SHOWS)
#define COMPILES 16
#define NAMES  (WALKS | COMPILES)
#define LEAVES (SWEEPS | COMPILES)
#define EVERY  31

static const struct option {
	const char *name;	/* long, without dashes */
	char letter;		/* 0: none */
	const char *value;	/* what it takes, NULL: nothing */
	enum means means;
	unsigned verbs;
	const char *about;
} options[] = {
	{ "advisory", 'a', "ADVISORY", TO_JOB, WALKS, "look for what this advisory lists (repeats)" },
	{ "value", 'e', "VALUE", TO_JOB, NAMES, "look for this value (repeats)" },
	{ "set", 0, "SET", TO_JOB, SWEEPS, "look for what this set file lists (tocsin compile)" },
	{ "evidence", 0, "FILE", TO_JOB, WALKS, "manifest: what the sources are" },
	{ "label", 0, "NAME", TO_JOB, WALKS, "name of the source, for the PATHs that follow" },
	{ "host", 0, "NAME", TO_JOB, WALKS, "machine that the PATHs that follow come from" },
	{ "role", 0, "ROLE", TO_JOB, WALKS, "firewall proxy nat resolver mail-gateway reverse-proxy\n"
	  "scanner honeypot quarantine lab backup intel" },
	{ "tz", 0, "ZONE", TO_JOB, OPENS, "zone of records without one, for the PATHs that follow" },
	{ "columns", 0, "NAME:MAP", TO_JOB, OPENS, "what the columns of an unknown table mean:\nNAME:time=1,src=7,dst=9,action=12" },
	{ "year", 0, "YYYY", TO_JOB, OPENS, "year of records without one, for the PATHs that follow" },
	{ "home-net", 0, "CIDR", TO_JOB, WALKS, "a network of yours (repeats)" },
	{ "relay", 0, "ADDR=KIND", TO_JOB, WALKS, "an address that stands for others: 10.1.1.5=proxy" },
	{ "window", 0, "FROM..TO", TO_JOB, WALKS, "the period that the answer is about" },
	{ "since", 0, "DATE", TO_JOB, OPENS, "read only records from here on (a date, or 90d)" },
	{ "until", 0, "DATE", TO_JOB, OPENS, "read only records up to here" },
	{ "scope", 0, "FILE", TO_JOB, SWEEPS, "machines that were to be looked at, one a line" },
	{ "exclude", 0, "GLOB", TO_JOB, OPENS, "leave out; told in the report (repeats)" },
	{ "include", 0, "GLOB", TO_JOB, OPENS, "only these files (repeats)" },
	{ "files-from", 0, "FILE", FILES_FROM, OPENS, "PATHs from a file, one a line" },
	{ "null", '0', NULL, NUL_SEPARATED, OPENS, "PATHs of --files-from end with NUL" },
	{ "one-file-system", 0, NULL, FLAG_TO_JOB, OPENS, "do not cross into other file systems" },
	{ "allow", 0, "FILE", TO_JOB, LEAVES, "values that are not searched for, one a line" },
	{ "allow-private", 0, NULL, FLAG_TO_JOB, EVERY, "private addresses may be indicators" },
	{ "jobs", 'j', "N", TO_JOB, OPENS, "workers (one per processor)" },
	{ "nice", 0, NULL, FLAG_TO_JOB, OPENS, "let other programs go first" },
	{ "password", 0, "WORD", TO_JOB, OPENS, "tried on what is encrypted, after 'infected' (repeats)" },
	{ "max-depth", 0, "N", TO_JOB, OPENS, "layers of compression and containers (16)" },
	{ "max-file-size", 0, "MIB", TO_JOB, OPENS, "of one file inside a container (4096)" },
	{ "max-memory", 0, "MIB", TO_JOB, OPENS, "of what must be held in memory to be opened (256)" },
	{ "max-members", 0, "N", TO_JOB, OPENS, "files in one container (100000)" },
	{ "max-ratio", 0, "N", TO_JOB, OPENS, "expansion, past the first 64 MiB (1000)" },
	{ "time-limit", 0, "SECONDS", TO_JOB, OPENS, "of computing for one item (60, and 1 per 10 MB)" },
	{ "stall-limit", 0, "SECONDS", TO_JOB, OPENS, "without progress on one item (60)" },
	{ "context", 0, "N", TO_JOB, SWEEPS, "bytes kept around each place (160)" },
	{ "digest-all", 0, NULL, FLAG_TO_JOB, SWEEPS, "compare logs of more than 8 MiB, too, with listed digests" },
	{ "hits", 0, NULL, FLAG_TO_JOB, SWEEPS, "stream every hit as it is found (--format json)" },
	{ "unordered", 0, NULL, FLAG_TO_JOB, SWEEPS, "stream hits in the order of finding" },
	{ "format", 0, "F", FORMAT, EVERY, "text, json, html, csv, stix" },
	{ "output", 'o', "FILE", OUTPUT, EVERY, "write the report to FILE" },
	{ "redact", 0, NULL, REDACT, EVERY, "pseudonyms for machines, people, places and files" },
	{ "tlp", 0, "LABEL", TLP, EVERY, "how far the report may go: green, amber, ..." },
	{ "operator", 0, "TEXT", TO_JOB, WALKS, "who ran it, for the report" },
	{ "ticket", 0, "TEXT", TO_JOB, WALKS, "number of the case, for the report" },
	{ "note", 0, "TEXT", TO_JOB, WALKS, "a sentence for the report" },
	{ "why", 0, "VALUE", TO_JOB, READS, "why this value is, or is not, an indicator" },
	{ "case", 0, "DIR", CASE, SWEEPS, "keep the sweep in DIR: called again it adds, or goes\non where it was stopped" },
	{ "new", 0, NULL, FLAG_TO_JOB, SWEEPS, "with --case: only findings that are new since the last\nanswer; answer and status are about all of it" },
	{ "full", 0, NULL, FLAG_TO_JOB, SWEEPS, "read every file, also what the case knows already" },
	{ "no-recall", 0, NULL, FLAG_TO_JOB, SWEEPS, "take no notes for the next advisory, use none" },
	{ "no-case", 0, NULL, NO_CASE, SWEEPS, "keep nothing, not even the last sweep" },
	{ "no-cache", 0, NULL, NO_CACHE, SWEEPS, "compile long lists anew, and keep none" },
	{ "exit-zero", 0, NULL, EXIT_ZERO, WALKS, "status 0 whatever the answer" },
	{ "no-sandbox", 0, NULL, FLAG_TO_JOB, EVERY, "work unprotected where seccomp is missing; told" },
	{ "quiet", 'q', NULL, QUIET, EVERY, "no progress, no remarks" },
	{ "verbose", 'v', NULL, VERBOSE, EVERY, "more remarks" },
	{ "color", 0, "WHEN", COLOR, EVERY, "auto, always, never" },
	{ "help", 'h', NULL, HELP, EVERY, "this" },
	/* For the tests of tocsin itself. */
	{ "test-crash", 0, "TEXT", TO_JOB, SWEEPS | SHOWS, NULL },
	{ "test-pieces", 0, "BYTES,BYTES", TO_JOB, SWEEPS, NULL },
	{ "test-strict", 0, NULL, FLAG_TO_JOB, EVERY, NULL },
	{ "open-limit", 0, "SECONDS", TO_JOB, OPENS, NULL },
};

#define OPTIONS (sizeof(options) / sizeof(options[0]))

static unsigned verb_bit(enum tocsin_verb verb)
{
	switch (verb) {
	case TOCSIN_READ:
	case TOCSIN_LEARN:	return READS;
	case TOCSIN_PLAN:	return PLANS;
	case TOCSIN_SHOW:	return SHOWS;
	case TOCSIN_COMPILE:	return COMPILES;
	default:		return SWEEPS;
	}
}

static void usage_option(const struct option *o)
{
	char left[40];
	const char *line = o->about;

	snprintf(left, sizeof(left), "%s%c%s --%s%s%s", o->letter ? "-" : "  ",
		 o->letter ? o->letter : ' ', o->letter ? "," : "", o->name, o->value ? " " : "",
		 o->value ? o->value : "");
	while (line) {
		const char *end = strchr(line, '\n');

		printf("  %-28s %.*s\n", left, (int)(end ? end - line : (long)strlen(line)), line);
		left[0] = '\0';
		line = end ? end + 1 : NULL;
	}
}

void arguments_usage(const char *verb)
{
	static const struct { const char *verb; unsigned bit; } bits[] = {
		{ "read", READS }, { "plan", PLANS }, { "show", SHOWS }, { "sweep", SWEEPS },
		{ "compile", COMPILES },
	};
	unsigned bit = 0;

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		if (strcmp(verb, bits[i].verb) == 0)
			bit = bits[i].bit;
	for (size_t i = 0; i < OPTIONS; i++)
		if ((options[i].verbs & bit) && options[i].about)
			usage_option(&options[i]);
}

static const struct option *option_long(const char *name, size_t length)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (strlen(options[i].name) == length &&
		    strncmp(options[i].name, name, length) == 0)
			return &options[i];
	return NULL;
}

static const struct option *option_short(char letter)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (options[i].letter == letter && letter)
			return &options[i];
	return NULL;
}

static int to_job(struct arguments *a, const char *name, const char *value)
{
	struct tocsin_error e;

	if (tocsin_job_set(a->job, name, value, &e) < 0)
		return complain("%s", e.text);
	return 0;
}

static int color_of(struct arguments *a, const char *value)
{
	a->color = strcmp(value, "always") == 0 ? 1 : strcmp(value, "never") == 0 ? -1 : 0;
	if (!a->color && strcmp(value, "auto") != 0)
		return complain("--color is auto, always or never, not '%s'", value);
	return 0;
}

/* PATHs from a file: one a line, or ended by NUL with -0. */
static int files_from(struct arguments *a, const char *file, int separator)
{
	FILE *f = strcmp(file, "-") == 0 ? stdin : fopen(file, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int rc = 0;

	if (!f)
		return complain("%s: cannot be opened", file);
	while (rc == 0 && (n = getdelim(&line, &room, separator, f)) > 0) {
		if (line[n - 1] == separator)
			line[n - 1] = '\0';
		if (line[0]) {
			rc = to_job(a, "path", line);
			a->paths++;
		}
	}
	free(line);
	if (f != stdin)
		fclose(f);
	return rc;
}

static int option_apply(struct arguments *a, const struct option *o, const char *value,
			int *separator)
{
	switch (o->means) {
	case TO_JOB:
		if (strcmp(o->name, "advisory") == 0 || strcmp(o->name, "value") == 0 ||
		    strcmp(o->name, "set") == 0)
			a->advisories++;
		if (strcmp(o->name, "evidence") == 0)
			a->paths++;	/* without a PATH its own are swept */
		return to_job(a, o->name, value);
	case FLAG_TO_JOB:
		a->only_new |= strcmp(o->name, "new") == 0;
		return to_job(a, o->name, "1");
	case FORMAT:
		a->format = value;
		return 0;
	case OUTPUT:
		a->output = value;
		return 0;
	case REDACT:
		a->redact = true;
		return 0;
	case TLP:
		a->tlp = value;
		return 0;
	case EXIT_ZERO:
		a->exit_zero = true;
		return 0;
	case QUIET:
		a->quiet = true;
		return 0;
	case VERBOSE:
		a->verbose++;
		return 0;
	case COLOR:
		return color_of(a, value);
	case HELP:
		a->help = true;
		return 0;
	case FILES_FROM:
		return files_from(a, value, *separator);
	case NUL_SEPARATED:
		*separator = '\0';
		return 0;
	case CASE:
		a->folder = value;
		return to_job(a, "case", value);
	case NO_CASE:
		a->no_case = true;
		return 0;
	case NO_CACHE:
		a->no_cache = true;
		return 0;
	}
	return 0;
}

static int unknown_option(const char *written, unsigned bit)
{
	const char *names[OPTIONS], *guess;
	unsigned n = 0;
	char name[64];

	for (size_t i = 0; i < OPTIONS; i++)
		if ((options[i].verbs & bit) && options[i].about)
			names[n++] = options[i].name;
	snprintf(name, sizeof(name), "%s", written + strspn(written, "-"));
	name[strcspn(name, "=")] = '\0';
	guess = name[0] && name[1] ? did_you_mean(name, names, n) : NULL;
	if (guess)
		return complain("no option '%s': did you mean --%s?", written, guess);
	return complain("no option '%s'", written);
}

/* One argument that begins with a dash; may take the next one too. */
static int option_read(struct arguments *a, unsigned bit, char ***at, char **end, int *separator)
{
	char *word = **at;
	const struct option *o;
	const char *value = NULL;

	if (word[1] == '-') {
		size_t n = strcspn(word + 2, "=");

		o = option_long(word + 2, n);
		value = word[2 + n] == '=' ? word + 3 + n : NULL;
	} else {
		o = option_short(word[1]);
		value = word[2] ? word + 2 : NULL;
	}
	if (!o)
		return unknown_option(word, bit);
	if (!(o->verbs & bit))
		return complain("--%s means nothing to this verb", o->name);
	if (!o->value && value)
		return complain("--%s takes no value", o->name);
	if (o->value && !value) {
		if (*at + 1 >= end)
			return complain("--%s needs %s", o->name, o->value);
		value = *++*at;
	}
	return option_apply(a, o, value, separator);
}

/* Of the command line as the record `run` tells it: no passwords. */
static const char *told_word(char **argv, char **word)
{
	static const char option[] = "--password";

	if (word > argv && strcmp(word[-1], option) == 0)
		return "...";
	return strncmp(*word, "--password=", sizeof(option)) == 0 ? "--password=..." : *word;
}

int arguments_read(struct arguments *a, enum tocsin_verb verb, enum operand operand, int argc,
		   char **argv)
{
	char **end = argv + argc;
	bool options_over = false;
	int separator = '\n', rc = 0;

	*a = (struct arguments){ .job = tocsin_job_new(verb), .format = "text" };
	if (!a->job)
		return complain("no memory");
	if (to_job(a, "program", "/proc/self/exe") || config_apply(a->job) < 0)
		return STATUS_FAILED;
	use_knowledge(a->job);
	for (char **word = argv; word < end; word++)
		to_job(a, "command", told_word(argv, word));
	for (char **at = argv + 1; rc == 0 && at < end; at++) {
		if (!options_over && strcmp(*at, "--") == 0) {
			options_over = true;
		} else if (!options_over && (*at)[0] == '-' && (*at)[1]) {
			rc = option_read(a, verb_bit(verb), &at, end, &separator);
		} else if (operand == OPERAND_ADVISORY) {
			a->advisories++;
			rc = to_job(a, "advisory", *at);
		} else {
			a->paths++;
			rc = to_job(a, "path", *at);
		}
	}
	return rc;
}

void arguments_free(struct arguments *a)
{
	tocsin_job_free(a->job);
}
