/*
 * csv.c -- answers, machines, findings and gaps as one table for a spreadsheet
 * or a ticket system (RFC 4180, one header, first column: what the row is); of
 * a reading: values, names, rules, assessments and gaps, with columns of its own.
 *
 * It is machine output: indicators stand as they are, not defanged.  Every
 * cell goes through out_csv, so that none is taken for a formula.  Rows wait
 * in spools because answers come last and are wanted first.
 */
#include "base/spool.h"
#include "base/table.h"
#include "report/record.h"
#include "report/report.h"

#define SPOOL_MEMORY  (4u << 20)
#define SPOOL_CEILING (1ull << 40)
#define COPY_BYTES    (1u << 20)
#define SCRATCH       (96u << 20)
#define TITLES_MOST   100000

/* In the order of the table. */
enum row {
	ROW_ANSWER, ROW_MACHINE, ROW_FINDING, ROW_GAP,
	ROW_INDICATOR, ROW_NAME, ROW_RULE, ROW_ASSESSMENT, ROW_UNREAD,	/* of a reading */
	ROWS
};

#define ROW_READING ROW_INDICATOR

/* Where a column comes from in a record: a path, or NULL. A machine is a member of its verdict. */
struct column {
	const char *name, *path[ROWS];
};

static const struct column columns[] = {
	{ "answer", { "answer" } },
	{ "id", { [ROW_FINDING] = "id" } },
	{ "class", { [ROW_FINDING] = "class" } },
	{ "rank", { [ROW_MACHINE] = "rank" } },
	{ "strength", { "strength", "strength" } },
	{ "machine", { [ROW_MACHINE] = "host", [ROW_FINDING] = "host" } },
	{ "name", { [ROW_MACHINE] = "name", [ROW_FINDING] = "name" } },
	{ "user", { [ROW_MACHINE] = "user", [ROW_FINDING] = "user" } },
	{ "mailbox", { [ROW_FINDING] = "mailbox" } },
	{ "process", { [ROW_FINDING] = "process" } },
	{ "files_under", { [ROW_MACHINE] = "files_under", [ROW_FINDING] = "files_under" } },
	{ "via", { [ROW_MACHINE] = "via", [ROW_FINDING] = "via" } },
	{ "peer", { [ROW_FINDING] = "peer" } },
	{ "started_by", { [ROW_FINDING] = "started_by" } },
	{ "direction", { [ROW_FINDING] = "direction" } },
	{ "outcome", { [ROW_FINDING] = "outcome" } },
	{ "count", { [ROW_MACHINE] = "finding_count", [ROW_FINDING] = "count" } },
	{ "first", { "window.from", NULL, "first" } },
	{ "last", { "window.to", NULL, "last" } },
	{ "time_zone", { [ROW_FINDING] = "time_zone" } },
	{ "bytes_out", { [ROW_FINDING] = "bytes_out" } },
	{ "bytes_in", { [ROW_FINDING] = "bytes_in" } },
	{ "kind", { [ROW_FINDING] = "indicator.kind" } },
	{ "indicator", { [ROW_FINDING] = "indicator.value" } },
	{ "source", { [ROW_FINDING] = "source", [ROW_GAP] = "source" } },
	{ "at", { [ROW_FINDING] = "at", [ROW_GAP] = "at" } },
	{ "reason", { [ROW_ANSWER] = "open", [ROW_GAP] = "reason" } },
	{ "detail", { [ROW_GAP] = "detail" } },
	{ "bytes", { [ROW_GAP] = "bytes" } },
	{ "material", { [ROW_GAP] = "material" } },
	{ "why", { [ROW_FINDING] = "why" } },
	{ "findings", { "because", "findings" } },
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

/* Paths that begin with '.' are members of the last step of `where`. */
static const struct column reading[] = {
	{ "kind", { [ROW_INDICATOR] = "kind", [ROW_NAME] = "kind", [ROW_RULE] = "language",
		    [ROW_ASSESSMENT] = "verb", [ROW_UNREAD] = "reason" } },
	{ "value", { [ROW_INDICATOR] = "value", [ROW_NAME] = "name", [ROW_RULE] = "name",
		     [ROW_ASSESSMENT] = "statement", [ROW_UNREAD] = "detail" } },
	{ "port", { [ROW_INDICATOR] = "port" } },
	{ "id", { [ROW_NAME] = "id" } },
	{ "role", { [ROW_INDICATOR] = "role" } },
	{ "confidence", { [ROW_INDICATOR] = "confidence" } },
	{ "why", { [ROW_INDICATOR] = "why", [ROW_NAME] = "note", [ROW_RULE] = "why_not" } },
	{ "as_written", { [ROW_INDICATOR] = "as_written", [ROW_NAME] = "as_written" } },
	{ "count", { [ROW_NAME] = "count" } },
	{ "body", { [ROW_ASSESSMENT] = "body" } },
	{ "scope", { [ROW_ASSESSMENT] = "scope" } },
	{ "term", { [ROW_ASSESSMENT] = "term" } },
	{ "low", { [ROW_ASSESSMENT] = "low" } },
	{ "high", { [ROW_ASSESSMENT] = "high" } },
	{ "yardstick", { [ROW_ASSESSMENT] = "yardstick" } },
	{ "belongs_to", { [ROW_INDICATOR] = "entities" } },
	{ "logic", { [ROW_INDICATOR] = "logic" } },
	{ "valid_from", { [ROW_INDICATOR] = "valid_from" } },
	{ "valid_until", { [ROW_INDICATOR] = "valid_until" } },
	{ "page", { [ROW_INDICATOR] = ".page", [ROW_NAME] = ".page", [ROW_RULE] = ".page",
		    [ROW_ASSESSMENT] = ".page", [ROW_UNREAD] = ".page" } },
	{ "line", { [ROW_INDICATOR] = ".line", [ROW_NAME] = ".line", [ROW_RULE] = ".line",
		    [ROW_ASSESSMENT] = ".line", [ROW_UNREAD] = ".line" } },
	{ "row", { [ROW_INDICATOR] = ".row", [ROW_NAME] = ".row", [ROW_UNREAD] = ".row" } },
	{ "pointer", { [ROW_INDICATOR] = ".pointer", [ROW_NAME] = ".pointer",
		       [ROW_RULE] = ".pointer" } },
};

#define READING_COLUMNS (sizeof(reading) / sizeof(reading[0]))

static const char *const row_names[ROWS] = {
	"answer", "machine", "finding", "gap", "indicator", "name", "rule", "assessment", "gap",
};

struct csv {
	struct arena scratch;		/* of the record at hand */
	const struct tlp *tlp;
	struct table titles;		/* advisory id -> index */
	struct span *title;
	bool is_reading;		/* the summary is of `read` */
	struct span advisory;		/* the last one: indicators stand behind it */
	struct out line;
	struct buf cell;
	struct spool rows[ROWS];
};

static int csv_open(struct report *r, struct error *e)
{
	struct csv *c = arena_new(&r->arena, struct csv);

	if (!c)
		return fail(e, ERR_MEMORY, "no memory for the table");
	c->title = arena_array(&r->arena, struct span, TITLES_MOST);
	if (!c->title)
		return fail(e, ERR_MEMORY, "no memory for the table");
	arena_init(&c->scratch, SCRATCH);
	table_init(&c->titles, &r->arena, TITLES_MOST);
	out_to_memory(&c->line, 64u << 20);
	buf_init(&c->cell, 32u << 20);
	for (unsigned i = 0; i < ROWS; i++)
		spool_init(&c->rows[i], SPOOL_MEMORY, SPOOL_CEILING);
	r->state = c;
	return 0;
}

static void csv_release(struct csv *c)
{
	arena_release(&c->scratch);
	table_release(&c->titles);
	out_release(&c->line);
	buf_release(&c->cell);
	for (unsigned i = 0; i < ROWS; i++)
		spool_release(&c->rows[i]);
}

/* ---- one row */

static void add_part(struct buf *cell, struct span part, const char *between)
{
	if (cell->len)
		buf_text(cell, between);
	buf_add(cell, part);
}

/* Scalars as they are, lists with blanks or semicolons in between. */
static void add_value(struct buf *cell, const struct node *n, const char *between)
{
	if (!n)
		return;
	if (n->type == JSON_TRUE || n->type == JSON_FALSE)
		buf_text(cell, n->type == JSON_TRUE ? "yes" : "no");
	else if (n->type == JSON_ARRAY)
		for (n = n->child; n; n = n->next)
			add_part(cell, n->text, between);
	else
		buf_add(cell, n->text);
}

static void add_title(struct csv *c, struct span id)
{
	const uint64_t *i = table_find(&c->titles, id);

	add_part(&c->cell, i && c->title[*i].len ? c->title[*i] : id, "; ");
}

static void add_titles(struct csv *c, const struct node *advisories)
{
	if (advisories)
		for (advisories = advisories->child; advisories; advisories = advisories->next)
			add_title(c, advisories->text);
}

static void end_cell(struct csv *c)
{
	out_raw(&c->line, SPAN(","));
	out_csv(&c->line, buf_span(&c->cell));
	buf_clear(&c->cell);
}

static const struct node *last_step(const struct node *n)
{
	const struct node *step = record_get(n, "where");

	step = step ? step->child : NULL;
	while (step && step->next)
		step = step->next;
	return step;
}

/* Reasons and names may hold blanks. */
static const char *between_parts(const char *column)
{
	return strcmp(column, "why") == 0 || strcmp(column, "as_written") == 0 ? "; " : " ";
}

/* c->cell holds the advisory. */
static int put_row(struct csv *c, enum row row, const struct node *n, struct error *e)
{
	const struct tlp *tlp = c->tlp;
	const struct column *table = row < ROW_READING ? columns : reading;
	size_t count = row < ROW_READING ? COLUMNS : READING_COLUMNS;
	int rc;

	out_text(&c->line, row_names[row]);
	end_cell(c);
	for (size_t i = 0; i < count; i++) {
		const char *path = table[i].path[row];

		if (path && path[0] == '.')
			add_value(&c->cell, record_get(last_step(n), path + 1), " ");
		else if (path)
			add_value(&c->cell, record_get(n, path), between_parts(table[i].name));
		end_cell(c);
	}
	buf_text(&c->cell, tlp ? tlp->name : "");
	end_cell(c);
	out_raw(&c->line, SPAN("\r\n"));
	rc = c->line.failed ? fail(e, ERR_LIMIT, "a record is too large for a row")
	     : spool_add(&c->rows[row], buf_span(&c->line.buf), NULL, e);
	buf_clear(&c->line.buf);
	return rc;
}

/* ---- taking records */

static int take_advisory(struct report *r, struct csv *c, const struct node *n, struct error *e)
{
	struct span title = record_text(n, "title");
	uint64_t *i;

	if (!title.len)
		title = record_text(n, "source");
	c->advisory = title = arena_copy(&r->arena, title);
	if (c->titles.count == TITLES_MOST || table_find(&c->titles, record_text(n, "id")))
		return 0;
	i = table_add(&c->titles, record_text(n, "id"), NULL, e);
	if (!i)
		return -1;
	*i = c->titles.count - 1;
	c->title[*i] = title;
	return 0;
}

static int take_verdict(struct csv *c, const struct node *n, struct error *e)
{
	const struct node *m = record_get(n, "machines");

	add_title(c, record_text(n, "advisory"));
	if (put_row(c, ROW_ANSWER, n, e) < 0)
		return -1;
	for (m = m ? m->child : NULL; m; m = m->next) {
		add_title(c, record_text(n, "advisory"));
		if (put_row(c, ROW_MACHINE, m, e) < 0)
			return -1;
	}
	return 0;
}

/* What `read` prints; the records stand behind their advisory. */
static int take_reading(struct csv *c, const struct node *n, struct error *e)
{
	static const struct {
		const char *type;
		enum row row;
	} rows[] = {
		{ "indicator", ROW_INDICATOR }, { "entity", ROW_NAME }, { "rule", ROW_RULE },
		{ "mention", ROW_NAME },
		{ "assessment", ROW_ASSESSMENT }, { "gap", ROW_UNREAD },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (record_is(n, "type", rows[i].type)) {
			buf_add(&c->cell, c->advisory);
			return put_row(c, rows[i].row, n, e);
		}
	return 0;
}

static int csv_record(struct report *r, struct span json, struct error *e)
{
	struct csv *c = r->state;
	const struct node *n;

	c->tlp = r->tlp;
	arena_reset(&c->scratch);
	n = record_parse(&c->scratch, json, e);
	if (!n)
		return -1;
	if (record_is(n, "type", "advisory"))
		return take_advisory(r, c, n, e);
	if (record_is(n, "type", "verdict"))
		return take_verdict(c, n, e);
	if (record_is(n, "type", "finding")) {
		add_titles(c, record_get(n, "advisories"));
		return put_row(c, ROW_FINDING, n, e);
	}
	if (record_is(n, "type", "gap") && put_row(c, ROW_GAP, n, e) < 0)
		return -1;
	c->is_reading |= record_is(n, "type", "summary") && record_get(n, "entities");
	return take_reading(c, n, e);
}

/* ---- the table */

static int copy_spool(struct out *o, struct spool *s, struct error *e)
{
	struct buf part;
	int rc = 0;

	buf_init(&part, COPY_BYTES + 1);
	for (uint64_t at = 0; rc == 0 && at < s->size && !o->failed; at += part.len) {
		uint64_t left = s->size - at;

		buf_clear(&part);
		rc = spool_read(s, at, left < COPY_BYTES ? left : COPY_BYTES, &part, e);
		out_raw(o, buf_span(&part));
	}
	buf_release(&part);
	return rc;
}

static int csv_close(struct report *r, struct error *e)
{
	struct csv *c = r->state;
	/* Of a sweep what was searched for is the advisory's business, not the table's. */
	bool read = !c->rows[ROW_ANSWER].size && !c->rows[ROW_FINDING].size && c->is_reading;
	unsigned first = read ? ROW_READING : 0, end = read ? ROWS : ROW_READING;
	size_t count = read ? READING_COLUMNS : COLUMNS;
	int rc = 0;

	out_text(&r->out, "record,advisory");
	for (size_t i = 0; i < count; i++)
		out_printf(&r->out, ",%s", (read ? reading : columns)[i].name);
	out_text(&r->out, ",tlp\r\n");
	for (unsigned i = first; rc == 0 && i < end; i++)
		rc = copy_spool(&r->out, &c->rows[i], e);
	csv_release(c);
	return rc;
}

const struct report_format report_csv = {
	.name = "csv",
	.about = "one table: answers, machines, findings, gaps; of read: values, names, rules",
	.open = csv_open,
	.record = csv_record,
	.close = csv_close,
};
