/*
 * lines.h -- the lines of a text, for grammars: the one around a hit, and how
 * many of the first ones are of a kind.
 */
#ifndef EVIDENCE_GRAMMAR_LINES_H
#define EVIDENCE_GRAMMAR_LINES_H

#include "base/span.h"

#define LINE_LOOK  16384	/* bytes of a line that are looked at on either side of a hit */
#define LINES_LOOK 150		/* lines of a sample that are counted */

/* The line that holds byte `at`, without LF or CR LF; cut when it is very long. */
struct span line_around(struct span text, size_t at);

/* Where `part` (cut out of `text`) begins in it. */
static inline size_t line_offset(struct span text, struct span part)
{
	return (size_t)(part.ptr - text.ptr);
}

/* The line before the one that begins at `from`; false at the beginning of the text. */
bool line_before(struct span text, size_t from, struct span *line);

/* The next line of *rest that is neither empty nor a comment beginning with a byte of `marks`. */
bool line_next(struct span *rest, const char *marks, struct span *line);

/* Begins, after blanks, with one of these bytes. */
bool line_begins(struct span line, const char *marks);

/* How many of the first LINES_LOOK lines that say something are `is`; *lines: of how many. */
size_t lines_count(struct span sample, const char *marks, bool (*is)(struct span line),
		   size_t *lines);

/* Move *rest behind the next place where `name` stands as a whole word. */
bool name_next(struct span *rest, struct span name);

/* `name` ends the path or is one of its folders: for ties only. */
bool path_has(struct span path, const char *name);

/* The block `open` ... `close` around `at`: the nearest `open` before it, if not closed by then. */
bool block_around(struct span text, size_t at, struct span open, struct span close,
		  struct span *block);

#endif
