/*
 * program.h -- typed values of a program (PE, ELF) on their way out: gathered
 * when it is opened, given one part each.
 *
 * They stand in one buffer as "name\0text\0", whose ceiling bounds them all; a
 * value that does not fit any more is left out whole, and so is what follows.
 */
#ifndef FORMAT_PROGRAM_H
#define FORMAT_PROGRAM_H

#include "base/buf.h"
#include "format/format.h"

#define PROGRAM_VALUES (4u << 20)	/* bytes of all values of a program */
#define PROGRAM_IMPORT 16384		/* bytes of one library's functions that are listed */

/* Up to its first zero byte; an empty one is none. */
void program_value(struct buf *values, struct span name, struct span text);

/* "import": a library and, behind a colon, the functions that come from it. */
struct program_import {
	struct buf text;	/* of PROGRAM_IMPORT bytes */
	unsigned functions;
};
void program_import_begin(struct program_import *i, struct span library);
void program_import_add(struct program_import *i, struct span function);
void program_import_end(struct program_import *i, struct buf *values);

/* The next value as a part, from *given on: 1, or 0 behind the last. */
int  program_next(const struct buf *values, size_t *given, struct part *out);

#endif
