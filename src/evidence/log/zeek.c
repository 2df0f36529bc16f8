/*
 * zeek.c -- Zeek's tab-separated logs: conn, dns, http, ssl, files, smtp, ssh
 * and all others whose "#fields" line names their columns; conn and dns also
 * without it, in their usual order (cut or joined logs).
 *
 * Specification: Zeek's manual, "Log Formats and Inspection"; times are epochs
 * and so in UTC.  Zeek's JSON logs are json_events.c.  Headers may come again
 * anywhere.  Hostile input: columns.c; sets and vectors are split into at most
 * SET_MAX values.
 */
#include "evidence/log/zeek.h"

#include "evidence/log/columns.h"

#define SET_MAX 24
#define PATH_MAX_LEN 32

struct zeek {
	struct columns columns;
	char path[PATH_MAX_LEN];
	size_t path_len;
	bool is_set[COLUMNS_MAX];	/* set[...] or vector[...] */
	char set_separator;
	char empty[16], unset[16];
	size_t empty_len, unset_len;
};

/* ---- header ---- */

/* "\x09" and the like. */
static char separator_of(struct span text)
{
	uint64_t code;

	if (span_starts(text, SPAN("\\x")) && span_hex64(span_cut(text, 2, 2), &code) && code)
		return (char)code;
	return text.len == 1 ? text.ptr[0] : '\t';
}

static void keep(char *to, size_t room, size_t *len, struct span text)
{
	*len = text.len < room ? text.len : 0;
	if (*len)
		memcpy(to, text.ptr, *len);
}

static struct span path_of(const struct zeek *z)
{
	return span_make(z->path, z->path_len);
}

static void read_fields(struct zeek *z, struct arena *arena, struct span names)
{
	struct columns *c = &z->columns;

	memset(z->is_set, 0, sizeof(z->is_set));
	if (columns_header(c, arena, names, NULL, 0) < 0)
		return;
	for (uint32_t i = 0; i < c->count; i++)
		c->slot[i] = (uint8_t)zeek_slot(path_of(z), c->name[i]);
}

static void read_types(struct zeek *z, struct span types)
{
	struct span type;

	for (uint32_t i = 0; i < COLUMNS_MAX && span_split(&types, '\t', &type); i++)
		z->is_set[i] = span_starts(type, SPAN("set[")) ||
			       span_starts(type, SPAN("vector["));
}

/* One '#' line; true when it was understood. */
static bool read_header(struct zeek *z, struct arena *arena, struct span line)
{
	struct span key, rest = line;
	char by = span_starts(line, SPAN("#separator ")) ? ' ' : z->columns.separator;

	if (!span_split(&rest, by, &key))
		return false;
	if (span_equal(key, SPAN("#separator")))
		z->columns.separator = separator_of(span_trim(rest));
	else if (span_equal(key, SPAN("#set_separator")))
		z->set_separator = rest.len ? rest.ptr[0] : ',';
	else if (span_equal(key, SPAN("#empty_field")))
		keep(z->empty, sizeof(z->empty), &z->empty_len, rest);
	else if (span_equal(key, SPAN("#unset_field")))
		keep(z->unset, sizeof(z->unset), &z->unset_len, rest);
	else if (span_equal(key, SPAN("#path")))
		keep(z->path, sizeof(z->path), &z->path_len, span_trim(rest));
	else if (span_equal(key, SPAN("#fields")))
		read_fields(z, arena, rest);
	else if (span_equal(key, SPAN("#types")))
		read_types(z, rest);
	else
		return span_equal(key, SPAN("#open")) || span_equal(key, SPAN("#close"));
	return true;
}

static void zeek_comment(struct log *log, struct span line)
{
	struct zeek *z = log->state;

	read_header(z, log->arena, line);
}

static uint64_t zeek_columns(const struct log *log)
{
	const struct zeek *z = log->state;
	const char separators[] = { z->columns.separator, z->set_separator };
	uint64_t h = z->columns.count;

	for (uint32_t i = 0; i < z->columns.count; i++)
		h = span_hash(z->columns.name[i], h + z->is_set[i]);
	h = span_hash(path_of(z), h);
	h = span_hash(span_make(z->empty, z->empty_len), h);
	h = span_hash(span_make(z->unset, z->unset_len), h);
	return span_hash(span_make(separators, sizeof(separators)), h);
}

/* ---- without a header ---- */

#define CONN_FIELDS \
	"ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\t" \
	"orig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\t" \
	"orig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents"
#define DNS_FIELDS \
	"ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\t" \
	"qclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\t" \
	"answers\tTTLs\trejected"

static bool is_number(struct span s)
{
	uint64_t value;

	return span_u64(s, &value);
}

/* "conn", "dns" or empty, by the first columns of a record. */
static struct span bare_path(struct span line)
{
	struct span col[12];
	struct event ev;
	struct address a;
	size_t n = 0;

	while (n < 12 && span_split(&line, '\t', &col[n]))
		n++;
	event_clear(&ev);
	if (n < 12 || !event_epoch(&ev, col[0]) || col[1].len < 10 || col[1].ptr[0] != 'C' ||
	    !address_parse(col[2], &a) || !is_number(col[3]) || !address_parse(col[4], &a) ||
	    !is_number(col[5]))
		return SPAN("");
	if (is_number(col[7]))
		return SPAN("dns");
	return col[11].len >= 2 && col[11].ptr[0] >= 'A' && col[11].ptr[0] <= 'Z' ? SPAN("conn") :
										    SPAN("");
}

static void read_bare(struct zeek *z, struct arena *arena, struct span path)
{
	bool dns = span_equal(path, SPAN("dns"));

	keep(z->path, sizeof(z->path), &z->path_len, path);
	read_fields(z, arena, dns ? SPAN(DNS_FIELDS) : SPAN(CONN_FIELDS));
	if (dns)
		z->is_set[21] = z->is_set[22] = true;
}

static int zeek_open(struct log *log, struct span sample, struct error *e)
{
	struct zeek *z = arena_new(log->arena, struct zeek);
	struct span line;

	if (!z)
		return fail(e, ERR_LIMIT, "zeek: no memory left for its columns");
	log->state = z;
	z->columns.separator = '\t';
	z->set_separator = ',';
	keep(z->empty, sizeof(z->empty), &z->empty_len, SPAN("(empty)"));
	keep(z->unset, sizeof(z->unset), &z->unset_len, SPAN("-"));
	for (size_t i = 0; i < 40 && span_line(&sample, &line); i++) {
		if (line.len && line.ptr[0] == '#')
			read_header(z, log->arena, line);
		else if (i == 0 && bare_path(line).len)
			read_bare(z, log->arena, bare_path(line));
		if (z->columns.count && line.len && line.ptr[0] != '#')
			break;
	}
	log->people = zeek_people(path_of(z));
	return 0;
}

/* ---- records ---- */

static bool is_unset(const struct zeek *z, struct span value)
{
	return span_equal(value, span_make(z->unset, z->unset_len)) ||
	       span_equal(value, span_make(z->empty, z->empty_len));
}

static void take(const struct zeek *z, struct facts *f, uint32_t i, struct span value)
{
	enum slot slot = (enum slot)z->columns.slot[i];
	struct span part;

	if (!z->is_set[i]) {
		facts_take(f, slot, z->columns.name[i], value);
		return;
	}
	for (size_t n = 0; n < SET_MAX && span_split(&value, z->set_separator, &part); n++)
		facts_take(f, slot, z->columns.name[i], part);
}

static bool zeek_parse(struct log *log, struct span record, struct event *ev)
{
	const struct zeek *z = log->state;
	const struct columns *c = &z->columns;
	struct span value;
	struct facts f;
	uint32_t n = 0;

	facts_begin(&f, log, ev);
	for (; n < COLUMNS_MAX && span_split(&record, c->separator, &value); n++)
		if (n < c->count && c->slot[n] != SLOT_NONE && !is_unset(z, value))
			take(z, &f, n, value);
	if (c->count < 2 || n * 2 < c->count)
		return false;
	zeek_finish(&f, path_of(z));
	return ev->time != TIME_NONE || ev->has_src;
}

static int probe(struct span sample)
{
	struct span line;

	if (span_starts(sample, SPAN("#separator ")))
		return 98;
	for (size_t i = 0; i < 12 && span_line(&sample, &line); i++) {
		/* Not the indicators of Zeek's intelligence framework (grammar/zeek_intel.c). */
		if (span_starts(line, SPAN("#fields\t")))
			return span_find(line, SPAN("\tindicator_type")) == SPAN_NONE ? 98 : 0;
		if (line.len && line.ptr[0] != '#')
			return bare_path(line).len ? 85 : 0;
	}
	return 0;
}

const struct log_family log_zeek = {
	.name = "zeek",
	.about = "Zeek logs, tab-separated",
	.probe = probe,
	.open = zeek_open,
	.comment = zeek_comment,
	.columns = zeek_columns,
	.parse = zeek_parse,
};
