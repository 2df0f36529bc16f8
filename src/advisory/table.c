/*
 * table.c -- tables as text: CSV, TSV, semicolons, bars; any header or none.
 *
 * Columns are understood by their header (labels.h), else by what stands in
 * them.  A row may hold one value with its type, or several values of several
 * columns; a cell may hold several values.  Comment lines in front give title,
 * date and TLP.  Read twice: the period that the rows state belongs into the
 * first record.  Memory does not grow with the table, except for the names of
 * vulnerabilities in it.
 */
#include <stdio.h>

#include "advisory/csv.h"
#include "advisory/mentions.h"
#include "advisory/labels.h"
#include "advisory/dates.h"
#include "advisory/names.h"
#include "advisory/reader.h"
#include "advisory/remarks.h"
#include "advisory/words.h"
#include "value/refang.h"

#define HEADER_LONGEST 120
#define SNIFF_ROWS 200
#define HEADER_SHOWN 60
#define REMARK_MAX 160
#define REMARK_PIECES 4
#define PIECES_MAX 32		/* values in one cell */
#define TYPE_CACHE 8		/* type words met lately */

struct sheet_column {
	enum column means;
	enum kind kind;
	struct span why;	/* "in column 'SHA-256' of a table" */
};

struct type_word {
	struct span text;
	struct label label;
	char bytes[64];
};

struct sheet {
	struct reading *reading;
	struct csv csv;
	struct entities entities;
	struct mentions mentions;	/* names in titles and remarks */
	struct listed listed;
	char delimiter;
	bool has_header;
	struct sheet_column column[CSV_CELLS];
	uint32_t columns;
	struct type_word type[TYPE_CACHE];
	struct remarks remarks;
	uint32_t types;
	int64_t latest;			/* date of an entry */
	struct buf plain, canonical;
};

/* The label of a type cell; the same few words come again and again. */
static struct label type_label(struct sheet *t, struct span cell)
{
	struct type_word *word;

	for (uint32_t i = 0; i < TYPE_CACHE; i++)
		if (t->type[i].text.ptr && span_equal(t->type[i].text, cell))
			return t->type[i].label;
	word = &t->type[t->types++ % TYPE_CACHE];
	word->label = label_of_type(cell);
	word->text = (struct span){ 0 };
	if (cell.len < sizeof(word->bytes)) {
		memcpy(word->bytes, cell.ptr, cell.len);
		word->text = span_make(word->bytes, cell.len);
	}
	return word->label;
}

static bool is_value(struct sheet *t, struct span cell)
{
	enum kind kind;
	uint16_t port = 0;

	return cell.len <= 4096 &&
		reading_canonical(cell, KIND_NONE, &t->plain, &t->canonical, &kind, &port);
}

/* How many cells of each column look like what. */
struct census {
	uint32_t filled, values, types, dates, cves;
};

static void count_cell(struct sheet *t, struct census *c, struct span cell)
{
	struct stretch when;
	struct label label;

	if (!cell.len)
		return;
	c->filled++;
	label = type_label(t, cell);
	if (span_starts_nocase(cell, SPAN("CVE-")))
		c->cves++;
	else if (label.column == COLUMN_VALUE)
		c->types++;
	else if (date_cell(cell, &when))
		c->dates++;
	else
		c->values += is_value(t, cell);
}

static bool most(uint32_t part, uint32_t all)
{
	return all && part * 10 >= all * 6;
}

/* Columns without a header that tells, by their content. */
static void name_by_content(struct sheet *t, const struct census *c)
{
	bool dated = false;

	for (uint32_t i = 0; i < t->columns; i++) {
		struct sheet_column *col = &t->column[i];

		if (col->means != COLUMN_UNKNOWN)
			continue;
		if (most(c[i].cves, c[i].filled))
			col->means = COLUMN_CVE;
		else if (most(c[i].values, c[i].filled))
			col->means = COLUMN_VALUE;
		else if (most(c[i].types, c[i].filled))
			col->means = COLUMN_TYPE;
		else if (most(c[i].dates, c[i].filled) && !dated)
			col->means = COLUMN_DATE;
		else if (!most(c[i].dates, c[i].filled))
			col->means = COLUMN_CONTEXT;
		dated |= col->means == COLUMN_DATE;
	}
}

static struct span column_why(struct arena *a, struct span header)
{
	char *text = arena_alloc(a, HEADER_SHOWN + 32);
	int len;

	if (!text)
		return SPAN("entry of a table");
	len = snprintf(text, HEADER_SHOWN + 32, "in column '%.*s' of a table",
		       SPAN_ARG(span_cut(header, 0, HEADER_SHOWN)));
	return span_make(text, (size_t)len);
}

/* Is the first record a header?  It names something, and holds no value. */
static bool read_header(struct sheet *t, struct arena *a)
{
	uint32_t known = 0;
	size_t longest = 0;

	t->columns = t->csv.cells;
	for (uint32_t i = 0; i < t->columns; i++) {
		struct label label = label_of_header(t->csv.cell[i]);

		t->column[i] = (struct sheet_column){ label.column, label.kind,
						      column_why(a, t->csv.cell[i]) };
		known += label.column != COLUMN_UNKNOWN;
		if (!t->csv.names && is_value(t, t->csv.cell[i]) &&
		    span_find_byte(t->csv.cell[i], '.') != SPAN_NONE)
			known = 0, t->columns = 0;
		longest = t->csv.cell[i].len > longest ? t->csv.cell[i].len : longest;
	}
	/* A sentence with a comma is no header. */
	return known > 0 && longest <= HEADER_LONGEST;
}

static bool has_column(const struct sheet *t, enum column means)
{
	for (uint32_t i = 0; i < t->columns; i++)
		if (t->column[i].means == means)
			return true;
	return false;
}

/* "192.0.2.1 # beacon, seen twice": a list whose remarks have commas (flat.c). */
static bool is_remarked(struct sheet *t)
{
	struct span cell = t->csv.cell[0];
	size_t mark = span_find(cell, SPAN(" #"));

	return mark != SPAN_NONE && is_value(t, span_trim(span_cut(cell, 0, mark)));
}

/*
 * Understand the columns from the sample.  False: no table, or none that lists
 * anything of ours.
 */
static bool understand(struct sheet *t, const struct source *s, struct arena *a)
{
	struct census census[CSV_CELLS] = { 0 };
	struct stream *stream = stream_of_span(a, s->sample);
	uint32_t rows = 0, remarked = 0, columns;
	struct error ignored;

	t->delimiter = csv_sniff(s->sample, s->sample_is_all, &columns);
	if (!t->delimiter || !stream)
		return false;
	csv_init(&t->csv, stream, t->delimiter);
	while (rows < SNIFF_ROWS && csv_next(&t->csv, &ignored) > 0) {
		if (t->csv.comment || t->csv.cells < 2)
			continue;
		remarked += is_remarked(t);
		if (!rows++) {
			t->has_header = read_header(t, a);
			if (t->has_header)
				continue;
			t->columns = columns;
			for (uint32_t i = 0; i < columns; i++)
				t->column[i] = (struct sheet_column){
					.why = SPAN("entry of a table") };
		}
		for (uint32_t i = 0; i < t->csv.cells && i < t->columns; i++)
			count_cell(t, &census[i], t->csv.cell[i]);
	}
	csv_release(&t->csv);
	if (!has_column(t, COLUMN_VALUE) || !t->has_header)
		name_by_content(t, census);
	return rows >= 2 && remarked * 2 <= rows &&
		(has_column(t, COLUMN_VALUE) || has_column(t, COLUMN_CVE));
}

static bool looks_like_markup(struct span sample)
{
	struct span line;

	/* AsciiDoc and Markdown tables have bars too, in front; rules have semicolons. */
	for (int i = 0; i < 40 && span_line(&sample, &line); i++) {
		line = span_trim(line);
		if (span_starts(line, SPAN("|")) || span_starts(line, SPAN("```")) ||
		    span_starts(line, SPAN("<")) || span_starts(line, SPAN("{")) ||
		    span_starts(line, SPAN("rule ")) || span_find(line, SPAN("sid:")) != SPAN_NONE)
			return true;
	}
	return false;
}

static void table_open(struct sheet *t)
{
	memset(t, 0, sizeof(*t));
	buf_init(&t->plain, SOURCE_SAMPLE);
	buf_init(&t->canonical, 4 * SOURCE_SAMPLE);
	listed_init(&t->listed);
	remarks_init(&t->remarks);
	t->latest = TIME_NONE;
}

static void table_close(struct sheet *t)
{
	buf_release(&t->plain);
	buf_release(&t->canonical);
	remarks_release(&t->remarks);
}

static int table_probe(const struct source *s)
{
	struct arena a;
	struct sheet *t;
	int bid = 0;

	if (s->charset == CHARSET_BINARY || looks_like_markup(s->sample))
		return 0;
	arena_init(&a, 1u << 20);
	t = arena_new(&a, struct sheet);
	if (t) {
		table_open(t);
		bid = understand(t, s, &a) ? (t->has_header ? 85 : 75) : 0;
		table_close(t);
	}
	arena_release(&a);
	return bid;
}

/* The cell of the first column with this meaning, or empty. */
static struct span cell_of(const struct sheet *t, enum column means)
{
	for (uint32_t i = 0; i < t->columns && i < t->csv.cells; i++)
		if (t->column[i].means == means)
			return t->csv.cell[i];
	return SPAN("");
}

static bool believed(const struct sheet *t, int64_t moment)
{
	return reading_believes(t->reading, moment, 0);
}

static struct stretch date_of(const struct sheet *t, enum column means)
{
	struct stretch when = { TIME_NONE, TIME_NONE };
	struct span cell = cell_of(t, means);

	if (cell.len && !date_cell(cell, &when))
		when = (struct stretch){ TIME_NONE, TIME_NONE };
	return when;
}

/* First pass: what the head needs to know of a row. */
static void note_row(struct sheet *t)
{
	struct stretch first = date_of(t, COLUMN_FIRST_SEEN), last = date_of(t, COLUMN_LAST_SEEN);
	struct stretch entry = date_of(t, COLUMN_DATE), period;
	struct span tlp = cell_of(t, COLUMN_TLP), cell = cell_of(t, COLUMN_PERIOD);

	if (first.from != TIME_NONE && believed(t, first.from))
		reading_activity(t->reading, first.from, first.to);
	if (last.from != TIME_NONE && believed(t, last.from))
		reading_activity(t->reading, last.from, last.to);
	if (cell.len && period_cell(cell, &period))
		reading_activity(t->reading, period.from, period.to);
	if (entry.from != TIME_NONE && believed(t, entry.from) && entry.from > t->latest)
		t->latest = entry.from;
	if (tlp.len && !t->reading->head.tlp.len) {
		struct span colour = tlp_find(tlp);

		t->reading->head.tlp = colour.len ? colour :
			reading_keep(t->reading, tlp, 20);
	}
}

static uint8_t confidence_of(struct span cell)
{
	static const struct phrase words[] = {
		{ "high", 90 }, { "medium", 60 }, { "moderate", 60 }, { "low", 30 },
	};
	const struct phrase *row;
	struct words w;
	uint64_t n;

	if (span_u64(cell, &n))
		return n > 100 ? 100 : (uint8_t)n;
	words_of(cell, &w);
	row = words_first(&w, words, sizeof(words) / sizeof(words[0]));
	return row ? (uint8_t)row->means : 0;
}

static enum role category_role(struct span cell)
{
	static const struct phrase rows[] = {
		{ "=internal reference", ROLE_REFERENCE }, { "=external analysis", ROLE_REFERENCE },
		{ "=targeting data", ROLE_VICTIM },
	};
	const struct phrase *row;
	struct words w;

	words_of(cell, &w);
	row = words_first(&w, rows, sizeof(rows) / sizeof(rows[0]));
	return row ? (enum role)row->means : ROLE_INDICATOR;
}

/* What the row says about all its values. */
static void begin_row(struct sheet *t)
{
	struct listed *l = &t->listed;
	struct span port = cell_of(t, COLUMN_PORT);
	uint64_t n;

	l->why.count = l->entities.count = 0;
	l->role = ROLE_INDICATOR;
	l->port = span_u64(port, &n) && n <= UINT16_MAX ? (uint16_t)n : 0;
	l->confidence = confidence_of(cell_of(t, COLUMN_CONFIDENCE));
	l->valid_from = date_of(t, COLUMN_VALID_FROM).from;
	l->valid_until = date_of(t, COLUMN_VALID_UNTIL).to;
	for (uint32_t i = 0; i < t->columns && i < t->csv.cells; i++) {
		struct span cell = t->csv.cell[i];

		if (t->column[i].means == COLUMN_CONTEXT && cell.len) {
			strings_add(&l->why, span_cut(cell, 0, REMARK_MAX));
			if (l->role == ROLE_INDICATOR)
				l->role = category_role(cell);
		}
		if (t->column[i].means == COLUMN_TO_IDS &&
		    (span_equal(cell, SPAN("0")) || span_equal_nocase(cell, SPAN("false")))) {
			l->confidence = 50;
			strings_add(&l->why, SPAN("publisher: not for automatic detection"));
		}
		if (l->why.count > INTEL_MANY - 4)
			break;
	}
}

static struct step place(const struct sheet *t, uint32_t column, struct span quote)
{
	return (struct step){ .kind = STEP_ROW, .number = t->csv.row, .line = t->csv.line,
			      .column = column + 1, .offset = t->csv.offset, .quote = quote };
}

/* A catalogue of vulnerabilities names products, of which many are called like malware. */
static int name_row(struct sheet *t, struct error *e)
{
	if (has_column(t, COLUMN_CVE) && !has_column(t, COLUMN_VALUE))
		return 0;
	for (uint32_t i = 0; i < t->columns && i < t->csv.cells; i++)
		if ((t->column[i].means == COLUMN_CONTEXT || t->column[i].means == COLUMN_NAME) &&
		    mentions_remark(&t->mentions, t->csv.cell[i], place(t, i, SPAN("")),
				    &t->listed.entities, e) < 0)
			return -1;
	return 0;
}

static int give(struct sheet *t, uint32_t column, struct span written, enum kind kind,
		enum role role, struct error *e)
{
	struct listed *l = &t->listed;
	struct listed one = *l;

	one.kind = kind;
	one.written = written;
	one.role = role;
	if (role == ROLE_INDICATOR)
		for (uint32_t i = 0; i < l->why.count && one.role == ROLE_INDICATOR; i++)
			one.role = remarks_role(&t->remarks, l->why.item[i], kind);
	strings_add(&one.why, t->column[column].why);
	one.step = place(t, column, written);
	return reading_listed(t->reading, &one, e);
}

/* "sha1,sha256,md5", "evil.example / 1.2.3.4": the pieces of a cell that is no value itself. */
static int give_pieces(struct sheet *t, uint32_t column, struct span cell, enum kind kind,
		       enum role role, struct error *e)
{
	struct span piece;
	int given = 0, pieces = 0;
	size_t from = 0;

	for (size_t i = 0; i <= cell.len && pieces < PIECES_MAX; i++) {
		int rc;

		if (i < cell.len && !memchr(",;| \t\n\r", cell.ptr[i], 7))
			continue;
		piece = span_cut(cell, from, i - from);
		from = i + 1;
		if (!piece.len)
			continue;
		pieces++;
		rc = give(t, column, piece, kind, role, e);
		if (rc < 0)
			return -1;
		given += rc;
	}
	return given > 0;
}

/* "filename|sha256" with "a.exe|9f86d0...": types and values side by side. */
static int give_pairs(struct sheet *t, uint32_t column, struct span types, struct span cell,
		      enum role role, struct error *e)
{
	struct span type, value;
	int given = 0;

	while (span_split(&types, '|', &type) && span_split(&cell, '|', &value)) {
		struct label label = label_of_type(type);
		int rc = label.column == COLUMN_VALUE && value.len ?
			give(t, column, value, label.kind, role, e) : 0;

		if (rc < 0)
			return -1;
		given += rc;
	}
	return given > 0;
}

static int give_cve(struct sheet *t, uint32_t column, struct span cell, struct error *e);

/* One cell of a value column. 1 given, 0 nothing, -1 failed. */
static int give_cell(struct sheet *t, uint32_t column, struct error *e)
{
	struct span cell = t->csv.cell[column], type = cell_of(t, COLUMN_TYPE);
	struct label label = { COLUMN_VALUE, t->column[column].kind };
	enum role role = t->listed.role;
	int rc;

	if (!cell.len)
		return 0;
	if (label.kind == KIND_NONE && type.len) {
		label = type_label(t, type);
		if (label.column == COLUMN_CVE)
			return give_cve(t, column, cell, e);
		if (label.column == COLUMN_REFERENCE)
			role = ROLE_REFERENCE;
		else if (label.column != COLUMN_VALUE && label.column != COLUMN_UNKNOWN)
			return 0;
	}
	if (span_find_byte(type, '|') != SPAN_NONE && span_find_byte(cell, '|') != SPAN_NONE &&
	    !span_equal_nocase(span_skip(type, span_rfind_byte(type, '|')), SPAN("|port")))
		return give_pairs(t, column, type, cell, role, e);
	rc = give(t, column, cell, label.kind, role, e);
	return rc ? rc : give_pieces(t, column, cell, label.kind, role, e);
}

struct cve_context {
	struct sheet *table;
	uint32_t column;
	struct error *error;
	int given;
};

static int take_name(void *context, const struct name_found *found)
{
	struct cve_context *c = context;
	struct mention m = { .kind = found->kind, .name = found->name, .written = found->written };

	if (!found->is_id)
		return 0;
	m.id = m.stated = found->name;
	c->given++;
	m.at = place(c->table, c->column, found->written);
	return entities_add(&c->table->entities, &m, c->error);
}

static int give_cve(struct sheet *t, uint32_t column, struct span cell, struct error *e)
{
	struct cve_context c = { .table = t, .column = column, .error = e };

	return names_find(cell, take_name, &c) < 0 ? -1 : c.given > 0;
}

static enum role column_role(enum column means)
{
	switch (means) {
	case COLUMN_LEGITIMATE:
		return ROLE_BENIGN;
	case COLUMN_VICTIM:
		return ROLE_VICTIM;
	default:
		return ROLE_INDICATOR;
	}
}

static int give_row(struct sheet *t, struct error *e)
{
	bool given = false, asked = false;
	uint32_t first = 0;
	int rc = 0;

	begin_row(t);
	if (name_row(t, e) < 0)
		return -1;
	for (uint32_t i = 0; i < t->columns && i < t->csv.cells && rc >= 0; i++) {
		enum column means = t->column[i].means;

		if (means == COLUMN_VALUE) {
			first = asked ? first : i;
			asked |= t->csv.cell[i].len && !span_equal(t->csv.cell[i], SPAN("-"));
			rc = give_cell(t, i, e);
		} else if (means == COLUMN_CVE || means == COLUMN_TECHNIQUE) {
			asked |= t->csv.cell[i].len > 0;
			rc = give_cve(t, i, t->csv.cell[i], e);
		} else if (column_role(means) != ROLE_INDICATOR && t->csv.cell[i].len) {
			rc = give_pieces(t, i, t->csv.cell[i], KIND_NONE, column_role(means), e);
		} else {
			rc = 0;
		}
		given |= rc > 0;
	}
	if (rc < 0)
		return -1;
	if (asked && !given)
		reading_nothing(t->reading, place(t, first, SPAN("")));
	return 0;
}

/* One pass over all rows; the first only takes notes. */
static int pass(struct sheet *t, bool giving, struct error *e)
{
	bool header = t->has_header;
	struct opened o;
	int got = -1;

	if (source_open(t->reading->source, &o, e) == 0) {
		csv_init(&t->csv, o.stream, t->delimiter);
		while ((got = csv_next(&t->csv, e)) > 0) {
			if (giving && t->csv.cut)
				reading_cut(t->reading, place(t, 0, SPAN("")));
			if (t->csv.comment) {
				if (!giving)
					reading_note(t->reading, t->csv.cell[0]);
				else if (mentions_in(&t->mentions, t->csv.cell[0],
						     place(t, 0, SPAN("")), e) < 0)
					goto failed;
			} else if (header && t->csv.cells > 1) {
				header = false;
			} else if (!giving) {
				note_row(t);
			} else if (give_row(t, e) < 0) {
				goto failed;
			}
		}
		csv_release(&t->csv);
	}
	source_close(&o);
	return got;
failed:
	csv_release(&t->csv);
	source_close(&o);
	return -1;
}

static const char *delimiter_format(char delimiter)
{
	return delimiter == '\t' ? "tsv" : "csv";
}

static int table_read(struct reading *r, struct error *e)
{
	struct sheet *t = arena_new(r->arena, struct sheet);
	int rc = -1;

	if (!t)
		return fail(e, ERR_MEMORY, "no memory to read the table");
	table_open(t);
	t->reading = r;
	entities_init(&t->entities, r);
	t->mentions = (struct mentions){ .entities = &t->entities,
					 .known = arena_new(r->arena, struct known_finder) };
	if (!understand(t, r->source, r->arena)) {
		fail(e, ERR_MALFORMED, "table without a column that lists anything");
		goto out;
	}
	if (pass(t, false, e) < 0)
		goto out;
	if (r->head.published == TIME_NONE)
		r->head.published = t->latest;
	r->head.format = span_of(delimiter_format(t->delimiter));
	if (reading_begin(r, e) < 0 || pass(t, true, e) < 0 || entities_give(&t->entities, e) < 0)
		goto out;
	rc = reading_end(r, e);
out:
	table_close(t);
	return rc;
}

const struct advisory_kind reads_table = {
	.name = "csv",
	.about = "tables: CSV, TSV, semicolons; any header or none",
	.probe = table_probe,
	.read = table_read,
};
