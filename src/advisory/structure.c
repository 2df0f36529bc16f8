/*
 * structure.c -- what stands around each passage of a document.
 *
 * Three passes, each linear: headings make sections; cells get the header of
 * their column; items, lines and tables get the label and the paragraph that
 * lead to them.
 */
#include "advisory/layout.h"

#include "advisory/words.h"

#define LEVELS 7
#define COLUMNS_MAX 64
#define ROWS_TRIED 30		/* of a table, to see which way it stands */

struct outline {
	enum section section[LEVELS];	/* by level; what holds below the heading of it */
	uint32_t heading[LEVELS];
	uint32_t from[LEVELS];		/* the heading whose words made the section */
	uint32_t level;			/* of the last heading */
};

static void enter_heading(struct layout *l, struct outline *o, uint32_t i)
{
	struct block *b = layout_block(l, i);
	uint32_t level = b->level >= 1 && b->level < LEVELS ? b->level : 1;
	enum section above = SECTION_NONE;
	uint32_t from = NO_BLOCK;
	bool title = o->level == 0 &&
		(level == 1 || span_equal(span_trim(b->text), span_trim(l->title)));

	for (uint32_t up = level; up-- > 1;)
		if (o->heading[up] != NO_BLOCK) {
			above = o->section[up];
			from = o->from[up];
			break;
		}
	b->section = above;
	/* The title names the whole; it does not put every paragraph into a list. */
	if (title && l->title_section == SECTION_NONE)
		l->title_section = section_of(b->text);
	o->section[level] = title ? SECTION_NONE : section_below(above, b->text);
	o->heading[level] = i;
	o->from[level] = o->section[level] == above && from != NO_BLOCK ? from : i;
	for (uint32_t down = level + 1; down < LEVELS; down++)
		o->heading[down] = NO_BLOCK;
	o->level = level;
}

static void make_sections(struct layout *l)
{
	struct outline o = { 0 };

	for (uint32_t i = 0; i < LEVELS; i++)
		o.heading[i] = NO_BLOCK;
	l->title_section = section_of(l->title);
	for (uint32_t i = 0; i < l->count; i++) {
		struct block *b = layout_block(l, i);

		if (b->kind == PASSAGE_HEADING && !section_is_caption(b->text)) {
			enter_heading(l, &o, i);
			continue;
		}
		if (!o.level)
			continue;
		b->section = o.section[o.level];
		b->heading = o.heading[o.level];
		b->section_from = o.from[o.level];
	}
}

/* Header cells of the table at hand, by column. */
struct columns {
	uint32_t table;
	bool upright;			/* names in the first column, values in the second */
	struct label row_label;		/* of the row at hand, when upright */
	uint32_t row_cell;
	struct label label[COLUMNS_MAX];
	uint32_t cell[COLUMNS_MAX];
	uint32_t list[COLUMNS_MAX];
};

static void begin_table(struct columns *c, uint32_t table)
{
	memset(c, 0, sizeof(*c));
	c->table = table;
	for (uint32_t i = 0; i < COLUMNS_MAX; i++)
		c->cell[i] = NO_BLOCK;
}

/* The first row is a header too when the format does not say so, but its words do. */
static bool row_is_header(const struct layout *l, uint32_t first)
{
	const struct block *b = layout_block(l, first);
	uint32_t known = 0, cells = 0;

	for (uint32_t i = first; i < l->count; i++) {
		const struct block *c = layout_block(l, i);

		if (c->kind == PASSAGE_LINK)
			continue;
		if (c->kind != PASSAGE_CELL || c->table != b->table || c->row != b->row)
			break;
		cells++;
		known += label_of_header(c->text).column != COLUMN_UNKNOWN &&
			!layout_is_entry(l->reading, c->text);
	}
	return cells > 1 && known * 2 >= cells;
}

/*
 * "File name | a.exe", "SHA-256 | 3f5b...": two columns, the first of which
 * holds nothing but names of kinds.
 */
static bool is_upright(const struct layout *l, uint32_t first)
{
	uint32_t table = layout_block(l, first)->table, rows = 0, known = 0, values = 0;

	for (uint32_t i = first; i < l->count && rows < ROWS_TRIED; i++) {
		const struct block *b = layout_block(l, i);

		if (b->kind != PASSAGE_CELL)
			continue;
		if (b->table != table)
			break;
		if (b->column > 2)
			return false;
		if (b->column == 1) {
			rows++;
			known += label_of_header(b->text).column != COLUMN_UNKNOWN;
			values += layout_is_entry(l->reading, b->text);
		} else if (b->row == 1 && label_of_header(b->text).column != COLUMN_UNKNOWN) {
			return false;		/* a row of headers */
		}
	}
	return rows > 1 && known * 2 >= rows && !values;
}

static void take_upright(struct columns *c, struct block *b, uint32_t i)
{
	if (b->column == 1) {
		c->row_label = label_of_header(b->text);
		c->row_cell = i;
		b->header = true;
		b->entry = false;
		return;
	}
	b->header = false;
	b->entry = true;
	b->label = c->row_label;
	b->named = c->row_cell;
}

static void take_cell(struct layout *l, struct columns *c, uint32_t i, uint32_t *header_row)
{
	struct block *b = layout_block(l, i);
	uint32_t column = b->column;

	if (b->table != c->table) {
		begin_table(c, b->table);
		c->upright = is_upright(l, i);
		*header_row = b->header || row_is_header(l, i) ? b->row : 0;
	}
	if (c->upright) {
		take_upright(c, b, i);
		return;
	}
	b->header |= b->row == *header_row;
	if (column >= COLUMNS_MAX)
		return;
	if (b->header) {
		c->label[column] = label_of_header(b->text);
		c->cell[column] = i;
		b->entry = false;
		return;
	}
	if (!c->list[column])
		c->list[column] = ++l->lists;
	b->list = c->list[column];
	b->label = c->label[column];
	b->named = c->cell[column];
}

static void make_tables(struct layout *l)
{
	struct columns c;
	uint32_t header_row = 0;

	begin_table(&c, 0);
	for (uint32_t i = 0; i < l->count; i++)
		if (layout_block(l, i)->kind == PASSAGE_CELL)
			take_cell(l, &c, i, &header_row);
}

struct list_state {
	uint32_t label;			/* the label that holds, or NO_BLOCK */
	uint32_t lead;			/* the last paragraph */
	uint32_t owner;			/* the list or table that both belong to; 0: the next */
	uint32_t list;			/* of the items at hand */
	uint32_t before;		/* the passage before, or NO_BLOCK */
	enum passage_kind last;
};

#define TABLE_OWNER 0x80000000u		/* numbers of tables among those of lists */

/* A label and a paragraph speak of the one list that follows them. */
static void own_list(struct list_state *s, uint32_t list)
{
	if (s->owner && s->owner != list)
		s->label = s->lead = NO_BLOCK;
	s->owner = list;
}

static void apply_section(struct layout *l, struct block *b, uint32_t from)
{
	enum section below = section_below(b->section, layout_block(l, from)->text);

	if (below != b->section)
		b->section_from = from;
	b->section = below;
}

static void apply_label(struct layout *l, struct block *b, uint32_t from)
{
	apply_section(l, b, from);
	if (b->label.column == COLUMN_UNKNOWN) {
		b->label = label_of_header(layout_block(l, from)->text);
		b->named = from;
	}
}

/* The heading right above a list names its kind as well: "Mutex names". */
static void apply_heading(struct layout *l, struct block *b)
{
	struct label label;

	if (b->heading == NO_BLOCK || b->label.column != COLUMN_UNKNOWN)
		return;
	label = label_of_header(layout_block(l, b->heading)->text);
	if ((label.column == COLUMN_VALUE && label.kind != KIND_NONE) ||
	    label.column == COLUMN_STRANGE_HASH) {
		b->label = label;
		b->named = b->heading;
	}
}

/* Lines at the top of a page go on with those at the bottom of the one before. */
static bool is_over_page(const struct layout *l, const struct list_state *s, const struct block *b)
{
	const struct block *before = s->before == NO_BLOCK ? NULL : layout_block(l, s->before);

	return before && b->kind == PASSAGE_LINE && before->kind == PASSAGE_LINE && before->page &&
		before->page + 1 == b->page && s->owner == before->list;
}

static void take_entry(struct layout *l, struct list_state *s, uint32_t i)
{
	struct block *b = layout_block(l, i);

	if (is_over_page(l, s, b))
		s->owner = b->list;
	if (b->kind != PASSAGE_LINE) {
		if (s->last != b->kind)
			s->list = ++l->lists;
		b->list = s->list;
	}
	own_list(s, b->list);
	b->lead = s->lead;
	if (b->kind == PASSAGE_LINE && layout_is_label(l->reading, b->text)) {
		s->label = i;
		b->entry = false;
		return;
	}
	/* A label of its own, known or not, stands nearer than the heading. */
	if (s->label != NO_BLOCK)
		apply_label(l, b, s->label);
	else
		apply_heading(l, b);
}

static void make_lists(struct layout *l)
{
	struct list_state s = { .label = NO_BLOCK, .lead = NO_BLOCK, .before = NO_BLOCK,
			       .last = PASSAGE_HEADING };

	for (uint32_t i = 0; i < l->count; i++) {
		struct block *b = layout_block(l, i);

		switch (b->kind) {
		case PASSAGE_LINK: case PASSAGE_FURNITURE:
			continue;
		case PASSAGE_HEADING:
			s.lead = NO_BLOCK;
			s.label = section_is_caption(b->text) ? i : NO_BLOCK;
			s.owner = 0;
			break;
		case PASSAGE_TEXT:
			if (b->entry) {
				take_entry(l, &s, i);
				break;
			}
			/* "Indicators of compromise:" alone, then "MD5: ..." */
			if (s.label != NO_BLOCK && !s.owner && s.lead == s.label)
				apply_section(l, b, s.label);
			s.lead = i;
			s.owner = 0;
			s.label = layout_is_label(l->reading, b->text) ? i : NO_BLOCK;
			apply_heading(l, b);
			break;
		case PASSAGE_ITEM: case PASSAGE_LINE:
			take_entry(l, &s, i);
			break;
		case PASSAGE_CELL:
			own_list(&s, TABLE_OWNER | b->table);
			b->lead = s.lead;
			if (s.label != NO_BLOCK)
				apply_section(l, b, s.label);
			break;
		case PASSAGE_RULE:
			break;
		}
		/* A sentence ends a list of paragraphs that are values. */
		s.last = b->kind == PASSAGE_TEXT && !b->entry ? PASSAGE_HEADING : b->kind;
		s.before = i;
	}
}

void layout_structure(struct layout *l)
{
	make_sections(l);
	make_tables(l);
	make_lists(l);
}
