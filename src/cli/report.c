/* report.c -- `tocsin report`: a stored result, written again; and `formats`. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

static int usage(void)
{
	printf("usage: tocsin report [--format F] [-o FILE] [CASE or FILE.ndjson]\n\n"
	       "Write a stored result again: that of a case (tocsin sweep --case DIR), of a file\n"
	       "(tocsin sweep --format json -o FILE.ndjson), or of the last sweep.\n"
	       "F is text, json, html, csv, stix (tocsin formats).\n");
	return 0;
}

int report_file(const char *path, const char *format, const char *finding, struct output *out)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	struct tocsin_report *report;
	struct tocsin_error e, late;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int rc;

	if (!f)
		return complain("%s: %s", path, strerror(errno));
	if (tocsin_report_open(&report, format, out->fd, &e) < 0) {
		if (f != stdin)
			fclose(f);
		return complain("%s", e.text);
	}
	rc = finding[0] ? tocsin_report_set(report, "finding", finding, &e) : 0;
	while (rc == 0 && (n = getline(&line, &room, f)) > 0) {
		if (line[n - 1] == '\n')
			n--;
		if (n)
			rc = tocsin_report_add(report, line, (size_t)n, &e);
	}
	if (tocsin_report_close(report, rc == 0 ? &e : &late) < 0)
		rc = -1;
	free(line);
	if (f != stdin)
		fclose(f);
	return rc < 0 ? complain("%s: %s", path, e.text) : 0;
}

int verb_report(int argc, char **argv)
{
	const char *path = NULL, *format = "text", *file = NULL;
	char records[4096];
	struct output out;
	int status;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return usage();
		if (strcmp(argv[i], "--format") == 0 && i + 1 < argc)
			format = argv[++i];
		else if (strncmp(argv[i], "--format=", 9) == 0)
			format = argv[i] + 9;
		else if (strcmp(argv[i], "-o") == 0 && i + 1 < argc)
			file = argv[++i];
		else if (strcmp(argv[i], "-o") == 0 || strcmp(argv[i], "--format") == 0)
			return complain("%s needs a value (tocsin help report)", argv[i]);
		else if (argv[i][0] == '-' && argv[i][1])
			return complain("no option '%s' (tocsin help report)", argv[i]);
		else if (path)
			return complain("one CASE or FILE.ndjson at a time");
		else
			path = argv[i];
	}
	if (records_path(path, records, sizeof(records)) != 0)
		return STATUS_FAILED;
	if (output_open(&out, file) != 0) {
		output_close(&out, false);
		return STATUS_FAILED;
	}
	status = report_file(records, format, "", &out);
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
		printf("  %-16s %-8s %s%.*s\n", f.name, f.not_yet ? "not yet" : "", f.about,
		       f.suffixes[0] ? (int)strlen(f.suffixes) - 1 : 0, f.suffixes);
	}
	return 0;
}
