/*
 * grid.h -- where the cells of a table stand, when cells may span columns and
 * rows.  Beyond GRID_COLUMNS columns a span over rows is forgotten.
 */
#ifndef FORMAT_GRID_H
#define FORMAT_GRID_H

#include <stdint.h>

#define GRID_COLUMNS 256
#define GRID_SPAN    1000	/* a cell spans no more columns */
#define GRID_ROWS    65534	/* ... or rows (HTML's own limit) */

struct grid {
	uint32_t row, column;			/* of the cell placed last, 1-based */
	uint32_t next;				/* column where the next may stand */
	uint16_t busy[GRID_COLUMNS];		/* rows that a cell still takes, with this one */
};

uint32_t grid_next(const struct grid *g);	/* column that the next cell would get */
void grid_row(struct grid *g);			/* begin the next row */
void grid_cell(struct grid *g, uint64_t columns, uint64_t rows);	/* place a cell */

#endif
