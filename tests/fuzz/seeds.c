/*
 * seeds.c -- what fuzzing begins with: the samples of the tests, one file each.
 *     seeds FOLDER     writes FOLDER/fuzz_format/NAME, FOLDER/fuzz_opening/NAME, FOLDER/fuzz_log/NAME
 */
#include <stdio.h>
#include <stdlib.h>

#include "../evidence/grammar_samples.h"
#include "../evidence/log_samples.h"
#include "../format/samples.h"

static int put(const char *folder, const char *target, const char *name, struct span choice,
	       struct span bytes)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s/seed-%s", folder, target, name);
	file = fopen(path, "we");
	if (!file || fwrite(choice.ptr, 1, choice.len, file) != choice.len ||
	    fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0) {
		fprintf(stderr, "seeds: %s: cannot be written\n", path);
		return 1;
	}
	return 0;
}

/* Texts of one family or grammar each; several have one name. */
static int put_text(const char *folder, const char *name, size_t number, const char *text)
{
	char numbered[64];

	snprintf(numbered, sizeof(numbered), "%s-%zu", name, number);
	return put(folder, "fuzz_log", numbered, SPAN(""), span_of(text));
}

int main(int argc, char **argv)
{
	unsigned char chosen = 0;
	int bad = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: seeds FOLDER\n");
		return 2;
	}
	format_prepare();
	for (size_t i = 0; format_at(i); i++) {
		struct buf sample;

		if (format_at(i)->not_yet)
			continue;
		buf_init(&sample, SAMPLE_MAX);
		if (sample_of(format_at(i), &sample)) {
			bad |= put(argv[1], "fuzz_format", format_at(i)->name, span_make(&chosen, 1),
				   buf_span(&sample));
			bad |= put(argv[1], "fuzz_opening", format_at(i)->name, SPAN(""),
				   buf_span(&sample));
			if (format_at(i)->class == FORMAT_PROGRAM)
				bad |= put(argv[1], "fuzz_yara", format_at(i)->name, SPAN(""),
					   buf_span(&sample));
		}
		buf_release(&sample);
		chosen++;
	}
	for (size_t i = 0; i < sizeof(log_samples) / sizeof(log_samples[0]); i++)
		bad |= put_text(argv[1], log_samples[i].family, i, log_samples[i].line);
	for (size_t i = 0; i < sizeof(grammar_samples) / sizeof(grammar_samples[0]); i++)
		bad |= put_text(argv[1], grammar_samples[i].grammar, i, grammar_samples[i].text);
	return bad;
}
