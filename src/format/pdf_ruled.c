/*
 * pdf_ruled.c -- tables whose lines are drawn: which cell each word stands in.
 *
 * Straight lines of a page that lie on each other are one; lines that cross
 * form a table; between its lines are cells, and cells that no line parts are
 * one.  A frame without cells, and one whose rows are not ruled, is no table
 * here: pdf_table.c may find one by the places of its words.
 * Bounds: LINES_MAX lines of each direction on a page, PDF_COLUMNS columns,
 * ROWS_MAX rows; a page with more is a drawing.
 */
#include "format/pdf.h"

#include <stdlib.h>

#define STROKES_MAX 40000	/* of a page, before they are put together */
#define LINES_MAX   1500
#define ROWS_MAX    4000
#define NEAR	    3.0f	/* points: lines so near are one, and cross */
#define LINES_OF_ROW 14		/* of text; more in one row is no row */
#define LINES_OF_ONE 4		/* the same in a table of one column */
#define LINES_OF_HEADER 2	/* ... of one row */

struct line {
	float at, from, to;	/* x, y0, y1 of an upright one; y, x0, x1 of a level one */
	uint32_t group;
};

struct lines {
	struct buf buf;
	struct line *line;	/* of the buf, sorted by `at`, then `from` */
	uint32_t count;
};

static int by_place(const void *a, const void *b)
{
	const struct line *l = a, *r = b;

	if (l->at != r->at)
		return l->at < r->at ? -1 : 1;
	return l->from < r->from ? -1 : l->from > r->from;
}

static int by_start(const void *a, const void *b)
{
	const struct line *l = a, *r = b;

	return l->from < r->from ? -1 : l->from > r->from;
}

/* Those that lie on one another, or end to end, become one. */
static void unite(struct lines *all)
{
	uint32_t kept = 0, to;

	qsort(all->line, all->count, sizeof(*all->line), by_place);
	for (uint32_t from = 0; from < all->count; from = to) {
		float at = all->line[from].at;

		for (to = from; to < all->count && all->line[to].at < at + NEAR; to++)
			;
		qsort(all->line + from, to - from, sizeof(*all->line), by_start);
		for (uint32_t i = from; i < to; i++) {
			struct line now = all->line[i], *last = all->line + kept;

			now.at = at;
			if (i > from && now.from <= last[-1].to + NEAR)
				last[-1].to = now.to > last[-1].to ? now.to : last[-1].to;
			else
				all->line[kept++] = now;
		}
	}
	all->count = kept;
}

static void collect(const struct pdf *p, const struct pdf_page *page, bool upright,
		    struct lines *out)
{
	struct line now;

	buf_clear(&out->buf);
	for (uint32_t i = page->stroke; i < page->stroke + page->strokes; i++) {
		const struct pdf_stroke *s = pdf_stroke_at(p, i);
		bool stands = s->y1 - s->y0 > s->x1 - s->x0;

		if (stands != upright)
			continue;
		now = stands ? (struct line){ s->x0, s->y0, s->y1, 0 }
			     : (struct line){ s->y0, s->x0, s->x1, 0 };
		buf_add(&out->buf, span_make(&now, sizeof(now)));
	}
	out->line = (struct line *)(void *)out->buf.ptr;
	out->count = (uint32_t)(out->buf.len / sizeof(now));
	if (out->count)
		unite(out);
}

static bool cross(const struct line *upright, const struct line *level)
{
	return upright->at > level->from - NEAR && upright->at < level->to + NEAR &&
		level->at > upright->from - NEAR && level->at < upright->to + NEAR;
}

/* What crosses line `now` (level ones are counted behind upright ones) joins its group. */
static uint32_t join(struct lines *upright, struct lines *level, uint32_t now, uint32_t *stack,
		     uint32_t depth)
{
	bool stands = now < upright->count;
	struct lines *other = stands ? level : upright;
	const struct line *mine = stands ? &upright->line[now] : &level->line[now - upright->count];

	for (uint32_t k = 0; k < other->count; k++) {
		struct line *its = &other->line[k];

		if (its->group || !(stands ? cross(mine, its) : cross(its, mine)))
			continue;
		its->group = mine->group;
		stack[depth++] = stands ? upright->count + k : k;
	}
	return depth;
}

/* Lines that cross, directly or by others, get one group, from 1; 0: they cross none. */
static uint32_t make_groups(struct lines *upright, struct lines *level)
{
	uint32_t stack[2 * LINES_MAX], groups = 0, depth;

	for (uint32_t i = 0; i < upright->count; i++) {
		if (upright->line[i].group)
			continue;
		upright->line[i].group = ++groups;
		stack[0] = i;
		for (depth = 1; depth;) {
			uint32_t now = stack[--depth];

			depth = join(upright, level, now, stack, depth);
		}
	}
	return groups;
}

/* ---- one table */

struct pdf_lattice {
	struct lines upright, level;
	float x[PDF_COLUMNS + 1], y[ROWS_MAX + 1];
	uint32_t xs, ys;
	uint64_t left[ROWS_MAX];	/* bit: a line stands to the left of this cell */
	uint64_t above[ROWS_MAX];	/* ... lies above it */
	uint32_t lines[ROWS_MAX];	/* of text in the row, and the last of them */
	uint32_t last[ROWS_MAX];
};

/* A border at `v`, in its order; false: too many. */
static bool add_border(float *list, uint32_t *count, uint32_t max, float v)
{
	uint32_t at = *count;

	for (uint32_t i = 0; i < *count; i++)
		if (list[i] - v < NEAR && v - list[i] < NEAR)
			return true;
	if (*count == max)
		return false;
	while (at && list[at - 1] > v) {
		list[at] = list[at - 1];
		at--;
	}
	list[at] = v;
	(*count)++;
	return true;
}

/* Borders are the lines, and the ends of lines where no line closes the table. */
static bool find_borders(struct pdf_lattice *t, uint32_t group)
{
	t->xs = t->ys = 0;
	for (uint32_t i = 0; i < t->upright.count; i++) {
		const struct line *l = &t->upright.line[i];

		if (l->group == group && !(add_border(t->x, &t->xs, PDF_COLUMNS + 1, l->at) &&
					   add_border(t->y, &t->ys, ROWS_MAX + 1, l->from) &&
					   add_border(t->y, &t->ys, ROWS_MAX + 1, l->to)))
			return false;
	}
	for (uint32_t i = 0; i < t->level.count; i++) {
		const struct line *l = &t->level.line[i];

		if (l->group == group && !(add_border(t->y, &t->ys, ROWS_MAX + 1, l->at) &&
					   add_border(t->x, &t->xs, PDF_COLUMNS + 1, l->from) &&
					   add_border(t->x, &t->xs, PDF_COLUMNS + 1, l->to)))
			return false;
	}
	return t->xs > 1 && t->ys > 1 && t->xs + t->ys > 4;
}

/* Cells whose middle the line runs along, from border `at` on. */
static void mark(struct pdf_lattice *t, const struct line *l, bool stands)
{
	const float *across = stands ? t->x : t->y, *along = stands ? t->y : t->x;
	uint32_t count = stands ? t->ys : t->xs, at = 0;

	while (at + 1 < (stands ? t->xs : t->ys) && across[at] < l->at - NEAR)
		at++;
	for (uint32_t i = 0; i + 1 < count; i++) {
		float middle = (along[i] + along[i + 1]) / 2;

		if (middle < l->from || middle > l->to)
			continue;
		if (stands && at < PDF_COLUMNS)
			t->left[i] |= UINT64_C(1) << at;
		else if (!stands && at < ROWS_MAX)
			t->above[at] |= UINT64_C(1) << i;
	}
}

static void mark_all(struct pdf_lattice *t, uint32_t group)
{
	memset(t->left, 0, sizeof(t->left));
	memset(t->above, 0, sizeof(t->above));
	for (uint32_t i = 0; i < t->upright.count; i++)
		if (t->upright.line[i].group == group)
			mark(t, &t->upright.line[i], true);
	for (uint32_t i = 0; i < t->level.count; i++)
		if (t->level.line[i].group == group)
			mark(t, &t->level.line[i], false);
}

static uint32_t slot_of(const float *list, uint32_t count, float v)
{
	uint32_t low = 0, high = count - 1;

	while (low + 1 < high) {
		uint32_t mid = (low + high) / 2;

		if (list[mid] <= v)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* The cell of a word, up and left to where a line parts it from others; PDF_NO_CELL: none. */
static uint32_t cell_of(const struct pdf_lattice *t, const struct pdf_word *w)
{
	float x = (w->box.x0 + w->box.x1) / 2, y = (w->box.y0 + w->box.y1) / 2;
	uint32_t row, column;

	if (x < t->x[0] || x > t->x[t->xs - 1] || y < t->y[0] || y > t->y[t->ys - 1])
		return PDF_NO_CELL;
	column = slot_of(t->x, t->xs, x);
	row = slot_of(t->y, t->ys, y);
	while (column && !(t->left[row] >> column & 1))
		column--;
	while (row && !(t->above[row] >> column & 1))
		row--;
	return row * PDF_COLUMNS + column;
}

/*
 * Words in two columns, or line by line in one; a row that holds a page of
 * text is the frame around it.
 */
static bool holds_table(const struct pdf *p, const struct pdf_page *page, struct pdf_lattice *t)
{
	uint64_t columns = 0;
	uint32_t rows = 0, most = 0;

	memset(t->lines, 0, sizeof(t->lines));
	for (uint32_t i = page->word; i < page->word + page->words; i++) {
		const struct pdf_word *w = pdf_word(p, i);
		uint32_t cell = cell_of(t, w), row = cell / PDF_COLUMNS;

		if (cell == PDF_NO_CELL)
			continue;
		columns |= UINT64_C(1) << cell % PDF_COLUMNS;
		rows += !t->lines[row];
		if (!t->lines[row] || t->last[row] != w->row)
			t->lines[row]++;
		t->last[row] = w->row;
		most = t->lines[row] > most ? t->lines[row] : most;
	}
	if (!(columns & (columns - 1)))
		return rows > 1 && most <= LINES_OF_ONE;
	/* The header alone, whose rows stand on the next page. */
	return most <= (rows > 1 ? LINES_OF_ROW : LINES_OF_HEADER);
}

static void keep(struct pdf *p, struct pdf_page *page, const struct pdf_lattice *t)
{
	struct pdf_table table = { .columns = t->xs - 1 };
	uint32_t number = page->tables + 1;

	for (uint32_t i = 0; i < table.columns; i++) {
		table.left[i] = t->x[i];
		table.right[i] = t->x[i + 1];
	}
	for (uint32_t i = page->word; i < page->word + page->words; i++) {
		struct pdf_word *w = pdf_word(p, i);
		uint32_t cell = w->table ? PDF_NO_CELL : cell_of(t, w);

		if (cell == PDF_NO_CELL)
			continue;
		w->table = (uint16_t)number;
		w->cell = cell;
	}
	buf_add(&p->tables, span_make(&table, sizeof(table)));
	page->tables++;
}

static void find_tables(struct pdf *p, struct pdf_page *page, struct pdf_lattice *t)
{
	uint32_t groups = make_groups(&t->upright, &t->level);

	for (uint32_t group = 1; group <= groups && page->tables < PDF_TABLES_MAX; group++) {
		if (!find_borders(t, group))
			continue;
		mark_all(t, group);
		if (holds_table(p, page, t))
			keep(p, page, t);
	}
}

int pdf_rule_open(struct pdf *p, struct error *e)
{
	p->lattice = arena_new(p->document.reader->arena, struct pdf_lattice);
	if (!p->lattice)
		return fail(e, ERR_LIMIT, "pdf: no memory left for this item");
	buf_init(&p->lattice->upright.buf, STROKES_MAX * sizeof(struct line));
	buf_init(&p->lattice->level.buf, STROKES_MAX * sizeof(struct line));
	return 0;
}

void pdf_rule_close(struct pdf *p)
{
	if (!p->lattice)
		return;
	buf_release(&p->lattice->upright.buf);
	buf_release(&p->lattice->level.buf);
}

void pdf_rule_page(struct pdf *p, struct pdf_page *page)
{
	struct pdf_lattice *t = p->lattice;

	page->table = (uint32_t)(p->tables.len / sizeof(struct pdf_table));
	if (page->strokes < 4 || page->strokes > STROKES_MAX)
		return;
	collect(p, page, true, &t->upright);
	collect(p, page, false, &t->level);
	if (t->upright.count <= LINES_MAX && t->level.count <= LINES_MAX)
		find_tables(p, page, t);
}
