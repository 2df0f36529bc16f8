/*
 * csv.c -- records of cells.
 *
 * Hostile input: a record of at most CSV_RECORD_MAX bytes.  A quote that is not
 * closed within that much, or in a line that is longer, is a quote mark in the
 * text: the lines that it had taken are given again, each by itself.
 */
#include "advisory/csv.h"

#define SNIFF_RECORDS 60
#define CUTS_MOST     64		/* looks at one record that grows */

/* Zeek's way to name columns: the rest of the line is a header. */
static const struct span fields_mark = { "#fields\t", 8 };

static bool is_comment(struct span line)
{
	if (span_starts(line, fields_mark))
		return false;
	return span_starts(line, SPAN("#")) || span_starts(line, SPAN("//"));
}

void csv_init(struct csv *c, struct stream *s, char delimiter)
{
	memset(c, 0, sizeof(*c));
	lines_init(&c->lines, s);
	c->delimiter = delimiter;
	buf_init(&c->raw, CSV_RECORD_MAX + 2 * LINES_MAX);
	buf_init(&c->text, CSV_RECORD_MAX + 2 * LINES_MAX);
}

void csv_release(struct csv *c)
{
	lines_release(&c->lines);
	buf_release(&c->raw);
	buf_release(&c->text);
}

static void add_cell(struct csv *c, struct span cell)
{
	if (c->cells < CSV_CELLS)
		c->cell[c->cells++] = span_trim(cell);
}

/* The end of a quoted cell that begins at `from` (its quote); SPAN_NONE: not closed. */
static size_t quoted_end(struct span s, size_t from)
{
	for (size_t i = from + 1; i < s.len; i++) {
		if (s.ptr[i] != '"')
			continue;
		if (i + 1 < s.len && s.ptr[i + 1] == '"') {
			i++;
			continue;
		}
		return i;
	}
	return SPAN_NONE;
}

/* The inside of a quoted cell; doubled quotes become one, in c->text. */
static struct span unquoted(struct csv *c, struct span inside)
{
	size_t from = c->text.len;

	if (span_find(inside, SPAN("\"\"")) == SPAN_NONE || !buf_reserve(&c->text, inside.len))
		return inside;
	for (size_t i = 0; i < inside.len; i++) {
		buf_byte(&c->text, inside.ptr[i]);
		i += inside.ptr[i] == '"' && i + 1 < inside.len && inside.ptr[i + 1] == '"';
	}
	return span_skip(buf_span(&c->text), from);
}

/* A quote behind a line break closes a cell only where one can end: else it opens the next. */
static bool closes(const struct csv *c, struct span inside, struct span behind)
{
	while (behind.len && behind.ptr[0] == ' ')
		behind = span_skip(behind, 1);
	return !behind.len || behind.ptr[0] == c->delimiter || behind.ptr[0] == '\n' ||
		span_find_byte(inside, '\n') == SPAN_NONE;
}

/* Cut one record. False: a quote is open at its end (unless `last`). */
static bool cut_record(struct csv *c, struct span s, bool last)
{
	size_t at = 0;

	c->cells = 0;
	buf_clear(&c->text);
	if (!buf_reserve(&c->text, s.len))	/* so that cells in it never move */
		return true;
	for (;;) {
		struct span rest = span_skip(s, at);
		size_t blank = 0, end;

		while (blank < rest.len && rest.ptr[blank] == ' ')
			blank++;
		if (blank < rest.len && rest.ptr[blank] == '"') {
			end = quoted_end(s, at + blank);
			if (!last && (end == SPAN_NONE ||
				      !closes(c, span_cut(s, at + blank, end - at - blank),
					      span_skip(s, end + 1))))
				return false;
			if (end != SPAN_NONE) {
				add_cell(c, unquoted(c, span_cut(s, at + blank + 1,
								 end - at - blank - 1)));
				rest = span_skip(s, end + 1);
				blank = span_find_byte(rest, c->delimiter);
				if (blank == SPAN_NONE)
					return true;
				at = end + 2 + blank;
				continue;
			}
		}
		end = span_find_byte(rest, c->delimiter);
		add_cell(c, span_cut(rest, 0, end));
		if (end == SPAN_NONE)
			return true;
		at += end + 1;
	}
}

/* A quote is open: take lines until it closes. 1, 0 when it does not, -1 and *e. */
static int join_lines(struct csv *c, struct span line, struct error *e)
{
	unsigned cuts = 0;
	int got;

	buf_clear(&c->raw);
	buf_add(&c->raw, line);
	while ((got = lines_next(&c->lines, &line, e)) > 0) {
		bool fits = c->raw.len + line.len < CSV_RECORD_MAX && !c->lines.cut;

		buf_byte(&c->raw, '\n');
		buf_add(&c->raw, line);
		c->again_cut = c->lines.cut;
		if (c->raw.bad)
			return fail(e, ERR_MEMORY, "no memory for a row");
		if (!fits || cuts > CUTS_MOST)
			return 0;
		if (span_find_byte(line, '"') == SPAN_NONE)
			continue;
		cuts++;
		if (cut_record(c, buf_span(&c->raw), false))
			return 1;
	}
	return got;
}

/* It did not: the line stands alone, and so do those behind it. */
static void let_go(struct csv *c)
{
	size_t end = span_find_byte(buf_span(&c->raw), '\n');

	cut_record(c, span_cut(buf_span(&c->raw), 0, end), true);
	c->again = end == SPAN_NONE ? SPAN("") : span_skip(buf_span(&c->raw), end + 1);
}

/* The next line: one that a quote had taken, or a new one. */
static int take_line(struct csv *c, struct span *line, struct error *e)
{
	size_t end;
	int got;

	if (!c->again.len) {
		got = lines_next(&c->lines, line, e);
		c->line = c->lines.number;
		c->offset = c->lines.offset;
		c->cut = c->lines.cut;
		c->alone = c->cut;
		return got;
	}
	c->line++;
	c->offset += c->length + 1;
	end = span_find_byte(c->again, '\n');
	*line = span_cut(c->again, 0, end);
	c->again = end == SPAN_NONE ? SPAN("") : span_skip(c->again, end + 1);
	c->cut = !c->again.len && c->again_cut;
	c->alone = true;
	return 1;
}

int csv_next(struct csv *c, struct error *e)
{
	struct span line;
	int got;

	do {
		got = take_line(c, &line, e);
		if (got <= 0)
			return got;
		c->length = line.len;
		c->row++;
		if (c->row == 1 && span_starts(line, SPAN("\xef\xbb\xbf")))
			line = span_skip(line, 3);
	} while (!span_trim(line).len);
	c->names = span_starts(line, fields_mark);
	if (c->names)
		line = span_skip(line, fields_mark.len);
	c->comment = is_comment(line);
	if (c->comment) {
		c->cells = 0;
		add_cell(c, line);
		return 1;
	}
	if (cut_record(c, line, c->alone))
		return 1;
	got = join_lines(c, line, e);
	if (got == 0)
		let_go(c);
	return got < 0 ? -1 : 1;
}

/* How evenly one delimiter cuts the sample: records with the usual number of cells, of all. */
struct evenness {
	uint32_t columns, usual, records;
};

static struct evenness measure(struct span sample, bool all, char delimiter)
{
	uint32_t count[CSV_CELLS + 1] = { 0 };
	struct evenness found = { 0 };
	struct csv c = { .delimiter = delimiter };
	struct span line;

	buf_init(&c.text, CSV_RECORD_MAX);
	while (found.records < SNIFF_RECORDS && span_line(&sample, &line)) {
		if (!sample.len && !all)
			break;
		if (!span_trim(line).len || is_comment(line))
			continue;
		if (span_starts(line, fields_mark))
			line = span_skip(line, fields_mark.len);
		cut_record(&c, line, true);
		count[c.cells]++;
		found.records++;
	}
	buf_release(&c.text);
	for (uint32_t i = 2; i <= CSV_CELLS; i++)
		if (count[i] >= found.usual && count[i]) {
			found.usual = count[i];
			found.columns = i;
		}
	return found;
}

char csv_sniff(struct span sample, bool sample_is_all, uint32_t *columns)
{
	static const char delimiters[] = "\t;,|";
	struct evenness best = { 0 };
	char found = 0;

	if (span_starts(sample, SPAN("\xef\xbb\xbf")))
		sample = span_skip(sample, 3);
	for (size_t i = 0; delimiters[i]; i++) {
		struct evenness now = measure(sample, sample_is_all, delimiters[i]);

		if (now.columns < 2 || now.usual * 4 < now.records * 3)
			continue;
		if (!found || now.usual > best.usual ||
		    (now.usual == best.usual && now.columns > best.columns)) {
			best = now;
			found = delimiters[i];
		}
	}
	*columns = best.columns;
	return found;
}
