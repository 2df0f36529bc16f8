/*
 * records.c -- text that looks like records of something: most lines begin with
 * a time, or hold one in the same place.  Of an unknown log nobody can say who
 * began: its hits stay unjudged.
 */
#include "evidence/grammar/grammar.h"
#include "evidence/grammar/lines.h"
#include "evidence/log/words.h"

#include "base/time.h"

#define HEAD 80		/* bytes in which a line's time stands */

static bool is_record(struct span line)
{
	struct civil civil;

	line = span_cut(line, 0, HEAD);
	for (int i = 0; i < 8 && line.len; i++) {
		struct span word;

		while (line.len && memchr(" \t[(\"'<{=|,;", line.ptr[0], 12))
			line = span_skip(line, 1);
		if (time_read(line, &civil) && civil.has_time)
			return true;
		if (!word_next(&line, &word))
			break;
	}
	return false;
}

static int probe(struct span sample, struct span path)
{
	size_t lines, records = lines_count(sample, "#", is_record, &lines);

	(void)path;
	return lines >= 2 && records * 10 >= lines * 6 ? 62 : 0;
}

static enum place place(struct span text, size_t at)
{
	(void)text;
	(void)at;
	return PLACE_UNKNOWN_RECORD;
}

const struct grammar grammar_records = {
	.name = "records",
	.about = "records of an unknown kind",
	.probe = probe,
	.place = place,
};
