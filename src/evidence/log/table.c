/*
 * table.c -- event logs as tables: CSV, TSV, semicolons or bars, with a header
 * line that names the columns; Exchange's "#Fields:" form of it; and any
 * unknown table whose columns the user names (--columns time=1,src=3,...).
 *
 * Specification: RFC 4180.  Not here: tables of indicators (a list has no time
 * and nobody who acts: it bids nothing), tables without a header that are well
 * known by their positions (positional.c).  Hostile input: columns.c; a quoted
 * value that runs over lines is followed for at most RECORD_MAX bytes.
 */
#include "evidence/log/columns.h"

#define RECORD_MAX 65536

struct table {
	struct columns columns;
	struct span header;	/* as written: it is no record */
	struct name_cache names;
};

static const struct name_row own_rows[] = {
	{ "domain", SLOT_HOST },
};

/* Message tracking of Exchange: the server is the one that wrote, the event what became of it. */
static const struct name_row exchange_rows[] = {
	{ "customdata", SLOT_TEXT },	  { "eventid", SLOT_ACTION },
	{ "messageinfo", SLOT_TEXT },	  { "originalserverip", SLOT_NAMED },
	{ "reference", SLOT_NAMED },	  { "serverhostname", SLOT_SENSOR },
	{ "serverip", SLOT_NAMED },	  { "source", SLOT_NAMED },
};

/* Message trace of Exchange Online: "Received" is when, "Status" what became of it. */
static const struct name_row trace_rows[] = {
	{ "received", SLOT_TIME }, { "status", SLOT_ACTION }, { "toip", SLOT_NAMED },
};

#define ROWS(table) (table), sizeof(table) / sizeof((table)[0])

/* ---- header ---- */

/* The header line of a sample: its first line, or what stands behind "#Fields:". */
static struct span header_of(struct span sample)
{
	struct span line;

	while (span_line(&sample, &line)) {
		if (line.len == 0)
			continue;
		if (line.ptr[0] != '#')
			return line;
		if (span_starts(line, SPAN("#Fields: ")))
			return span_skip(line, sizeof("#Fields: ") - 1);
	}
	return (struct span){ "", 0 };
}

static bool is_trace(struct span header)
{
	return span_find_nocase(header, SPAN("SenderAddress")) != SPAN_NONE &&
	       span_find_nocase(header, SPAN("RecipientAddress")) != SPAN_NONE &&
	       span_find_nocase(header, SPAN("Received")) != SPAN_NONE;
}

static int read_header(struct columns *c, struct arena *arena, struct span header)
{
	bool exchange = span_find(header, SPAN("internal-message-id")) != SPAN_NONE;

	c->separator = columns_separator(header);
	c->quotes = true;
	if (!c->separator) {
		c->count = 0;
		return 0;
	}
	if (exchange)
		return columns_header(c, arena, header, ROWS(exchange_rows));
	if (is_trace(header))
		return columns_header(c, arena, header, ROWS(trace_rows));
	if (columns_header(c, arena, header, ROWS(own_rows)) < 0)
		return -1;
	/* "Domain" beside the type of a question is the name that was asked for. */
	if (span_find_nocase(header, SPAN("query type")) != SPAN_NONE ||
	    columns_have(c, SLOT_RCODE)) {
		uint8_t *host = memchr(c->slot, SLOT_HOST, c->count);

		if (host && !columns_have(c, SLOT_QUERY))
			*host = SLOT_QUERY;
	}
	return 0;
}

static bool any_of(const struct columns *c, const uint8_t *slots, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (columns_have(c, (enum slot)slots[i]))
			return true;
	return false;
}

/* A log says when, who and what; a list of indicators does not say who. */
static bool is_log(const struct columns *c)
{
	static const uint8_t times[] = { SLOT_TIME, SLOT_DATE, SLOT_TIME_LATE };
	static const uint8_t ends[] = { SLOT_SRC, SLOT_CLIENT, SLOT_LOCAL, SLOT_MACHINE_IP };
	static const uint8_t people[] = { SLOT_COMPUTER, SLOT_MACHINE, SLOT_USER };
	static const uint8_t deeds[] = {
		SLOT_DST, SLOT_SERVER, SLOT_REMOTE, SLOT_HOST, SLOT_URL, SLOT_QUERY, SLOT_ACTION,
		SLOT_STATUS, SLOT_PATH, SLOT_PATH_ANY, SLOT_REQUEST, SLOT_RESULT, SLOT_HASH,
		SLOT_HASHES, SLOT_FILE, SLOT_PROCESS, SLOT_COMMAND, SLOT_REGISTRY, SLOT_EVENT,
		SLOT_USER, SLOT_COMPUTER,
	};
	static const uint8_t counts[] = { SLOT_ACTION, SLOT_SENT, SLOT_RECEIVED, SLOT_BYTES };

	if (!any_of(c, times, sizeof(times)))
		return false;
	if (any_of(c, ends, sizeof(ends)) && any_of(c, deeds, sizeof(deeds)))
		return true;
	if (any_of(c, people, sizeof(people)) && any_of(c, deeds, sizeof(deeds) - 2))
		return true;
	if (columns_have(c, SLOT_SENDER) && columns_have(c, SLOT_RECIPIENT))
		return true;
	return columns_have(c, SLOT_DST) && any_of(c, counts, sizeof(counts));
}

/* Columns that only lists of indicators have. */
static bool is_list(struct span header)
{
	static const char *const words[] = { "indicator", "ioc", "to_ids", "malware_family",
					     "threat_type", "first_seen", "firstseen" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_find_nocase(header, span_of(words[i])) != SPAN_NONE)
			return true;
	return false;
}

/* How many names of the header are in the dictionary, without memory. */
static int probe(struct span sample)
{
	struct span header = header_of(sample), rest = header, name;
	struct columns c = { .quotes = true, .separator = columns_separator(header) };
	struct address address;
	uint32_t known = 0;

	if (!c.separator || header.len > 16384 || is_list(header))
		return 0;
	while (c.count < COLUMNS_MAX && columns_value(&c, &rest, &name)) {
		enum slot slot;

		name = span_trim(name);
		if (name.len > 64 || address_parse(name, &address))
			return 0;	/* data, no header */
		slot = is_trace(header) ? name_find(ROWS(trace_rows), name) :
					  name_find(ROWS(own_rows), name);
		c.slot[c.count++] = (uint8_t)slot;
		known += slot != SLOT_NONE;
	}
	if (c.count < 3 || known < 2 || !is_log(&c))
		return 0;
	return known * 3 >= c.count ? 75 : 45;
}

/* ---- --columns ---- */

/* "time=1,src=7,dst=9": names of the dictionary and numbers from 1; "separator=;" may stand there. */
static bool read_mapping(struct columns *c, struct span mapping)
{
	struct span part;

	while (span_split(&mapping, ',', &part)) {
		size_t equal = span_find_byte(part, '=');
		struct span name = span_trim(span_cut(part, 0, equal));
		struct span value = equal == SPAN_NONE ? (struct span){ "", 0 } :
							 span_trim(span_skip(part, equal + 1));
		uint64_t number;

		if (span_equal_nocase(name, SPAN("separator")) && value.len) {
			c->separator = value.ptr[0] == 't' ? '\t' : value.ptr[0];
			continue;
		}
		if (!span_u64(value, &number) || number < 1 || number > COLUMNS_MAX)
			return false;
		c->slot[number - 1] = (uint8_t)name_find(ROWS(own_rows), name);
		c->name[number - 1] = name;
		if (number > c->count)
			c->count = (uint32_t)number;
	}
	return c->count > 0;
}

/* How well a separator serves the mapping: values of a line that are what they should be. */
static uint32_t fits(const struct columns *c, struct span line)
{
	struct span value;
	uint32_t score = 0;

	for (uint32_t n = 0; n < c->count && columns_value(c, &line, &value); n++) {
		struct address address;
		struct civil civil;
		uint16_t port;

		value = span_trim(value);
		if (c->slot[n] == SLOT_TIME || c->slot[n] == SLOT_DATE)
			score += time_read(value, &civil) > 0;
		else if (c->slot[n] >= SLOT_SRC && c->slot[n] <= SLOT_SERVER)
			score += event_end_parse(value, &address, &port);
		score += n + 1 == c->count;
	}
	return score;
}

static void guess_separator(struct columns *c, struct span sample)
{
	static const char separators[] = { '\t', ',', ';', '|', COLUMNS_BLANKS };
	uint32_t best = 0;
	char chosen = ',';

	if (c->separator)
		return;
	for (size_t k = 0; k < sizeof(separators); k++) {
		struct span rest = sample, line;
		uint32_t score = 0;

		c->separator = separators[k];
		for (size_t lines = 0; lines < 50 && span_line(&rest, &line); lines++)
			score += fits(c, line);
		if (score > best) {
			best = score;
			chosen = separators[k];
		}
	}
	c->separator = chosen;
}

static int table_open(struct log *log, struct span sample, struct error *e)
{
	struct table *t = arena_new(log->arena, struct table);

	if (!t)
		return fail(e, ERR_LIMIT, "table: no memory left for its columns");
	log->state = t;
	if (log->columns.len) {
		t->columns.quotes = true;
		if (!read_mapping(&t->columns, log->columns))
			return fail(e, ERR_USAGE, "--columns: \"%.*s\" is not NAME=NUMBER,...",
				    SPAN_ARG(log->columns));
		guess_separator(&t->columns, sample);
	} else {
		t->header = arena_copy(log->arena, header_of(sample));
		if (!t->header.ptr || read_header(&t->columns, log->arena, t->header) < 0)
			return fail(e, ERR_LIMIT, "table: no memory left for its header");
	}
	return 0;
}

/* Exchange writes its header again at the head of each file of a joined log. */
static void table_comment(struct log *log, struct span line)
{
	struct table *t = log->state;
	struct span fields;

	if (log->columns.len || !span_starts(line, SPAN("#Fields: ")))
		return;
	fields = span_trim(span_skip(line, sizeof("#Fields: ") - 1));
	if (span_equal(fields, t->header))
		return;
	fields = arena_copy(log->arena, fields);
	if (fields.ptr && read_header(&t->columns, log->arena, fields) == 0)
		t->header = fields;
	else
		t->columns.count = 0;	/* better unread than misread */
}

static uint64_t table_columns(const struct log *log)
{
	const struct table *t = log->state;

	return span_hash(t->header, t->columns.count);
}

static bool table_parse(struct log *log, struct span record, struct event *ev)
{
	struct table *t = log->state;
	struct facts f;
	uint32_t n;

	if (record.len == 0 || span_equal(record, t->header))
		return false;
	facts_begin(&f, log, ev);
	n = columns_take(&t->columns, record, &f);
	if (n < 2 || n * 2 < t->columns.count)
		return false;
	facts_windows(&f);
	facts_finish(&f);
	return ev->time != TIME_NONE || ev->time_raw.len || ev->has_src || ev->has_dst;
}

/* ---- records with line ends inside quotes ---- */

/* True when the line leaves a quoted value open; `open`: it began inside one. */
static bool leaves_open(struct span line, bool open)
{
	for (size_t i = 0; i < line.len; i++) {
		size_t quote = span_find_byte(span_skip(line, i), '"');
		char before;

		if (quote == SPAN_NONE)
			break;
		i += quote;
		before = i ? line.ptr[i - 1] : ',';
		if (open)
			open = false;	/* "" inside closes and opens again */
		else
			open = before == ',' || before == ';' || before == '|' || before == '\t' ||
			       before == '"';
	}
	return open;
}

static struct span table_record(struct span text, size_t at)
{
	size_t from = 0, line = 0;
	bool open = false;

	while (line < text.len) {
		size_t end = span_find_byte(span_skip(text, line), '\n');

		end = end == SPAN_NONE ? text.len : line + end;
		open = leaves_open(span_cut(text, line, end - line), open);
		line = end + 1;
		if (open && end < text.len && end - from <= RECORD_MAX)
			continue;
		if (at <= end && open)	/* a stray quote: then lines are records */
			return log_line_at(text, at);
		if (at <= end) {
			end -= end > from && text.ptr[end - 1] == '\r';
			return span_cut(text, from, end - from);
		}
		from = line;
		open = false;
	}
	return log_line_at(text, at);
}

const struct log_family log_table = {
	.name = "table",
	.about = "tables with a header (CSV, TSV): FortiGate, Palo Alto, Umbrella, Exchange and others",
	.probe = probe,
	.open = table_open,
	.comment = table_comment,
	.columns = table_columns,
	.parse = table_parse,
	.record = table_record,
};
