/* grid.c -- where the cells of a table stand. */
#include "format/grid.h"

uint32_t grid_next(const struct grid *g)
{
	uint32_t next = g->next;

	while (next && next <= GRID_COLUMNS && g->busy[next - 1])
		next++;
	return next;
}

void grid_row(struct grid *g)
{
	if (g->row)
		for (unsigned i = 0; i < GRID_COLUMNS; i++)
			g->busy[i] -= g->busy[i] > 0;
	g->row++;
	g->column = 0;
	g->next = 1;
}

void grid_cell(struct grid *g, uint64_t columns, uint64_t rows)
{
	columns = columns < 1 ? 1 : columns > GRID_SPAN ? GRID_SPAN : columns;
	rows = rows < 1 ? 1 : rows > GRID_ROWS ? GRID_ROWS : rows;
	if (!g->row)
		grid_row(g);
	g->next = grid_next(g);
	g->column = g->next;
	for (uint64_t i = 0; i < columns && g->next + i <= GRID_COLUMNS; i++)
		g->busy[g->next + i - 1] = (uint16_t)rows;
	g->next += (uint32_t)columns;
}
