/*
 * csv.c -- answers, machines, findings and gaps as one table for a spreadsheet
 * or a ticket system (RFC 4180, one header, first column: what the row is).
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
enum row { ROW_ANSWER, ROW_MACHINE, ROW_FINDING, ROW_GAP, ROW_INDICATOR, ROWS };

/* Where a column comes from in a record: a path, or NULL. A machine is a member of its verdict. */
static const struct column {
	const char *name, *path[ROWS];
} columns[] = {
	{ "answer", { "answer" } },
	{ "id", { [ROW_FINDING] = "id" } },
	{ "class", { [ROW_FINDING] = "class", [ROW_INDICATOR] = "role" } },
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
	{ "kind", { [ROW_FINDING] = "indicator.kind", [ROW_INDICATOR] = "kind" } },
	{ "indicator", { [ROW_FINDING] = "indicator.value", [ROW_INDICATOR] = "value" } },
	{ "source", { [ROW_FINDING] = "source", [ROW_GAP] = "source" } },
	{ "at", { [ROW_FINDING] = "at", [ROW_GAP] = "at" } },
	{ "reason", { [ROW_ANSWER] = "open", [ROW_GAP] = "reason" } },
	{ "detail", { [ROW_GAP] = "detail" } },
	{ "bytes", { [ROW_GAP] = "bytes" } },
	{ "material", { [ROW_GAP] = "material" } },
	{ "why", { [ROW_FINDING] = "why", [ROW_INDICATOR] = "why" } },
	{ "findings", { "because", "findings" } },
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static const char *const row_names[ROWS] = { "answer", "machine", "finding", "gap", "indicator" };

struct csv {
	struct arena scratch;		/* of the record at hand */
	const struct tlp *tlp;
	struct table titles;		/* advisory id -> index */
	struct span *title;
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

/* c->cell holds the advisory. */
static int put_row(struct csv *c, enum row row, const struct node *n, struct error *e)
{
	const struct tlp *tlp = c->tlp;

	int rc;

	out_text(&c->line, row_names[row]);
	end_cell(c);
	for (size_t i = 0; i < COLUMNS; i++) {
		const char *path = columns[i].path[row];

		if (path)
			add_value(&c->cell, record_get(n, path),
				  strcmp(columns[i].name, "why") == 0 ? "; " : " ");
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
	if (record_is(n, "type", "gap"))
		return put_row(c, ROW_GAP, n, e);
	if (record_is(n, "type", "indicator")) {
		buf_add(&c->cell, c->advisory);
		return put_row(c, ROW_INDICATOR, n, e);
	}
	return 0;
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
	unsigned last = c->rows[ROW_ANSWER].size ? ROW_GAP : ROW_INDICATOR;
	int rc = 0;

	out_text(&r->out, "record,advisory");
	for (size_t i = 0; i < COLUMNS; i++)
		out_printf(&r->out, ",%s", columns[i].name);
	out_text(&r->out, ",tlp\r\n");
	for (unsigned i = 0; rc == 0 && i <= last; i++)
		rc = copy_spool(&r->out, &c->rows[i], e);
	csv_release(c);
	return rc;
}

const struct report_format report_csv = {
	.name = "csv",
	.about = "one table: answers, machines, findings, gaps",
	.open = csv_open,
	.record = csv_record,
	.close = csv_close,
};
