/*
 * w3c.c -- logs in the W3C Extended Log File Format: IIS, proxies that write
 * it (Blue Coat and others), CloudFront, and the Windows firewall's
 * pfirewall.log, which only borrows its "#Fields:" line.
 *
 * Specification: W3C WD-logfile-960323; IIS, ELFF proxies and CloudFront write
 * UTC, the Windows firewall local time.  Not here: the comma form of Exchange
 * (table.c).  "#Fields:" may come again anywhere.  Hostile input: columns.c.
 */
#include "evidence/log/columns.h"

enum dialect { DIALECT_SERVER, DIALECT_PROXY, DIALECT_FIREWALL };

struct w3c {
	struct columns columns;
	struct span fields;	/* as written */
	enum dialect dialect;
};

static const struct name_row server_rows[] = {
	{ "cip", SLOT_SRC },		 { "csbytes", SLOT_SENT },
	{ "csuri", SLOT_PATH },		 { "cuserip", SLOT_SRC },
	{ "scbytes", SLOT_RECEIVED },	 { "scomputername", SLOT_SENSOR },
	{ "sip", SLOT_DST },		 { "sport", SLOT_DST_PORT },
	{ "ssitename", SLOT_NAMED },	 { "xhostheader", SLOT_HOST },
};

/* The proxy's own address is no end; r- is the remote server. */
static const struct name_row proxy_rows[] = {
	{ "cip", SLOT_SRC },		 { "csbytes", SLOT_SENT },
	{ "cscategories", SLOT_NAMED },	 { "csuri", SLOT_URL },
	{ "curi", SLOT_URL },		 { "rhost", SLOT_HOST },
	{ "rip", SLOT_DST },		 { "rport", SLOT_DST_PORT },
	{ "rsupplierip", SLOT_DST },	 { "scbytes", SLOT_RECEIVED },
	{ "scomputername", SLOT_SENSOR }, { "sip", SLOT_SENSOR },
	{ "sport", SLOT_NAMED },	 { "ssupplierip", SLOT_DST },
	{ "xexceptionid", SLOT_RESULT },
};

static const struct name_row firewall_rows[] = {
	{ "path", SLOT_DIRECTION },
};

/* ---- columns ---- */

static bool names(struct span fields, const char *name)
{
	struct span rest = fields, word;
	struct columns blanks = { .separator = COLUMNS_BLANKS };

	while (columns_value(&blanks, &rest, &word))
		if (span_equal_nocase(word, span_of(name)))
			return true;
	return false;
}

static enum dialect dialect_of(struct span fields)
{
	if (names(fields, "tcpflags") || names(fields, "src-ip"))
		return DIALECT_FIREWALL;
	if (names(fields, "r-ip") || names(fields, "s-action") || names(fields, "s-supplier-ip") ||
	    names(fields, "r-supplier-ip") || names(fields, "cs-uri-port") ||
	    names(fields, "cs-uri-scheme") || names(fields, "sc-filter-result") ||
	    names(fields, "cs-categories") || names(fields, "r-host"))
		return DIALECT_PROXY;
	return DIALECT_SERVER;
}

static int read_fields(struct w3c *w, struct arena *arena, struct span fields)
{
	const struct name_row *own = server_rows;
	size_t count = sizeof(server_rows) / sizeof(server_rows[0]);

	w->dialect = dialect_of(fields);
	if (w->dialect == DIALECT_PROXY) {
		own = proxy_rows;
		count = sizeof(proxy_rows) / sizeof(proxy_rows[0]);
	} else if (w->dialect == DIALECT_FIREWALL) {
		own = firewall_rows;
		count = sizeof(firewall_rows) / sizeof(firewall_rows[0]);
	}
	w->columns.separator = COLUMNS_BLANKS;
	w->columns.quotes = false;
	if (columns_header(&w->columns, arena, fields, own, count) < 0)
		return -1;
	/* IIS writes blanks as '+'; a quote there is the client's. */
	w->columns.quotes = w->dialect == DIALECT_PROXY;
	return 0;
}

static bool fields_line(struct span line, struct span *fields)
{
	if (!span_starts(line, SPAN("#Fields:")))
		return false;
	*fields = span_trim(span_skip(line, sizeof("#Fields:") - 1));
	return span_find_byte(*fields, ',') == SPAN_NONE && fields->len > 0;
}

/* '#Remark: 1110000000 "proxy1" "10.1.1.7" "main"': a Blue Coat names itself. */
static void read_remark(struct log *log, struct span line)
{
	struct columns c = { .separator = COLUMNS_BLANKS, .quotes = true };
	struct span rest = span_skip(line, sizeof("#Remark:") - 1), serial, name;

	if (!span_starts(line, SPAN("#Remark:")) || !columns_value(&c, &rest, &serial) ||
	    !columns_value(&c, &rest, &name) || name.len == 0)
		return;
	name = arena_copy(log->arena, name);
	if (name.ptr)
		log->sensor = name;
}

static bool find_fields(struct span sample, struct span *fields)
{
	struct span line;

	for (size_t i = 0; i < 200 && span_line(&sample, &line); i++)
		if (fields_line(line, fields))
			return true;
	return false;
}

static void set_source(struct log *log, const struct w3c *w)
{
	static const char *const people[] = {
		[DIALECT_SERVER] = "web server",
		[DIALECT_PROXY] = "web proxy",
		[DIALECT_FIREWALL] = "firewall",
	};

	log->people = people[w->dialect];
}

static int w3c_open(struct log *log, struct span sample, struct error *e)
{
	struct w3c *w = arena_new(log->arena, struct w3c);
	struct span line;

	if (!w || !find_fields(sample, &w->fields))
		return fail(e, ERR_LIMIT, "w3c: no memory left for its columns");
	w->fields = arena_copy(log->arena, w->fields);
	if (!w->fields.ptr || read_fields(w, log->arena, w->fields) < 0)
		return fail(e, ERR_LIMIT, "w3c: no memory left for its columns");
	log->state = w;
	set_source(log, w);
	while (!log->sensor.len && span_line(&sample, &line) && line.len && line.ptr[0] == '#')
		read_remark(log, line);
	return 0;
}

static void w3c_comment(struct log *log, struct span line)
{
	struct w3c *w = log->state;
	struct span fields;

	if (log->sensor.len == 0)
		read_remark(log, line);
	if (!fields_line(line, &fields) || span_equal(fields, w->fields))
		return;
	fields = arena_copy(log->arena, fields);
	if (!fields.ptr || read_fields(w, log->arena, fields) < 0) {
		w->columns.count = 0;	/* better unread than misread */
		return;
	}
	w->fields = fields;
	set_source(log, w);
}

static uint64_t w3c_columns(const struct log *log)
{
	const struct w3c *w = log->state;

	return span_hash(log->sensor, span_hash(w->fields, w->columns.count));
}

/* ---- records ---- */

static bool w3c_parse(struct log *log, struct span record, struct event *ev)
{
	static const enum event_class classes[] = {
		[DIALECT_SERVER] = EVENT_SERVER,
		[DIALECT_PROXY] = EVENT_PROXY,
		[DIALECT_FIREWALL] = EVENT_FLOW,
	};
	const struct w3c *w = log->state;
	struct facts f;
	uint32_t n;

	facts_begin(&f, log, ev);
	n = columns_take(&w->columns, record, &f);
	if (n < 3 || n * 2 < w->columns.count)
		return false;
	f.host_log = w->dialect == DIALECT_FIREWALL;
	ev->class = classes[w->dialect];
	facts_finish(&f);
	if (w->dialect != DIALECT_FIREWALL && ev->time_raw.len && !ev->civil.has_zone)
		event_zone(ev, SPAN("UTC"));	/* by the specification */
	return ev->time_raw.len && (ev->has_src || ev->has_dst);
}

static int probe(struct span sample)
{
	struct span fields, rest, word;
	struct columns blanks = { .separator = COLUMNS_BLANKS };
	size_t known = 0;

	if (sample.len == 0 || sample.ptr[0] != '#' || !find_fields(sample, &fields))
		return 0;
	rest = fields;
	for (size_t i = 0; i < COLUMNS_MAX && columns_value(&blanks, &rest, &word); i++)
		known += name_find(NULL, 0, word) != SLOT_NONE;
	return known >= 3 ? 95 : 0;
}

const struct log_family log_w3c = {
	.name = "w3c",
	.about = "W3C extended: IIS, Blue Coat and other proxies, CloudFront, Windows firewall",
	.probe = probe,
	.open = w3c_open,
	.comment = w3c_comment,
	.columns = w3c_columns,
	.parse = w3c_parse,
};
