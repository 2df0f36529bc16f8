/* report.c -- `tocsin report`: a stored result, written again; and `formats`. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

static int usage(void)
{
	printf("usage: tocsin report [OPTION]... [CASE or FILE.ndjson]\n\n"
	       "Write a stored result again: that of a case (tocsin sweep --case DIR), of a file\n"
	       "(tocsin sweep --format json -o FILE.ndjson), or of the last sweep.\n\n"
	       "      --format F               text, json, html, csv, stix (tocsin formats)\n"
	       "  -o, --output FILE            write it to FILE\n"
	       "      --redact                 pseudonyms for machines, people, places and files\n"
	       "      --tlp LABEL              how far it may go: green, amber, ...\n"
	       "  -h, --help                   this\n");
	return 0;
}

struct wanted {
	struct report_words as;
	const char *path, *file;
	bool help;
};

/* One word that is an option with a value, "--name=VALUE" or "--name VALUE": where the value goes. */
static const char **value_of(struct wanted *w, const char *word, const char **value)
{
	struct { const char *name; const char **to; } rows[] = {
		{ "--format", &w->as.format }, { "--output", &w->file }, { "-o", &w->file }, { "--tlp", &w->as.tlp },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = strlen(rows[i].name);

		if (strncmp(word, rows[i].name, n) != 0)
			continue;
		*value = word[n] == '=' && n > 2 ? word + n + 1 : NULL;
		if (!word[n] || *value)
			return rows[i].to;
	}
	return NULL;
}

static int read_words(struct wanted *w, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *value = NULL, **to = NULL;

		if (argv[i][0] == '-' && argv[i][1])
			to = value_of(w, argv[i], &value);
		if (to && !value && i + 1 == argc)
			return complain("%s needs a value (tocsin help report)", argv[i]);
		if (to)
			*to = value ? value : argv[++i];
		else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			w->help = true;
		else if (strcmp(argv[i], "--redact") == 0)
			w->as.redact = true;
		else if (argv[i][0] == '-' && argv[i][1])
			return complain("no option '%s' (tocsin help report)", argv[i]);
		else if (w->path)
			return complain("one CASE or FILE.ndjson at a time");
		else
			w->path = argv[i];
	}
	return 0;
}

static int add_lines(struct tocsin_report *report, FILE *f, struct tocsin_error *e)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (n = getline(&line, &room, f)) > 0) {
		if (line[n - 1] == '\n')
			n--;
		if (n)
			rc = tocsin_report_add(report, line, (size_t)n, e);
	}
	free(line);
	return rc;
}

static int report_stream(const char *path, const struct report_words *w, FILE *f,
			 struct output *out)
{
	struct tocsin_report *report;
	struct tocsin_error e, late;
	int rc;

	if (tocsin_report_open(&report, w->format, out->fd, &e) < 0)
		return complain("%s", e.text);
	if (report_for_others(report, w->redact, w->tlp, w->folder) < 0) {
		tocsin_report_close(report, &late);
		return STATUS_FAILED;
	}
	rc = w->finding[0] ? tocsin_report_set(report, "finding", w->finding, &e) : 0;
	if (rc == 0)
		rc = add_lines(report, f, &e);
	if (tocsin_report_close(report, rc == 0 ? &e : &late) < 0)
		rc = -1;
	return rc < 0 ? complain("%s: %s", path, e.text) : 0;
}

int report_file(const char *path, const struct report_words *w, struct output *out)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	int status;

	if (!f)
		return complain("%s: %s", path, strerror(errno));
	status = report_stream(path, w, f, out);
	if (f != stdin)
		fclose(f);
	return status;
}

int verb_report(int argc, char **argv)
{
	struct wanted w = { .as = { .format = "text", .finding = "" } };
	char records[4096];
	struct output out;
	struct stat s;
	int status = read_words(&w, argc, argv);

	if (status)
		return status;
	if (w.help)
		return usage();
	if (records_path(w.path, records, sizeof(records)) != 0)
		return STATUS_FAILED;
	if (w.path && stat(w.path, &s) == 0 && S_ISDIR(s.st_mode))
		w.as.folder = w.path;
	if (output_open(&out, w.file) != 0) {
		output_close(&out, false);
		return STATUS_FAILED;
	}
	status = report_file(records, &w.as, &out);
	if (output_close(&out, status == 0) < 0)
		status = STATUS_FAILED;
	return status;
}

int verb_formats(int argc, char **argv)
{
	struct tocsin_format f;
	const char *group = "";

	if (argc > 1)
		return complain("formats takes no arguments");
	(void)argv;
	for (size_t i = 0; tocsin_format(i, &f); i++) {
		if (strcmp(group, f.group) != 0) {
			printf("%s%s\n", *group ? "\n" : "", f.group);
			group = f.group;
		}
		printf("  %-16s %-8s %s%.*s%s%s%s\n", f.name,
		       f.not_yet ? "not yet" : f.missing[0] ? "missing" : "", f.about,
		       f.suffixes[0] ? (int)strlen(f.suffixes) - 1 : 0, f.suffixes,
		       f.with[0] ? "; with " : f.missing[0] ? "; " : "", f.with, f.missing);
	}
	return 0;
}
