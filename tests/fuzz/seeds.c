/*
 * seeds.c -- what fuzzing begins with: the samples of the tests, one file each.
 *     seeds FOLDER     writes FOLDER/fuzz_format/NAME and FOLDER/fuzz_opening/NAME
 */
#include <stdio.h>
#include <stdlib.h>

#include "../format/samples.h"

static int put(const char *folder, const char *target, const struct format *f, struct span choice,
	       struct span bytes)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s/seed-%s", folder, target, f->name);
	file = fopen(path, "we");
	if (!file || fwrite(choice.ptr, 1, choice.len, file) != choice.len ||
	    fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0) {
		fprintf(stderr, "seeds: %s: cannot be written\n", path);
		return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	unsigned char chosen = 0;
	struct error e;
	int bad = 0;

	if (argc != 2 || format_prepare(&e) < 0) {
		fprintf(stderr, "usage: seeds FOLDER\n");
		return 2;
	}
	for (size_t i = 0; format_at(i); i++) {
		struct buf sample;

		if (format_at(i)->not_yet)
			continue;
		buf_init(&sample, SAMPLE_MAX);
		if (sample_of(format_at(i), &sample)) {
			bad |= put(argv[1], "fuzz_format", format_at(i), span_make(&chosen, 1),
				   buf_span(&sample));
			bad |= put(argv[1], "fuzz_opening", format_at(i), SPAN(""),
				   buf_span(&sample));
		}
		buf_release(&sample);
		chosen++;
	}
	return bad;
}
