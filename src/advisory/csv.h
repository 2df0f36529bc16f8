/*
 * csv.h -- records of cells (RFC 4180 and what people do to it): any of
 * , ; TAB | between, quotes doubled or not at all, line breaks inside quotes.
 */
#ifndef ADVISORY_CSV_H
#define ADVISORY_CSV_H

#include "advisory/source.h"

#define CSV_CELLS 100		/* of a record; further ones are not read */
#define CSV_RECORD_MAX (1u << 20)

struct csv {
	struct lines lines;
	char delimiter;
	struct buf raw, text;		/* a record over several lines; unquoted cells */
	struct span cell[CSV_CELLS];	/* of the record at hand, trimmed */
	uint32_t cells;
	uint64_t row;			/* 1-based, comments and header count */
	uint64_t line, offset;		/* where it begins */
	bool names;			/* "#fields": names of columns */
	bool cut;			/* longer than LINES_MAX: the line's end was not read */
	bool comment;			/* a line that begins with # or //; cell[0] is all of it */
	struct span again;		/* in `raw`: lines that an open quote had taken */
	size_t length;			/* of the line at hand */
	bool again_cut, alone;		/* the last was cut; no quote goes beyond the line */
};

/*
 * The delimiter that cuts these lines most evenly, 0 when none does.  `columns`
 * receives how many cells the usual record then has.
 */
char csv_sniff(struct span sample, bool sample_is_all, uint32_t *columns);

void csv_init(struct csv *c, struct stream *s, char delimiter);
/* 1: a record or comment; blank lines count as rows and are passed over. 0 end, -1 and *e. */
int  csv_next(struct csv *c, struct error *e);
void csv_release(struct csv *c);

#endif
